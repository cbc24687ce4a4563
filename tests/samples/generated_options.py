"""Strategies: samples with the options that users give beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.samples.frames import ORIENTS
from tests.samples.generated import TEXT, Case
from tests.samples.rows import Lazy

np, pd = Lazy("numpy"), Lazy("pandas")
_WHOLE = st.integers(-100, 100)
_HALVES = _WHOLE.map(lambda n: n / 2)
_INTEGERS = st.sampled_from([None, None, "text"])
_NULLABLE = st.sampled_from([None, None, True, False])


def _bounds(draw: Any, values: list[Any]) -> dict[str, Any]:
    """Return bounds that *values* keep, one of them now and then, or none."""
    known = [value for value in values if value is not None and value == value] or [0]
    slack = draw(st.sampled_from([0, 1, 0.5, 10**6]))
    asked = draw(st.sampled_from(["", "minimum", "maximum", "both"]))
    bounds = {"minimum": min(known) - slack, "maximum": max(known) + slack}
    return bounds if asked == "both" else {asked: bounds[asked]} if asked else {}


def _choices(draw: Any, values: list[Any], more: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Return a list of choices with *values* among them, or none."""
    if not draw(st.booleans()):
        return {}
    return {"enum": list(dict.fromkeys([*values, *draw(st.lists(more, max_size=2))]))}


def _numbers(draw: Any, values: list[Any]) -> dict[str, Any]:
    return _bounds(draw, values) or _choices(draw, [v for v in values if v is not None], _WHOLE)


def _texts(draw: Any, values: list[Any]) -> dict[str, Any]:
    pattern = {"pattern": "^[abc]*$"} if draw(st.booleans()) else {}
    return pattern or _choices(draw, [v for v in values if v is not None], TEXT)


@st.composite
def arrays(draw: Any) -> Case:
    """Return an array of numbers or text with bounds, choices and null or none."""
    from schemagen import Sample
    from schemagen.adapters.numpy import NumpyAdapter

    dtype = np.dtype(draw(st.sampled_from(["i1", "u2", "i8", "f4", "f8", "U2", "?", "M8[s]"])))
    made = draw(st.lists(_item(dtype), min_size=1, max_size=4))
    options = {"b": _nothing, "M": _nothing, "U": _texts}.get(dtype.kind, _numbers)(draw, made)
    value = np.array(made, dtype)
    value = value.reshape(-1, 1) if draw(st.booleans()) else value
    adapter = NumpyAdapter(draw(st.booleans()), draw(st.booleans()))
    nullable = draw(_NULLABLE)
    sample = Sample(value, adapter=adapter, nullable=nullable, integers=draw(_INTEGERS), **options)
    exact = adapter.enforce_column_type and not (nullable and dtype.kind not in "fM")
    units = frozenset({"M8[s]"} if dtype.kind == "M" else ())
    return Case(sample, [value], units, exact)


def _nothing(draw: Any, values: list[Any]) -> dict[str, Any]:
    return {}


def _item(dtype: Any) -> st.SearchStrategy[Any]:
    if dtype.kind == "M":
        return st.integers(0, 2**31).map(lambda n: np.datetime64(n, "s"))
    if dtype.kind in "bU":
        return st.booleans() if dtype.kind == "b" else st.text("abc", max_size=2)
    if dtype.kind == "f":
        return _HALVES
    return st.integers(0, 100) if dtype.kind == "u" else _WHOLE


_COLUMNS: dict[str, tuple[st.SearchStrategy[Any], str, Callable[..., dict[str, Any]]]] = {
    "int": (_WHOLE, "int64", _numbers),
    "small": (_WHOLE, "int8", _numbers),
    "float": (_HALVES, "float64", _numbers),
    "nullable": (st.one_of(_WHOLE, st.none()), "Int64", _numbers),
    "bool": (st.booleans(), "bool", _nothing),
    "text": (st.text("abc", max_size=2), "string", _texts),
    "object": (st.text("abc", max_size=2), "object", _texts),
    "category": (st.sampled_from(["a", "b"]), "category", _nothing),
    "level": (st.sampled_from([1, 2]), "category", _nothing),
    "datetime": (st.integers(0, 2**31).map(lambda n: n * 10**9), "datetime64[ns]", _nothing),
}


@st.composite
def frames(draw: Any) -> Case:
    """Return a frame whose columns have options, each its own."""
    from schemagen import Sample
    from schemagen.adapters.pandas import PandasAdapter

    kinds = draw(st.lists(st.sampled_from(sorted(_COLUMNS)), min_size=1, max_size=3))
    size = draw(st.integers(1, 3))
    made: dict[str, Any] = {}
    said: dict[str, dict[str, Any]] = {}
    for at, kind in enumerate(kinds):
        cell, dtype, options = _COLUMNS[kind]
        cells = draw(st.lists(cell, min_size=size, max_size=size))
        made[f"c{at}"] = pd.Series(cells, dtype=dtype)
        nullable = draw(_NULLABLE) if None not in cells else None
        own = options(draw, cells) | ({} if nullable is None else {"nullable": nullable})
        for name, value in own.items():
            said.setdefault(name, {})[f"c{at}"] = value
    adapter = PandasAdapter(
        draw(st.sampled_from(ORIENTS)), draw(st.booleans()), draw(st.booleans())
    )
    categories = draw(st.sampled_from([None, "open", "closed"]))
    frame = pd.DataFrame(made)
    sample = Sample(frame, adapter=adapter, categories=categories, integers=draw(_INTEGERS), **said)
    widened = any(said.get("nullable", {}).values())
    units = frozenset({"M8[ns]"} if "datetime" in kinds else ())
    exact = adapter.enforce_column_type and not widened and not frame.isna().all().any()
    return Case(sample, [frame], units, exact)


_VALUES: dict[str, tuple[st.SearchStrategy[Any], Callable[..., dict[str, Any]]]] = {
    "int": (_WHOLE, _numbers),
    "float": (_HALVES, _numbers),
    "text": (st.text("abc", max_size=2), _texts),
    "bool": (st.booleans(), _nothing),
}


@st.composite
def plain(draw: Any) -> Case:
    """Return a scalar, a list of them or a dict of lists, with options for all or for each key."""
    from schemagen import Sample

    if draw(st.booleans()):
        return _members(draw)
    cell, options = _VALUES[draw(st.sampled_from(sorted(_VALUES)))]
    values = draw(st.lists(cell, min_size=1, max_size=3))
    sample = values if draw(st.booleans()) else values[0]
    said = options(draw, values) | {"nullable": draw(_NULLABLE), "integers": draw(_INTEGERS)}
    return Case(Sample(sample, **said), [sample])


def _members(draw: Any) -> Case:
    from schemagen import Sample

    value, said = {}, {}
    for name in draw(st.sets(st.sampled_from("abc"), min_size=1)):
        cell, options = _VALUES[draw(st.sampled_from(sorted(_VALUES)))]
        cells = draw(st.lists(cell, min_size=1, max_size=2))
        value[name] = cells if draw(st.booleans()) else cells[0]
        nullable = draw(_NULLABLE)
        own = options(draw, cells) | ({} if nullable is None else {"nullable": nullable})
        for option, what in own.items():
            said.setdefault(option, {})[name] = what
    return Case(Sample(value, integers=draw(_INTEGERS), **said), [value])


@st.composite
def optioned(draw: Any) -> Case:
    """Return any of them."""
    return draw(st.one_of(arrays(), frames(), plain()))
