#!/usr/bin/env python3
"""Score sheets through LibreOffice: `libreoffice.py BINARY`; exit 77 where it is not installed.

LibreOffice opens a sheet and saves it as it likes (XLSX with shared strings and its own styles, CSV
in UTF-8); what it saved is imported, and the ratings have to be those that were entered. Texts with
line breaks, quotes and the beginnings of formulas have to come back as they went out.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
DIMENSIONS = ("relevance", "fluency", "style", "compliance")
TEXTS = [
    "清晨的第一縷香氣，從這把壺開始。",
    '=SUM(A1:A9) stays a text, and "quotes" too',
    "first line\nsecond line\n\n  indented",
    "+1 −1 ＝1 @home 'quoted",
    "<b>&amp;</b> 007 1,5 2026-11-30 TRUE",
    "1234567890123456789",
]


def wanted(rater: str, row: int) -> list[int | None]:
    """The scores that a rater means to give; None is NA."""
    return [(row * 5 + d * 3 + len(rater)) % 6 or None for d in range(4)]


class Office:
    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary = binary
        self.folder = folder

    def shijin(self, *args: str, ok: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [self.binary, *args], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode not in ok:
            sys.exit(f"shijin {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def save(self, sheet: str, kind: str, into: str) -> Path:
        """Open a sheet with LibreOffice and save it; where it went."""
        out = self.folder / into
        profile = (self.folder / "profile").as_uri()
        subprocess.run(
            [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", kind,
             "--infilter=CSV:44,34,76,1" if sheet.endswith(".csv") else "--calc",
             "--outdir", str(out), str(self.folder / sheet)],
            cwd=self.folder, capture_output=True, text=True, timeout=180, check=True,
        )  # fmt: skip
        saved = out / (Path(sheet).stem + "." + kind.split(":")[0])
        if not saved.exists():
            sys.exit(f"LibreOffice did not save {sheet} as {kind}")
        return saved

    def take_from_csv(self, sheet: Path) -> None:
        """Import what LibreOffice made of a CSV, in which it takes the text of digits for a number
        and rounds it: that is refused, and the marked copy has the text back."""
        said = self.shijin("rate", "import", "pilot", str(sheet), ok=(2,))
        errors = [line for line in said.splitlines() if " error: " in line]
        if len(errors) != 1 or "E07" not in errors[0] or f'"{TEXTS[-1]}"' not in said:
            sys.exit(f"{sheet.name}: more than the text of digits has changed:\n{said}")
        copy = re.search(r"^wrote (.*): what to mend", said, re.MULTILINE)
        self.shijin("rate", "import", "pilot", copy.group(1))

    def scores(self, rater: str) -> dict[int, list[int | None]]:
        found = {}
        for line in self.shijin("rate", "export", "pilot").splitlines():
            if not line.startswith("{"):
                continue
            row = json.loads(line)
            if row["rater"] == rater:
                found[int(row["sample"])] = [row[f"rating:{name}"] for name in DIMENSIONS]
        return found


def fill_csv(path: Path, rater: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[1:]:
        number = int(row[1].split()[-1])
        row[3:7] = [str(score or "NA") for score in wanted(rater, number)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def fill_xlsx(path: Path, rater: str) -> None:
    """Write scores into the cells of the workbook, as a spreadsheet would."""
    old = zipfile.ZipFile(path)
    parts = {name: old.read(name) for name in old.namelist()}
    old.close()
    name = "xl/worksheets/sheet1.xml"
    words = parts[name].decode()

    def fill_row(match: re.Match[str]) -> str:
        row = match.group(0)
        prompt = re.search(r">prompt (\d+)<", row)
        if prompt is None:
            return row
        for column, score in zip("DEFG", wanted(rater, int(prompt.group(1)))):
            value = f'<v>{score}</v>' if score else "<is><t>NA</t></is>"
            kind = "" if score else ' t="inlineStr"'
            row = re.sub(rf'<c r="({column}\d+)" s="(\d)"/>', rf'<c r="\1" s="\2"{kind}>{value}</c>', row)
        return row

    parts[name] = re.sub(r"<row.*?</row>", fill_row, words, flags=re.DOTALL).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)


def same(found: dict[int, list[int | None]], rater: str, what: str) -> None:
    expected = {row: wanted(rater, row) for row in range(1, len(TEXTS) + 1)}
    if found != expected:
        sys.exit(f"{what}: {rater} entered {expected}, and the store has {found}")
    print(f"{what}: {len(found)} rows of {rater} as entered")


def run(office: Office) -> None:
    folder = office.folder
    lines = [json.dumps({"id": str(i), "prompt": f"prompt {i}", "output": text}) + "\n" for i, text in enumerate(TEXTS, 1)]
    (folder / "r6.jsonl").write_text("".join(lines), encoding="utf-8")
    raters = ["ann", "bo", "小陳", "dora"]
    office.shijin("rate", "new", "pilot", "r6.jsonl", "--raters", ",".join(raters), "--map", "input=prompt")
    office.shijin("rate", "sheet", "pilot", "--lang", "zh-Hant")

    fill_xlsx(folder / "pilot.ann.xlsx", "ann")
    office.shijin("rate", "import", "pilot", str(office.save("pilot.ann.xlsx", "xlsx", "saved")))
    same(office.scores("ann"), "ann", "XLSX saved as XLSX")

    fill_csv(folder / "pilot.bo.csv", "bo")
    office.take_from_csv(office.save("pilot.bo.csv", "xlsx", "saved"))
    same(office.scores("bo"), "bo", "CSV saved as XLSX")

    fill_xlsx(folder / "pilot.小陳.xlsx", "小陳")
    saved = office.save("pilot.小陳.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", "saved")
    office.shijin("rate", "import", "pilot", str(saved))
    same(office.scores("小陳"), "小陳", "XLSX saved as CSV")

    # A refused sheet: its marked copy, mended, through LibreOffice.
    fill_xlsx(folder / "pilot.dora.xlsx", "dora")
    fill_csv(folder / "pilot.dora.csv", "dora")
    wrong = (folder / "pilot.dora.csv").read_text(encoding="utf-8-sig").replace(",5,", ",5.5,", 1)
    (folder / "pilot.dora.csv").write_text(wrong, encoding="utf-8-sig")
    said = office.shijin("rate", "import", "pilot", "pilot.dora.csv", ok=(2,))
    if "E03" not in said or "pilot.dora.marked.csv" not in said:
        sys.exit(f"the wrong sheet was not marked up:\n{said}")
    marked = folder / "pilot.dora.marked.csv"
    marked.write_text(marked.read_text(encoding="utf-8-sig").replace(",5.5,", ",5,"), encoding="utf-8-sig")
    office.take_from_csv(office.save("pilot.dora.marked.csv", "xlsx", "saved"))
    same(office.scores("dora"), "dora", "a marked copy saved as XLSX")


def main() -> int:
    if OFFICE is None:
        print("LibreOffice is not installed: apt-get install libreoffice-calc")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        run(Office(Path(sys.argv[1]).resolve(), Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
