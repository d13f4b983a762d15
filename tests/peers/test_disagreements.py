"""Where peers disagree on the same texts: each gives its own number, and so do we under its key. And
the article's two rows of copywriting under every metric. What stands beside a key was printed by the
peer once; the test runs the peer again and holds both to it."""

import functools
import math

import jieba
import jiwer
import pytest
from conftest import eval_json
from nasty import Pair, averaged, pairs, same, scored
from nltk.tokenize import word_tokenize
from nltk.translate import bleu_score
from nltk.translate.chrf_score import corpus_chrf
from nltk.translate.gleu_score import corpus_gleu
from nltk.translate.meteor_score import meteor_score
from rouge_chinese import Rouge
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER

jieba.setLogLevel("ERROR")


def sacrebleu(metric):
    def corpus(outputs, references):
        most = max(map(len, references))
        columns = [[r[i] if i < len(r) else None for r in references] for i in range(most)]
        return metric.corpus_score(outputs, columns).score

    return corpus


def nltk(cut=str.split, order=4, smooth=0):
    method = getattr(bleu_score.SmoothingFunction(), f"method{smooth}")
    weights = (1 / order,) * order
    return averaged(
        lambda output, references: bleu_score.sentence_bleu(
            [cut(t) for t in references], cut(output), weights, method
        )
    )


def nltk_corpus(cut=str.split):
    return lambda outputs, references: bleu_score.corpus_bleu(
        [[cut(t) for t in some] for some in references], [cut(o) for o in outputs]
    )


def gleu(outputs, references):
    return corpus_gleu(
        [[t.split() for t in some] for some in references], [o.split() for o in outputs]
    )


class NoSynonyms:
    """In place of WordNet, which is a download; the texts here have no synonyms."""

    def synsets(self, word):
        return []


class Cut:
    """A tokeniser for rouge-score: what a function gives, without blanks."""

    def __init__(self, cut):
        self.cut = cut

    def tokenize(self, text):
        return [token for token in self.cut(text) if not token.isspace()]


def rouge(kind, cut=None, part="fmeasure"):
    scorer = rouge_scorer.RougeScorer([kind], tokenizer=Cut(cut) if cut else None)
    return averaged(lambda output, some: getattr(scorer.score_multi(some, output)[kind], part))


def rouge_chinese(kind, cut):
    def one(output, references):
        wanted = " ".join(cut(references[0]))
        return Rouge().get_scores(" ".join(cut(output)), wanted)[0][kind]["f"]

    return averaged(one)


def first(measure):
    return lambda outputs, references: measure([some[0] for some in references], outputs)


ASIAN_TER = TER(normalized=True, asian_support=True)
PEERS = {
    "bleu": sacrebleu(BLEU()),
    "bleu[eff=yes]": sacrebleu(BLEU(effective_order=True)),
    "bleu[smooth=add-k]": sacrebleu(BLEU(smooth_method="add-k")),
    "bleu[case=lc]": sacrebleu(BLEU(lowercase=True)),
    "bleu[tok=zh]": sacrebleu(BLEU(tokenize="zh")),
    "bleu[order=2,tok=zh]": sacrebleu(BLEU(tokenize="zh", max_ngram_order=2)),
    "bleu[tok=char]": sacrebleu(BLEU(tokenize="char")),
    "bleu[tok=intl]": sacrebleu(BLEU(tokenize="intl")),
    "bleu[tok=none]": sacrebleu(BLEU(tokenize="none")),
    "nltk_bleu[avg=corpus,tok=ws]": nltk_corpus(),
    "nltk_bleu[order=2,tok=char]": nltk(list, 2),
    "nltk_bleu[order=2,tok=jieba]": nltk(jieba.lcut, 2),
    "nltk_bleu[smooth=3,tok=jieba]": nltk(jieba.lcut, 4, 3),
    # Without the data of its sentence splitter; the texts here are one sentence each.
    "nltk_bleu[order=2,tok=nltk]": nltk(
        functools.partial(word_tokenize, preserve_line=True), order=2
    ),
    "chrf": sacrebleu(CHRF()),
    "chrf[word_order=2]": sacrebleu(CHRF(word_order=2)),
    "chrf[eps=yes]": sacrebleu(CHRF(eps_smoothing=True)),
    "ter": sacrebleu(TER()),
    "ter[normalized=yes]": sacrebleu(TER(normalized=True)),
    "ter[asian=yes,normalized=yes]": sacrebleu(ASIAN_TER),
    "gleu": gleu,
    "meteor": averaged(
        lambda output, references: meteor_score(
            [t.split() for t in references], output.split(), wordnet=NoSynonyms()
        )
    ),
    "rouge_1[tok=latin]": rouge("rouge1"),
    "rouge_l[tok=latin]": rouge("rougeL"),
    "rouge_1[tok=char]": rouge("rouge1", list),
    "rouge_2[tok=char]": rouge("rouge2", list),
    "rouge_l[tok=char]": rouge("rougeL", list),
    "rouge_1[tok=jieba]": rouge("rouge1", jieba.lcut),
    "rouge_zh_1": rouge_chinese("rouge-1", jieba.cut),
    "rouge_zh_2": rouge_chinese("rouge-2", jieba.cut),
    "rouge_zh_l": rouge_chinese("rouge-l", jieba.cut),
    "rouge_zh_1[tok=ws]": rouge_chinese("rouge-1", str.split),
    "rouge_zh_l[tok=ws]": rouge_chinese("rouge-l", str.split),
    "cer": first(jiwer.cer),
    "wer": first(jiwer.wer),
    "mer": first(jiwer.mer),
    "wil": first(jiwer.wil),
}
for _smooth in range(8):
    _given = f"smooth={_smooth}," if _smooth else ""
    PEERS[f"nltk_bleu[{_given}tok=ws]"] = nltk(smooth=_smooth)
    PEERS[f"nltk_bleu[{_given}tok=char]"] = nltk(list, smooth=_smooth)

