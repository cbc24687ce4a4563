"""Where a validator's error is: the keys as they are written, and the part of the schema.

The validator shows the keys "7" and "07" as 7, and leaves out the key "".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schemagen.errors import Path
from schemagen.formats import is_text
from schemagen.schema import JSON, Schema

Steps = list[str | int]
Place = tuple[Path, Schema]

_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas"})
_INTO = frozenset(
    {"properties", "patternProperties", "additionalProperties", "items", "prefixItems"}
)
"""Keywords whose schemas are about what is inside the value."""


def places(schema: Schema, data: JSON, error: Any) -> Iterator[Place]:
    """Yield every place in *data*, with its part of *schema*, that *error* may be about.

    Those that hold what the error shows come first.
    """
    other = []
    for path, node in _along(schema, list(error.schema_path), data, list(error.instance_path)):
        if _same(at(data, path), error.instance):
            yield path, node
        else:
            other.append((path, node))
    yield from other
    yield next(_paths(data, list(error.instance_path)), ()), {}


def at(data: JSON, path: Path) -> JSON:
    """Return the value at *path*."""
    for step in path:
        data = data[step]
    return data


def _same(value: JSON, shown: JSON) -> bool:
    return value == shown and isinstance(value, bool) == isinstance(shown, bool)


def _along(schema: Any, said: Steps, data: JSON, steps: Steps) -> Iterator[Place]:
    """Yield the places where the schema's steps and the value's steps agree."""
    if not said or not isinstance(schema, dict) or said[0] not in schema:
        return
    keyword, *said = said
    if not said:
        yield from ((path, schema) for path in _paths(data, steps))
        return
    inner = schema[keyword]
    branches = isinstance(inner, list) or keyword in _NAMED
    for name, rest in _ways(inner, said) if branches else [("", said)]:
        part = inner[name] if branches else inner
        if keyword not in _INTO:
            yield from _along(part, rest, data, steps)
            continue
        for step, left in _ways(data, steps):
            if keyword != "properties" or step == name:
                found = _along(part, rest, data[step], left)
                yield from (((step, *path), node) for path, node in found)


def _paths(data: JSON, steps: Steps) -> Iterator[Path]:
    """Yield the paths that *steps* may stand for."""
    if not steps:
        yield ()
    for step, rest in _ways(data, steps):
        yield from ((step, *path) for path in _paths(data[step], rest))


def _ways(data: JSON, steps: Steps) -> Iterator[tuple[Any, Steps]]:
    """Yield what the first step may be in *data*, and the steps that are left."""
    first = steps[0] if steps else None
    if isinstance(data, (list, tuple)):
        if isinstance(first, int) and first < len(data):
            yield first, steps[1:]
        return
    if not isinstance(data, dict):
        return
    if first is not None and str(first) in data:
        yield str(first), steps[1:]
    if isinstance(first, int):
        odd = re.compile(rf"\+0*{first}|0+{first}")
        yield from ((key, steps[1:]) for key in data if odd.fullmatch(key))
    if "" in data:
        yield "", steps


def half_pairs(data: JSON, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield each text, and each key, with half a surrogate pair, and where it is."""
    if isinstance(data, str):
        if not is_text(data):
            yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, str) and not is_text(key):
                yield (*path, key), key
            yield from half_pairs(value, (*path, key))
    elif isinstance(data, (list, tuple)):
        for index, item in enumerate(data):
            yield from half_pairs(item, (*path, index))


_HALF = re.compile("[\ud800-\udfff]")


def mended(data: JSON, kept: Path, path: Path = ()) -> JSON:
    """Return *data* with a sign for every half pair but those at *kept*."""
    if isinstance(data, str):
        return data if path == kept else _HALF.sub("\ufffd", data)
    if isinstance(data, dict):
        return {
            mended(key, kept, (*path, key)): mended(value, kept, (*path, key))
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [mended(item, kept, (*path, index)) for index, item in enumerate(data)]
    return data
