"""Ratings against krippendorff, irrCAC, pingouin, scikit-learn and statsmodels: drawn tables with cells
that nobody filled, few or many items, one rater or several, skewed scores, scales of many kinds."""

import csv
import json
import random
import subprocess

import pytest
from conftest import ROOT, eval_json, run_shijin

TABLES = 200
DIMENSIONS = 8  # tables in one file
SCALES = [[1, 2, 3, 4, 5], [0, 1], [1, 2, 3, 4, 5, 6, 7], [0, 12.5, 33, 50, 75, 99.5, 100], [4, 5]]
SHEET_SCALES = [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [4, 5], [1, 3, 5], [1, 2]]  # what a score sheet takes
ALONE = {"krippendorff_alpha": "alpha", "weighted_kappa": "kappa"}


def draw_table(seed, scales=SCALES):
    """Items × raters; None where nobody scored. Raters share a view of each item, more or less."""
    draw = random.Random(seed)
    scale = scales[seed % len(scales)]
    items, raters = draw.choice([2, 3, 5, 12, 30, 60]), draw.choice([1, 2, 2, 3, 3, 5])
    missing = draw.choice([0, 0, 0.1, 0.4])
    noise = draw.choice([0.1, 0.8, 3]) * len(scale) / 5
    skew = draw.choice([0, 0, len(scale)])
    table = []
    for _ in range(items):
        middle = draw.uniform(0, len(scale) - 1) + skew
        places = [round(middle + draw.gauss(0, noise)) for _ in range(raters)]
        row = [scale[max(0, min(len(scale) - 1, place))] for place in places]
        table.append([None if draw.random() < missing else score for score in row])
    if not any(score is not None for row in table for score in row):
        table[0][0] = scale[0]
    return table


def write_ratings(path, tables):
    """One row for each item and rater, one column for each table."""
    items = max(len(table) for table in tables)
    raters = max(len(table[0]) for table in tables)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "rater", *(f"rating:d{d}" for d in range(len(tables)))])
        for item in range(items):
            for rater in range(raters):
                cells = [
                    table[item][rater] if item < len(table) and rater < len(table[0]) else None
                    for table in tables
                ]
                out.writerow([item, f"r{rater}", *("" if c is None else c for c in cells)])


