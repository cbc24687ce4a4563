"""The shapes of nested lists: what they are, whether they fit, and folding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from schemagen.errors import InputError, each
from schemagen.schema import JSON


def nested(flat: list[JSON], shape: tuple[int, ...]) -> JSON:
    """Fold *flat* into lists of *shape*."""
    if not shape:
        return flat[0]
    for axis in range(len(shape) - 1, 0, -1):
        size, outer = shape[axis], int(np.prod(shape[:axis]))
        flat = [flat[i * size : (i + 1) * size] for i in range(outer)]
    return flat


def shape_of(data: Sequence[JSON], depth: int) -> tuple[int, ...]:
    """Return the shape of *data* down to *depth* axes; InputError where rows are unequal."""
    if depth == 1:
        return (len(data),)
    inner = each(enumerate(data), lambda row: _row_shape(row, depth - 1))
    for index, shape in enumerate(inner):
        if shape != inner[0]:
            raise InputError.of(f"{inner[0][0]} items, as in the first row", shape[0]).at(index)
    return (len(data), *(inner[0] if inner else (0,) * (depth - 1)))


def _row_shape(row: JSON, depth: int) -> tuple[int, ...]:
    if not isinstance(row, (list, tuple)):
        opening = f"Invalid input array: an array with {depth} more dimensions is expected"
        raise InputError.of("an array of items", row, opening=opening)
    return shape_of(row, depth)


def wrong_shape(shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """Raise InputError where *shape* is not the one expected."""
    for axis, (size, wanted) in enumerate(zip(shape, expected, strict=True)):
        if size != wanted:
            opening = (
                f"Invalid input array: array has size {size} on dimension #{axis}, "
                f"while expected value is {wanted}"
            )
            raise InputError.of(f"{wanted} items", size, opening=opening)


def flattened(data: Sequence[JSON], depth: int) -> list[JSON]:
    """Return the items that stand *depth* axes deep."""
    flat = list(data)
    for _ in range(depth - 1):
        flat = [item for row in flat for item in row]
    return flat


def unravel(index: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return where the n-th item of an array of *shape* stands."""
    return tuple(int(step) for step in np.unravel_index(index, shape)) if shape else ()
