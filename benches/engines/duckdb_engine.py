"""Runs the query suite on DuckDB.

    python benches/engines/duckdb_engine.py DATASET
"""

from importlib.metadata import version

import harness


class DuckDb(harness.Engine):
    """DuckDB in the process, on views over the Parquet files."""

    name = "duckdb"
    version = version("duckdb")

    def open(self, tables):
        import duckdb

        self.connection = duckdb.connect()
        # Instants are cast to days and compared with literals in the session's zone.
        self.connection.execute("SET TimeZone = 'UTC'")
        for name, folder in tables.items():
            self.connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}/*.parquet')")

    def run(self, sql):
        return self.connection.sql(sql).to_arrow_table()


if __name__ == "__main__":
    harness.main(DuckDb)
