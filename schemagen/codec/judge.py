"""The judge: whether JSON fits the canonical schema, and if not, what is wrong and where.

One compiled jsonschema-rs validator with our own grammar for dates; the words are ours.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

from schemagen import formats
from schemagen.codec.search import Search
from schemagen.codec.words import explained
from schemagen.errors import MAX_PROBLEMS, InputError, Path, Problem, Shown
from schemagen.schema import JSON, UNCHECKED, Schema, map_schema


class Judge:
    """A compiled schema. Parts marked as unchecked are left to their own code."""

    def __init__(self, schema: Schema) -> None:
        self._schema = map_schema(schema, _judged)
        self._validator = _compiled(self._schema)
        self._search = Search(self._schema, _compiled)

    def valid(self, data: JSON) -> bool:
        """Tell whether *data* is valid; what JSON cannot hold raises ValueError."""
        return bool(self._validator.is_valid(data))

    def check(self, data: JSON) -> JSON:
        """Return *data* (NaN as null); InputError with all that is wrong.

        An infinity is judged as null: the codec has the last word on whether its type holds one.
        """
        try:
            with suppress(UnicodeEncodeError):
                if self._validator.is_valid(data):
                    return data
            data = _without(data, math.isnan)
            problems = list(islice(self._problems(data), MAX_PROBLEMS))
            problems = problems or list(islice(self._beyond(data), MAX_PROBLEMS))
        except RecursionError:
            raise InputError.of("less nesting", "a value nested too deeply") from None
        except ValueError as error:
            raise InputError([Problem((), "JSON", str(error))]) from None
        if problems:
            raise InputError(problems)
        return data

    def _problems(self, data: JSON) -> Iterator[Problem]:
        told = set()
        for path, node, error in self._search.faults(_without(data, math.isinf)):
            for problem in explained(path, error, node):
                if (problem.path, problem.expected) in told:
                    continue  # a pattern and a format, say, that are one thing to a reader
                told.add((problem.path, problem.expected))
                if problem.got == "null" and (own := _at(data, problem.path)) is not None:
                    problem = replace(problem, got=Shown.of(own))  # an infinity, judged as null
                yield problem

    def _beyond(self, data: JSON) -> Iterator[Problem]:
        """Yield the infinities that lie beyond a bound which is not the dtype's own."""
        if _without(data, math.isinf) is data:
            return
        for path, node, error in self._search.faults(_clipped(data)):
            kind: Any = getattr(error, "kind", None)
            if getattr(kind, "limit", None) is None or abs(kind.limit) in _ENDS_OF_FLOATS:
                continue
            if kind.name in ("minimum", "maximum"):
                for problem in explained(path, error, node):
                    yield replace(problem, got=Shown.of(_at(data, path)))


def _compiled(schema: Schema) -> Any:
    import jsonschema_rs  # compiled code that the export never needs

    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, formats=dict(formats.CHECKERS), mask="the value"
    )


def _at(data: JSON, path: Path) -> JSON:
    """Return the value at *path*: the validator is shown null for an infinity."""
    for step in path:
        data = data[step]
    return data


def _judged(schema: Schema) -> Schema:
    return {} if schema.get(UNCHECKED) else schema


_ENDS_OF_FLOATS = frozenset({65504.0, 3.4028234663852886e38})
"""The largest float16 and float32."""


def _clipped(data: JSON) -> JSON:
    """Return *data* with the largest numbers for the infinities."""
    if isinstance(data, float) and math.isinf(data):
        return math.copysign(sys.float_info.max, data)
    if isinstance(data, dict):
        return {key: _clipped(value) for key, value in data.items()}
    return [_clipped(item) for item in data] if isinstance(data, (list, tuple)) else data


def _without(data: JSON, odd: Callable[[float], bool]) -> JSON:
    """Return *data* with null for each *odd* number; *data* itself where there is none."""
    if isinstance(data, float):
        return None if odd(data) else data
    if isinstance(data, dict):
        changed = {key: _without(value, odd) for key, value in data.items()}
        return changed if any(changed[key] is not data[key] for key in data) else data
    if isinstance(data, (list, tuple)):
        items = [_without(item, odd) for item in data]
        return items if any(a is not b for a, b in zip(items, data, strict=True)) else data
    return data
