"""Integers beyond 2**53 as text, for readers whose numbers are binary64: JavaScript, Power BI.

``Sample(value, integers="text")``: what a double holds exactly stays a number, so that ordinary
values look as they did; both forms are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemagen.adapters import Codec
from schemagen.errors import InputError, UnsupportedSample, each
from schemagen.schema import JSON, Schema, alternatives, map_schema, types_of

EXACT = 2**53
"""The largest integer up to which binary64 holds every one."""

_PATTERN = r"^-?(0|[1-9][0-9]*)$"
_DIGITS = re.compile(_PATTERN[1:-1])


@dataclass(frozen=True, eq=False)
class TextIntegers:
    """A codec whose integers may be text where they can lie beyond 2**53."""

    inner: Codec

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time; its bounds hold for numbers."""
        return map_schema(self.inner.schema, _or_text)

    def encode(self, value: Any) -> JSON:
        """Return *value* as JSON, its big integers as text."""
        return _changed(_written, self.inner.schema, self.inner.encode(value))

    def decode(self, data: JSON) -> Any:
        """Return what *data* stands for; InputError for text beyond the dtype's range."""
        return self.inner.decode(_changed(_read, self.inner.schema, data))

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON."""
        return _changed(_written, self.inner.schema, self.inner.example(rows))

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is already of the samples' own type."""
        return self.inner.holds(value)


def _is_big(schema: Schema) -> bool:
    """Tell whether *schema* takes integers beyond 2**53."""
    if not schema.keys() & {"type", "anyOf"}:
        return False
    whole = [part for part in alternatives(schema) if part.get("type") == "integer"]
    bounds = [part.get(name) for part in whole for name in ("minimum", "maximum")]
    return any(bound is None or abs(bound) > EXACT for bound in bounds)


def _or_text(schema: Schema) -> Schema:
    if not _is_big(schema):
        return schema
    if any(part.get("type") == "string" for part in alternatives(schema)):
        raise UnsupportedSample(
            "integers='text' cannot be told from the text that is taken here too", "leave it out"
        )
    if "anyOf" in schema:
        return schema  # its parts say it
    if "enum" in schema:
        texts = {_written(schema, choice): None for choice in schema["enum"]}
        schema = {
            **schema,
            "enum": [*schema["enum"], *(text for text in texts if isinstance(text, str))],
        }
    kinds = types_of(schema)
    null = ["null"] if "null" in kinds else []
    known = [kind for kind in kinds if kind != "null"]
    return {**schema, "type": [*known, "string", *null], "pattern": _PATTERN}


Change = Callable[[Schema, Any], JSON]


def _changed(change: Change, schema: Schema, data: JSON) -> JSON:
    """Return *data* with *change* made where *schema* takes big integers."""
    if "anyOf" in schema and isinstance(data, (dict, list, tuple)):
        kind = "object" if isinstance(data, dict) else "array"
        fitting = (part for part in alternatives(schema) if part.get("type") == kind)
        schema = next(fitting, schema)
    if isinstance(data, dict):
        named, other = schema.get("properties", {}), schema.get("additionalProperties")
        parts = ((key, (named.get(key, other), item)) for key, item in data.items())
        return dict(zip(data, each(parts, lambda part: _part(change, part)), strict=True))
    if isinstance(data, (list, tuple)):
        places, other = schema.get("prefixItems", ()), schema.get("items")
        parts = (
            (at, (places[at] if at < len(places) else other, item)) for at, item in enumerate(data)
        )
        return each(parts, lambda part: _part(change, part))
    return change(schema, data) if _is_big(schema) else data


def _part(change: Change, part: tuple[Any, JSON]) -> JSON:
    schema, data = part
    return _changed(change, schema, data) if isinstance(schema, dict) else data


def _written(_: Schema, data: Any) -> JSON:
    return str(data) if isinstance(data, int) and abs(data) > EXACT else data


def _read(schema: Schema, data: Any) -> JSON:
    """Return the integer that text stands for, held to the bounds of numbers."""
    if not isinstance(data, str) or not _DIGITS.fullmatch(data):
        return data
    try:
        value = int(data)
    except ValueError as error:  # more digits than Python reads
        raise InputError.of("fewer digits", data, str(error)) from None
    if value < schema.get("minimum", value):
        raise InputError.of(f"an integer of at least {schema['minimum']}", data)
    if value > schema.get("maximum", value):
        raise InputError.of(f"an integer of at most {schema['maximum']}", data)
    return value
