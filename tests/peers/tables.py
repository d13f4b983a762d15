"""Tables of labels and probabilities for the peer tests: drawn ones, and those of a classifier."""

import csv
import random
from pathlib import Path

import train_classifier

LABEL_SETS = [
    ["0", "1"],
    ["1", "2", "3", "4", "5"],
    ["2", "10", "9"],
    ["negative", "neutral", "positive"],
    ["負面", "中立", "正面"],
    ["Pos", "pos", "POS"],
    ["a,b", 'say "hi"', "x]", "[y", "k=v", "back\\slash"],
    ["\u00e9", "e\u0301", "ß", "😀", "zwj👩\u200d👩\u200d👧"],
    ["only"],
    [f"intent_{i}" for i in range(40)],
    ["a label that is rather long, longer than sixteen bytes", "a label that is rather short"],
]


def canonical(name, **arguments):
    """The key as Shijin prints it."""

    def quoted(value):
        value = str(value)
        if value and not any(c in value for c in ',]=" \t\n'):
            return value
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    inside = ",".join(f"{k}={quoted(v)}" for k, v in sorted(arguments.items()))
    return f"{name}[{inside}]" if inside else name


def write_table(path, columns):
    """Write columns {name: values} as CSV."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(zip(*columns.values()))


def draw_labels(seed):
    """Truth, prediction and weights (or None): imbalanced, with labels only seen on one side."""
    draw = random.Random(seed)
    labels = LABEL_SETS[seed % len(LABEL_SETS)]
    rows = draw.choice([1, 2, 3, 5, 10, 40, 200])
    shares = [draw.random() ** 4 + 1e-3 for _ in labels]
    truth = draw.choices(labels, shares, k=rows)
    skill = draw.random()
    predicted = [t if draw.random() < skill else draw.choice(labels) for t in truth]
    if draw.random() < 0.2:
        predicted = [draw.choice(labels)] * rows
    weights = None
    if draw.random() < 0.4:
        weights = [draw.choice([1, 2, 0.1, 0.3, draw.random() + 0.01]) for _ in truth]
    return truth, predicted, weights


def draw_probabilities(seed):
    """Classes in order of name, truth, rows of probabilities that tie, and weights (or None)."""
    draw = random.Random(10_000 + seed)
    classes = sorted(LABEL_SETS[seed % len(LABEL_SETS)])
    if len(classes) == 1:
        classes = ["no", "yes"]
    rows = draw.choice([2, 3, 5, 10, 40, 200])
    shares = [draw.random() ** 3 + 1e-3 for _ in classes]
    truth = draw.choices(classes, shares, k=rows)
    steps = draw.choice([4, 20, 1000])
    table = []
    for label in truth:
        counts = [draw.randrange(steps) for _ in classes]
        counts[classes.index(label)] += draw.randrange(steps)
        if draw.random() < 0.05:
            counts = [1 if draw.random() < 0.5 else 0 for _ in classes]
        total = sum(counts)
        table.append([c / total for c in counts] if total else [1 / len(classes)] * len(classes))
    weights = None
    if draw.random() < 0.4:
        weights = [draw.choice([1, 2, 0.5, draw.random() + 0.01]) for _ in truth]
    return classes, truth, table, weights


_trained = None


def trained_tables(folder):
    """Predictions of the real classifier: {name: (path, rows as dictionaries)}; trained once."""
    global _trained
    if _trained is None:
        train_classifier.main(folder)
        _trained = {}
        for name in train_classifier.SETS:
            path = Path(folder) / f"{name}_predictions.csv"
            with open(path, encoding="utf-8", newline="") as file:
                _trained[name] = (path, list(csv.DictReader(file)))
    return _trained
