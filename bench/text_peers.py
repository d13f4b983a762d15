#!/usr/bin/env python3
"""CPU seconds that the peers need for 100,000 pairs, worked out from the pairs in a file.

usage: text_peers.py PAIRS.tsv     (English output, reference, Chinese output, reference; run by
bench/text.cpp with the Python of the pinned peers). Prints name and figure, separated by a tab.
"""

import sys
import time
import warnings

import jieba
import jiwer
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge_chinese import Rouge
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF


class Characters:
    def tokenize(self, text: str) -> list[str]:
        return list(text)


def main() -> None:
    warnings.simplefilter("ignore")
    with open(sys.argv[1], encoding="utf-8", newline="\n") as lines:
        columns = list(zip(*(line.rstrip("\n").split("\t") for line in lines)))
    english, chinese = columns[:2], columns[2:]
    kinds = ["rouge1", "rouge2", "rougeL"]

    def rouge(pairs, tokenizer):
        scorer = rouge_scorer.RougeScorer(kinds, tokenizer=tokenizer)
        for output, reference in zip(*pairs):
            scorer.score(reference, output)

    def nltk(pairs):
        for output, reference in zip(*pairs):
            sentence_bleu([list(reference)], list(output), (0.5, 0.5))

    def llama_factory(pairs):
        """What its ComputeSimilarity does with each decoded pair."""
        for output, reference in zip(*pairs):
            Rouge().get_scores(" ".join(jieba.cut(output)), " ".join(jieba.cut(reference)))
            smoothing = SmoothingFunction().method3
            sentence_bleu([list(reference)], list(output), smoothing_function=smoothing)

    def corpus(metric, pairs):
        metric.corpus_score(list(pairs[0]), [list(pairs[1])])

    jieba.setLogLevel(40)
    jieba.initialize()
    jobs = {
        "BLEU 13a, 100k English pairs": lambda: corpus(BLEU(), english),
        "BLEU zh, 100k Chinese pairs": lambda: corpus(BLEU(tokenize="zh"), chinese),
        "chrF++, 100k English pairs": lambda: corpus(CHRF(word_order=2), english),
        "chrF++, 100k Chinese pairs": lambda: corpus(CHRF(word_order=2), chinese),
        "ROUGE-1/2/L, 100k English pairs": lambda: rouge(english, None),
        "ROUGE-1/2/L, 100k Chinese pairs": lambda: rouge(chinese, Characters()),
        "CER, 100k English pairs": lambda: jiwer.cer(list(english[1]), list(english[0])),
        "CER, 100k Chinese pairs": lambda: jiwer.cer(list(chinese[1]), list(chinese[0])),
        "WER, 100k English pairs": lambda: jiwer.wer(list(english[1]), list(english[0])),
        "NLTK BLEU-2 on characters, 100k Chinese": lambda: nltk(chinese),
        "LLaMA-Factory four, 100k Chinese pairs": lambda: llama_factory(chinese),
    }
    for name, job in jobs.items():
        start = time.process_time()
        job()
        print(f"{name}\t{(time.process_time() - start) * 100_000 / len(english[0]):.4g}")


if __name__ == "__main__":
    main()