@pytest.fixture(scope="module")
def peers():
    """A function from tables to what the packages say of them, in their own environment."""
    made = subprocess.run(
        ["tools/venv.sh", "tests/peers/requirements-ratings.txt"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    def ask(tables):
        done = subprocess.run(
            [made.stdout.strip() + "/bin/python", "tests/peers/rating_peers.py"],
            cwd=ROOT, input=json.dumps(tables), capture_output=True, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    return ask


def same(ours, theirs, tolerance=1e-9):
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return abs(ours - theirs) <= tolerance * max(1, abs(theirs))


def whole(table):
    """The rows and columns in which anything was scored."""
    columns = [r for r in range(len(table[0])) if any(row[r] is not None for row in table)]
    return [[row[r] for r in columns] for row in table if any(row[r] is not None for r in columns)]


def within(table, distance):
    pairs = [
        abs(row[a] - row[b]) <= distance
        for row in table
        for a in range(len(row))
        for b in range(a)
        if row[a] is not None and row[b] is not None
    ]
    return sum(pairs) / len(pairs) if pairs else None


def raters_in_step(table):
    """Whether raters differ by a constant on every item that all of them scored."""
    rows = [row for row in table if None not in row]
    steps = {tuple(round(score - row[0], 9) for score in row) for row in rows}
    return len(steps) <= 1


def differences(table, lines, mean, expected):
    """Every number that is not the peer's, by name."""
    wrong = []

    def check(name, ours, theirs, tolerance=1e-9):
        if not same(ours, theirs, tolerance):
            wrong.append(f"{name}: {ours}, the peer {theirs}")

    for measure, name in ALONE.items():
        check(measure, lines[measure]["value"], expected[name])
    check("within_1", lines["within_1"]["value"], within(table, 1))
    check("exact_agreement", lines["exact_agreement"]["value"], within(table, 0))
    gwet = expected["gwet"] or [None] * 3
    for part, theirs in zip(("value", "lo", "hi"), gwet):
        ours = lines["gwet_ac2"][part]
        if ours is None and part != "value":
            continue  # one item, or no error: ours has no interval then
        # irrCAC cuts the interval at 1, but not at -1.
        check(f"gwet_ac2 {part}", ours, None if theirs is None else max(theirs, -1))
    for k, measure in enumerate(("icc", "icc_mean")):
        if expected["icc"] == "refused":
            break
        theirs = expected["icc"][k] if expected["icc"] else [None] * 3
        if theirs[0] is None and lines[measure]["value"] is not None and raters_in_step(table):
            assert lines[measure]["lo"] is None
            continue  # pingouin divides by 0
        if theirs[0] is None or theirs[0] <= 1:
            check(measure, lines[measure]["value"], theirs[0])
        if lines[measure]["lo"] is not None:
            check(f"{measure} lo", lines[measure]["lo"], theirs[1], 1e-7)
            check(f"{measure} hi", lines[measure]["hi"], theirs[2], 1e-7)
    theirs = expected["mean"]
    if mean["method"] == "all-alike":  # the peer's interval has no width
        check("mean", mean["value"], theirs[0])
    elif theirs is None:
        check("mean lo", mean["lo"], None)
    else:
        check("mean", mean["value"], theirs[0])
        check("mean lo", mean["lo"], max(theirs[1], mean["low"]))
        check("mean hi", mean["hi"], min(theirs[2], mean["high"]))
    return wrong


def compare(results, expected, tables):
    """Every number of every table that is not the peer's; fails where the peers say too little."""
    wrong = []
    seen = {"alpha": 0, "gwet": 0, "icc": 0, "kappa": 0, "mean": 0}
    for first, result in results:
        for d, table in enumerate(tables[first : first + DIMENSIONS]):
            theirs = expected[first + d]
            for name in seen:
                seen[name] += theirs[name] is not None
            lines = result["ratings"]["agreement"][f"d{d}"]
            mean = result["metrics"][f"human[dim=d{d}]"]
            found = differences(whole(table), lines, mean, theirs)
            wrong += [f"table {first + d}: {one}" for one in found]
    assert not wrong, "\n".join(wrong[:40])
    assert min(seen.values()) > TABLES / 3, seen  # the peers had something to say of most tables


def test_agreement_and_means_equal_the_packages(tmp_path, peers):
    tables = [draw_table(seed) for seed in range(TABLES)]
    results = []
    for first in range(0, TABLES, DIMENSIONS):
        path = tmp_path / f"{first}.csv"
        write_ratings(path, tables[first : first + DIMENSIONS])
        results.append((first, eval_json(path)))
    compare(results, peers(tables), tables)


def campaign_result(folder, tables):
    """What `shijin rate` says of tables that raters wrote into their score sheets."""

    def rate(action, *arguments):
        done = run_shijin("rate", action, "pilot", *arguments, "--store", folder / "store", cwd=folder)
        assert done.returncode in (0, 1, 3), done.stderr
        return done.stdout

    items = max(len(table) for table in tables)
    raters = [f"r{r}" for r in range(max(len(table[0]) for table in tables))]
    folder.mkdir()
    rows = "".join(f"{i},text {i}\n" for i in range(items))
    (folder / "run.csv").write_text("id,output\n" + rows, encoding="utf-8")
    dimensions = [f"d{d}" for d in range(len(tables))]
    rate("new", "run.csv", "--raters", ",".join(raters), "--dims", ",".join(dimensions))
    rate("sheet")
    for r, rater in enumerate(raters):
        path = folder / f"pilot.{rater}.csv"
        sheet = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
        first = sheet[0].index("d0")
        text = sheet[0].index("text")
        for row in sheet[1:]:
            item = int(row[text].split()[-1])
            cells = [
                table[item][r] if item < len(table) and r < len(table[0]) else None
                for table in tables
            ]
            if any(cell is not None for cell in cells):  # else left for later
                row[first : first + len(cells)] = ["NA" if c is None else c for c in cells]
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(sheet)
    rate("import", *(f"pilot.{rater}.csv" for rater in raters))
    return json.loads(rate("status", "--gate", "human[dim=d0]>=3", "--json"))["runs"][0]["result"]


def test_campaigns_equal_the_packages(tmp_path, peers):
    tables = [draw_table(seed, SHEET_SCALES) for seed in range(1000, 1000 + TABLES)]
    results = [
        (first, campaign_result(tmp_path / str(first), tables[first : first + DIMENSIONS]))
        for first in range(0, TABLES, DIMENSIONS)
    ]
    compare(results, peers(tables), tables)
