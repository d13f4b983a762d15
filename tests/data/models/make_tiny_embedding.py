#!/usr/bin/env python3
"""Make tiny-embedding.gguf, a BERT of random weights, and golden_embedding.json: what its arithmetic gives
in float64.

The network is BERT's as transformers computes it (post-norm, exact GELU, absolute positions); what is
worked out of its last layer is sentence-transformers' mean pooling and bert_score's greedy matching
(special tokens weigh nothing and may be matched). Needs numpy alone; GGUF is written by hand.
tests/peers/test_embedding.py takes the same functions for a real model.
"""

import json
import math
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = """the a is was good bad very quick slow phone battery life screen poor great service delivery came late early
on time not never i it recommend and but of price fair too high , . ! ?""".split()
HAN = list("电池续航很差好屏幕清晰物流快慢服务价格合理推荐不，。！")
PAIRS = [
    ["the battery life is good", "the battery life is very good"],
    ["delivery came late", "the service was slow"],
    ["great", "bad"],
    ["Great screen, poor battery!", "great screen, poor battery!"],
    ["电池续航很差", "电池很差，续航不好"],
    ["物流快", "delivery came early"],
    ["zzz the price", "the price is fair"],
    ["", "the price is fair"],
    ["it " * 80, "it is on time"],
]


@dataclass
class Bert:
    """A model's shape, vocabulary (a word's first piece begins with ▁) and weights by GGUF's names."""

    heads: int
    layers: int
    window: int
    vocabulary: list[str]
    weights: dict[str, np.ndarray]

    def __post_init__(self) -> None:
        self.ids = {token: i for i, token in enumerate(self.vocabulary)}
        self.doubles = {name: value.astype(np.float64) for name, value in self.weights.items()}


def vocabulary() -> list[str]:
    pieces = sorted({c for word in WORDS for c in word if c.isalpha()})
    starts = [*WORDS, *HAN, *(p for p in pieces if p not in WORDS)]
    return [*SPECIAL, *dict.fromkeys("▁" + word for word in starts), *pieces]


def words_of(text: str) -> list[str]:
    words = [""]
    for c in unicodedata.normalize("NFD", text.lower()):
        if unicodedata.category(c) == "Mn":
            continue
        if c.isspace():
            words.append("")
        elif not c.isalnum() or c > "\u2e80":
            words += [c, ""]
        else:
            words[-1] += c
    return [word for word in words if word]


def tokens_of(bert: Bert, text: str) -> list[int]:
    """WordPiece: the longest piece first; a word with a piece that is unknown is unknown."""
    ids = []
    for word in words_of(text):
        rest, pieces = "▁" + word, []
        while rest:
            size = next((n for n in range(len(rest), 0, -1) if rest[:n] in bert.ids), 0)
            if size == 0:
                pieces = [bert.ids["[UNK]"]]
                break
            pieces.append(bert.ids[rest[:size]])
            rest = rest[size:]
        ids += pieces
    return [bert.ids["[CLS]"], *ids[: bert.window - 2], bert.ids["[SEP]"]]


def make_tiny() -> Bert:
    width, inner, layers, window, words = 32, 64, 2, 64, vocabulary()
    random = np.random.default_rng(20261129)

    def normal(*shape: int, scale: float = 1.0) -> np.ndarray:
        return random.normal(0, scale, shape).astype(np.float32)

    weights = {
        "token_embd.weight": normal(len(words), width),
        "position_embd.weight": normal(window, width, scale=0.3),
        "token_types.weight": normal(2, width, scale=0.1),
        "token_embd_norm.weight": 1 + normal(width, scale=0.1),
        "token_embd_norm.bias": normal(width, scale=0.1),
    }
    for i in range(layers):
        shapes = {"attn_q": (width, width), "attn_k": (width, width), "attn_v": (width, width),
                  "attn_output": (width, width), "ffn_up": (inner, width), "ffn_down": (width, inner)}  # fmt: skip
        for name, (rows, columns) in shapes.items():
            weights[f"blk.{i}.{name}.weight"] = normal(rows, columns, scale=1.0 / math.sqrt(columns))
            weights[f"blk.{i}.{name}.bias"] = normal(rows, scale=0.1)
        for name in ("attn_output_norm", "layer_output_norm"):
            weights[f"blk.{i}.{name}.weight"] = 1 + normal(width, scale=0.1)
            weights[f"blk.{i}.{name}.bias"] = normal(width, scale=0.1)
    return Bert(2, layers, window, words, weights)


