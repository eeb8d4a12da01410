"""Measures how hard the card fraud of a dataset is to find, and whether any single column gives it away.

    pip install -r requirements.txt
    python fraud_detection.py DIR [--train-days 30] [--delay-days 7] [--test-days 30] [--json]

The detector is the usual one of the Fraud Detection Handbook (Le Borgne, Siblini, Lebichot, Bontempi, 2022, chapters 3 and 5): an
authorization's amount, night and weekend; the customer's count and mean amount over 1, 7 and 30 days; the terminal's count and
share of known fraud over 1, 7 and 30 days before a delay. Gradient boosting is trained on a period, waits for the delay in which
frauds become known, and is tested on the period after it; so for every period that the dataset holds.

Fraud is what a bank would label so: authorizations that the card's holder did not make, and those that they say they
did not make. Payments that victims make themselves, and goods given back without right, are no fraud of the authorization, and count as
genuine. A detector learns only labels known by the end of the delay, and is judged by the truth.

Exit code 1 when a bound is broken, 2 when DIR is not a dataset with the tables needed.
"""

import argparse
import datetime
import json
import pathlib
import sys

import duckdb
import numpy
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from fraud_authorizations import DAY, attach, build_authorizations
from fraud_columns import POST_HOC, TELLING_SHARE, single_columns, telling_values

DAYS = (1, 7, 30)
MODELS = ("boosting", "depth_two_tree", "logistic_regression")
# Genuine authorizations beyond these teach a detector nothing new: all frauds stay, and ranks do not feel the weight.
MOST_GENUINE = 200_000
CARDS_A_DAY = 100

# What must hold: least, most; None where there is no such bound.
BOUNDS = {
    "boosting AUC": (0.88, 0.95),
    "boosting average precision": (0.05, 0.20),
    "depth-two tree AUC": (None, 0.80),
    "best single column AUC": (None, 0.80),
    "values more than half fraud": (None, 0),
}


def main() -> int:
    arguments = read_arguments()
    if not (arguments.dataset / "manifest.json").is_file():
        print(f"{arguments.dataset}: no dataset (manifest.json is missing)", file=sys.stderr)
        return 2
    db = duckdb.connect()
    db.execute("SET preserve_insertion_order = false")
    db.execute("SET TimeZone = 'UTC'")
    attach(db, arguments.dataset)
    build_authorizations(db, arguments.delay_days)
    build_features(db, arguments.delay_days)
    result = judge(detect(db, arguments), single_columns(db), telling_values(db))
    print(json.dumps(result, indent=2) if arguments.json else as_text(result))
    return 1 if result["broken"] else 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dataset", type=pathlib.Path, metavar="DIR", help="folder that `fauxbank generate` wrote, in Parquet")
    parser.add_argument("--train-days", type=int, default=30, help="length of each training period")
    parser.add_argument("--delay-days", type=int, default=7, help="days until most frauds are known")
    parser.add_argument("--test-days", type=int, default=30, help="length of each test period")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser.parse_args()


def build_features(db: duckdb.DuckDBPyConnection, delay_days: int) -> None:
    """The handbook's features; a site is its own terminal."""
    spent = ", ".join(
        f"count(*) OVER of_customer_{days} AS customer_count_{days}, avg(amount) OVER of_customer_{days} AS customer_mean_{days}"
        for days in DAYS
    )
    seen = ", ".join(
        f"count(*) OVER at_terminal_{days} AS terminal_count_{days}, "
        f"coalesce(avg(is_known_in_time) OVER at_terminal_{days}, 0) AS terminal_risk_{days}"
        for days in DAYS
    )
    customer = ", ".join(
        f"of_customer_{days} AS (PARTITION BY customer_id ORDER BY at_second "
        f"RANGE BETWEEN {days * DAY} PRECEDING AND CURRENT ROW)"
        for days in DAYS
    )
    terminal = ", ".join(
        f"at_terminal_{days} AS (PARTITION BY place, terminal ORDER BY at_second "
        f"RANGE BETWEEN {(days + delay_days) * DAY} PRECEDING AND {delay_days * DAY} PRECEDING)"
        for days in DAYS
    )
    db.execute(f"CREATE TABLE of_customers AS SELECT *, {spent} FROM authorizations WINDOW {customer}")
    db.execute(f"CREATE TABLE features AS SELECT *, {seen} FROM of_customers WINDOW {terminal} ORDER BY at_second")
    db.execute("DROP TABLE of_customers")


