"""The jieba tokenisers against Python's jieba on 100,000 sentences: real ones in both scripts and the
dictionary's words, mutated with Latin, digits, emoji and rare characters; no token may differ."""

import gzip
import io
import json
import logging
import random
import re
import struct
import subprocess
from pathlib import Path

import jieba
import jieba.finalseg
import pytest
from conftest import BINARY, ROOT, eval_json
from nasty import EMOJI, KINDS, LINE_ENDS, NUMBERS, PIECES, RARE_HAN, SEED, SPACES
from nltk.translate.bleu_score import sentence_bleu

SENTENCES = 100_000
DRIVER = BINARY.parent / "tokenize_for_tests"
FORTUNES = Path("/usr/share/games/fortunes")
MAN_PAGES = Path("/usr/share/man")
LATIN = """iPhone15 C++ c# AT&T T恤 K歌 1号店 B超 3.14% .5 5. a_b +86 -- ... % & # _ 4S店 www.a.cn 3.5.6% Wi-Fi
2024年 e-mail x Z 0 1% 卡拉OK γ射线 ٣ é １２""".split()


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    """A tokeniser of our own: the package's shared one writes a cache into the system's /tmp."""
    jieba.setLogLevel(logging.ERROR)
    made = jieba.Tokenizer()
    made.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    made.initialize()
    return made


def cut(tokenizer, texts, *user_words):
    """Cut texts by the built tokeniser; each token is a slice of the original bytes."""
    encoded = [text.encode() for text in texts]
    sent = b"".join(struct.pack("<I", len(text)) + text for text in encoded)
    done = subprocess.run([DRIVER, tokenizer, *user_words], input=sent, capture_output=True, check=True)
    numbers = iter(memoryview(done.stdout).cast("I"))
    out = [[(next(numbers), next(numbers)) for _ in range(next(numbers))] for _ in encoded]
    assert next(numbers, None) is None
    return [[text[a:b].decode() for a, b in spans] for text, spans in zip(encoded, out)]


