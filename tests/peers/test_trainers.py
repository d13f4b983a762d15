"""What LLaMA-Factory, ms-swift, EvalScope and rouge-chinese print, from their own code, against the
built binary: on nasty texts, on the article's rows, and on a thousand Chinese answers.

Not compared, because the peer needs what is not here: EvalScope's BLEU of a text without Chinese that may
hold several sentences asks NLTK's Punkt model, which is a download. Under punkt=yes our value is null
there, and that is what these tests demand; without the download EvalScope takes 0, as under punkt=no. ms-swift's ROUGE raises RecursionError beyond about 1,000 words; the limit is
raised here, and our values go on."""

import functools
import json
import random
import sys

import jieba
import nltk.data
import nltk.tokenize
import pytest
import trainers
from conftest import ROOT, eval_json
from nasty import assert_equal_to_peers, averaged, bundled, pairs, same
from nltk.tokenize.punkt import PunktLanguageVars, PunktSentenceTokenizer
from nltk.translate.bleu_score import SmoothingFunction, corpus_bleu, sentence_bleu
from rouge_chinese import Rouge

ROWS = pairs(2000) + bundled(300)
PARTS = "fpr"
CUTS = {
    "jieba": lambda text: " ".join(jieba.cut(text)),
    "char": " ".join,
    "ws": lambda text: text,
}


@functools.lru_cache(maxsize=None)
def rouge_chinese(tok, output, reference):
    return Rouge().get_scores(CUTS[tok](output), CUTS[tok](reference))[0]


@pytest.mark.parametrize("tok", CUTS)
def test_rouge_zh_equals_rouge_chinese(tok, tmp_path):
    def part_of(kind, part):
        return averaged(lambda output, some: rouge_chinese(tok, output, some[0])[kind][part])

    peers = {}
    for kind in "12l":
        for part in PARTS:
            inside = [f"part={part}"] * (part != "f") + [f"tok={tok}"] * (tok != "jieba")
            key = f"rouge_zh_{kind}" + (f"[{','.join(inside)}]" if inside else "")
            peers[key] = part_of(f"rouge-{kind}", part)
    assert_equal_to_peers(tmp_path, ROWS, peers, raises=[ValueError])


def whole_table(scores):
    """A peer that gives all its keys at once, asked once for each set of rows: name → function."""
    cached = functools.lru_cache(maxsize=None)(scores)

    def of(name):
        return lambda outputs, references: cached(tuple(outputs), tuple(r[0] for r in references))[
            name
        ]

    return of


def test_nltk_bleu_on_jieba_s_words_equals_nltk(tmp_path):
    cut = functools.lru_cache(maxsize=None)(jieba.lcut)

    def sentence(order, smooth):
        method = getattr(SmoothingFunction(), f"method{smooth}")
        return averaged(
            lambda output, some: sentence_bleu(
                [cut(r) for r in some], cut(output), (1 / order,) * order, method
            )
        )

    peers = {
        "nltk_bleu[order=2,tok=jieba]": sentence(2, 0),
        "nltk_bleu[tok=jieba]": sentence(4, 0),
        "nltk_bleu[smooth=1,tok=jieba]": sentence(4, 1),
        "nltk_bleu[avg=corpus,tok=jieba]": lambda outputs, references: corpus_bleu(
            [[cut(r) for r in some] for some in references], [cut(o) for o in outputs]
        ),
    }
    assert_equal_to_peers(tmp_path, ROWS, peers)


NAMES = {"bleu_4": "bleu-4", "rouge_1": "rouge-1", "rouge_2": "rouge-2", "rouge_l": "rouge-l"}


def test_the_llama_factory_four_equal_its_own_code(tmp_path):
    peer = whole_table(trainers.llama_factory())
    peers = {f"lf_{ours}": peer(theirs) for ours, theirs in NAMES.items()}
    assert_equal_to_peers(tmp_path, ROWS, peers)


