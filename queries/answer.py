"""Makes and checks the committed answers of the query suite: one engine answers, others of different origin confirm.

    python queries/answer.py DATASET                     # every engine's answers against the committed ones
    python queries/answer.py DATASET --write             # writes what DuckDB answers and another engine confirms

The dataset must be one of the scales: scenario us-retail, seed 42, the year 2025, and 1k customers (small), 10k (medium) or 100k (large).
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benches" / "engines"))

import suite
from datafusion_engine import DataFusion
from duckdb_engine import DuckDb
from polars_engine import Polars
from spark_engine import Spark

# The first answers, the others confirm.
ENGINES = {engine.name: engine for engine in (DuckDb, DataFusion, Polars, Spark)}
MARK = "# Of which dataset the answers are, and which engine confirmed whose: written by answer.py."


def main():
    """Parses the arguments, runs every query on every engine, and ends with 1 if an answer is wrong or unconfirmed."""
    parser = argparse.ArgumentParser(description="Makes and checks the answers of the query suite.")
    parser.add_argument("dataset", type=Path, help="a folder that `fauxbank generate` wrote")
    parser.add_argument("--scale", help="small, medium or large (default: what the manifest says)")
    parser.add_argument("--write", action="store_true", help="write the answers that are confirmed, and who confirmed them")
    parser.add_argument("--query", action="append", help="only this query; may be repeated (default: all)")
    parser.add_argument("--engines", default="duckdb,datafusion", help="who answers, then who confirms (default: duckdb,datafusion)")
    given = parser.parse_args()
    scale = given.scale or suite.scale_of(given.dataset)
    if scale is None:
        sys.exit("the dataset is none of the scales: see queries/README.md for how they are generated")
    queries, confirmed = suite.registry()
    confirmed = singles(confirmed)
    asked = [query for query in queries if not given.query or query.name in given.query]
    engines = [ENGINES[name]() for name in given.engines.split(",")]
    for engine in engines:
        engine.open(suite.tables(given.dataset))
    names, broken = [query.name for query in queries], 0
    others = [query.name for query in asked if suite.is_another(query, scale, given.dataset)]
    if others and not given.write:
        sys.exit(f"the dataset is another than that whose answers are committed, in tables of {', '.join(others)}")
    for query in asked:
        file = query.answer(scale)
        before = file.read_text() if file.exists() else None
        verdicts = ask(query, engines, scale, given.write)
        broken += any(is_broken(name, verdict, query.name, scale, confirmed) for name, verdict in verdicts.items())
        if given.write:
            broken += "right" not in list(verdicts.values())[1:]
            is_new = before is None or file.read_text() != before
            confirmed = enter(confirmed, scale, query, engines, verdicts, is_new)
    if given.write:
        write_confirmed(confirmed, names, {**suite.fingerprints(), scale: read_by(queries, given.dataset)})
    print(f"{len(asked)} queries, {broken} broken")
    sys.exit(1 if broken else 0)


def is_broken(engine, verdict, query, scale, confirmed):
    """Whether a verdict is one that must not be: a wrong answer, or none from an engine that has answered before."""
    answered = {name.split()[0] for entry in confirmed if entry["scale"] == scale and entry["query"] == query
                for name in (entry["by"], entry["confirmed"])}
    return verdict == "wrong" or (verdict == "failed" and engine in answered)


def ask(query, engines, scale, is_writing):
    """Runs a query on all engines: right, wrong or failed for each. The first is the measure when answers are written."""
    file, verdicts, wanted = query.answer(scale), {}, None
    if not is_writing and file.exists():
        _, wanted = suite.from_csv(file.read_text())
    for engine in engines:
        try:
            got = suite.canonical(query, engine.run(query.sql(engine.name)))
        except (KeyboardInterrupt, SystemExit):
            raise
        # An engine's panic is no Exception, and is a gap like any other.
        except BaseException as error:
            verdicts[engine.name] = "failed"
            print(f"      {query.name} on {engine.name}: {(str(error).strip().splitlines() or ['failed'])[0][:200]}")
            continue
        # Without a committed answer, as at large, the first engine's is what the others are held against.
        wanted = got if wanted is None else wanted
        problem = suite.difference(query, wanted, got)
        verdicts[engine.name] = "wrong" if problem else "right"
        if problem:
            print(f"      {query.name} on {engine.name}: {problem}")
    told = ", ".join(f"{name} {verdict}" for name, verdict in verdicts.items())
    print(f"{query.name}: {len(wanted or [])} rows, {told}", flush=True)
    others = list(verdicts.values())
    if is_writing and others[0] == "right" and "right" in others[1:] and "wrong" not in others:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(suite.to_csv(query, wanted))
    return verdicts


def singles(confirmed):
    """The confirmations of the registry, an entry a query."""
    return [{"scale": entry["scale"], "by": entry["by"], "confirmed": entry["confirmed"], "query": query, "sha256": sha256}
            for entry in confirmed for query, sha256 in entry["answers"].items()]


def read_by(queries, dataset):
    """The fingerprints of the tables that the suite reads."""
    found = suite.fingerprints_of(dataset)
    return {table: found[table] for table in sorted({table for query in queries for table in query.tables}) if table in found}


def enter(confirmed, scale, query, engines, verdicts, is_new):
    """Notes who confirmed a query's answer, with its hash; a new answer loses what was said of the old one."""
    asked = {engine.name for engine in engines}
    kept = [entry for entry in confirmed
            if not (entry["scale"] == scale and entry["query"] == query.name and (is_new or entry["confirmed"].split()[0] in asked))]
    if "wrong" in verdicts.values() or verdicts[engines[0].name] != "right":
        return kept
    found = {"scale": scale, "query": query.name, "by": label(engines[0]), "sha256": suite.sha256(query.answer(scale).read_text())}
    return kept + [{**found, "confirmed": label(engine)} for engine in engines[1:] if verdicts[engine.name] == "right"]


def label(engine):
    """Name and version of an engine."""
    return f"{engine.name} {engine.version}"


def write_confirmed(confirmed, names, fingerprints):
    """Writes the datasets' fingerprints and the confirmations at the registry's end, an entry a scale and pair of engines."""
    order = ["small", "medium", "large"]
    blocks = [f"[fingerprints.{scale}]\n" + "".join(f'{table} = "{hash}"\n' for table, hash in sorted(fingerprints[scale].items()))
              for scale in order if scale in fingerprints]
    pairs = sorted({(order.index(e["scale"]), e["by"], e["confirmed"]) for e in confirmed})
    for scale, by, other in pairs:
        found = {e["query"]: e["sha256"] for e in confirmed if (e["scale"], e["by"], e["confirmed"]) == (order[scale], by, other)}
        answers = "".join(f'{name} = "{found[name]}"\n' for name in names if name in found)
        blocks.append(f'[[confirmed]]\nscale = "{order[scale]}"\nby = "{by}"\nconfirmed = "{other}"\n[confirmed.answers]\n{answers}')
    file = suite.QUERIES / "registry.toml"
    kept = file.read_text().split(MARK)[0].rstrip()
    file.write_text(kept + "\n\n" + MARK + "\n\n" + "\n".join(blocks))


if __name__ == "__main__":
    main()
