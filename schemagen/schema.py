"""What we know of JSON Schema 2020-12: which keywords hold schemas, null, and how to merge.

Merging is a function of the *set* of schemas: the order in which they come changes nothing.
A merged schema has at most one alternative per JSON type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from schemagen.errors import Path

Schema = dict[str, Any]
JSON = Any

TYPE_EXTENSION = "x-schemagen-type"
"""Names the sample's own type, e.g. ``pandas.DataFrame:records``."""
UNCHECKED = "x-schemagen-unchecked"
"""Marks a schema that only describes: the service's own code decides what it takes."""

_HOLDS_ONE = frozenset(
    {"items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"}
    | {"unevaluatedItems", "unevaluatedProperties", "contentSchema"}
)
_HOLDS_MANY = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_HOLDS_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
_TYPE_ORDER = ("boolean", "integer", "number", "string", "array", "object", "null")
_INTEGER_FORMATS = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
_LOWER, _UPPER = ("minimum", "minItems", "minLength"), ("maximum", "maxItems", "maxLength")


def map_schema(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """Return *schema* with *change* applied to every schema in it, innermost first."""

    def inner(part: Any) -> Any:
        return map_schema(part, change) if isinstance(part, dict) else part

    result: Schema = {}
    for key, value in schema.items():
        if key in _HOLDS_ONE:
            result[key] = inner(value)
        elif key in _HOLDS_MANY:
            result[key] = [inner(part) for part in value]
        elif key in _HOLDS_NAMED:
            result[key] = {name: inner(part) for name, part in value.items()}
        else:
            result[key] = value
    return change(result)


def walk(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Yield every schema in *schema* with the path to it, outermost first."""
    yield path, schema
    for key, value in schema.items():
        if key in _HOLDS_ONE:
            inside: Iterable[tuple[Path, Any]] = [((key,), value)]
        elif key in _HOLDS_MANY:
            inside = [((key, index), part) for index, part in enumerate(value)]
        elif key in _HOLDS_NAMED:
            inside = [((key, name), part) for name, part in value.items()]
        else:
            continue
        for steps, part in inside:
            if isinstance(part, dict):
                yield from walk(part, (*path, *steps))


def types_of(schema: Schema) -> tuple[str, ...]:
    """Return the types that *schema* names at its top."""
    names = schema.get("type", ())
    return (names,) if isinstance(names, str) else tuple(names)


def allows_null(schema: Schema) -> bool:
    """Tell whether null is valid."""
    return any(part.get("type", "null") == "null" for part in alternatives(schema))


def with_null(schema: Schema) -> Schema:
    """Return *schema* taking null as well."""
    if allows_null(schema):
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    result = {**schema, "type": [*types_of(schema), "null"]}
    if "enum" in schema:
        result["enum"] = [*schema["enum"], None]
    return result


def without_null(schema: Schema) -> Schema:
    """Return *schema* refusing null."""
    if not allows_null(schema):
        return schema
    return _assemble([part for part in alternatives(schema) if part.get("type") != "null"])


def alternatives(schema: Schema) -> Iterator[Schema]:
    """Split *schema* into schemas of one type each; a schema without a type stands for all."""
    if "anyOf" in schema:
        for part in schema["anyOf"]:
            yield from alternatives(part)
        return
    names = types_of(schema)
    if len(names) <= 1:
        yield schema
        return
    for name in names:
        yield {"type": "null"} if name == "null" else _only(schema, name)


def _only(schema: Schema, name: str) -> Schema:
    part = {**schema, "type": name}
    if "enum" in part:
        part["enum"] = [value for value in part["enum"] if value is not None]
    return part


def merge(schemas: Iterable[Schema]) -> Schema:
    """Return the schema of everything that any of *schemas* describes.

    Integers with floats are numbers; objects unite their properties and keep as required what
    all require; unlike types become ``anyOf``. Nothing merged at all is ``{}``.
    """
    groups: dict[str, list[Schema]] = {}
    for schema in schemas:
        for part in alternatives(schema):
            kind = part.get("type")
            if not kind:
                return {}
            groups.setdefault(kind, []).append(part)
    if "number" in groups:
        groups["number"] += map(_as_number, groups.pop("integer", []))
    return _assemble([_merge_type(kind, groups[kind]) for kind in _TYPE_ORDER if kind in groups])


def _as_number(part: Schema) -> Schema:
    kept = {key: value for key, value in part.items() if key not in ("minimum", "maximum")}
    return {**kept, "type": "number", "format": "double"}


def _assemble(parts: list[Schema]) -> Schema:
    """Join schemas of one type each."""
    null = [part for part in parts if part["type"] == "null"]
    solid = [part for part in parts if part["type"] != "null"]
    if not solid:
        return {"type": "null"} if null else {}
    if len(solid) > 1:
        return {"anyOf": solid + null}
    return with_null(solid[0]) if null else solid[0]


def _merge_type(kind: str, parts: list[Schema]) -> Schema:
    if all(part == parts[0] for part in parts):
        return parts[0]
    merged: Schema = {"type": kind}
    for key in sorted({key for part in parts for key in part} - {"type"}):
        if all(key in part for part in parts):
            merged.update(_merge_keyword(key, [part[key] for part in parts]))
    if kind == "object":
        merged = _merge_objects(merged, parts)
    elif kind == "array":
        merged = _merge_arrays(merged, parts)
    return merged


def _merge_keyword(key: str, values: list[Any]) -> Schema:
    """Merge the values of a keyword that every part has; an empty result leaves it out."""
    if all(value == values[0] and type(value) is type(values[0]) for value in values):
        return {key: values[0]}
    if key in _LOWER:
        return {key: min(values)}
    if key in _UPPER:
        return {key: max(values)}
    if key == "enum":
        return {key: _united(values)}
    if key == "format" and set(values) <= set(_INTEGER_FORMATS):
        return _wider_integer(values)
    return {}


def _wider_integer(names: list[str]) -> Schema:
    """Return the smallest integer format that holds all of *names*, if there is one."""
    signed = any(not name.startswith("u") for name in names)
    bits = max(
        int(name.strip("uint")) * (2 if signed and name.startswith("u") else 1) for name in names
    )
    if bits > 64:
        return {}
    return {"format": f"int{bits}" if signed else f"uint{bits}"}


def _united(lists: list[list[Any]]) -> list[Any]:
    texts = {repr(value): value for values in lists for value in values}
    return [texts[text] for text in key_order([list(map(repr, values)) for values in lists])]


def _merge_objects(merged: Schema, parts: list[Schema]) -> Schema:
    named = [part.get("properties", {}) for part in parts]
    order = key_order([list(properties) for properties in named])
    required = [name for name in order if all(name in part.get("required", ()) for part in parts)]
    rest = [part.get("additionalProperties", True) for part in parts]
    result: Schema = {"type": "object"}
    if required:
        result["required"] = required
    if order or any("properties" in part for part in parts):
        result["properties"] = {
            name: merge(properties[name] for properties in named if name in properties)
            for name in order
        }
    if all(part is False for part in rest):
        result["additionalProperties"] = False
    elif all(part is not True for part in rest):
        result["additionalProperties"] = merge(part for part in rest if part is not False)
    kept = {key: value for key, value in merged.items() if key not in _OBJECT_KEYS}
    return {**result, **kept}


_OBJECT_KEYS = frozenset({"type", "required", "properties", "additionalProperties"})


def _merge_arrays(merged: Schema, parts: list[Schema]) -> Schema:
    kept = {key: value for key, value in merged.items() if key not in ("prefixItems", "items")}
    positions = [part.get("prefixItems", []) for part in parts]
    if len({len(position) for position in positions}) == 1 and positions[0]:
        kept["prefixItems"] = [merge(column) for column in zip(*positions, strict=True)]
        rest = [part.get("items", {}) for part in parts]
        kept["items"] = False if all(part is False for part in rest) else {}
        return kept
    pieces = [list(_item_schemas(part)) for part in parts]
    flat = [piece for group in pieces for piece in group]
    kept["items"] = merge(flat) if flat else {}
    return kept


def _item_schemas(part: Schema) -> Iterator[Schema]:
    """Yield what an array's items may be; an array never seen with items says nothing."""
    yield from part.get("prefixItems", ())
    items = part.get("items")
    if isinstance(items, dict) and (items or part.get("prefixItems")):
        yield items


def key_order(sequences: Sequence[Sequence[str]]) -> list[str]:
    """Return all keys in an order that keeps each sequence's own, whatever their order.

    Where sequences contradict one another, the key that stands further in front (then the
    smaller one) goes first.
    """
    distinct = {tuple(sequence) for sequence in sequences}
    if len(distinct) == 1:
        return list(dict.fromkeys(next(iter(distinct))))
    rank: dict[str, int] = {}
    before: dict[str, set[str]] = {}
    for sequence in distinct:
        for position, key in enumerate(sequence):
            rank[key] = min(position, rank.get(key, position))
            before.setdefault(key, set()).update(sequence[position - 1 : position])
    return _topological(before, lambda key: (rank[key], key))


def _topological(
    before: dict[str, set[str]], preference: Callable[[str], tuple[int, str]]
) -> list[str]:
    order: list[str] = []
    while before:
        free = [key for key, earlier in before.items() if not earlier & before.keys() - {key}]
        chosen = min(free or before, key=preference)
        order.append(chosen)
        del before[chosen]
    return order