def traditional_to_simplified():
    """The table that jieba-fold folds by, as it is checked in."""
    source = (ROOT / "src/text/simplified_characters_internal.h").read_text(encoding="utf-8")
    both = "".join(re.findall('U"(.*)"', source))
    return dict(zip(both[: len(both) // 2], both[len(both) // 2 :]))


def real_sentences():
    """Lines of people's Chinese: the bundled set, and what Debian's packages hold where installed."""
    rows = json.loads((ROOT / "tests/data/alpaca_zh_demo.json").read_text(encoding="utf-8"))
    sources = {"alpaca_zh_demo": [line for row in rows for text in row.values() for line in text.split("\n")]}
    sources["fortunes-zh"] = [
        line
        for name in ("chinese", "song100", "tang300")
        if (FORTUNES / name).is_file()
        for line in (FORTUNES / name).read_text(encoding="utf-8", errors="ignore").split("\n")
    ]
    sources["manpages-zh"] = [
        line
        for page in sorted(MAN_PAGES.glob("zh_*/man*/*.gz"))
        if page.is_file()
        for line in gzip.decompress(page.read_bytes()).decode("utf-8", "ignore").split("\n")
        if re.search("[\u4e00-\u9fff]", line)
    ]
    for name, lines in sources.items():
        sources[name] = sorted({line for line in lines if line.strip()})
        print(f"{name}: {len(sources[name])} sentences")
    return [line for lines in sources.values() for line in lines]


def mutated(rng, text, words):
    """A sentence with pieces put in, taken out, doubled or exchanged."""
    odd = (LATIN, EMOJI, NUMBERS, RARE_HAN, SPACES + LINE_ENDS, PIECES, words)
    for _ in range(rng.choice([0, 1, 1, 2, 4])):
        at = rng.randrange(len(text) + 1)
        size = rng.randrange(4)
        text = rng.choice([
            text[:at] + rng.choice(rng.choice(odd)) + text[at:],
            text[:at] + rng.choice(rng.choice(odd)) + text[at + size :],
            text[:at] + text[at + size :],
            text[:at] + text[at : at + size] * 2 + text[at + size :],
            text[at:] + text[:at],
        ])  # fmt: skip
    return text


def sentences(rng, words, back):
    """As many as are asked for: half of them real, then words in a row, then any nasty text."""
    real = real_sentences()
    kinds = list(KINDS.values())
    out = []
    while len(out) < SENTENCES:
        draw = rng.random()
        if draw < 0.5:
            text = rng.choice(real)
        elif draw < 0.8:
            text = "".join(rng.choices(words, k=rng.randint(1, 9)))
        elif draw < 0.9:
            text = "".join(chr(rng.randrange(0x4E00, 0x9FD6)) for _ in range(rng.randint(1, 12)))
        else:
            text = rng.choice(kinds)(rng)
        if rng.random() < 0.4:
            text = "".join(rng.choice(back.get(c, c)) for c in text)
        out.append(mutated(rng, text, words))
    return out


def differing(texts, ours, theirs):
    wrong = [(t, o, p) for t, o, p in zip(texts, ours, theirs) if o != p]
    shown = "\n".join(f"{text!r}\n  ours   {o}\n  theirs {p}" for text, o, p in wrong[:5])
    return f"SHIJIN_SEED={SEED}: {len(wrong)} of {len(texts)} sentences differ, such as\n{shown}" if wrong else ""


@pytest.fixture(scope="module")
def texts(peer):
    print(f"SHIJIN_SEED={SEED}")
    back = {}
    for traditional, simplified in traditional_to_simplified().items():
        back.setdefault(simplified, []).append(traditional)
    words = sorted(word for word, count in peer.FREQ.items() if count)
    return sentences(random.Random(SEED), words, back)


@pytest.mark.parametrize("name, model", [("jieba", True), ("jieba-nohmm", False)])
def test_no_sentence_differs(peer, texts, name, model):
    theirs = [peer.lcut(text, HMM=model) for text in texts]
    assert not differing(texts, cut(name, texts), theirs)


def test_folding_cuts_where_jieba_cuts_the_simplified_text(peer, texts):
    fold = str.maketrans(traditional_to_simplified())
    theirs = []
    for text in texts[: SENTENCES // 4]:
        tokens, at = [], 0
        for word in peer.lcut(text.translate(fold)):
            tokens.append(text[at : at + len(word)])
            at += len(word)
        theirs.append(tokens)
    some = texts[: len(theirs)]
    assert not differing(some, cut("jieba-fold", some), theirs)


def test_a_megabyte_without_a_break(peer):
    rng = random.Random(SEED)
    text = "".join(chr(rng.randrange(0x4E00, 0x9FD6)) for _ in range(350_000))
    assert cut("jieba-nohmm", [text]) == [peer.lcut(text, HMM=False)]
    assert "".join(cut("jieba", [text])[0]) == text


def user_line(rng, words, added):
    """A line of a user dictionary: words new, known, cut, odd or added before; with and without counts."""
    word = rng.choice([
        lambda: rng.choice(words),
        lambda: rng.choice(words) + rng.choice(words),
        lambda: rng.choice(words)[: rng.randint(1, 2)],
        lambda: "".join(chr(rng.randrange(0x4E00, 0x9FD6)) for _ in range(rng.randint(1, 5))),
        lambda: rng.choice(LATIN) + rng.choice(["", "号", rng.choice(words)]),
        lambda: rng.choice(words) + rng.choice(["·", " ", "\u3000", "😀", "γ", "\t"]) + rng.choice(words),
        lambda: rng.choice(added or words),
        lambda: rng.choice(PIECES),
    ])()  # fmt: skip
    added.append(word)
    count = rng.choice(["", "", " 0", f" {rng.randrange(1, 50)}", f" {rng.randrange(10**7)}", " 007", "  5"])
    tag = rng.choice(["", "", " n", " nz", " N", " n "])
    before, after = rng.choice(["", "", "\ufeff", " ", "\t"]), rng.choice(["", "", "\r", " "])
    return f"{before}{word}{count}{tag}{after}\n"


@pytest.mark.parametrize("round_", range(20))
def test_user_words_change_the_same_cuts(peer, texts, tmp_path, round_):
    rng = random.Random(SEED + round_)
    words = sorted(rng.sample(sorted(word for word, count in peer.FREQ.items() if count), 2000))
    added = []
    lines = "".join(user_line(rng, words, added) for _ in range(rng.choice([1, 30, 300]))).encode()
    (tmp_path / "user.txt").write_bytes(lines)
    with_words = jieba.Tokenizer()
    with_words.FREQ, with_words.total, with_words.initialized = dict(peer.FREQ), peer.total, True
    jieba.finalseg.Force_Split_Words.clear()
    with_words.load_userdict(io.BytesIO(lines))
    some = rng.sample(texts, 500) + [mutated(rng, rng.choice(added), added) for _ in range(500)]
    some += ["".join(rng.choices(added, k=rng.randint(1, 6))) for _ in range(500)]
    for name, model in (("jieba", True), ("jieba-nohmm", False)):
        theirs = [with_words.lcut(text, HMM=model) for text in some]
        ours = cut(name, some, tmp_path / "user.txt")
        assert not differing(some, ours, theirs), lines.decode()
        assert len(added) == 1 or ours != cut(name, some)
    jieba.finalseg.Force_Split_Words.clear()


def test_scores_with_user_words_are_the_peers_and_say_so(peer, tmp_path):
    words = "续航王 5 nz\n杭研 0\n"
    (tmp_path / "words.txt").write_text(words, encoding="utf-8")
    pairs = [("这款续航王手机很好用", "续航王手机很好用"), ("他来到了网易杭研大厦", "他来到网易杭研大厦")]
    rows = "".join(json.dumps({"reference": r, "output": o}) + "\n" for r, o in pairs)
    (tmp_path / "rows.jsonl").write_text(rows, encoding="utf-8")
    key, other = "nltk_bleu[order=2,tok=jieba]", "cer"
    plain = eval_json(tmp_path / "rows.jsonl", "--metrics", f"{key},{other}")["metrics"]
    flags = ("--metrics", f"{key},{other}", "--user-dict", tmp_path / "words.txt")
    ours = eval_json(tmp_path / "rows.jsonl", *flags)["metrics"]

    with_words = jieba.Tokenizer()
    with_words.FREQ, with_words.total, with_words.initialized = dict(peer.FREQ), peer.total, True
    with_words.load_userdict(io.BytesIO(words.encode()))
    theirs = [sentence_bleu([with_words.lcut(r)], with_words.lcut(o), (0.5, 0.5)) for r, o in pairs]
    jieba.finalseg.Force_Split_Words.clear()
    assert ours[key]["value"] == pytest.approx(sum(theirs) / 2, rel=1e-12)
    assert ours[key]["value"] != plain[key]["value"]
    assert ours[key]["signature"].startswith(plain[key]["signature"] + "|user-dict:xxh3:")
    assert ours[other] == plain[other]
