#!/usr/bin/env python3
"""CPU seconds that sacreBLEU needs to compare two systems of 100,000 rows on corpus BLEU with 1,000
replicates, worked out from fewer rows: at 100,000 its matrices fill some 5.5 GB.

usage: resampling_peers.py PAIRS.tsv [whole]
Prints one figure: the replicates alone, or with `whole` the comparison including measuring.
"""

import logging
import os
import sys
import time

ROWS = 20_000


def read(path: str) -> tuple[list[str], list[str], list[str]]:
    """Two systems and the references; the second lacks the last word of every other row, as
    bench/resampling.cpp has it."""
    with open(path, encoding="utf-8", newline="\n") as lines:
        rows = [next(lines).rstrip("\n").split("\t")[:2] for _ in range(ROWS)]
    first = [row[0] for row in rows]
    second = [text.rpartition(" ")[0] or text if number % 2 else text for number, text in enumerate(first)]
    return first, second, [row[1] for row in rows]


def main() -> None:
    logging.disable(logging.WARNING)
    os.environ["SACREBLEU_SEED"] = "12345"
    from sacrebleu.metrics import BLEU
    from sacrebleu.significance import PairedTest

    first, second, references = read(sys.argv[1])
    start = time.process_time()
    PairedTest([("first", first), ("second", second)], {"BLEU": BLEU(references=[references])},
               references=None, test_type="bs", n_samples=1000)()  # fmt: skip
    seconds = time.process_time() - start
    if sys.argv[2:] != ["whole"]:
        start = time.process_time()
        metric = BLEU(references=[references])
        for system in (first, second):
            metric.corpus_score(system, None)
        seconds -= time.process_time() - start
    print(f"{seconds * 100_000 / ROWS:.4g}")


if __name__ == "__main__":
    main()
