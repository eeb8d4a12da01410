"""A folder of results: `raw.csv`, `machine.json` and `summary.md`, in the form that `fauxbank bench` writes too."""

import csv
import datetime
import hashlib
import json
import os
import platform
import re
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

import suite

RAW = ["engine", "version", "query", "scale", "mode", "run", "seconds", "cpu_seconds", "rows", "answer", "error"]
# What a run that took too long says; the seconds follow.
NO_END = "no end after"
# The best first: what a query shows is the worst of its runs.
VERDICTS = ["right", "unchecked", "wrong", "failed"]


@dataclass
class Held:
    """What the results hold of a query."""

    has_cold: bool
    warm: int
    is_over: bool


def default_folder(dataset, scale):
    """Results of one day (UTC), one machine and one dataset have a folder of their own."""
    run = suite.manifest(dataset)
    name = scale if scale != "other" else f"{run['customers']['made']}-seed-{run['seed']}"
    return Path("results") / f"{today()}-{platform.node()}-{name}"


def today():
    """The day in UTC, which is that of `fauxbank bench`."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


def enter(out, dataset, engine, cold):
    """Writes the machine into a folder of results, or ends the program where the folder belongs to another machine or dataset."""
    out.mkdir(parents=True, exist_ok=True)
    file, this = out / "machine.json", machine(dataset)
    held = json.loads(file.read_text()) if file.exists() else this
    if any(held[name] != this[name] for name in ("machine", "cpu", "dataset")):
        sys.exit(f"{out} holds results of another machine or dataset: choose another folder with --out")
    held.setdefault("cold", {})[engine] = cold
    file.write_text(json.dumps(held, indent=2) + "\n")


def machine(dataset):
    """What the figures depend on."""
    run = suite.manifest(dataset)
    models = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {"machine": platform.node(), "os": f"{platform.system().lower()} {platform.release()}", "cpu": models[0] if models else platform.machine(),
            "cores": len(os.sched_getaffinity(0)), "memory_bytes": memory_bytes(), "date": today(), "cold": {},
            "dataset": {"customers": run["customers"]["made"], "seed": run["seed"], "version": run["version"],
                        "manifest_sha256": hashlib.sha256((dataset / "manifest.json").read_bytes()).hexdigest()}}


def memory_bytes():
    """The machine's memory, as the system tells it."""
    return int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) * 1_024


def measured(out):
    """The rows of `raw.csv`; a last line without its end was never finished."""
    raw = out / "raw.csv"
    text = raw.read_text() if raw.exists() else ""
    return list(csv.DictReader(text[:text.rfind("\n") + 1].splitlines(keepends=True)))


def held(out, key, query):
    """What the results hold of a query of an engine."""
    found = [row for row in measured(out) if is_of(row, {**key, "query": query})]
    warm = sum(row["mode"] == "warm" for row in found)
    return Held(any(row["mode"] == "cold" for row in found), warm, any(row["answer"] in ("wrong", "failed") for row in found))


def is_of(row, key):
    """Whether a row has all that a key says."""
    return all(row[name] == value for name, value in key.items())


def forget_timeouts(out, key, timeout):
    """Drops the runs that failed because they had less time than is given now: they are tried again."""
    rows = measured(out)

    def is_outdone(row):
        told = re.match(rf"{NO_END} ([0-9.e+]+) seconds", row["error"])
        return is_of(row, key) and told is not None and float(told[1]) < timeout

    if any(is_outdone(row) for row in rows):
        kept = [suite.csv_line([row[name] for name in RAW]) for row in rows if not is_outdone(row)]
        (out / "raw.csv").write_text(suite.csv_line(RAW) + "".join(kept))


def run_row(answer, error, seconds=0.0, cpu_seconds=0.0, rows=0):
    """One run as the child tells it."""
    return {"seconds": round(seconds, 6), "cpu_seconds": round(cpu_seconds, 2), "rows": rows, "answer": answer, "error": error[:200]}


