"""Strategies: samples of every library as Hypothesis makes them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.samples.frames import ORIENTS, oriented
from tests.samples.rows import Lazy

np, pd = Lazy("numpy"), Lazy("pandas")

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4)
FLOATS = st.floats(allow_infinity=False, allow_nan=False)
UTC_TIMES = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30))
SPANS = st.timedeltas(dt.timedelta(-(10**6)), dt.timedelta(10**6))
_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-999)


@dataclass
class Case:
    """A sample, values of its own type, and the units of the times in it (us = Python's own).

    *exact*: the values come back as they were.
    """

    sample: Any
    values: list[Any]
    units: frozenset[str] = frozenset()
    exact: bool = True


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int": st.integers(-(2**70), 2**70),
    "float": FLOATS,
    "text": TEXT,
    "bytes": st.binary(max_size=4),
    "date": st.dates(),
    "datetime": UTC_TIMES,
    "aware": st.datetimes(
        dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.timezone.utc)
    ),
    "time": st.times(),
    "timedelta": SPANS,
    "decimal": _DECIMALS,
    "uuid": st.uuids(),
}

_DTYPES = (
    "?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4", "f2", "f4", "f8",
    "U3", "S3", "V2", "M8[Y]", "M8[M]", "M8[W]", "M8[D]", "M8[h]", "M8[s]", "M8[ms]", "M8[us]", "M8[ns]",
    "M8[15m]", "m8[Y]", "m8[M]", "m8[D]", "m8[s]", "m8[ms]", "m8[us]", "m8[ns]", "m8[ps]", "m8[15m]",
)  # fmt: skip
_RECORDS: tuple[Any, ...] = (
    [("a", "i2"), ("b", "f8"), ("c", "U3")],
    [("t", "M8[s]"), ("n", [("x", "u1"), ("y", "?")])],
    [("m", "f4", (2,)), ("s", "S2")],
)


def unit_of(dtype: Any) -> frozenset[str]:
    """Return the units of the times in a numpy dtype."""
    if dtype.names:
        return frozenset().union(*(unit_of(dtype[name].base) for name in dtype.names))
    return frozenset({dtype.str[1:]} if dtype.kind in "Mm" else ())


def items(dtype: Any) -> st.SearchStrategy[Any]:
    """Return what numpy takes for items of *dtype*."""
    if dtype.names:
        return st.tuples(*(_field(dtype[name]) for name in dtype.names))
    return _KINDS[dtype.kind](dtype)


def _field(dtype: Any) -> st.SearchStrategy[Any]:
    base, shape = dtype.subdtype or (dtype, ())
    return st.lists(items(base), min_size=shape[0], max_size=shape[0]) if shape else items(base)


def _counts(dtype: Any) -> st.SearchStrategy[Any]:
    """Return times by their count of units: datetimes of the years 2 to 9998."""
    unit, step = np.datetime_data(dtype)
    low, high = -(2**62), 2**62
    if dtype.kind == "M":
        ends = np.array(["0002-01-01", "9998-01-01"], "M8[D]")
        if unit in ("ns", "ps"):
            ends = np.array(["1678-01-01", "2262-01-01"], "M8[D]")
        low, high = (int(end) for end in ends.astype(f"M8[{step}{unit}]").astype("i8"))
    counts = st.integers(low, high).map(
        lambda n: np.array(n, "i8").astype(f"{dtype.kind}8[{step}{unit}]")[()]
    )
    return st.one_of(counts, st.just("NaT"))


_KINDS: dict[str, Callable[[Any], st.SearchStrategy[Any]]] = {
    "b": lambda dtype: st.booleans(),
    "i": lambda dtype: st.integers(int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)),
    "u": lambda dtype: st.integers(0, int(np.iinfo(dtype).max)),
    "f": lambda dtype: st.floats(width=dtype.itemsize * 8, allow_infinity=False),
    "U": lambda dtype: TEXT.map(lambda text: text[:3]),
    "S": lambda dtype: st.binary(max_size=3).map(lambda data: data.rstrip(b"\0")),
    "V": lambda dtype: st.binary(min_size=2, max_size=2),
    "M": _counts,
    "m": _counts,
}


@st.composite
def arrays(draw: Any) -> Case:
    """Return an array of any dtype and shape, and another that differs in its first axis."""
    from schemagen import Sample
    from schemagen.adapters.numpy import NumpyAdapter

    dtype = np.dtype(draw(st.sampled_from((*_DTYPES, *_RECORDS))))
    inner = draw(st.lists(st.integers(0, 3), max_size=2))
    sizes = [draw(st.integers(0, 3)) for _ in range(2)]
    values = [_array(draw, dtype, (size, *inner)) for size in sizes]
    fixed = draw(st.sampled_from([True, True, False]))
    sample = Sample(values[0], adapter=NumpyAdapter(enforce_shape=fixed))
    return Case(sample, values, unit_of(dtype))


def _array(draw: Any, dtype: Any, shape: tuple[int, ...]) -> Any:
    flat = np.empty(int(np.prod(shape)), dtype)
    for at in range(len(flat)):
        flat[at] = draw(items(dtype))
    return flat.reshape(shape)


def _numpy_cells(name: str) -> Callable[[list[Any]], Any]:
    return lambda cells: np.array(cells, dtype=name)


def _series(dtype: str) -> Callable[[list[Any]], Any]:
    return lambda cells: pd.Series(cells, dtype=dtype)


def _objects(cells: list[Any]) -> Any:
    return pd.Series(cells, dtype=object)


def _moments(zone: str | None) -> Callable[[list[Any]], Any]:
    def make(cells: list[Any]) -> Any:
        made = pd.Series(np.array(cells, "M8[ns]"))
        return made.dt.tz_localize("UTC").dt.tz_convert(zone) if zone else made

    return make


_NS = st.integers(-(2**60), 2**60).map(lambda n: np.datetime64(n, "ns"))
COLUMNS: dict[str, tuple[st.SearchStrategy[Any], Callable[[list[Any]], Any], str]] = {
    "int64": (st.integers(-(2**63), 2**63 - 1), _numpy_cells("i8"), ""),
    "uint8": (st.integers(0, 255), _numpy_cells("u1"), ""),
    "float64": (st.floats(allow_infinity=False), _numpy_cells("f8"), ""),
    "float32": (st.floats(width=32, allow_infinity=False), _numpy_cells("f4"), ""),
    "bool": (st.booleans(), _numpy_cells("?"), ""),
    "text": (st.one_of(TEXT, st.none()), _objects, ""),
    "string": (st.one_of(TEXT, st.none()), _series("string"), ""),
    "Int16": (st.one_of(st.integers(-(2**15), 2**15 - 1), st.none()), _series("Int16"), ""),
    "boolean": (st.one_of(st.booleans(), st.none()), _series("boolean"), ""),
    "category": (st.sampled_from(["a", "b", "Zoë"]), lambda c: pd.Categorical(c, ["a", "b", "Zoë"]), ""),
    "levels": (st.sampled_from([1, 2]), lambda c: pd.Categorical(c, [1, 2], ordered=True), ""),
    "datetime": (st.one_of(_NS, st.just("NaT")), _moments(None), "M8[ns]"),
    "zoned": (_NS, _moments("Europe/Berlin"), "M8[ns]"),
    "timedelta": (st.integers(-(2**60), 2**60), lambda c: pd.Series(np.array(c, "m8[ns]")), "m8[ns]"),
    "period": (st.integers(-(10**5), 10**5), lambda c: pd.PeriodIndex([pd.Period(ordinal=n, freq="D") for n in c], freq="D"), ""),
    "decimal": (st.one_of(_DECIMALS, st.none()), _objects, ""),
    "date": (st.dates(), _objects, "us"),
    "lists": (st.lists(st.integers(0, 9), min_size=1, max_size=2), _objects, ""),
    "dicts": (st.fixed_dictionaries({"k": TEXT}), _objects, ""),
}  # fmt: skip


@st.composite
def frames(draw: Any) -> Case:
    """Return a frame of any columns in any orient, and another with the same columns."""
    orient = draw(st.sampled_from(ORIENTS))
    kinds = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3))
    fixed = draw(st.sampled_from([True, True, False]))
    labels = draw(st.sampled_from(["default", "text", "int", "time", "float"]))
    most = [draw(st.integers(1, 3)), draw(st.integers(0, 3))]
    values = [_frame(draw, kinds, size, labels) for size in most]
    sample = oriented(values[0], orient, enforce_shape=fixed)
    units = {COLUMNS[kind][2] for kind in kinds} | ({"M8[ns]"} if labels == "time" else set())
    keeps = labels == "default" or orient not in ("values", "records")
    described = all(not series.isna().all() for _, series in values[0].items())
    return Case(sample, values, frozenset(units - {""}), exact=keeps and described)


def _frame(draw: Any, kinds: Sequence[str], size: int, labels: str) -> Any:
    made = {}
    for at, kind in enumerate(kinds):
        cell, make, _ = COLUMNS[kind]
        made[f"c{at}"] = make(draw(st.lists(cell, min_size=size, max_size=size)))
    frame = pd.DataFrame(made)
    if labels != "default":
        frame.index = _INDEXES[labels](draw, size)
    return frame


_INDEXES: dict[str, Callable[[Any, int], Any]] = {
    "text": lambda draw, n: pd.Index(draw(st.lists(TEXT, min_size=n, max_size=n, unique=True)), dtype=object),
    "int": lambda draw, n: pd.Index(
        draw(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=n, max_size=n, unique=True)), dtype="int64"
    ),
    "float": lambda draw, n: pd.Index(draw(st.lists(FLOATS, min_size=n, max_size=n, unique=True)), dtype="float64"),
    "time": lambda draw, n: pd.DatetimeIndex(
        draw(st.lists(_NS, min_size=n, max_size=n, unique=True)), dtype="M8[ns]"
    ),
}  # fmt: skip


@st.composite
def nested(draw: Any) -> Case:
    """Return lists and dicts of scalars, arrays now and then inside, and another value like it."""
    from schemagen import Sample

    shape = draw(_SHAPES)
    values = [_filled(draw, shape) for _ in range(2)]
    units = frozenset({"us"})
    return Case(Sample(*values), values, units)


_LEAVES = st.sampled_from([*SCALARS, "null", "array"])
_SHAPES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.just("list"), inner),
        st.tuples(st.just("dict"), st.lists(st.tuples(TEXT, inner), max_size=3)),
    ),
    max_leaves=5,
)


def _filled(draw: Any, shape: Any) -> Any:
    """Return a value of *shape*."""
    if shape == "null":
        return None
    if shape == "array":
        return np.array(draw(st.lists(FLOATS, min_size=1, max_size=3)))
    if isinstance(shape, str):
        return draw(SCALARS[shape])
    kind, inner = shape
    if kind == "list":
        return [_filled(draw, inner) for _ in range(draw(st.integers(0, 3)))]
    return {name: _filled(draw, part) for name, part in inner}


@st.composite
def unlike(draw: Any) -> Case:
    """Return values of kinds that need not be alike: a list of anything."""
    from schemagen import Sample

    values = draw(st.lists(st.one_of(*SCALARS.values(), st.none()), min_size=1, max_size=3))
    return Case(Sample(values), [values], frozenset({"us"}), exact=False)


_ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.0, 0.5, 255, 256, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400,
    1e300, float("inf"), -0.0, "", "a", "1", "true", "abc=", "YWI=", "\ud800", "2020-01-02",
    "2020-01-02T03:04:05Z", "2020-01-02 03:04", "2020-01-02T03:04:05.123456789123Z",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+01:00", "0000-01-01", "2020-13-01",
    "now", "10:00", "10:00:00.1234567Z", "P1D", "PT0.0000000001S", "P1Y", "P13M", "P999999999999999D",
    "-P5W", "1e999999999999999999999", "1.50", "NaN", str(uuid.UUID(int=5)), [], [1], [[1]], [None], {},
    {"a": 1}, {"": None},
)  # fmt: skip


@st.composite
def payloads(draw: Any, valid: Any) -> Any:
    """Return *valid* JSON changed in up to three places."""
    data = valid
    for _ in range(draw(st.integers(0, 3))):
        data = _changed(draw, data)
    return data


def _changed(draw: Any, data: Any) -> Any:
    """Return a copy of *data* with one change at one place, found on the way down."""
    deeper = isinstance(data, (list, dict)) and len(data) > 0 and draw(st.integers(0, 3))
    if not deeper:
        return draw(_replacement(data))
    if isinstance(data, list):
        at = draw(st.integers(0, len(data) - 1))
        return [_changed(draw, item) if i == at else item for i, item in enumerate(data)]
    name = draw(st.sampled_from(list(data)))
    return {key: _changed(draw, item) if key == name else item for key, item in data.items()}


def _replacement(data: Any) -> st.SearchStrategy[Any]:
    ways = [st.sampled_from(_ODD)]
    if isinstance(data, list):
        ways += [st.just(data[:-1]), st.just([*data, *data[-1:]]), st.just(data[::-1])]
        ways += [st.sampled_from(_ODD).map(lambda odd: [*data, odd])]
    if isinstance(data, dict):
        ways += [st.just(dict(list(data.items())[1:])), st.just(dict(reversed(data.items())))]
        ways += [
            st.tuples(TEXT, st.sampled_from(_ODD)).map(lambda pair: {**data, pair[0]: pair[1]})
        ]
    return st.one_of(*ways)


SAMPLES: dict[str, Callable[[], st.SearchStrategy[Case]]] = {
    "arrays": arrays,
    "frames": frames,
    "nested": nested,
    "unlike": unlike,
}
__all__ = ["SAMPLES", "Case", "Decimal", "payloads"]
