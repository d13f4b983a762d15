#!/usr/bin/env python3
"""Save into stores on disks of every size that may run full: the evaluation is printed all the same.

Each disk is a small file system in memory. The run is saved whole, or a warning says why not and nothing of
it stays behind. Exits 77 (skipped) where such a disk cannot be mounted.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES_KIB = [*range(8, 260, 12), 1024]


def run(*command) -> subprocess.CompletedProcess:
    return subprocess.run([*map(str, command)], capture_output=True, check=False, env={"LANG": "C.UTF-8"})


def main() -> int:
    shijin = Path(sys.argv[1]).resolve()
    rows = ROOT / "examples/rounds/r1.csv"
    wanted = run(shijin, "eval", rows, "--no-store")
    saved = refused = 0
    with tempfile.TemporaryDirectory() as name:
        disk = Path(name) / "disk"
        disk.mkdir()
        for size in SIZES_KIB:
            if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk).returncode:
                print("no disk can be mounted here")
                return 77
            try:
                store = disk / "store"
                done = run(shijin, "eval", rows, "--store", store, "--quiet")
                if (done.stdout, done.returncode) != (wanted.stdout, wanted.returncode):
                    sys.exit(f"{size} KiB: the evaluation is another: {done.stdout.decode()}")
                if b"is not saved" in done.stderr:
                    if b"the disk is full" not in done.stderr:
                        sys.exit(f"{size} KiB: the warning does not say why:\n{done.stderr.decode()}")
                    refused += 1
                else:
                    verified = run(shijin, "runs", "verify", "r1", "--store", store)
                    if done.stderr or verified.returncode != 0:
                        sys.exit(f"{size} KiB: saved, but not whole:\n{verified.stderr.decode()}")
                    saved += 1
                left = [path.name for path in store.glob("runs/*.tmp")]
                if left:
                    sys.exit(f"{size} KiB: {left} stayed behind")
            finally:
                run("umount", disk)
    if not saved or not refused:
        sys.exit(f"the sizes do not tell: {saved} saved, {refused} refused")
    print(f"{saved} of {len(SIZES_KIB)} disks took the run whole, {refused} were full and said so")
    return 0


if __name__ == "__main__":
    sys.exit(main())
