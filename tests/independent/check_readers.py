"""Checks that Polars, pyarrow and pandas read every table of a Parquet dataset with the types that its data package
promises: decimals as decimals, instants in UTC with microseconds, categories, nothing unsigned.

    python check_readers.py DIR
"""

import json

import pandas
import polars
import pyarrow
import pyarrow.parquet

import bank

ARROW = {
    "int64": pyarrow.types.is_int64,
    "int32": pyarrow.types.is_int32,
    "boolean": pyarrow.types.is_boolean,
    "float64": pyarrow.types.is_float64,
    "date": pyarrow.types.is_date32,
    "timestamp": lambda kind: pyarrow.types.is_timestamp(kind) and kind.unit == "us" and kind.tz == "UTC",
    "string": pyarrow.types.is_string,
    "category": lambda kind: pyarrow.types.is_dictionary(kind) and pyarrow.types.is_string(kind.value_type),
}

POLARS = {
    "int64": lambda kind: kind == polars.Int64,
    "int32": lambda kind: kind == polars.Int32,
    "boolean": lambda kind: kind == polars.Boolean,
    "float64": lambda kind: kind == polars.Float64,
    "date": lambda kind: kind == polars.Date,
    "timestamp": lambda kind: kind == polars.Datetime("us", "UTC"),
    "string": lambda kind: kind == polars.String,
    "category": lambda kind: kind in (polars.Categorical, polars.Enum) or isinstance(kind, polars.Categorical),
}

PANDAS = {
    "int64": lambda kind: str(kind) == "int64[pyarrow]",
    "int32": lambda kind: str(kind) == "int32[pyarrow]",
    "boolean": lambda kind: str(kind) == "bool[pyarrow]",
    "float64": lambda kind: str(kind) == "double[pyarrow]",
    "date": lambda kind: str(kind) == "date32[day][pyarrow]",
    "timestamp": lambda kind: str(kind) == "timestamp[us, tz=UTC][pyarrow]",
    "string": lambda kind: str(kind) == "string[pyarrow]" or str(kind) == "string",
    "category": lambda kind: str(kind).startswith("dictionary<values=string"),
}

# The physical types that every engine knows.
PHYSICAL = {"INT64", "INT32", "BOOLEAN", "DOUBLE", "BYTE_ARRAY"}


def is_decimal(kind, scale, reader):
    """Tells whether a reader's type is DECIMAL(18, scale)."""
    if reader == "pyarrow":
        return pyarrow.types.is_decimal128(kind) and (kind.precision, kind.scale) == (18, scale)
    if reader == "polars":
        return kind == polars.Decimal(18, scale)
    return str(kind) == f"decimal128(18, {scale})[pyarrow]"


def wrong_types(found, promised, rules, reader):
    """Returns the columns whose type is not the promised one."""
    wrong = []
    for name, kind in promised.items():
        if kind.startswith("decimal"):
            scale = int(kind.rstrip(")").split(",")[1])
            right = is_decimal(found[name], scale, reader)
        else:
            right = rules[kind](found[name])
        if not right:
            wrong.append(f"{name} is {found[name]}, not {kind}")
    return "; ".join(wrong) or None


def promised_types(dataset, program):
    """Returns what the schemas promise, by table: read from the files' own descriptions of their columns."""
    import subprocess

    shown = subprocess.run([program, "schema", "--as", "json"], capture_output=True, text=True, check=True).stdout
    tables = json.loads(shown)
    tables = tables["tables"] if isinstance(tables, dict) else tables
    return {table["name"]: {c["name"]: c["type"] for c in table["columns"]} for table in tables}


def check_physical(files, outcome, table):
    """Checks that a file uses only what old readers know."""
    wrong = set()
    for path in files:
        meta = pyarrow.parquet.ParquetFile(path).metadata
        for i in range(meta.num_columns):
            column = meta.schema.column(i)
            logical = str(column.logical_type)
            if column.physical_type not in PHYSICAL or "isSigned=false" in logical or "nanoseconds" in logical:
                wrong.add(f"{column.name} is {column.physical_type} {logical}")
    outcome.note(f"{table}: physical types", "; ".join(sorted(wrong)) or None)


def main():
    given = bank.arguments(__doc__)
    dataset = given.dataset.resolve()
    manifest = bank.manifest(dataset)
    promised = promised_types(dataset, given.program)
    outcome = bank.Outcome()
    for table in manifest["run"]["tables"]:
        name, types = table["name"], promised[table["name"]]
        files = [dataset / f["path"] for f in manifest["files"] if f["table"] == name]
        rows = sum(f["rows"] for f in manifest["files"] if f["table"] == name)

        arrow = pyarrow.parquet.read_table(files[0])
        found = {field.name: field.type for field in arrow.schema}
        outcome.note(f"{name}: pyarrow types", wrong_types(found, types, ARROW, "pyarrow"))
        unnamed = [f.name for f in arrow.schema if not (f.metadata or {}).get(b"description")]
        outcome.note(f"{name}: every column is described", ", ".join(unnamed) or None)
        check_physical(files, outcome, name)

        frame = polars.scan_parquet(files)
        outcome.note(f"{name}: polars types", wrong_types(dict(frame.collect_schema()), types, POLARS, "polars"))
        counted = frame.select(polars.len()).collect().item()
        outcome.note(f"{name}: polars rows", None if counted == rows else f"{counted}, not {rows}")

        frame = pandas.read_parquet(files[0], dtype_backend="pyarrow")
        outcome.note(f"{name}: pandas types", wrong_types(dict(frame.dtypes), types, PANDAS, "pandas"))
    outcome.end()


if __name__ == "__main__":
    main()
