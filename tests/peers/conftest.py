"""What every peer test uses: running the built `shijin` and reading what it prints as JSON."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = Path(os.environ.get("SHIJIN_BINARY", ROOT / "build/shijin"))


def run_shijin(*arguments, keep=False, **options) -> subprocess.CompletedProcess:
    """Run the binary in the project's root; the answer holds text, never raises by itself."""
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}
    settings = {"cwd": ROOT, "env": env, "timeout": 600, "stdin": subprocess.DEVNULL} | options
    if "input" in options:
        del settings["stdin"]
    # Thousands of runs are not to fill a store in the project's root.
    unkept = ["--no-store"] if not keep and arguments[:1] in (("eval",), ("compare",)) else []
    return subprocess.run(
        [str(BINARY), *map(str, arguments), *unkept],
        capture_output=True, text=True, encoding="utf-8", check=False, **settings,
    )  # fmt: skip


def eval_json(path, *arguments) -> dict:
    """Evaluate a file and give `shijin.result/1`; fails the test when it could not run."""
    done = run_shijin("eval", path, *arguments, "--json")
    assert done.returncode in (0, 1, 3), done.stderr
    return json.loads(done.stdout)


def pytest_configure() -> None:
    """Draw the seed of the nasty texts before xdist starts its workers: all take the same."""
    import nasty

    os.environ["SHIJIN_SEED"] = str(nasty.SEED)


def pytest_report_header() -> str:
    """Name that seed, so that a failure can be had again."""
    return f"SHIJIN_SEED={os.environ['SHIJIN_SEED']}"


@pytest.fixture
def shijin():
    """The binary as a function: shijin("eval", path, "--json") gives a CompletedProcess."""
    return run_shijin
