"""OpenAPI 3.0: a rewrite of the canonical schema, and a document of the 3.x shape.

First what 3.0 has no words for is widened, still in canonical words; then what is left is said
in 3.0's own words. ``not`` and ``oneOf`` turn a wider part into a narrower whole, so they are
widened with their parts.
"""

from __future__ import annotations

from typing import Any

from schemagen.openapi import v3, words
from schemagen.openapi.parts import NotExpressible, Parts, widened, without
from schemagen.schema import JSON, Schema, map_schema, merge, types_of, walk


def schema(canonical: Schema) -> Schema:
    """Return *canonical* in 3.0's words; NotExpressible for a keyword that it lacks.

    ``[T, "null"]`` is ``nullable``, ``const`` an ``enum`` of one, ``contentEncoding`` the format
    ``byte``; a tuple is widened to an array of what any of its places may hold, keys by pattern
    to any keys, both marked with why.
    """
    wide = map_schema(canonical, _widened)
    for path, node in walk(wide):
        for name in node:
            if name not in _KNOWN and not name.startswith("x-"):
                raise NotExpressible("3.0", name, path)
    return map_schema(wide, _rewrite)


def with_example(schema: Schema, example: JSON) -> Schema:
    """Return *schema* with OpenAPI's ``example``; None leaves it out."""
    return schema if example is None else _reference({**schema, "example": example})


def document(parts: Parts) -> dict[str, Any]:
    """Return the document."""
    return v3.document(parts, "3.0.3")


_KNOWN = frozenset(
    {"title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"}
    | {"maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems"}
    | {"maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf", "anyOf"}
    | {"not", "items", "properties", "additionalProperties", "description", "format", "default"}
    | {"nullable", "readOnly", "writeOnly", "example", "deprecated", "externalDocs", "$ref"}
    | {"const", "contentEncoding", "contentMediaType", "contentSchema", "examples"}
    | {"$comment", "$schema"}
)
"""The keywords that 3.0 has, and those that are rewritten."""

_LACKS = {
    ("propertyNames",): "keys of a certain form",
    ("contains", "minContains", "maxContains"): "an array with a certain item in it",
    ("if", "then", "else"): "a condition",
    ("dependentRequired", "dependentSchemas"): "keys that go together",
    ("unevaluatedItems", "unevaluatedProperties"): "nothing beside what is named",
}
"""Keywords that only narrow, and what a schema without them no longer says."""


def _widened(node: Schema) -> Schema:
    """Take out what 3.0 cannot say."""
    node = _inverted(_patterns(_tuple(_whole_array(node))))
    for names, reason in _LACKS.items():
        if not node.keys().isdisjoint(names):
            node = widened(node, names, reason)
    return node


def _whole_array(node: Schema) -> Schema:
    """Say one array, item by item: readers take the ``enum`` of an array for that of its items."""
    array = node.get("const")
    if not isinstance(array, list):
        return node
    plain = all(isinstance(item, (str, int, float, type(None))) for item in array)
    each = {"enum": list({(type(item), repr(item)): item for item in array}.values())}
    items = {**_as_object(node.get("items", {})), **(each if plain and array else {})}
    size = {"minItems": len(array), "maxItems": len(array)}
    said = {**without(node, "const"), "items": items, **size}
    exact = plain and len(each["enum"]) <= 1
    return said if exact else widened(said, (), "the items' order")


def _tuple(node: Schema) -> Schema:
    """Say places one by one as an array of what any of them may hold."""
    if "prefixItems" not in node:
        return node
    rest = node.get("items", {})
    places = [_as_object(part) for part in node["prefixItems"]]
    after = [_as_object(rest)] if rest is not False else []
    said = {**without(node, "prefixItems"), "items": merge(places + after)}
    if rest is False:
        said = {**said, "maxItems": min(len(places), node.get("maxItems", len(places)))}
    same = all(part == places[0] for part in places + after)
    return {**said, "items": places[0]} if same else widened(said, (), "a tuple, by position")


def _patterns(node: Schema) -> Schema:
    """Let keys by pattern be any keys that hold what one of the patterns' keys may."""
    if "patternProperties" not in node:
        return node
    rest = node.get("additionalProperties", True)
    held = [_as_object(part) for part in node["patternProperties"].values()]
    if rest is not False:
        held.append(_as_object(rest))
    said = {**node, "additionalProperties": merge(held)}
    return widened(said, ("patternProperties",), "keys by pattern")


def _inverted(node: Schema) -> Schema:
    if "not" in node and _is_widened(node["not"]):
        node = widened(node, ("not",), "an exclusion")
    if "oneOf" in node and any(map(_is_widened, node["oneOf"])):
        said = node if "anyOf" in node else {**node, "anyOf": node["oneOf"]}
        node = widened(said, ("oneOf",), "exactly one of several")
    return node


