"""Samples of Spark: StructTypes need no session, frames do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.samples.rows import Lazy, Row, table

T, sql = Lazy("pyspark.sql.types"), Lazy("pyspark.sql")
row = table("spark", "pyspark")
NEW = {"pyspark": (4, 0)}


def struct(*kinds: Any, nullable: bool = True) -> Any:
    """Return a StructType with the fields c0, c1, ... of these types."""
    return T.StructType([T.StructField(f"c{i}", kind, nullable) for i, kind in enumerate(kinds)])


def frame(schema: Any, *rows: Any) -> Any:
    """Return a frame of the active session."""
    return sql.SparkSession.active().createDataFrame(list(rows), schema)


def pair(name: str, kind: Callable[[], Any], *cells: Any, **options: Any) -> tuple[Row, Row]:
    """Return the rows of one type: the StructType alone, and a frame with these cells."""
    return (
        row(f"type-{name}", lambda: struct(kind()), described=True, **options),
        row(
            f"frame-{name}",
            lambda: frame(struct(kind()), *((cell,) for cell in cells)),
            spark=True,
            **options,
        ),
    )


def typed(name: str, kind: Callable[[], Any], **options: Any) -> Row:
    """Return the row of one type alone."""
    return row(f"type-{name}", lambda: struct(kind()), described=True, **options)


UTC = dt.timezone.utc
_TYPES = (
    *pair("string", lambda: T.StringType(), "a", None, "Zoë"),
    *pair("byte", lambda: T.ByteType(), -128, None, 127),
    *pair("short", lambda: T.ShortType(), -(2**15), 2**15 - 1),
    *pair("integer", lambda: T.IntegerType(), -(2**31), 2**31 - 1),
    *pair("long", lambda: T.LongType(), -(2**63), 2**63 - 1),
    *pair("float", lambda: T.FloatType(), 0.5, None),
    *pair("double", lambda: T.DoubleType(), 0.1, None),
    *pair("boolean", lambda: T.BooleanType(), True, False, None),
    *pair("decimal", lambda: T.DecimalType(38, 10), Decimal("1234567890123456789.0123456789"), None),
    *pair("binary", lambda: T.BinaryType(), bytearray(b"\xff\x00"), None),
    *pair("date", lambda: T.DateType(), dt.date(2020, 1, 2), None),
    *pair("timestamp", lambda: T.TimestampType(), dt.datetime(2020, 1, 2, 3, 4, 5, 6), None),
    *pair("timestamp-ntz", lambda: T.TimestampNTZType(), dt.datetime(2020, 1, 2, 3, 4, 5, 6), None),
    *pair("interval", lambda: T.DayTimeIntervalType(), dt.timedelta(days=1, microseconds=5), None),
    *pair("array", lambda: T.ArrayType(T.IntegerType()), [1, None], [], None),
    *pair("map", lambda: T.MapType(T.StringType(), T.DoubleType()), {"a": 0.5, "b": None}, {}, None),
    *pair("map-int", lambda: T.MapType(T.IntegerType(), T.StringType()), {1: "a"}, None),
    *pair("struct", lambda: struct(T.IntegerType(), T.StringType()), (1, "a"), None),
    *pair("array-struct", lambda: T.ArrayType(struct(T.DateType())), [(dt.date(2020, 1, 2),)]),
    *pair("array-binary", lambda: T.ArrayType(T.BinaryType(), containsNull=False), [bytearray(b"a")]),
    *pair("map-struct", lambda: T.MapType(T.StringType(), struct(T.LongType())), {"a": (1,)}),
    *pair("null", lambda: T.NullType(), None),
    typed("char", lambda: T.CharType(3)),
    typed("varchar", lambda: T.VarcharType(5)),
    typed("variant", lambda: T.VariantType(), since=NEW),
    typed("calendar", lambda: T.CalendarIntervalType(), since=NEW, refused="interval has no JSON form"),
    typed("map-date", lambda: T.MapType(T.DateType(), T.StringType()), refused="keys of date"),
)

_FRAMES = (
    row("type-flagged", lambda: struct(T.LongType(), nullable=False), described=True),
    row("type-empty", lambda: T.StructType([]), described=True),
    row("type-dotted", lambda: T.StructType([T.StructField("a.b", T.LongType())]), described=True),
    row(
        "type-twice",
        lambda: T.StructType([T.StructField("a", T.LongType()), T.StructField("a", T.LongType())]),
        described=True,
        refused="two columns share a name",
    ),
    row("row", lambda: sql.Row(a=1, b="x")),
    row("frame-mixed", lambda: frame("a long, b string, c array<double>", (1, "x", [0.5]), (2, None, None)), spark=True),
    row("frame-flagged", lambda: frame(struct(T.LongType(), nullable=False), (1,), (2,)), spark=True),
    row("frame-no-rows", lambda: frame("a long, b string"), spark=True),
)

SPARK = (*_TYPES, *_FRAMES)
