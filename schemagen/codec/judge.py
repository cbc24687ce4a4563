"""The judge: whether JSON fits the canonical schema, and if not, what is wrong and where.

One compiled jsonschema-rs validator with our own grammar for dates; the words are ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from schemagen import formats
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
        for error in self._validator.iter_errors(_without(data, math.isinf)):
            path = _keyed(data, list(error.instance_path))
            if error.kind.name == "required":
                yield _missing(path, error, self._schema)
                continue
            problem = _WORDS.get(error.kind.name, _other)(path, error)
            infinite = error.instance is None and _at(data, path) is not None
            yield replace(problem, got=shown(_at(data, path))) if infinite else problem


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


_NAMES = {
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "string": "text",
    "array": "an array",
    "object": "an object",
    "null": "null",
}
_EXAMPLES = {
    "date-time": "a date-time such as 2020-02-03T04:05:06Z",
    "date": "a date such as 2020-02-03",
    "time": "a time such as 04:05:06Z",
    "duration": "a duration such as P1DT2H",
    "uuid": "a UUID",
    "decimal": "a decimal number as text",
}


def _type(path: Path, error: Any) -> Problem:
    names = sorted(error.kind.types, key=list(_NAMES).index)
    return Problem(path, " or ".join(_NAMES[name] for name in names), shown(error.instance))


def _missing(path: Path, error: Any, schema: Schema) -> Problem:
    name = error.kind.property
    node: Any = schema
    for step in _keyed(schema, list(error.schema_path)[:-1]):
        node = node[step]
    strangers = [key for key in error.instance if key not in node.get("properties", {})]
    from difflib import get_close_matches

    near = get_close_matches(name, strangers, 1)
    return Problem((*path, name), "a value", "nothing", f"is it {near[0]!r}?" if near else "")


def _unknown(path: Path, error: Any) -> Problem:
    names = list(error.kind.unexpected)
    return Problem((*path, names[0]), "no such key", shown(names))


def _range(words: str) -> Callable[[Path, Any], Problem]:
    return lambda path, error: Problem(path, words.format(error.kind.limit), shown(error.instance))


def _size(words: str) -> Callable[[Path, Any], Problem]:
    return lambda path, error: Problem(
        path, words.format(error.kind.limit), f"{len(error.instance)}: {shown(error.instance)}"
    )


def _format(path: Path, error: Any) -> Problem:
    name = error.kind.format
    return Problem(path, _EXAMPLES.get(name, name), shown(error.instance))


def _key(path: Path, error: Any) -> Problem:
    inner = error.kind.error
    problem = _WORDS.get(inner.kind.name, _other)((*path, inner.instance), inner)
    return replace(problem, expected=f"{problem.expected} as key")


def _any_of(path: Path, error: Any) -> Problem:
    wanted = "one of the declared types"
    return Problem(path, wanted, shown(error.instance))


def _other(path: Path, error: Any) -> Problem:
    words: dict[str, Callable[[], str]] = {
        "enum": lambda: f"one of {shown(error.kind.options)}",
        "const": lambda: shown(error.kind.expected_value),
        "uniqueItems": lambda: "items that are all different",
        "pattern": lambda: f"text like {error.kind.pattern}",
    }
    try:
        expected = words[error.kind.name]()
    except (KeyError, AttributeError):
        expected = str(error.message)
    return Problem(path, expected, shown(error.instance))


_WORDS: dict[str, Callable[[Path, Any], Problem]] = {
    "type": _type,
    "additionalProperties": _unknown,
    "minimum": _range("a number of at least {}"),
    "maximum": _range("a number of at most {}"),
    "minItems": _size("at least {} items"),
    "maxItems": _size("at most {} items"),
    "format": _format,
    "anyOf": _any_of,
    "propertyNames": _key,
}
