"""Checks that DuckDB, Polars, pyarrow and Spark read the same values from every column of every Parquet file: how many there are, the
least, the greatest, and their sum or the number of different ones. DuckDB is the one that the others are held against.

    python check_values.py DIR

Spark needs Java; without pyspark the script says that it leaves Spark out.
"""

import datetime
import decimal
import importlib.util

import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet

import bank

EPOCH = datetime.date(1970, 1, 1)


def kind_of(duckdb_type):
    """Returns how the values of a DuckDB type are compared."""
    if duckdb_type.startswith("DECIMAL"):
        return "decimal"
    if duckdb_type.startswith("TIMESTAMP"):
        return "instant"
    kinds = {"BIGINT": "integer", "INTEGER": "integer", "BOOLEAN": "boolean", "DOUBLE": "double", "DATE": "date"}
    return kinds.get(duckdb_type, "text")


def columns_of(connection, files):
    """Returns the columns of a table and their kinds."""
    described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{files}')").fetchall()
    return {name: kind_of(kind) for name, kind, *_ in described}


def by_sql(columns, number_of, day_of):
    """Returns the expressions of a table's digest: per column count, least, greatest, and sum or number of different ones."""
    expressions = []
    for name, kind in columns.items():
        value = number_of(name) if kind == "instant" else day_of(name) if kind == "date" else name
        if kind == "boolean":
            value = f"CAST({name} AS INTEGER)"
        fourth = f"count(DISTINCT {value})" if kind in ("text", "double") else f"sum(CAST({value} AS DECIMAL(38, 6)))"
        expressions += [f"count({value})", f"min({value})", f"max({value})", fourth]
    return ", ".join(expressions)


def by_duckdb(connection, files, columns):
    expressions = by_sql(columns, lambda name: f"epoch_us({name})", lambda name: f"({name} - DATE '1970-01-01')")
    return connection.execute(f"SELECT {expressions} FROM read_parquet('{files}')").fetchall()[0]


def by_spark(session, files, columns):
    expressions = by_sql(columns, lambda name: f"unix_micros({name})", lambda name: f"datediff({name}, DATE '1970-01-01')")
    session.read.parquet(files).createOrReplaceTempView("digested")
    return tuple(session.sql(f"SELECT {expressions} FROM digested").collect()[0])


def by_polars(files, columns):
    expressions = []
    for name, kind in columns.items():
        value = polars.col(name)
        if kind in ("instant", "date", "boolean"):
            value = value.cast(polars.Int64)
        if kind == "text":
            value = value.cast(polars.String)
        if kind in ("integer", "instant", "date", "boolean"):
            fourth = value.cast(polars.Int128).sum()
        else:
            fourth = value.sum() if kind == "decimal" else value.drop_nulls().n_unique()
        digest = [value.count(), value.min(), value.max(), fourth]
        expressions += [each.alias(f"{name}{index}") for index, each in enumerate(digest)]
    return polars.scan_parquet(files).select(expressions).collect().row(0)


def by_pyarrow(files, columns):
    compute, digest = pyarrow.compute, []
    table = pyarrow.parquet.read_table(files)
    for name, kind in columns.items():
        value = table.column(name)
        if pyarrow.types.is_dictionary(value.type):
            value = value.cast(pyarrow.string())
        wider = {"instant": [pyarrow.int64()], "date": [pyarrow.int32(), pyarrow.int64()], "boolean": [pyarrow.int64()]}
        for kind_of_value in wider.get(kind, []):
            value = value.cast(kind_of_value)
        ends = compute.min_max(value).as_py()
        fourth = (
            compute.count_distinct(value, mode="only_valid")
            if kind in ("text", "double")
            else compute.sum(value.cast(pyarrow.decimal128(38, 6)))
        )
        digest += [len(value) - value.null_count, ends["min"], ends["max"], fourth.as_py()]
    return tuple(digest)


def plain(value):
    """Returns a value so that equal ones of two readers compare equal."""
    if value is None or value == 0:
        return 0
    return value.normalize() if isinstance(value, decimal.Decimal) else value


def differing(columns, expected, found):
    """Returns the columns whose digests differ, with both."""
    pairs = [(plain(a), plain(b)) for a, b in zip(expected, found, strict=True)]
    wrong = [
        f"{name}: {pairs[4 * index : 4 * index + 4]}"
        for index, name in enumerate(columns)
        if any(a != b for a, b in pairs[4 * index : 4 * index + 4])
    ]
    return "; ".join(wrong) or None


def spark_session():
    """Starts Spark in this process, if it is installed."""
    if importlib.util.find_spec("pyspark") is None:
        print("pyspark is not installed: Spark is left out")
        return None
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    settings |= {"spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "2", "spark.log.level": "ERROR"}
    builder = SparkSession.builder.master("local[2]").appName("check_values")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def main():
    given = bank.arguments(__doc__)
    dataset = given.dataset.resolve()
    connection, outcome, spark = bank.connect(dataset), bank.Outcome(), spark_session()
    for table in bank.manifest(dataset)["run"]["tables"]:
        files = str(dataset / table["folder"] / "*.parquet")
        columns = columns_of(connection, files)
        expected = by_duckdb(connection, files, columns)
        readers = {"Polars": lambda: by_polars(files, columns), "pyarrow": lambda: by_pyarrow(dataset / table["folder"], columns)}
        if spark:
            readers["Spark"] = lambda: by_spark(spark, files, columns)
        for reader, digest in readers.items():
            outcome.note(f"{reader} and DuckDB read the same values of {table['name']}", differing(columns, expected, digest()))
    outcome.end()


if __name__ == "__main__":
    main()
