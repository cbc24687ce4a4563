"""What is wrong with a value and where, found piece by piece.

The validator's own list of errors is made at once, however long, with a copy of the value in each
error, and its paths leave out the key "" and show the keys "7" and "07" as 7. So schema and value
are walked together, valid parts are left out, and the validator is asked of one place at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from schemagen.codec.words import WrongKeys
from schemagen.errors import Path
from schemagen.schema import JSON, Schema

Fault = tuple[Path, Schema, Any]
"""Where, what part of the schema, and the validator's error (or one of ours)."""

_INSIDE = frozenset({"properties", "required", "additionalProperties", "items", "prefixItems"})
"""Keywords that are walked; the validator is asked of the others."""
_WHOLE = frozenset(
    {"anyOf", "oneOf", "allOf", "not", "if", "$ref", "$dynamicRef", "$defs", "patternProperties"}
    | {"dependentSchemas", "dependentRequired", "contains"}
    | {"unevaluatedItems", "unevaluatedProperties"}
)
"""Keywords of a schema that is not walked into."""
_CHUNK = 1000
"""So many items are asked about at once."""


class Search:
    """Finds faults one after the other; what it needs is compiled when it is first needed."""

    def __init__(self, schema: Schema, compiled: Callable[[Schema], Any]) -> None:
        self._schema = schema
        self._compile = compiled
        self._known: dict[tuple[int, str], Any] = {}

    def faults(self, data: JSON) -> Iterator[Fault]:
        """Yield what is wrong with *data*."""
        return self._faults(self._schema, data, ())

    def _faults(self, node: Schema, data: JSON, path: Path) -> Iterator[Fault]:
        if self._valid("whole", node, data):
            return
        told = False
        for fault in self._inside(node, data, path) if _WHOLE.isdisjoint(node) else ():
            told = True
            yield fault
        if not told:
            yield from self._own("whole", node, data, path)

    def _inside(self, node: Schema, data: JSON, path: Path) -> Iterator[Fault]:
        yield from self._own("own", node, data, path)
        if isinstance(data, dict):
            wrong = WrongKeys.of(node, data)
            if wrong.missing or wrong.unknown:
                yield path, node, wrong
            for key, part in _members(node, data):
                yield from self._faults(part, data[key], (*path, key))
        elif isinstance(data, (list, tuple)):
            for index, part in self._items(node, data):
                yield from self._faults(part, data[index], (*path, index))

    def _own(self, what: str, node: Schema, data: JSON, path: Path) -> Iterator[Fault]:
        """Yield what the validator says of this place."""
        try:
            for error in self._validator(what, node).iter_errors(data):
                inside = _steps(data, error.instance_path)
                yield (*path, *inside), _part(node, error.schema_path), error
        except UnicodeEncodeError as error:
            yield path, node, error

    def _items(self, node: Schema, data: Any) -> Iterator[tuple[int, Schema]]:
        places, rest = node.get("prefixItems", []), node.get("items")
        pairs = zip(range(len(data)), places, strict=False)
        yield from ((at, part) for at, part in pairs if isinstance(part, dict))
        if not isinstance(rest, dict):
            return
        for start in range(len(places), len(data), _CHUNK):
            chunk = list(data[start : start + _CHUNK])
            if not self._valid("items", node, chunk):
                yield from ((start + at, rest) for at in range(len(chunk)))

    def _valid(self, what: str, node: Schema, data: JSON) -> bool:
        try:
            return bool(self._validator(what, node).is_valid(data))
        except UnicodeEncodeError:
            return False

    def _validator(self, what: str, node: Schema) -> Any:
        key = id(node), what
        if key not in self._known:
            self._known[key] = self._compile(_PARTS[what](node))
        return self._known[key]


_PARTS: dict[str, Callable[[Schema], Schema]] = {
    "whole": lambda node: node,
    "own": lambda node: {name: node[name] for name in node if name not in _INSIDE},
    "items": lambda node: {"items": node["items"]},
}


def _members(node: Schema, data: dict[str, JSON]) -> Iterator[tuple[str, Schema]]:
    named, rest = node.get("properties", {}), node.get("additionalProperties")
    yield from (
        (name, part) for name, part in named.items() if name in data and isinstance(part, dict)
    )
    if isinstance(rest, dict):
        yield from ((name, rest) for name in data if name not in named)


def _steps(data: JSON, steps: list[str | int]) -> Path:
    """Return the validator's steps as keys where there is such a one."""
    made: list[str | int] = []
    for step in steps:
        made.append(str(step) if isinstance(data, dict) else step)
        try:
            data = data[made[-1]]
        except (LookupError, TypeError):
            return tuple(made[:-1])
    return tuple(made)


def _part(node: Any, steps: list[str | int]) -> Schema:
    """Return the part of *node* that holds the keyword at the end of *steps*."""
    try:
        for step in steps[:-1]:
            node = node[step]
    except (LookupError, TypeError):
        return {}
    return node if isinstance(node, dict) else {}
