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

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from schemagen.adapters import Codec
from schemagen.adapters.numpy.base import Array, ItemCodec
from schemagen.adapters.numpy.compound import object_array
from schemagen.adapters.numpy.items import item_codec
from schemagen.adapters.numpy.shapes import flattened, nested, shape_of, unravel, wrong_shape
from schemagen.adapters.python.union import UnionCodec
from schemagen.errors import EncodeError, InputError
from schemagen.schema import JSON, TYPE_EXTENSION, UNCHECKED, Schema


@dataclass(frozen=True)
class NumpyAdapter:
    """The adapter of numpy; the options are those of NumpyParameterType, and *nullable*.

    Items of a *nullable* dtype that cannot hold null come back masked.
    """

    enforce_column_type: bool = True
    enforce_shape: bool = True
    nullable: bool = False

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of *samples*: dtypes of one family promoted, others as a union."""
        groups: dict[Any, list[Any]] = {}
        for sample in samples:
            groups.setdefault(_family(_plain(sample)), []).append(sample)
        codecs = tuple(map(self._codec, groups.values()))
        return codecs[0] if len(codecs) == 1 else UnionCodec(codecs, nullable=False)

    def _codec(self, samples: Sequence[Any]) -> Codec:
        arrays = [_plain(sample) for sample in samples]
        first = arrays[0]
        dtype = first.dtype if len(arrays) == 1 else np.result_type(*arrays)
        shapes = {array.shape[1:] for array in arrays}
        flat = [array.ravel() for array in arrays] if dtype.kind == "O" else []
        items = item_codec(dtype, [item for array in flat for item in array.tolist()])
        masked = any(map(_is_masked, arrays))
        masked = masked or (self.nullable and not items.nullable)
        scalar = all(isinstance(sample, np.generic) for sample in samples)
        fixed = self.enforce_shape and len(shapes) == 1
        return ArrayCodec(self, items, first, fixed, masked, scalar)


_FAMILIES = {"i": "number", "u": "number", "f": "number", "T": "U"}


def _family(array: Array) -> Any:
    """Return what arrays share that are merged into one: number of axes and kind of items."""
    dtype = array.dtype
    kind: Any = _FAMILIES.get(dtype.kind, dtype.kind)
    if kind == "V":
        kind = str(dtype)
    elif kind == "m":
        kind += "YM" if np.datetime_data(dtype)[0] in ("Y", "M") else ""
    return array.ndim, kind


def _is_masked(value: Any) -> bool:
    """Tell a masked array; ``numpy.ma`` is slow to load, and who has one has loaded it."""
    masked = sys.modules.get("numpy.ma")
    return masked is not None and isinstance(value, masked.MaskedArray)


def _plain(sample: Any) -> Array:
    if _is_masked(sample):
        return sample  # type: ignore[no-any-return]
    return np.asarray(sample)


@dataclass(frozen=True, eq=False)
class ArrayCodec:
    """Arrays of one dtype and one number of axes; *whole*: the first axis is fixed too."""

    adapter: NumpyAdapter
    items: ItemCodec
    sample: Array
    fixed: bool
    masked: bool
    scalar: bool
    whole: bool = False

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        result = self.items.schema_of(nullable=self.items.nullable or self.masked)
        if not self.adapter.enforce_column_type:
            result[UNCHECKED] = True
        for axis in reversed(range(self.sample.ndim)):
            result = {"type": "array", "items": result}
            if self.whole or (axis and self.fixed):
                size = self.sample.shape[axis]
                result |= {"minItems": size, "maxItems": size}
        return result if self.sample.ndim == 0 else {**result, TYPE_EXTENSION: "numpy.ndarray"}

    def encode(self, value: Any) -> JSON:
        """Return an array (or what numpy can make one of) as nested lists."""
        array = _plain(value)
        codec = self.items
        if array.dtype != codec.dtype:
            codec = _codec_of(array, value)
        masked = _is_masked(array)
        flat = codec.encode((array.data if masked else array).reshape(-1))
        if masked:
            hidden = np.ma.getmaskarray(array).reshape(-1).tolist()
            flat = [None if gone else item for item, gone in zip(flat, hidden, strict=True)]
        return nested(flat, array.shape)

    def decode(self, data: JSON) -> Any:
        """Return the array that *data* stands for, writeable, in the sample's dtype."""
        if isinstance(data, np.ndarray):
            return data
        if self.sample.ndim == 0:
            array = self._array([data], ()).reshape(())
            return array[()] if self.scalar else array
        if not isinstance(data, (list, tuple)):
            opening = "Invalid input format: expected an array of items."
            raise InputError.of("an array of items", data, opening=opening)
        shape = self._shape(data)
        flat = flattened(data, len(shape))
        array = self._array(flat, shape).reshape(shape)
        return self._with_mask(array, flat) if self.masked else array

    def _array(self, flat: list[JSON], shape: tuple[int, ...]) -> Array:
        if not self.adapter.enforce_column_type:
            return _untyped(flat)
        place = partial(unravel, shape=shape)
        return self.items.decode(flat, masked=self.masked, place=place)

    def _with_mask(self, array: Array, flat: list[JSON]) -> Any:
        hidden = np.array([item is None for item in flat], dtype=bool).reshape(array.shape)
        return np.ma.MaskedArray(array, hidden)

    def _shape(self, data: Sequence[JSON]) -> tuple[int, ...]:
        """Return the shape of *data*; InputError where its rows are unequal or not the sample's."""
        inner = self.sample.shape[1:]
        if not data and not self.whole:
            return (0, *inner)
        shape = shape_of(data, self.sample.ndim)
        if 0 in shape:  # JSON shows nothing of the axes behind an empty one
            shown = shape.index(0) + 1
            shape = (*shape[:shown], *inner[shown - 1 :])
        if self.whole:
            wrong_shape(shape, self.sample.shape)
        elif self.fixed:
            wrong_shape(shape, (len(data), *inner))
        return shape

    def example(self, rows: int) -> JSON:
        """Return the first *rows* entries of the sample's first axis."""
        return self.encode(self.sample if self.sample.ndim == 0 else self.sample[:rows])

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is an array (any array: it is taken as it is)."""
        return isinstance(value, np.generic if self.scalar else np.ndarray)


def _codec_of(array: Array, value: Any) -> ItemCodec:
    """Return the codec of an array of another dtype than the sample's."""
    if array.dtype.kind != "O":
        return item_codec(array.dtype)
    if not isinstance(value, (np.ndarray, list, tuple)):
        raise EncodeError(f"a numpy array is declared, run() returned {type(value).__name__}")
    return item_codec(array.dtype, array.ravel().tolist())


def _untyped(flat: list[JSON]) -> Array:
    """Return an array of numpy's own choice; of objects where that would change an item."""
    kinds = {type(item) for item in flat}
    plain = kinds <= {int, float} or (len(kinds) == 1 and kinds <= {bool, str})
    return np.array(flat) if plain else object_array(flat)


ADAPTER = NumpyAdapter()
