"""Type hints as schemas: what an undecorated parameter's annotation says of its JSON.

A hint describes and lets the judge check; the function gets the parsed JSON, as Azure's own
server hands it over. A hint that is not known (an array, a frame, ``Any``) says nothing: ``{}``.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections import abc, deque
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Any

from schemagen.adapters.python.fields import fields_of
from schemagen.adapters.python.scalars import scalar_codec
from schemagen.schema import Schema, merge

_DEPTH = 12
"""Records that hold themselves are described down to here."""
_UNIONS: tuple[Any, ...] = (typing.Union, getattr(types, "UnionType", typing.Union))
_WRAPPERS = frozenset({"Annotated", "Required", "NotRequired", "ReadOnly", "Final", "ClassVar"})


def hinted(annotation: Any, function: Any) -> Schema:
    """Return what the *annotation* of a parameter of *function* says; ``{}`` without one."""
    if annotation is inspect.Parameter.empty:
        return {}
    return hint_schema(resolved(annotation, function))


def resolved(annotation: Any, function: Any) -> Any:
    """Return an annotation with names in text looked up where *function* was defined.

    Any where one is unknown: then the hint says nothing.
    """
    scope = getattr(inspect.unwrap(function), "__globals__", {})
    holder = types.SimpleNamespace(__annotations__={"it": annotation})
    try:
        return typing.get_type_hints(holder, scope, include_extras=True)["it"]
    except Exception:  # noqa: BLE001 - an annotation may be anything, and need not be a type
        return Any


def hint_schema(hint: Any, depth: int = _DEPTH) -> Schema:
    """Return the schema of a type hint's values, ``{}`` for one that is not known."""
    if not depth:
        return {}
    with suppress(TypeError, ValueError, AttributeError):
        origin = typing.get_origin(hint)
        if origin is not None:
            return _generic(hint, origin, depth - 1)
        if hint is None or hint is type(None):
            return {"type": "null"}
        if isinstance(hint, type):
            return _class(hint, depth - 1)
    return {}


def _generic(hint: Any, origin: Any, depth: int) -> Schema:
    arguments = typing.get_args(hint)
    if origin in _UNIONS:
        return merge(hint_schema(one, depth) for one in arguments)
    if origin is typing.Literal:
        return _literal(arguments)
    if getattr(origin, "_name", None) in _WRAPPERS or hasattr(hint, "__metadata__"):
        return hint_schema(arguments[0], depth)
    make = _CONTAINERS.get(origin)
    return make(arguments, depth) if make else {}


def _literal(values: tuple[Any, ...]) -> Schema:
    """Return the schema of a choice: JSON values as they stand, Enum members by their value."""
    plain = [value.value if isinstance(value, Enum) else value for value in values]
    parts = [
        {**hint_schema(kind), "enum": [value for value in plain if type(value) is kind]}
        for kind in dict.fromkeys(type(value) for value in plain if value is not None)
    ]
    return merge([*parts, *([{"type": "null"}] if None in plain else [])])


def _items(arguments: tuple[Any, ...], depth: int) -> Schema:
    return {"type": "array", "items": hint_schema(arguments[0], depth) if arguments else {}}


def _members(arguments: tuple[Any, ...], depth: int) -> Schema:
    return {**_items(arguments, depth), "uniqueItems": True}


def _tuple(arguments: tuple[Any, ...], depth: int) -> Schema:
    if arguments[1:] == (...,):
        return _items(arguments, depth)
    places = [hint_schema(one, depth) for one in arguments]
    size = len(places)
    return {
        "type": "array", "prefixItems": places, "items": False, "minItems": size, "maxItems": size
    }  # fmt: skip


def _mapping(arguments: tuple[Any, ...], depth: int) -> Schema:
    rest = hint_schema(arguments[1], depth) if len(arguments) > 1 else {}
    return {"type": "object", **({"additionalProperties": rest} if rest else {})}


_CONTAINERS: dict[Any, Callable[[tuple[Any, ...], int], Schema]] = {
    list: _items,
    deque: _items,
    abc.Sequence: _items,
    abc.Iterable: _items,
    abc.Collection: _items,
    set: _members,
    frozenset: _members,
    abc.Set: _members,
    tuple: _tuple,
    dict: _mapping,
    abc.Mapping: _mapping,
    abc.MutableMapping: _mapping,
}
_BARE = {list: {"type": "array", "items": {}}, tuple: {"type": "array", "items": {}}}


def _class(cls: type, depth: int) -> Schema:
    if typing.is_typeddict(cls):
        return _record(cls, frozenset(cls.__required_keys__), depth)  # type: ignore[attr-defined]
    if fields := fields_of(cls):
        return _record(cls, frozenset(fields.names) - fields.optional, depth, fields.names)
    if cls in (dict, list, tuple):
        return dict(_BARE.get(cls, {"type": "object"}))
    codec = scalar_codec(cls) if cls is not object else None
    return codec.schema if codec else {}


def _record(
    cls: type, required: frozenset[str], depth: int, names: tuple[str, ...] | None = None
) -> Schema:
    """Return the schema of a record class; unknown keys are allowed, as in a dict sample."""
    try:
        hints = typing.get_type_hints(cls, include_extras=True)
    except Exception:  # noqa: BLE001 - a name that only a type checker knows
        hints = {}
    known = list(names or hints)
    needed = [name for name in known if name in required]
    return {
        "type": "object",
        **({"required": needed} if needed else {}),
        "properties": {name: hint_schema(hints.get(name, Any), depth) for name in known},
    }
