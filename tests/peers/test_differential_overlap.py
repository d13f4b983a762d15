"""chrF and ROUGE of the real binary against sacreBLEU and rouge-score, on nasty texts."""

import pytest
from nasty import assert_equal_to_peers, mean, pairs
from rouge_score import rouge_scorer
from sacrebleu.metrics import CHRF

ROWS = pairs(2000)


def sacrebleu(*settings, **more):
    metric = CHRF(*settings, **more)

    def corpus(outputs, references):
        most = max(map(len, references))
        columns = [[r[i] if i < len(r) else None for r in references] for i in range(most)]
        return metric.corpus_score(outputs, columns).score

    return corpus


CHRF_PEERS = {
    "chrf": sacrebleu(),
    "chrf[word_order=2]": sacrebleu(word_order=2),
    "chrf[beta=1,order=3,word_order=1]": sacrebleu(3, 1, 1),
    "chrf[case=lc]": sacrebleu(lowercase=True),
    "chrf[space=yes]": sacrebleu(whitespace=True),
    "chrf[eps=yes,word_order=2]": sacrebleu(word_order=2, eps_smoothing=True),
}


def test_chrf_equals_sacrebleu(tmp_path):
    assert_equal_to_peers(tmp_path, ROWS, CHRF_PEERS)


class Characters:
    """The tokeniser that stands behind tok=char: every character but white space."""

    def tokenize(self, text):
        return [c for c in text if not c.isspace()]


CUTS = {"latin": None, "char": Characters()}


def rouge(kind, part, tokenizer):
    scorer = rouge_scorer.RougeScorer([kind], tokenizer=tokenizer)
    return lambda outputs, references: mean(
        float(getattr(scorer.score_multi(some, output)[kind], part))
        for output, some in zip(outputs, references)
    )


@pytest.mark.parametrize("tok", CUTS)
def test_rouge_equals_rouge_score(tok, tmp_path):
    peers = {}
    for kind in ("1", "2", "5", "9", "L"):
        name = f"rouge_{kind.lower()}"
        peers[f"{name}[tok={tok}]"] = rouge(f"rouge{kind}", "fmeasure", CUTS[tok])
    for kind in ("1", "L"):
        for part in ("precision", "recall"):
            key = f"rouge_{kind.lower()}[part={part[0]},tok={tok}]"
            peers[key] = rouge(f"rouge{kind}", part, CUTS[tok])
    assert_equal_to_peers(tmp_path, ROWS, peers)
