#!/usr/bin/env python3
"""Time the whole command as a user starts it, and the peer on the same data where there is one.

usage: end_to_end.py SHIJIN PAIRS.tsv     (pairs of bench/pairs.py; run with the peers' Python to get
the peers' figures too)
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

PANEL = ",".join([
    "bleu[tok=zh]", "chrf", "chrf[word_order=2]", "ter[asian=yes,normalized=yes]", "rouge_1[tok=char]",
    "rouge_2[tok=char]", "rouge_l[tok=char]", "cer", "lf_bleu_4", "lf_rouge_1", "lf_rouge_2", "lf_rouge_l",
])  # fmt: skip
ZH = "這款口紅顯白又平價學生黨閉眼衝續航長拍照清楚價格合理包裝有點舊客服回覆慢"


def line(name: str, target: str, measured: float, unit: str, peer: float | None = None, ratio: str = "") -> None:
    beside = "-" if peer is None else f"{peer:.4g}"
    print(f"{name}\t{target}\t{measured:.4g}\t{unit}\t{beside}\t{ratio}", flush=True)


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


def typical(command: list[str], times: int = 3) -> tuple[float, float, int]:
    """The middle one by CPU: what to set beside a peer that is run once."""
    return sorted((run(command) for _ in range(times)), key=lambda figures: figures[1])[times // 2]


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


def panel_file(path: pathlib.Path, pairs: pathlib.Path, rows: int) -> None:
    """The Chinese pairs as LLaMA-Factory writes them, over again until there are enough."""
    with pairs.open(encoding="utf-8", newline="\n") as lines:
        columns = [line.rstrip("\n").split("\t")[2:] for line in lines]
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            output, reference = columns[number % len(columns)]
            row = {"prompt": "寫一則評論", "predict": output, "label": reference}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def panel(shijin: str, folder: pathlib.Path, pairs: pathlib.Path) -> None:
    """All Chinese metrics of the issue on one thread: values, intervals, and those of each row; without
    the store, which would keep the statistics of every row too."""
    figures = {}
    for rows in (1_000, 10_000, 100_000, 1_000_000, 2_000_000):
        path = folder / "panel.jsonl"
        panel_file(path, pairs, rows)
        command = [shijin, "eval", str(path), "--task", "generation", "--metrics", PANEL, "--threads", "1",
                   "--samples", str(folder / "samples.jsonl"), "--json", "--no-store"]  # fmt: skip
        figures[rows] = best(command, 3 if rows <= 100_000 else 1)
    line("whole Chinese panel, 100k rows", "<= 3", figures[100_000][1], "CPU s")
    line("the same, peak memory", "<= 600", figures[100_000][2] / 1024, "MiB")
    for rows in (1_000, 10_000, 1_000_000, 2_000_000):
        line(f"whole Chinese panel, {rows:,} rows", "", figures[rows][1], "CPU s")
    # Beyond 100,000 rows blocks of rows are resampled: a row then costs less, never more.
    line("a row of 1M over a row of 10k", "<= 1.1", figures[1_000_000][1] / figures[10_000][1] / 100, "times")
    line("peak memory, 2M rows over 1M rows", "<= 1.1", figures[2_000_000][2] / figures[1_000_000][2], "times")


def main() -> None:
    shijin = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shijin-bench-"))
    try:
        starts = [run([shijin, "--version"])[0] for _ in range(21)]
        line("start-up", "<= 20", 1000 * statistics.median(starts), "ms")
        for command in ("--help", "metrics"):
            starts = [run([shijin, command])[0] for _ in range(21)]
            line(command, "<= 20", 1000 * statistics.median(starts), "ms")
        line("binary", "<= 15", os.path.getsize(shijin) / 1e6, "MB")

        # Memory first: a child counts what its parent held when it was started, and the peers hold
        # much.
        labels = folder / "labels.csv"
        label_file(labels, 1_000_000)
        _, _, peak_1m = best([shijin, "eval", str(labels), "--json"], 3)
        label_file(labels, 10_000_000)
        _, cpu, peak_10m = best([shijin, "eval", str(labels), "--json"], 3)
        line("peak memory, 10M rows over 1M rows", "<= 1.1", peak_10m / peak_1m, "times")
        panel(shijin, folder, pathlib.Path(sys.argv[2]))
        # scikit-learn's report on a tenth of the rows, without reading the file, scaled up.
        tenth = sklearn_seconds(labels, 1_000_000)
        line("10M string labels, file to full result", "<= 1.5", cpu, "CPU s",
             None if tenth is None else 10 * tenth)
        line("10M labels, metrics and intervals", "<= 3", cpu, "CPU s")
        line("the same, peak memory", "<= 500", peak_10m / 1024, "MiB")
        predictions = folder / "generated_predictions.jsonl"
        prediction_file(predictions, 10_000)
        wall, cpu, _ = best([shijin, "eval", str(predictions), "--json"])
        line("10k predictions, file to verdict", "<= 0.25", wall, "s")
        line("10k predictions, the same in CPU", "", cpu, "CPU s", peer_seconds(predictions))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
