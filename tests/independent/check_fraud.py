"""Checks that no single column of a dataset gives its card fraud away: the part of `examples/fraud_detection.py` that needs no detectors.

    python check_fraud.py DIR

The bank needs some 10,000 customers, or chance alone tells fraud; of the tables, those of `fraud_authorizations.TABLES` and `fraud_labels`.
"""

import sys
from pathlib import Path

import bank

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples"))

from fraud_authorizations import build_authorizations  # noqa: E402
from fraud_columns import TELLING_SHARE, single_columns, telling_values  # noqa: E402

# The bound is .80. Some 500 cases, whose frauds resemble each other, have a standard error of about .015, and the most telling column, the
# entry mode, lies near .765: beyond this with probability below 1e-3.
MOST_AUC = 0.82
DELAY_DAYS = 7


def main():
    """Measures every column and value, notes what tells, and ends the process accordingly."""
    connection = bank.connect(bank.arguments(__doc__.split("\n")[0]).dataset)
    build_authorizations(connection, DELAY_DAYS)
    outcome = bank.Outcome()
    for name, auc in single_columns(connection).items():
        outcome.note(f"{name}: AUC {auc:.3f}", f"more than {MOST_AUC}" if auc > MOST_AUC else None)
    for value in telling_values(connection):
        words = f"{value['column']} = {value['value']}: {value['frauds']} of {value['support']}"
        outcome.note(words, "more than half is fraud" if value["share"] > TELLING_SHARE else None)
    outcome.end()


if __name__ == "__main__":
    main()
