#!/usr/bin/env python3
"""CPU seconds that Python's jieba needs for a megabyte, on the texts of a file.

usage: jieba_peers.py ROWS.json     (run by bench/jieba.cpp with the Python of the pinned peers)
Prints tokeniser, CPU seconds and the number of tokens. Loading the dictionary is not counted."""

import json
import logging
import sys
import tempfile
import time

import jieba


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as rows:
        texts = [text for row in json.load(rows) for text in row.values()]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    jieba.setLogLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        peer = jieba.Tokenizer()
        peer.tmp_dir = folder
        peer.initialize()
        for name, model in (("jieba", True), ("jieba-nohmm", False)):
            times = []
            for _ in range(3):
                start = time.process_time()
                tokens = sum(len(peer.lcut(text, HMM=model)) for text in texts)
                times.append(time.process_time() - start)
            print(name, min(times) / megabytes, tokens)


if __name__ == "__main__":
    main()
