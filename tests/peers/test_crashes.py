"""Where a peer raises, and what we answer instead: the table of `CRASHES`, run on both sides."""

import warnings

import pytest
from conftest import eval_json
from nasty import Pair, scored
from nltk.translate import bleu_score, nist_score
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER

METHOD = bleu_score.SmoothingFunction()
SENTENCE = "the cat sat on the mat".split()


def nltk(references, output, order=4, method=METHOD.method0):
    return bleu_score.sentence_bleu(references, output, (1 / order,) * order, method)


# Of each: what the peer is asked, what it raises, our key, our row, and our answer: None (undefined,
# the score says why), or "refused" (the key itself is an error that says what to write).
CRASHES = {
    "NLTK: no reference": (
        lambda: nltk([], SENTENCE), Exception,
        "nltk_bleu[tok=ws]", ("the cat sat on the mat", []), None,
    ),
    "NLTK: method 6 without a common 3-gram": (
        lambda: nltk([["a", "b", "c", "d"]], ["a", "b", "x", "y"], 4, METHOD.method6), AssertionError,
        "nltk_bleu[smooth=6,tok=ws]", ("a b x y", ["a b c d"]), None,
    ),
    "NLTK: method 6 with two weights": (
        lambda: nltk([SENTENCE], SENTENCE, 2, METHOD.method6), IndexError,
        "nltk_bleu[order=2,smooth=6,tok=ws]", ("a", ["a"]), "refused",
    ),
    "NLTK: NIST of fewer than five words": (
        lambda: nist_score.sentence_nist([["a", "b", "c"]], ["a", "b", "c"]), ZeroDivisionError,
        "nist", ("a b c", ["a b c"]), "refused",
    ),
    "sacreBLEU: no reference, BLEU": (
        lambda: BLEU().corpus_score(["the cat"], [[None]]), Exception,
        "bleu", ("the cat", []), None,
    ),
    "sacreBLEU: no reference, chrF": (
        lambda: CHRF().corpus_score(["the cat"], [[None]]), Exception,
        "chrf", ("the cat", []), None,
    ),
    "sacreBLEU: no reference, TER": (
        lambda: TER().corpus_score(["the cat"], [[None]]), Exception,
        "ter", ("the cat", []), None,
    ),
    "rouge-score: no reference": (
        lambda: rouge_scorer.RougeScorer(["rouge1"]).score_multi([], "the cat"), ValueError,
        "rouge_1[tok=latin]", ("the cat", []), None,
    ),
    "rouge-score: ROUGE-10": (
        lambda: rouge_scorer.RougeScorer(["rouge10"]).score("a", "a"), ValueError,
        "rouge_10", ("a", ["a"]), "refused",
    ),
    "SQuAD's script: no reference": (
        lambda: max([]), ValueError, "squad_f1", ("the cat", []), None,
    ),
    "CMRC's script: no reference": (
        lambda: max([]), ValueError, "cmrc_f1", ("the cat", []), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CRASHES)
def test_we_answer_where_the_peer_raises(name, tmp_path, shijin):
    call, raised, key, (output, references), answer = CRASHES[name]
    with warnings.catch_warnings(), pytest.raises(raised):
        warnings.simplefilter("ignore")
        call()
    row = Pair("", output, references)
    if answer == "refused":
        path = tmp_path / "one.jsonl"
        path.write_text('{"output": "a", "reference": "a"}\n')
        done = shijin("eval", path, "--task", "generation", "--metrics", key)
        assert done.returncode == 2 and "error: " in done.stderr and "help: " in done.stderr
        return
    # Beside a row that can be scored, the row counts nowhere or makes the score undefined; never 0.
    ours = scored(tmp_path, [row, Pair("", "a b c d e", ["a b c d e"])], [key])
    assert ours.rows[0][key] is None
    alone = scored(tmp_path, [row], [key])
    assert alone.corpus[key] is None
    assert alone.result["metrics"][key]["undefined"]


REFERENCE_KEYS = [
    "bleu", "bleu[tok=zh]", "nltk_bleu[tok=char]", "nltk_bleu[avg=corpus,tok=ws]", "chrf", "ter",
    "gleu", "rouge_1[tok=char]", "rouge_l[tok=latin]", "rouge_lsum[tok=latin]", "cer", "wer", "mer",
    "wil", "exact_match", "squad_em", "squad_f1", "cmrc_em", "cmrc_f1",
]  # fmt: skip


def test_rows_without_a_reference_change_no_score(tmp_path):
    """No key, null and an empty list are no reference; an empty text is one."""
    good = [Pair("", "the cat sat on the mat", ["the cat is on the mat", "a cat"]),
            Pair("", "今天天氣很好", ["今天的天氣很好"])]  # fmt: skip
    alone = scored(tmp_path, good, REFERENCE_KEYS)
    for missing in ([], None):
        rows = [good[0], Pair("", "nothing to hold it against", missing), good[1]]
        ours = scored(tmp_path, rows, REFERENCE_KEYS)
        assert ours.corpus == alone.corpus
        assert [ours.rows[1][key] for key in REFERENCE_KEYS] == [None] * len(REFERENCE_KEYS)
    rows = [good[0], Pair("", "held against nothing", [""]), good[1]]
    ours = scored(tmp_path, rows, REFERENCE_KEYS)
    assert None not in [ours.rows[1][key] for key in REFERENCE_KEYS]
    assert ours.corpus["cer"] > alone.corpus["cer"]


def test_columns_of_references_may_end_early(tmp_path):
    """An empty cell is no reference where another cell of the row is one."""
    path = tmp_path / "columns.csv"
    path.write_text("output,reference_1,reference_2\na b c d,a b c d,\nx y,x z,x y\nz,,z\nq,,\n")
    result = eval_json(path, "--task", "generation", "--metrics", ",".join(REFERENCE_KEYS))
    columns = {key: result["metrics"][key]["value"] for key in REFERENCE_KEYS}
    rows = [Pair("", "a b c d", ["a b c d"]), Pair("", "x y", ["x z", "x y"])]
    rows += [Pair("", "z", ["z"]), Pair("", "q", [""])]
    assert columns == scored(tmp_path, rows, REFERENCE_KEYS).corpus
