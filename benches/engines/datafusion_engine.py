"""Runs the query suite on DataFusion from PyPI.

    python benches/engines/datafusion_engine.py DATASET
"""

from importlib.metadata import version

import harness


class DataFusion(harness.Engine):
    """DataFusion in the process, on the folders of Parquet files."""

    name = "datafusion"
    version = version("datafusion")

    def open(self, tables):
        from datafusion import SessionContext

        self.session = SessionContext()
        for name, folder in tables.items():
            self.session.register_parquet(name, f"{folder}/")

    def run(self, sql):
        return self.session.sql(sql).to_arrow_table()


if __name__ == "__main__":
    harness.main(DataFusion)
