"""Reading C++ sources without a compiler: comments, string literals and the code between them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      |(?P<raw>(?:u8|u|U|L)?R"(?P<fence>[^()\\\s]{0,16})\((?P<rawbody>.*?)\)(?P=fence)")
      |(?P<string>(?:u8|u|U|L)?"(?P<body>(?:\\.|[^"\\\n])*)")
      |(?P<char>'(?:\\.|[^'\\\n])+')
      |(?P<number>\d[\w.']*)
      |(?P<code>[A-Za-z_]\w*|\s+|.)""",
    re.X | re.S,
)

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]+|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.S)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


@dataclass
class Token:
    """One piece of a source: kind is comment, string, char, or code; line is 1-based."""

    kind: str
    text: str
    line: int


def unescape(body: str) -> str:
    """The text that the inside of an ordinary string literal stands for."""

    def one(match: re.Match) -> str:
        what = match.group(1)
        if what[0] in "xuU" and len(what) > 1:
            return chr(int(what[1:], 16))
        if what[0] in "01234567":
            return chr(int(what, 8))
        return _SIMPLE.get(what, what)

    return _ESCAPE.sub(one, body)


def tokens(text: str) -> list[Token]:
    """Cut a source into tokens; the text of a string token is what it stands for."""
    out = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "code"
        if match.group("raw") is not None:
            out.append(Token("string", match.group("rawbody"), line))
        elif match.group("string") is not None:
            out.append(Token("string", unescape(match.group("body")), line))
        elif match.group("comment") is not None:
            out.append(Token("comment", match.group(0), line))
        elif match.group("char") is not None:
            out.append(Token("char", match.group(0), line))
        else:
            out.append(Token("code", match.group(0), line))
        line += match.group(0).count("\n")
    return out


def code_only(text: str) -> str:
    """The source with comments and the insides of literals blanked; lines stay where they were."""
    out = []
    at = 0
    for match in _TOKEN.finditer(text):
        out.append(text[at : match.start()])
        piece = match.group(0)
        if match.group("comment") is not None:
            piece = re.sub(r"[^\n]", " ", piece)
        elif match.group("raw") is not None or match.group("string") is not None:
            piece = '"' + re.sub(r"[^\n]", " ", piece[1:-1]) + '"'
        elif match.group("char") is not None:
            piece = "'" + " " * (len(piece) - 2) + "'"
        out.append(piece)
        at = match.end()
    out.append(text[at:])
    return "".join(out)


def sources(*folders: str, suffixes: tuple[str, ...] = (".cpp", ".h")) -> list[Path]:
    """Every source below the folders, in order of path."""
    found = []
    for folder in folders:
        base = ROOT / folder
        found += [p for p in base.rglob("*") if p.suffix in suffixes and p.is_file()]
    return sorted(found)


def shown(path: Path) -> str:
    """A path as it is printed: from the project's root."""
    return path.relative_to(ROOT).as_posix()
