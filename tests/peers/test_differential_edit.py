"""Edit rates and exact match of the real binary against jiwer and plain Python, on nasty texts."""

import jiwer
from nasty import assert_equal_to_peers, mean, pairs

ROWS = pairs(2000)


def first(measure):
    """A peer that takes one reference a row: the first."""
    return lambda outputs, references: measure([some[0] for some in references], outputs)


def exact_match(outputs, references):
    return mean(float(output in some) for output, some in zip(outputs, references))


PEERS = {"cer": first(jiwer.cer), "wer": first(jiwer.wer), "exact_match": exact_match}


def test_edit_rates_equal_jiwer(tmp_path):
    assert_equal_to_peers(tmp_path, ROWS, PEERS)
