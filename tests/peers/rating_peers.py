"""What the agreement packages say of tables of ratings: a JSON list of tables (items × raters, null
where nobody scored) on standard input, a list of their numbers on standard output.

Runs in the environment of requirements-ratings.txt; test_ratings.py starts it."""

import itertools
import json
import sys
import warnings

import krippendorff
import numpy as np
import pandas as pd
import pingouin
import statsmodels.api as sm
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score


def ordinal_alpha(table):
    """Krippendorff's alpha; None where the package refuses (one value throughout)."""
    try:
        return krippendorff.alpha(reliability_data=table.T, level_of_measurement="ordinal")
    except ValueError:
        return None


def gwet(table):
    frame = pd.DataFrame(table)
    if len(set(table[~np.isnan(table)])) < 2:
        return None
    found = CAC(frame, weights="quadratic", digits=15).gwet()["est"]
    return [found["coefficient_value"], *found["confidence_interval"]]


def icc(table):
    """ICC(A,1) and ICC(A,k) with their intervals, over the items that every rater scored; "refused"
    where pingouin takes no so small table."""
    whole = table[~np.isnan(table).any(axis=1)]
    if len(whole) < 2 or len(np.unique(whole)) < 2:
        return None
    if whole.size < 5:
        return "refused"
    items, raters = np.indices(whole.shape)
    frame = pd.DataFrame(
        {"item": items.ravel(), "rater": raters.ravel(), "score": whole.ravel()}
    )
    found = pingouin.intraclass_corr(frame, targets="item", raters="rater", ratings="score")
    found = found.set_index("Type")
    return [[found.loc[kind, "ICC"], *found.loc[kind, "CI95"]] for kind in ("ICC(A,1)", "ICC(A,k)")]


def pairwise_kappa(table):
    """The mean of scikit-learn's quadratic kappa over pairs of raters where it is defined."""
    values = []
    for a, b in itertools.combinations(range(table.shape[1]), 2):
        both = table[~np.isnan(table[:, [a, b]]).any(axis=1)][:, [a, b]]
        if len(both) == 0:
            continue
        labels = {value: f"{place:03}" for place, value in enumerate(np.unique(both))}
        first, second = ([labels[value] for value in both[:, side]] for side in (0, 1))
        kappa = cohen_kappa_score(first, second, weights="quadratic")
        if not np.isnan(kappa):
            values.append(kappa)
    return float(np.mean(values)) if values else None


def clustered_mean(table):
    """The mean of all scores with the interval of ordinary least squares over whole items."""
    items, raters = np.nonzero(~np.isnan(table))
    scores = table[items, raters]
    if len(set(items)) < 2:
        return None
    fit = sm.OLS(scores, np.ones(len(scores))).fit(
        cov_type="cluster", cov_kwds={"groups": items}, use_t=True
    )
    return [fit.params[0], *fit.conf_int()[0]]


def numbers(table):
    table = np.array(table, dtype=float)
    given = ~np.isnan(table)
    table = table[given.any(axis=1)][:, given.any(axis=0)]
    return {
        "alpha": ordinal_alpha(table),
        "gwet": gwet(table),
        "icc": icc(table),
        "kappa": pairwise_kappa(table),
        "mean": clustered_mean(table),
    }


def plain(value):
    """JSON has no NaN: None."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, str):
        return value
    return None if value is None or not np.isfinite(value) else float(value)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    pingouin.options["round"] = None
    pingouin.options["round.column.CI95"] = None
    json.dump([plain(numbers(table)) for table in json.load(sys.stdin)], sys.stdout)
