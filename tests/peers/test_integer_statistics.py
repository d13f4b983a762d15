"""What the metrics count, row by row, against what their peers count on nasty texts and on the bundled
ones: whole numbers, equal without any tolerance. The built statistics_for_tests prints ours."""

import struct
import subprocess

import jiwer
import pytest
from conftest import BINARY
from nasty import SEED, bundled, pairs
from nltk.translate import bleu_score
from rouge_score import rouge_scorer, tokenizers
from sacrebleu.metrics import BLEU, CHRF, TER

DRIVER = BINARY.parent / "statistics_for_tests"
ROWS = pairs(2000) + bundled(600)


def counted(key, rows, fields):
    """The statistics of a key: for each row its numbers, of the types that `fields` names."""
    data = bytearray()
    for row in rows:
        data += struct.pack("<I", len(row.references))
        for text in (row.output, *row.references):
            encoded = text.encode()
            data += struct.pack("<I", len(encoded)) + encoded
    done = subprocess.run([DRIVER, key], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    (count,) = struct.unpack_from("<Q", done.stdout)
    assert len(done.stdout) == 8 + count * struct.calcsize("<" + fields)
    return list(struct.iter_unpack("<" + fields, done.stdout[8:]))


def assert_equal(key, rows, ours, theirs):
    wrong = [
        (key, f"row {i} ({row.kind})", "ours", mine, "theirs", peer, row.output, row.references)
        for i, (row, mine, peer) in enumerate(zip(rows, ours, theirs, strict=True), 1)
        if tuple(mine) != tuple(peer)
    ]
    assert not wrong, f"SHIJIN_SEED={SEED}: {len(wrong)} differ, such as\n" + "\n".join(
        map(repr, wrong[:5])
    )


def columns(references):
    return [[text] for text in references]


BLEUS = {
    "bleu": {},
    "bleu[tok=zh]": {"tokenize": "zh"},
    "bleu[tok=intl]": {"tokenize": "intl"},
    "bleu[tok=char]": {"tokenize": "char"},
    "bleu[tok=none]": {"tokenize": "none"},
    "bleu[case=lc]": {"lowercase": True},
}
ORDER = 4


@pytest.mark.parametrize("key", BLEUS)
def test_bleu_counts_lengths_matches_and_totals_as_sacrebleu(key):
    metric = BLEU(**BLEUS[key])
    theirs = []
    for row in ROWS:
        score = metric.corpus_score([row.output], columns(row.references))
        theirs.append((score.sys_len, score.ref_len, *score.counts, *score.totals))
    ours = []
    for _, output, reference, *matches in counted(key, ROWS, "9I"):
        assert not any(matches[ORDER:])
        totals = [max(0, output - n) for n in range(ORDER)]
        ours.append((output, reference, *matches[:ORDER], *totals))
    assert_equal(key, ROWS, ours, theirs)


@pytest.mark.parametrize("tok", ["char", "ws"])
def test_nltk_bleu_counts_lengths_and_matches_as_nltk(tok):
    cut = {"char": list, "ws": str.split}[tok]
    theirs = []
    for row in ROWS:
        output, references = cut(row.output), [cut(text) for text in row.references]
        ratios = [bleu_score.modified_precision(references, output, n) for n in (1, 2, 3, 4)]
        theirs.append(
            (len(output), bleu_score.closest_ref_length(references, len(output)),
             *(ratio.numerator for ratio in ratios))
        )  # fmt: skip
    key = f"nltk_bleu[avg=corpus,tok={tok}]"
    ours = [row[3:9] for row in counted(key, ROWS, "d2I2I6I")]
    assert_equal(key, ROWS, ours, theirs)


CHRFS = {
    "chrf": {},
    "chrf[word_order=2]": {"word_order": 2},
    "chrf[space=yes]": {"whitespace": True},
    "chrf[case=lc]": {"lowercase": True},
}


@pytest.mark.parametrize("key", CHRFS)
def test_chrf_counts_ngrams_and_matches_as_sacrebleu(key):
    """sacreBLEU's row is output, reference and match of each order: 1 to 6 characters, 1 and 2 words."""
    metric = CHRF(**CHRFS[key])
    words = CHRFS[key].get("word_order", 0)
    theirs = []
    for row in ROWS:
        (one,) = metric._extract_corpus_statistics([row.output], columns(row.references))
        theirs.append(one)
    ours = []
    for _, *numbers in counted(key, ROWS, f"{1 + 4 + 8}I"):
        lengths_output, lengths_reference, matches = numbers[:2], numbers[2:4], numbers[4:]
        row = []
        for order in range(6 + words):
            kind, n = divmod(order, 6)
            in_reference = max(0, lengths_reference[kind] - n)
            in_output = max(0, lengths_output[kind] - n)
            # Where the reference has no n-gram of the order, sacreBLEU counts none of the output.
            row += [in_output if in_reference > 0 else 0, in_reference, matches[order]]
        ours.append(row)
    assert_equal(key, ROWS, ours, theirs)


TERS = {
    "ter": {},
    "ter[asian=yes,normalized=yes]": {"normalized": True, "asian_support": True},
    "ter[no_punct=yes]": {"no_punct": True},
    "ter[case=mixed]": {"case_sensitive": True},
}


@pytest.mark.parametrize("key", TERS)
def test_ter_counts_edits_and_reference_words_as_sacrebleu(key):
    """The settings only cut words otherwise; the search is the same, and slow in the peer."""
    rows = [
        row
        for row in pairs(2000 if key == "ter" else 300, long=0)
        if len(row.output) + sum(map(len, row.references)) < 500
    ]
    metric = TER(**TERS[key])
    theirs = []
    for row in rows:
        score = metric.corpus_score([row.output], columns(row.references))
        theirs.append((score.num_edits, score.ref_length))
    ours = [
        (edits, length / references)
        for _, too_long, edits, references, length in counted(key, rows, "4IQ")
        if not too_long
    ]
    assert_equal(key, rows, ours, theirs)


ROUGE_CUTS = {
    "latin": tokenizers.DefaultTokenizer(use_stemmer=False).tokenize,
    "latin-stem": tokenizers.DefaultTokenizer(use_stemmer=True).tokenize,
    "char": lambda text: [c for c in text if not c.isspace()],
}


@pytest.mark.parametrize("tok", ROUGE_CUTS)
def test_rouge_counts_tokens_and_matches_as_rouge_score(tok):
    cut = ROUGE_CUTS[tok]
    # The peer's table of subsequences is plain Python: texts of a thousand tokens cost it seconds.
    rows = pairs(2400, long=0, ratio=0) + bundled(300)
    rows = [row for row in rows if len(row.output) < 400]
    assert len(rows) >= 2000
    flat, theirs = [], []
    for row in rows:
        output = cut(row.output)
        for text in row.references:
            reference = cut(text)
            both = []
            for n in (1, 2):
                wanted = rouge_scorer._create_ngrams(reference, n)
                said = rouge_scorer._create_ngrams(output, n)
                both.append(sum(min(count, said[gram]) for gram, count in wanted.items()))
            table = rouge_scorer._lcs_table(reference, output)
            flat.append(row._replace(references=[text]))
            theirs.append((len(output), len(reference), *both, table[-1][-1]))
    assert_equal(tok, flat, counted(f"rouge[tok={tok}]", rows, "5I"), theirs)


def test_edits_are_jiwers():
    """Hits, substitutions, deletions, insertions: words as under WER, MER and WIL, characters as CER."""
    words, characters = [], []
    for row in ROWS:
        for kept, peer in ((words, jiwer.process_words), (characters, jiwer.process_characters)):
            one = peer(row.references[0], row.output)
            kept.append((one.hits, one.substitutions, one.deletions, one.insertions))
    ours = [row[2:] for row in counted("mer", ROWS, "6I")]
    assert_equal("mer", ROWS, ours, words)
    assert_equal("edits[tok=jiwer]", ROWS, counted("edits[tok=jiwer]", ROWS, "4I"), words)
    ours = counted("edits[tok=codepoint]", ROWS, "4I")
    assert_equal("edits[tok=codepoint]", ROWS, ours, characters)
    for key, theirs in {"wer": words, "cer": characters}.items():
        sums = [(s + d + i, h + s + d) for h, s, d, i in theirs]
        assert_equal(key, ROWS, [row[2:] for row in counted(key, ROWS, "4I")], sums)