HELLO = "Hello, world! Fine."
DISAGREEMENTS = {
    "three equal words": (
        [("a b c", "a b c")],
        {
            "bleu": 0, "bleu[eff=yes]": 100.00000000000004, "bleu[smooth=add-k]": 100,
            "nltk_bleu[tok=ws]": 1.2e-77, "nltk_bleu[smooth=1,tok=ws]": 0.5623,
            "nltk_bleu[smooth=2,tok=ws]": 0.8409, "nltk_bleu[smooth=3,tok=ws]": 0.8409,
            "nltk_bleu[smooth=5,tok=ws]": 0.703, "nltk_bleu[smooth=7,tok=ws]": 0.747,
            "chrf": 100, "chrf[eps=yes]": 50, "gleu": 1, "meteor": 0.9815,
        },
    ),
    "one equal word": (
        [("a", "a")],
        {
            "bleu": 0, "bleu[eff=yes]": 100, "nltk_bleu[tok=ws]": 1.8e-231,
            "nltk_bleu[smooth=1,tok=ws]": 0.178, "nltk_bleu[smooth=2,tok=ws]": 0.595,
            "nltk_bleu[smooth=3,tok=ws]": 0.354, "nltk_bleu[smooth=4,tok=ws]": 1, "meteor": 0.5,
        },
    ),
    "a short row in a corpus": (
        [("a b c d e f", "a b c d e x"), ("a b", "a b")],
        {"bleu": 77.7050, "nltk_bleu[avg=corpus,tok=ws]": 0.68389, "chrf": 60.4167},
    ),
    "a word too often": (
        [("a a a", "a")],
        {
            "rouge_1[tok=latin]": 0.5,
            "rouge_zh_1[tok=ws]": 0.999999995,
            "rouge_l[tok=latin]": 0.5,
            "rouge_zh_l[tok=ws]": 0.49999999625,
        },
    ),
    "half of a sentence": (
        [("the cat sat", "the cat sat on the mat")],
        {"rouge_l[tok=latin]": 0.66667, "chrf": 49.593},
    ),
    "a word that moved": (
        [("b c d e a", "a b c d e")], {"ter": 20, "wer": 0.4, "mer": 0.3333, "wil": 0.36},
    ),
    "Chinese, one character less": (
        [("今天天气很好", "今天的天气很好")],
        {
            "bleu": 0, "bleu[tok=zh]": 51.151, "nltk_bleu[smooth=3,tok=jieba]": 0.23196,
            "nltk_bleu[smooth=3,tok=char]": 0.51151, "rouge_1[tok=latin]": 0,
            "rouge_1[tok=char]": 0.9231, "rouge_1[tok=jieba]": 0.5, "chrf": 37.54, "ter": 100,
            "ter[asian=yes,normalized=yes]": 14.29, "wer": 1, "cer": 0.1429, "squad_f1": 0,
            "cmrc_f1": 0.6154,
        },
    ),
    "nothing on both sides": (
        [("", "")],
        {
            "bleu": 0, "chrf": 0, "chrf[eps=yes]": 1e-14, "ter": 0, "wer": 0, "mer": 0, "wil": 0,
            "rouge_1[tok=latin]": 0, "gleu": 0, "nltk_bleu[tok=ws]": 0, "squad_em": 1, "squad_f1": 0,
            "squad_f1[version=2]": 1, "cmrc_em": 1, "cmrc_f1": 0,
        },
    ),
    "nothing said": ([("", "a b")], {"bleu": 0, "ter": 100, "wer": 1, "mer": 1, "wil": 1}),
    "nothing wanted": ([("a b", "")], {"bleu": 0, "ter": 100, "wer": 2, "mer": 1, "wil": 1}),
    "capitals": (
        [("THE CAT SAT ON IT", "the cat sat on it")],
        {
            "bleu": 0, "bleu[case=lc]": 100, "ter": 0, "chrf": 0, "rouge_1[tok=latin]": 1, "wer": 1,
            "squad_em": 1,
        },
    ),
    "punctuation apart": (
        [(HELLO, "Hello , world ! Fine .")],
        {"bleu": 100, "bleu[tok=none]": 0, "nltk_bleu[tok=ws]": 0, "ter": 100,
         "ter[normalized=yes]": 0, "wer": 1, "chrf": 100},
    ),
    "entities": (
        [("&quot;a b&quot;", '"a b"')],
        {"bleu": 100, "bleu[tok=zh]": 11.04, "bleu[tok=intl]": 11.04, "ter": 100,
         "ter[normalized=yes]": 0},
    ),
    "full width": (
        [("ＡＢＣ１２３", "ABC123")],
        {"bleu": 0, "bleu[tok=zh]": 0, "nltk_bleu[tok=char]": 0, "chrf": 0,
         "rouge_1[tok=char]": 0, "cer": 1},
    ),
    "one letter in two normal forms": (
        [("caf\u00e9 cr\u00e8me", "cafe\u0301 cre\u0300me")], {"bleu": 0, "chrf": 19.9, "cer": 0.333},
    ),
}  # fmt: skip
# Held to their rules in test_differential_answers.py, and to LLaMA-Factory in test_trainers.py.
WITHOUT_PEER = {"squad_em", "squad_f1", "squad_f1[version=2]", "cmrc_em", "cmrc_f1", "lf_bleu_4"}


