"""OpenAPI 3.1: JSON Schema 2020-12 as it is."""

from __future__ import annotations

from typing import Any

from schemagen.openapi import v3
from schemagen.openapi.parts import Parts
from schemagen.schema import JSON, Schema


def schema(canonical: Schema) -> Schema:
    """Return the canonical schema: 3.1 takes it as it is."""
    return canonical


def with_example(schema: Schema, example: JSON) -> Schema:
    """Return *schema* with an example, as JSON Schema has them; None leaves it out."""
    return schema if example is None else {**schema, "examples": [example]}


def document(parts: Parts) -> dict[str, Any]:
    """Return the document."""
    return v3.document(parts, "3.1.0")