def test_the_ms_swift_four_equal_its_own_code(tmp_path):
    scores = trainers.ms_swift()

    def or_nothing(outputs, references):
        # Of a row without a reference ms-swift prints the mean of nothing as 0; we say so.
        words = [w.strip(" ") for text in references for w in jieba.cut(text)]
        if not any(words):
            raise ValueError("no row with a reference")
        return scores(outputs, references)

    peer = whole_table(or_nothing)
    peers = {f"swift_{ours}": peer(theirs) for ours, theirs in NAMES.items()}
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    try:
        assert_equal_to_peers(tmp_path, ROWS, peers, raises=[ValueError])
    finally:
        sys.setrecursionlimit(limit)


CONTEXT = PunktLanguageVars().period_context_re()


def has_chinese(text):
    return any("\u4e00" <= c <= "\u9fa5" for c in text)


def needs_punkt(text):
    return not has_chinese(text) and CONTEXT.search(text) is not None


def test_the_evalscope_keys_equal_its_own_code(tmp_path, monkeypatch):
    # Without a place to look at, Punkt gives the text less its last white space, model or not.
    monkeypatch.setattr(nltk.tokenize, "sent_tokenize",
                        lambda text, language: PunktSentenceTokenizer().tokenize(text))  # fmt: skip
    bleu, rouge = trainers.evalscope()

    @functools.lru_cache(maxsize=None)
    def bleu_of(output, reference):
        if needs_punkt(output) or needs_punkt(reference):
            raise LookupError("punkt_tab")
        return bleu(output, reference)

    rouge_of = functools.lru_cache(maxsize=None)(rouge)
    def bleu_peer(name):
        return averaged(lambda output, some: bleu_of(output, some[0])[name])

    def rouge_peer(name):
        return averaged(lambda output, some: rouge_of(output, some[0])[name])

    peers = {f"evalscope_bleu_{order}": bleu_peer(f"bleu-{order}") for order in "1234"}
    for kind in "12l":
        for part in PARTS:
            key = f"evalscope_rouge_{kind}[part={part}]"
            peers[key] = rouge_peer(f"Rouge-{kind.upper()}-{part.upper()}")
    assert_equal_to_peers(tmp_path, ROWS, peers, raises=[LookupError])


def evalscope_without_punkt(output, reference):
    """BLEU as general_qa's match_score takes it on a machine without NLTK's data."""
    try:
        return trainers.evalscope()[0](output, reference)
    except LookupError:
        return dict.fromkeys(("bleu-1", "bleu-2", "bleu-3", "bleu-4"), 0.0)


def test_the_evalscope_keys_without_punkt_equal_its_own_code(tmp_path, monkeypatch):
    monkeypatch.setattr(nltk.data, "path", [])
    bleu_of = functools.lru_cache(maxsize=None)(evalscope_without_punkt)

    def bleu_peer(name):
        return averaged(lambda output, some: bleu_of(output, some[0])[name])

    peers = {f"evalscope_bleu_{n}[punkt=no]": bleu_peer(f"bleu-{n}") for n in "1234"}
    assert_equal_to_peers(tmp_path, ROWS, peers)


def answers(count=1000, seed=17):
    """The answers of alpaca_zh_demo as labels, and the same with words lost, exchanged and turned round."""
    rng = random.Random(seed)
    data = json.loads((ROOT / "tests/data/alpaca_zh_demo.json").read_text(encoding="utf-8"))
    rows = []
    for row in data[:count]:
        label = row["output"]
        letters = [c if rng.random() > 0.05 else rng.choice(label) for c in label]
        predict = "".join(c for c in letters if rng.random() > 0.05)
        at = rng.randrange(len(predict) + 1)
        if rng.random() < 0.3:
            predict = predict[at:] + predict[:at]
        rows.append({"prompt": row["instruction"], "predict": predict, "label": label})
    return rows


@pytest.fixture(scope="module")
def predictions(tmp_path_factory):
    path = tmp_path_factory.mktemp("alpaca") / "generated_predictions.jsonl"
    rows = answers()
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path, [row["predict"] for row in rows], [row["label"] for row in rows]