def rounded_to(value, written):
    """Whether a value is what was written down, to the digits that were written."""
    if written in (0, 1, 100) or value == written:
        return math.isclose(value, written, rel_tol=1e-9, abs_tol=1e-12)
    digits = len(repr(written).replace(".", "").lstrip("0").split("e")[0])
    return math.isclose(value, written, rel_tol=0.6 * 10.0 ** (1 - digits))


def check(folder, rows, written):
    """Our value is the peer's, and both are what is written down."""
    pairs = [Pair("", output, [reference]) for output, reference in rows]
    ours = scored(folder, pairs, list(written)).corpus
    for key, value in written.items():
        assert rounded_to(ours[key], value), (key, ours[key], value)
        if key not in WITHOUT_PEER:
            theirs = PEERS[key]([p.output for p in pairs], [p.references for p in pairs])
            assert same(ours[key], theirs), (key, ours[key], theirs)


@pytest.mark.parametrize("name", DISAGREEMENTS)
@pytest.mark.filterwarnings("ignore")
def test_each_peer_gets_its_own_number(name, tmp_path):
    check(tmp_path, *DISAGREEMENTS[name])


FIRST = ("學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝")
SECOND = ("貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕")
SIMPLIFIED = [
    ("学生党必入!这款平价口红显白不挑皮", "这款口红显白又平价,学生党闭眼冲"),
    ("贵妇级抗老面霜,修护肌底,焕发年轻光泽", "奢享抗老配方,让肌肤重返年轻"),
]
# Of each key: row 1, row 2, both.
ARTICLE = {
    "nltk_bleu[order=2,tok=nltk]": (0, 6.67e-155, 3.3e-155),
    "nltk_bleu[order=2,tok=char]": (0.53206, 0.18732, 0.35969),
    "nltk_bleu[tok=char]": (0.25218, 6.5e-155, 0.1261),
    "nltk_bleu[smooth=3,tok=char]": (0.25218, 0.06337, 0.15777),
    "nltk_bleu[order=2,tok=jieba]": (6.7e-155, 6.7e-155, 6.7e-155),
    "bleu[tok=zh]": (25.218, 6.337, 14.06),
    "bleu[tok=char]": (25.218, 6.337, 14.06),
    "bleu[order=2,tok=zh]": (None, None, 35.36),
    "bleu": (0, 10.68, 7.99),
    "chrf": (23.78, 9.05, 16.72),
    "chrf[word_order=2]": (None, None, 14.33),
    "ter": (None, None, 100),
    "ter[asian=yes,normalized=yes]": (None, None, 76.67),
    "rouge_1[tok=latin]": (0, 0, 0),
    "rouge_1[tok=char]": (0.6667, 0.3636, None),
    "rouge_2[tok=char]": (0.4516, 0.1290, None),
    "rouge_l[tok=char]": (0.3636, 0.3636, None),
    "rouge_zh_1": (0.2105, 0.2353, None),
    "rouge_zh_2": (0, 0, None),
    "rouge_zh_l": (0.1053, 0.2222, None),
    "lf_bleu_4": (None, None, 15.7773),
    "cer": (0.9375, 0.9286, 0.9333),
    "wer": (None, None, 1.0),
}


