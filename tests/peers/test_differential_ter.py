"""TER of the real binary against sacreBLEU, on nasty texts and on the bundled Chinese answers."""

import json
import random

import pytest
from conftest import ROOT
from nasty import SEED, Pair, assert_equal_to_peers, pairs
from sacrebleu.metrics import TER


def sacrebleu(**settings):
    metric = TER(**settings)

    def corpus(outputs, references):
        most = max(map(len, references))
        columns = [[r[i] if i < len(r) else None for r in references] for i in range(most)]
        return metric.corpus_score(outputs, columns).score

    return corpus


PEERS = {
    "ter": sacrebleu(),
    "ter[case=mixed]": sacrebleu(case_sensitive=True),
    "ter[asian=yes]": sacrebleu(asian_support=True),
    "ter[no_punct=yes]": sacrebleu(no_punct=True),
    "ter[asian=yes,no_punct=yes]": sacrebleu(no_punct=True, asian_support=True),
    "ter[normalized=yes]": sacrebleu(normalized=True),
    "ter[asian=yes,normalized=yes]": sacrebleu(normalized=True, asian_support=True),
    "ter[no_punct=yes,normalized=yes]": sacrebleu(normalized=True, no_punct=True),
    "ter[asian=yes,no_punct=yes,normalized=yes]": sacrebleu(
        normalized=True, no_punct=True, asian_support=True
    ),
}


def few(count):
    """Nasty rows without the long ones, on which the peer takes seconds each."""
    rows = pairs(count, long=0)
    return [row for row in rows if len(row.output) + sum(map(len, row.references)) < 500]


def test_ter_equals_sacrebleu_on_nasty_texts(tmp_path):
    rows = few(2000)
    assert len(rows) > 1800
    assert_equal_to_peers(tmp_path, rows, {"ter": PEERS["ter"]})


@pytest.mark.parametrize("key", [key for key in PEERS if key != "ter"])
def test_every_setting_of_ter_equals_sacrebleu(key, tmp_path):
    """The settings only cut words otherwise; the search is the same, and slow in the peer."""
    assert_equal_to_peers(tmp_path, few(250), {key: PEERS[key]})


def moved(rng, words):
    """Words with some replaced, dropped and doubled, and phrases put elsewhere."""
    words = list(words)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(words) + 1)
        match rng.randrange(4):
            case 0:
                words[at:at] = rng.choices(words or ["x"], k=1)
            case 1:
                del words[at : at + 1]
            case 2:
                words[at : at + 1] = ["x"]
            case _:
                end, to = rng.randrange(len(words) + 1), rng.randrange(len(words) + 1)
                phrase = words[min(at, end) : max(at, end)]
                del words[min(at, end) : max(at, end)]
                words[min(to, len(words)) : min(to, len(words))] = phrase
    return words


def searched(kind):
    """Rows for each limit of the peer's search: its beam, 1,000 candidates, phrases of 10, 50 apart."""
    rng = random.Random(SEED)
    rows = []
    for _ in range({"repeats": 20, "ratios": 40, "wide": 8, "phrases": 150}[kind]):
        if kind == "repeats":
            base = rng.choices("ab" if rng.random() < 0.5 else "abc", k=rng.randint(20, 90))
            output = moved(rng, base)
        elif kind == "ratios":
            base = rng.choices("abcd", k=rng.randint(1, 4))
            output = rng.choices("abcde", k=len(base) * rng.randint(40, 120))
            if rng.random() < 0.5:
                base, output = output, base
        elif kind == "wide":
            base = rng.choices([f"w{i}" for i in range(80)], k=rng.randint(45, 90))
            output = moved(rng, base) if rng.random() < 0.7 else rng.sample(base, len(base))
        else:
            base = rng.choices([f"w{i}" for i in range(30)], k=rng.randint(8, 45))
            output = moved(rng, base)
        rows.append(Pair(kind, " ".join(output), [" ".join(base)]))
    return rows


@pytest.mark.parametrize("kind", ["repeats", "ratios", "wide", "phrases"])
def test_the_search_ends_where_sacrebleu_ends(kind, tmp_path):
    assert_equal_to_peers(tmp_path, searched(kind), {"ter": PEERS["ter"]})


def test_ter_equals_sacrebleu_on_bundled_answers(tmp_path):
    answers = json.loads((ROOT / "tests/data/alpaca_zh_demo.json").read_text(encoding="utf-8"))
    texts = [row["output"] for row in answers if 0 < len(row["output"]) <= 150]
    rng = random.Random(SEED)
    texts = rng.sample(texts, 150)  # others each time: the peer takes a second for a few of them
    rows = [Pair("alpaca", "".join(moved(rng, text)), [text]) for text in texts]
    rows += [Pair("alpaca", a, [b]) for a, b in zip(texts, texts[1:])]
    assert len(rows) > 100
    key = "ter[asian=yes,normalized=yes]"
    assert_equal_to_peers(tmp_path, rows, {key: PEERS[key], "ter": PEERS["ter"]})


def test_a_text_beyond_the_limit_has_no_score_and_says_so(tmp_path, shijin):
    path = tmp_path / "long.jsonl"
    long = "w " * 16_385
    path.write_text(
        json.dumps({"output": long, "reference": "w w"}) + "\n"
        + json.dumps({"output": "a b", "reference": "a c"}) + "\n"
    )  # fmt: skip
    samples = tmp_path / "samples.jsonl"
    done = shijin(
        "eval", path, "--task", "generation", "--metrics", "ter", "--samples", samples, "--json"
    )
    line = json.loads(done.stdout)["metrics"]["ter"]
    assert line["value"] is None
    assert "16,384" in json.dumps(line["undefined"], ensure_ascii=False)
    values = [json.loads(row)["ter"] for row in samples.read_text().splitlines()]
    assert values == [None, 50]
