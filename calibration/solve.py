"""Fits the numbers of `calibration/fits.toml` again, by making banks and measuring them with DuckDB.

A fit halves its grid until two neighbours are left, one on either side of the published figure, and takes the nearer.
It never looks at the number that the scenario has now, so agreement is a finding and not a premise.

    python calibration/solve.py --program target/release/fauxbank [--only spending.bills] [--write]
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "independent"))

import bank  # noqa: E402
import check_figures  # noqa: E402

SCENARIO = ROOT / "scenarios" / "us-retail.toml"
FIGURES = ROOT / "figures"
CUSTOMERS, SEED = "2000", "42"


def arguments():
    """Parses the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, required=True, help="the fauxbank binary")
    parser.add_argument("--only", default="", help="only numbers whose path begins so")
    parser.add_argument("--write", action="store_true", help="write what differs into the scenario, fit by fit")
    return parser.parse_args()


def grid(fit):
    """Returns the values that a number may take."""
    count = round((fit["high"] - fit["low"]) / fit["step"])
    return [round(fit["low"] + i * fit["step"], 6) for i in range(count + 1)]


def measured(program, fit, value, figure, measures):
    """Makes a bank with a number of its own and returns the figure."""
    table, key = fit["path"].rsplit(".", 1)
    with tempfile.TemporaryDirectory() as folder:
        scenario, out = Path(folder) / "trial.toml", Path(folder) / "bank"
        # The rest of the scenario comes from the file in the tree, so that a fit sees those written before it.
        shutil.copy(SCENARIO, Path(folder) / "base.toml")
        scenario.write_text(f'extends = "base.toml"\nname = "trial"\n[{table}]\n{key} = {value}\nsource = "a trial"\n')
        command = [program, "generate", "--quiet", "--scenario", scenario, "--customers", CUSTOMERS, "--seed", SEED, "--out", out]
        subprocess.run(command, check=True, capture_output=True)
        connection = bank.connect(out)
        connection.execute((FIGURES / "views.sql").read_text().replace("CREATE OR REPLACE VIEW", "CREATE TEMP TABLE"))
        found, _ = check_figures.measure(connection, measures, figure)
        connection.close()
    return found


def solve(program, fit, figure, measures):
    """Returns the grid value at which the figure comes nearest to the published one."""
    values, known = grid(fit), {}

    def gap(index):
        if index not in known:
            known[index] = measured(program, fit, values[index], figure, measures) - figure["published"]
            print(f"    {values[index]:g}: {figure['id']} {known[index] + figure['published']:.4g}", flush=True)
        return known[index]

    low, high = 0, len(values) - 1
    rises = gap(high) > gap(low)
    while high - low > 1:
        middle = (low + high) // 2
        if (gap(middle) < 0) == rises:
            low = middle
        else:
            high = middle
    return values[min((low, high), key=lambda index: abs(gap(index)))]


def current(path):
    """Returns the number that the scenario has."""
    value = tomllib.loads(SCENARIO.read_text())
    for key in path.split("."):
        value = value[key]
    return value


def write(path, value):
    """Puts a number into the scenario's text, in its table."""
    table, key = path.rsplit(".", 1)
    text = SCENARIO.read_text()
    start = text.index(f"[{table}]")
    end = text.find("\n[", start + 1)
    block = re.sub(rf"(?m)^({key}\s*=\s*)[-0-9._]+", rf"\g<1>{value:g}", text[start:end], count=1)
    SCENARIO.write_text(text[:start] + block + text[end:])


def main():
    given = arguments()
    program = given.program.resolve()
    figures = {figure["id"]: figure for figure in tomllib.loads((FIGURES / "us-retail.toml").read_text())["figure"]}
    measures = tomllib.loads((FIGURES / "measures.toml").read_text())
    differing = 0
    for fit in tomllib.loads((ROOT / "calibration" / "fits.toml").read_text())["fit"]:
        if not fit["path"].startswith(given.only):
            continue
        print(f"{fit['path']} to {fit['figure']} {figures[fit['figure']]['published']:g}", flush=True)
        value, stands = solve(program, fit, figures[fit["figure"]], measures), current(fit["path"])
        agrees = abs(value - stands) < fit["step"] / 2
        differing += not agrees
        print(f"{'agrees' if agrees else 'differs'}  {fit['path']} = {value:g}; the scenario says {stands:g}", flush=True)
        if given.write and not agrees:
            write(fit["path"], value)
    sys.exit(1 if differing and not given.write else 0)


if __name__ == "__main__":
    main()
