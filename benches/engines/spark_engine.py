"""Runs the query suite on Spark in local mode; needs Java 17 or later.

    python benches/engines/spark_engine.py DATASET
"""

import os
from importlib.metadata import version

import harness


class Spark(harness.Engine):
    """Spark in local mode with a thread a core."""

    name = "spark"
    version = version("pyspark")

    def open(self, tables):
        from pyspark.sql import SparkSession

        cores = os.cpu_count()
        builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.driver.memory", "6g")
        # 200 shuffle partitions, the default, are for a cluster.
        builder = builder.config("spark.sql.shuffle.partitions", str(2 * cores)).config("spark.log.level", "FATAL")
        self.session = builder.getOrCreate()
        for name, folder in tables.items():
            self.session.read.parquet(str(folder)).createOrReplaceTempView(name)

    def run(self, sql):
        return self.session.sql(sql).toArrow()


if __name__ == "__main__":
    harness.main(Spark)
