#!/usr/bin/env python3
"""Time `shijin compare` as a user starts it: two large runs beside sacreBLEU, and twenty small ones.

usage: compare.py SHIJIN PAIRS.tsv     (with the peers' Python; run by bench/run)
Prints tab-separated lines: name, target, measured, unit, peer's figure, target of the ratio.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from end_to_end import best, line, typical
from resampling_peers import __file__ as PEERS


def write_pair(folder: pathlib.Path, pairs: pathlib.Path) -> list[str]:
    """The two systems of bench/resampling_peers.py on all rows."""
    with pairs.open(encoding="utf-8", newline="\n") as lines:
        rows = [row.rstrip("\n").split("\t")[:2] for row in lines]
    files = [folder / "first.jsonl", folder / "second.jsonl"]
    for number, path in enumerate(files):
        with path.open("w", encoding="utf-8") as out:
            for at, (output, reference) in enumerate(rows):
                said = output.rpartition(" ")[0] or output if number == 1 and at % 2 else output
                row = {"id": at, "output": said, "reference": reference}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return [str(path) for path in files]


def write_rounds(folder: pathlib.Path) -> list[str]:
    """Twenty rounds over the same 10,000 rows of ten labels, right in 80 to 90 of 100."""
    draw = random.Random(7)
    names = [f"label_{number}" for number in range(10)]
    truths = [draw.choice(names) for _ in range(10_000)]
    files = []
    for number in range(20):
        path = folder / f"r{number:02}.csv"
        with path.open("w") as out:
            out.write("id,true_label,pred_label\n")
            for at, truth in enumerate(truths):
                said = truth if draw.random() < 0.8 + number / 200 else draw.choice(names)
                out.write(f"{at},{truth},{said}\n")
        files.append(str(path))
    return files


def main() -> None:
    shijin = sys.argv[1]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shijin-bench-"))
    try:
        common = ["--threads", "1", "--json"]
        pair = write_pair(folder, pathlib.Path(sys.argv[2]))
        two_files = [shijin, "compare", *pair, "--metrics", "bleu", *common]
        _, before, peak = typical(two_files)
        theirs = subprocess.run([sys.executable, PEERS, sys.argv[2], "whole"], stdout=subprocess.PIPE, text=True)
        figure = float(theirs.stdout) if theirs.returncode == 0 else None
        cpu = (before + typical(two_files)[1]) / 2
        # Beside what sacreBLEU does, reading and joining the files and 2,000 exchanges are in it.
        line("paired BLEU of two files, 100k rows, all of compare", "", cpu, "CPU s", figure)
        line("the same, peak memory", "<= 200", peak / 1024, "MiB")
        _, cpu, _ = best([shijin, "compare", *write_rounds(folder), *common], 3)
        line("20 runs of 10k rows, all against all", "<= 2", cpu, "CPU s")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
