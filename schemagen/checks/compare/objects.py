"""Objects: the keys they must and may have, and what stands under each."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.checks.compare import numbers
from schemagen.schema import Schema

Step = tuple[str, ...]
_MANY = 1_000_000


def counts(given: Schema, into: Schema) -> Iterator[tuple[str, str, str]]:
    """Yield where the number of keys, or their form, is limited further."""
    counted = _counted(given)
    yield from numbers.counts(counted, into, "minProperties", "maxProperties", "number of keys")
    names = into.get("propertyNames")
    if names not in (None, True, {}) and given.get("propertyNames") != names:
        yield "names of keys", str(given.get("propertyNames", "any")), str(names)


def _counted(schema: Schema) -> Schema:
    """Say what required and closed keys mean for their number."""
    least = max(schema.get("minProperties", 0), len(set(schema.get("required", ()))))
    if schema.get("additionalProperties", True) is not False:
        return {**schema, "minProperties": least}
    most = min(schema.get("maxProperties", _MANY), len(schema.get("properties", {})))
    return {**schema, "minProperties": least, "maxProperties": most}


def pairs(given: Schema, into: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Yield the schemas that meet under each key that both have, or that one has for all others.

    A key that only *into* names is new: whoever did not know it did not send it.
    """
    ours, theirs = given.get("properties", {}), into.get("properties", {})
    rest_given, rest_into = (
        given.get("additionalProperties", True),
        into.get("additionalProperties", True),
    )
    for name in ours:
        if name in theirs:
            yield name, ours[name], theirs[name]
        elif isinstance(rest_into, dict):
            yield name, ours[name], rest_into
    if isinstance(rest_given, dict):
        for name in _only(into, given):
            yield name, rest_given, theirs[name]
        if isinstance(rest_into, dict):
            yield "*", rest_given, rest_into
    elif rest_given is True and isinstance(rest_into, dict):
        yield "*", {}, rest_into


def keys(given: Schema, into: Schema) -> Iterator[tuple[Step, str, str, str]]:
    """Yield keys that must be there and need not, and keys that are refused."""
    for name in into.get("required", ()):
        if name not in given.get("required", ()):
            yield (name,), "required", "may be left out", "must be there"
    if into.get("additionalProperties", True) is not False:
        return
    for name in _only(given, into):
        yield (name,), "key", "may be there", "is not known"
    if given.get("additionalProperties", True) is not False:
        yield (), "other keys", "any", "none"


def _only(schema: Schema, other: Schema) -> list[str]:
    """Return the names that *schema* has and *other* has not, in order."""
    return [
        name for name in schema.get("properties", {}) if name not in other.get("properties", {})
    ]
