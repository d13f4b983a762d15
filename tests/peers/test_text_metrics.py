"""Text metrics of the real binary against sacreBLEU, NLTK, rouge-score and jiwer, row by row and for
the corpus, on generated texts made of what breaks tokenisers."""

import json
import random
import warnings

import jiwer
import pytest
from conftest import eval_json
from nltk.translate import bleu_score
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF

PIECES = """a b A 5 6 . , - &amp; &quot; &lt; &amp;lt; <skipped> <skip ped> 中 国 國 繁 體 体 ， 。 … “ ’
😀 👩‍👩‍👧 𠀀 é ß Σ か ﾊ Ａ １ ^ { ' / 3.5 1,000 U.S. don't don’t the cat sat mat 今天天氣 今天天气 很好 続航
(hi) "x" -- ... .5 5. İ K""".split()
BLANKS = [" ", " ", " ", "  ", "\n", "-\n", "\t", "\u3000", "\u00a0", "\u2028", "\u200b", "\x1c"]
KEYS = {}


def peer(key):
    """Register a peer: a function of (outputs, references of each) that gives the corpus value."""
    return lambda function: KEYS.setdefault(key, function)


def sacrebleu_of(metric):
    def corpus(outputs, references):
        most = max(map(len, references))
        columns = [[r[i] if i < len(r) else None for r in references] for i in range(most)]
        return metric.corpus_score(outputs, columns).score

    return corpus


for _tok in ("13a", "zh", "char", "none"):
    peer(f"bleu[tok={_tok}]" if _tok != "13a" else "bleu")(sacrebleu_of(BLEU(tokenize=_tok)))
for _smooth in ("floor", "add-k", "none"):
    peer(f"bleu[smooth={_smooth},tok=zh]")(sacrebleu_of(BLEU(tokenize="zh", smooth_method=_smooth)))
peer("bleu[case=lc]")(sacrebleu_of(BLEU(lowercase=True)))
peer("bleu[eff=yes]")(sacrebleu_of(BLEU(effective_order=True)))
peer("bleu[order=2,tok=char]")(sacrebleu_of(BLEU(tokenize="char", max_ngram_order=2)))
peer("bleu[order=6]")(sacrebleu_of(BLEU(max_ngram_order=6)))
peer("chrf")(sacrebleu_of(CHRF()))
peer("chrf[word_order=2]")(sacrebleu_of(CHRF(word_order=2)))
peer("chrf[beta=1,order=3,word_order=1]")(sacrebleu_of(CHRF(3, 1, 1)))


def mean(values):
    return sum(values) / len(values)


def nltk_sentence(cut, order, smooth):
    method = getattr(bleu_score.SmoothingFunction(), f"method{smooth}")

    def average(outputs, references):
        return mean([
            bleu_score.sentence_bleu([cut(t) for t in r], cut(o), (1 / order,) * order, method)
            for o, r in zip(outputs, references)
        ])  # fmt: skip

    return average


def nltk_corpus(cut, smooth):
    method = getattr(bleu_score.SmoothingFunction(), f"method{smooth}")

    def pooled(outputs, references):
        return bleu_score.corpus_bleu(
            [[cut(t) for t in r] for r in references], [cut(o) for o in outputs],
            smoothing_function=method,
        )  # fmt: skip

    return pooled


peer("nltk_bleu[order=2,tok=char]")(nltk_sentence(list, 2, 0))
for _smooth in (0, 1, 2, 3, 4, 5, 7):
    _given = f"smooth={_smooth}," if _smooth else ""
    peer(f"nltk_bleu[{_given}tok=char]")(nltk_sentence(list, 4, _smooth))
    peer(f"nltk_bleu[{_given}tok=ws]")(nltk_sentence(str.split, 4, _smooth))
for _smooth in (0, 1, 2, 3, 4):
    _given = f"smooth={_smooth}," if _smooth else ""
    peer(f"nltk_bleu[avg=corpus,{_given}tok=char]")(nltk_corpus(list, _smooth))
    peer(f"nltk_bleu[avg=corpus,{_given}tok=ws]")(nltk_corpus(str.split, _smooth))


class Characters:
    """The tokeniser that stands behind tok=char: every character but white space."""

    def tokenize(self, text):
        return [c for c in text if not c.isspace()]


def rouge(kind, part, tokenizer):
    scorer = rouge_scorer.RougeScorer([kind], tokenizer=tokenizer)

    def average(outputs, references):
        scores = [scorer.score_multi(r, o)[kind] for o, r in zip(outputs, references)]
        return mean([float(getattr(score, part)) for score in scores])

    return average


for _name, _tokenizer in (("latin", None), ("char", Characters())):
    for _kind in ("1", "2", "5", "9", "L"):
        peer(f"rouge_{_kind.lower()}[tok={_name}]")(rouge(f"rouge{_kind}", "fmeasure", _tokenizer))
    for _letter, _part in (("p", "precision"), ("r", "recall")):
        peer(f"rouge_1[part={_letter},tok={_name}]")(rouge("rouge1", _part, _tokenizer))
        peer(f"rouge_l[part={_letter},tok={_name}]")(rouge("rougeL", _part, _tokenizer))


