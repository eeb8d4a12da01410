"""Measures every published figure on a dataset with DuckDB, by the SQL of `figures/measures.toml`, and says how near it comes. Given the
program, compares what `fauxbank report` measures with it.

    python check_figures.py DIR [--program target/release/fauxbank] [--figures figures/us-retail.toml]
"""

import argparse
import json
import math
import subprocess
import tempfile
import tomllib
from pathlib import Path

import bank

FIGURES = Path(__file__).resolve().parents[2] / "figures"

# How far apart two programs may be: sums in another order, and quantiles by another rule.
AGREEMENT = 0.01


def arguments():
    """Parses the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, help="the folder that `fauxbank generate` wrote")
    parser.add_argument("--program", type=Path, help="the fauxbank binary, whose report is compared")
    parser.add_argument("--figures", type=Path, default=FIGURES / "us-retail.toml", help="the figures to measure")
    parser.add_argument("--only", default="", help="only figures whose id begins so")
    return parser.parse_args()


def measure(connection, measures, figure):
    """Returns the measured value, a number or a list (None if there is nothing to measure), and the sample behind it."""
    rows = connection.execute(measures[figure["measure"]]["sql"].replace("{of}", figure["of"])).fetchall()
    if isinstance(figure["published"], list):
        sample = int(rows[0][2] or 0) if rows else 0
        values = [float(row[1]) for row in rows if row[1] is not None and math.isfinite(row[1])]
        return (values if len(values) == len(figure["published"]) else None), sample
    [(value, sample)] = rows
    return (None if value is None or not math.isfinite(value) else float(value)), int(sample or 0)


def distance(figure, value):
    """Returns how far a value is from the published one, in the unit of the tolerance."""
    published = figure["published"]
    if isinstance(published, list):
        return sum(abs(a - b) for a, b in zip(value, published, strict=True)) / 2
    match figure["tolerance_kind"]:
        case "relative":
            return abs(value / published - 1)
        case "absolute":
            return abs(value - published)
        case "at_least":
            return max(published - value, 0)
        case "factor":
            return max(value / published, published / value) if value > 0 else math.inf


def verdict(figure, value, sample):
    """Says pass, near or off, or why not."""
    if value is None or sample < figure["least_sample"]:
        return "too_few"
    away, tolerance = distance(figure, value) - 1e-9, figure["tolerance"]
    if figure["tolerance_kind"] == "at_least":
        return "pass" if away <= 0 else "near" if away <= tolerance else "off"
    near = figure.get("near", tolerance**2 if figure["tolerance_kind"] == "factor" else 2 * tolerance)
    return "pass" if away <= tolerance else "near" if away <= near else "off"


def short(value):
    """Writes a value in few characters."""
    if value is None:
        return "-"
    if isinstance(value, list):
        return "[" + " ".join(f"{v:.3f}".lstrip("0") for v in value) + "]"
    return f"{value:.4g}"


def apart(figure, ours, theirs):
    """Says how far two measurements of the same thing are apart, relative to the larger (to an absolute tolerance, where that is
    larger still), or absolutely for shares of a curve."""
    if ours is None or theirs is None:
        return 0 if ours is theirs else math.inf
    if isinstance(ours, list):
        return max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else math.inf
    least = figure["tolerance"] if figure["tolerance_kind"] == "absolute" else 1e-9
    return abs(ours - theirs) / max(abs(ours), abs(theirs), least)


def check_program(program, dataset, path, figures, measured, outcome):
    """Compares what the program's report measures with what DuckDB does."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "report", dataset, "--json", "--figures", path.stem]
        run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if run.returncode:
        outcome.note("fauxbank report", f"exit code {run.returncode}: {run.stderr.strip()[-300:]}")
        return
    reported = {figure["id"]: figure["measured"] for figure in json.loads(run.stdout)["figures"]}
    by_name = {figure["id"]: figure for figure in figures}
    for name, ours in measured.items():
        if name not in reported:
            outcome.note(name, "not in the program's report")
            continue
        gap = apart(by_name[name], ours, reported[name])
        outcome.note(name, None if gap <= AGREEMENT else f"DuckDB {short(ours)}, the program {short(reported[name])}")


def main():
    given = arguments()
    dataset, path = given.dataset.resolve(), given.figures.resolve()
    program = given.program.resolve() if given.program else None
    figures = tomllib.loads(path.read_text())["figure"]
    measures = tomllib.loads((FIGURES / "measures.toml").read_text())
    connection = bank.connect(dataset)
    # What the views say is worked out once instead of for every figure.
    connection.execute((FIGURES / "views.sql").read_text().replace("CREATE OR REPLACE VIEW", "CREATE TEMP TABLE"))
    outcome, measured, counts = bank.Outcome(), {}, {}
    for figure in figures:
        if not figure["id"].startswith(given.only):
            continue
        try:
            value, sample = measure(connection, measures, figure)
        except Exception as error:  # SQL that DuckDB refuses is a broken promise
            outcome.note(figure["id"], str(error))
            continue
        said = verdict(figure, value, sample)
        measured[figure["id"]], counts[said] = value, counts.get(said, 0) + 1
        away = "" if value is None else f" away {distance(figure, value):.3g} of {figure['tolerance']:g} {figure['tolerance_kind']}"
        print(f"{said:7} {figure['id']:32} {short(value):>10} published {short(figure['published'])}{away} (n {sample})", flush=True)
    judged = sum(counts.get(word, 0) for word in ("pass", "near", "off"))
    print(f"{counts.get('pass', 0)} of {judged} pass; {counts}")
    if program:
        check_program(program, dataset, path, figures, measured, outcome)
    if program or outcome.broken:
        outcome.end()


if __name__ == "__main__":
    main()