def feature_names() -> list[str]:
    of_customer = [f"customer_{what}_{days}" for days in DAYS for what in ("count", "mean")]
    at_terminal = [f"terminal_{what}_{days}" for days in DAYS for what in ("count", "risk")]
    return ["amount", "is_night", "is_weekend", *of_customer, *at_terminal]


def periods(db: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> list[int]:
    """The starts of training, one test period apart; the first after the longest window of the features."""
    first, last = db.execute("SELECT min(at_second), max(at_second) FROM authorizations").fetchone()
    whole = (arguments.train_days + arguments.delay_days + arguments.test_days) * DAY
    start = first + (max(DAYS) + arguments.delay_days) * DAY
    return list(range(start, last + DAY - whole, arguments.test_days * DAY))


def rows(db: duckdb.DuckDBPyConnection, start: int, end: int, label: str, kept: float = 1.0) -> tuple:
    """Features, labels, cards and days of a period; of the genuine a share, by their ids, so that every run takes the same."""
    columns = ", ".join(f"CAST({name} AS FLOAT) AS {name}" for name in feature_names())
    found = db.execute(f"""
        SELECT {columns}, CAST({label} AS TINYINT) AS label, card_id, at_second // {DAY} AS day FROM features
        WHERE at_second >= {start} AND at_second < {end} AND ({label} OR hash(transaction_id) % 1000000 < {int(kept * 1e6)})
        ORDER BY transaction_id""").fetchnumpy()
    features = numpy.column_stack([numpy.asarray(found[name]) for name in feature_names()])
    return features, *(numpy.asarray(found[name]) for name in ("label", "card_id", "day"))


def detect(db: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> dict:
    """Trains and tests on every period, and averages."""
    runs = []
    for start in periods(db, arguments):
        trained_until = start + arguments.train_days * DAY
        tested_from = trained_until + arguments.delay_days * DAY
        tested_until = tested_from + arguments.test_days * DAY
        count = db.execute(f"SELECT count(*) FROM features WHERE at_second >= {start} AND at_second < {trained_until}").fetchone()[0]
        is_known = f"coalesce(known_at <= {tested_from}, false)"
        x, y, *_ = rows(db, start, trained_until, is_known, min(1.0, MOST_GENUINE / max(count, 1)))
        tested = rows(db, tested_from, tested_until, "is_fraud = 1")
        if y.sum() == 0 or tested[1].sum() == 0:
            continue
        trained_from = datetime.datetime.fromtimestamp(start, datetime.UTC).date().isoformat()
        run = {"trained_from": trained_from, "frauds_trained": int(y.sum()), "frauds_tested": int(tested[1].sum())}
        run["prevalence"] = float(tested[1].mean())
        for name, model in models().items():
            model.fit(x, y)
            run[name] = scores(model.predict_proba(tested[0])[:, 1], tested)
        runs.append(run)
    if not runs:
        raise SystemExit("the dataset is too short or too small for a training and a test period with fraud")
    return {"periods": runs, "mean": averages(runs)}


def models() -> dict:
    """The detectors; small leaves would learn single frauds by heart."""
    boosting = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=100, max_leaf_nodes=8, min_samples_leaf=100, l2_regularization=5.0,
        early_stopping=False, random_state=1,
    )  # fmt: skip
    tree = DecisionTreeClassifier(max_depth=2, class_weight="balanced", random_state=1)
    line = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
    return {"boosting": boosting, "depth_two_tree": tree, "logistic_regression": line}


def scores(score: numpy.ndarray, tested: tuple) -> dict[str, float]:
    _, truth, cards, days = tested
    precision, best = card_precision(score, truth, cards, days)
    return {
        "auc": float(roc_auc_score(truth, score)),
        "average_precision": float(average_precision_score(truth, score)),
        "card_precision_at_100": precision,
        "best_possible_card_precision": best,
    }


def card_precision(score, truth, cards, days) -> tuple[float, float]:
    """The share of defrauded cards among the hundred most suspicious of a day, and what an oracle would reach."""
    found, possible = [], []
    for day in numpy.unique(days):
        of_day = numpy.flatnonzero(days == day)
        ids, of_card = numpy.unique(cards[of_day], return_inverse=True)
        worst = numpy.zeros(len(ids))
        numpy.maximum.at(worst, of_card, score[of_day])
        is_defrauded = numpy.zeros(len(ids), dtype=bool)
        is_defrauded[of_card[truth[of_day] == 1]] = True
        top = numpy.argsort(-worst, kind="stable")[:CARDS_A_DAY]
        found.append(is_defrauded[top].sum() / CARDS_A_DAY)
        possible.append(min(is_defrauded.sum(), CARDS_A_DAY) / CARDS_A_DAY)
    return float(numpy.mean(found)), float(numpy.mean(possible))


def averages(runs: list[dict]) -> dict:
    mean = {"prevalence": float(numpy.mean([run["prevalence"] for run in runs]))}
    for name in MODELS:
        measures = runs[0][name]
        mean[name] = {measure: float(numpy.mean([run[name][measure] for run in runs])) for measure in measures}
        deviation = numpy.std([run[name]["auc"] for run in runs], ddof=1) if len(runs) > 1 else float("nan")
        mean[name]["auc_standard_error"] = float(deviation / len(runs) ** 0.5)
    return mean


def judge(detection: dict, columns: dict[str, float], values: list[dict]) -> dict:
    """Puts the measures beside the bounds."""
    mean = detection["mean"]
    measured = {
        "boosting AUC": mean["boosting"]["auc"],
        "boosting average precision": mean["boosting"]["average_precision"],
        "depth-two tree AUC": mean["depth_two_tree"]["auc"],
        "best single column AUC": max(columns.values()),
        "values more than half fraud": sum(value["share"] > TELLING_SHARE for value in values),
    }
    broken = [
        name
        for name, (least, most) in BOUNDS.items()
        if (least is not None and measured[name] < least) or (most is not None and measured[name] > most)
    ]
    return {
        "measured": measured, "bounds": BOUNDS, "broken": broken, "detection": detection, "columns": columns,
        "telling_values": values, "post_hoc_columns": POST_HOC,
    }  # fmt: skip


def as_text(result: dict) -> str:
    mean, runs = result["detection"]["mean"], result["detection"]["periods"]
    trained = sum(run["frauds_trained"] for run in runs) / len(runs)
    lines = [
        f"{len(runs)} periods, {trained:.0f} known frauds to learn from in each, prevalence {1e4 * mean['prevalence']:.2f} of 10,000",
        "",
        f"{'model':<22}{'AUC':>8}{'s.e.':>8}{'avg. precision':>16}{'card precision@100':>20}",
    ]
    for name in MODELS:
        of = mean[name]
        lines.append(
            f"{name:<22}{of['auc']:>8.3f}{of['auc_standard_error']:>8.3f}{of['average_precision']:>16.3f}"
            f"{of['card_precision_at_100']:>20.4f}"
        )
    lines += [f"{'an oracle':<54}{mean['boosting']['best_possible_card_precision']:>20.4f}", "", "AUC of single columns"]
    for name, auc in sorted(result["columns"].items(), key=lambda item: -item[1]):
        lines.append(f"  {name:<44}{auc:.3f}")
    lines += ["", "values more than a quarter fraud, with support over 50"]
    lines += [f"  {v['column']} = {v['value']}: {v['frauds']} of {v['support']}" for v in result["telling_values"]] or ["  none"]
    lines += ["", "not looked at, for they are known only later"]
    lines += [f"  {name}: {why}" for name, why in result["post_hoc_columns"].items()]
    lines += ["", "bounds"]
    for name, (least, most) in result["bounds"].items():
        limits = f"{'' if least is None else least} .. {'' if most is None else most}"
        verdict = "BROKEN" if name in result["broken"] else "holds"
        lines.append(f"  {name:<32}{result['measured'][name]:>8.3f}   {limits:<14}{verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