def note(out, run):
    """Appends one run to `raw.csv`, in place of what a killed program has left of a line."""
    raw = out / "raw.csv"
    text = raw.read_text() if raw.exists() else ""
    whole = text[:text.rfind("\n") + 1] or suite.csv_line(RAW)
    if whole != text:
        raw.write_text(whole)
    with raw.open("a", newline="") as file:
        file.write(suite.csv_line([run[name] for name in RAW]))
    print(f"{run['engine']} {run['query']} {run['mode']} {run['run']}: {run['seconds']:.3f} s, {run['answer']} {run['error']}", flush=True)


def summarize(out):
    """Writes `summary.md` anew: the machine, then a table an engine and scale."""
    (out / "summary.md").write_text(summary(measured(out), json.loads((out / "machine.json").read_text())))


def summary(rows, machine):
    """What `fauxbank bench` writes of the same rows."""
    memory = f"{machine['memory_bytes'] / (1 << 30):.0f}"
    text = f"{machine['cpu']}, {machine['cores']} cores, {memory} GiB, {machine['os']}, {machine['date']}\n"
    for engine, cold in sorted(machine["cold"].items()):
        text += f"\nCold, {engine}: {cold}.\n"
    text += "\nSeconds: the median of the warm runs; spread is from the fastest to the slowest of them as a share of it.\n"
    for engine, version, scale in dict.fromkeys((row["engine"], row["version"], row["scale"]) for row in rows):
        own = [row for row in rows if (row["engine"], row["version"], row["scale"]) == (engine, version, scale)]
        text += f"\n## {engine} {version} on {scale}\n\n" + table(own)
    return text


def table(rows):
    """An engine's table: a line a query, then the whole suite, then what is wrong."""
    timings = [Timing([row for row in rows if row["query"] == query]) for query in dict.fromkeys(row["query"] for row in rows)]
    lines = ["| query | warm | spread | cold | cpu | answer |", "|---|---:|---:|---:|---:|---|"]
    lines += [timing.line() for timing in timings]
    counted = [timing for timing in timings if timing.counts]
    totals = [sum(run) for run in zip(*(timing.warm for timing in counted))]
    cold = sum(statistics.median(timing.cold) for timing in counted if timing.cold)
    cpu = sum(statistics.median(timing.cpu) for timing in timings if timing.cpu)
    lines.append(f"| the whole suite | {median(totals)} | {spread(totals)} | {seconds(cold)} | {seconds(cpu)} | {len(totals)} runs |")
    return "\n".join(lines) + "\n" + "".join(f"\n`{timing.query}`: {timing.error}\n" for timing in timings if timing.error)


class Timing:
    """What became of a query."""

    def __init__(self, rows):
        right = [row for row in rows if row["answer"] in VERDICTS[:2]]
        worst = max(rows, key=lambda row: VERDICTS.index(row["answer"]))
        self.query, self.verdict, self.error = rows[0]["query"], worst["answer"], worst["error"]
        self.counts = self.verdict in VERDICTS[:2]
        self.cold = [float(row["seconds"]) for row in right if row["mode"] == "cold"]
        self.warm = [float(row["seconds"]) for row in right if row["mode"] == "warm"]
        self.cpu = [float(row["cpu_seconds"]) for row in right if row["mode"] == "warm"]

    def line(self):
        """The query's line."""
        warm, cold = (self.warm, self.cold) if self.counts else ([], [])
        return f"| {self.query} | {median(warm)} | {spread(self.warm)} | {median(cold)} | {median(self.cpu)} | {self.verdict} |"


def median(values):
    """The median in seconds, or a dash."""
    return seconds(statistics.median(values)) if values else "–"


def spread(values):
    """From the fastest to the slowest as a share of the median."""
    return f"{(max(values) - min(values)) / statistics.median(values) * 100:.1f} %" if values and statistics.median(values) > 0 else "–"


def seconds(value):
    """Seconds with three digits that count, at most four after the point."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4
    return f"{value:.{digits}f}"
