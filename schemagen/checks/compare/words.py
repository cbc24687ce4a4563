"""Schemas in words, and values tried on them."""

from __future__ import annotations

from schemagen.codec.judge import Judge
from schemagen.errors import InputError
from schemagen.schema import JSON, Schema

_NAMES = {
    "boolean": "true/false", "integer": "a whole number", "number": "a number", "string": "text",
    "array": "an array", "object": "an object", "null": "null",
}  # fmt: skip


def kinds(schema: Schema) -> str:
    """Return the types of *schema* in words."""
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " or ".join(dict.fromkeys(kinds(part) for part in schema[union]))
    names = schema.get("type", ())
    said = [names] if isinstance(names, str) else list(names)
    return " or ".join(_NAMES.get(name, name) for name in said) or "anything"


def taken(schema: Schema, value: JSON) -> bool:
    """Tell whether *schema* takes *value*; one that no validator compiles takes nothing."""
    try:
        Judge(schema).check(value)
    except (InputError, ValueError):
        return False
    return True
