"""Run by test_pyspark_connect.py in a process of its own: a Connect session bars classic ones."""

from __future__ import annotations

from typing import Any

from schemagen import Sample
from tests.conftest import SPARK_OPTIONS
from tests.samples.same import assert_same
from tests.samples.spark import SPARK


def session() -> Any:
    """Return a session of a Connect server that is started here, on this machine only."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.remote("local[1]")
    for option, value in SPARK_OPTIONS.items():
        builder = builder.config(option, value)
    return builder.getOrCreate()


def check(frame: Any) -> None:
    """Fail where a Connect frame is not described, written and read as it is."""
    sample = Sample(frame)
    encoded = sample.encode(frame)
    sample.judge.check(encoded)
    for known in (sample, Sample(frame.schema)):
        assert known.schema == sample.schema
        assert known.codec.holds(frame)
        back = known.decode(encoded)
        assert type(back) is type(frame)
        assert_same(back, frame)


def main() -> None:
    """Check the frames of the samples' table."""
    spark = session()
    spark.conf.set("spark.sql.session.timeZone", "America/New_York")
    for row in SPARK:
        if row.spark:
            print(row.id, flush=True)
            check(row.make())
    spark.stop()


if __name__ == "__main__":
    main()
