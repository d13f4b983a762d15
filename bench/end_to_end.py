#!/usr/bin/env python3
"""Time the whole command as a user starts it, and the peer on the same data where there is one.

usage: end_to_end.py SHIJIN     (run with the peers' Python to get the peer's figures too)
Prints one line a figure: name, target, measured, unit, peer's figure (or -), separated by tabs.
"""

import json
import os
import pathlib
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ZH = "這款口紅顯白又平價學生黨閉眼衝續航長拍照清楚價格合理包裝有點舊客服回覆慢"


def line(name: str, target: str, measured: float, unit: str, peer: float | None = None) -> None:
    print(f"{name}\t{target}\t{measured:.4g}\t{unit}\t{'-' if peer is None else f'{peer:.4g}'}", flush=True)


def run(command: list[str]) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and peak KiB of one command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 1, 3), f"{command} exited with {code}"
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def best(command: list[str], times: int = 5) -> tuple[float, float, int]:
    return min((run(command) for _ in range(times)), key=lambda figures: figures[1])


def label_file(path: pathlib.Path, rows: int) -> None:
    draw = random.Random(7)
    names = ["positive", "negative", "neutral", "oos", "refund", "shipping", "price", "quality", "thanks", "other"]
    block = []
    for _ in range(100_000):
        truth = draw.choice(names)
        block.append(f"{truth},{truth if draw.random() < 0.9 else draw.choice(names)}\n")
    text = "".join(block)
    with path.open("w") as out:
        out.write("true_label,pred_label\n")
        for _ in range(rows // 100_000):
            out.write(text)


def prediction_file(path: pathlib.Path, rows: int) -> None:
    draw = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        for _ in range(rows):
            reference = "".join(draw.choices(ZH, k=40))
            output = "".join(c if draw.random() < 0.9 else draw.choice(ZH) for c in reference)
            out.write(json.dumps({"prompt": "寫一則評論", "predict": output, "label": reference},
                                 ensure_ascii=False) + "\n")


def sklearn_seconds(path: pathlib.Path, rows: int) -> float | None:
    try:
        from sklearn.metrics import classification_report
    except ImportError:
        return None
    with path.open() as lines:
        next(lines)
        pairs = [next(lines).rstrip("\n").split(",") for _ in range(rows)]
    truth, said = zip(*pairs)
    before = resource.getrusage(resource.RUSAGE_SELF)
    classification_report(truth, said)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def peer_seconds(path: pathlib.Path) -> float | None:
    """BLEU (zh), chrF and CER of the same rows by sacreBLEU and jiwer: part of what Shijin prints,
    without intervals."""
    try:
        import jiwer
        import sacrebleu
    except ImportError:
        return None
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    outputs, references = [row["predict"] for row in rows], [row["label"] for row in rows]
    before = time.process_time()
    sacrebleu.corpus_bleu(outputs, [references], tokenize="zh")
    sacrebleu.corpus_chrf(outputs, [references])
    jiwer.cer(references, outputs)
    return time.process_time() - before


def main() -> None:
    shijin = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shijin-bench-"))
    try:
        starts = [run([shijin, "--version"])[0] for _ in range(21)]
        line("start-up", "<= 20", 1000 * statistics.median(starts), "ms")
        line("binary", "<= 15", os.path.getsize(shijin) / 1e6, "MB")

        # Memory first: a child counts what its parent held when it was started, and the peers hold
        # much.
        labels = folder / "labels.csv"
        label_file(labels, 1_000_000)
        _, _, peak_1m = best([shijin, "eval", str(labels), "--json"], 3)
        label_file(labels, 10_000_000)
        _, cpu, peak_10m = best([shijin, "eval", str(labels), "--json"], 3)
        line("peak memory, 10M rows over 1M rows", "<= 1.1", peak_10m / peak_1m, "times")
        # scikit-learn's report on a tenth of the rows, without reading the file, scaled up.
        tenth = sklearn_seconds(labels, 1_000_000)
        line("10M string labels, file to full result", "<= 1.5", cpu, "CPU s",
             None if tenth is None else 10 * tenth)

        predictions = folder / "generated_predictions.jsonl"
        prediction_file(predictions, 10_000)
        wall, cpu, _ = best([shijin, "eval", str(predictions), "--json"])
        line("10k predictions, file to verdict", "<= 0.25", wall, "s")
        line("10k predictions, the same in CPU", "", cpu, "CPU s", peer_seconds(predictions))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
