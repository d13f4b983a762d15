"""What a diagnosis says: doubtful labels found with a real model's probabilities, and sentences
whose every number stands in the JSON."""

import csv
import json
import re

import numpy as np
import pytest
from conftest import ROOT, eval_json, run_shijin
from jsonschema import Draft202012Validator
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from train_classifier import classifier, read_jsonl

CHECK = json.loads((ROOT / "docs/schema/check.schema.json").read_text(encoding="utf-8"))
LANGUAGES = ("en", "zh-Hant", "zh-Hans")


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


def check_json(*arguments) -> dict:
    done = run_shijin("check", *arguments, "--json")
    assert done.returncode in (0, 1), done.stderr
    result = json.loads(done.stdout)
    found = Draft202012Validator(CHECK).iter_errors(result)
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []
    return result


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory):
    """CLINC's intents, 3 % of the labels planted wrong, with a logistic regression's probabilities
    from folds that did not see them."""
    rows = read_jsonl("en_intent_clinc_imbalanced.jsonl")
    random = np.random.default_rng(3)
    texts = [row["text"] for row in rows]
    truth = np.array([str(row["label"]) for row in rows])
    names = sorted(set(truth))
    planted = random.choice(len(rows), round(0.03 * len(rows)), replace=False)
    given = truth.copy()
    for i in planted:
        given[i] = random.choice([name for name in names if name != truth[i]])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    shares = cross_val_predict(classifier(), texts, given, cv=folds, method="predict_proba")
    path = write_rows(
        tmp_path_factory.mktemp("doubtful") / "intents.csv",
        [
            {"text": text, "true_label": label, "pred_label": names[int(np.argmax(share))]}
            | {f"prob_{name}": repr(float(p)) for name, p in zip(names, share)}
            for text, label, share in zip(texts, given, shares)
        ],
    )  # fmt: skip
    return path, {int(i) + 1 for i in planted}


def test_half_of_the_most_doubtful_labels_are_planted_ones(doubtful):
    path, planted = doubtful
    result = check_json(path)
    listed = [line["row"] for line in result["suspected"]["rows"]][: len(planted)]
    assert listed
    assert len(planted.intersection(listed)) >= len(planted) / 2, len(listed)


def numbers_of(value) -> list[float]:
    """Every number of a JSON value, at any depth."""
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, dict):
        return [one for item in value.values() for one in numbers_of(item)]
    return [one for item in value for one in numbers_of(item)] if isinstance(value, list) else []


def unquoted(sentence: str, names: list[str]) -> str:
    """A sentence without what it quotes, without labels and without names that hold digits."""
    sentence = re.sub(r'"[^"]*"|「[^」]*」|“[^”]*”', " ", sentence)
    sentence = re.sub(r"(F1|BLEU-4|ROUGE-\S+|--\S+( \S+)?)", " ", sentence)
    for name in sorted(names, key=len, reverse=True):
        sentence = re.sub(rf"(label|labels|標籤|标签) {re.escape(name)}(?![\d.])", " ", sentence)
    return sentence


def stands_in(token: str, known: list[float]) -> bool:
    """Is a printed number one of the known ones, rounded, maybe as a percentage or up?"""
    digits = token.replace(",", "")
    decimals = len(digits.partition(".")[2])
    shown = float(digits)
    step = 10.0**-decimals
    return any(
        abs(abs(value) * scale - shown) <= step * 0.5 + 1e-9 for value in known for scale in (1, 100)
    )


SOURCES = {
    "sentiment": ["examples/sentiment_test.csv"],
    "snownlp": ["examples/zh_sentiment_predictions.csv"],
    "snownlp, costs": [
        "examples/zh_sentiment_predictions.csv", "--cost=0>1=5,1>0=1", "--slice-by=negation",
    ],
    "copywriting": ["examples/copywriting_test.csv"],
}  # fmt: skip


def told(result: dict):
    """(finding, language, headline, remedy) of each finding."""
    for finding in result["findings"]:
        for language in LANGUAGES:
            yield finding, language, finding["headline"][language], finding["remedy"][language]


def expect_readable(result: dict, names: list[str]):
    known = numbers_of({key: value for key, value in result.items() if key != "run"})
    assert result["findings"]
    for finding, language, headline, remedy in told(result):
        for sentence in (headline, remedy):
            assert not re.search(r"\{\d*\}|\bnan\b|\binf\b", sentence), sentence
        if language == "en":
            words = len(headline.split()) + len(remedy.split())
            assert words <= 60, (words, headline + " " + remedy)
        for token in re.findall(r"\d[\d,]*(?:\.\d+)?", unquoted(headline, names)):
            assert stands_in(token.rstrip(","), known), (finding["name"], token, headline)


@pytest.mark.parametrize("arguments", SOURCES.values(), ids=SOURCES.keys())
def test_every_number_of_a_finding_stands_in_the_json(arguments):
    result = eval_json(*arguments)
    expect_readable(result, [line["label"] for line in result["labels"]])


def test_exchanged_labels_and_one_answer_for_all_are_told_in_numbers(tmp_path):
    random = np.random.default_rng(5)
    swapped = [
        {"text": f"row {i}", "true_label": i % 2, "pred_label": (i % 2) ^ int(random.random() < 0.9)}
        for i in range(200)
    ]
    result = eval_json(write_rows(tmp_path / "swapped.csv", swapped))
    expect_readable(result, [line["label"] for line in result["labels"]])
    assert result["findings"][0]["name"] == "labels-exchanged"
    right = sum(row["true_label"] != row["pred_label"] for row in swapped)
    numbers = result["findings"][0]["numbers"]
    assert numbers["accuracy_exchanged"] == pytest.approx(right / 200, abs=1e-12)

    sure = [
        {"input": f"question {i}", "reference": f"the answer to question {i} is here",
         "output": "Sure, I can help with that." if i % 5 < 3 else f"answer {i} is here"}
        for i in range(150)
    ]  # fmt: skip
    result = eval_json(write_rows(tmp_path / "sure.csv", sure))
    expect_readable(result, [])
    told_of = {finding["name"]: finding for finding in result["findings"]}
    assert told_of["same-output"]["numbers"]["rows"] == 90
    assert told_of["same-output"]["severity"] == "high"


def test_every_number_of_a_check_stands_in_the_json(doubtful, tmp_path):
    path, _ = doubtful
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    train = write_rows(tmp_path / "train.csv", rows[:40])
    result = check_json(path, f"--train={train}")
    expect_readable(result, sorted({row["true_label"] for row in rows}))
    assert result["leakage"]["exact"] >= 40


def test_an_evaluation_says_what_leaks_and_scores_the_other_rows(tmp_path):
    path = ROOT / "examples/zh_sentiment_predictions.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    train = write_rows(tmp_path / "train.csv", [{"text": row["text"]} for row in rows[::8]])
    result = eval_json(path, f"--train={train}", "--gate=accuracy>=0.75")
    expect_readable(result, [line["label"] for line in result["labels"]])
    leaked = set(result["leakage"]["row_numbers"])
    assert leaked >= set(range(1, len(rows) + 1, 8))
    right = [row["true_label"] == row["pred_label"] for i, row in enumerate(rows) if i + 1 not in leaked]
    clean = result["leakage"]["scores"]["accuracy"]["clean"]
    assert clean["n"] == len(right)
    assert clean["value"] == pytest.approx(sum(right) / len(right), abs=1e-12)
    assert any(finding["name"] == "leakage" for finding in result["findings"])
