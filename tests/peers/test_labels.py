"""Every label metric against scikit-learn, on the predictions of a real classifier and on 300 drawn
tables."""

import warnings

import numpy as np
import pytest
import tables
from conftest import eval_json
from sklearn import metrics as peer

AVERAGES = ["macro", "micro", "weighted"]
KEYS = ",".join(
    ["accuracy,balanced_accuracy,mcc,unparsed_rate,precision,recall,f1,specificity,jaccard"]
    + ["kappa,kappa[weights=linear],kappa[weights=quadratic]"]
    + [f"{m}[avg={a}]" for m in ("precision", "recall", "f1", "specificity", "jaccard")
       for a in AVERAGES]
    + ["f1[avg=macro,beta=2]", "f1[avg=weighted,beta=0.5]", "f1[avg=micro,beta=3]"]
)  # fmt: skip


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def ratio(top, bottom):
    return top / bottom if bottom else np.nan


def specificity(truth, predicted, weights, labels):
    """Recall of "not this label", by label and averaged as scikit-learn averages recall."""
    tops, bottoms, supports = [], [], []
    for label in labels:
        negative = truth != label
        tops.append(weights[negative & (predicted != label)].sum())
        bottoms.append(weights[negative].sum() if negative.any() else 0.0)
        supports.append(weights[truth == label].sum())
    each = {label: ratio(t, b) for label, t, b in zip(labels, tops, bottoms)}
    filled = np.nan_to_num(list(each.values()))
    return each, {
        "macro": filled.mean(),
        "micro": np.nan_to_num(ratio(sum(tops), sum(bottoms))),
        "weighted": np.average(filled, weights=supports),
    }


def expected_scores(truth, predicted, weights=None, labels=None):
    """Every key to scikit-learn's value; NaN where ours has to be undefined."""
    truth, predicted = np.asarray(truth, object), np.asarray(predicted, object)
    given = {"sample_weight": weights, "labels": labels}
    free = {"sample_weight": weights}
    names = labels or sorted(set(truth) | set(predicted))
    expected = {
        "accuracy": peer.accuracy_score(truth, predicted, **free),
        "balanced_accuracy": peer.balanced_accuracy_score(truth, predicted, **free),
    }
    if labels is None:
        expected["unparsed_rate"] = 0.0
        expected["mcc"] = peer.matthews_corrcoef(truth, predicted, **free)
        scale = all(is_number(name) for name in names)
        a, b = (np.array([int(x) for x in side]) if scale else side for side in (truth, predicted))
        expected["kappa"] = peer.cohen_kappa_score(a, b, **free)
        for kind in ("linear", "quadratic"):
            value = peer.cohen_kappa_score(a, b, weights=kind, **free)
            expected[f"kappa[weights={kind}]"] = value
    score = {"precision": peer.precision_score, "recall": peer.recall_score,
             "f1": peer.f1_score, "jaccard": peer.jaccard_score}  # fmt: skip
    for name, function in score.items():
        for average in AVERAGES:
            value = function(truth, predicted, average=average, zero_division=0, **given)
            expected[f"{name}[avg={average}]"] = value
        undefined = {} if name == "jaccard" else {"zero_division": np.nan}
        each = function(truth, predicted, average=None, **({**given, "labels": names}), **undefined)
        for label, value in zip(names, each):
            if name == "jaccard" and not ((truth == label) | (predicted == label)).any():
                value = np.nan
            expected[tables.canonical(name, label=label)] = value
    for average, beta in (("macro", 2), ("weighted", 0.5), ("micro", 3)):
        value = peer.fbeta_score(truth, predicted, beta=beta, average=average, zero_division=0,
                                 **given)  # fmt: skip
        expected[f"f1[avg={average},beta={beta}]"] = value
    each, averages = specificity(
        truth, predicted, np.ones(len(truth)) if weights is None else np.asarray(weights), names
    )
    expected |= {tables.canonical("specificity", label=k): v for k, v in each.items()}
    expected |= {f"specificity[avg={k}]": v for k, v in averages.items()}
    return expected


def compare(result, expected):
    """Fail with every key that differs."""
    wrong = []
    for key, value in expected.items():
        ours = result["metrics"].get(key)
        if ours is None:
            wrong.append(f"{key}: missing")
        elif np.isnan(value):
            if ours["value"] is not None or not ours["undefined"]:
                wrong.append(f"{key}: {ours['value']}, not undefined")
        elif ours["value"] is None:
            wrong.append(f"{key}: undefined ({ours['undefined']}), not {value!r}")
        elif not abs(ours["value"] - value) <= 1e-12 * max(1.0, abs(value)):
            wrong.append(f"{key}: {ours['value']!r}, not {value!r}")
    assert not wrong, "\n".join(wrong)


@pytest.fixture(autouse=True)
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", ["zh_sentiment", "en_intent", "zh_reviews"])
def test_real_predictions_score_as_scikit_learn_says(name, tmp_path_factory):
    path, rows = tables.trained_tables(tmp_path_factory.getbasetemp() / "trained")[name]
    result = eval_json(path, "--metrics", KEYS)
    compare(
        result,
        expected_scores([r["true_label"] for r in rows], [r["pred_label"] for r in rows]),
    )


@pytest.mark.parametrize("block", range(10))
def test_drawn_tables_score_as_scikit_learn_says(block, tmp_path):
    for seed in range(30 * block, 30 * block + 30):
        truth, predicted, weights = tables.draw_labels(seed)
        columns = {"true_label": truth, "pred_label": predicted}
        if weights:
            columns["weight"] = weights
        path = tmp_path / f"{seed}.csv"
        tables.write_table(path, columns)
        compare(eval_json(path, "--metrics", KEYS), expected_scores(truth, predicted, weights))


def test_given_labels_are_scikit_learns_labels_and_other_outputs_are_errors(tmp_path):
    labels = ["a", "b", "c", "d"]  # d is nowhere
    truth = list("aabbccabca")
    predicted = ["a", "b", "b", "I cannot say", "c", "", "a", "maybe b?", "a", "a"]
    path = tmp_path / "closed.csv"
    tables.write_table(path, {"true_label": truth, "pred_label": predicted})
    result = eval_json(path, "--labels", "a,b,c,d", "--metrics", KEYS)
    compare(result, expected_scores(truth, predicted, labels=labels) | {"unparsed_rate": 0.3})


def test_costs_follow_the_definition(tmp_path):
    truth = list("001122001122001")
    predicted = list("011122000122101")
    path = tmp_path / "costs.csv"
    tables.write_table(path, {"true_label": truth, "pred_label": predicted})
    cost = np.array([[0, 5, 2], [1, 0, 3], [4, 2, 0]])
    text = ",".join(f"{t}>{p}={cost[t, p]}" for t in range(3) for p in range(3) if t != p)
    table = peer.confusion_matrix(truth, predicted)
    rates = table / table.sum(axis=1, keepdims=True)
    for options, share in (
        ([], table.sum(axis=1) / table.sum()),
        (["--prevalence", "0=0.8,1=0.15,2=0.05"], np.array([0.8, 0.15, 0.05])),
    ):
        expected = (share[:, None] * rates * cost).sum()
        least = (share[:, None] * cost).sum(axis=0).min()
        result = eval_json(path, "--metrics", "expected_cost,normalised_cost", "--cost", text,
                           *options)  # fmt: skip
        compare(result, {"expected_cost": expected, "normalised_cost": expected / least})
