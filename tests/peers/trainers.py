"""The metric functions of LLaMA-Factory, ms-swift and EvalScope, as they stand in their wheels.

Their packages ask for gigabytes that no metric uses, so the wheels are fetched without what they depend
on, and the functions are cut out of the sources and run as they are, on the real NLTK, jieba,
rouge-chinese and rouge. Only what feeds them is ours: a tokenizer that decodes row numbers, a mean that
runs in one process."""

import ast
import functools
import logging
import os
import subprocess
import sys
import types
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import jieba
import numpy as np
from conftest import ROOT
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge_chinese import Rouge

WHEELS = {
    "llamafactory": "llamafactory==0.9.5",
    "ms_swift": "ms-swift==4.6.0",
    "evalscope": "evalscope==1.14.1",
}
jieba.setLogLevel(logging.WARNING)


@functools.cache
def source(package, path):
    """The text of a file in the pinned wheel of a package, fetched once into .cache."""
    folder = Path(os.environ.get("SHIJIN_WHEELS", ROOT / ".cache/wheels"))
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(folder.glob(f"{package}-{WHEELS[package].split('==')[1]}-*.whl"))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                   "--disable-pip-version-check", "--dest", str(folder), WHEELS[package]]  # fmt: skip
        subprocess.run(command, check=True)
        found = sorted(folder.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(found[-1]) as wheel:
        return wheel.read(path).decode("utf-8")


def taken(package, path, names, known):
    """Run the named definitions of a file in a namespace of `known`, and give the namespace."""
    tree = ast.parse(source(package, path))
    tree.body = [node for node in tree.body if getattr(node, "name", None) in names]
    assert [node.name for node in tree.body] == list(names)
    space = dict(known)
    exec(compile(tree, path, "exec"), space)
    return space


@functools.cache
def llama_factory():
    """ComputeSimilarity of train/sft/metric.py as a function of outputs and references."""
    known = {
        "dataclass": dataclass, "Optional": Optional, "np": np, "jieba": jieba, "Rouge": Rouge,
        "SmoothingFunction": SmoothingFunction, "sentence_bleu": sentence_bleu,
        "numpify": lambda ids: ids, "IGNORE_INDEX": -100,
    }  # fmt: skip
    space = taken("llamafactory", "llamafactory/train/sft/metric.py", ["ComputeSimilarity"], known)

    def scores(outputs, references):
        texts = [*outputs, *references]
        tokenizer = types.SimpleNamespace(
            pad_token_id=0,
            batch_decode=lambda ids, skip_special_tokens: [texts[row[0]] for row in ids],
        )
        count = len(outputs)
        ids = np.arange(2 * count).reshape(-1, 1)
        rows = types.SimpleNamespace(predictions=ids[:count], label_ids=ids[count:])
        return space["ComputeSimilarity"](tokenizer)(rows)

    return scores


@functools.cache
def ms_swift():
    """compute_rouge_bleu of swift/metrics/nlg.py."""
    torch = types.SimpleNamespace(Tensor=type("Tensor", (), {}), float32=None)
    known = {
        "torch": torch, "np": np, "get_current_device": lambda: "cpu",
        "dist": types.SimpleNamespace(is_initialized=lambda: False),
        "ABC": object, "abstractmethod": lambda function: function,
    }  # fmt: skip
    mean = taken("ms_swift", "swift/metrics/utils.py", ["Metric", "MeanMetric"], known)
    known = {"MeanMetric": mean["MeanMetric"], "List": list}
    space = taken("ms_swift", "swift/metrics/nlg.py", ["compute_rouge_bleu"], known)
    return space["compute_rouge_bleu"]


@functools.cache
def evalscope():
    """The two functions behind general_qa's BLEU and Rouge: (output, reference) → a dictionary."""
    from typing import Dict, List

    known = {"Dict": Dict, "List": List}
    path = "evalscope/metrics/utils/functions.py"
    bleu = taken("evalscope", path, ["bleu_ngram_one_sample"], known)["bleu_ngram_one_sample"]
    known |= {"jieba": jieba, "Rouge": Rouge, "logger": logging.getLogger("evalscope")}
    logging.getLogger("evalscope").setLevel(logging.CRITICAL)
    names = ["is_contains_chinese", "_mean", "compute_rouge_score_one_sample_zh"]
    rouge = taken("evalscope", "evalscope/metrics/utils/rouge.py", names, known)
    return bleu, lambda p, r: rouge["compute_rouge_score_one_sample_zh"]([p], [r])