def run(bert: Bert, ids: list[int]) -> np.ndarray:
    """The last layer's vectors, in float64."""
    w = bert.doubles
    width = w["token_types.weight"].shape[1]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        spread = np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return (x - x.mean(-1, keepdims=True)) / spread * w[name + ".weight"] + w[name + ".bias"]

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    x = w["token_embd.weight"][ids] + w["position_embd.weight"][: len(ids)] + w["token_types.weight"][0]
    x = norm(x, "token_embd_norm")
    erf = np.vectorize(math.erf)
    for i in range(bert.layers):
        q, k, v = (linear(x, f"blk.{i}.attn_{n}").reshape(len(ids), bert.heads, -1).swapaxes(0, 1) for n in "qkv")
        scores = q @ k.swapaxes(1, 2) / math.sqrt(width / bert.heads)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        heads = (shares @ v).swapaxes(0, 1).reshape(len(ids), width)
        x = norm(x + linear(heads, f"blk.{i}.attn_output"), f"blk.{i}.attn_output_norm")
        up = linear(x, f"blk.{i}.ffn_up")
        gelu = up * 0.5 * (1 + erf(up / math.sqrt(2)))
        x = norm(x + linear(gelu, f"blk.{i}.ffn_down"), f"blk.{i}.layer_output_norm")
    return x


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def compare(a: np.ndarray, b: np.ndarray) -> dict[str, float]:
    """What sentence-transformers and bert_score make of two texts; a is the output."""
    cosine = float(unit(a.mean(0)) @ unit(b.mean(0)))
    if len(a) == 2 or len(b) == 2:
        return {"cosine": cosine, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    matches = unit(a) @ unit(b).T
    precision = float(matches.max(1)[1:-1].mean())
    recall = float(matches.max(0)[1:-1].mean())
    return {"cosine": cosine, "precision": precision, "recall": recall,
            "f1": 2 * precision * recall / (precision + recall)}  # fmt: skip


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def write_gguf(path: Path, name: str, bert: Bert) -> None:
    number, real, flag, word, many = 4, 6, 7, 8, 9
    types = [3 if token in SPECIAL else 1 for token in bert.vocabulary]
    width = bert.weights["token_types.weight"].shape[1]
    facts = [
        ("general.architecture", word, "bert"), ("general.name", word, name),
        ("bert.context_length", number, bert.window), ("bert.embedding_length", number, width),
        ("bert.feed_forward_length", number, bert.weights["blk.0.ffn_up.weight"].shape[0]),
        ("bert.block_count", number, bert.layers), ("bert.attention.head_count", number, bert.heads),
        ("bert.attention.layer_norm_epsilon", real, 1e-12), ("bert.attention.causal", flag, False),
        ("bert.pooling_type", number, 1), ("tokenizer.ggml.model", word, "bert"),
        ("tokenizer.ggml.pre", word, "default"), ("tokenizer.ggml.token_type_count", number, 2),
    ]  # fmt: skip
    for key, token in (("padding", "[PAD]"), ("unknown", "[UNK]"), ("cls", "[CLS]"), ("seperator", "[SEP]"),
                       ("bos", "[CLS]"), ("eos", "[SEP]"), ("mask", "[MASK]")):  # fmt: skip
        facts.append((f"tokenizer.ggml.{key}_token_id", number, bert.ids[token]))
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(bert.weights), len(facts) + 2)
    for key, kind, value in facts:
        head += text(key) + struct.pack("<I", kind)
        head += text(value) if kind == word else struct.pack({number: "<I", real: "<f", flag: "<?"}[kind], value)
    head += text("tokenizer.ggml.tokens") + struct.pack("<IIQ", many, word, len(bert.vocabulary))
    head += b"".join(text(token) for token in bert.vocabulary)
    head += text("tokenizer.ggml.token_type") + struct.pack("<IIQ", many, 5, len(types))
    head += struct.pack(f"<{len(types)}i", *types)
    at, data = 0, []
    for key, value in bert.weights.items():
        shape = value.shape[::-1]
        head += text(key) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
        head += struct.pack("<IQ", 0, at)
        data.append(value.astype("<f4").tobytes() + b"\0" * (-4 * value.size % 32))
        at += len(data[-1])
    path.write_bytes(head + b"\0" * (-len(head) % 32) + b"".join(data))


def main() -> None:
    bert = make_tiny()
    write_gguf(HERE / "tiny-embedding.gguf", "tiny-embedding", bert)
    golden = []
    for output, reference in PAIRS:
        ids = [tokens_of(bert, output), tokens_of(bert, reference)]
        golden.append({"output": output, "reference": reference, "ids": ids,
                       **compare(run(bert, ids[0]), run(bert, ids[1]))})  # fmt: skip
    (HERE / "golden_embedding.json").write_text(
        json.dumps({"pairs": golden}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    with (HERE / "similar.jsonl").open("w", encoding="utf-8") as file:
        for output, reference in PAIRS:
            if len(output) < 100:
                file.write(json.dumps({"output": output, "reference": reference}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