PROFILES = {
    "llamafactory": ("lf_", trainers.llama_factory),
    "ms-swift": ("swift_", trainers.ms_swift),
}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_prints_what_its_tool_prints_on_alpaca_zh_demo(profile, predictions, shijin):
    path, outputs, references = predictions
    prefix, peer = PROFILES[profile]
    theirs = peer()(outputs, references)
    result = eval_json(path, "--profile", profile)
    ours = {key: metric["value"] for key, metric in result["metrics"].items()}
    assert set(ours) == {prefix + name for name in NAMES}
    for name, key in NAMES.items():
        assert same(ours[prefix + name], theirs[key]), name
    digits = 4 if profile == "llamafactory" else 6
    page = shijin("eval", path, "--profile", profile).stdout
    for value in theirs.values():
        assert f"{value:.{digits}f}" in page


def test_the_evalscope_profile_prints_its_thirteen_numbers_on_alpaca_zh_demo(
    predictions, monkeypatch
):
    monkeypatch.setattr(nltk.data, "path", [])
    path, outputs, references = predictions
    result = eval_json(path, "--profile", "evalscope")
    rouge = trainers.evalscope()[1]
    theirs = [rouge(o, r) for o, r in zip(outputs, references)]
    assert len(result["metrics"]) == 13
    bleu = [evalscope_without_punkt(o, r) for o, r in zip(outputs, references)]
    for order in "1234":
        ours = result["metrics"][f"evalscope_bleu_{order}[punkt=no]"]["value"]
        assert same(ours, sum(one[f"bleu-{order}"] for one in bleu) / len(bleu)), order
    for kind in "12l":
        for part in PARTS:
            ours = result["metrics"][f"evalscope_rouge_{kind}[part={part}]"]["value"]
            name = f"Rouge-{kind.upper()}-{part.upper()}"
            assert same(ours, sum(one[name] for one in theirs) / len(theirs)), name


TRADITIONAL = [("學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"),
               ("貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕")]  # fmt: skip
SIMPLIFIED = [("学生党必入！这款平价口红显白不挑皮", "这款口红显白又平价，学生党闭眼冲"),
              ("贵妇级抗老面霜，修护肌底，焕发年轻光泽", "奢享抗老配方，让肌肤重返年轻")]  # fmt: skip

# What the study of the peers found on the article's two copywriting rows: key, script, row 1, row 2.
ARTICLE = [
    ("rouge_zh_1", SIMPLIFIED, ".6364", ".3333"),
    ("rouge_zh_2", SIMPLIFIED, ".3", "0"),
    ("rouge_zh_l", SIMPLIFIED, ".3636", ".3158"),
    ("rouge_zh_1", TRADITIONAL, ".2105", ".2353"),
    ("rouge_zh_2", TRADITIONAL, "0", "0"),
    ("rouge_zh_l", TRADITIONAL, ".1053", ".2222"),
    ("nltk_bleu[order=2,tok=jieba]", SIMPLIFIED, ".43693", "7.8e-155"),
    ("nltk_bleu[order=2,tok=jieba]", TRADITIONAL, "6.7e-155", "6.7e-155"),
    ("lf_bleu_4", TRADITIONAL, "25.2177", "6.3369"),
]


@pytest.mark.parametrize("key,rows,first,second", ARTICLE)
def test_the_articles_rows_give_the_table_of_the_study(key, rows, first, second, tmp_path):
    path, samples = tmp_path / "rows.jsonl", tmp_path / "samples.jsonl"
    path.write_text(
        "".join(json.dumps({"output": o, "reference": r}) + "\n" for o, r in rows), encoding="utf-8"
    )
    result = eval_json(path, "--task", "generation", "--metrics", key, "--samples", samples)
    for line, wanted in zip(samples.read_text(encoding="utf-8").splitlines(), (first, second)):
        digits = len(wanted.split("e")[0].split(".")[-1]) if "." in wanted else 0
        value = json.loads(line)[key]
        shown = f"{value:.{digits}e}" if "e" in wanted else f"{value:.{digits}f}"
        assert float(shown) == float(wanted)
    if key == "lf_bleu_4":
        assert result["metrics"][key]["value"] == 15.7773
