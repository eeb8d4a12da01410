"""Times an engine on the query suite and writes what it measured as `raw.csv`, the format that all engines share.

Each query runs in a process of its own. Before the first run the dataset's pages are dropped from the system's cache
(`posix_fadvise`); starting the engine and registering the tables is not timed, reading them is. The runs after it are warm.
"""

import argparse
import csv
import json
import os
import platform
import select
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import suite

RAW = ["engine", "version", "query", "scale", "mode", "run", "seconds", "cpu_seconds", "rows", "answer", "error"]


class Engine:
    """An engine: `name`, `version`, and how it opens tables and runs a statement to an Arrow table."""

    def open(self, tables):
        """Registers the tables: a name and the folder of its Parquet files each."""
        raise NotImplementedError

    def run(self, sql):
        """Runs one statement and returns the Arrow table."""
        raise NotImplementedError


def main(engine_class):
    """Parses the arguments and times the engine."""
    parser = argparse.ArgumentParser(description=f"Times {engine_class.name} on the query suite.")
    parser.add_argument("dataset", type=Path, help="a folder that `fauxbank generate` wrote, in Parquet")
    parser.add_argument("--out", type=Path, help="results folder; rows that it holds already are not measured again (default: results/DATE-MACHINE)")
    parser.add_argument("--query", action="append", help="only this query; may be repeated (default: all)")
    parser.add_argument("--runs", type=int, default=3, help="warm runs after the cold one (default: 3)")
    parser.add_argument("--timeout", type=float, default=600, help="seconds after which a query has failed (default: 600)")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        return measure(engine_class(), given)
    out = given.out or Path("results") / f"{date.today()}-{platform.node()}"
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "machine.json").exists():
        (out / "machine.json").write_text(json.dumps(machine(given.dataset), indent=2) + "\n")
    queries, _ = suite.registry()
    unknown = set(given.query or []) - {query.name for query in queries}
    if unknown:
        sys.exit(f"no such query: {', '.join(sorted(unknown))}")
    scale = suite.scale_of(given.dataset) or "other"
    for query in queries:
        if (not given.query or query.name in given.query) and not is_done(out, engine_class, query, scale, given.runs):
            supervise(engine_class, query, scale, given, out)
            (out / "summary.md").write_text(summary(out))
    print((out / "summary.md").read_text())


def measured(out):
    """The rows of `raw.csv`."""
    raw = out / "raw.csv"
    return list(csv.DictReader(raw.open(newline=""))) if raw.exists() else []


def is_done(out, engine, query, scale, runs):
    """Whether the results hold every run of a query, or that it failed; what a broken-off measurement has left is dropped."""
    key = (engine.name, engine.version, query.name, scale)
    rows = measured(out)
    found = [row for row in rows if (row["engine"], row["version"], row["query"], row["scale"]) == key]
    if sum(row["mode"] == "warm" for row in found) >= runs or any(row["answer"] == "failed" for row in found):
        return True
    if found:
        kept = [row for row in rows if row not in found]
        (out / "raw.csv").write_text(suite.csv_line(RAW) + "".join(suite.csv_line([row[name] for name in RAW]) for row in kept))
    return False