@pytest.mark.parametrize("rows", [0, 1, 2], ids=["row 1", "row 2", "both"])
@pytest.mark.filterwarnings("ignore")
def test_the_articles_rows_give_the_table_of_the_study(rows, tmp_path):
    chosen = [[FIRST], [SECOND], [FIRST, SECOND]][rows]
    check(tmp_path, chosen, {k: v[rows] for k, v in ARTICLE.items() if v[rows] is not None})


@pytest.mark.filterwarnings("ignore")
def test_jieba_cuts_the_articles_rows_otherwise_in_simplified_characters(tmp_path):
    key = "nltk_bleu[order=2,tok=jieba]"
    check(tmp_path, SIMPLIFIED[:1], {key: 0.43693})
    check(tmp_path, SIMPLIFIED[1:], {key: 7.8e-155})
    check(tmp_path, SIMPLIFIED, {key: 0.21847})
    rouge_of = {"rouge_zh_1": 0.6364, "rouge_zh_2": 0.3, "rouge_zh_l": 0.3636}
    check(tmp_path, SIMPLIFIED[:1], rouge_of)
    check(
        tmp_path,
        SIMPLIFIED[1:],
        rouge_of | {"rouge_zh_1": 0.3333, "rouge_zh_2": 0, "rouge_zh_l": 0.3158},
    )


@pytest.mark.filterwarnings("ignore")
def test_rouge_chinese_raises_on_a_text_of_nothing(tmp_path):
    with pytest.raises(ValueError):
        PEERS["rouge_zh_1[tok=ws]"]([""], [[""]])
    ours = scored(tmp_path, [Pair("", "", [""])], ["rouge_zh_1[tok=ws]"])
    assert ours.corpus["rouge_zh_1[tok=ws]"] is None


@pytest.mark.filterwarnings("ignore")
def test_full_width_commas_leave_nothing_to_match_in_13a(tmp_path):
    wide = str.maketrans(",!", "，！")
    rows = [(o.translate(wide), r.translate(wide)) for o, r in (FIRST, SECOND)]
    check(tmp_path, rows, {"bleu": 0, "nltk_bleu[order=2,tok=nltk]": 0})
    check(tmp_path, rows[1:], {"bleu": 0, "nltk_bleu[order=2,tok=nltk]": 0})


