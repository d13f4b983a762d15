"""`compare --profile sacrebleu` against sacreBLEU's own paired bootstrap and randomisation."""

import json
import random

import pytest
from conftest import ROOT, run_shijin
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

WORDS = "the a model of data learns reads writes long short good text and but with from fast".split()


def rounds(kind: str) -> tuple[list[str], list[str], list[str]]:
    """References and two systems: the second keeps more of them."""
    draw = random.Random(7)
    if kind == "zh":
        lines = (ROOT / "examples/zh_sentiment_predictions.csv").read_text(encoding="utf-8")
        units = [line.split(",")[1] for line in lines.splitlines()[1:241]]
        references = [text for text in units if len(text) > 3 and '"' not in text][:120]
        split, glue = list, "".join
    else:
        references = [" ".join(draw.choices(WORDS, k=draw.randint(4, 25))) for _ in range(150)]
        split, glue = str.split, " ".join

    def system(keep: float) -> list[str]:
        vocabulary = [unit for text in references for unit in split(text)]
        return [
            glue(u if draw.random() < keep else draw.choice(vocabulary) for u in split(text))
            for text in references
        ]

    return references, system(0.80), system(0.82)


@pytest.mark.parametrize(("kind", "tokenize"), [("en", "13a"), ("zh", "zh")])
def test_both_tests_give_sacrebleu_s_numbers(kind, tokenize, tmp_path):
    references, first, second = rounds(kind)
    assert len(references) >= 100
    for name, outputs in (("first", first), ("second", second)):
        lines = [
            json.dumps({"id": str(i), "predict": out, "label": reference}, ensure_ascii=False)
            for i, (out, reference) in enumerate(zip(outputs, references, strict=True))
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run_shijin(
        "compare", tmp_path / "first.jsonl", tmp_path / "second.jsonl", "--task=generation",
        "--profile=sacrebleu", f"--metrics=bleu[tok={tokenize}],chrf,ter", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ours = json.loads(done.stdout)["sacrebleu"]
    systems = [("first", first), ("second", second)]
    metrics = {"BLEU": BLEU(tokenize=tokenize), "chrF2": CHRF(), "TER": TER()}
    theirs = {
        kind: PairedTest(systems, metrics, [references], test_type=kind, n_samples=n)()[1]
        for kind, n in (("bs", 1000), ("ar", 10000))
    }
    assert [line["run"] for line in ours] == ["first", "second"] * 3
    for at, name in enumerate(metrics):
        for run in range(2):
            line = ours[2 * at + run]
            peer = theirs["bs"][name][run]
            assert line["value"] == pytest.approx(peer.score, rel=1e-12)
            # sacreBLEU resamples in single precision.
            assert line["mean"] == pytest.approx(peer.mean, rel=1e-6)
            assert line["half_width"] == pytest.approx(peer.ci, rel=2e-5)
            assert line["bootstrap_p"] == peer.p_value
            assert line["randomisation_p"] == theirs["ar"][name][run].p_value


def test_a_system_and_itself_are_significant_to_sacrebleu_and_equal_to_us(tmp_path):
    references, first, _ = rounds("en")
    for name in ("first", "same"):
        lines = [
            json.dumps({"id": str(i), "predict": out, "label": reference})
            for i, (out, reference) in enumerate(zip(first, references, strict=True))
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run_shijin(
        "compare", tmp_path / "first.jsonl", tmp_path / "same.jsonl", "--task=generation",
        "--profile=sacrebleu", "--json",
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert result["sacrebleu"][1]["bootstrap_p"] == 1 / 1001
    key = result["sacrebleu"][1]["metric"]
    assert result["metrics"][key][0]["p"] == 1
    assert result["metrics"][key][0]["decision"] == "no-difference"
