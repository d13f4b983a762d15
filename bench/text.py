#!/usr/bin/env python3
"""Text metrics beside their peers on the pairs in a file, metric by metric: Shijin, the peer, Shijin.

usage: text.py BENCH_TEXT PAIRS.tsv     (English output, reference, Chinese output, reference; with the
Python of the pinned peers; run by bench/run)
A peer takes the first COUNT pairs, but all for BLEU and jiwer and ten times as many for chrF++, whose
costs grow with them, and a tenth for TER; its figure is worked out for 100,000. Shijin's is the mean of
what bench_text measures on all pairs before and after. Prints name, target, measured, unit, peer's
figure and target of the ratio, separated by tabs.
"""

import logging
import subprocess
import sys
import time
import warnings

import jieba
import jiwer
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge_chinese import Rouge
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER


COUNT = 3_000
WANTED = {  # times as fast as the peer
    "BLEU 13a, 100k English pairs": 100, "BLEU zh, 100k Chinese pairs": 300,
    "chrF++, 100k English pairs": 100, "chrF++, 100k Chinese pairs": 150,
    "ROUGE-1/2/L, 100k English pairs": 100, "ROUGE-1/2/L, 100k Chinese pairs": 400,
    "CER, 100k English pairs": 40, "CER, 100k Chinese pairs": 100, "WER, 100k English pairs": 60,
    "TER, 100k English pairs": 300, "TER asian, 100k Chinese pairs": 800,
    "LLaMA-Factory's four, 100k Chinese pairs": 150,
}  # fmt: skip


def shijin(line: str) -> float:
    measured = subprocess.run([sys.argv[1], sys.argv[2], line], check=True, stdout=subprocess.PIPE, text=True)
    return float(measured.stdout.split("\t")[1])


class Characters:
    def tokenize(self, text: str) -> list[str]:
        return list(text)


def llama_factory(pairs) -> None:
    """The same packages in the same order as LLaMA-Factory calls them, written anew."""
    for output, reference in zip(*pairs):
        cut = [" ".join(jieba.cut(text)) for text in (output, reference)]
        if all(text.split() for text in cut):
            Rouge().get_scores(*cut)
        method = SmoothingFunction().method3
        sentence_bleu([list(reference)], list(output), smoothing_function=method)


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    jieba.initialize()
    count = COUNT
    with open(sys.argv[2], encoding="utf-8", newline="\n") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    every = list(zip(*rows))

    def first(columns, number):
        return [column[:number] for column in columns]

    most, all_pairs = first(every, 10 * count), len(rows)
    english, chinese = first(every[:2], count), first(every[2:], count)
    jiwer.cer(["a"], ["a"])
    kinds = ["rouge1", "rouge2", "rougeL"]

    def rouge(pairs, tokenizer):
        scorer = rouge_scorer.RougeScorer(kinds, tokenizer=tokenizer)
        for output, reference in zip(*pairs):
            scorer.score(reference, output)

    def nltk(pairs):
        for output, reference in zip(*pairs):
            sentence_bleu([list(reference)], list(output), (0.5, 0.5))

    def corpus(metric, pairs):
        metric.corpus_score(list(pairs[0]), [list(pairs[1])])

    tenth = count // 10
    ter_zh = TER(normalized=True, asian_support=True)
    jobs = {
        "BLEU 13a, 100k English pairs": (all_pairs, lambda: corpus(BLEU(), every[:2])),
        "BLEU zh, 100k Chinese pairs": (all_pairs, lambda: corpus(BLEU(tokenize="zh"), every[2:])),
        "chrF++, 100k English pairs": (10 * count, lambda: corpus(CHRF(word_order=2), most[:2])),
        "chrF++, 100k Chinese pairs": (10 * count, lambda: corpus(CHRF(word_order=2), most[2:])),
        "ROUGE-1/2/L, 100k English pairs": (count, lambda: rouge(english, None)),
        "ROUGE-1/2/L, 100k Chinese pairs": (count, lambda: rouge(chinese, Characters())),
        "CER, 100k English pairs": (all_pairs, lambda: jiwer.cer(list(every[1]), list(every[0]))),
        "CER, 100k Chinese pairs": (all_pairs, lambda: jiwer.cer(list(every[3]), list(every[2]))),
        "WER, 100k English pairs": (all_pairs, lambda: jiwer.wer(list(every[1]), list(every[0]))),
        "TER, 100k English pairs": (tenth, lambda: corpus(TER(), first(english, tenth))),
        "TER asian, 100k Chinese pairs": (tenth, lambda: corpus(ter_zh, first(chinese, tenth))),
        "LLaMA-Factory's four, 100k Chinese pairs": (count, lambda: llama_factory(chinese)),
        "NLTK BLEU-2 on characters, 100k Chinese": (count, lambda: nltk(chinese)),
    }
    for name, (pairs, job) in jobs.items():
        before = shijin(name)
        start = time.process_time()
        job()
        theirs = (time.process_time() - start) * 100_000 / pairs
        ours = (before + shijin(name)) / 2
        wanted = f">= {WANTED[name]}" if name in WANTED else ""
        print(f"{name}\t\t{ours:.4g}\tCPU s\t{theirs:.4g}\t{wanted}", flush=True)
    together = "all of these, 100k Chinese pairs"
    print(f"{together}\t\t{shijin(together):.4g}\tCPU s\t-\t", flush=True)


if __name__ == "__main__":
    main()
