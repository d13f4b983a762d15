"""Edit rates and exact match of the real binary against jiwer and plain Python, on nasty texts."""

import random

import jiwer
from nasty import SEED, Pair, assert_equal_to_peers, averaged, bundled, pairs

ROWS = pairs(2000) + bundled(300)


def first(measure):
    """A peer that takes one reference a row: the first."""
    return lambda outputs, references: measure([some[0] for some in references], outputs)


exact_match = averaged(lambda output, references: output in references)
PEERS = {
    "cer": first(jiwer.cer),
    "wer": first(jiwer.wer),
    "mer": first(jiwer.mer),
    "wil": first(jiwer.wil),
    "exact_match": exact_match,
}


def test_edit_rates_equal_jiwer(tmp_path):
    assert_equal_to_peers(tmp_path, ROWS, PEERS)


def test_edit_rates_of_long_texts_equal_jiwer(tmp_path):
    """Beyond a mebibyte of bits rapidfuzz cuts a pair in two, and its ties depend on where."""
    rng = random.Random(SEED)
    rows = []
    for kinds in (2, 5, 40):
        for length in (1500, 2500, 4000, 6000):
            words = [f"w{rng.randrange(kinds)}" for _ in range(length)]
            other = [w if rng.random() < 0.9 else f"w{rng.randrange(kinds)}" for w in words]
            some = rng.randrange(length // 2)
            other = other[some:] + other[: rng.randrange(length)]
            rows.append(Pair("long", " ".join(words), [" ".join(other)]))
            shuffled = rng.sample(words, rng.randrange(length))
            rows.append(Pair("long", " ".join(shuffled), [" ".join(words)]))
    assert_equal_to_peers(tmp_path, rows, PEERS)
