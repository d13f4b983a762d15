#!/usr/bin/env python3
"""Check that includes go only downwards (docs/conventions.md §1) and that the library stays silent.

Prints one line a problem and exits 1; `--root DIR` checks another tree (for the test of this check).
"""

import argparse
import re
import sys
from pathlib import Path

import cpp_source

LAYERS = {
    "base": 0,
    "table": 1, "text": 1, "stats": 1, "db": 1,
    "evidence": 2,
    "lm": 3, "rate": 3,
    "metrics": 4, "judge": 4,
    "engine": 5, "verdict": 5, "store": 5, "check": 5,
    "compare": 6, "loop": 6, "report": 6,
    "serve": 7,
}  # fmt: skip

# The umbrella may name anything; report joins metrics and verdict, which lie below it anyway.
FORBIDDEN = [
    (r"\bthrow\b", "throws: return a Result"),
    (r"\bstd::(cout|cerr|clog|print|println|puts|putchar)\b", "prints: return what is to be shown"),
    (r"(?<![\w.>])(printf|puts|putchar|fputs|perror)\s*\(", "prints: return what is to be shown"),
    (r"\bfprintf\s*\(\s*(stdout|stderr)\b", "prints: return what is to be shown"),
    (r"\bfmt::print\b", "prints: return what is to be shown"),
    (r"\b(secure_)?getenv\s*\(", "reads the environment: take it as an argument"),
    (r"(?<![\w.>])(_?exit|quick_exit|_Exit|abort)\s*\(", "ends the program: return a Result"),
    (r"\brandom_device\b|\bstd::\w+_distribution\b", "draws elsewhere than base/random.h"),
]
# The end of a program whose own assumption failed has to say so.
MAY_END = {"src/base/check.cpp"}
# What only tests include: the naive twins that judge the fast versions, and where the sources are.
FOR_TESTS = ("_test.cpp", "_internal.h")
TEST_HEADER = re.compile(r"reference/|^source_dir\.h$")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def check_include(where: str, folder: str, included: str, root: Path) -> str | None:
    target = included.split("/")[0]
    if folder == "cli":
        if included == "shijin.h" or target == "cli":
            return None
        return f'{where}: cli includes "{included}"; it may include only shijin.h and cli/'
    if target not in LAYERS or not (root / "src" / included).is_file():
        return f'{where}: "{included}" is no header of a folder of src/'
    if target == folder:
        return None
    if included.endswith("_internal.h"):
        return f'{where}: "{included}" is private to {target}'
    if LAYERS[target] >= LAYERS[folder]:
        return (
            f'{where}: {folder} (layer {LAYERS[folder]}) includes "{included}" '
            f"(layer {LAYERS[target]}); only lower layers may be included"
        )
    return None


def check_file(path: Path, root: Path) -> list[str]:
    name = path.relative_to(root).as_posix()
    text = path.read_text(encoding="utf-8")
    parts = name.split("/")
    in_library = parts[0] == "src" and len(parts) > 2
    folder = parts[1] if in_library else parts[0]
    problems = []
    if in_library and len(parts) > 3:
        problems.append(f"{name}: folders of src/ are one level deep")
    if in_library and folder not in LAYERS:
        return problems + [f"{name}: folder {folder} has no layer in tools/check_layers.py"]
    is_umbrella = name == "src/shijin.h"
    for number, line in enumerate(text.split("\n"), 1):
        found = INCLUDE.match(line)
        if found and name.endswith(FOR_TESTS) and TEST_HEADER.search(found.group(1)):
            continue
        if found and not is_umbrella:
            problem = check_include(f"{name}:{number}", folder, found.group(1), root)
            problems += [problem] if problem else []
    # Tests may end or throw inside death tests; the library may not.
    if in_library and name not in MAY_END and not name.endswith("_test.cpp") and folder != "serve":
        for number, line in enumerate(cpp_source.code_only(text).split("\n"), 1):
            for pattern, why in FORBIDDEN:
                if re.search(pattern, line):
                    problems.append(f"{name}:{number}: {why}")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=cpp_source.ROOT)
    root = parser.parse_args().root.resolve()
    files = [
        path
        for top in ("src", "cli")
        for path in sorted((root / top).rglob("*"))
        if path.suffix in (".cpp", ".h")
    ]
    problems = [problem for path in files for problem in check_file(path, root)]
    print("\n".join(problems) if problems else f"layers: {len(files)} files include only downwards")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