def supervise(engine, query, scale, given, out):
    """Measures a query in a process of its own and notes each run as it ends."""
    drop_pages(given.dataset)
    command = [sys.executable, sys.argv[0], str(given.dataset), "--child", query.name, "--runs", str(given.runs)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline, begun, ended = time.monotonic() + given.timeout, False, False
    while not ended:
        ready, _, _ = select.select([child.stdout], [], [], max(0, deadline - time.monotonic()))
        line = child.stdout.readline() if ready else None
        if line is None:
            child.kill()
            note(out, engine, query, scale, run_row("failed", f"no end after {given.timeout:g} seconds", begun))
            ended = True
        elif line == "":
            ended = True
        elif line.startswith("{"):
            begun = True
            note(out, engine, query, scale, json.loads(line))
    _, complaint = child.communicate()
    if child.returncode > 0 or (child.returncode < 0 and time.monotonic() < deadline):
        last = (complaint.strip().splitlines() or [f"exit status {child.returncode}"])[-1]
        note(out, engine, query, scale, run_row("failed", last, begun))


def run_row(answer, error, is_warm=False, run=1, seconds=0.0, cpu_seconds=0.0, rows=0):
    """One run as the child tells it."""
    return {"mode": "warm" if is_warm else "cold", "run": run, "seconds": round(seconds, 6),
            "cpu_seconds": round(cpu_seconds, 2), "rows": rows, "answer": answer, "error": error[:200]}


def note(out, engine, query, scale, run):
    """Appends one run to `raw.csv`."""
    raw = out / "raw.csv"
    is_new = not raw.exists()
    values = {"engine": engine.name, "version": engine.version, "query": query.name, "scale": scale, **run}
    with raw.open("a", newline="") as file:
        file.write((suite.csv_line(RAW) if is_new else "") + suite.csv_line([values[name] for name in RAW]))
    print(f"{engine.name} {query.name} {run['mode']} {run['run']}: {run['seconds']:.3f} s, {run['answer']} {run['error']}", flush=True)


def measure(engine, given):
    """The child: opens the engine, runs its query once cold and some times warm, and prints a line of JSON a run."""
    queries, _ = suite.registry()
    query = next(query for query in queries if query.name == given.child)
    scale = suite.scale_of(given.dataset)
    engine.open(suite.tables(given.dataset))
    for number in range(given.runs + 1):
        cpu, start = cpu_seconds(), time.perf_counter()
        try:
            table = engine.run(query.sql(engine.name))
            seconds, used = time.perf_counter() - start, cpu_seconds() - cpu
            verdict, problem = suite.judge(query, scale, table)
            run = run_row(verdict, problem, number > 0, max(1, number), seconds, used, table.num_rows)
        # An engine's panic is no Exception, and is a gap like any other.
        except BaseException as error:
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            run = run_row("failed", first, number > 0, max(1, number))
        print("\n" + json.dumps(run), flush=True)
        if run["answer"] in ("failed", "wrong"):
            break


def cpu_seconds():
    """CPU time of this process and its live children: Spark works in a child."""
    used, children = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used[int(entry.name)] = int(fields[11]) + int(fields[12])
        children.setdefault(int(fields[1]), []).append(int(entry.name))
    ticks, rest = 0, [os.getpid()]
    while rest:
        process = rest.pop()
        ticks += used.get(process, 0)
        rest += children.get(process, [])
    return ticks / os.sysconf("SC_CLK_TCK")


def drop_pages(dataset):
    """Asks the system to forget the dataset's pages, so that the next run reads them from the disk."""
    for path in sorted(dataset.rglob("*.parquet")):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def machine(dataset):
    """What the figures depend on."""
    run = suite.manifest(dataset)
    models = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {"machine": platform.node(), "os": f"{platform.system()} {platform.release()}", "cpu": models[0] if models else platform.machine(),
            "cores": os.cpu_count(), "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
            "date": str(date.today()), "cold": "a process of its own, the dataset's pages dropped with posix_fadvise",
            "dataset": {"customers": run["customers"]["made"], "seed": run["seed"], "version": run["version"]}}


def summary(out):
    """Medians of the warm runs and the cold run, a row a query, a column an engine and scale."""
    rows = measured(out)
    engines = sorted({(row["scale"], row["engine"], row["version"]) for row in rows})
    lines = ["Seconds: median of the warm runs (the cold run).", "",
             "| query | " + " | ".join(f"{engine} {version}, {scale}" for scale, engine, version in engines) + " |",
             "|---|" + "---:|" * len(engines)]
    for query in dict.fromkeys(row["query"] for row in rows):
        cells = [cell([row for row in rows if (row["query"], row["scale"], row["engine"], row["version"]) == (query, *engine)])
                 for engine in engines]
        lines.append(f"| {query} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def cell(rows):
    """One engine on one query."""
    for verdict in ("failed", "wrong"):
        if any(row["answer"] == verdict for row in rows):
            return verdict
    warm = [float(row["seconds"]) for row in rows if row["mode"] == "warm"]
    cold = [float(row["seconds"]) for row in rows if row["mode"] == "cold"]
    return f"{statistics.median(warm):.3f} ({statistics.median(cold):.3f})" if warm and cold else "–"
