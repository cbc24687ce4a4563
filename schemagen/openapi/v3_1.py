"""OpenAPI 3.1: JSON Schema 2020-12 as it is."""

from __future__ import annotations

from typing import Any

from schemagen.openapi import v3_0
from schemagen.openapi.parts import Parts
from schemagen.schema import JSON, Schema


def schema(canonical: Schema) -> Schema:
    """Return the canonical schema: 3.1 takes it as it is."""
    return canonical


def document(parts: Parts) -> dict[str, Any]:
    """Return the document; examples stand in ``examples``, as JSON Schema has them."""
    return v3_0.build(parts, "3.1.0", _with_example)


def _with_example(schema: Schema, example: JSON) -> Schema:
    return schema if example is None else {**schema, "examples": [example]}
