"""OpenAPI 3.1: JSON Schema 2020-12, nearly as it is."""

from __future__ import annotations

from typing import Any

from schemagen.openapi import v3
from schemagen.openapi.parts import Parts, without
from schemagen.schema import JSON, Schema, map_schema


def schema(canonical: Schema) -> Schema:
    """Return *canonical*; 3.1 takes it as it is, but its readers stumble over two of its words."""
    return map_schema(canonical, _plain)


def _plain(node: Schema) -> Schema:
    return _closed(_whole_array(node))


def _whole_array(node: Schema) -> Schema:
    """Say one array place by place: generators of clients read no ``const`` that is an array."""
    array = node.get("const")
    if not isinstance(array, list):
        return node
    places = [{"enum": [item]} for item in array]
    said = {"prefixItems": places} if places else {}
    size = {"minItems": len(array), "maxItems": len(array)}
    return {**without(node, "const"), **said, "items": node.get("items", {}), **size}


def _closed(node: Schema) -> Schema:
    """Say ``items: false`` as a number of items."""
    if node.get("items") is not False:
        return node
    places = len(node.get("prefixItems", ()))
    return {**node, "items": {}, "maxItems": min(places, node.get("maxItems", places))}


def with_example(schema: Schema, example: JSON) -> Schema:
    """Return *schema* with an example, as JSON Schema has them; None leaves it out."""
    return schema if example is None else {**schema, "examples": [example]}


def document(parts: Parts) -> dict[str, Any]:
    """Return the document."""
    return v3.document(parts, "3.1.0")
