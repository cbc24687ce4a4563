"""The law (docs/law.md): what the schema refuses is refused, what it accepts is accepted."""

from __future__ import annotations

import copy
import json
import math
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path as Path_
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from schemagen import InputError, Sample, formats
from schemagen.errors import EncodeError, Path, Problem, each
from schemagen.operation import Input, Operation
from schemagen.schema import JSON, Schema, alternatives, merge, types_of
from tests.judge import validator
from tests.samples.frames import ORIENTS, oriented
from tests.samples.generated import SAMPLES as PLAIN
from tests.samples.generated import Case, payloads
from tests.samples.generated_options import optioned
from tests.samples.generated_spark import rows, structured
from tests.samples.rows import Lazy
from tests.samples.same import assert_same

np, pd, T = Lazy("numpy"), Lazy("pandas"), Lazy("pyspark.sql.types")
adapters = Lazy("schemagen.adapters.numpy")
SAMPLES = {**PLAIN, "options": optioned, "spark": rows}
PAYLOADS, MANY = 8, 24
"""How many payloads are tried on one sample, in every run and at length."""


@dataclass(frozen=True)
class Place:
    """Where a value was refused that the schema accepts: the schemas there, and the value."""

    case: Case
    data: JSON
    path: Path
    value: JSON
    nodes: list[Schema]


def _beyond_binary64(place: Place) -> bool:
    """A number beyond the range of binary64."""
    if isinstance(place.value, bool) or not isinstance(place.value, (int, float)):
        return False
    try:
        return float(place.value) in (float("inf"), float("-inf"))
    except OverflowError:
        return True


def _integer_text(place: Place) -> bool:
    """Text of an integer beyond the bounds of numbers."""
    kinds = {kind for node in place.nodes for kind in types_of(node)}
    return isinstance(place.value, str) and {"integer", "string"} <= kinds


def _encoding(place: Place) -> bool:
    """Text that is not base64 or no period."""
    return isinstance(place.value, str) and any(
        "contentEncoding" in node or node.get("x-schemagen-type", "").startswith("pandas.period")
        for node in place.nodes
    )


