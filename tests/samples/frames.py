"""Samples of pandas: whole frames in every orient, labels, indexes, series and scalars."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.samples.rows import Lazy, Row, table

np, pd, schemagen = Lazy("numpy"), Lazy("pandas"), Lazy("schemagen")
row = table("frame", "pandas")
ORIENTS = ("records", "split", "values", "index", "columns", "table", "tight")
_INDEXED = ("split", "index", "columns", "table", "tight")


def oriented(frame: Any, orient: str, **options: Any) -> Any:
    """Return *frame* as a sample in an orient."""
    from schemagen import Sample
    from schemagen.adapters.pandas import PandasAdapter

    return Sample(frame, adapter=PandasAdapter(orient=orient, **options))


def mixed() -> Any:
    """Return a frame of unlike columns."""
    return pd.DataFrame({"n": [1, 2], "s": ["x", "y"], "f": [0.5, np.nan]})


def times() -> Any:
    """Return a frame of times."""
    return pd.DataFrame(
        {"t": pd.to_datetime(["2020-01-01", None]), "d": pd.to_timedelta([1, 2], "s")}
    )


def indexed(index: Any) -> Any:
    """Return a frame with an index of its own."""
    return pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}, index=index)


def _in_all(name: str, make: Any) -> tuple[Row, ...]:
    return tuple(
        row(f"{name}-{orient}", lambda orient=orient: oriented(make(), orient))
        for orient in ORIENTS
    )


def _with_index(name: str, make: Any) -> tuple[Row, ...]:
    return tuple(
        row(f"{name}-{orient}", lambda orient=orient: oriented(indexed(make()), orient))
        for orient in _INDEXED
    )


_SHAPES = (
    *_in_all("mixed", mixed),
    *_in_all("times", times),
    *_in_all("one-type", lambda: pd.DataFrame({"a": [1, 2], "b": [3, 4]})),
    *_in_all("no-rows", lambda: mixed().astype({"s": "string"}).iloc[:0].reset_index(drop=True)),
    row("no-columns", lambda: pd.DataFrame(index=pd.RangeIndex(0))),
    row("one-row", lambda: mixed().head(1)),
    row("open", lambda: oriented(mixed(), "records", enforce_shape=False)),
    row("wide", lambda: pd.DataFrame({f"c{i}": [i] for i in range(60)})),
    row("many-rows", lambda: pd.DataFrame({"a": range(300)})),
)

_INDEXES = (
    *_with_index("text-index", lambda: pd.Index(["p", "q"])),
    *_with_index("object-index", lambda: pd.Index(["p", "q"], dtype=object)),
    row(
        "no-rows-object-index",
        lambda: oriented(
            indexed(pd.Index(["p", "q"], dtype=object)).iloc[:0].astype({"b": object}), "table"
        ),
    ),
    row(
        "options",
        lambda: schemagen.Sample(
            pd.DataFrame({"a": [1], "s": ["x"]}),
            nullable={"a": True, "s": False},
            minimum={"a": 0},
            pattern={"s": "^x"},
            description={"a": "how many"},
        ),
        back=lambda: pd.DataFrame({"a": pd.array([1], dtype="Int64"), "s": ["x"]}),
        lost="an integer column that is to take null comes back in pandas' nullable dtype",
    ),
    *_with_index("named-index", lambda: pd.Index(["p", "q"], name="key")),
    *_with_index("int-index", lambda: pd.Index([10, 20])),
    *_with_index("time-index", lambda: pd.DatetimeIndex(["2020-01-01", "2020-01-03"], name="at")),
    *_with_index(
        "multi-index", lambda: pd.MultiIndex.from_tuples([("p", 1), ("q", 2)], names=["k", "n"])
    ),
    *_with_index("float-index", lambda: pd.Index([0.5, 1e300])),
    *_with_index("bool-index", lambda: pd.Index([True, False])),
    *_with_index("category-index", lambda: pd.CategoricalIndex(["p", "q"])),
    *_with_index("duration-index", lambda: pd.to_timedelta([1, 2], unit="s")),
    row(
        "null-label-split",
        lambda: oriented(indexed(pd.Index(["p", None], dtype=object)), "split"),
    ),
    row(
        "null-label-index",
        lambda: oriented(indexed(pd.Index([0.5, np.nan])), "index"),
    ),
    row(
        "text-index-records",
        lambda: indexed(pd.Index(["p", "q"])),
        back=lambda: indexed(None),
        lost="records do not carry the index",
    ),
    row(
        "text-index-values",
        lambda: oriented(indexed(pd.Index(["p", "q"])), "values"),
        back=lambda: indexed(None),
        lost="values do not carry the index",
    ),
)


def labelled(*labels: Any) -> Any:
    """Return a frame with these column labels."""
    frame = pd.DataFrame([[1.5] * len(labels)])
    frame.columns = (
        pd.MultiIndex.from_tuples(labels) if isinstance(labels[0], tuple) else list(labels)
    )
    return frame


_LABELS = (
    row("labels-int", lambda: labelled(1, 2)),
    row("labels-range", lambda: pd.DataFrame([[1.5, 2.5]])),
    row("labels-float", lambda: labelled(0.5, 1.5)),
    row("labels-date", lambda: labelled(dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 2))),
    row("labels-numeric-text", lambda: labelled("1", "2020-01")),
    row("labels-bool", lambda: labelled(*[True, False])),
    row("labels-mixed", lambda: labelled("a", 1)),
    row("labels-none", lambda: labelled("a", None)),
    row("labels-multi", lambda: labelled(("a", "x"), ("a", "y"))),
    row("labels-odd", lambda: labelled("a b", "$ref", "", "type")),
    row("labels-twice-split", lambda: oriented(labelled("a", "a"), "split")),
    row("labels-twice-values", lambda: oriented(labelled("a", "a"), "values")),
    row("labels-twice", lambda: labelled("a", "a"), refused="two columns share a name"),
    row("labels-same-text", lambda: labelled("1", 1), refused="two columns share a name"),
)

_SERIES = (
    row("series", lambda: pd.Series([1, 2], name="s")),
    row("series-null", lambda: pd.Series([0.5, None])),
    row("series-text", lambda: pd.Series(["a", "b"])),
    row("series-nothing", lambda: pd.Series([], dtype="f8")),
    row("index", lambda: pd.Index(["a", "b"], name="i")),
    row("index-times", lambda: pd.DatetimeIndex(["2020-01-01"])),
    row("timestamp", lambda: pd.Timestamp("2020-01-02 03:04:05.123456789")),
    row("timestamp-zone", lambda: pd.Timestamp("2020-01-02", tz="Europe/Berlin")),
    row("timedelta", lambda: pd.Timedelta("1 days 00:00:05")),
    row("period", lambda: pd.Period("2020-01", "M")),
    row("interval", lambda: pd.Interval(0, 1), refused="Interval"),
)


def _merged(*frames: Any) -> list[Any]:
    return list(frames)


_SEVERAL = (
    row(
        "merge-columns",
        lambda: _merged(pd.DataFrame({"a": [1], "b": ["x"]}), pd.DataFrame({"a": [2]})),
        several=True,
    ),
    row(
        "merge-unlike",
        lambda: [pd.DataFrame({"a": [1]}), pd.Series([1])],
        several=True,
        back=lambda: [[{"a": 1}], [1]],
        lost="kinds that share a JSON type come back as the plain JSON value",
    ),
    row(
        "merge",
        lambda: _merged(pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [0.5]})),
        several=True,
        back=lambda: _merged(pd.DataFrame({"a": [1.0]}), pd.DataFrame({"a": [0.5]})),
        lost="the dtypes are promoted to one that holds both",
    ),
)

FRAMES = (*_SHAPES, *_INDEXES, *_LABELS, *_SERIES, *_SEVERAL)
