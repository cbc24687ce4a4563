"""The items of booleans, numbers, text and bytes."""

from __future__ import annotations

import math
from typing import Any
from warnings import warn

import numpy as np

from schemagen import formats
from schemagen.adapters.numpy.base import Array, DType, ItemCodec
from schemagen.adapters.python.readers import read_float, read_int, read_text
from schemagen.errors import InputError
from schemagen.schema import JSON, Schema


class BoolItems(ItemCodec):
    """bool: true and false."""

    @property
    def schema(self) -> Schema:
        """The schema."""
        return {"type": "boolean"}

    def read(self, item: JSON) -> Any:
        """Take true and false; 0, 1 and the words as well where nothing was checked before."""
        if isinstance(item, str) and item.lower() in ("true", "false"):
            return item.lower() == "true"
        if item in (0, 1) and isinstance(item, (bool, int, float)):
            return bool(item)
        raise InputError.of("true or false", item)

    def encode(self, flat: Array) -> list[JSON]:
        """Write true and false."""
        return list(flat.tolist())


class IntItems(ItemCodec):
    """int8 to uint64: the dtype's range is the schema's."""

    @property
    def schema(self) -> Schema:
        """The schema."""
        info = np.iinfo(self.dtype)
        name = f"{'u' if self.dtype.kind == 'u' else ''}int{self.dtype.itemsize * 8}"
        low, high = int(info.min), int(info.max)
        return {"type": "integer", "format": name, "minimum": low, "maximum": high}

    def read(self, item: JSON) -> Any:
        """Take integers and ``3.0``; where nothing was checked before, ``"3"`` and 3.9 as well."""
        try:
            value = int(item) if isinstance(item, (str, float)) else read_int(item)
        except (TypeError, ValueError, OverflowError):
            raise InputError.of("an integer", item) from None
        info = np.iinfo(self.dtype)
        if not info.min <= value <= info.max:
            raise InputError.of(f"an integer from {info.min} to {info.max}", item)
        if isinstance(item, float) and value != item:  # what the old library did silently
            text = f"{item} is read as the integer {value}; send integers here"
            warn(text, UserWarning, stacklevel=2)
        return value

    def encode(self, flat: Array) -> list[JSON]:
        """Write integers."""
        return list(flat.tolist())


class FloatItems(ItemCodec):
    """float16 to float128: NaN and the infinities are null."""

    nullable = True

    @property
    def schema(self) -> Schema:
        """The schema."""
        if self.dtype.itemsize >= 8:
            return {"type": "number", "format": "double"}
        high = float(np.finfo(self.dtype).max)
        return {"type": "number", "format": "float", "minimum": -high, "maximum": high}

    def read(self, item: JSON) -> Any:
        """Take numbers, infinities too, and text of a number; null is NaN."""
        if item is None:
            return math.nan
        try:
            value = float(item) if isinstance(item, str) else read_float(item)
        except (TypeError, ValueError, OverflowError):
            raise InputError.of("a number", item) from None
        if self.dtype.itemsize < 8 and math.isfinite(value):
            high = float(np.finfo(self.dtype).max)
            if abs(value) > high:
                raise InputError.of(f"a number from {-high} to {high}", item)
        return value

    def encode(self, flat: Array) -> list[JSON]:
        """Write the shortest text that gives the same number back in this dtype."""
        values = _shortest(flat) if self.dtype.itemsize < 8 else flat.astype("f8")
        return [value if math.isfinite(value) else None for value in values.tolist()]


def _shortest(flat: Array) -> Array:
    """Return floats of few digits as doubles: float32 0.1 as 0.1, not 0.10000000149011612."""
    high = float(np.finfo(flat.dtype).max)  # the largest one's short text lies just beyond it
    values = flat.astype("U").astype("f8")
    finite = np.isfinite(values)
    values[finite] = values[finite].clip(-high, high)
    return values


class TextItems(ItemCodec):
    """U: never cut, the dtype widens."""

    blank = ""

    @property
    def schema(self) -> Schema:
        """The schema."""
        return {"type": "string"}

    def read(self, item: JSON) -> Any:
        """Take text."""
        try:
            return read_text(item)
        except (TypeError, ValueError) as error:
            raise InputError.of("text", item, str(error)) from None

    def build(self, values: list[Any]) -> Array:
        """Make the array as wide as the sample's or as the longest text."""
        return _widened(values, self.dtype)

    def encode(self, flat: Array) -> list[JSON]:
        """Write text."""
        return list(flat.tolist())


class StringItems(TextItems):
    """StringDType: null where the dtype has a missing value."""

    @property
    def nullable(self) -> bool:
        """Whether the dtype has a missing value."""
        return hasattr(self.dtype, "na_object")

    def read(self, item: JSON) -> Any:
        """Take text; null is the dtype's own missing value."""
        if item is None and self.nullable:
            return self.dtype.na_object  # type: ignore[attr-defined]
        return super().read(item)

    def build(self, values: list[Any]) -> Array:
        """Make the array."""
        return np.array(values, dtype=self.dtype)

    def encode(self, flat: Array) -> list[JSON]:
        """Write text, and null for what is missing."""
        return [item if isinstance(item, str) else None for item in flat.tolist()]


def _widened(values: list[Any], dtype: DType) -> Array:
    if dtype.kind not in "US":
        return np.array(values, dtype=dtype)
    size = dtype.itemsize // (4 if dtype.kind == "U" else 1)
    width = max([size, 1, *map(len, values)])
    return np.array(values, dtype=f"{dtype.kind}{width}").astype(
        np.dtype(f"{dtype.byteorder}{dtype.kind}{width}") if dtype.kind == "U" else f"S{width}"
    )


class BytesItems(ItemCodec):
    """S and V: base64."""

    blank = b""

    @property
    def schema(self) -> Schema:
        """The schema."""
        return {"type": "string", "contentEncoding": "base64"}

    def read(self, item: JSON) -> Any:
        """Take base64 text."""
        try:
            return formats.parse_base64(read_text(item))
        except (TypeError, ValueError) as error:
            raise InputError.of("base64 text", item, str(error)) from None

    def build(self, values: list[Any]) -> Array:
        """Make the array as wide as the sample's or as the longest value."""
        if self.dtype.kind == "V":
            return np.array([np.void(value) for value in values], dtype=self.dtype)
        return _widened(values, self.dtype)

    def encode(self, flat: Array) -> list[JSON]:
        """Write base64."""
        if self.dtype.kind == "V":
            return [formats.base64_text(item.tobytes()) for item in flat]
        return [formats.base64_text(item) for item in flat.tolist()]
