#!/usr/bin/env python3
"""Compare a small test set with a training file that is larger than the memory allowed: its rows
stream by, and every planted one is found.

usage: train_larger_than_memory.py SHIJIN [MEGABYTES]
"""

import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

LIMIT = 256 << 20  # bytes of address space, and so of memory
TEST_ROWS, PLANTED = 1000, 50


def text_of(numbers: random.Random) -> str:
    return "".join(map(chr, numbers.choices(range(0x4E00, 0x5A00), k=60)))


def write_train(path: pathlib.Path, size: int, planted: list[str]) -> int:
    numbers = random.Random(2)
    pool = [text_of(numbers) for _ in range(5000)]
    rows = 0
    with path.open("w", encoding="utf-8") as out:
        out.write("text,label\n")
        while out.buffer.tell() < size:
            # Halves of two texts of the pool: new rows, made fast.
            out.write("".join(f"{a[:30]}{b[30:]},1\n" for a, b in zip(pool, numbers.sample(pool, 5000))))
            rows += 5000
        out.write("".join(f"{text},1\n" for text in planted))
    return rows + len(planted)


def main() -> None:
    shijin, size = sys.argv[1], int(sys.argv[2] if len(sys.argv) > 2 else 400) << 20
    numbers = random.Random(1)
    test = [text_of(numbers) for _ in range(TEST_ROWS)]
    with tempfile.TemporaryDirectory() as folder:
        path, train = pathlib.Path(folder, "test.csv"), pathlib.Path(folder, "train.csv")
        path.write_text("text,label\n" + "".join(f"{text},1\n" for text in test), encoding="utf-8")
        rows = write_train(train, size, test[:PLANTED])
        assert train.stat().st_size > LIMIT
        done = subprocess.run([shijin, "check", path, "--train", train, "--json", "--threads=2"],
                              stdout=subprocess.PIPE, text=True, check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)))
        assert done.returncode == 1, done.returncode  # 5 % of the rows leak
        found = json.loads(done.stdout)["leakage"]
        assert found["train_rows"] == rows, found["train_rows"]
        assert found["row_numbers"] == list(range(1, PLANTED + 1)), found["row_numbers"]
    print(f"{rows} training rows, {size >> 20} MB, within {LIMIT >> 20} MB of memory")


if __name__ == "__main__":
    main()
