"""Arrays: their length, and what stands at each place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemagen.checks.compare import numbers
from schemagen.checks.compare.change import EACH
from schemagen.schema import Schema

_ANYTHING: Schema = {}
_MANY = 1_000_000


def counts(given: Schema, into: Schema) -> Iterator[tuple[str, str, str]]:
    """Yield where lengths differ, and where repeated items are refused."""
    yield from numbers.counts(_limited(given), _limited(into), "minItems", "maxItems", "length")
    if into.get("uniqueItems") and not given.get("uniqueItems") and given.get("maxItems", 2) > 1:
        yield "items", "any", "all different"


def _limited(schema: Schema) -> Schema:
    """Say ``items: false`` as a length."""
    if schema.get("items") is not False:
        return schema
    most = min(schema.get("maxItems", _MANY), len(schema.get("prefixItems", ())))
    return {**schema, "maxItems": most}


def pairs(given: Schema, into: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Yield the schemas that meet at each place, and those of all places after these."""
    places = max(len(given.get("prefixItems", ())), len(into.get("prefixItems", ())))
    longest = _limited(given).get("maxItems", _MANY)
    for index in range(min(places, longest)):
        yield f"[{index}]", _at(given, index), _at(into, index)
    if longest > places and into.get("items") is not False:
        yield EACH, _at(given, places), _at(into, places)


def _at(schema: Schema, index: int) -> Schema:
    first = schema.get("prefixItems", ())
    found: Any = first[index] if index < len(first) else schema.get("items", _ANYTHING)
    return found if isinstance(found, dict) else _ANYTHING
