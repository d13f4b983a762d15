"""Parquet and Feather files written by pyarrow give what the same rows give as JSON Lines.

Runs the binary named by SHIJIN_BINARY, which must be built with SHIJIN_ARROW=on.
"""

import json
import os
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = (ROOT / os.environ["SHIJIN_BINARY"]).resolve()
ROWS = 10_000  # more than two shards


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(BINARY), "eval", *map(str, arguments)],
        capture_output=True, text=True, check=False, env={"LANG": "C.UTF-8"},
    )  # fmt: skip


def numbers(path) -> dict:
    """All that was computed, without where it came from."""
    done = run(path, "--json")
    assert done.returncode in (0, 1, 3), done.stderr
    result = json.loads(done.stdout)
    assert result["data"]["rows"] == result["data"]["used"]
    return {key: result[key] for key in ("task", "metrics", "labels", "confusion")}


def write_lines(path, columns: dict) -> None:
    rows = zip(*columns.values(), strict=True)
    text = "".join(
        json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n" for row in rows
    )
    path.write_text(text, encoding="utf-8")


def write_parquet(table, path):
    pq.write_table(table, path, row_group_size=3000)


def write_feather(table, path):
    feather.write_feather(table, str(path), chunksize=1700, compression="zstd")


WRITERS = pytest.mark.parametrize(
    ("write", "suffix"), [(write_parquet, "parquet"), (write_feather, "feather")]
)


@WRITERS
def test_labels_and_probabilities(tmp_path, write, suffix):
    truth = [("pos", "neg", "中立")[i * 7 % 11 % 3] for i in range(ROWS)]
    predicted = [("pos", "neg", "中立")[i * 5 % 13 % 3] for i in range(ROWS)]
    write_lines(tmp_path / "a.jsonl", {"true_label": truth, "pred_label": predicted})
    table = pa.table(
        {
            "true_label": pa.array(truth).dictionary_encode(),
            "pred_label": pa.array(predicted, pa.large_string()),
        }
    )
    write(table, tmp_path / f"a.{suffix}")
    assert numbers(tmp_path / f"a.{suffix}") == numbers(tmp_path / "a.jsonl")


@WRITERS
def test_integers_and_doubles(tmp_path, write, suffix):
    truth = [i % 2 for i in range(ROWS)]
    share = [((i * 37) % 101) / 101 for i in range(ROWS)]
    columns = {
        "true_label": truth,
        "prob_0": [1 - p for p in share],
        "prob_1": share,
    }
    write_lines(tmp_path / "a.jsonl", columns)
    table = pa.table(columns).set_column(0, "true_label", pa.array(truth, pa.int8()))
    write(table, tmp_path / f"a.{suffix}")
    assert numbers(tmp_path / f"a.{suffix}") == numbers(tmp_path / "a.jsonl")


@WRITERS
def test_texts_with_lists_of_references(tmp_path, write, suffix):
    outputs = [f"第 {i} 句話，\n很 \"好\"" for i in range(300)]
    references = [[f"第 {i} 句話，很好", f"第 {i} 句"] for i in range(300)]
    write_lines(tmp_path / "a.jsonl", {"output": outputs, "reference": references})
    table = pa.table({"output": outputs, "reference": references})
    write(table, tmp_path / f"a.{suffix}")
    assert numbers(tmp_path / f"a.{suffix}") == numbers(tmp_path / "a.jsonl")


@WRITERS
def test_a_file_cut_short_is_refused(tmp_path, write, suffix):
    path = tmp_path / f"a.{suffix}"
    write(pa.table({"true_label": ["a"] * ROWS, "pred_label": ["a"] * ROWS}), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    done = run(path)
    assert done.returncode == 2
    assert f"a.{suffix}: error: the file cannot be read: " in done.stderr


def test_bytes_that_are_no_text_are_refused(tmp_path):
    table = pa.table({"true_label": ["a", "b"], "pred_label": pa.array([b"a", b"\xff"])})
    pq.write_table(table, tmp_path / "a.parquet")
    done = run(tmp_path / "a.parquet")
    assert done.returncode == 2
    assert "error: column pred_label holds bytes that are no UTF-8\n" in done.stderr
