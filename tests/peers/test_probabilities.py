"""Every probability metric against scikit-learn, on the predictions of a real classifier and on 300
drawn tables."""

import numpy as np
import pytest
import tables
from conftest import eval_json
from sklearn import metrics as peer
from test_labels import compare, quiet  # noqa: F401  (quiet is a fixture)

AVERAGES = ["macro", "weighted", "micro"]


def calibration_error(confidence, right, weights, bins):
    """Expected calibration error as the metric defines it."""
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs((weights * (right - confidence))[at == i].sum()) for i in range(bins)]
    return sum(gaps) / weights.sum()


def brier_parts(shares, indicator, weights, bins=15):
    """Murphy's three parts as their definition says, a label after the other; halved for two."""
    parts = np.zeros(3)
    for k in range(indicator.shape[1]):
        p, is_true = shares[:, k], indicator[:, k]
        base = np.average(is_true, weights=weights)
        at = np.minimum((p * bins).astype(int), bins - 1)
        for i in set(at):
            inside, rows = weights[at == i].sum() / weights.sum(), weights[at == i]
            rate = np.average(is_true[at == i], weights=rows)
            parts[0] += inside * (np.average(p[at == i], weights=rows) - rate) ** 2
            parts[1] += inside * (rate - base) ** 2
        parts[2] += base * (1 - base)
    return parts / (2 if indicator.shape[1] == 2 else 1)


def averaged(function, truth, shares, weights, average):
    """Macro and weighted: undefined as soon as one label is; micro: all cells in one ranking."""
    if average != "micro" and not truth.any(axis=0).all():
        return np.nan
    return function(truth, shares, average=average, sample_weight=weights)


def expected_scores(classes, truth, shares, weights=None):
    """Every key to scikit-learn's value; NaN where ours has to be undefined."""
    truth, shares = np.asarray(truth, object), np.asarray(shares)
    indicator = np.stack([truth == name for name in classes], axis=1).astype(int)
    expected = {
        "log_loss": peer.log_loss(truth, shares, labels=classes, sample_weight=weights),
        "brier": peer.brier_score_loss(truth, shares, labels=classes, sample_weight=weights),
    }
    for k, name in enumerate(classes):
        area = peer.roc_auc_score(indicator[:, k], shares[:, k], sample_weight=weights)
        expected[tables.canonical("roc_auc", label=name)] = area
        precision = np.nan
        if indicator[:, k].any():
            precision = peer.average_precision_score(
                indicator[:, k], shares[:, k], sample_weight=weights
            )
        expected[tables.canonical("average_precision", label=name)] = precision
    for average in AVERAGES:
        for name, function in (("roc_auc", peer.roc_auc_score),
                               ("average_precision", peer.average_precision_score)):  # fmt: skip
            value = averaged(function, indicator, shares, weights, average)
            expected[f"{name}[avg={average}]"] = value
    several = len(classes) > 2 and len(set(truth)) > 1
    if several and weights is None:
        for average in AVERAGES[:2]:
            value = peer.roc_auc_score(truth, shares, labels=classes, multi_class="ovo",
                                       average=average)  # fmt: skip
            expected[f"roc_auc[avg={average},multi=ovo]"] = value
    if several and len(set(truth)) == len(classes):
        value = peer.roc_auc_score(truth, shares, labels=classes, multi_class="ovr",
                                   sample_weight=weights)  # fmt: skip
        assert value == expected["roc_auc[avg=macro]"]
    ones = np.ones(len(truth)) if weights is None else np.asarray(weights)
    top = shares.argmax(axis=1)
    right = np.array([truth[i] == classes[top[i]] for i in range(len(truth))])
    for bins in (15, 7):
        key = "ece" if bins == 15 else f"ece[bins={bins}]"
        expected[key] = calibration_error(shares.max(axis=1), right, ones, bins)
    for name, value in zip(("reliability", "resolution"), brier_parts(shares, indicator, ones)):
        expected[f"brier_{name}"] = value
    expected["brier_uncertainty"] = brier_parts(shares, indicator, ones)[2]
    expected["brier_reliability[bins=7]"] = brier_parts(shares, indicator, ones, 7)[0]
    return expected


def keys_for(expected):
    return ",".join(expected)


@pytest.mark.parametrize("name", ["zh_sentiment", "en_intent", "zh_reviews"])
def test_real_predictions_score_as_scikit_learn_says(name, tmp_path_factory):
    path, rows = tables.trained_tables(tmp_path_factory.getbasetemp() / "trained")[name]
    classes = [column[len("prob_") :] for column in rows[0] if column.startswith("prob_")]
    shares = [[float(row["prob_" + c]) for c in classes] for row in rows]
    expected = expected_scores(classes, [row["true_label"] for row in rows], shares)
    compare(eval_json(path, "--metrics", keys_for(expected)), expected)


@pytest.mark.parametrize("block", range(10))
def test_drawn_tables_score_as_scikit_learn_says(block, tmp_path):
    for seed in range(30 * block, 30 * block + 30):
        classes, truth, shares, weights = tables.draw_probabilities(seed)
        columns = {"true_label": truth, "pred_label": truth}
        columns |= {f"prob_{c}": [repr(row[k]) for row in shares] for k, c in enumerate(classes)}
        if weights:
            columns["weight"] = weights
        path = tmp_path / f"{seed}.csv"
        tables.write_table(path, columns)
        expected = expected_scores(classes, truth, shares, weights)
        compare(eval_json(path, "--metrics", keys_for(expected)), expected)


def test_the_parts_add_up_to_the_score_when_bins_hold_one_probability_each(tmp_path):
    """Tenths in ten bins of their own: then nothing varies within a bin (Murphy 1973)."""
    random = np.random.default_rng(5)
    first = random.integers(0, 10, 400) / 10 + 0.05
    truth = (random.random(400) < first).astype(int)
    path = tmp_path / "tenths.csv"
    tables.write_table(
        path,
        {"true_label": truth, "pred_label": (first > 0.5).astype(int),
         "prob_0": [repr(float(1 - p)) for p in first], "prob_1": [repr(float(p)) for p in first]},
    )  # fmt: skip
    keys = ["brier"] + [f"brier_{part}" for part in ("reliability[bins=10]", "resolution[bins=10]",
                                                     "uncertainty")]  # fmt: skip
    found = [eval_json(path, "--metrics", ",".join(keys))["metrics"][key]["value"] for key in keys]
    assert found[0] == pytest.approx(found[1] - found[2] + found[3], abs=1e-12)


def test_one_column_of_a_binary_task_is_the_probability_of_its_label(tmp_path):
    truth = [0, 0, 1, 1, 1, 0]
    shares = np.array([0.1, 0.4, 0.35, 0.8, 1.0, 0.0])
    path = tmp_path / "one.csv"
    tables.write_table(
        path, {"true_label": truth, "pred_label": (shares > 0.5).astype(int), "prob_1": shares}
    )
    expected = {
        "roc_auc": peer.roc_auc_score(truth, shares),
        "roc_auc[label=0]": peer.roc_auc_score(truth, shares),
        "average_precision": peer.average_precision_score(truth, shares),
        "average_precision[label=0]": peer.average_precision_score(
            truth, 1 - shares, pos_label=0
        ),
        "log_loss": peer.log_loss(truth, shares),
        "brier": peer.brier_score_loss(truth, shares),
    }
    compare(eval_json(path, "--metrics", keys_for(expected)), expected)
