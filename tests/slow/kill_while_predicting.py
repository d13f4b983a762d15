#!/usr/bin/env python3
"""Kill `shijin predict` five times: what comes of it in the end is what an uninterrupted run writes.

Once with the model in process, once with a server of it. Each time the journal must hold some answers already and not yet all, so that every kill falls into the
writing; a run that goes on never writes an answer again.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "tests/data/models"
KILLS = 5
ROWS = 360


def answered(journal: Path) -> int:
    return max(0, journal.read_bytes().count(b"\n") - 1) if journal.exists() else 0


def check(shijin: str, model: list[str]) -> None:
    rows = [json.loads(line) for line in (MODELS / "reviews.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
            for i in range(ROWS):
                file.write(json.dumps({**rows[i % len(rows)], "id": f"k{i}"}, ensure_ascii=False) + "\n")
        command = [shijin, "predict", "rows.jsonl", "--model", *model, "--max-tokens", "48", "--slots", "4", "--quiet", "-o"]
        subprocess.run([*command, "whole.jsonl"], cwd=folder, check=True)
        journal = folder / "killed.jsonl.journal"
        killed = 0
        for part in range(1, KILLS + 1):
            child = subprocess.Popen([*command, "killed.jsonl"], cwd=folder)
            before = answered(journal)
            until = time.monotonic() + 120
            while answered(journal) < ROWS * part // (KILLS + 1) and child.poll() is None:
                if time.monotonic() > until:
                    sys.exit("no answer is written down")
                time.sleep(0.002)
            child.send_signal(signal.SIGKILL)
            killed += child.wait() == -signal.SIGKILL
            if answered(journal) < before:
                sys.exit("an answer that was written down is lost")
        kept = answered(journal)
        done = subprocess.run([arg for arg in command if arg != "--quiet"] + ["killed.jsonl"], cwd=folder, check=True,
                              capture_output=True, text=True)  # fmt: skip
        print(f"killed {killed} times; {kept} answers were there at the end; {done.stderr.strip()}")
        if killed < KILLS:
            sys.exit("some runs ended before they were killed: give them more rows")
        if f"of these {kept} from before" not in done.stderr:
            sys.exit("answers were written again")
        if (folder / "whole.jsonl").read_bytes() != (folder / "killed.jsonl").read_bytes():
            sys.exit("the file is not that of an uninterrupted run")
        if journal.exists():
            sys.exit("the journal is left behind")


def main() -> int:
    shijin = Path(sys.argv[1]).resolve()
    check(str(shijin), [str(MODELS / "tiny-review-lm.gguf"), "--threads", "1", "--temperature", "0.7"])
    with tempfile.TemporaryDirectory() as name:
        port = Path(name) / "port"
        # Slow enough that a kill falls into the writing.
        server = subprocess.Popen([shijin.parent / "endpoint_for_tests", "vllm", port, "20"])
        try:
            until = time.monotonic() + 30
            while not port.exists():
                if server.poll() is not None or time.monotonic() > until:
                    sys.exit("the server does not start")
                time.sleep(0.05)
            check(str(shijin), [f"http://127.0.0.1:{port.read_text().strip()}/v1"])
        finally:
            server.kill()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
