"""What the independent checks share: the arguments, a connection with the dataset's views, and the outcome."""

import argparse
import json
import os
import sys
from pathlib import Path

import duckdb


def arguments(description):
    """Parses the arguments that every script takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("dataset", type=Path, help="the folder that `fauxbank generate` wrote")
    parser.add_argument("--program", type=Path, help="the fauxbank binary, to run the SQL that it prints as well")
    given = parser.parse_args()
    if given.program:
        given.program = given.program.resolve()
    return given


def manifest(dataset):
    """Reads the manifest."""
    return json.loads((dataset / "manifest.json").read_text())


def connect(dataset):
    """Opens DuckDB with the views of `duckdb.sql`, which are written for the dataset's own folder."""
    os.chdir(dataset)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(Path("duckdb.sql").read_text())
    return connection


class Outcome:
    """Counts what holds and what does not, and ends the process accordingly."""

    def __init__(self):
        self.held, self.broken = 0, 0

    def note(self, name, problem=None):
        """Notes one check; a problem is what is wrong, in words."""
        if problem is None:
            self.held += 1
            print(f"ok    {name}")
        else:
            self.broken += 1
            print(f"FAIL  {name}: {problem}")

    def end(self):
        """Prints the sum and exits with 1 if anything is broken."""
        print(f"{self.held} hold, {self.broken} broken")
        sys.exit(1 if self.broken else 0)