@peer("cer")
def cer(outputs, references):
    return jiwer.cer([r[0] for r in references], outputs)


@peer("wer")
def wer(outputs, references):
    return jiwer.wer([r[0] for r in references], outputs)


def text(rng, longest):
    pieces = PIECES if rng.random() < 0.6 else rng.sample(PIECES, 6)
    joint = rng.choice(["", " ", None])
    out = ""
    for _ in range(rng.randint(0, longest)):
        out += rng.choice(pieces)
        out += rng.choice(BLANKS) if joint is None and rng.random() < 0.5 else joint or ""
    return out


def rows_of(seed, count, references):
    """Pairs of (output, references): alike, equal, blank, and unlike."""
    rng = random.Random(seed)
    rows = []
    for _ in range(count):
        base = text(rng, rng.choice([0, 2, 5, 15, 40]))
        wanted = [base if rng.random() < 0.5 else text(rng, 15) for _ in range(references(rng))]
        output = rng.choice([
            base, base, base[: len(base) // 2], base + text(rng, 4), base[1:] + base[:3],
            text(rng, 15), "", " \n\u3000", base.upper(),
        ])  # fmt: skip
        rows.append((output, wanted))
    return rows


def long_rows():
    """Texts beyond every limit inside: 64, 128, 256 and 1,024 tokens, and long against short."""
    rng = random.Random(7)
    rows = []
    for length in (63, 64, 65, 128, 129, 256, 257, 1024, 1025, 3000):
        words = [rng.choice("abcdefghij天地玄黃宇宙洪荒") for _ in range(length)]
        other = [w if rng.random() < 0.8 else "x" for w in words]
        rng.random() < 0.5 and other.insert(length // 2, "more words here")
        rows.append((" ".join(words), [" ".join(other)]))
        rows.append(("".join(words), ["".join(other[: length // 2]), "".join(other)]))
        rows.append((" ".join(words), ["a"]))
    rows.append(("a " * 2000, ["a " * 30]))
    return rows


CASES = {
    "one reference": rows_of(1, 120, lambda rng: 1),
    "several references": rows_of(2, 120, lambda rng: rng.randint(1, 4)),
    "short": [(o[:6], [r[:6] for r in refs]) for o, refs in rows_of(3, 120, lambda rng: 2)],
    "long": long_rows(),
    "blank": [("", [""]), (" ", ["a b"]), ("a b", [""]), ("\u3000", ["\n"])],
    "all blank": [("", [""]), ("\t", [" "])],
    "one equal row": [("the cat sat on the mat", ["the cat sat on the mat"])],
}


def close(ours, theirs):
    return ours == pytest.approx(float(theirs), rel=1e-12, abs=0)


@pytest.mark.parametrize("name", CASES)
def test_every_key_equals_its_peer(name, tmp_path):
    rows = CASES[name]
    path = tmp_path / "predictions.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number, (output, references) in enumerate(rows, 1):
            row = {"id": str(number), "output": output, "reference": references}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    samples = tmp_path / "samples.jsonl"
    result = eval_json(
        path, "--task", "generation", "--metrics", ",".join(KEYS), "--samples", samples
    )
    alone = [json.loads(line) for line in samples.read_text(encoding="utf-8").split("\n") if line]
    assert len(alone) == len(rows)
    wrong = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for key, corpus in KEYS.items():
            theirs = corpus([o for o, _ in rows], [r for _, r in rows])
            ours = result["metrics"][key]["value"]
            if not close(ours, theirs):
                wrong.append((key, "corpus", ours, theirs))
            for (output, references), sample in zip(rows, alone):
                theirs = corpus([output], [references])
                if not close(sample[key], theirs):
                    wrong.append((key, output, references, sample[key], theirs))
    assert wrong == []


def test_method_6_is_undefined_exactly_where_nltk_raises(tmp_path):
    rows = rows_of(4, 200, lambda rng: 2)
    path = tmp_path / "predictions.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for output, references in rows:
            out.write(json.dumps({"output": output, "reference": references}) + "\n")
    samples = tmp_path / "samples.jsonl"
    key = "nltk_bleu[smooth=6,tok=char]"
    eval_json(path, "--task", "generation", "--metrics", key, "--samples", samples)
    alone = [json.loads(line) for line in samples.read_text(encoding="utf-8").split("\n") if line]
    theirs = nltk_sentence(list, 4, 6)
    raised = 0
    for (output, references), sample in zip(rows, alone, strict=True):
        try:
            expected = theirs([output], [references])
        except AssertionError:
            raised += 1
            assert sample[key] is None
        else:
            assert close(sample[key], expected)
    assert 0 < raised < len(rows)
