"""Edit rates and exact match of the real binary against jiwer and plain Python, on nasty texts."""

import jiwer
from nasty import assert_equal_to_peers, averaged, pairs

ROWS = pairs(2000)


def first(measure):
    """A peer that takes one reference a row: the first."""
    return lambda outputs, references: measure([some[0] for some in references], outputs)


exact_match = averaged(lambda output, references: output in references)
PEERS = {"cer": first(jiwer.cer), "wer": first(jiwer.wer), "exact_match": exact_match}


def test_edit_rates_equal_jiwer(tmp_path):
    assert_equal_to_peers(tmp_path, ROWS, PEERS)
