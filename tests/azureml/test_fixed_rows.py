"""More of what the old library says wrongly or refuses, and what its names say here."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from schemagen.errors import UnsupportedSample
from tests.azureml.peer_samples import Make, T, np, pd
from tests.azureml.test_differential import (
    DOUBLE,
    INTEGER,
    NULL,
    STRING,
    _output,
    array,
    column,
    ours,
    value,
)

MOMENT, SPAN = {**STRING, "format": "date-time"}, {**STRING, "format": "timedelta"}
INT_OR_TEXT = {"anyOf": [INTEGER, STRING]}


@dataclass
class Person:
    """A record."""

    name: str
    age: int


Point = collections.namedtuple("Point", "x y")


class Colour(enum.Enum):
    """Choices of text."""

    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    """Choices of numbers."""

    LOW = 1
    HIGH = 2


ITEMS: dict[str, tuple[Make, Any, Any]] = {
    "days": (array(["2020-02-03"], "M8[D]"), MOMENT, ["2020-02-03T00:00:00Z"]),
    "mixed": (
        lambda t: t.N(np.array([1, "a", None], object)),
        {"anyOf": [INTEGER, STRING, {"enum": [None]}]},
        [1, "a", None],
    ),
    "ragged": (
        lambda t: t.N(np.array([[1], [1, 2]], object)),
        {"type": "array", "items": INTEGER},
        [[1], [1, 2]],
    ),
    "no-rows-of-three": (
        lambda t: t.N(np.zeros((0, 3))), {"type": "array", "items": DOUBLE}, []
    ),
    "no-fields": (
        lambda t: t.N(np.zeros(1, np.dtype([]))), {"type": "object", "properties": {}}, [{}]
    ),
    "masked": (
        lambda t: t.N(np.ma.MaskedArray([1, 2], [False, True])), {**INTEGER, **NULL}, [1, None]
    ),
    "matrix": (lambda t: t.N(np.matrix([[1, 2]])), {"type": "array", "items": INTEGER}, [[1, 2]]),
}  # fmt: skip

CELLS: dict[str, tuple[Make, Any, Any]] = {
    "infinity": (column(float("inf"), dtype="f8"), {**DOUBLE, **NULL}, [None]),
    "Float64-null": (column(0.5, None, dtype="Float64"), {**DOUBLE, **NULL}, [0.5, None]),
    "category-null": (column("a", None, dtype="category"), {**STRING, **NULL}, ["a", None]),
    "category-of-dates": (
        lambda t: t.P(pd.DataFrame({"c": pd.Categorical(pd.to_datetime(["2020-01-02"]))})),
        MOMENT,
        ["2020-01-02T00:00:00Z"],
    ),
    "not-a-time": (
        column("2020-01-02", None, dtype="M8[ns]"),
        {**MOMENT, **NULL},
        ["2020-01-02T00:00:00.000Z", None],
    ),
    "not-a-duration": (
        lambda t: t.P(pd.DataFrame({"c": pd.to_timedelta([1, None], unit="D")})),
        {**SPAN, **NULL},
        ["P1DT0H0M0S", None],
    ),
    "object-datetime": (
        lambda t: t.P(pd.DataFrame({"c": np.array([dt.datetime(2020, 1, 2, 3)], object)})),
        MOMENT,
        ["2020-01-02T03:00:00.000Z"],
    ),
    "mixed": (column(1, "a"), INT_OR_TEXT, [1, "a"]),
    "mixed-lists": (
        column([1], ["a"]), {"type": "array", "items": INT_OR_TEXT}, [[1], ["a"]]
    ),
}  # fmt: skip

VALUES: dict[str, tuple[Make, Any, Any]] = {
    "infinity": (value(float("inf")), {**DOUBLE, **NULL}, None),
    "uuid": (value(uuid.UUID(int=5)), {**STRING, "format": "uuid"}, str(uuid.UUID(int=5))),
    "enum": (value(Colour.RED), {**STRING, "enum": ["red", "blue"]}, "red"),
    "int-enum": (value(Level.LOW), {**INTEGER, "enum": [1, 2]}, 1),
    "dataclass": (
        value(Person("x", 3)),
        {
            "title": "Person", "type": "object", "required": ["name", "age"],
            "properties": {"name": STRING, "age": INTEGER},
        },
        {"name": "x", "age": 3},
    ),
    "namedtuple": (
        value(Point(1, 2.5)),
        {
            "title": "Point", "type": "object", "required": ["x", "y"],
            "properties": {"x": INTEGER, "y": DOUBLE},
        },
        {"x": 1, "y": 2.5},
    ),
    "ordered": (
        value(collections.OrderedDict(a=1)),
        {"type": "object", "required": ["a"], "properties": {"a": INTEGER}},
        {"a": 1},
    ),
    "null-in-list": (value([1, None]), {"type": "array", "items": {**INTEGER, **NULL}}, [1, None]),
    "unlike-dicts": (
        value([{"a": 1}, {"a": "x"}]),
        {
            "type": "array",
            "items": {"type": "object", "required": ["a"], "properties": {"a": INT_OR_TEXT}},
        },
        [{"a": 1}, {"a": "x"}],
    ),
    "set": (value({1, 2}), {"type": "array", "items": INTEGER, "uniqueItems": True}, [1, 2]),
    "0-d": (array(1.5), DOUBLE, 1.5),
    "numpy-scalar": (lambda t: t.S(np.int64(3)), INTEGER, 3),
    "arrays-of-unlike-types": (
        lambda t: t.S([t.N(np.array([1])), t.N(np.array([0.5]))]),
        {"type": "array", "items": {"type": "array", "items": DOUBLE, "format": "numpy.ndarray"}},
        [[1], [0.5]],
    ),
}  # fmt: skip

ROW = {"type": "object", "required": ["a", "b"], "properties": {"a": INTEGER, "b": STRING}}
ROWS_OF_CELLS = {"type": "array", "items": {"type": "array", "items": INT_OR_TEXT}}
ORIENTS: dict[str, Any] = {
    "split": {
        "type": "object",
        "required": ["columns", "data"],
        "properties": {
            "columns": {"type": "array", "items": STRING},
            "index": {"type": "array", "items": INTEGER},
            "data": ROWS_OF_CELLS,
        },
    },
    "values": ROWS_OF_CELLS,
    "index": {"type": "object", "additionalProperties": ROW},
    "columns": {
        "type": "object",
        "required": ["a", "b"],
        "properties": {
            "a": {"type": "object", "additionalProperties": INTEGER},
            "b": {"type": "object", "additionalProperties": STRING},
        },
    },
    "table": {
        "type": "object",
        "required": ["data"],
        "properties": {
            "schema": {
                "type": "object",
                "properties": {"fields": {"type": "array", "items": {}}},
            },
            "data": {
                "type": "array",
                "items": {**ROW, "properties": {"index": INTEGER, **ROW["properties"]}},
            },
        },
    },
}
REFUSED: dict[str, Make] = {
    "complex": lambda t: t.N(np.array([1j])),
    "complex-column": column(1j, dtype="complex128"),
    "interval": lambda t: t.P(pd.DataFrame({"c": pd.interval_range(0, 1)})),
    "two-columns-of-a-name": lambda t: t.P(pd.DataFrame([[1, 2]], columns=["a", "a"])),
    "series": lambda t: t.P(pd.Series([1])),
    "none": value(None),
    "complex-value": value(1j),
    "class": value(int),
}


@pytest.fixture(autouse=True)
def _libraries() -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("pandas")


@pytest.mark.parametrize("name", ITEMS)
def test_arrays(name: str) -> None:
    """The items' schema and the example."""
    make, items, example = ITEMS[name]
    assert _output(make) == ({"type": "array", "items": items, "format": "numpy.ndarray"}, example)


