"""Texts that files can hold and tools stumble over: a right number, or an error that says how to mend
it; never a crash and never a wrong number."""

import json
import time

import pytest
from conftest import eval_json, run_shijin
from nasty import Pair, scored

KEYS = [
    "bleu", "bleu[tok=zh]", "bleu[tok=intl]", "nltk_bleu[tok=char]", "chrf", "chrf[word_order=2]",
    "ter", "gleu[tok=char]", "rouge_1[tok=char]", "rouge_2[tok=latin]", "rouge_l[tok=char]",
    "rouge_lsum[tok=latin]", "cer", "wer", "mer", "wil", "exact_match", "squad_em", "squad_f1",
    "cmrc_em", "cmrc_f1",
]  # fmt: skip
PERFECT = {"cer": 0, "wer": 0, "mer": 0, "wil": 0, "ter": 0}
WHOLE = {"bleu", "chrf"}

STRANGE = {
    "NUL": "the cat\x00sat on the mat",
    "BOM inside": "the cat \ufeffsat on the mat",
    "line separator": "the cat\u2028sat on\u2029the mat",
    "next line": "the cat\x85sat on the mat",
    "CRLF": "the cat\r\nsat on the mat",
    "a lone CR": "the cat\rsat on the mat",
    "the last code point": "the cat \U0010ffff on the mat",
    "noncharacters": "the cat \ufffe \uffff on the mat",
    "right to left": "the cat \u202e sat on the mat",
    "an escape": "the cat \x1b[31m sat on the mat",
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_text_equals_itself_whatever_it_holds(name, tmp_path):
    text = STRANGE[name]
    ours = scored(tmp_path, [Pair("", text, [text])], KEYS)
    assert ours.rows[0]["output"] == text and ours.rows[0]["reference"] == [text]
    for key in KEYS:
        family = key.split("[")[0]
        best = PERFECT.get(family, 100 if family in WHOLE else 1)
        assert ours.corpus[key] == pytest.approx(best, rel=1e-12), key


LONG_WORDS = 200_000  # about a megabyte


@pytest.mark.parametrize("kind", ["equal", "one word changed", "Chinese"])
def test_rows_of_a_megabyte_are_scored_or_say_why_not(kind, tmp_path):
    words = [f"w{i * 7919 % 1000}" for i in range(LONG_WORDS)]
    other = list(words)
    if kind == "one word changed":
        other[LONG_WORDS // 2] = "changed"
    joint = " "
    if kind == "Chinese":
        words = [chr(0x4E00 + i * 7919 % 3000) for i in range(350_000)]
        other, joint = words[1:], ""
    rows = [Pair("", joint.join(other), [joint.join(words)])]
    began = time.monotonic()
    ours = scored(tmp_path, rows, KEYS)
    assert time.monotonic() - began < 300
    for key in KEYS:
        if ours.corpus[key] is None:
            why = ours.result["metrics"][key]["undefined"]["en"]
            assert "beyond its limit" in why or "more than" in why, (key, why)
    if kind == "Chinese":
        assert ours.corpus["cer"] == pytest.approx(1 / len(words), rel=1e-12)
    else:
        wrong = kind == "one word changed"
        assert ours.corpus["wer"] == pytest.approx(wrong / LONG_WORDS, rel=1e-12)
        assert ours.corpus["mer"] == pytest.approx(wrong / LONG_WORDS, rel=1e-12)


def test_files_may_begin_with_a_bom_and_end_lines_with_crlf(tmp_path):
    rows = [("the cat sat on the mat", "the cat is on the mat"), ("今天天氣很好", "今天的天氣很好")]
    lines = [json.dumps({"output": o, "reference": r}, ensure_ascii=False) for o, r in rows]
    want = scored(tmp_path, [Pair("", o, [r]) for o, r in rows], KEYS).corpus
    for name, text in {
        "bom": "\ufeff" + "\n".join(lines),
        "crlf": "\r\n".join(lines) + "\r\n",
        "both": "\ufeff" + "\r\n".join(lines),
    }.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_text(text, encoding="utf-8", newline="")
        result = eval_json(path, "--task", "generation", "--metrics", ",".join(KEYS))
        assert {key: result["metrics"][key]["value"] for key in KEYS} == want, name


def test_half_a_character_in_json_is_an_error_with_its_place(tmp_path):
    path = tmp_path / "half.jsonl"
    path.write_text('{"output":"ok","reference":"ok"}\n{"output":"a \\ud800 b","reference":"a"}\n')
    done = run_shijin("eval", path, "--task", "generation", "--metrics", "bleu")
    assert done.returncode == 2
    assert f"{path}:2:14: error: \\ud800 is only half of a character\n" in done.stderr
    assert "  name: json-surrogate " in done.stderr


def test_bytes_that_are_not_utf8_are_an_error_with_their_place(tmp_path):
    path = tmp_path / "bytes.jsonl"
    path.write_bytes(b'{"output":"ok","reference":"ok"}\n{"output":"a \xff b","reference":"a"}\n')
    done = run_shijin("eval", path, "--task", "generation", "--metrics", "bleu")
    assert done.returncode == 2
    assert f"{path}:2:14: error: the bytes FF" in done.stderr
    assert "  name: encoding-invalid " in done.stderr


def test_columns_of_nothing_give_the_peers_numbers(tmp_path):
    rows = [Pair("", "", [""])] * 3
    ours = scored(tmp_path, rows, ["bleu", "chrf", "ter", "wer", "cer", "rouge_1[tok=latin]"])
    assert set(ours.corpus.values()) == {0}
