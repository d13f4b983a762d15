#!/usr/bin/env python3
"""CPU seconds that datasketch needs to find the near duplicates among 100,000 texts, worked out from
those in a file.

usage: duplicates_peers.py TEXTS     (a text a line; run by bench/duplicates.cpp)
Shingles of five characters, 128 permutations, threshold 0.7: print, index and query every text, as its
documentation does. Prints one figure.
"""

import sys
import time

from datasketch import MinHash, MinHashLSH


def main() -> None:
    with open(sys.argv[1], encoding="utf-8", newline="\n") as lines:
        texts = [line.rstrip("\n") for line in lines]
    start = time.process_time()
    shingles = [{text[i : i + 5].encode() for i in range(max(1, len(text) - 4))} for text in texts]
    prints = MinHash.bulk(shingles, num_perm=128)
    index = MinHashLSH(threshold=0.7, num_perm=128)
    for number, one in enumerate(prints):
        index.insert(number, one)
    found = sum(len(index.query(one)) > 1 for one in prints)
    assert found > 0
    print(f"{(time.process_time() - start) * 100_000 / len(texts):.4g}")


if __name__ == "__main__":
    main()
