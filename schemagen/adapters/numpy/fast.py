"""Fast readers and writers of arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Annotated, Any

import numpy as np

from schemagen.adapters.fast import Fast, Unsure, natural_bytes
from schemagen.adapters.numpy import ArrayCodec
from schemagen.adapters.numpy.base import Array, DType, ItemCodec
from schemagen.adapters.numpy.matrix import array_reader
from schemagen.adapters.numpy.moments import moments
from schemagen.adapters.numpy.times import DateTimeItems
from schemagen.schema import JSON


@dataclass(frozen=True, eq=False)
class Cells:
    """How the items of one dtype read: the msgspec *type*, and *fill*: items and their number.

    *plain*: whether the fill is ``np.fromiter`` into the dtype and nothing else.
    """

    type: Any
    fill: Callable[[Iterable[Any], int], Array]
    plain: bool = False


def cells(items: ItemCodec, wide: bool) -> Cells | None:
    """Return how *items* read, or None where only their own code knows."""
    make = _KINDS.get(items.dtype.kind)
    return None if make is None else make(items, wide)


def _booleans(items: ItemCodec, _: bool) -> Cells:
    return Cells(bool, _filler(items.dtype), plain=True)


def _integers(items: ItemCodec, wide: bool) -> Cells:
    import msgspec

    info = np.iinfo(items.dtype)
    low, high = int(info.min), int(info.max)
    bounds: Any = {"ge": low} if info.bits == 64 else {"ge": low, "le": high}
    # the bounds of 64 bits are numpy's own: msgspec cannot compare with 2**64
    exact: Any = int if info.min == -(2**63) else Annotated[int, msgspec.Meta(**bounds)]
    if wide:
        return Cells(
            exact | float if exact is int else _or_float(exact), partial(_whole, items.dtype)
        )
    return Cells(exact, _filler(items.dtype), plain=items.dtype.isnative)


def _or_float(exact: Any) -> Any:
    from typing import Union

    return Union[exact, float]  # noqa: UP007 - Annotated takes no | in Python 3.10


def _whole(dtype: DType, values: Iterable[Any], size: int) -> Array:
    """Return integers of which some came as ``3.0``; Unsure at 3.5 and beyond the dtype."""
    given = list(values)
    info = np.iinfo(dtype)
    floats: Array = np.fromiter(given, "f8", size)
    if size and not info.min <= floats.min() <= floats.max() <= info.max:
        raise Unsure
    whole: Array = np.fromiter(given, "u8" if dtype.kind == "u" else "i8", size)
    if not (whole == floats).all():
        raise Unsure
    return whole.astype(dtype)


def _filler(dtype: DType) -> Callable[[Iterable[Any], int], Array]:
    """Return what makes arrays of items that the type has checked."""
    native, fromiter = dtype.newbyteorder("="), np.fromiter
    if dtype.isnative:
        return lambda values, size: fromiter(values, dtype, size)
    return lambda values, size: fromiter(values, native, size).astype(dtype)


def _floats(items: ItemCodec, _: bool) -> Cells:
    kind = float | None
    if items.dtype.itemsize == 8:
        return Cells(kind, _filler(items.dtype), plain=items.dtype.isnative)
    if items.dtype.itemsize > 8:
        return Cells(kind, lambda values, size: np.fromiter(values, "f8", size).astype(items.dtype))
    return Cells(kind, partial(_narrow, items.dtype, float(np.finfo(items.dtype).max)))


def _narrow(dtype: DType, high: float, values: Iterable[Any], size: int) -> Array:
    """Return floats of fewer bits, the nearest; Unsure beyond their range."""
    wide: Array = np.fromiter(values, "f8", size)
    if (np.abs(wide) > high).any():
        raise Unsure
    return wide.astype(dtype)


def _text(items: ItemCodec, _: bool) -> Cells:
    return Cells(
        str | None if items.nullable else str,
        lambda values, _: items.build([items.read(value) for value in values]),
    )


def _moments(items: ItemCodec, _: bool) -> Cells:
    assert isinstance(items, DateTimeItems)
    return Cells(str | None, lambda values, _: moments(list(values), items))


_KINDS: dict[str, Callable[[ItemCodec, bool], Cells]] = {
    "b": _booleans,
    "i": _integers,
    "u": _integers,
    "f": _floats,
    "U": _text,
    "T": _text,
    "M": _moments,
}


def _array_reader(codec: ArrayCodec, wide: bool) -> Fast | None:
    axes = codec.sample.ndim
    item = cells(codec.items, wide)
    if not axes or codec.masked or not codec.adapter.enforce_column_type or item is None:
        return None
    inner = codec.sample.shape[1:]
    kind = item.type
    for axis in reversed(range(axes)):
        kind = _list_of(kind, inner[axis - 1] if axis and codec.fixed else None)
    big = array_reader(inner, codec.items.dtype) if codec.fixed else None
    if axes == 1:
        return Fast(kind, lambda data: item.fill(data, len(data)), whole=big)
    if codec.fixed:
        if axes == 2 and item.plain:
            return Fast(kind, _plain_matrix(codec.items.dtype, inner[0]), whole=big)
        return Fast(kind, partial(_regular, item.fill, inner, math.prod(inner)), whole=big)
    return Fast(kind, partial(_irregular, item.fill, inner))


def _list_of(kind: Any, size: int | None) -> Any:
    import msgspec

    if size is None:
        return list[kind]
    return Annotated[list[kind], msgspec.Meta(min_length=size, max_length=size)]


def _plain_matrix(dtype: DType, columns: int) -> Callable[[Sequence[Any]], Array]:
    """Return what makes a matrix of rows of so many items: the ordinary body, so nothing else."""
    fromiter, flat = np.fromiter, chain.from_iterable

    def build(data: Sequence[Any]) -> Array:
        rows = len(data)
        if rows == 1:
            return fromiter(data[0], dtype, columns)[None]
        return fromiter(flat(data), dtype, rows * columns).reshape(rows, columns)

    return build


def _regular(
    fill: Callable[[Iterable[Any], int], Array],
    inner: tuple[int, ...],
    items: int,
    data: Sequence[Any],
) -> Array:
    """Return an array of rows whose shape the type has checked, each of so many items."""
    flat: Iterable[Any] = data
    for _ in inner:
        flat = _from_iterables(flat)
    return fill(flat, items * len(data)).reshape(len(data), *inner)


_from_iterables = chain.from_iterable


def _irregular(
    fill: Callable[[Iterable[Any], int], Array], inner: tuple[int, ...], data: Sequence[Any]
) -> Array:
    """Return an array whose rows have to be equally long; Unsure where they are not."""
    if not data:
        raise Unsure
    shape = []
    level: Sequence[Any] = data
    for _ in inner:
        sizes = set(map(len, level))
        if len(sizes) != 1:
            raise Unsure
        shape.append(sizes.pop())
        level = list(chain.from_iterable(level))
    return fill(level, len(level)).reshape(len(data), *shape)


_NEAR_THE_END = np.float32(3.4e38)
_NUMBERS = "bBhHiIlLqQd"
_NATIVE = f"?{_NUMBERS}"
READERS = {ArrayCodec: _array_reader}


def array_writer(codec: ArrayCodec | None = None) -> Callable[[Any], bytes]:
    """Return what writes arrays, and lists of numbers; Unsure where only the codec knows how."""
    from orjson import OPT_SERIALIZE_NUMPY, dumps

    listed = codec is not None and codec.items.dtype.char in _NUMBERS
    char = codec.items.dtype.char if codec else "d"
    usual, array = np.dtype(char if char in _NATIVE else "d"), np.ndarray

    def write(value: Any) -> bytes:
        if type(value) is array and value.dtype is usual:
            try:
                return dumps(value, None, OPT_SERIALIZE_NUMPY)
            except TypeError:
                pass  # of no axes, or not contiguous
        if type(value) is list and listed:
            return _of_list(value)
        if type(value) is not np.ndarray or not value.ndim or not native(value):
            raise Unsure
        contiguous = value if value.flags.c_contiguous else np.ascontiguousarray(value)
        return dumps(contiguous, None, OPT_SERIALIZE_NUMPY)

    return write


def _of_list(value: list[Any]) -> bytes:
    """Return what ``array.tolist()`` gave as JSON; Unsure where it holds more than numbers."""
    body = natural_bytes(value)
    if b"t" in body or b"f" in body or b'"' in body or b"{" in body:  # true, false, text, objects
        raise Unsure
    return body


def scalar_json(value: Any) -> JSON:
    """Return a numpy scalar as JSON; Unsure where only the codec knows its form."""
    if (isinstance(value, np.generic) and value.dtype.kind in "iub") or isinstance(
        value, np.float64
    ):
        return value.item()
    raise Unsure


def native(array: Array) -> bool:
    """Tell whether the encoder writes the items as our own codec does."""
    dtype = array.dtype
    if dtype.char == "f":  # the largest one's short text lies beyond it
        return dtype.isnative and not (np.abs(array) >= _NEAR_THE_END).any()
    return dtype.char in _NATIVE and dtype.isnative


WRITERS = {ArrayCodec: array_writer}
