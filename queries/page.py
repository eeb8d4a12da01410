"""Writes the tables of `queries/README.md` from the registry and the headers of the queries.

    python queries/page.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benches" / "engines"))

import suite

PAGE = suite.QUERIES / "README.md"
BEGIN, END = "<!-- written by page.py -->\n", "<!-- end of what page.py writes -->\n"


def written():
    """The page as it is."""
    return PAGE.read_text()


def made():
    """The page with its tables made anew."""
    before, rest = written().split(BEGIN)
    return before + BEGIN + "\n" + tables() + "\n" + END + rest.split(END)[1]


def tables():
    """The queries, and who confirmed their answers."""
    queries, confirmed = suite.registry()
    lines = ["| query | question | tables | stresses |", "|---|---|---|---|"]
    for query in queries:
        named = ", ".join(f"`{table}`" for table in query.tables)
        lines.append(f"| [`{query.name}`]({query.name}.sql) | {query.header.get('question')} | {named} | {query.header.get('stresses')} |")
    lines += ["", "Who confirmed whose answers:", "", "| scale | answers by | confirmed by | queries |", "|---|---|---|---|"]
    for entry in confirmed:
        names = [query.name for query in queries]
        has, lacks = ([f"`{name}`" for name in names if (name in entry["answers"]) == is_held] for is_held in (True, False))
        listed = "all" if not lacks else "all but " + ", ".join(lacks) if len(lacks) < len(has) else ", ".join(has)
        told = listed if not lacks else f"{len(has)} of {len(names)}: {listed}"
        lines.append(f"| {entry['scale']} | {entry['by']} | {entry['confirmed']} | {told} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(made())
