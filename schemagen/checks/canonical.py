"""Schemas of Swagger 2.0 and OpenAPI 3.0 in the words of JSON Schema 2020-12."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

from schemagen.checks.document import Node
from schemagen.checks.plain import as_dict, as_list
from schemagen.errors import Path
from schemagen.schema import JSON, Schema

_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_COUNTS = ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
_VALUES = ("const", "default")
_LEFT_OUT = ("default", None)
"""2.0 cannot say it, and what is left out is null without it too."""
_FLAGS = ("uniqueItems",)
_UNREAD = (
    "patternProperties", "dependentRequired", "dependentSchemas", "dependencies", "contains",
    "minContains", "maxContains", "if", "then", "else", "unevaluatedProperties", "unevaluatedItems",
)  # fmt: skip
_TYPES = frozenset({"boolean", "integer", "number", "string", "array", "object", "null"})


def canonical(node: Node, above: frozenset[Path] = frozenset()) -> Schema:
    """Return *node*'s schema; what is no valid keyword is left out, so it always compiles."""
    if node.where in above:
        return {}
    inner = partial(canonical, above=above | {node.where})
    schema: Schema = {
        **_plain(node),
        **_holding(node, inner),
        **_bounds(node.raw),
        **_rest(node.raw),
    }
    return _with_null(schema) if node.nullable else schema


def _plain(node: Node) -> Schema:
    raw = node.raw
    kept: Schema = {key: raw[key] for key in _COUNTS if _is_count(raw.get(key))}
    kept |= {key: raw[key] for key in _VALUES if key in raw and (key, raw[key]) != _LEFT_OUT}
    kept |= {key: True for key in _FLAGS if raw.get(key) is True}
    kept |= {key: value for key, value in raw.items() if key.startswith("x-")}
    types = [name for name in node.types if name in _TYPES]
    if raw.get("type") == "null" or (not types and raw.get("enum") == [None]):
        return {**kept, "type": "null"}  # 3.0 has no null, and writes a choice of one
    if types:
        kept["type"] = types[0] if len(types) == 1 else types
    if isinstance(raw.get("enum"), list) and raw["enum"]:
        kept["enum"] = list(raw["enum"])
    if node.format == "byte" or raw.get("contentEncoding") == "base64":
        kept["contentEncoding"] = "base64"  # 3.1's word for 2.0's and 3.0's format
    elif node.format:
        kept["format"] = node.format
    if isinstance(raw.get("pattern"), str) and _compiles(raw["pattern"]):
        kept["pattern"] = raw["pattern"]
    if node.required:
        kept["required"] = node.required
    return kept


def _rest(raw: Schema) -> Schema:
    """Return the keywords that are not understood here: they are compared as they are."""
    unread = {key: raw[key] for key in _UNREAD if key in raw}
    return {"x-unread": unread} if unread else {}


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _compiles(pattern: str) -> bool:
    import re

    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _holding(node: Node, inner: Any) -> Schema:
    kept: Schema = {}
    if node.properties:
        kept["properties"] = {name: inner(part) for name, part in node.properties.items()}
    for key in ("items", "additionalProperties", "not", "propertyNames"):
        if isinstance(node.raw.get(key), dict):
            kept[key] = inner(node.child(key))
        elif isinstance(node.raw.get(key), bool) and key != "not":
            kept[key] = node.raw[key]
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        if as_list(node.raw.get(key)):
            kept[key] = [inner(node.child(key, i)) for i in range(len(node.raw[key]))]
    return kept


def _bounds(raw: Schema) -> Schema:
    """Return the bounds, exclusive ones as numbers."""
    kept = {key: raw[key] for key in _NUMBERS if _is_number(raw.get(key))}
    if kept.get("multipleOf", 1) <= 0:
        del kept["multipleOf"]
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if raw.get(exclusive) is True and plain in kept:
            kept[exclusive] = kept.pop(plain)
    return kept


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _with_null(schema: Schema) -> Schema:
    names = schema.get("type")
    result = dict(schema)
    if names and names != "null":
        result["type"] = [*([names] if isinstance(names, str) else names), "null"]
    if "enum" in result and None not in result["enum"]:
        result["enum"] = [*result["enum"], None]
    for key in ("anyOf", "oneOf"):
        if key in result and {"type": "null"} not in result[key]:
            result[key] = [*result[key], {"type": "null"}]
    return result


def example_of(node: Node) -> list[tuple[Path, JSON]]:
    """Return the examples that stand at *node*, with their places."""
    found = []
    if "example" in node.raw:
        found.append(((*node.where, "example"), node.raw["example"]))
    examples = node.raw.get("examples")
    for index, value in enumerate(as_list(examples)):
        found.append(((*node.where, "examples", index), value))
    return found


def answers_examples(answer: dict[str, Any], where: Path) -> list[tuple[Path, JSON]]:
    """Return the examples of a response in 2.0's ``examples``, by media type."""
    shown = as_dict(answer.get("examples"))
    media = "application/json"
    return [((*where, "examples", media), shown[media])] if media in shown else []
