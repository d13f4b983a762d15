#!/usr/bin/env python3
"""Write pairs of real sentences to measure on: English from the docstrings of Python's own library,
Chinese from the bundled answers of alpaca_zh_demo.

usage: pairs.py OUT.tsv COUNT     (English output, reference, Chinese output, reference)
An output is its reference with a quarter of its phrases taken from elsewhere, lost or moved, and a
fifth of the words (in Chinese: characters) of the others lost or exchanged: partly right, as answers
in other words are. Equal arguments give equal bytes on one Python version.
"""

import ast
import itertools
import json
import pathlib
import random
import re
import sys
import sysconfig

ROOT = pathlib.Path(__file__).resolve().parent.parent


def english_phrases() -> list[str]:
    """Runs of words that punctuation or a conjunction ends, from all docstrings."""
    phrases = []
    library = pathlib.Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.glob("*.py")) + sorted(library.glob("[a-l]*/*.py")):
        if "site-packages" in path.parts or "test" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8", errors="replace"))
        for node in ast.walk(tree):
            if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                continue
            text = " ".join((ast.get_docstring(node) or "").split())
            pieces = re.split(r"(?<=[,.;:)]) | (?=and |or |but |if |when |that |which )", text)
            phrases += [piece for piece in pieces if 1 <= len(piece.split()) <= 12]
    return phrases


def chinese_phrases() -> list[str]:
    answers = json.loads((ROOT / "tests/data/alpaca_zh_demo.json").read_text(encoding="utf-8"))
    text = "".join(answer["output"] for answer in answers if answer["output"].isprintable())
    pieces = re.findall(r"[^，。！？；：、\s]+[，。！？；：、]?", text)
    return [piece for piece in pieces if 2 <= len(piece) <= 20]


def worded_anew(rng: random.Random, phrase: list[str], others: list[str]) -> list[str]:
    words = []
    for word in phrase:
        draw = rng.random()
        if draw < 0.9:
            words.append(word if draw < 0.8 else rng.choice(others))
    return words


def pair(rng: random.Random, phrases: list[list[str]], words: list[str], low: int, high: int):
    """Words of an output, and of the reference of low to high words that it answers."""
    length = rng.randint(low, high)
    start = rng.randrange(len(phrases))
    reference: list[list[str]] = []
    while sum(map(len, reference)) < length:
        reference.append(phrases[(start + len(reference)) % len(phrases)])
    output = []
    for phrase in reference:
        draw = rng.random()
        if draw < 0.75:
            output.append(worded_anew(rng, phrase, words))
        elif draw < 0.9:
            output.append(rng.choice(phrases))
    if len(output) > 1 and rng.random() < 0.3:
        output.insert(rng.randrange(len(output)), output.pop(rng.randrange(len(output))))
    return list(itertools.chain(*output)), list(itertools.chain(*reference))


def main() -> None:
    out, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    english = [phrase.split() for phrase in english_phrases()]
    chinese = [list(phrase) for phrase in chinese_phrases()]
    english_words, characters = (list(itertools.chain(*phrases)) for phrases in (english, chinese))
    rng = random.Random(20)
    with out.open("w", encoding="utf-8", newline="\n") as lines:
        for _ in range(count):
            left = pair(rng, english, english_words, 4, 29)
            right = pair(rng, chinese, characters, 6, 64)
            lines.write("\t".join([*map(" ".join, left), *map("".join, right)]) + "\n")


if __name__ == "__main__":
    main()
