"""self_bleu of the real binary against NLTK (as Texygen uses it), compression_ratio against zlib, and
distinct and repetition against plain counting, on nasty texts."""

import json
import random
import zlib

import numpy

from conftest import eval_json
from nasty import SEED, assert_equal_to_peers, pairs, write_rows
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu

ROWS = pairs(2000, long=0)
CUTS = {"char": lambda text: [c for c in text if not c.isspace()], "ws": str.split}


def self_bleu(texts, order):
    """Texygen's: each of the first 500 against all the others."""
    method = SmoothingFunction().method1
    values = []
    for i, text in enumerate(texts):
        others = texts[:i] + texts[i + 1 :]
        values.append(sentence_bleu(others, text, (1 / order,) * order, method))
    return sum(values) / len(values)


def grams(tokens, n):
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def distinct(cut, n):
    def whole(outputs, references):
        seen = [gram for text in outputs for gram in grams(cut(text), n)]
        return len(set(seen)) / len(seen)

    return whole


def repetition(cut, n):
    def mean(outputs, references):
        rows = [grams(cut(text), n) for text in outputs]
        shares = [1 - len(set(row)) / len(row) for row in rows if row]
        return sum(shares) / len(shares)

    return mean


def compression(outputs, references):
    packed = [text.encode() for text in outputs if text]
    return sum(map(len, packed)) / sum(len(zlib.compress(text)) for text in packed)


def test_self_bleu_equals_nltk_on_the_first_rows(tmp_path):
    # NLTK compares each with all the others anew: 40 texts cost it 1,600 comparisons.
    for count, order, tok in [(40, 3, "char"), (40, 2, "ws"), (2, 4, "char"), (60, 5, "ws")]:
        rows = random.Random(SEED + count + order).sample(ROWS, count)
        path = tmp_path / f"{count}{tok}.jsonl"
        write_rows(path, rows)
        key = f"self_bleu[order={order},tok={tok}]".replace("order=3,", "")
        ours = eval_json(path, "--task", "generation", "--metrics", key, "--keep-thinking")
        ours = ours["metrics"][key]["value"]
        theirs = self_bleu([CUTS[tok](row.output) for row in rows], order)
        assert abs(ours - theirs) <= 1e-12 * max(abs(theirs), 1), (key, SEED)


def test_counts_equal_plain_counting(tmp_path):
    peers = {"compression_ratio": compression}
    for tok, cut in CUTS.items():
        for n in (1, 2, 4):
            first = "" if n == 1 else f"n={n},"
            peers[f"distinct[{first}tok={tok}]"] = distinct(cut, n)
            peers[f"repetition[{'' if n == 4 else f'n={n},'}tok={tok}]"] = repetition(cut, n)
    assert_equal_to_peers(tmp_path, ROWS, peers, raises=(ZeroDivisionError,))


def pairs_of_characters(folder, count):
    """A file of random Han characters with about `count` pairs, and how many are different, of how many."""
    rng = numpy.random.default_rng(SEED)
    lines = rng.integers(0x4E00, 0x9FA5, (100, count // 100), dtype=numpy.uint32)
    path = folder / f"{count}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for line in lines:
            row = {"output": "".join(map(chr, line)), "reference": ""}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    wide = lines.astype(numpy.uint64)
    both = (wide[:, :-1] << numpy.uint64(32)) | wide[:, 1:]
    return path, numpy.unique(both).size, both.size


def test_distinct_keeps_sixteen_million_ngrams_and_refuses_more(tmp_path):
    key = "distinct[n=2,tok=char]"
    path, different, all_of_them = pairs_of_characters(tmp_path, 16_500_000)
    assert different < 2**24
    ours = eval_json(path, "--task", "generation", "--metrics", key)["metrics"][key]
    assert ours["value"] == different / all_of_them
    path, different, _ = pairs_of_characters(tmp_path, 18_000_000)
    assert different > 2**24
    ours = eval_json(path, "--task", "generation", "--metrics", key)["metrics"][key]
    assert ours["value"] is None
    assert "more than 16,777,216 different n-grams" in ours["undefined"]["en"]
