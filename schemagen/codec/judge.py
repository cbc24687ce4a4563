"""The judge: whether JSON fits the canonical schema, and if not, what is wrong and where.

One compiled jsonschema-rs validator with our own grammar for dates; the words are ours.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from schemagen import formats
from schemagen.codec.words import explained
from schemagen.errors import MAX_PROBLEMS, InputError, Path, Problem, shown
from schemagen.schema import JSON, UNCHECKED, Schema, map_schema


class Judge:
    """A compiled schema. Parts marked as unchecked are left to their own code."""

    def __init__(self, schema: Schema) -> None:
        import jsonschema_rs  # compiled code that the export never needs

        self._schema = map_schema(schema, _judged)
        self._validator = jsonschema_rs.Draft202012Validator(
            self._schema, validate_formats=True, formats=dict(formats.CHECKERS)
        )

    def valid(self, data: JSON) -> bool:
        """Tell whether *data* is valid; what JSON cannot hold raises ValueError."""
        return bool(self._validator.is_valid(data))

    def check(self, data: JSON) -> JSON:
        """Return *data* (NaN as null); InputError with all that is wrong.

        An infinity is judged as null: the codec has the last word on whether its type holds one.
        """
        try:
            if self._validator.is_valid(data):
                return data
            data = _without(data, math.isnan)
            problems = list(islice(self._problems(data), MAX_PROBLEMS))
            problems = problems or list(islice(self._beyond(data), MAX_PROBLEMS))
        except UnicodeEncodeError as error:
            raise InputError.of("text that UTF-8 can hold", error.object[error.start]) from None
        except RecursionError:
            raise InputError.of("less nesting", "a value nested too deeply") from None
        except ValueError as error:
            raise InputError([Problem((), "JSON", str(error))]) from None
        if problems:
            raise InputError(problems)
        return data

    def _problems(self, data: JSON) -> Iterator[Problem]:
        told = set()
        for error in self._validator.iter_errors(_without(data, math.isinf)):
            path = _keyed(data, list(error.instance_path))
            for problem in explained(path, error, self._node(error)):
                if (problem.path, problem.expected) in told:
                    continue  # a pattern and a format, say, that are one thing to a reader
                told.add((problem.path, problem.expected))
                infinite = error.instance is None and _at(data, path) is not None
                yield replace(problem, got=shown(_at(data, path))) if infinite else problem

    def _beyond(self, data: JSON) -> Iterator[Problem]:
        """Yield the infinities that lie beyond a bound which is not the dtype's own."""
        if _without(data, math.isinf) is data:
            return
        for error in self._validator.iter_errors(_clipped(data)):
            node = self._node(error)
            kind: Any = error.kind
            if kind.name in ("minimum", "maximum") and abs(kind.limit) not in _ENDS_OF_FLOATS:
                path = _keyed(data, list(error.instance_path))
                for problem in explained(path, error, node):
                    yield replace(problem, got=shown(_at(data, path)))

    def _node(self, error: Any) -> Schema:
        """Return the part of the schema that *error* is about."""
        node: Any = self._schema
        for step in _keyed(self._schema, list(error.schema_path)[:-1]):
            node = node[step]
        return node if isinstance(node, dict) else {}


def _keyed(data: JSON, steps: list[str | int]) -> Path:
    """Return *steps* into *data* as its keys are written.

    The validator shows the keys "7" and "07" as 7, and leaves out the key "".
    """
    if not steps:
        return ()
    for key, rest in _ways(data, steps):
        try:
            return (key, *_keyed(data[key], rest))
        except (LookupError, TypeError):
            continue
    raise KeyError(steps[0])


def _ways(data: JSON, steps: list[str | int]) -> Iterator[tuple[str | int, list[str | int]]]:
    step, *rest = steps
    if not isinstance(data, dict):
        yield step, rest
        return
    if str(step) in data:
        yield str(step), rest
    if isinstance(step, int):
        yield from ((key, rest) for key in data if re.fullmatch(rf"\+?0*{step}", key))
    if "" in data:
        yield "", steps


def _at(data: JSON, path: Path) -> JSON:
    """Return the value at *path*: the validator shows an infinity as null."""
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
