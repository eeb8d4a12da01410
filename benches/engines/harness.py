"""Times an engine on the query suite and writes what it measured as `raw.csv`, the format that all engines share.

Each query first runs once cold, in a process of its own, the dataset's pages dropped from the system's cache (`posix_fadvise`). Then one
process, in which each query has run once unmeasured, runs the whole suite round after round: those runs are warm. Starting the engine and
registering the tables is not timed, reading them is. Needs Linux (`/proc`).
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

import results
import suite

COLD = "a process of its own, the dataset's pages dropped with posix_fadvise"
# A run that is done to warm up: it is in no file unless it fails.
WARMING = 0
# An engine may take so many seconds to start and to open the tables, whatever a run may take.
OPENING = 120


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
    parser.add_argument("--out", type=Path, help="results folder; runs that it holds already are not repeated (default: results/DATE-MACHINE-SCALE)")
    parser.add_argument("--query", action="append", help="only this query; may be repeated (default: all)")
    parser.add_argument("--runs", type=int, default=5, help="warm runs after the cold one (default: 5)")
    parser.add_argument("--timeout", type=float, default=600,
                        help="seconds after which a run has failed; what failed so with fewer is tried again (default: 600)")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        return measure(engine_class(), given.dataset, json.loads(given.child))
    if sys.platform != "linux":
        sys.exit("the harness reads /proc and drops pages with posix_fadvise: it needs Linux")
    queries, _ = suite.registry()
    unknown = set(given.query or []) - {query.name for query in queries}
    if unknown:
        sys.exit(f"no such query: {', '.join(sorted(unknown))}")
    Measurement(engine_class, given, queries).run()


class Measurement:
    """What is to be measured, and the folder that holds what has been."""

    def __init__(self, engine, given, queries):
        self.engine, self.dataset, self.runs, self.timeout = engine, given.dataset, given.runs, given.timeout
        self.scale = suite.scale_of(given.dataset) or "other"
        self.names = [query.name for query in queries if not given.query or query.name in given.query]
        self.out = given.out or results.default_folder(given.dataset, self.scale)
        results.enter(self.out, given.dataset, f"{engine.name} {engine.version}", COLD)
        results.forget_timeouts(self.out, self.key, self.timeout)

    @property
    def key(self):
        """What the lines of this engine at this scale have in common."""
        return {"engine": self.engine.name, "version": self.engine.version, "scale": self.scale}

    def run(self):
        """Measures what is missing, and prints the summary."""
        for name in self.names:
            held = results.held(self.out, self.key, name)
            if not held.is_over and not held.has_cold:
                drop_pages(self.dataset)
                self.supervise([[name, "cold", 1]])
                results.summarize(self.out)
        while rest := self.warm_work():
            self.supervise(rest)
            results.summarize(self.out)
        results.summarize(self.out)
        print((self.out / "summary.md").read_text())

    def warm_work(self):
        """The runs that one process has still to do: each query once to warm up, then round by round."""
        held = {name: results.held(self.out, self.key, name) for name in self.names}
        rest = [name for name in self.names if not held[name].is_over and held[name].warm < self.runs]
        rounds = range(1, self.runs + 1)
        return [[name, "warm", WARMING] for name in rest] + [
            [name, "warm", number] for number in rounds for name in rest if held[name].warm < number]

    def supervise(self, work):
        """Has a process do its work and notes each run as it ends; a run that does not end in time ends the process."""
        command = [sys.executable, sys.argv[0], str(self.dataset), "--child", json.dumps(work)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        lines, complaints = queue.Queue(), []
        readers = [threading.Thread(target=read, args=(child.stdout, lines.put)),
                   threading.Thread(target=read, args=(child.stderr, complaints.append))]
        for reader in readers:
            reader.start()
        failed = set()
        try:
            opened, problem = self.next_run(lines, max(OPENING, self.timeout))
            if opened is None:
                sys.exit(f"{self.engine.name} cannot open the dataset: {problem or complaint(child, readers[1], complaints)}")
            for name, mode, number in work:
                if name in failed:
                    continue
                run, problem = self.next_run(lines, self.timeout)
                is_broken_off = run is None
                if is_broken_off:
                    run = results.run_row("failed", problem or complaint(child, readers[1], complaints))
                if run["answer"] in ("failed", "wrong"):
                    failed.add(name)
                if number != WARMING or name in failed:
                    results.note(self.out, {**self.key, "query": name, **run, "mode": mode, "run": max(1, number)})
                if is_broken_off:
                    break
        finally:
            child.kill()
            child.wait()
            for reader in readers:
                reader.join()

    def next_run(self, lines, timeout):
        """The next line of JSON that the process tells, or nothing and why: each has the whole time, whatever those before it took."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = lines.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                return None, f"{results.NO_END} {timeout:g} seconds"
            if line is None:
                return None, ""
            if line.startswith("{"):
                return json.loads(line), None


def complaint(child, reader, complaints):
    """The last that a process said which ended before its work did."""
    child.wait()
    reader.join()
    said = [line.strip() for line in complaints if line and line.strip()]
    return (said or [f"exit status {child.returncode}"])[-1]


def read(stream, take):
    """Hands over a stream's lines, then nothing."""
    for line in stream:
        take(line)
    take(None)


def measure(engine, dataset, work):
    """The child: opens the engine, does its work, and prints a line of JSON a run; a query that failed is not run again."""
    queries = {query.name: query for query in suite.registry()[0]}
    scale, failed = suite.scale_of(dataset), set()
    engine.open(suite.tables(dataset))
    print("\n" + json.dumps({"opened": True}), flush=True)
    for name, _, _ in work:
        if name not in failed:
            run = run_once(engine, queries[name], scale, dataset)
            print("\n" + json.dumps(run), flush=True)
            if run["answer"] in ("failed", "wrong"):
                failed.add(name)


def run_once(engine, query, scale, dataset):
    """One run, and what became of it."""
    cpu, start = cpu_seconds(), time.perf_counter()
    try:
        table = engine.run(query.sql(engine.name))
        seconds, used = time.perf_counter() - start, cpu_seconds() - cpu
        verdict, problem = suite.judge(query, scale, table, dataset)
        return results.run_row(verdict, problem, seconds, used, table.num_rows)
    except (KeyboardInterrupt, SystemExit):
        raise
    # An engine's panic is no Exception, and is a gap like any other.
    except BaseException as error:
        return results.run_row("failed", (str(error).strip().splitlines() or [type(error).__name__])[0])


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