@pytest.mark.filterwarnings("ignore")
def test_the_articles_own_code_is_tok_nltk_on_nasty_texts(tmp_path):
    """What word_tokenize makes of texts that its data need not cut into sentences."""
    cut = functools.cache(lambda text: word_tokenize(text.rstrip(), preserve_line=True))
    rows = [
        row
        for row in pairs(2000, long=0)
        if not any(c in text for text in (row.output, *row.references) for c in ".?!")
    ]
    assert len(rows) > 500
    key = "nltk_bleu[order=2,tok=nltk]"
    ours = scored(tmp_path, rows, [key])
    peer = nltk(cut, 2)
    for row, alone in zip(rows, ours.rows, strict=True):
        assert same(alone[key], peer([row.output], [row.references])), row
    several = [Pair("", "He left. She stayed.", ["He left. She stayed."])]
    undefined = scored(tmp_path, several, [key]).result["metrics"][key]
    assert undefined["value"] is None and "NLTK's model" in undefined["undefined"]["en"]


# NLTK's chrF is the mean of sacreBLEU's eps_smoothing over the rows, at another beta: rows, beta, value.
NLTK_CHRF = {
    "three equal words": ([("a b c", "a b c")], 3, 0.5),
    "a short row": ([("a b c d e f", "a b c d e x"), ("a b", "a b")], 2, 0.4625),
    "half, beta 3": ([("the cat sat", "the cat sat on the mat")], 3, 0.46606),
    "half, beta 2": ([("the cat sat", "the cat sat on the mat")], 2, 0.49491),
    "nothing": ([("", "")], 3, 1e-16),
}


@pytest.mark.parametrize("name", NLTK_CHRF)
def test_nltk_chrf_is_the_mean_of_the_rows_with_eps(name, tmp_path):
    rows, beta, written = NLTK_CHRF[name]
    key = "chrf[beta=3,eps=yes]" if beta == 3 else "chrf[eps=yes]"
    alone = scored(tmp_path, [Pair("", o, [r]) for o, r in rows], [key]).rows
    ours = sum(row[key] for row in alone) / len(alone) / 100
    theirs = corpus_chrf([r for _, r in rows], [o for o, _ in rows], beta=float(beta))
    assert math.isclose(ours, theirs, rel_tol=1e-12)
    assert rounded_to(ours, written)


def test_kappa_depends_on_the_whole_scale_and_a_constant_side_has_none(tmp_path):
    """scikit-learn: .8 on the labels that occur, .625 on the scale of five; NaN and 0 on one label."""
    stars = tmp_path / "stars.csv"
    stars.write_text("truth,predicted\n1,1\n2,2\n5,2\n5,5\n")
    key = "kappa[weights=quadratic]"
    some = eval_json(stars, "--task", "classification", "--metrics", key)
    assert math.isclose(some["metrics"][key]["value"], 0.8, rel_tol=1e-12)
    scale = eval_json(
        stars, "--task", "classification", "--metrics", key, "--labels", "1,2,3,4,5"
    )
    assert math.isclose(scale["metrics"][key]["value"], 0.625, rel_tol=1e-12)
    constant = tmp_path / "constant.csv"
    constant.write_text("truth,predicted\n1,1\n1,1\n1,1\n")
    metrics = eval_json(constant, "--task", "classification", "--metrics", "kappa,mcc")["metrics"]
    assert metrics["kappa"]["value"] is None and metrics["mcc"]["value"] == 0


FOLDED = ["nltk_bleu[order=2,tok=jieba-fold]", "rouge_zh_1[tok=jieba-fold]", "rouge_zh_l[tok=jieba-fold]",
          "rouge_1[tok=jieba-fold]", "gleu[tok=jieba-fold]", "meteor[tok=jieba-fold]"]  # fmt: skip


@pytest.mark.parametrize("row", [0, 1])
def test_jieba_fold_gives_traditional_rows_the_peers_numbers_of_simplified_ones(row, tmp_path):
    """What the peers print on the article's rows in Simplified is what jieba-fold gives in Traditional."""
    traditional = [Pair("", o, [r]) for o, r in [(FIRST, SECOND)[row]]]
    simplified = [Pair("", o, [r]) for o, r in [SIMPLIFIED[row]]]
    ours = scored(tmp_path, traditional, FOLDED).corpus
    plain = [key.replace("-fold", "") for key in FOLDED]
    plain[1:3] = ["rouge_zh_1", "rouge_zh_l"]
    theirs = scored(tmp_path, simplified, plain).corpus
    for folded, key in zip(FOLDED, plain, strict=True):
        assert ours[folded] == theirs[key] > 0, key
    assert same(ours[FOLDED[0]], PEERS["nltk_bleu[order=2,tok=jieba]"](*zip(*[(p.output, p.references) for p in simplified])))
