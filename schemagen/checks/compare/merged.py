"""What two schemas say together, and the values of a schema that has few."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from schemagen.schema import JSON, Schema

UNREAD = "x-unread"
"""Keywords that are not understood here, kept to be compared as they are."""
_FEW = 100
_MEETING: dict[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
    "required": lambda one, other: list(dict.fromkeys((*one, *other))),
    "properties": lambda one, other: {
        **one,
        **{name: both(one[name], part) if name in one else part for name, part in other.items()},
    },
    UNREAD: lambda one, other: {**other, **one} if one == other else {"both": [one, other]},
    "items": lambda one, other: both(one, other) if _are_schemas(one, other) else one and other,
}


def both(first: Schema, second: Schema) -> Schema:
    """Return what *first* and *second* say together; what cannot be joined is kept as unread."""
    result, clashing = {**second, **first}, {}
    for key in first.keys() & second.keys():
        one, other = first[key], second[key]
        if key in _MEETING:
            result[key] = _MEETING[key](one, other)
        elif key == "type":
            result[key] = _type(one, other)
        elif one != other and not key.startswith("x-"):
            clashing[key] = [one, other]
    if _is_closed(result) and first.get("properties") != second.get("properties"):
        clashing["closed"] = [first, second]  # each knows names that the other refuses
    return {**result, UNREAD: {**result.get(UNREAD, {}), **clashing}} if clashing else result


def _is_closed(schema: Schema) -> bool:
    return schema.get("additionalProperties", True) is not True


def _are_schemas(one: object, other: object) -> bool:
    return isinstance(one, dict) and isinstance(other, dict)


def _type(one: Any, other: Any) -> Any:
    """Return the types that both have; every integer is a number."""
    ours, theirs = ({name} if isinstance(name, str) else set(name) for name in (one, other))
    wide = [names | ({"integer"} if "number" in names else set()) for names in (ours, theirs)]
    common = sorted(wide[0] & wide[1])
    if "number" in common and "integer" in common:
        common.remove("integer")
    return common[0] if len(common) == 1 else common


def few(schema: Schema) -> list[JSON] | None:
    """Return all values of *schema*, or None where there are many, or nobody knows."""
    if "enum" in schema:
        return list(schema["enum"])
    if "const" in schema:
        return [schema["const"]]
    kind = schema.get("type")
    if kind == "boolean":
        return [True, False]
    if kind == "null":
        return [None]
    return _whole(schema) if kind == "integer" else None


def _whole(schema: Schema) -> list[JSON] | None:
    low = max(schema.get("minimum", -math.inf), schema.get("exclusiveMinimum", -math.inf))
    high = min(schema.get("maximum", math.inf), schema.get("exclusiveMaximum", math.inf))
    if not high - low < _FEW:
        return None
    return list(range(math.ceil(low), math.floor(high) + 1))
