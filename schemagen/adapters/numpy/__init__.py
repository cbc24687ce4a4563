"""numpy arrays and scalars.

* shape (n, k): array of n arrays of k items. The first axis is free, the others are fixed while
  ``enforce_shape`` holds. A 0-d array or a scalar is the item itself.
* floats and times take null (NaN, NaT), and masked arrays do (masked); integers, booleans, text
  and bytes do not. Infinities are written as null.
* integers carry their dtype's range; float16 and float32 too. A number means the nearest value
  the dtype can hold, beyond its range is an error.
* datetime64 is RFC 3339 in UTC, timedelta64 an ISO 8601 duration, both to the last digit.
* bytes and void are base64. Text is never cut: the dtype widens.
* structured dtypes are objects, all fields required, unknown ones ignored.
* complex numbers have no JSON form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from schemagen.adapters import Codec
from schemagen.adapters.numpy.items import ItemCodec, item_codec
from schemagen.errors import InputError, each
from schemagen.schema import JSON, TYPE_EXTENSION, Schema

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class NumpyAdapter:
    """The adapter of numpy; the options are those of NumpyParameterType."""

    enforce_column_type: bool = True
    enforce_shape: bool = True

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of *samples*, their dtypes promoted to one that holds them all."""
        arrays = [_plain(sample) for sample in samples]
        first = arrays[0]
        dtype = first.dtype if len(arrays) == 1 else np.result_type(*arrays)
        shapes = {array.shape[1:] for array in arrays}
        flat = [array.ravel() for array in arrays] if dtype.kind == "O" else []
        items = item_codec(dtype, [item for array in flat for item in array.tolist()])
        masked = any(isinstance(array, np.ma.MaskedArray) for array in arrays)
        scalar = all(isinstance(sample, np.generic) for sample in samples)
        fixed = self.enforce_shape and len(shapes) == 1
        return ArrayCodec(self, items, first, fixed, masked, scalar)


def _plain(sample: Any) -> Array:
    if isinstance(sample, np.ma.MaskedArray):
        return sample
    return np.asarray(sample)


@dataclass(frozen=True, eq=False)
class ArrayCodec:
    """Arrays of one dtype and one number of axes."""

    adapter: NumpyAdapter
    items: ItemCodec
    sample: Array
    fixed: bool
    masked: bool
    scalar: bool

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        result = self.items.schema_of(nullable=self.items.nullable or self.masked)
        for axis in reversed(range(self.sample.ndim)):
            result = {"type": "array", "items": result}
            if axis and self.fixed:
                size = self.sample.shape[axis]
                result |= {"minItems": size, "maxItems": size}
        return result if self.sample.ndim == 0 else {**result, TYPE_EXTENSION: "numpy.ndarray"}

    def encode(self, value: Any) -> JSON:
        """Return an array (or what numpy can make one of) as nested lists."""
        array = _plain(value)
        codec = self.items
        if array.dtype != codec.dtype:
            codec = item_codec(array.dtype, array.ravel().tolist() if array.dtype.kind == "O" else ())
        flat = codec.encode(np.ma.getdata(array).reshape(-1))
        if isinstance(array, np.ma.MaskedArray):
            hidden = np.ma.getmaskarray(array).reshape(-1).tolist()
            flat = [None if gone else item for item, gone in zip(flat, hidden, strict=True)]
        return _nested(flat, array.shape)

    def decode(self, data: JSON) -> Any:
        """Return the array that *data* stands for, writeable, in the sample's dtype."""
        if isinstance(data, np.ndarray):
            return data
        if self.sample.ndim == 0:
            array = self.items.decode([data], masked=self.masked).reshape(())
            return array[()] if self.scalar else array
        if not isinstance(data, (list, tuple)):
            opening = "Invalid input format: expected an array of items."
            raise InputError.of("an array of items", data, opening=opening)
        if not self.adapter.enforce_column_type:
            return np.array(data)
        shape = self._shape(data)
        flat = _flattened(data, len(shape))
        place = partial(_unravel, shape=shape)
        array = self.items.decode(flat, masked=self.masked, place=place).reshape(shape)
        return self._with_mask(array, flat) if self.masked else array

    def _with_mask(self, array: Array, flat: list[JSON]) -> Any:
        hidden = np.array([item is None for item in flat], dtype=bool).reshape(array.shape)
        return np.ma.MaskedArray(array, hidden)

    def _shape(self, data: Sequence[JSON]) -> tuple[int, ...]:
        """Return the shape of *data*; InputError where its rows are unequal or not the sample's."""
        inner = self.sample.shape[1:]
        if not data:
            return (0, *inner)
        shape = _shape_of(data, self.sample.ndim)
        if self.fixed:
            self._compare(shape, inner)
        return shape

    def _compare(self, shape: tuple[int, ...], inner: tuple[int, ...]) -> None:
        if len(shape) != len(inner) + 1:
            raise InputError.of(
                f"{len(inner) + 1} axes",
                list(shape),
                opening=f"Invalid input array: an array with {len(inner) + 1} dimensions is "
                f"expected; input has {len(shape)} [shape {shape}]",
            )
        for axis, (size, wanted) in enumerate(zip(shape[1:], inner, strict=True), 1):
            if size != wanted:
                raise InputError.of(
                    f"{wanted} items",
                    size,
                    opening=f"Invalid input array: array has size {size} on dimension "
                    f"#{axis}, while expected value is {wanted}",
                )

    def example(self, rows: int) -> JSON:
        """Return the first *rows* entries of the sample's first axis."""
        return self.encode(self.sample if self.sample.ndim == 0 else self.sample[:rows])

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is an array (any array: it is taken as it is)."""
        return isinstance(value, np.generic if self.scalar else np.ndarray)


def _nested(flat: list[JSON], shape: tuple[int, ...]) -> JSON:
    """Fold *flat* into lists of *shape*."""
    if not shape:
        return flat[0]
    for axis in range(len(shape) - 1, 0, -1):
        size, outer = shape[axis], int(np.prod(shape[:axis]))
        flat = [flat[i * size : (i + 1) * size] for i in range(outer)]
    return flat


def _shape_of(data: Sequence[JSON], depth: int) -> tuple[int, ...]:
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
    return _shape_of(row, depth)


def _flattened(data: Sequence[JSON], depth: int) -> list[JSON]:
    flat = list(data)
    for _ in range(depth - 1):
        flat = [item for row in flat for item in row]
    return flat


def _unravel(index: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(step) for step in np.unravel_index(index, shape))


ADAPTER = NumpyAdapter()