def _surrogate(place: Place) -> bool:
    """Text with a lone surrogate."""
    try:
        json.dumps(place.data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _times(place: Place) -> bool:
    """A date, time or duration finer than the unit, or outside the range, of what holds it."""
    forms = {node.get("format", "") for node in place.nodes}
    if not isinstance(place.value, str) or not forms & {"date-time", "time", "duration", "date"}:
        return False
    return any(not _fits(place.value, unit) for unit in place.case.units)


_EPOCH = datetime(1970, 1, 1)
_SECONDS = {"W": 604_800, "D": 86_400, "h": 3600, "m": 60, "s": 1, "ms": Fraction(1, 10**3)}
_SECONDS |= {"us": Fraction(1, 10**6), "ns": Fraction(1, 10**9), "ps": Fraction(1, 10**12)}


def _fits(text: str, unit: str) -> bool:
    """Tell whether a time, as an exact fraction, is a whole number of units in range."""
    name, step = ("us", 1) if unit == "us" else np.datetime_data(np.dtype(unit))
    try:
        if name in "YM":
            return _fits_calendar(text, 12 if name == "Y" else 1)
        count = _exact(text) / (_SECONDS[name] * step)
    except OverflowError:
        return False
    if count.denominator != 1:
        return False
    if unit == "us" and "P" in text:
        return abs(count) <= timedelta.max // timedelta(microseconds=1)
    return unit == "us" or abs(count) < 2**63


def _fits_calendar(text: str, months: int) -> bool:
    if "P" in text:
        found = formats.parse_duration(text).months
        return found % months == 0 and found // months < 2**63
    moment = formats.parse_date_time(text).utc
    start = (moment.day, moment.hour, moment.minute, moment.second) == (1, 0, 0, 0)
    return (
        start
        and (months == 1 or moment.month == 1)
        and not formats.parse_date_time(text).digits.strip("0")
    )


def _exact(text: str) -> Fraction:
    """Return seconds since 1970, or of the duration."""
    if "P" in text:
        span = formats.parse_duration(text)
        return span.sign * (span.seconds + _digits(span.digits))
    parse = formats.parse_date_time if "-" in text[:5] else formats.parse_time
    moment = parse(text)
    return Fraction((moment.utc - _EPOCH) // timedelta(seconds=1)) + _digits(moment.digits)


def _digits(text: str) -> Fraction:
    return Fraction(int(text or 0), 10 ** len(text))


def _rows(place: Place) -> bool:
    """Rows of unequal length, where no shape is enforced."""
    return any(len(sizes) > 1 for sizes in _lengths(place.data))


def _lengths(data: JSON) -> Iterator[set[int]]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _lengths(value)
    elif isinstance(data, list):
        level = data
        while level and all(isinstance(row, list) for row in level):
            yield {len(row) for row in level}
            level = [item for row in level for item in row]
        for item in level:
            yield from _lengths(item)


def _labels(place: Place) -> bool:
    """Labels that must agree: one a row, the same in every column, in all rows or none."""
    kind = place.case.sample.schema.get("x-schemagen-type", "").partition(":")[2]
    if kind in ("index", "columns"):
        return len(place.path) == 1
    if kind == "table":
        return place.path[:1] == ("data",) and (len(place.path) == 2 or place.path[2] == "index")
    return kind in ("split", "tight") and place.path[:1] == ("index",)


def _keys(place: Place) -> bool:
    """A key whose number is beyond the range of the type that the keys stand for."""
    spark = place.case.sample.schema.get("x-schemagen-type") == "pyspark.DataFrame"
    return spark and bool(place.path) and re.fullmatch("-?[0-9]+", str(place.path[-1])) is not None


def _members(place: Place) -> bool:
    """Members of a set that differ in JSON but are equal as values."""
    return isinstance(place.value, list) and any(node.get("uniqueItems") for node in place.nodes)


def _record(place: Place) -> bool:
    """What the sample's own class refuses when it is built."""
    return isinstance(place.value, dict) and any("title" in node for node in place.nodes)


def _size(place: Place) -> bool:
    """Nesting deeper, or an integer of more digits, than Python reads."""
    return not place.path


CLOSED_LIST: dict[str, Callable[[Place], bool]] = {
    "rows": _rows,
    "labels": _labels,
    "keys": _keys,
    "digits": _integer_text,
    "times": _times,
    "encoding": _encoding,
    "binary64": _beyond_binary64,
    "surrogate": _surrogate,
    "members": _members,
    "record": _record,
    "size": _size,
}


def _nodes(schema: Schema, path: Path) -> list[Schema]:
    """Return the schemas that may hold at *path*."""
    nodes = list(alternatives(schema))
    for step in path:
        nodes = [
            part for node in nodes for inner in _inner(node, step) for part in alternatives(inner)
        ]
    return nodes


def _inner(node: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        places = node.get("prefixItems", [])
        found = places[step] if step < len(places) else node.get("items")
    else:
        found = node.get("properties", {}).get(step, node.get("additionalProperties"))
    if isinstance(found, dict):
        yield found


def _at(data: JSON, path: Path) -> JSON:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def excuses(case: Case, schema: Schema, data: JSON, problem: Problem) -> list[str]:
    """Return the names of the closed list that allow *problem*."""
    place = Place(case, data, problem.path, _at(data, problem.path), _nodes(schema, problem.path))
    return [name for name, holds in CLOSED_LIST.items() if holds(place)]


def check_law(case: Case, data: JSON) -> None:
    """Decode *data* and fail where the law is broken."""
    operation = Operation((Input("data", case.sample),))
    body, before = {"data": data}, copy.deepcopy(data)
    schema = operation.input_schema
    note(f"{data!r} for {case.sample.values!r}, {schema}")
    try:
        valid = validator(schema).is_valid(_finite(body))
    except RecursionError:
        valid = False
    try:
        operation.decode(body)
    except InputError as error:
        assert error.problems
        assert all(isinstance(problem.path, tuple) for problem in error.problems)
        problems = [replace(p, path=p.path[1:]) for p in error.problems if valid]
        unexcused = [p for p in problems if not excuses(case, case.sample.schema, data, p)]
        assert not unexcused, f"the schema accepts, but: {error}"
    else:
        assert valid, "the schema refuses what was decoded"
    assert repr(data) == repr(before)


def _finite(data: JSON) -> JSON:
    """Return *data* with null for infinities: no JSON says them, and the law reads them so."""
    if isinstance(data, dict):
        return {key: _finite(item) for key, item in data.items()}
    if isinstance(data, list):
        return [_finite(item) for item in data]
    return None if isinstance(data, float) and math.isinf(data) else data


@dataclass(frozen=True)
class Refused:
    """One request that the schema accepts and the closed list refuses: sample, data, place."""

    name: str
    make: Callable[[], Any]
    data: Any
    path: Path
    units: frozenset[str] = frozenset()


def _checked(name: str) -> Any:
    if not name:
        raise ValueError("a name is needed")
    return name


@dataclass
class Named:
    """A record that refuses an empty name."""

    name: str

    def __post_init__(self) -> None:
        _checked(self.name)


def _spark_map() -> Any:
    kind = T.MapType(T.ByteType(), T.StringType())
    return T.StructType([T.StructField("m", kind)])


_US = frozenset({"us"})
REFUSED = (
    Refused("rows", lambda: adapters.NumpyAdapter(enforce_shape=False), [[1], [1, 2]], (1,)),
    Refused(
        "labels", lambda: "split", {"columns": ["a"], "index": [1, 2], "data": [[1]]}, ("index",)
    ),
    Refused("labels", lambda: "columns", {"a": {"0": 1}, "b": {"1": 1}}, ("b",)),
    Refused("labels", lambda: "index", {str(2**63): {"a": 1}}, (str(2**63),)),
    Refused("keys", _spark_map, [{"m": {"300": "x"}}], (0, "m", "300")),
    Refused("times", lambda: datetime(2020, 1, 1), "2020-01-01T00:00:00.1234567Z", (), _US),
    Refused("times", lambda: datetime(2020, 1, 1), "0001-01-01T00:00:00+01:00", (), _US),
    Refused("times", lambda: timedelta(1), "P9999999999D", (), _US),
    Refused("digits", lambda: Sample(5, integers="text", maximum=2**60), str(2**61), ()),
    Refused("encoding", lambda: b"a", "%%%", ()),
    Refused("binary64", lambda: 1.5, 10**400, ()),
    Refused("surrogate", lambda: "a", "\ud800", ()),
    Refused(
        "members", lambda: {datetime(2020, 1, 1)}, ["2020-01-01", "2020-01-01T00:00:00Z"], (), _US
    ),
    Refused("record", lambda: Named("x"), {"name": ""}, ()),
)


def _tried(draw: Any, case: Case, count: int) -> None:
    schema = validator(case.sample.schema)
    for value in case.values:
        encoded = json.loads(json.dumps(case.sample.encode(value), allow_nan=False))
        schema.validate(encoded)
        if case.exact:
            assert_same(case.sample.decode(encoded), value)
        for _ in range(count // len(case.values)):
            check_law(case, draw(payloads(encoded)))


def _case(entry: Refused) -> Case:
    made = entry.make()
    if isinstance(made, Sample):
        return Case(made, [])
    if isinstance(made, str) and made in ORIENTS:
        columns = {"a": [1], "b": [1]} if made == "columns" else {"a": [1]}
        return Case(oriented(pd.DataFrame(columns), made), [])
    if hasattr(made, "enforce_shape"):
        return Case(Sample(np.array([[1]]), adapter=made), [])
    return Case(Sample(made), [], entry.units)


@pytest.mark.parametrize("entry", REFUSED, ids=lambda entry: entry.name)
def test_each_entry_of_the_closed_list_is_refused_by_name(entry: Refused) -> None:
    """The schema accepts it, the adapter tells where it stands, and the predicate knows it."""
    pytest.importorskip("pandas")
    if entry.name == "keys":
        pytest.importorskip("pyspark")
    case = _case(entry)
    with suppress(UnicodeEncodeError):  # the other judge cannot print half a surrogate pair
        assert validator(case.sample.schema).is_valid(entry.data)
    with pytest.raises(InputError) as caught:
        _read(case.sample, entry.data)
    assert caught.value.path == entry.path
    problem = caught.value.problems[0]
    assert entry.name in excuses(case, case.sample.schema, entry.data, problem)


def _read(sample: Sample, data: Any) -> None:
    """Decode without Spark's session: its rows are read before one is asked for."""
    rows = getattr(sample.codec, "rows", None)
    if rows is None:
        sample.decode(data)
    else:
        sample.judge.check(data)
        each(enumerate(data), rows.read)


def _of(make: Callable[[], Any], orient: str = "records") -> Callable[[], Sample]:
    return lambda: oriented(pd.DataFrame({"c": make()}), orient)


PINNED: dict[str, tuple[Callable[[], Sample], Any, Path]] = {
    "a key that looks like a number": (lambda: Sample({"00": True}), {"00": None}, ("00",)),
    "twin keys": (lambda: Sample({"00": {"a": 1}, "0": 1}), {"00": {"a": "x"}, "0": 1}, ("00", "a")),
    "no key at all": (lambda: Sample({"": {"a": 1}}), {"": {"a": "x"}}, ("", "a")),
    "exponent": (lambda: Sample([Decimal(1)]), ["1e999999999999999999999"], (0,)),
    "long sub-array": (
        lambda: Sample(np.zeros(1, [("m", "f4", (2,))])), [{"m": [0.0, 0.0, 0.0]}], (0, "m")
    ),
    "empty sub-array": (lambda: Sample(np.zeros(1, [("m", "f4", (2,))])), [{"m": []}], (0, "m")),
    "now as a period": (_of(lambda: pd.PeriodIndex(["2020-01"], freq="M")), [{"c": "now"}], (0, "c")),
    "a day as a month": (
        _of(lambda: pd.PeriodIndex(["2020-01"], freq="M")), [{"c": "2020-01-15"}], (0, "c")
    ),
    "a label that is no number": (_of(lambda: [1], "index"), {"x": {"c": 1}}, ("x",)),
    "half a pair": (_of(lambda: ["a"]), [{"c": "\ud800"}], (0, "c")),
}  # fmt: skip


@pytest.mark.parametrize("name", PINNED)
def test_what_was_found_stays_refused_at_its_place(name: str) -> None:
    """Counterexamples that generated cases brought up; the schema need not say them all."""
    pytest.importorskip("pandas")
    make, data, path = PINNED[name]
    with pytest.raises(InputError) as caught:
        make().decode(data)
    assert caught.value.path == path


def test_a_missing_label_among_text_has_no_key() -> None:
    """It is refused when written, for null would come back as text."""
    pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["p", None], dtype=object))
    for orient in ("index", "columns"):
        with pytest.raises(EncodeError, match="split"):
            oriented(frame, orient).encode(frame)


def test_bodies_too_deep_or_too_long_are_refused() -> None:
    """The list's ``size``: what Python itself cannot read is the client's mistake."""
    operation = Operation((Input("data", Sample([1])),))
    for text in ("[" * 100_000, "1" * 5000):
        with pytest.raises(InputError):
            operation.decode(f'{{"data": {text}')


def test_the_document_lists_the_same_names() -> None:
    """docs/law.md has a row for each entry, and no other."""
    text = (Path_(__file__).parents[1] / "docs" / "law.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z0-9]+)` \|", text, re.MULTILINE) == list(CLOSED_LIST)


@pytest.mark.parametrize("kind", SAMPLES)
def test_merging_is_lawful(kind: str) -> None:
    """Idempotent, commutative, and each input is valid against the merge."""
    _need_libraries(kind)

    @settings(max_examples=20, derandomize=True, **_COMMON)
    @given(st.lists(SAMPLES[kind](), min_size=2, max_size=3))
    def law(cases: list[Case]) -> None:
        schemas = [case.sample.schema for case in cases]
        merged = merge(schemas)
        assert merge(schemas[::-1]) == merged
        assert merge([merged, merged]) == merged
        assert merge([merged, schemas[0]]) == merged
        for case in cases:
            for value in case.values[:1]:
                validator(merged).validate(json.loads(json.dumps(case.sample.encode(value))))

    law()


_COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "print_blob": False,
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_law_holds_in_both_directions(kind: str) -> None:
    """Round trip; refused if and only if the schema refuses, but for the closed list."""
    _run(kind, 20, PAYLOADS, derandomize=True)


@pytest.mark.full
@pytest.mark.parametrize("kind", SAMPLES)
def test_the_law_holds_at_length(kind: str) -> None:
    """The same, over 200,000 payloads and more in all."""
    _run(kind, int(os.environ.get("SCHEMAGEN_LAW_EXAMPLES", "2200")), MANY)


def _need_libraries(kind: str) -> None:
    """Arrays and frames may stand anywhere in what is generated."""
    for library in ("numpy", "pandas", *(["pyspark"] if kind == "spark" else [])):
        pytest.importorskip(library)


def _run(kind: str, examples: int, count: int, *, derandomize: bool = False) -> None:
    _need_libraries(kind)

    @settings(max_examples=examples, derandomize=derandomize, **_COMMON)
    @given(SAMPLES[kind](), st.data())
    def law(case: Case, data: Any) -> None:
        _tried(data.draw, case, count)

    law()


@pytest.mark.spark
def test_the_law_holds_for_frames_of_a_session(spark_session: Any) -> None:
    """A few frames go through Spark itself, and come back with its types and flags."""

    @settings(max_examples=4, derandomize=True, **_COMMON)
    @given(structured(), st.data())
    def law(pair: tuple[Any, list[Any]], data: Any) -> None:
        struct, values = pair
        frame = spark_session.createDataFrame(values, struct)
        _tried(data.draw, Case(Sample(frame), [frame], _US), 2)

    law()
