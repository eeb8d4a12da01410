"""Writes what `fauxbank bench page --markdown` prints into docs/bench.md, between its marks.

    python benches/engines_figures.py --program target/release/fauxbank RESULTS…
"""

import argparse
import subprocess
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "bench.md"
BEGIN, END = "<!-- written by benches/engines_figures.py -->", "<!-- end of what benches/engines_figures.py writes -->"


def main():
    """Parses the arguments and replaces what stands between the marks."""
    parser = argparse.ArgumentParser(description="Writes the engines' figures into docs/bench.md.")
    parser.add_argument("results", nargs="+", help="folders of results")
    parser.add_argument("--program", required=True, help="the fauxbank binary")
    given = parser.parse_args()
    command = [given.program, "bench", "page", "--markdown", *given.results]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, rest = PAGE.read_text().split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{printed}\n{END}{after}")


if __name__ == "__main__":
    main()
