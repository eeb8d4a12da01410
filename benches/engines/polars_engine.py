"""Runs the query suite on Polars' SQL.

    python benches/engines/polars_engine.py DATASET
"""

from importlib.metadata import version

import harness


class Polars(harness.Engine):
    """Polars' SQLContext on lazy scans."""

    name = "polars"
    version = version("polars")

    def open(self, tables):
        import polars
        import polars.selectors

        self.context = polars.SQLContext()
        texts, instants = polars.selectors.categorical(), polars.selectors.datetime()
        for name, folder in tables.items():
            # Its SQL neither takes a categorical for a text nor compares an instant in UTC with a literal.
            scan = polars.scan_parquet(f"{folder}/*.parquet")
            scan = scan.with_columns(texts.cast(polars.String), instants.dt.replace_time_zone(None))
            self.context.register(name, scan)

    def run(self, sql):
        return self.context.execute(sql, eager=True).to_arrow()


if __name__ == "__main__":
    harness.main(Polars)
