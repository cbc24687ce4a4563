"""Spark: types without a session, refusals, and frames."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.errors import EncodeError, UnsupportedSample

pytest.importorskip("pyspark")

from pyspark.sql import types as T

from schemagen.adapters.pyspark.leaves import leaf_of
from tests.samples.spark import struct


def decoded(kind: T.DataType, data: Any) -> Any:
    """Return a cell as the judge and then the reader take it, without a session."""
    sample = Sample(struct(kind))
    sample.judge.check([{"c0": data}])
    return leaf_of(kind).taking_null(nullable=True).read(data)


REFUSALS: dict[str, tuple[T.DataType, Any]] = {
    "byte": (T.ByteType(), 128),
    "short": (T.ShortType(), -40000),
    "integer": (T.IntegerType(), 2**31),
    "long": (T.LongType(), 2**63),
    "fraction": (T.LongType(), 1.5),
    "text-for-int": (T.LongType(), "1"),
    "bool-for-int": (T.LongType(), True),
    "float": (T.FloatType(), 1e300),
    "boolean": (T.BooleanType(), "true"),
    "string": (T.StringType(), 5),
    "varchar": (T.VarcharType(2), "abc"),
    "decimal-digits": (T.DecimalType(5, 2), "1234.5"),
    "decimal-scale": (T.DecimalType(5, 2), "1.005"),
    "decimal-exponent": (T.DecimalType(5, 2), "1e2"),
    "binary": (T.BinaryType(), "!!!"),
    "date": (T.DateType(), "2020-02-30"),
    "timestamp": (T.TimestampType(), "yesterday"),
    "finer": (T.TimestampType(), "2020-01-01T00:00:00.0000001Z"),
    "interval": (T.DayTimeIntervalType(), "P1M"),
    "array": (T.ArrayType(T.LongType(), containsNull=False), [1, None]),
    "array-item": (T.ArrayType(T.LongType()), [1, "x"]),
    "map-key": (T.MapType(T.LongType(), T.LongType()), {"x": 1}),
    "map-key-twice": (T.MapType(T.LongType(), T.LongType()), {"01": 1}),
    "map-key-range": (T.MapType(T.ByteType(), T.LongType()), {"300": 1}),
    "struct": (struct(T.LongType(), nullable=False), {"c0": None}),
    "struct-missing": (struct(T.LongType(), nullable=False), {}),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_cell_is_refused(name: str) -> None:
    """Ranges, digits, nulls and keys, by the judge or by the reader."""
    kind, data = REFUSALS[name]
    with pytest.raises(InputError):
        decoded(kind, data)


TAKEN: dict[str, tuple[T.DataType, Any, Any]] = {
    "whole": (T.LongType(), 3.0, 3),
    "double-int": (T.DoubleType(), 1, 1.0),
    "decimal": (
        T.DecimalType(38, 2),
        "123456789012345678901234567890.5",
        Decimal("123456789012345678901234567890.50"),
    ),
    "decimal-zeros": (T.DecimalType(3, 1), "0001.500", Decimal("1.5")),
    "map": (T.MapType(T.IntegerType(), T.StringType()), {"-3": "x"}, {-3: "x"}),
    "struct": (struct(T.LongType(), T.StringType()), {"c1": "x", "other": 1}, (None, "x")),
    "array": (T.ArrayType(T.LongType()), [1, None], [1, None]),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_cell_is_read_exactly(name: str) -> None:
    """Nullable fields may be left out, unknown ones are ignored, digits stay."""
    kind, data, wanted = TAKEN[name]
    assert decoded(kind, data) == wanted


def test_null_in_a_double_that_spark_flags_as_never_null_is_nan() -> None:
    """A double itself can hold NaN, which JSON writes as null."""
    sample = Sample(struct(T.DoubleType(), nullable=False))
    sample.judge.check([{"c0": None}])
    value = leaf_of(T.DoubleType()).read(None)
    assert value != value


def test_a_float_is_written_with_few_digits() -> None:
    """Spark hands out 0.1 as 0.10000000149011612."""
    assert leaf_of(T.FloatType()).write(0.10000000149011612) == 0.1
    assert leaf_of(T.DoubleType()).write(0.10000000149011612) == 0.10000000149011612


def test_a_small_decimal_is_written_without_exponent() -> None:
    """The published pattern has none."""
    assert leaf_of(T.DecimalType(38, 10)).write(Decimal("0E-10")) == "0.0000000000"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (T.MapType(T.DateType(), T.StringType()), r"^\$\.c0: a map with keys of date"),
        (
            T.ArrayType(T.MapType(T.BinaryType(), T.StringType())),
            r"^\$\.c0: a map with keys of binary",
        ),
        (
            struct(T.MapType(T.DoubleType(), T.StringType())),
            r"^\$\.c0\.c0: a map with keys of double",
        ),
    ],
)
def test_a_type_without_a_json_form_is_refused_by_its_place(kind: Any, words: str) -> None:
    """The error names the field and what to do."""
    with pytest.raises(UnsupportedSample, match=words):
        Sample(struct(kind)).codec


def test_describing_types_starts_no_session() -> None:
    """A StructType alone needs neither a session nor Java."""
    code = (
        "from pyspark.sql import SparkSession, types as T\n"
        "from schemagen import Sample\n"
        "sample = Sample(T.StructType([T.StructField('a', T.LongType())]))\n"
        "assert sample.schema['items']['properties']['a']['format'] == 'int64'\n"
        "assert sample.example() == []\n"
        "assert SparkSession.getActiveSession() is None\n"
        "assert not hasattr(SparkSession, '_x') and SparkSession._instantiatedSession is None\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.spark
def test_a_frame_is_read_into_the_sample_s_types(spark_session: Any) -> None:
    """Types, nullable flags and order are the sample's."""
    schema = struct(T.IntegerType(), T.StringType())
    got = Sample(schema).decode([{"c1": "x", "c0": 1}, {"c1": "y"}])
    assert got.schema == schema
    assert [tuple(row) for row in got.collect()] == [(1, "x"), (None, "y")]


@pytest.mark.spark
def test_a_result_that_is_no_frame_is_not_written_as_one(spark_session: Any) -> None:
    """The caller decides what to do instead."""
    with pytest.raises(EncodeError, match="a Spark frame is declared"):
        Sample(struct(T.LongType())).encode([1])


@pytest.mark.spark
def test_a_result_of_other_types_is_written_as_it_is(spark_session: Any) -> None:
    """A declared type never changes what run() returned."""
    result = spark_session.createDataFrame([(1.5,)], "c0 double")
    assert Sample(struct(T.LongType())).encode(result) == [{"c0": 1.5}]
