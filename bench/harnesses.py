#!/usr/bin/env python3
"""Time Shijin and the general harnesses on one file of 10,000 predicted labels, each as a user starts it.

usage: harnesses.py SHIJIN     (run by bench/run; installs what bench/peers pins into .cache when missing)
       harnesses.py TOOL FILE  (with the Python of the peers: what bench/run times)
The job is the nearest to `shijin eval FILE` that each tool does without a network: DeepEval's
evaluate() with its exact match, MLflow's classifier evaluator over static predictions, promptfoo's echo
provider with an `equals` assertion a row. None gives intervals or a verdict. Prints tab-separated
lines: name, target, measured, unit, peer's figure; a tool that cannot be installed is named instead.
"""

import csv
import hashlib
import itertools
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
ROWS = 10_000
PROMPTFOO_ROWS = 1_000  # of which its figure is worked out: at 10,000 it runs for many minutes
QUIET = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "YES", "ERROR_REPORTING": "NO", "MLFLOW_DISABLE_TELEMETRY": "true",
    "PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1", "PYTHONWARNINGS": "ignore",
}  # fmt: skip


def write_predictions(path: pathlib.Path) -> None:
    """Three Chinese labels, nine in ten right."""
    draw = random.Random(7)
    labels = ["正面", "負面", "中性"]
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["text", "true_label", "pred_label"])
        for number in range(ROWS):
            truth = draw.choices(labels, [6, 3, 1])[0]
            said = truth if draw.random() < 0.9 else draw.choice(labels)
            rows.writerow([f"第 {number} 則評論，續航比想像中好", truth, said])


def deepeval(path: str) -> None:
    from deepeval import evaluate
    from deepeval.evaluate import CacheConfig, DisplayConfig
    from deepeval.metrics import ExactMatchMetric
    from deepeval.test_case import LLMTestCase

    with open(path, encoding="utf-8", newline="") as lines:
        cases = [LLMTestCase(input=row["text"], actual_output=row["pred_label"], expected_output=row["true_label"])
                 for row in csv.DictReader(lines)]  # fmt: skip
    evaluate(test_cases=cases, metrics=[ExactMatchMetric()],
             display_config=DisplayConfig(show_indicator=False, print_results=False),
             cache_config=CacheConfig(write_cache=False, use_cache=False))  # fmt: skip


def mlflow(path: str) -> None:
    import mlflow
    import pandas

    folder = os.getcwd()
    mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    experiment = mlflow.create_experiment("bench", artifact_location=f"file://{folder}/artifacts")
    with mlflow.start_run(experiment_id=experiment):
        mlflow.models.evaluate(data=pandas.read_csv(path), targets="true_label", predictions="pred_label",
                               model_type="classifier")  # fmt: skip


def promptfoo_config(path: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    with path.open(encoding="utf-8", newline="") as lines:
        tests = [{"vars": {"output": row["pred_label"]}, "assert": [{"type": "equals", "value": row["true_label"]}]}
                 for row in itertools.islice(csv.DictReader(lines), PROMPTFOO_ROWS)]  # fmt: skip
    config = folder / "promptfoo.json"
    config.write_text(json.dumps({"prompts": ["{{output}}"], "providers": ["echo"], "tests": tests}))
    return config


def peers_python() -> str | None:
    made = subprocess.run([ROOT / "tools" / "venv.sh", PEERS / "requirements.txt"], stdout=subprocess.PIPE, text=True)
    return f"{made.stdout.strip()}/bin/python" if made.returncode == 0 else None


def promptfoo_program() -> str | None:
    """Installed once under the name of what is pinned, without the optional packages (a gigabyte)."""
    if shutil.which("npm") is None:
        return None
    package = PEERS / "package.json"
    folder = ROOT / ".cache" / f"npm-{hashlib.sha256(package.read_bytes()).hexdigest()[:16]}"
    program = folder / "node_modules" / ".bin" / "promptfoo"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(package, folder / "package.json")
        command = ["npm", "install", "--omit=optional", "--no-audit", "--no-fund", "--no-package-lock"]
        if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL).returncode != 0:
            return None
    return str(program)


def run(command: list[str], folder: pathlib.Path, codes: tuple[int, ...]) -> tuple[float, float]:
    """Wall and CPU seconds of a command and all it starts."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    home = {"HOME": str(folder), "PROMPTFOO_CONFIG_DIR": str(folder / "promptfoo")}
    done = subprocess.run(command, cwd=folder, env=os.environ | QUIET | home, capture_output=True, text=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]} exited with {done.returncode}: {done.stderr[-800:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    shijin = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shijin-bench-"))
    try:
        path = folder / "predictions.csv"
        write_predictions(path)
        ours = [run([shijin, "eval", str(path), "--json"], folder, (0, 1, 3)) for _ in range(5)]
        wall, cpu = min(wall for wall, _ in ours), min(cpu for _, cpu in ours)
        print(f"10k predicted labels, file to verdict\t<= 0.25\t{wall:.4g}\ts\t-", flush=True)
        python, program = peers_python(), promptfoo_program()
        peers = {
            "DeepEval 4.3.1": None if python is None else [python, __file__, "deepeval", str(path)],
            "MLflow 3.17.2": None if python is None else [python, __file__, "mlflow", str(path)],
            "promptfoo 0.119.0": None if program is None else [
                program, "eval", "-c", str(promptfoo_config(path, folder)), "--no-cache", "--no-table",
                "--no-progress-bar", "-o", str(folder / "out.json")],
        }  # fmt: skip
        for name, command in peers.items():
            if command is None:
                print(f"# {name} could not be installed here", flush=True)
                continue
            _, theirs = run(command, folder, (0, 100))  # promptfoo: 100 where any row failed
            if name.startswith("promptfoo"):
                theirs *= ROWS / PROMPTFOO_ROWS
                name += f" ({PROMPTFOO_ROWS:,} rows, scaled)"
            print(f"the same in CPU, beside {name}\t\t{cpu:.4g}\tCPU s\t{theirs:.4g}", flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"deepeval": deepeval, "mlflow": mlflow}[sys.argv[1]](sys.argv[2])
    else:
        main()
