"""chrF and ROUGE of the real binary against sacreBLEU and rouge-score, on nasty texts."""

import functools
import random

import jieba
import pytest
from nasty import SEED, Pair, assert_equal_to_peers, averaged, bundled, pairs
from nltk.stem import porter
from nltk.translate.meteor_score import meteor_score
from rouge_score import rouge_scorer
from sacrebleu.metrics import CHRF

ROWS = pairs(2000) + bundled(300)
jieba.setLogLevel("ERROR")


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


class Cut:
    """The tokenisers behind tok=char and tok=jieba: what a function gives, without blanks."""

    def __init__(self, cut):
        self.cut = cut

    def tokenize(self, text):
        return [token for token in self.cut(text) if token.strip()]


CUTS = {"latin": None, "char": Cut(list), "jieba": Cut(jieba.lcut)}


ALL_TYPES = [f"rouge{kind}" for kind in (*"123456789", "L", "Lsum")]


def rouge(types, **settings):
    """Peers of many types that share one run of the peer a row: peer(type, part)."""
    scorer = rouge_scorer.RougeScorer(types, **settings)
    scores = functools.cache(lambda output, some: scorer.score_multi(some, output))

    def peer(kind, part="fmeasure"):
        return averaged(lambda output, some: getattr(scores(output, tuple(some))[kind], part))

    return peer


@pytest.mark.parametrize("tok", CUTS)
def test_rouge_equals_rouge_score(tok, tmp_path):
    peer = rouge(ALL_TYPES, tokenizer=CUTS[tok])
    peers = {}
    for kind in ALL_TYPES:
        name = f"rouge_{kind[5:].lower()}"
        peers[f"{name}[tok={tok}]"] = peer(kind)
        peers[f"{name}[part=p,tok={tok}]"] = peer(kind, "precision")
        peers[f"{name}[part=r,tok={tok}]"] = peer(kind, "recall")
    assert_equal_to_peers(tmp_path, ROWS, peers)


def test_rouge_with_stems_equals_rouge_score(tmp_path):
    peer = rouge(ALL_TYPES, use_stemmer=True)
    peers = {f"rouge_{kind[5:].lower()}[stem=yes,tok=latin]": peer(kind) for kind in ALL_TYPES}
    assert_equal_to_peers(tmp_path, ROWS, peers)


STARTS = """a ab be con tr relat nation activ happ hop fall siz agre plast y sy x2 geo theo radic hope elect
adjust communis bowdler prob rat contr roll di ti fl sk 19 oo ey""".split()
ENDINGS = """s es ies sses ss ed ied eed ing y ational tional enci anci izer bli alli ally entli eli ousli
ization ation ator alism iveness fulness ousness aliti iviti biliti fulli logi logy icate ative alize
iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize
e ll tt zz""".split()


def test_stems_equal_nltk(tmp_path):
    """Made-up words of every ending: two texts share a token just when NLTK stems them alike."""
    rng = random.Random(SEED)
    words = ["sky", "skies", "dying", "news", "innings", "howe", "proceed", "exceed", "succeed"]
    for _ in range(12_000):
        letters = "".join(rng.choices("aeiouybcdlmnrstvwxz1", k=rng.randint(0, 4)))
        endings = "".join(rng.choices(ENDINGS, k=rng.choice([1, 1, 1, 2])))
        words.append(rng.choice([letters, rng.choice(STARTS)]) + endings)
    stem = porter.PorterStemmer().stem
    rows = []
    for i in range(0, len(words), 6):
        some = words[i : i + 6]
        rows.append(Pair("stems", " ".join(some), [" ".join(map(stem, some))]))
    # A stem is rarely a stem of itself, so each word also stands against itself less a letter.
    rows += [Pair("stems", word, [word[:-1] or "x"]) for word in words[:4000]]
    peer = rouge(["rouge1"], use_stemmer=True)
    assert_equal_to_peers(tmp_path, rows, {"rouge_1[stem=yes,tok=latin]": peer("rouge1")})


class NoSynonyms:
    """In place of WordNet, which is a download: its stage of METEOR then finds nothing."""

    def synsets(self, word):
        return []


@pytest.mark.parametrize("tok", ["ws", "char", "jieba"])
def test_meteor_equals_nltk_without_synonyms(tok, tmp_path):
    cut = {"ws": str.split, "char": list, "jieba": functools.cache(jieba.lcut)}[tok]
    peer = averaged(
        lambda output, references: meteor_score(
            [cut(text) for text in references], cut(output), wordnet=NoSynonyms()
        )
    )
    key = "meteor" if tok == "ws" else f"meteor[tok={tok}]"
    peers = {key: peer}
    if tok == "ws":
        peers["meteor[alpha=0.5,beta=1,gamma=0.25]"] = averaged(
            lambda output, references: meteor_score(
                [cut(text) for text in references], cut(output), wordnet=NoSynonyms(),
                alpha=0.5, beta=1.0, gamma=0.25,
            )
        )  # fmt: skip
    assert_equal_to_peers(tmp_path, ROWS, peers)
