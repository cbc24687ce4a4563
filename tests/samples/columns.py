"""Samples of pandas: one column each, of every dtype."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.samples.rows import Lazy, Row, table

np, pd, pa = Lazy("numpy"), Lazy("pandas"), Lazy("pyarrow")
row = table("column", "pandas")


def column(name: str, make: Callable[[], Any], *needs: str, **options: Any) -> Row:
    """Return the row of a frame with one column."""
    return row(name, lambda: pd.DataFrame({"c": make()}), *needs, **options)


def series(values: list[Any], dtype: Any = None) -> Any:
    """Return a column."""
    return pd.Series(values, dtype=dtype)


def objects(*cells: Any) -> Any:
    """Return a column of Python objects."""
    return pd.Series(list(cells), dtype=object)


_NUMPY = (
    *(
        column(name, lambda name=name: np.array([np.iinfo(name).min, np.iinfo(name).max], name))
        for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
    ),
    *(
        column(name, lambda name=name: np.array([0.1, np.nan, -2.5], name))
        for name in ("float16", "float32", "float64")
    ),
    column("float-exact", lambda: [0.1 + 0.2, 5e-324, 1.7976931348623157e308]),
    column("float-whole", lambda: [1.0, 2.0]),
    column("float-null-first", lambda: [np.nan, 1.5]),
    column("float-null-last", lambda: [1.5, np.nan]),
    column("float-all-null", lambda: [np.nan, np.nan]),
    column(
        "float-inf",
        lambda: [1.5, np.inf],
        back=lambda: pd.DataFrame({"c": [1.5, np.nan]}),
        lost="an infinity is null",
    ),
    column("bool", lambda: [True, False]),
)

_NULLABLE = (
    *(
        column(name, lambda name=name: series([1, None, 3], name))
        for name in ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
    ),
    column("Int64-exact", lambda: series([2**53 + 1, None], "Int64")),
    column("UInt64-most", lambda: series([2**64 - 1, None], "UInt64")),
    column("Float32", lambda: series([0.1, None], "Float32")),
    column("Float64", lambda: series([0.1, None], "Float64")),
    column("boolean", lambda: series([True, None, False], "boolean")),
    column("string", lambda: series(["a", None], "string")),
    column("string-python", lambda: series(["a", None], "string[python]")),
    column("string-pyarrow", lambda: series(["a", None], "string[pyarrow]"), "pyarrow"),
    column("str", lambda: ["a", "Zoë"]),
    column("str-null-last", lambda: ["a", None]),
    column("str-null-first", lambda: [None, "a"]),
)

_CATEGORY = (
    column("category", lambda: series(["a", "b", "a"], "category")),
    column("category-null", lambda: series(["a", None], "category")),
    column("category-int", lambda: series([3, 1], "category")),
    column("category-float", lambda: series([0.5, 1.5], "category")),
    column("category-bool", lambda: series([True, False], "category")),
    column("category-unused", lambda: pd.Categorical(["a"], categories=["c", "a", "b"])),
    column("category-ordered", lambda: pd.Categorical(["low"], ["low", "high"], ordered=True)),
    column("category-date", lambda: pd.Categorical(pd.to_datetime(["2020-01-01", "2021-01-01"]))),
    column("category-none", lambda: pd.Categorical([None, None], categories=["a"])),
)

_MOMENTS = ["2020-02-03 04:05:06.123456", "NaT"]
_TIMES = (
    column("datetime", lambda: pd.to_datetime(pd.Series(_MOMENTS))),
    column("datetime-ns", lambda: np.array(["2020-01-01T00:00:00.000000001"], "M8[ns]")),
    *(
        column(
            f"datetime-{unit}",
            lambda unit=unit: np.array(["2020-02-03T04:05:06"], f"M8[{unit}]"),
            since={"pandas": (2, 0)},
        )
        for unit in ("s", "ms", "us")
    ),
    column("datetime-all-null", lambda: pd.to_datetime(pd.Series([None, None]))),
    column("datetime-utc", lambda: pd.to_datetime(pd.Series(_MOMENTS)).dt.tz_localize("UTC")),
    column(
        "datetime-zone",
        lambda: pd.to_datetime(pd.Series(_MOMENTS)).dt.tz_localize("America/New_York"),
    ),
    column("datetime-offset", lambda: pd.to_datetime(pd.Series(["2020-01-01T00:00:00+05:30"]))),
    column("timedelta", lambda: pd.to_timedelta(pd.Series(["1 days 02:03:04.5", None]))),
    column(
        "timedelta-negative", lambda: pd.to_timedelta(pd.Series([-1, 1], dtype="i8"), unit="us")
    ),
    column("period-month", lambda: pd.period_range("2020-01", periods=2, freq="M")),
    column("period-day", lambda: pd.PeriodIndex(["2020-01-02", "NaT"], freq="D")),
    column("period-quarter", lambda: pd.period_range("2020Q1", periods=2, freq="Q")),
)

_SPARSE = (
    column("sparse-int", lambda: pd.arrays.SparseArray([0, 0, 3])),
    column("sparse-float", lambda: pd.arrays.SparseArray([np.nan, 1.5])),
    column("sparse-bool", lambda: pd.arrays.SparseArray([False, True])),
)


def arrow(values: list[Any], make: Callable[[], Any]) -> Callable[[], Any]:
    """Return the maker of an Arrow-backed column."""
    return lambda: pd.Series(values, dtype=pd.ArrowDtype(make()))


_NEW = {"pandas": (2, 0)}
_ARROW = tuple(
    column(f"arrow-{name}", arrow(values, make), "pyarrow", since=_NEW)
    for name, values, make in (
        ("int8", [1, None], lambda: pa.int8()),
        ("int64", [2**53 + 1, None], lambda: pa.int64()),
        ("uint64", [2**64 - 1, None], lambda: pa.uint64()),
        ("float", [0.1, None], lambda: pa.float32()),
        ("double", [0.1, None], lambda: pa.float64()),
        ("bool", [True, None], lambda: pa.bool_()),
        ("string", ["a", None], lambda: pa.string()),
        ("large-string", ["a", None], lambda: pa.large_string()),
        ("binary", [b"\xff", None], lambda: pa.binary()),
        ("date", [dt.date(2020, 1, 2), None], lambda: pa.date32()),
        ("time", [dt.time(1, 2, 3), None], lambda: pa.time64("us")),
        ("timestamp", [dt.datetime(2020, 1, 2, 3), None], lambda: pa.timestamp("us")),
        ("timestamp-utc", [dt.datetime(2020, 1, 2), None], lambda: pa.timestamp("ns", "UTC")),
        ("duration", [dt.timedelta(seconds=90), None], lambda: pa.duration("ms")),
        ("decimal", [Decimal("1.10"), None], lambda: pa.decimal128(10, 2)),
        ("list", [[1, 2], None], lambda: pa.list_(pa.int64())),
        (
            "struct",
            [{"a": 1, "b": "x"}, None],
            lambda: pa.struct([("a", pa.int64()), ("b", pa.string())]),
        ),
        ("dictionary", ["a", None], lambda: pa.dictionary(pa.int8(), pa.string())),
    )
)

_EAST = dt.timezone(dt.timedelta(hours=5))
_OBJECTS = (
    column("object-str", lambda: objects("a", None)),
    column("object-nan", lambda: objects("a", float("nan"))),
    column("object-int", lambda: objects(1, 2)),
    column("object-bool", lambda: objects(*[True, None])),
    column("object-mixed", lambda: objects(1, "a", 2.5, None)),
    column("object-null", lambda: objects(None, None)),
    column("object-list", lambda: objects([1, 2], [3], [])),
    column("object-dict", lambda: objects({"a": 1}, {"a": 2})),
    column("object-ragged-dict", lambda: objects({"a": 1}, {"b": "x"}, None)),
    column("object-date", lambda: objects(dt.date(2020, 1, 2), None)),
    column("object-time", lambda: objects(dt.time(1, 2, 3))),
    column("object-datetime", lambda: objects(dt.datetime(2020, 1, 2, 3))),
    column(
        "object-zones",
        lambda: objects(*(dt.datetime(2020, 1, 2, tzinfo=z) for z in (_EAST, dt.timezone.utc))),
    ),
    column("object-timedelta", lambda: objects(dt.timedelta(seconds=5))),
    column("object-decimal", lambda: objects(Decimal("1.10"), None)),
    column("object-bytes", lambda: objects(b"\xff\x00")),
    column("object-uuid", lambda: objects(uuid.UUID(int=5))),
    column("object-array", lambda: objects(np.array([1, 2]), np.array([3]))),
    column("object-timestamp", lambda: objects(pd.Timestamp("2020-01-02"), pd.NaT)),
    column("object-tuple", lambda: objects((1, 2), (3, 4))),
)

_REFUSED = (
    column("complex", lambda: [1j], refused=r"\$\.c: .*complex"),
    column(
        "interval", lambda: pd.interval_range(0, 2), refused=r"\$\.c: intervals.*left and right"
    ),
    column("object-complex", lambda: objects(1j), refused=r"\$\.c.*complex"),
)

COLUMNS = (
    *_NUMPY, *_NULLABLE, *_CATEGORY, *_TIMES, *_SPARSE, *_ARROW, *_OBJECTS, *_REFUSED,
)  # fmt: skip
