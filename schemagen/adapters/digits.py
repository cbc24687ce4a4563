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
from schemagen.errors import UnsupportedSample
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
        return {**schema, "enum": [_written(choice) for choice in schema["enum"]]}
    kinds = types_of(schema)
    null = ["null"] if "null" in kinds else []
    known = [kind for kind in kinds if kind != "null"]
    return {**schema, "type": [*known, "string", *null], "pattern": _PATTERN}


def _changed(change: Callable[[Any], JSON], schema: Schema, data: JSON) -> JSON:
    """Return *data* with *change* made where *schema* takes big integers."""
    if isinstance(data, dict):
        named, other = schema.get("properties", {}), schema.get("additionalProperties")
        return {
            key: _changed(change, _schema(named.get(key, other)), item)
            for key, item in data.items()
        }
    if isinstance(data, (list, tuple)):
        places, other = schema.get("prefixItems", ()), schema.get("items")
        return [
            _changed(change, _schema(places[at] if at < len(places) else other), item)
            for at, item in enumerate(data)
        ]
    return change(data) if _is_big(schema) else data


def _written(data: JSON) -> JSON:
    return str(data) if isinstance(data, int) and abs(data) > EXACT else data


def _read(data: JSON) -> JSON:
    return int(data) if isinstance(data, str) and _DIGITS.fullmatch(data) else data


def _schema(found: Any) -> Schema:
    return found if isinstance(found, dict) else {}
