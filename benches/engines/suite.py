"""The query suite as a program sees it: the queries of `queries/`, the tables of a dataset, and answers, which are equal or not."""

import csv
import datetime
import decimal
import functools
import hashlib
import io
import json
import tomllib
from pathlib import Path

QUERIES = Path(__file__).resolve().parents[2] / "queries"
HEADERS = ("question", "tables", "stresses")
# What is said of a dataset of a scale whose files are other than those that were asked for the committed answer.
ANOTHER_DATASET = "another dataset"
SCALES = {1_000: "small", 10_000: "medium", 100_000: "large"}


class Query:
    """One entry of the registry with its SQL and its header."""

    def __init__(self, entry, folder=QUERIES):
        self.name, self.title, self.columns, self.folder = entry["name"], entry["title"], entry["columns"], folder
        self.text = (folder / f"{self.name}.sql").read_text()
        self.header = header(self.text)

    @property
    def tables(self):
        """The tables it reads, by the names that the SQL calls them."""
        return [name.strip() for name in self.header.get("tables", "").split(",")]

    def sql(self, engine):
        """The statement for an engine: the portable one, unless `dialects/ENGINE/` holds another."""
        dialect = self.folder / "dialects" / engine / f"{self.name}.sql"
        text = dialect.read_text() if dialect.exists() else self.text
        return text.strip().removesuffix(";")

    def answer(self, scale):
        """The file of its answer at a scale."""
        return self.folder / "answers" / scale / f"{self.name}.csv"


def header(text):
    """Reads the `-- key: words` lines that a query begins with; a line `--   words` goes on with the one before."""
    found, key = {}, None
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        words = line[2:].strip()
        name = words.split(":", 1)[0]
        if name in HEADERS:
            key, found[name] = name, words.split(":", 1)[1].strip()
        elif key:
            found[key] += " " + words
    return found


def registry(folder=QUERIES):
    """Reads the registry: its queries, and which pair of engines confirmed which answers."""
    told = tomllib.loads((folder / "registry.toml").read_text())
    return [Query(entry, folder) for entry in told["query"]], told.get("confirmed", [])


def fingerprints(folder=QUERIES):
    """By scale, the fingerprint of each table in the dataset whose answers are committed."""
    return tomllib.loads((folder / "registry.toml").read_text()).get("fingerprints", {})


@functools.cache
def fingerprints_of(dataset):
    """The fingerprint of each table of a dataset, by its name in SQL: the hash of its files and their hashes."""
    told = json.loads((dataset / "manifest.json").read_text())
    lines = {table["name"]: "" for table in told["run"]["tables"]}
    for file in told["files"]:
        lines[file["table"]] += f"{file['path']} {file['sha256']}\n"
    return {table["folder"].replace("/", "_"): sha256(lines[table["name"]]) for table in told["run"]["tables"]}


def sha256(text):
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def manifest(dataset):
    """Reads a dataset's manifest."""
    return json.loads((dataset / "manifest.json").read_text())["run"]


def tables(dataset):
    """The tables of a dataset: name in SQL, and folder. The slash of `truth/fraud_cases` is an underscore in SQL."""
    return {table["folder"].replace("/", "_"): dataset.resolve() / table["folder"] for table in manifest(dataset)["tables"]}


def scale_of(dataset):
    """The scale whose answers hold for a dataset; None for a dataset that is none of the scales."""
    run = manifest(dataset)
    horizon = (run["horizon"]["from"], run["horizon"]["to"])
    standard = run["seed"] == 42 and run["scenario"]["name"] == "us-retail" and horizon == ("2025-01-01", "2025-12-31")
    return SCALES.get(run["customers"]["made"]) if standard and run["part"]["of"] == 1 else None


