"""The law (docs/law.md): what the schema refuses is refused, what it accepts is accepted."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from schemagen import InputError, formats
from schemagen.errors import Path, Problem
from schemagen.sample import Input, Operation
from schemagen.schema import JSON, Schema, alternatives
from tests.judge import validator
from tests.samples.generated import SAMPLES, Case, payloads
from tests.samples.same import assert_same

PAYLOADS = 8
"""How many payloads are tried on one sample."""


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
    import numpy as np

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
    """Labels that must agree: one a row in split, the same in every column, in all rows or none."""
    kind = place.case.sample.schema.get("x-schemagen-type", "")
    return kind.partition(":")[2] in ("split", "columns", "index", "table", "tight")


CLOSED_LIST: dict[str, Callable[[Place], bool]] = {
    "beyond-binary64": _beyond_binary64,
    "encoding": _encoding,
    "surrogate": _surrogate,
    "times": _times,
    "rows": _rows,
    "labels": _labels,
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
        valid = validator(schema).is_valid(body)
    except RecursionError:
        valid = False
    try:
        operation.decode(body)
    except InputError as error:
        assert error.problems
        assert all(isinstance(problem.path, tuple) for problem in error.problems)
        unexcused = [p for p in error.problems if valid and not excuses(case, schema, body, p)]
        assert not unexcused, f"the schema accepts, but: {error}"
    else:
        assert valid, "the schema refuses what was decoded"
    assert repr(data) == repr(before)


def _tried(draw: Any, case: Case) -> None:
    schema = validator(case.sample.schema)
    for value in case.values:
        encoded = json.loads(json.dumps(case.sample.encode(value), allow_nan=False))
        schema.validate(encoded)
        if case.exact:
            assert_same(case.sample.decode(encoded), value)
        for _ in range(PAYLOADS // len(case.values)):
            check_law(case, draw(payloads(encoded)))


_COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "print_blob": False,
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_law_holds_in_both_directions(kind: str) -> None:
    """Round trip; refused if and only if the schema refuses, but for the closed list."""
    _run(kind, 60)


@pytest.mark.full
@pytest.mark.parametrize("kind", SAMPLES)
def test_the_law_holds_at_length(kind: str) -> None:
    """The same, over 200,000 payloads and more in all."""
    _run(kind, int(os.environ.get("SCHEMAGEN_LAW_EXAMPLES", "6500")))


def _run(kind: str, examples: int) -> None:
    @settings(max_examples=examples, **_COMMON)
    @given(SAMPLES[kind](), st.data())
    def law(case: Case, data: Any) -> None:
        _tried(data.draw, case)

    law()