def _is_widened(part: Any) -> bool:
    return isinstance(part, dict) and any(words.DEGRADED in node for _, node in walk(part))


def _as_object(part: Any) -> Schema:
    """Return a schema of 2020-12 as an object: true is ``{}``, false what nothing fits."""
    if isinstance(part, dict):
        return part
    return {} if part else {"not": {}}


def _rewrite(node: Schema) -> Schema:
    for step in _STEPS:
        node = step(node)
    return node


def _booleans(node: Schema) -> Schema:
    result = dict(node)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in node:
            result[key] = [_as_object(part) for part in node[key]]
    if "properties" in node:
        result["properties"] = {name: _as_object(p) for name, p in node["properties"].items()}
    if "not" in node:
        result["not"] = _as_object(node["not"])
    return result


def _array(node: Schema) -> Schema:
    """Give every array its ``items``, which 3.0 wants to see."""
    items = node.get("items", True)
    if isinstance(items, dict) or ("items" not in node and "array" not in types_of(node)):
        return node
    return {**node, "items": {}, **({} if items else {"maxItems": 0})}


def _const(node: Schema) -> Schema:
    if "const" not in node:
        return node
    return {
        ("enum" if key == "const" else key): ([value] if key == "const" else value)
        for key, value in node.items()
    }


def _content(node: Schema) -> Schema:
    """Say base64 as ``byte``; what the text holds beyond that is kept as an extension."""
    if node.get("contentEncoding") == "base64":
        node = {**without(node, "contentEncoding"), "format": "byte"}
    return {_CONTENT.get(key, key): value for key, value in node.items()}


_CONTENT = {
    "contentEncoding": "x-content-encoding",
    "contentMediaType": "x-content-media-type",
    "contentSchema": "x-content-schema",
    "$comment": "x-comment",
}


def _examples(node: Schema) -> Schema:
    """Say the first example in 3.0's word; all of several stand in an extension."""
    if "examples" not in node:
        return node
    shown, rest = node["examples"], without(node, "examples")
    more = {"x-examples": shown} if len(shown) > 1 else {}
    return {**rest, "example": shown[0], **more} if shown else rest


def _bounds(node: Schema) -> Schema:
    """Say ``exclusiveMinimum: 0`` as ``minimum: 0`` with ``exclusiveMinimum: true``."""
    for name, plain, sign in _EXCLUSIVE:
        limit: Any = node.get(name)
        if type(limit) not in (int, float):
            continue
        if plain in node and sign * node[plain] > sign * limit:
            node = without(node, name)
        else:
            node = {**node, plain: limit, name: True}
    return node


_EXCLUSIVE = (("exclusiveMinimum", "minimum", 1), ("exclusiveMaximum", "maximum", -1))


def _types(node: Schema) -> Schema:
    """Say null beside the type, and several types as a union."""
    names = types_of(node)
    solid = [name for name in names if name != "null"]
    if not names or (isinstance(node["type"], str) and solid):
        return node
    rest = without(node, "type")
    null = {"nullable": True} if "null" in names else {}
    if not solid:
        return {**rest, **_NULL}
    if len(solid) == 1:
        return {"type": solid[0], **rest, **null}
    about = {key: rest[key] for key in rest if key in _ABOUT or key.startswith("x-")}
    narrow = without(rest, *about)
    return {"anyOf": [{"type": name, **narrow, **null} for name in solid], **about}


_NULL: Schema = {"type": "string", "nullable": True, "enum": [None]}
"""Null alone: ``nullable`` counts beside a type only, whichever it is."""

_ABOUT = frozenset({"title", "description", "default", "example", "deprecated"})
"""Keywords that describe the whole and need not be said of each alternative."""


def _union(node: Schema) -> Schema:
    """Say null once, beside the alternatives' own types, where all of them have one."""
    solid = [part for part in node.get("anyOf", ()) if part != _NULL]
    if len(solid) == len(node.get("anyOf", ())) or any("type" not in part for part in solid):
        return node
    nullable = [{**part, "nullable": True} for part in solid if "enum" not in part]
    enums = [
        {**part, "nullable": True, "enum": [*part["enum"], None]}
        for part in solid
        if "enum" in part
    ]
    return {**node, "anyOf": nullable + enums}


def _reference(node: Schema) -> Schema:
    """Put what stands beside a reference, where 3.0 would not read it, around it."""
    if "$ref" not in node or len(node) == 1:
        return node
    rest = without(node, "$ref", "allOf")
    return {"allOf": [{"$ref": node["$ref"]}, *node.get("allOf", ())], **rest}


def _empty(node: Schema) -> Schema:
    """Leave out an empty ``required``, which says nothing, and the name of the dialect."""
    node = without(node, "$schema")
    return without(node, "required") if node.get("required") == [] else node


_STEPS = (
    _booleans,
    _array,
    _const,
    _content,
    _examples,
    _bounds,
    _types,
    _union,
    _reference,
    _empty,
)
