"""The judge: whether JSON fits the canonical schema, and if not, what is wrong and where.

One compiled jsonschema-rs validator with our own grammar for dates; the words are ours.
"""

from __future__ import annotations

import math
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from schemagen import formats
from schemagen.codec.place import at, half_pairs, mended, places
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
        except UnicodeEncodeError:
            raise self._unwritable(data) from None
        except RecursionError:
            raise InputError.of("less nesting", "a value nested too deeply") from None
        except ValueError as error:
            raise InputError([Problem((), "JSON", str(error))]) from None
        if problems:
            raise InputError(problems)
        return data

    def _problems(self, data: JSON) -> Iterator[Problem]:
        told = set()
        for error, path, node in self._placed(_without(data, math.isinf)):
            for problem in explained(path, error, node):
                if (problem.path, problem.expected) in told:
                    continue  # a pattern and a format, say, that are one thing to a reader
                told.add((problem.path, problem.expected))
                infinite = error.instance is None and at(data, path) is not None
                yield replace(problem, got=shown(at(data, path))) if infinite else problem

    def _beyond(self, data: JSON) -> Iterator[Problem]:
        """Yield the infinities that lie beyond a bound which is not the dtype's own."""
        if _without(data, math.isinf) is data:
            return
        for error, path, node in self._placed(_clipped(data)):
            kind: Any = error.kind
            if kind.name in ("minimum", "maximum") and abs(kind.limit) not in _ENDS_OF_FLOATS:
                for problem in explained(path, error, node):
                    yield replace(problem, got=shown(at(data, path)))

    def _placed(self, data: JSON) -> Iterator[tuple[Any, Path, Schema]]:
        """Yield the validator's errors with their places; like ones get different places."""
        taken = set()
        for error in self._validator.iter_errors(data):
            about = (*map(str, error.schema_path), error.message)
            found = places(self._schema, data, error)
            first = path, node = next(found)
            while (path, about) in taken:
                path, node = next(found, first)
                if (path, node) == first:
                    break
            taken.add((path, about))
            yield error, path, node

    def _unwritable(self, data: JSON) -> InputError:
        """Return the error of text that UTF-8 cannot hold where the schema looks into it."""
        found = list(islice(half_pairs(data), _LOOKED_AT))
        seen = [pair for pair in found if self._stumbles(mended(data, pair[0]))] or found
        told = (Problem(path, "text", shown(text), formats.HALF_A_PAIR) for path, text in seen)
        return InputError(told)

    def _stumbles(self, data: JSON) -> bool:
        try:
            deque(self._validator.iter_errors(data), 0)
        except UnicodeEncodeError:
            return True
        except ValueError:
            return False
        return False


def _judged(schema: Schema) -> Schema:
    return {} if schema.get(UNCHECKED) else schema


_LOOKED_AT = 10
"""So many texts with half a surrogate pair are tried, each with one more reading."""

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
