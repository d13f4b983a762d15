"""What `rate status --json` prints against docs/schema/campaign.schema.json, by jsonschema."""

import csv
import json
import subprocess
from pathlib import Path

import pytest
from conftest import BINARY, ROOT
from jsonschema import Draft202012Validator

SCHEMA = json.loads((ROOT / "docs/schema/campaign.schema.json").read_text(encoding="utf-8"))
RUBRIC = '[[dimension]]\nkey = "tone"\ntitle = { en = "Tone", zh-Hant = "語氣" }\n' + "".join(
    f'{point} = "words of {point}"\n' for point in range(1, 6)
)
CAMPAIGNS = {
    "plain": ["r6.csv"],
    "two runs": ["r6.csv", "r7.csv"],
    "own rubric": ["r6.csv", "--rubric", "rubric.toml"],
    "drawn by risk": ["r6.csv", "--sample", "core:20", "--risk-metric", "machine"],
    "drawn evenly": ["r6.csv", "--sample", "uniform:20"],
    "pairs": ["r6.csv", "r7.csv", "--mode", "pairwise"],
}


def shijin(folder: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in codes, done.stderr
    return done.stdout


def score(sheet: Path, rows: int) -> None:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    for i, row in enumerate(lines[1 : rows + 1]):
        for c, title in enumerate(lines[0]):
            if title in ("Relevance", "Fluency", "Style", "Compliance", "Tone"):
                row[c] = str(1 + i % 5)
            if title.startswith("better"):
                row[c] = ("A", "B", "tie")[i % 3]
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)


@pytest.mark.parametrize("rows", [0, 12, 99])
@pytest.mark.parametrize("what", CAMPAIGNS.values(), ids=CAMPAIGNS.keys())
def test_a_campaign_keeps_the_schema(what, rows, tmp_path):
    for run in ("r6", "r7"):
        lines = [f"{i},write {i},{run} text {i},{i % 7}" for i in range(1, 41)]
        (tmp_path / f"{run}.csv").write_text("\n".join(["id,prompt,output,machine", *lines]) + "\n", encoding="utf-8")
    (tmp_path / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    shijin(tmp_path, "rate", "new", "pilot", *what, "--raters", "ann,bo")
    shijin(tmp_path, "rate", "sheet", "pilot", "--lang", "en")
    score(tmp_path / "pilot.ann.csv", rows)
    shijin(tmp_path, "rate", "import", "pilot", "pilot.ann.csv")
    status = json.loads(shijin(tmp_path, "rate", "status", "pilot", "--json", codes=(0, 1, 3)))
    found = Draft202012Validator(SCHEMA).iter_errors(status)
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []
