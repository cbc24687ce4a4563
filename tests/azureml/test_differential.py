"""In one run: what the real ``inference_schema`` 1.8 says, and what ours says in its place."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import schemagen.azureml
from tests.azureml.peer_samples import KEPT, KEPT_SPARK, Make, Names, np, pd, said, sql

ROOT = Path(__file__).parents[2]


def _real(which: str) -> dict[str, Any]:
    """Ask the installed library, in a process of its own."""
    try:
        installed = version("inference-schema")
    except PackageNotFoundError:
        pytest.skip("nothing to compare with: inference-schema 1.8 is not installed")
    if installed != "1.8":
        pytest.skip(f"nothing to compare with: inference-schema is {installed}, not 1.8")
    command = [sys.executable, "-m", "tests.azureml.peer_samples", which]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def real() -> dict[str, Any]:
    """Give what the real library says of every sample."""
    return _real("plain")


@pytest.fixture(scope="session")
def real_spark(spark_session: Any) -> dict[str, Any]:
    """Give what the real library says of every Spark sample."""
    return _real("spark")


def ours(make: Make) -> Any:
    """Return what our names say of a sample, as JSON gives it back."""
    with schemagen.azureml.provided():
        return json.loads(json.dumps(said(Names(), make)))


@pytest.mark.parametrize("name", KEPT)
def test_the_contract_is_the_same_dict(name: str, real: dict[str, Any]) -> None:
    """Schemas, example and versions are those of the real library, as whole dicts."""
    assert "error" not in real[name], real[name]
    assert ours(KEPT[name]) == real[name]


@pytest.mark.spark
@pytest.mark.parametrize("name", KEPT_SPARK)
def test_the_contract_of_a_spark_frame_is_the_same_dict(
    name: str, real_spark: dict[str, Any]
) -> None:
    """Frames are described as the real library describes them."""
    assert "error" not in real_spark[name], real_spark[name]
    assert ours(KEPT_SPARK[name]) == real_spark[name]


def test_the_real_library_was_asked(real: dict[str, Any]) -> None:
    """The answers come from another process, for each sample of the table."""
    assert real.keys() == KEPT.keys()


def array(values: Any, dtype: Any = None) -> Make:
    """Return the maker of an array's ParameterType."""
    return lambda t: t.N(np.array(values, dtype))


def column(*values: Any, dtype: Any = object) -> Make:
    """Return the maker of a one-column frame's ParameterType."""
    return lambda t: t.P(pd.DataFrame({"c": pd.Series(list(values), dtype=dtype)}))


def value(sample: Any) -> Make:
    """Return the maker of a standard Python value's ParameterType."""
    return lambda t: t.S(sample)


STRING, NULL = {"type": "string"}, {"x-nullable": True}
DOUBLE, INTEGER = {"type": "number", "format": "double"}, {"type": "integer", "format": "int64"}
UTC = dt.timezone.utc
ITEMS: dict[str, tuple[Make, Any, Any]] = {
    "nan": (array([0.5, float("nan")]), {**DOUBLE, **NULL}, [0.5, None]),
    "infinity": (array([float("inf")]), {**DOUBLE, **NULL}, [None]),
    "bool": (array([True, False]), {"type": "boolean"}, [True, False]),
    "bytes": (array([b"ab"]), {**STRING, "format": "byte"}, ["YWI="]),
    "void": (array([b"ab"], "V2"), {**STRING, "format": "byte"}, ["YWI="]),
    "datetime": (
        array(["2020-02-03T04:05:06.5"], "M8[us]"),
        {**STRING, "format": "date-time"},
        ["2020-02-03T04:05:06.5Z"],
    ),
    "datetime-ns": (
        array(["2020-02-03T04:05:06.000000001", "NaT"], "M8[ns]"),
        {**STRING, "format": "date-time", **NULL},
        ["2020-02-03T04:05:06.000000001Z", None],
    ),
    "timedelta-nat": (
        array([90, "NaT"], "m8[m]"), {**STRING, "format": "timedelta", **NULL}, ["90 minutes", None]
    ),
    "object-of-text": (array(["a", "b"], object), STRING, ["a", "b"]),
    "longdouble": (array([0.5], "longdouble"), DOUBLE, [0.5]),
}  # fmt: skip

