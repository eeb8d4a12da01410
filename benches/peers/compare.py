"""Runs fauxbank and the fastest public generators of relational data in turn, and prints what a core-second of each makes.

    python benches/peers/compare.py [--customers 100k] [--scale 5] [--runs 5] [--write docs/performance.md]

Installs tpchgen-cli and DuckDB from PyPI into an environment of its own, builds fauxbank, and runs A B C A B C …: all tables, snappy
Parquet, two threads, files thrown away after each run. CPU seconds (user and system) are the operating system's count of the whole
process; what is printed are medians. Cells are rows times columns. Bytes of Arrow are those that pyarrow counts when it reads the first
file of each table, scaled to all rows, with vocabularies as the file has them and decoded to texts. The last lines hold a year of
some communities against what writing the same rows, already built, costs with `ArrowWriter` and its default properties.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
MARKS = ("<!-- peers -->", "<!-- /peers -->")
CEILING_COMMUNITIES = 20
DBGEN = """
import duckdb, sys
scale, folder = sys.argv[1:]
db = duckdb.connect()
db.execute("SET threads = 2")
db.execute(f"CALL dbgen(sf = {scale})")
for (table,) in db.execute("SHOW TABLES").fetchall():
    db.execute(f"COPY {table} TO '{folder}/{table}.parquet' (FORMAT parquet, COMPRESSION snappy)")
"""
MEASURE = """
import json, pathlib, sys
import pyarrow.compute as pc, pyarrow.parquet as pq, pyarrow as pa
tables = {}
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.parquet")):
    name = path.parent.name if path.parent != pathlib.Path(sys.argv[1]) else path.stem
    tables.setdefault(name, []).append(path)
total = dict(rows=0, cells=0, parquet=0, arrow=0, decoded=0)
for files in tables.values():
    metadata = [pq.read_metadata(path) for path in files]
    rows = sum(m.num_rows for m in metadata)
    total["rows"] += rows
    total["cells"] += rows * metadata[0].num_columns
    total["parquet"] += sum(path.stat().st_size for path in files)
    first = max(files, key=lambda path: pq.read_metadata(path).num_rows)
    batches = pq.ParquetFile(first).read_row_group(0) if pq.read_metadata(first).num_rows else None
    if batches is None:
        continue
    decode = lambda c: c.cast(c.type.value_type) if pa.types.is_dictionary(c.type) else c
    total["arrow"] += batches.nbytes * rows / batches.num_rows
    total["decoded"] += sum(decode(c).nbytes for c in batches.columns) * rows / batches.num_rows
print(json.dumps(total))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--customers", default="100k", help="customers of fauxbank's bank, for a year")
    parser.add_argument("--scale", default="5", help="scale factor of the peers' TPC-H")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", type=pathlib.Path, help="put the result between the marks of this page, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fauxbank-peers-") as work:
        text = compare(pathlib.Path(work), given)
    print(text)
    if given.write:
        page = given.write.read_text()
        before, after = page.split(MARKS[0])[0], page.split(MARKS[1])[1]
        given.write.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}")
    return 0


def compare(work: pathlib.Path, given: argparse.Namespace) -> str:
    venv.create(work / "venv", with_pip=True)
    binaries = work / "venv" / "bin"
    subprocess.run([binaries / "pip", "install", "--quiet", "-r", pathlib.Path(__file__).with_name("requirements.txt")], check=True)
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)
    fauxbank, python, out = ROOT / "target/release/fauxbank", binaries / "python", work / "out"
    bank = [fauxbank, "generate", "--quiet", "--overwrite", "--seed", "42", "--compression", "snappy", "--with", "none", "--out", out]
    commands = {
        "fauxbank": [*bank, "--customers", given.customers, "--threads", "2"],
        "tpchgen-cli": [
            binaries / "tpchgen-cli", "parquet", "--quiet", "-s", given.scale, "-c", "SNAPPY", "-n", "2", "--output-dir", out,
        ],
        "DuckDB dbgen + COPY": [python, "-c", DBGEN, given.scale, out],
    }  # fmt: skip
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    made = {}
    for _ in range(given.runs):
        for name, command in commands.items():
            seconds[name].append(timed(command, out))
            if name not in made:
                made[name] = json.loads(subprocess.check_output([python, "-c", MEASURE, out]))
    lines = table(seconds, made)
    lines += ceiling([*bank, "--customers", str(100 * CEILING_COMMUNITIES), "--threads", "1"], out, given.runs)
    lines += ["", f"fauxbank: {given.customers} customers, a year; peers: TPC-H at scale {given.scale}; medians of {given.runs} runs in turn, on {machine()}."]
    return "\n".join(lines)


def timed(command: list, out: pathlib.Path) -> tuple[float, float]:
    """Runs a command into an empty folder and returns its CPU seconds and its seconds."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    began = os.times().elapsed
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, os.times().elapsed - began


def table(seconds: dict, made: dict) -> list[str]:
    units = {"rows": "M rows", "cells": "M cells", "arrow": "Arrow MB", "decoded": "Arrow MB, decoded", "parquet": "Parquet MB"}
    lines = [
        "| a core-second makes | " + " | ".join(units.values()) + " | bytes a cell in the file | CPU s | s |",
        "|---" * (len(units) + 4) + "|",
    ]
    rates = {}
    for name, runs in seconds.items():
        cpu, wall = (statistics.median(run[i] for run in runs) for i in (0, 1))
        rates[name] = [made[name][key] / 1e6 / cpu for key in units]
        cells = " | ".join(f"{rate:.2f}" if rate < 10 else f"{rate:.0f}" for rate in rates[name])
        size = made[name]["parquet"] / made[name]["cells"]
        lines.append(f"| {name} | {cells} | {size:.2f} | {cpu:.1f} | {wall:.1f} |")
    for peer in list(rates)[1:]:
        ratios = " | ".join(f"**{a / b:.1f} ×**" for a, b in zip(rates["fauxbank"], rates[peer]))
        lines.append(f"| fauxbank / {peer} | {ratios} | | | |")
    return lines


def ceiling(bank: list, out: pathlib.Path, runs: int) -> list[str]:
    """Our whole run against the writing alone of the same rows by `ArrowWriter`."""
    ours, theirs = [], []
    command = ["cargo", "bench", "--quiet", "--bench", "ceiling", "--", str(CEILING_COMMUNITIES)]
    for _ in range(runs):
        ours.append(timed(bank, out)[0])
        theirs.append(json.loads(subprocess.check_output(command, cwd=ROOT))["cpu_seconds"])
    whole, writing = statistics.median(ours), statistics.median(theirs)
    return [
        "",
        f"{CEILING_COMMUNITIES} communities, one thread: the whole of fauxbank {whole:.2f} CPU s; `ArrowWriter` with default "
        f"properties, the same rows already built, {writing:.2f} CPU s: ratio {whole / writing:.2f}.",
    ]


def machine() -> str:
    names = [line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return f"{len(names)} × {names[0]}, {platform.system()} {platform.release().split('-')[0]}"


if __name__ == "__main__":
    sys.exit(main())
