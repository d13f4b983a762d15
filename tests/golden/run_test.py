#!/usr/bin/env python3
"""What the runner of the transcripts does, tried on commands every machine has."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import run  # noqa: E402


def replayed(text: str) -> str:
    return run.replay(text, Path("/usr/bin/true"))[0]


class Transcript(unittest.TestCase):
    def test_leaves_alone_what_comes_out_the_same(self):
        text = "Words.\n\n```console\n$ echo one; echo two\none\ntwo\n$ true\n```\nMore words.\n"
        self.assertEqual(run.replay(text, Path("/usr/bin/true")), (text, 2))

    def test_replaces_output_that_differs(self):
        self.assertEqual(
            replayed("```console\n$ echo new\nold\nolder\n```\n"),
            "```console\n$ echo new\nnew\n```\n",
        )

    def test_tells_an_exit_code_that_is_not_0(self):
        self.assertEqual(
            replayed("```console\n$ echo no; exit 3\n```\n"),
            "```console\n$ echo no; exit 3\nno\n# exit 3\n```\n",
        )

    def test_shows_standard_error_too(self):
        self.assertEqual(
            replayed("```console\n$ echo out; echo err >&2\n```\n"),
            "```console\n$ echo out; echo err >&2\nout\nerr\n```\n",
        )

    def test_joins_a_command_over_several_lines(self):
        text = "```console\n$ echo one \\\n    two\none two\n```\n"
        self.assertEqual(replayed(text), text)

    def test_writes_the_files_that_the_text_shows(self):
        text = "```csv file=bad.csv\na,b\n1\n```\n```console\n$ cat bad.csv\na,b\n1\n```\n"
        self.assertEqual(replayed(text), text)

    def test_leaves_other_fences_alone(self):
        text = "```sh\n$ exit 7\n```\n"
        self.assertEqual(run.replay(text, Path("/usr/bin/true")), (text, 0))

    def test_shows_the_project_and_writes_nothing_into_it(self):
        text = "```console\n$ ls tests/golden/run.py; touch made-here; ls made-here\n```\n"
        self.assertIn("tests/golden/run.py\nmade-here\n", replayed(text))
        self.assertFalse((run.ROOT / "made-here").exists())

    def test_fails_on_a_difference_and_mends_it_when_told(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.md"
            path.write_text("```console\n$ echo new\nold\n```\n", encoding="utf-8")
            sys.argv = ["run.py", str(path)]
            self.assertEqual(run.main(), 1)
            sys.argv = ["run.py", "--accept", str(path)]
            self.assertEqual(run.main(), 0)
            self.assertEqual(
                path.read_text(encoding="utf-8"), "```console\n$ echo new\nnew\n```\n"
            )


if __name__ == "__main__":
    unittest.main()
