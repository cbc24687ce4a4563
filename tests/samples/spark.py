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


def typed(name: str, kind: Callable[[], Any], **options: Any) -> Row:
    """Return the row of a StructType with a field of this type."""
    return row(f"type-{name}", lambda: struct(kind()), described=True, **options)


_FLAT: dict[str, tuple[Callable[[], Any], list[Any]]] = {
    "string": (lambda: T.StringType(), ["a", None, "Zoë"]),
    "byte": (lambda: T.ByteType(), [-128, None, 127]),
    "short": (lambda: T.ShortType(), [-(2**15), None, 2**15 - 1]),
    "integer": (lambda: T.IntegerType(), [-(2**31), None, 2**31 - 1]),
    "long": (lambda: T.LongType(), [-(2**63), None, 2**63 - 1]),
    "float": (lambda: T.FloatType(), [0.5, None, 3.4028234663852886e38]),
    "double": (lambda: T.DoubleType(), [0.1, None, 5e-324]),
    "boolean": (lambda: T.BooleanType(), [True, None, False]),
    "decimal": (
        lambda: T.DecimalType(38, 10),
        [Decimal("1234567890123456789.0123456789"), None, Decimal(0)],
    ),
    "binary": (lambda: T.BinaryType(), [bytearray(b"\xff\x00"), None, bytearray()]),
    "date": (lambda: T.DateType(), [dt.date(2020, 1, 2), None, dt.date(1, 1, 1)]),
    "timestamp": (lambda: T.TimestampType(), [dt.datetime(2020, 1, 2, 3, 4, 5, 6), None, None]),
    "timestamp-ntz": (
        lambda: T.TimestampNTZType(),
        [dt.datetime(2020, 1, 2, 3, 4, 5, 6), None, None],
    ),
    "interval": (
        lambda: T.DayTimeIntervalType(),
        [dt.timedelta(days=1, microseconds=5), None, None],
    ),
    "null": (lambda: T.NullType(), [None, None, None]),
}
_NESTED: dict[str, tuple[Callable[[], Any], list[Any]]] = {
    "array": (lambda: T.ArrayType(T.IntegerType()), [[1, None], [], None]),
    "array-full": (
        lambda: T.ArrayType(T.BinaryType(), containsNull=False),
        [[bytearray(b"a")], [], None],
    ),
    "array-struct": (
        lambda: T.ArrayType(struct(T.DateType())),
        [[(dt.date(2020, 1, 2),)], [], None],
    ),
    "map": (lambda: T.MapType(T.StringType(), T.DoubleType()), [{"a": 0.5, "b": None}, {}, None]),
    "map-int": (lambda: T.MapType(T.IntegerType(), T.StringType()), [{1: "a", -20: "b"}, {}, None]),
    "map-struct": (
        lambda: T.MapType(T.StringType(), struct(T.LongType())),
        [{"a": (1,)}, {}, None],
    ),
    "struct": (lambda: struct(T.IntegerType(), T.StringType()), [(1, "a"), (None, None), None]),
}


def _whole(kinds: dict[str, tuple[Callable[[], Any], list[Any]]]) -> Any:
    """Return one frame with a column of each type."""
    cells = zip(*(cells for _, cells in kinds.values()), strict=True)
    return frame(struct(*(kind() for kind, _ in kinds.values())), *cells)


_TYPES = (
    *(typed(name, kind) for name, (kind, _) in (*_FLAT.items(), *_NESTED.items())),
    typed("char", lambda: T.CharType(3)),
    typed("varchar", lambda: T.VarcharType(5)),
    typed("decimal-whole", lambda: T.DecimalType(5, 0)),
    typed("variant", lambda: T.VariantType(), since=NEW),
    typed(
        "calendar", lambda: T.CalendarIntervalType(), since=NEW, refused="interval has no JSON form"
    ),
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
    row("frame-flat", lambda: _whole(_FLAT), spark=True),
    row("frame-nested", lambda: _whole(_NESTED), spark=True),
    row(
        "frame-flagged",
        lambda: frame(struct(T.LongType(), T.DoubleType(), nullable=False), (1, 0.5), (2, 1.5)),
        spark=True,
    ),
    row("frame-no-rows", lambda: frame("a long, b string"), spark=True),
)

SPARK = (*_TYPES, *_FRAMES)
