#!/usr/bin/env python3
"""Evaluate generated files of 8 GB (labels, long inputs) and 0.5 GB (texts) and check that peak
resident memory stays within 1 GiB: memory must not grow with the file. Then rank 12 million rows by
probability with 512 MiB of memory allowed: their rows must go to a file.

usage: big_file.py SHIJIN [GIGABYTES]
"""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

LIMIT_KIB = 1024 * 1024
FILLER = "續航長，拍照清楚，價格也合理，只是包裝有點舊，客服回覆得慢。Battery lasts, photos are sharp. "


def label_lines(first: int, count: int) -> str:
    lines = []
    for i in range(first, first + count):
        truth = i % 3 == 0
        said = truth if i % 10 else not truth
        lines.append(json.dumps({"id": f"r{i}", "text": FILLER * 7, "true_label": str(int(truth)),
                                 "pred_label": str(int(said))}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def text_lines(first: int, count: int) -> str:
    lines = []
    for i in range(first, first + count):
        output = FILLER if i % 2 else FILLER[: 20 + i % 40]
        lines.append(json.dumps({"id": f"r{i}", "prompt": "寫一則評論", "predict": output,
                                 "label": FILLER}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def probability_lines(first: int, count: int) -> str:
    lines = []
    for i in range(first, first + count):
        score = i * 2654435761 % 2**32 / 2**32
        truth = 1 if i * 40503 % 65536 < score * 65536 else 0
        lines.append(f"{truth},{int(score > 0.5)},{1 - score:.9f},{score:.9f}")
    return "\n".join(lines) + "\n"


def write_until(path: pathlib.Path, size: int, lines_of) -> int:
    rows = 0
    with path.open("wb") as out:
        while out.tell() < size:
            out.write(lines_of(rows, 4000).encode())
            rows += 4000
    return rows


def peak_kib_of(command: list[str]) -> tuple[dict, int]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code == 0, f"{command} exited with {code}"
    return json.loads(output), usage.ru_maxrss


def check(shijin: str, folder: pathlib.Path, name: str, size: int, lines_of, key: str) -> None:
    path = folder / name
    rows = write_until(path, size, lines_of)
    result, peak = peak_kib_of([shijin, "eval", str(path), "--json", "--store", str(folder / "store")])
    path.unlink()
    assert result["data"]["used"] == rows, (result["data"]["used"], rows)
    assert result["metrics"][key]["value"] is not None, key
    print(f"{name}: {size / 1e9:.1f} GB, {rows} rows, {key} = {result['metrics'][key]['value']:.4f}, "
          f"peak {peak / 1024:.0f} MiB", flush=True)
    assert peak <= LIMIT_KIB, f"peak resident memory {peak} KiB is over {LIMIT_KIB}"


def check_ranking(shijin: str, folder: pathlib.Path, rows: int) -> None:
    """What private memory holds is limited, as a machine with little memory would; a mapped file is
    not private. The expected area: scores uniform, a row true with the chance of its score: 5/6."""
    path = folder / "ranks.csv"
    with path.open("w") as out:
        out.write("truth,pred,prob_0,prob_1\n")
        for first in range(0, rows, 100_000):
            out.write(probability_lines(first, 100_000))
    allowed = 512 << 20
    process = subprocess.run(
        [shijin, "eval", str(path), "--metrics", "roc_auc[label=1],average_precision[label=1]", "--json"],
        stdout=subprocess.PIPE, check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed)),
    )  # fmt: skip
    path.unlink()
    result = json.loads(process.stdout)
    area = result["metrics"]["roc_auc[label=1]"]["value"]
    assert result["data"]["used"] == rows, (result["data"]["used"], rows)
    assert abs(area - 5 / 6) < 0.002, area
    print(f"ranks.csv: {rows} rows ranked within {allowed >> 20} MiB of memory, area {area:.4f}")


def main() -> None:
    shijin = os.path.abspath(sys.argv[1])
    gigabytes = float(sys.argv[2]) if len(sys.argv) > 2 else 8.0
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shijin-big-"))
    try:
        check(shijin, folder, "labels.jsonl", int(gigabytes * 1e9), label_lines, "f1[label=1]")
        check(shijin, folder, "texts.jsonl", int(gigabytes * 1e9 / 16), text_lines, "bleu[tok=zh]")
        check_ranking(shijin, folder, int(gigabytes * 1.5e6))
    finally:
        shutil.rmtree(folder)
    print("3 passed, 0 failed")


if __name__ == "__main__":
    main()
