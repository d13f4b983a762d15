"""The lines of `--profile sacrebleu` against what sacreBLEU's own score objects print."""

import pytest
from nasty import bundled, pairs, scored
from sacrebleu.metrics import BLEU, CHRF, TER
from test_differential_bleu import columns

METRICS = {
    "bleu": BLEU(),
    "bleu[tok=zh]": BLEU(tokenize="zh"),
    "bleu[case=lc,eff=yes,tok=intl]": BLEU(tokenize="intl", lowercase=True, effective_order=True),
    "bleu[order=2,smooth=floor,smooth_value=0.5,tok=char]": BLEU(
        tokenize="char", max_ngram_order=2, smooth_method="floor", smooth_value=0.5
    ),
    "bleu[smooth=add-k]": BLEU(smooth_method="add-k"),
    "chrf": CHRF(),
    "chrf[word_order=2]": CHRF(word_order=2),
    "chrf[beta=3,case=lc,eps=yes,order=4,space=yes,word_order=1]": CHRF(
        char_order=4, word_order=1, beta=3, lowercase=True, whitespace=True, eps_smoothing=True
    ),
    "ter": TER(),
    "ter[asian=yes,case=mixed,no_punct=yes,normalized=yes]": TER(
        normalized=True, no_punct=True, asian_support=True, case_sensitive=True
    ),
}

ROWS = [row for row in pairs(60) + bundled(60) if row.references]
ONE = [row._replace(references=row.references[:1]) for row in ROWS]
FAR = [row._replace(output="qqq", references=["完全不同的文字"]) for row in ROWS[:3]]


@pytest.mark.parametrize("rows", [ROWS, ONE, FAR], ids=["as they come", "one reference", "nothing shared"])
def test_the_lines_are_those_of_sacrebleu(tmp_path, rows):
    result = scored(tmp_path, rows, METRICS).result
    outputs = [row.output for row in rows]
    references = columns([row.references for row in rows])
    for key, metric in METRICS.items():
        score = metric.corpus_score(outputs, references)
        expected = score.format(width=1, signature=metric.get_signature().format())
        assert result["metrics"][key]["peer_line"] == expected
