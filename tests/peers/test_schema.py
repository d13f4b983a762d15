"""The printed JSON against docs/schema/*.schema.json, by jsonschema; JUnit by an XML parser."""

import json
import xml.etree.ElementTree as ElementTree

import pytest
from conftest import ROOT, eval_json, run_shijin
from jsonschema import Draft202012Validator

SCHEMA = json.loads((ROOT / "docs/schema/result.schema.json").read_text(encoding="utf-8"))
COMPARISON = json.loads((ROOT / "docs/schema/comparison.schema.json").read_text(encoding="utf-8"))
MADE = sorted((ROOT / "tests/data/report").glob("*.json"))
RUNS = {
    "sentiment": ["examples/sentiment_test.csv"],
    "sentiment, gates": [
        "examples/sentiment_test.csv",
        "--gate=f1[label=0]>=0.6",
        "--gate=accuracy<=0.2",
        "--gate=accuracy>=0.1",
    ],
    "copywriting": ["examples/copywriting_test.csv"],
    "copywriting, article": ["examples/copywriting_test.csv", "--profile=article"],
    "snownlp": ["examples/zh_sentiment_predictions.csv"],
    "perplexity": ["web/tests/perplexity.jsonl"],
}


def problems(result) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(result)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def test_the_schemas_are_some():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(COMPARISON)


def objects(schema) -> list[dict]:
    """Every object schema with named properties, at any depth."""
    if isinstance(schema, list):
        return [found for item in schema for found in objects(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "required" in schema else []
    return own + [found for item in schema.values() for found in objects(item)]


def test_every_key_that_is_described_is_required():
    for schema in objects(SCHEMA) + objects(COMPARISON):
        assert sorted(schema["properties"]) == sorted(schema["required"])


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_results_made_by_hand_keep_the_schema(path):
    assert problems(json.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("arguments", RUNS.values(), ids=RUNS.keys())
def test_real_results_keep_the_schema(arguments):
    assert problems(eval_json(*arguments)) == []


def test_the_ladder_keeps_the_schema():
    done = run_shijin("explain", "bleu", "--on", "examples/copywriting_test.csv", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert problems(result) == []
    assert [rung["key"] for rung in result["ladder"]][-1] == "nltk_bleu[order=2,tok=char]"


@pytest.mark.parametrize("runs", [["r1", "r2"], ["r1", "r2", "r3"], ["r1", "r1"]], ids=str)
def test_comparisons_keep_their_schema(runs):
    done = run_shijin("compare", *[f"examples/rounds/{run}.csv" for run in runs], "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    found = Draft202012Validator(COMPARISON).iter_errors(result)
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []
    assert len(result["metrics"]["accuracy"]) == len(runs) - 1
    for moved in result["confusion_difference"]:
        assert [sum(row) for row in moved["counts"]] == [0, 0]
    ranks = result["best"]["ranks"] if result["best"] else []
    assert [one["run"] for one in ranks] == (runs if len(runs) > 2 else [])


def test_a_comparison_with_gates_keeps_its_schema_and_its_junit_counts_them():
    runs = [f"examples/rounds/{run}.csv" for run in ("r1", "r2", "r3")]
    gates = ["--gate=accuracy>base", "--gate=accuracy>=0.7", "--guard=f1[label=0]:2%"]
    done = run_shijin("compare", *runs, *gates, "--json")
    assert done.returncode == 3, done.stderr
    result = json.loads(done.stdout)
    found = Draft202012Validator(COMPARISON).iter_errors(result)
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []
    assert result["verdict"]["decision"] == "undecided"
    assert [gate["run"] for gate in result["verdict"]["gates"]] == ["r2"] * 3 + ["r3"] * 3
    junit = run_shijin("compare", *runs, *gates, "--junit")
    suite = ElementTree.fromstring(junit.stdout).find("testsuite")
    open_gates = [gate for gate in result["verdict"]["gates"] if gate["decision"] != "pass"]
    assert (suite.get("tests"), suite.get("failures")) == ("6", str(len(open_gates)))


def keeps(result, name) -> None:
    schema = json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(schema).iter_errors(result)
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []


def test_the_store_keeps_its_schemas(tmp_path):
    store = ["--store", tmp_path / "store"]
    for run in ("r1", "r2"):
        done = run_shijin("eval", f"examples/rounds/{run}.csv", *store, keep=True)
        assert done.returncode == 0, done.stderr
    listed = json.loads(run_shijin("runs", "list", *store, "--json").stdout)
    keeps(listed, "runs")
    assert [run["name"] for run in listed["runs"]] == ["r1", "r2"]
    keeps(json.loads(run_shijin("runs", "verify", "r1", *store, "--json").stdout), "verification")
    done = run_shijin("runs", "export", "r2", *store, "--output", tmp_path / "bundle")
    assert done.returncode == 0, done.stderr
    keeps(json.loads((tmp_path / "bundle/bundle.json").read_text(encoding="utf-8")), "bundle")
    shown = json.loads(run_shijin("runs", "show", "r1", *store, "--json").stdout)
    assert problems(shown) == [] and shown["run"]["id"] == listed["runs"][0]["id"]
    compared = run_shijin("compare", "r1", "r2", *store, "--json", keep=True)
    assert compared.returncode == 0, compared.stderr
    result = json.loads(compared.stdout)
    keeps(result, "comparison")
    assert result["looks"]["versions"] == 2


def test_a_result_that_lost_a_key_or_has_nan_breaks_it():
    result = json.loads(MADE[-1].read_text(encoding="utf-8"))
    del result["ladder"]
    result["metrics"]["accuracy"]["value"] = "NaN"
    assert len(problems(result)) >= 2


def test_junit_counts_what_it_lists():
    done = run_shijin("eval", *RUNS["sentiment, gates"], "--junit")
    assert done.returncode == 1, done.stderr
    suite = ElementTree.fromstring(done.stdout).find("testsuite")
    assert suite.attrib["tests"] == "3" and suite.attrib["failures"] == "2"
    outcomes = {case.attrib["name"]: [child.tag for child in case] for case in suite}
    assert outcomes == {
        "f1[label=0]>=0.6": ["failure"],
        "accuracy<=0.2": ["failure"],
        "accuracy>=0.1": ["system-out"],
    }
    types = [failure.attrib["type"] for failure in suite.iter("failure")]
    assert types == ["undecided", "fail"]