CELLS: dict[str, tuple[Make, Any, Any]] = {
    "uint64": (
        column(2**64 - 1, dtype="uint64"), {"type": "integer", "format": "uint64"}, [2**64 - 1]
    ),
    "float-exact": (
        column(0.1 + 0.2, dtype="f8"), DOUBLE, [0.1 + 0.2]
    ),
    "null-last": (
        column(0.5, None, dtype="f8"), {**DOUBLE, **NULL}, [0.5, None]
    ),
    "null-first": (
        column(None, 0.5, dtype="f8"), {**DOUBLE, **NULL}, [0.5, None]
    ),
    "boolean-null": (
        column(*[True, None], dtype="boolean"), {"type": "boolean", **NULL}, [True, None]
    ),
    "text-null": (column("a", None), {**STRING, **NULL}, ["a", None]),
    "Int64-null": (
        column(1, None, dtype="Int64"), {"type": "integer", "format": "int64", **NULL}, [1, None]
    ),
    "datetime": (
        column("2020-02-03T04:05:06.123456", dtype="M8[ns]"),
        {**STRING, "format": "date-time"},
        ["2020-02-03T04:05:06.123456Z"],
    ),
    "date": (column(dt.date(2020, 1, 2)), {**STRING, "format": "date"}, ["2020-01-02"]),
    "time": (column(dt.time(1, 2, 3)), {**STRING, "format": "time"}, ["01:02:03Z"]),
    "decimal": (column(Decimal("1.10")), {**STRING, "format": "decimal"}, ["1.10"]),
    "uuid": (column(uuid.UUID(int=5)), {**STRING, "format": "uuid"}, [str(uuid.UUID(int=5))]),
    "object-bytes": (column(b"ab"), {**STRING, "format": "byte"}, ["YWI="]),
    "period": (column("2020-01", dtype="period[M]"), STRING, ["2020-01"]),
    "unlike-dicts": (
        column({"a": 1}, {"a": 2, "b": "x"}),
        {
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"type": "integer", "format": "int64"}, "b": STRING},
        },
        [{"a": 1}, {"a": 2, "b": "x"}],
    ),
}  # fmt: skip

VALUES: dict[str, tuple[Make, Any, Any]] = {
    "date": (value(dt.date(2020, 1, 2)), {**STRING, "format": "date"}, "2020-01-02"),
    "datetime": (
        value(dt.datetime(2020, 1, 2, 3, 4, 5, 6)),
        {**STRING, "format": "date-time"},
        "2020-01-02T03:04:05.000006Z",
    ),
    "year-1": (
        value(dt.datetime(1, 1, 2, tzinfo=UTC)),
        {**STRING, "format": "date-time"},
        "0001-01-02T00:00:00Z",
    ),
    "time": (value(dt.time(3, 4, 5)), {**STRING, "format": "time"}, "03:04:05Z"),
    "decimal": (value(Decimal("1.10")), {**STRING, "format": "decimal"}, "1.10"),
    "timedelta": (value(dt.timedelta(1)), {**STRING, "format": "duration"}, "P1D"),
    "nan": (value(float("nan")), {**DOUBLE, **NULL}, None),
    "big": (value(2**70), {"type": "integer"}, 2**70),
    "empty-dict": (value({}), {"type": "object", "properties": {}}, {}),
    "int-keys": (
        value({1: 2}), {"type": "object", "required": ["1"], "properties": {"1": INTEGER}}, {"1": 2}
    ),
    "null-inside": (
        value({"a": None}),
        {"type": "object", "required": ["a"], "properties": {"a": NULL}},
        {"a": None},
    ),
    "empty-list": (value([]), {"type": "array", "items": {}}, []),
    "int-and-float": (
        value([1, 2.5]), {"type": "array", "items": DOUBLE}, [1, 2.5]
    ),
    "empty-list-inside": (
        value([[1], []]), {"type": "array", "items": {"type": "array", "items": INTEGER}}, [[1], []]
    ),
    "unlike": (
        value([1, "a"]), {"type": "array", "items": {"anyOf": [INTEGER, STRING]}}, [1, "a"]
    ),
    "range": (value(range(3)), {"type": "array", "items": INTEGER}, [0, 1, 2]),
    "ragged-dicts": (
        value([{"a": 1}, {"b": "x", "a": 2}]),
        {
            "type": "array",
            "items": {
                "type": "object", "required": ["a"], "properties": {"a": INTEGER, "b": STRING}
            },
        },
        [{"a": 1}, {"b": "x", "a": 2}],
    ),
}  # fmt: skip