def canonical(query, table):
    """Writes an Arrow table as an answer: a list of rows of texts, None for null. The columns must bear their names in order."""
    names = [column["name"] for column in query.columns]
    if table.column_names != names:
        raise ValueError(f"columns are {table.column_names}, not {names}")
    columns = [[text(value, column) for value in table.column(i).to_pylist()] for i, column in enumerate(query.columns)]
    return [list(row) for row in zip(*columns)]


def text(value, column):
    """Writes a value in the form of its column's kind."""
    kind = column["kind"]
    if value is None:
        return None
    if kind == "integer":
        if value != int(value):
            raise ValueError(f"{column['name']} is {value}, not an integer")
        return str(int(value))
    if kind == "decimal":
        if isinstance(value, float):
            raise ValueError(f"{column['name']} is a float, not a decimal")
        exact = decimal.Decimal(value).quantize(decimal.Decimal(1).scaleb(-column["scale"]))
        if exact != value:
            raise ValueError(f"{column['name']} is {value}, which has more than {column['scale']} digits after the point")
        return f"{exact:f}"
    if kind == "float":
        rounded = f"{float(value):.{column['digits']}f}"
        return rounded.lstrip("-") if float(rounded) == 0 else rounded
    if kind == "date":
        return value.isoformat()[:10]
    if kind == "instant":
        if value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if kind == "boolean":
        return "true" if value else "false"
    return str(value)


def to_csv(query, rows):
    """Writes an answer as CSV: an empty text is `""`, a null nothing."""
    lines = [",".join(column["name"] for column in query.columns)]
    lines += [",".join(field(value) for value in row) for row in rows]
    return "\n".join(lines) + "\n"


def field(value):
    """Writes one field after RFC 4180."""
    if value is None:
        return ""
    if value == "" or any(mark in value for mark in ',"\n\r'):
        return '"' + value.replace('"', '""') + '"'
    return value


def from_csv(content):
    """Reads an answer: the names of its columns, and its rows. Python 3.11's csv does not tell null from an empty text, so this does."""
    rows, row, start, quoted = [], [], 0, False
    for place, mark in enumerate(content):
        if mark == '"':
            quoted = not quoted
        elif mark in ",\n" and not quoted:
            raw = content[start:place]
            row.append(raw[1:-1].replace('""', '"') if raw.startswith('"') else raw or None)
            start = place + 1
            if mark == "\n":
                rows.append(row)
                row = []
    return rows[0], rows[1:]


def difference(query, wanted, got):
    """Says where two answers first differ, or None. Floats may differ by one unit of their last digit."""
    if len(wanted) != len(got):
        return f"{len(got)} rows instead of {len(wanted)}"
    for number, (left, right) in enumerate(zip(wanted, got), 1):
        for column, a, b in zip(query.columns, left, right):
            if not alike(column, a, b):
                return f"row {number}, {column['name']}: {b} instead of {a}"
    return None


def alike(column, a, b):
    """Whether two values count as equal."""
    if column["kind"] != "float" or a is None or b is None:
        return a == b
    unit = decimal.Decimal(1).scaleb(-column["digits"])
    return abs(decimal.Decimal(a) - decimal.Decimal(b)) <= unit


def judge(query, scale, table, dataset=None):
    """Checks an engine's Arrow table against the committed answer: the verdict, and what differs. The answer is that of one dataset: another
    of the same scale, told by the fingerprints of the tables that the query reads, is not judged."""
    got = canonical(query, table)
    if dataset is not None and is_another(query, scale, dataset):
        return "unchecked", ANOTHER_DATASET
    if scale is None or not query.answer(scale).exists():
        return "unchecked", ""
    _, wanted = from_csv(query.answer(scale).read_text())
    problem = difference(query, wanted, got)
    return ("wrong", problem) if problem else ("right", "")


def is_another(query, scale, dataset):
    """Whether a table that a query reads is other than when the scale's answers were made."""
    known, found = fingerprints().get(scale, {}), fingerprints_of(dataset)
    return any(known[table] != found.get(table) for table in query.tables if table in known)


def csv_line(values):
    """One line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()