@pytest.mark.parametrize("name", CELLS)
def test_columns(name: str) -> None:
    """The column's schema and the cells of the example."""
    make, cell, cells = CELLS[name]
    form, example = _output(make)
    assert form["items"]["properties"] == {"c": cell}
    assert [row["c"] for row in example] == cells


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    """Schema and example."""
    make, form, example = VALUES[name]
    assert _output(make) == (form, example)


@pytest.mark.parametrize("orient", ORIENTS)
def test_orients(orient: str) -> None:
    """Other labels and rows than the sample's are taken; what mixes types denies 2.0."""
    frame = lambda t: t.P(pd.DataFrame({"a": [1], "b": ["x"]}), orient=orient)  # noqa: E731
    form, _ = _output(frame)
    assert form == {**ORIENTS[orient], "format": f"pandas.DataFrame:{orient}"}
    mixes = orient in ("split", "values")
    assert ("2.0" in ours(frame)["versions"]) is not mixes


def test_a_frame_without_rows() -> None:
    """Its dtypes say what the cells are."""
    dtypes = {"a": "i8", "t": "M8[ns]"}
    form, example = _output(lambda t: t.P(pd.DataFrame({"a": [], "t": []}).astype(dtypes)))
    assert form["items"]["properties"] == {"a": INTEGER, "t": MOMENT}
    assert (form["items"]["required"], example) == (["a", "t"], [])


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_form_stays_refused(name: str) -> None:
    """With words on what to do."""
    with pytest.raises(UnsupportedSample, match=r"; "):
        ours(REFUSED[name])


SPARK: dict[str, Any] = {
    "char": (lambda: T.CharType(3), STRING),
    "varchar": (lambda: T.VarcharType(3), STRING),
    "timestamp": (lambda: T.TimestampType(), MOMENT),
    "timestamp-ntz": (lambda: T.TimestampNTZType(), MOMENT),
    "interval": (lambda: T.DayTimeIntervalType(), {**STRING, "format": "duration"}),
    "short-decimal": (lambda: T.DecimalType(15, 2), {"type": "number", "format": "decimal"}),
}


@pytest.mark.parametrize("name", SPARK)
def test_spark_types_without_a_session(name: str) -> None:
    """A StructType says them alone; null is marked only where a sample holds one."""
    pytest.importorskip("pyspark")
    make, cell = SPARK[name]
    struct = lambda t: t.K(T.StructType([T.StructField("c", make())]))  # noqa: E731
    form, example = _output(struct)
    got = form["items"]["properties"]["c"]
    assert {key: got[key] for key in cell} == cell
    assert "x-nullable" not in got
    assert example == []