def _output(make: Callable[[Any], Any]) -> tuple[Any, Any]:
    form = ours(make)["output"]
    return form, form.pop("example")


@pytest.mark.parametrize("name", ITEMS)
def test_what_was_wrong_for_arrays_is_put_right(name: str) -> None:
    """The items' schema and the example are those of the contract's "fix" rows."""
    make, items, example = ITEMS[name]
    if find_spec("numpy") is None:
        pytest.skip("numpy is not installed")
    assert _output(make) == ({"type": "array", "items": items, "format": "numpy.ndarray"}, example)


@pytest.mark.parametrize("name", CELLS)
def test_what_was_wrong_for_frames_is_put_right(name: str) -> None:
    """The column's schema and the cells of the example are those of the "fix" rows."""
    make, cell, cells = CELLS[name]
    if find_spec("pandas") is None:
        pytest.skip("pandas is not installed")
    form, example = _output(make)
    assert form["items"] == {"type": "object", "required": ["c"], "properties": {"c": cell}}
    assert [row["c"] for row in example] == cells


@pytest.mark.parametrize("name", VALUES)
def test_what_was_wrong_for_plain_values_is_put_right(name: str) -> None:
    """Schema and example are those of the "fix" rows."""
    make, form, example = VALUES[name]
    assert _output(make) == (form, example)


def test_unlike_items_deny_2_0_and_numbers_do_not() -> None:
    """A list that mixes types has no schema in 2.0; ints with floats do."""
    assert ours(value([1, "a"]))["versions"] == ["3.0", "3.1"]
    assert ours(value({"o": [1, "a"]}))["versions"] == ["3.0", "3.1"]
    assert ours(value([1, 2.5]))["versions"] == ["2.0", "3.0", "3.1"]


SPARK_CELLS: dict[str, tuple[str, Any, Any, Any]] = {
    "boolean": ("boolean", True, {"type": "boolean"}, True),
    "binary": ("binary", bytearray(b"ab"), {**STRING, "format": "byte"}, "YWI="),
    "date": ("date", dt.date(2020, 1, 2), {**STRING, "format": "date"}, "2020-01-02"),
    "decimal": ("decimal(38,2)", Decimal("1.50"), {**STRING, "format": "decimal"}, "1.50"),
    "null": ("int", None, {"type": "integer", "format": "int32", **NULL}, None),
    "nan": ("double", float("nan"), {**DOUBLE, **NULL}, None),
    "map-of-int": (
        "map<int,string>", {1: "a"}, {"type": "object", "additionalProperties": STRING}, {"1": "a"}
    ),
}  # fmt: skip


@pytest.mark.spark
@pytest.mark.parametrize("name", SPARK_CELLS)
def test_what_was_wrong_for_spark_is_put_right(name: str, spark_session: Any) -> None:
    """The field's schema and the cell of the example are those of the "fix" rows."""
    kind, cell, form, example = SPARK_CELLS[name]
    make = lambda t: t.K(sql.SparkSession.active().createDataFrame([(cell,)], f"c {kind}"))  # noqa: E731
    wanted = {"type": "array", "items": {"type": "object", "properties": {"c": form}}}
    assert _output(make) == (wanted, [{"c": example}])
