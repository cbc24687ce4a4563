"""Ranges of numbers, and counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from schemagen.schema import Schema

_FLOAT = 3.4028234663852886e38
_RANGES: dict[str, tuple[float, float]] = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    "float": (-_FLOAT, _FLOAT),
}
_NARROWEST = frozenset({"int64"})
"""Formats that plain numbers carry too: they bound what is given, and never what is taken."""

Bound = tuple[Any, bool]
"""A limit, and whether the limit itself is left out."""


def numbers(given: Schema, into: Schema) -> Iterator[tuple[str, str, str]]:
    """Yield in which range, and in which steps, *given* goes beyond *into*."""
    low, high = (_bound(given, side, into=False) for side in ("minimum", "maximum"))
    least, most = (_bound(into, side, into=True) for side in ("minimum", "maximum"))
    if given.get("type") == "integer":
        low, high = _whole(low, math.floor, 1), _whole(high, math.ceil, -1)
    if _is_beyond(low, least, -1) or _is_beyond(high, most, 1):
        yield "range", _range(low, high), _range(least, most)
    step = into.get("multipleOf")
    if step and not _is_multiple(given, step):
        yield "steps", str(given.get("multipleOf", "any")), str(step)


def _bound(schema: Schema, side: str, *, into: bool) -> Bound | None:
    """Return the tightest bound on *side*: said, or implied by the format."""
    upper = side == "maximum"
    exclusive = "exclusiveMaximum" if upper else "exclusiveMinimum"
    found: list[Bound] = []
    if side in schema:
        found.append((schema[side], False))
    if exclusive in schema:
        found.append((schema[exclusive], True))
    name = schema.get("format", "")
    if name in _RANGES and not (into and name in _NARROWEST):
        found.append((_RANGES[name][upper], False))
    if not found:
        return None
    return (
        min(found, key=lambda b: (b[0], not b[1]))
        if upper
        else max(found, key=lambda b: (b[0], b[1]))
    )


def _whole(bound: Bound | None, rounded: Callable[[Any], int], step: int) -> Bound | None:
    """Return the last whole number inside *bound*."""
    if bound is None or (type(bound[0]) is int and not bound[1]):
        return bound
    limit, excluded = bound
    inside = limit == rounded(limit) and not excluded
    return (rounded(limit) + (0 if inside else step), False)


def _is_beyond(given: Bound | None, into: Bound | None, sign: int) -> bool:
    if into is None:
        return False
    if given is None:
        return True
    if given[0] != into[0]:
        return bool((given[0] - into[0]) * sign > 0)
    return into[1] and not given[1]


def _range(low: Bound | None, high: Bound | None) -> str:
    left = "…" if low is None else f"{'>' if low[1] else ''}{low[0]}"
    right = "…" if high is None else f"{'<' if high[1] else ''}{high[0]}"
    return f"{left} to {right}"


def _is_multiple(given: Schema, step: float) -> bool:
    own = given.get("multipleOf", 1 if given.get("type") == "integer" else None)
    return own is not None and (own / step).is_integer()


def counts(
    given: Schema, into: Schema, least: str, most: str, thing: str
) -> Iterator[tuple[str, str, str]]:
    """Yield where the counts that *given* allows go beyond those of *into*."""
    low, high = given.get(least, 0), given.get(most)
    fewest, greatest = into.get(least, 0), into.get(most)
    if low < fewest or (greatest is not None and (high is None or high > greatest)):
        yield thing, _count(low, high), _count(fewest, greatest)


def _count(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more" if low else "any"
    return str(low) if low == high else f"{low} to {high}"
