#!/usr/bin/env python3
"""Kill `shijin eval --model` and `compare --model` while they score: the end is that of an uninterrupted run.

Every kill waits until the journal has so many scores and not yet all. At the end the JSON is that of an
uninterrupted run, and nothing that the journal held is computed again: where every score in it is replaced
by one that no model gives, as many rows (or windows) of what the next run keeps have that score.
"""

import json
import math
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "tests/data/models"
KILLS = 5
MARK = "-1.28125"  # a score that no model gives so often


def scores_in(text: str, unit: str) -> int:
    """Rows or windows of whole lines of a journal, or all of an asked table."""
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    if unit == "windows":
        return sum("window" in line for line in lines)
    return sum(len(line.get("scores", [])) for line in lines)


def done(folder: Path, unit: str, each: int) -> int:
    """What is scored so far: tables that are finished, and what the journal of the next one holds."""
    total = 0
    for path in (folder / ".shijin/asked").glob("*.jsonl*"):
        try:
            total += each if path.suffix == ".jsonl" else scores_in(path.read_text(encoding="utf-8"), unit)
        except FileNotFoundError:  # finished just now
            continue
    return total


def marked(text: str) -> str:
    """The journal with MARK for every score."""
    lines = text.split("\n")
    for i, line in enumerate(lines[:-1]):
        if '"scores"' in line:
            lines[i] = re.sub(r"\[(\d+|null),-?[0-9.e-]+\]", rf"[\1,{MARK}]", line)
        elif '"window"' in line:
            log_probs = [float(MARK)] * len(json.loads(line)["log_prob"])
            lines[i] = json.dumps({"window": json.loads(line)["window"], "log_prob": log_probs}, separators=(",", ":"))
    return "\n".join(lines)


def count_marked(tables: list[Path], unit: str, half: int, labels: bool) -> int:
    """How many rows or windows of asked tables rest on MARK."""
    count = 0
    for table in tables:
        for line in table.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if unit == "windows":
                values = json.loads(row["model:log_prob_chunked"])
                parts = [values[i : i + half] for i in range(0, len(values), half)]
                count += sum(set(part) == {float(MARK)} for part in parts)
            elif labels:  # so many times MARK for so many more tokens
                share = row["model:正面"]
                more = math.log(share / (1 - share)) / float(MARK)
                count += abs(more - round(more)) < 1e-9
            else:
                count += all(log_prob == float(MARK) for _, log_prob in json.loads(row["model:log_prob"]))
    return count


def result(output: str) -> dict:
    """What a run says, without when and how it ran."""
    said = json.loads(output)
    for volatile in ("run", "created", "notes_counted"):
        said.pop(volatile, None)
    text = json.dumps(said, sort_keys=True)
    said = json.loads(text, object_hook=lambda one: {k: drop_resumed(v) for k, v in one.items()})
    return said


def drop_resumed(value):
    if not isinstance(value, list):
        return value
    return [one for one in value if not (isinstance(one, dict) and one.get("name") == "scores-resumed")]


