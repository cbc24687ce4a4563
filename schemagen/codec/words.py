"""What a validator's error means, in our words: what was expected there, what came, the remedy.

Built only once a body is refused. Each function gets the place, the validator's error and the
part of the schema that it broke.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from schemagen.errors import NOTHING, Path, Problem, Shown, nearest, shown
from schemagen.formats import HALF_A_PAIR
from schemagen.schema import JSON, Schema, alternatives, types_of

_NAMES = {
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "string": "text",
    "array": "an array",
    "object": "an object",
    "null": "null",
}
_FORMATS = {
    "date-time": "a date-time such as 2020-02-03T04:05:06Z",
    "date": "a date such as 2020-02-03",
    "time": "a time such as 04:05:06Z",
    "duration": "a duration such as P1DT2H",
    "uuid": "a UUID",
    "decimal": "a decimal number as text",
}


def explained(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    """Yield the problems that *error* stands for."""
    if isinstance(error, WrongKeys):
        yield from error.problems(path, node)
    elif isinstance(error, UnicodeEncodeError):
        yield Problem(path, "text", Shown.of(error.object), HALF_A_PAIR)
    else:
        yield from _WORDS.get(error.kind.name, _other)(path, error, node)


def described(schema: Schema) -> str:
    """Return what *schema* takes, in words: ``an integer from -128 to 127 (int8) or null``."""
    words = {_described(part): None for part in alternatives(schema)}
    return _listed(sorted(words, key=lambda word: word == "null"))


def _described(part: Schema) -> str:
    kind = next(iter(types_of(part)), "")
    if kind == "string" and part.get("format") in _FORMATS:
        return _FORMATS[part["format"]]
    if kind in ("integer", "number") and {"minimum", "maximum"} <= part.keys():
        dtype = f" ({part['format']})" if part.get("format", "") not in ("", "float") else ""
        return f"{_NAMES[kind]} from {part['minimum']} to {part['maximum']}{dtype}"
    return _NAMES.get(kind, "any value")


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _type(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    got = error.instance
    plain = {key: value for key, value in node.items() if key not in ("minimum", "maximum")}
    yield Problem(path, described(plain), Shown.of(got), _reshape(got, node))


def _reshape(got: JSON, node: Schema) -> str:
    """Return how *got* is to be sent where it is the right value in the wrong form."""
    wanted = set(types_of(node))
    if isinstance(got, str) and "string" not in wanted:
        try:
            inside = json.loads(got)
        except ValueError:
            return ""
        fits = _kind(inside) in wanted or ("number" in wanted and _kind(inside) == "integer")
        return "send it without the quotes" if fits else ""
    rows = isinstance(got, dict) and "object" in types_of(node.get("items") or {})
    return "put it in [ ]" if rows else ""


def _kind(data: JSON) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return kinds.get(type(data), "null")


@dataclass(frozen=True)
class WrongKeys:
    """The keys that an object lacks, and those that it must not have."""

    data: dict[str, JSON]
    missing: list[str]
    unknown: list[str]

    @classmethod
    def of(cls, node: Schema, data: dict[str, JSON]) -> WrongKeys:
        """Return the wrong keys of *data*."""
        closed = node.get("additionalProperties") is False
        strange = [key for key in data if key not in node.get("properties", {})] if closed else []
        return cls(data, [key for key in node.get("required", ()) if key not in data], strange)

    def problems(self, path: Path, node: Schema) -> Iterator[Problem]:
        """Yield a problem for each of them."""
        known = node.get("properties", {})
        strangers = [key for key in self.data if key not in known]
        for name in self.missing:
            yield Problem((*path, name), "a value", NOTHING, _near("is it", name, strangers))
        absent = [key for key in known if key not in self.data]
        for name in self.unknown:
            near = _near("did you mean", name, absent)
            yield Problem((*path, name), "no such key", Shown.of(self.data[name]), near)


def _missing(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    yield from WrongKeys(error.instance, [error.kind.property], []).problems(path, node)


def _unknown(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    yield from WrongKeys(error.instance, [], error.kind.unexpected).problems(path, node)


def _near(words: str, name: str, names: Iterable[str]) -> str:
    near = nearest(name, names)
    return "" if near is None else f"{words} {near!r}?"


def _range(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    if {"minimum", "maximum"} <= node.keys():
        yield Problem(path, described(node), Shown.of(error.instance))
        return
    side = "at most" if "aximum" in error.kind.name else "at least"
    yield Problem(path, f"a number of {side} {error.kind.limit}", Shown.of(error.instance))


def _size(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    low, high = node.get("minItems"), node.get("maxItems")
    side = "" if low == high else "at most " if error.kind.name == "maxItems" else "at least "
    items = "item" if error.kind.limit == 1 else "items"
    got = Shown.of(error.instance, before=f"{len(error.instance)}: ")
    yield Problem(path, f"{side}{error.kind.limit} {items}", got)


def _format(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    name = error.kind.format
    yield Problem(path, _FORMATS.get(name, name), Shown.of(error.instance))


def _pattern(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    named = _FORMATS.get(node.get("format", ""))
    yield Problem(path, named or f"text like {error.kind.pattern}", Shown.of(error.instance))


def _key(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    inner = error.kind.error
    names = node.get("propertyNames", {})
    for problem in explained((*path, inner.instance), inner, names):
        yield Problem(problem.path, f"{problem.expected} as key", problem.got)


def _any_of(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    yield Problem(path, described(node), Shown.of(error.instance))


def _nothing(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    """An item too many: the size says it."""
    yield from ()


def _other(path: Path, error: Any, node: Schema) -> Iterator[Problem]:
    words: dict[str, Callable[[], str]] = {
        "enum": lambda: f"one of {shown(error.kind.options)}",
        "constant": lambda: shown(error.kind.expected_value),
        "const": lambda: shown(error.kind.expected_value),
        "uniqueItems": lambda: "items that are all different",
    }
    try:
        expected = words[error.kind.name]()
    except (KeyError, AttributeError):
        expected = str(error.message)
    yield Problem(path, expected, Shown.of(error.instance))


_WORDS: dict[str, Callable[[Path, Any, Schema], Iterator[Problem]]] = {
    "type": _type,
    "required": _missing,
    "additionalProperties": _unknown,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
    "minItems": _size,
    "maxItems": _size,
    "format": _format,
    "pattern": _pattern,
    "anyOf": _any_of,
    "propertyNames": _key,
    "falseSchema": _nothing,
}
