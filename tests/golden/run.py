#!/usr/bin/env python3
"""Run the transcripts of a Markdown file and compare what is printed, whole, with what stands there.

A fence ```console holds `$ command` lines, each followed by its output (standard output and error as
a terminal shows them) and, where it is not 0, a last line `# exit 3`. A fence such as
```csv file=bad.csv writes that file first. Commands run in a scratch folder that shows the project's
files, so that what they write never lands in the project. `--accept` rewrites the file.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(\w+)?(.*)$")
EXIT = re.compile(r"^# exit (\d+)$")
SECONDS = 120


def scratch_folder(folder: Path) -> None:
    """Show the project's files in the folder, but for what programs write."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith(".") and not entry.name.startswith("build"):
            (folder / entry.name).symlink_to(entry)
    # A store that is there already, so that not every first command says that it makes one.
    (folder / ".shijin/runs").mkdir(parents=True)


def environment(binary: Path, folder: Path) -> dict[str, str]:
    # Nothing of the caller's settings but the sanitizers' may change the output.
    kept = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    return kept | {
        "PATH": f"{binary.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "80",
    }


# Root may read and write whatever the permissions say; a user of the commands may not.
AS_A_USER = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def run(command: str, folder: Path, env: dict[str, str]) -> str:
    """What a command prints, as it stands in a transcript: whole lines, then the exit code."""
    done = subprocess.run(
        [*AS_A_USER, "bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False,
    )  # fmt: skip
    printed = done.stdout.decode("utf-8", errors="backslashreplace")
    if printed and not printed.endswith("\n"):
        printed += "\n"
    return printed + (f"# exit {done.returncode}\n" if done.returncode else "")


def replay_console(lines: list[str], folder: Path, env: dict[str, str]) -> tuple[list[str], int]:
    """The lines of a console fence as they come out now, and how many commands it holds."""
    out = []
    commands = 0
    at = 0
    while at < len(lines):
        if not lines[at].startswith("$ "):
            at += 1  # the old output
            continue
        command = lines[at][2:]
        out.append(lines[at])
        while command.endswith("\\") and at + 1 < len(lines):
            at += 1
            out.append(lines[at])
            command = command[:-1] + lines[at]
        commands += 1
        out += run(command, folder, env).split("\n")[:-1]
        at += 1
    return out, commands


def replay(text: str, binary: Path) -> tuple[str, int]:
    """The whole file as it comes out now, and how many commands it holds."""
    out = []
    commands = 0
    lines = text.split("\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scratch_folder(folder)
        env = environment(binary, folder)
        at = 0
        while at < len(lines):
            fence = FENCE.match(lines[at])
            out.append(lines[at])
            at += 1
            if not fence:
                continue
            end = at
            while end < len(lines) and lines[end] != "```":
                end += 1
            body = lines[at:end]
            wanted = re.search(r"\bfile=(\S+)", fence.group(2))
            if fence.group(1) == "console":
                body, count = replay_console(body, folder, env)
                commands += count
            elif wanted:
                (folder / wanted.group(1)).write_text("\n".join(body) + "\n", encoding="utf-8")
            out += body
            out += lines[end : end + 1]
            at = end + 1
    return "\n".join(out), commands


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, default=ROOT / "build/shijin")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    files = arguments.files or [
        *sorted((ROOT / "tests/golden").glob("*.md")),
        *sorted(ROOT.glob("*.md")),
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted((ROOT / "examples").glob("*.md")),
    ]
    differ = 0
    for path in files:
        expected = path.read_text(encoding="utf-8")
        actual, commands = replay(expected, arguments.binary.resolve())
        name = os.path.relpath(path, ROOT)
        if actual == expected:
            print(f"{name}: {commands} commands print what stands there")
            continue
        if arguments.accept:
            path.write_text(actual, encoding="utf-8")
            print(f"{name}: rewritten, read the difference before you commit it")
            continue
        differ += 1
        changes = difflib.unified_diff(
            expected.split("\n"), actual.split("\n"), name, "now", lineterm="", n=2
        )
        print("\n".join(changes))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
