"""BLEU of the real binary against sacreBLEU and NLTK, on nasty texts: each row alone, and the corpus."""

import functools

import jieba
import pytest
from nasty import Pair, assert_equal_to_peers, averaged, bundled, pairs, scored
from nltk.translate import bleu_score
from nltk.translate.gleu_score import corpus_gleu
from sacrebleu.metrics import BLEU
from sacrebleu.tokenizers import tokenizer_zh

ROWS = pairs(2000) + bundled(300)


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
    "bleu[tok=intl]": sacrebleu(tokenize="intl"),
    "bleu[tok=char]": sacrebleu(tokenize="char"),
    "bleu[tok=none]": sacrebleu(tokenize="none"),
    "bleu[smooth=floor,tok=zh]": sacrebleu(tokenize="zh", smooth_method="floor"),
    "bleu[smooth=add-k,tok=zh]": sacrebleu(tokenize="zh", smooth_method="add-k"),
    "bleu[smooth=floor,smooth_value=0.5]": sacrebleu(smooth_method="floor", smooth_value=0.5),
    "bleu[smooth=add-k,smooth_value=0.25]": sacrebleu(smooth_method="add-k", smooth_value=0.25),
    "bleu[smooth=none,tok=zh]": sacrebleu(tokenize="zh", smooth_method="none"),
    "bleu[case=lc,eff=yes,tok=intl]": sacrebleu(
        tokenize="intl", lowercase=True, effective_order=True
    ),
    "bleu[case=lc]": sacrebleu(lowercase=True),
    "bleu[eff=yes]": sacrebleu(effective_order=True),
    "bleu[order=2,tok=char]": sacrebleu(tokenize="char", max_ngram_order=2),
    "bleu[order=6]": sacrebleu(max_ngram_order=6),
}


def test_bleu_equals_sacrebleu(tmp_path):
    assert_equal_to_peers(tmp_path, ROWS, SACREBLEU)


def test_zh_fixed_equals_sacrebleu_zh_with_its_ranges_mended(tmp_path, monkeypatch):
    def whole(end):
        """'\\u20000' is read as '\\u2000' and '0'; the code point 20000 is meant."""
        return end if len(end) == 1 else chr(int(f"{ord(end[0]):x}{end[1:]}", 16))

    meant = [(whole(first), whole(last)) for first, last in tokenizer_zh._UCODE_RANGES]
    assert ("\U00020000", "\U0002a6d6") in meant
    monkeypatch.setattr(tokenizer_zh, "_UCODE_RANGES", meant)
    tokenizer_zh.TokenizerZh._is_chinese_char.cache_clear()
    peers = {"bleu[tok=zh-fixed]": sacrebleu(tokenize="zh")}
    try:
        assert_equal_to_peers(tmp_path, ROWS + pairs(500, kinds=("rare han", "symbols")), peers)
    finally:
        tokenizer_zh.TokenizerZh._is_chinese_char.cache_clear()


def test_every_code_point_is_what_the_tokenisers_take_it_for(tmp_path):
    """Each code point of the basic plane and a sample of the rest, between letters and digits."""
    codes = [*range(0xD800), *range(0xE000, 0x10000), *range(0x10000, 0x110000, 97)]
    codes += [*range(0x1F000, 0x1FC00), *range(0x10D00, 0x12000)]
    size = 40
    rows = []
    for i in range(0, len(codes), size):
        some = [chr(c) for c in codes[i : i + size]]
        text = " ".join(f"a{c}5 5{c}5 {c}a" for c in some)
        rows.append(Pair("code points", text, [text.replace("a", "a ").replace("5", " 5 ")]))
    peers = {f"bleu[tok={tok}]": sacrebleu(tokenize=tok) for tok in ("zh", "intl", "char")}
    peers["bleu[case=lc]"] = sacrebleu(lowercase=True)
    peers["nltk_bleu[order=1,tok=ws]"] = nltk_sentence(str.split, 1, 0)
    assert_equal_to_peers(tmp_path, rows, peers)


jieba.setLogLevel("ERROR")
CUTS = {"char": list, "ws": str.split, "jieba": functools.cache(jieba.lcut)}


def nltk_sentence(cut, order, smooth):
    method = getattr(bleu_score.SmoothingFunction(), f"method{smooth}")
    weights = (1 / order,) * order
    return averaged(
        lambda output, references: bleu_score.sentence_bleu(
            [cut(t) for t in references], cut(output), weights, method
        )
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


def test_gleu_equals_nltk(tmp_path):
    def peer(cut):
        return lambda outputs, references: corpus_gleu(
            [[cut(t) for t in some] for some in references], [cut(o) for o in outputs]
        )

    keys = {"ws": "gleu", "char": "gleu[tok=char]", "jieba": "gleu[tok=jieba]"}
    assert_equal_to_peers(tmp_path, ROWS, {keys[tok]: peer(cut) for tok, cut in CUTS.items()})


def test_method_6_is_undefined_exactly_where_nltk_raises(tmp_path):
    key = "nltk_bleu[smooth=6,tok=char]"
    assert_equal_to_peers(tmp_path, ROWS, {key: nltk_sentence(list, 4, 6)}, raises=[AssertionError])
    undefined = [row[key] for row in scored(tmp_path, ROWS, [key]).rows].count(None)
    assert 0 < undefined < len(ROWS)
