#!/usr/bin/env python3
"""Ask a model on disks of every size that may run full: the answer, or words that say so, and nothing broken.

Each disk is a small file system in memory. What is left on it afterwards must not change what a run says once
there is room. Exits 77 (skipped) where such a disk cannot be mounted.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "tests/data/models"
SIZES_KIB = [*range(4, 120, 8), 1024]


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run([*map(str, command)], capture_output=True, check=False, **options)


def main() -> int:
    shijin = Path(sys.argv[1]).resolve()
    model = ["--model", MODELS / "tiny-review-lm.gguf", "--threads", "1", "--quiet"]
    asks = {
        "scoring": ["eval", MODELS / "texts.jsonl", *model, "--task", "lm", "--no-store"],
        "writing": ["predict", MODELS / "reviews.jsonl", *model, "--max-tokens", "8", "-o", "said.jsonl"],
    }
    with tempfile.TemporaryDirectory() as name:
        for title, ask in asks.items():
            calm = Path(name) / title
            calm.mkdir()
            wanted = run(shijin, *ask, cwd=calm)
            if wanted.returncode:
                sys.exit(f"{title}: {wanted.stderr.decode()}")
            said = refused = 0
            for size in SIZES_KIB:
                disk = Path(name) / "disk"
                disk.mkdir(exist_ok=True)
                if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk).returncode:
                    print("no disk can be mounted here")
                    return 77
                try:
                    done = run(shijin, *ask, cwd=disk)
                    if done.returncode == 2:
                        refused += 1
                        if b"the disk is full" not in done.stderr or done.stdout:
                            sys.exit(f"{title}, {size} KiB: {done.stdout.decode()}{done.stderr.decode()}")
                    elif (done.stdout, done.returncode) != (wanted.stdout, wanted.returncode):
                        sys.exit(f"{title}, {size} KiB: another result: {done.stdout.decode()}{done.stderr.decode()}")
                    else:
                        said += 1
                    # With room again, whatever is left of the first run gives the same.
                    run("mount", "-o", "remount,size=4096k", disk)
                    again = run(shijin, *ask, cwd=disk)
                    if (again.stdout, again.returncode) != (wanted.stdout, wanted.returncode):
                        sys.exit(f"{title}, after {size} KiB: {again.stdout.decode()}{again.stderr.decode()}")
                    if title == "writing" and (disk / "said.jsonl").read_bytes() != (calm / "said.jsonl").read_bytes():
                        sys.exit(f"writing, after {size} KiB: other answers")
                finally:
                    run("umount", disk)
            print(f"{title}: {said} disks were large enough, {refused} runs said that the disk is full")
            if not said or not refused:
                sys.exit(f"{title}: the sizes do not reach from too small to large enough")
    return 0


if __name__ == "__main__":
    sys.exit(main())
