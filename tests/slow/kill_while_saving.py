#!/usr/bin/env python3
"""Kill `shijin eval` at 20 random moments: the store stays readable, and what was acknowledged stays.

An evaluation that ended with exit 0 must be listed, whole, with statistics that compare; a killed one
is either whole or not there. The moments come from a fixed seed, over the time that one run takes.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KILLS = 20
ROWS = 20_000


def write_rows(path: Path) -> None:
    draw = random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,text,truth,predicted\n")
        for i in range(ROWS):
            truth = draw.randrange(3)
            predicted = truth if draw.random() < 0.8 else draw.randrange(3)
            file.write(f"{i},some text of row {i},{truth},{predicted}\n")


def listed(shijin: str, folder: Path) -> list[dict]:
    done = subprocess.run(
        [shijin, "runs", "list", "--json"], cwd=folder, capture_output=True, check=False
    )
    if done.returncode != 0 or done.stderr:
        sys.exit(f"the store cannot be read after a kill:\n{done.stderr.decode()}")
    return json.loads(done.stdout)["runs"]


def main() -> int:
    shijin = str(Path(sys.argv[1]).resolve())
    draw = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "rows.csv")
        command = [shijin, "eval", "rows.csv", "--quiet", "--name"]
        began = time.monotonic()
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL}
        subprocess.run([*command, "first"], check=True, **quiet)
        seconds = time.monotonic() - began
        acknowledged = {"first"}
        killed = 0
        for i in range(KILLS):
            child = subprocess.Popen([*command, f"run{i}"], **quiet)
            # Most moments fall into the last part of the run, where it saves.
            time.sleep(seconds * (draw.random() if i % 2 else 0.6 + 0.5 * draw.random()))
            child.send_signal(signal.SIGKILL)
            if child.wait() == 0:
                acknowledged.add(f"run{i}")
            else:
                killed += 1
            names = {run["name"] for run in listed(shijin, folder)}
            if not acknowledged <= names:
                sys.exit(f"acknowledged runs are gone: {acknowledged - names}")
        runs = listed(shijin, folder)
        for run in runs:
            subprocess.run([shijin, "runs", "verify", run["id"], "--quiet"], check=True, **quiet)
        # The next that saves clears what the killed ones left.
        subprocess.run([*command, "last"], check=True, **quiet)
        left = [path.name for path in (folder / ".shijin/runs").iterdir() if path.name.endswith(".tmp")]
        if left:
            sys.exit(f"folders of killed runs stay behind: {left}")
        if killed < KILLS // 2:
            sys.exit(f"only {killed} of {KILLS} kills met a running program")
        print(f"{killed} of {KILLS} runs were killed; {len(runs)} are whole, none is lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
