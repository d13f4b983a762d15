"""BLEU of the real binary against sacreBLEU and NLTK, on nasty texts: each row alone, and the corpus."""

import pytest
from nasty import assert_equal_to_peers, mean, pairs, scored
from nltk.translate import bleu_score
from sacrebleu.metrics import BLEU

ROWS = pairs(2000)


def columns(references):
    """References of each row as sacreBLEU takes them: one list a number, None where a row has fewer."""
    most = max(map(len, references))
    return [[r[i] if i < len(r) else None for r in references] for i in range(most)]


def sacrebleu(**settings):
    metric = BLEU(**settings)
    return lambda outputs, references: metric.corpus_score(outputs, columns(references)).score


SACREBLEU = {
    "bleu": sacrebleu(),
    "bleu[tok=zh]": sacrebleu(tokenize="zh"),
    "bleu[tok=char]": sacrebleu(tokenize="char"),
    "bleu[tok=none]": sacrebleu(tokenize="none"),
    "bleu[smooth=floor,tok=zh]": sacrebleu(tokenize="zh", smooth_method="floor"),
    "bleu[smooth=add-k,tok=zh]": sacrebleu(tokenize="zh", smooth_method="add-k"),
    "bleu[smooth=none,tok=zh]": sacrebleu(tokenize="zh", smooth_method="none"),
    "bleu[case=lc]": sacrebleu(lowercase=True),
    "bleu[eff=yes]": sacrebleu(effective_order=True),
    "bleu[order=2,tok=char]": sacrebleu(tokenize="char", max_ngram_order=2),
    "bleu[order=6]": sacrebleu(max_ngram_order=6),
}


def test_bleu_equals_sacrebleu(tmp_path):
    assert_equal_to_peers(tmp_path, ROWS, SACREBLEU)


CUTS = {"char": list, "ws": str.split}


def nltk_sentence(cut, order, smooth):
    method = getattr(bleu_score.SmoothingFunction(), f"method{smooth}")
    weights = (1 / order,) * order
    return lambda outputs, references: mean(
        bleu_score.sentence_bleu([cut(t) for t in some], cut(output), weights, method)
        for output, some in zip(outputs, references)
    )


def nltk_corpus(cut, order, smooth):
    method = getattr(bleu_score.SmoothingFunction(), f"method{smooth}")
    weights = (1 / order,) * order
    return lambda outputs, references: bleu_score.corpus_bleu(
        [[cut(t) for t in some] for some in references], [cut(o) for o in outputs], weights, method
    )


@pytest.mark.parametrize("tok", CUTS)
def test_nltk_bleu_equals_nltk(tok, tmp_path):
    peers = {}
    for smooth in (0, 1, 2, 3, 4, 5, 7):
        given = f"smooth={smooth}," if smooth else ""
        peers[f"nltk_bleu[{given}tok={tok}]"] = nltk_sentence(CUTS[tok], 4, smooth)
        if smooth < 5:
            peers[f"nltk_bleu[avg=corpus,{given}tok={tok}]"] = nltk_corpus(CUTS[tok], 4, smooth)
    for order in (1, 2, 6):
        peers[f"nltk_bleu[order={order},tok={tok}]"] = nltk_sentence(CUTS[tok], order, 0)
    assert_equal_to_peers(tmp_path, ROWS, peers)


def test_method_6_is_undefined_exactly_where_nltk_raises(tmp_path):
    key = "nltk_bleu[smooth=6,tok=char]"
    assert_equal_to_peers(tmp_path, ROWS, {key: nltk_sentence(list, 4, 6)}, raises=[AssertionError])
    undefined = [row[key] for row in scored(tmp_path, ROWS, [key]).rows].count(None)
    assert 0 < undefined < len(ROWS)
