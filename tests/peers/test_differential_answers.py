"""SQuAD's and CMRC's exact match and F1 against their rules, on nasty texts.

Neither script is a package. Both oracles are written here from the rules in words; CMRC's words come
from the real nltk.word_tokenize with preserve_line=True, since the data of its sentence splitter is no
part of the package (that splitter also drops white space at the end, so it is dropped here)."""

import random
import re
import string
import unicodedata
from collections import Counter

from nasty import SEED, Pair, assert_equal_to_peers, averaged, bundled, pairs
from nltk.tokenize import word_tokenize

# Code points that this Python does not know yet may be letters to us.
ROWS = [
    row
    for row in pairs(2600) + bundled(300)
    if "Cn" not in map(unicodedata.category, row.output + "".join(row.references))
]


def squad_normal(text):
    kept = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def f1(common, output, reference):
    if common == 0:
        return 0
    precision, recall = common / output, common / reference
    return 2 * precision * recall / (precision + recall)


def squad_f1(output, reference, version=1):
    said, wanted = squad_normal(output).split(), squad_normal(reference).split()
    if version == 2 and not (said and wanted):
        return said == wanted
    common = sum((Counter(said) & Counter(wanted)).values())
    return f1(common, len(said), len(wanted))


def best(value):
    return averaged(lambda output, references: max(value(output, r) for r in references))


def test_squad_equals_its_rules(tmp_path):
    assert len(ROWS) >= 2000
    peers = {
        "squad_em": best(lambda output, r: squad_normal(output) == squad_normal(r)),
        "squad_f1": best(squad_f1),
        "squad_f1[version=2]": best(lambda output, r: squad_f1(output, r, 2)),
    }
    assert_equal_to_peers(tmp_path, ROWS, peers)


# Two characters stand as one item of the script's list, which no single character equals.
CMRC_DROPPED = set("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")


def cmrc_normal(text):
    return "".join(c for c in text.lower().strip() if c not in CMRC_DROPPED)


def cmrc_units(text):
    units = []
    for part in re.split("([\u4e00-\u9fa5])", cmrc_normal(text)):
        han = "\u4e00" <= part <= "\u9fa5"
        units += [part] if han else word_tokenize(part.rstrip(), preserve_line=True)
    return units


def longest_common_run(a, b):
    longest = 0
    row = [0] * (len(b) + 1)
    for token in a:
        above, row = row, [0] * (len(b) + 1)
        for j, other in enumerate(b, 1):
            if token == other:
                row[j] = above[j - 1] + 1
                longest = max(longest, row[j])
    return longest


def cmrc_f1(output, reference):
    said, wanted = cmrc_units(output), cmrc_units(reference)
    return f1(longest_common_run(wanted, said), len(said), len(wanted))


ENGLISH = (
    "\"hello,\" she said. 'tis 'twas can't cannot gonna wanna gotta lemme gimme d'ye more'n i'm he's "
    "they'll we've you're dogs' 'quoted' (a.b.) [x] {y} <z> ... a.. b... $3.50, 50% x@y.z #1 & ; ? ! "
    "3,000 a,b ,, \u2014 \u2013 ‘single’ «chevron» \"\" '' ''x'' `` end.) end.\" U.S. e.g. x.\n y. 'sıs 'ſ 'n' rock'n'roll"
).split(" ")


def test_cmrc_equals_its_rules(tmp_path):
    peers = {
        "cmrc_em": best(lambda output, r: cmrc_normal(output) == cmrc_normal(r)),
        "cmrc_f1": best(cmrc_f1),
    }
    assert_equal_to_peers(tmp_path, ROWS, peers)


def test_words_of_answers_equal_nltk(tmp_path):
    """English full of quotation marks, clitics and contractions, as one unit run after another."""
    rng = random.Random(SEED)
    rows = []
    for _ in range(4000):
        text = ""
        for _ in range(rng.randint(1, 7)):
            text += rng.choice(ENGLISH) + rng.choice(
                ["", " ", " ", " ", ",", ".", "'", '"', " '", "\n"]
            )
        # The reference has the units apart already, so that every one of them has to be right.
        rows.append(Pair("answer", text, ["中".join(cmrc_units(text)) or "x", text + "x"]))
        rows.append(Pair("answer", text, [" ".join(cmrc_units(text)) or "x"]))
    assert_equal_to_peers(tmp_path, rows, {"cmrc_f1": best(cmrc_f1)})