def check(title: str, command: list[str], rows: list[dict], each: int, versions: int, unit: str, half: int = 0) -> None:
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / one for one in ("whole", "killed", "marked")]
        for folder in folders[:2]:
            folder.mkdir()
            with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        whole = subprocess.run(command, cwd=folders[0], capture_output=True, text=True, check=False)
        if whole.returncode not in (0, 3):
            sys.exit(f"{title}: {whole.stderr}")
        folder = folders[1]
        all_scores = each * versions
        killed = 0
        for part in range(1, KILLS + 1):
            child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            before = done(folder, unit, each)
            until = time.monotonic() + 240
            while done(folder, unit, each) < all_scores * part // (KILLS + 1) and child.poll() is None:
                if time.monotonic() > until:
                    sys.exit(f"{title}: no score is written down")
                time.sleep(0.002)
            child.send_signal(signal.SIGKILL)
            killed += child.wait() == -signal.SIGKILL
            if done(folder, unit, each) < before:
                sys.exit(f"{title}: a score that was written down is lost")
        if killed < KILLS:
            sys.exit(f"{title}: some runs ended before they were killed: give them more rows")
        shutil.copytree(folder, folders[2])
        journals = list((folders[2] / ".shijin/asked").glob("*.journal"))
        kept = sum(scores_in(journal.read_text(encoding="utf-8"), unit) for journal in journals)
        finished = set((folders[2] / ".shijin/asked").glob("*.jsonl"))
        for journal in journals:
            journal.write_text(marked(journal.read_text(encoding="utf-8")), encoding="utf-8")
        subprocess.run(command, cwd=folders[2], capture_output=True, check=False)
        tables = sorted(set((folders[2] / ".shijin/asked").glob("*.jsonl")) - finished)
        counted = count_marked(tables, unit, half, "--choices" in command)
        end = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        print(f"{title}: killed {killed} times; of {all_scores} {unit}, {len(finished) * each} were finished, "
              f"{kept} in the journal, and {counted} of these were not computed again")  # fmt: skip
        if end.returncode != whole.returncode or result(end.stdout) != result(whole.stdout):
            sys.exit(f"{title}: the result is not that of an uninterrupted run\n{end.stderr}")
        if counted != kept:
            sys.exit(f"{title}: scores of the journal were computed again")
        if list((folder / ".shijin/asked").glob("*.journal")):
            sys.exit(f"{title}: the journal is left behind")


def main() -> int:
    shijin = str(Path(sys.argv[1]).resolve())
    model = ["--model", str(MODELS / "tiny-review-lm.gguf"), "--threads", "1"]
    quiet = ["--json", "--quiet", "--no-store"]
    reviews = [json.loads(line) for line in (MODELS / "reviews.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [json.loads(line) for line in (MODELS / "texts.jsonl").read_text(encoding="utf-8").splitlines()]

    many = [{**reviews[i % len(reviews)], "id": f"k{i}"} for i in range(512 * 7)]
    check("eval with choices", [shijin, "eval", "rows.jsonl", *model, "--choices", "正面,负面", *quiet],
          many, len(many), 1, "rows")  # fmt: skip
    many = [{"id": f"k{i}", "text": texts[i % len(texts)]["text"]} for i in range(512 * 7)]
    check("eval of texts", [shijin, "eval", "rows.jsonl", *model, "--task", "lm", *quiet],
          many, len(many), 1, "rows")  # fmt: skip
    rounds = [part for i in (1, 2) for part in ("--lora", str(MODELS / f"tiny-review-round{i}-peft"))]
    many = [{**reviews[i % len(reviews)], "id": f"k{i}"} for i in range(512 * 3)]
    check("compare of rounds", [shijin, "compare", "rows.jsonl", *model, *rounds, "--choices", "正面,负面", *quiet],
          many, len(many), 3, "rows")  # fmt: skip

    window = 64
    long = "\n".join(text["text"] for text in texts * 40)
    count = windows_of(shijin, model, long, window)
    check("eval in windows", [shijin, "eval", "rows.jsonl", *model, "--task", "lm", "--context", str(window),
                              "--metrics", "ppl[mode=chunked]", *quiet],
          [{"text": long}], count, 1, "windows", window // 2 - 1)  # fmt: skip
    return 0


def windows_of(shijin: str, model: list[str], text: str, window: int) -> int:
    """How many windows a text is cut into."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "rows.jsonl").write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
        subprocess.run([shijin, "eval", "rows.jsonl", *model, "--task", "lm", "--context", str(window), "--metrics",
                        "ppl[mode=chunked]", "--json", "--quiet", "--no-store"],
                       cwd=name, capture_output=True, check=True)  # fmt: skip
        table = next((Path(name) / ".shijin/asked").glob("*.jsonl"))
        return len(json.loads(json.loads(table.read_text(encoding="utf-8"))["model:log_prob_chunked"])) // (window // 2 - 1)


if __name__ == "__main__":
    sys.exit(main())
