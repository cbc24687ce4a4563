"""The items of numpy arrays, by dtype: schema, list of JSON to array, array to list of JSON.

pandas columns of numpy dtypes use the same codecs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from schemagen import formats
from schemagen.adapters import Codec
from schemagen.adapters.python import ADAPTER as PYTHON
from schemagen.adapters.python import scalars
from schemagen.errors import InputError, UnsupportedSample, each
from schemagen.schema import JSON, Schema, with_null

Array = np.ndarray[Any, Any]
Place = Callable[[int], tuple[int, ...]]

_PER_SECOND = {"ms": 3, "us": 6, "ns": 9, "ps": 12, "fs": 15, "as": 18}
_SECONDS = {"W": 604_800, "D": 86_400, "h": 3600, "m": 60, "s": 1}
_MONTHS = {"Y": 12, "M": 1}


@dataclass(frozen=True, eq=False)
class ItemCodec:
    """The items of one dtype. *nullable* by what the dtype itself can hold."""

    dtype: np.dtype[Any]
    nullable: ClassVar[bool] = False
    blank: ClassVar[Any] = 0
    """What stands under a masked item."""

    @property
    def schema(self) -> Schema:
        """The schema of an item that is there, a new dict each time."""
        raise NotImplementedError

    def schema_of(self, *, nullable: bool) -> Schema:
        """Return the schema of an item, with null or without."""
        return with_null(self.schema) if nullable else self.schema

    def read(self, item: JSON) -> Any:
        """Return what numpy takes for *item*; InputError otherwise."""
        raise NotImplementedError

    def encode(self, flat: Array) -> list[JSON]:
        """Return a 1-d array as a list of JSON."""
        raise NotImplementedError

    def decode(
        self, items: Sequence[JSON], *, masked: bool = False, place: Place | None = None
    ) -> Array:
        """Return *items* as a 1-d array; *place* tells where the n-th item stood."""
        try:
            return self.build(each(enumerate(items), self._read_masked if masked else self.read))
        except InputError as error:
            raise error if place is None else _placed(error, place) from None

    def _read_masked(self, item: JSON) -> Any:
        return self.blank if item is None else self.read(item)

    def build(self, values: list[Any]) -> Array:
        """Return what *read* gave as a 1-d array."""
        return np.array(values, dtype=self.dtype)


def _placed(error: InputError, place: Place) -> InputError:
    return InputError(
        [replace(p, path=(*place(int(p.path[0])), *p.path[1:])) for p in error.problems],
        error.opening,
    )


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
        return flat.tolist()


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
        """Take integers, ``3.0`` and text of an integer; refuse fractions and what overflows."""
        try:
            value = int(item) if isinstance(item, str) else scalars.read_int(item)
        except (TypeError, ValueError):
            raise InputError.of("an integer", item) from None
        info = np.iinfo(self.dtype)
        if not info.min <= value <= info.max:
            raise InputError.of(f"an integer from {info.min} to {info.max}", item)
        return value

    def encode(self, flat: Array) -> list[JSON]:
        """Write integers."""
        return flat.tolist()


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
        """Take numbers and text of a number; null is NaN."""
        if item is None:
            return math.nan
        try:
            value = float(item) if isinstance(item, str) else scalars.read_float(item)
        except (TypeError, ValueError, OverflowError):
            raise InputError.of("a number", item) from None
        if self.dtype.itemsize < 8 and math.isfinite(value):
            high = float(np.finfo(self.dtype).max)
            if abs(value) > high:
                raise InputError.of(f"a number from {-high} to {high}", item)
        return value

    def encode(self, flat: Array) -> list[JSON]:
        """Write the shortest text that gives the same number back in this dtype."""
        if self.dtype.itemsize < 8:  # float32 0.1 is 0.1, not 0.10000000149011612
            values: list[Any] = flat.astype("U").astype("f8").tolist()
        else:
            values = flat.astype("f8").tolist()
        return [value if math.isfinite(value) else None for value in values]


class TextItems(ItemCodec):
    """U and StringDType: never cut, the dtype widens."""

    blank = ""

    @property
    def schema(self) -> Schema:
        """The schema."""
        return {"type": "string"}

    def read(self, item: JSON) -> Any:
        """Take text."""
        if isinstance(item, str):
            return item
        raise InputError.of("text", item)

    def build(self, values: list[Any]) -> Array:
        """Make the array as wide as the sample's or as the longest text."""
        return _widened(values, self.dtype)

    def encode(self, flat: Array) -> list[JSON]:
        """Write text."""
        return flat.tolist()


def _widened(values: list[Any], dtype: np.dtype[Any]) -> Array:
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
            return formats.parse_base64(scalars.read_text(item))
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


class DateTimeItems(ItemCodec):
    """datetime64 in any unit: RFC 3339 in UTC, NaT is null."""

    nullable = True
    blank = None

    @property
    def schema(self) -> Schema:
        """The schema."""
        return {"type": "string", "format": "date-time"}

    def read(self, item: JSON) -> Any:
        """Take a date-time; refuse one finer than the unit or outside its range."""
        if item is None:
            return np.datetime64("NaT")
        try:
            return moment64(formats.parse_date_time(scalars.read_text(item)), self.dtype)
        except (TypeError, ValueError, OverflowError) as error:
            expected = "a date-time such as 2020-02-03T04:05:06Z"
            raise InputError.of(expected, item, str(error)) from None

    def encode(self, flat: Array) -> list[JSON]:
        """Write UTC with ``Z`` and the digits that the value has."""
        return [moment_text(item) for item in flat]


def moment64(moment: formats.Moment, dtype: np.dtype[Any]) -> np.datetime64:
    """Return *moment* in the unit of *dtype*; ValueError when it does not fit exactly."""
    digits = moment.digits.rstrip("0")
    unit, step = np.datetime_data(dtype)
    if len(digits) > _PER_SECOND.get(unit, 0):
        raise ValueError(f"finer than the sample's unit, {unit}")
    exact = np.datetime64(moment.utc.isoformat() + (f".{digits}" if digits else ""))
    value = exact.astype(f"M8[{step}{unit}]")
    if value.astype(exact.dtype) != exact:
        raise ValueError(f"finer than the sample's unit, {unit}, or outside its range")
    return value


def moment_text(value: np.datetime64) -> str | None:
    """Return a datetime64 as RFC 3339, or None for NaT."""
    if np.isnat(value):
        return None
    text = str(value.astype("M8[s]")) if np.datetime_data(value.dtype)[0] in "YMWDhm" else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}Z"


class SpanItems(ItemCodec):
    """timedelta64 in any unit: ISO 8601, NaT is null."""

    nullable = True
    blank = None

    @property
    def schema(self) -> Schema:
        """The schema."""
        months = np.datetime_data(self.dtype)[0] in _MONTHS
        pattern = formats.CALENDAR_PATTERN if months else formats.SPAN_PATTERN
        return {"type": "string", "format": "duration", "pattern": pattern}

    def read(self, item: JSON) -> Any:
        """Take a duration; refuse one finer than the unit or outside its range."""
        if item is None:
            return np.timedelta64("NaT")
        try:
            return span64(scalars.read_text(item), self.dtype)
        except (TypeError, ValueError, OverflowError) as error:
            raise InputError.of("a duration such as P1DT2H", item, str(error)) from None

    def encode(self, flat: Array) -> list[JSON]:
        """Write ISO 8601."""
        return [span_text(item) for item in flat]


def span_text(value: np.timedelta64) -> str | None:
    """Return a timedelta64 as ISO 8601, or None for NaT."""
    if np.isnat(value):
        return None
    unit, step = np.datetime_data(value.dtype)
    count = abs(int(value.astype("i8"))) * step
    sign = -1 if value.astype("i8") < 0 else 1
    if unit in _MONTHS:
        return f"{'-' if sign < 0 else ''}P{count}{unit}"
    if unit in _SECONDS:
        return formats.duration_text(sign, count * _SECONDS[unit])
    places = _PER_SECOND.get(unit)
    if places is None:
        raise InputError.of("a timedelta64 with a unit", str(value))
    seconds, rest = divmod(count, 10**places)
    return formats.duration_text(sign, seconds, str(rest).zfill(places))


def span64(text: str, dtype: np.dtype[Any]) -> np.timedelta64:
    """Return a duration in the unit of *dtype*; ValueError when it does not fit exactly."""
    span = formats.parse_duration(text)
    unit, step = np.datetime_data(dtype)
    if unit in _MONTHS:
        if span.seconds or span.digits.strip("0"):
            raise ValueError("only years and months are expected")
        count, rest = divmod(span.months, _MONTHS[unit])
    else:
        if span.months:
            raise ValueError("years and months have no fixed length")
        places = _PER_SECOND.get(unit, 0)
        rest = int(span.digits[places:].strip("0") or 0)
        scaled = span.seconds * 10**places + int(span.digits[:places].ljust(places, "0") or 0)
        count, more = divmod(scaled, _SECONDS.get(unit, 1))
        rest += more
    count, more = divmod(count, step)
    if rest or more:
        raise ValueError(f"finer than the sample's unit, {unit}")
    if count >= 2**63:
        raise ValueError("outside the dtype's range")
    return np.timedelta64(span.sign * count, f"{step}{unit}" if step > 1 else unit)


def object_array(values: Sequence[Any]) -> Array:
    """Return *values* as a 1-d array of objects, none of them taken for a row."""
    array = np.empty(len(values), dtype=object)
    for index, value in enumerate(values):
        array[index] = value
    return array


@dataclass(frozen=True, eq=False)
class ObjectItems(ItemCodec):
    """object: what the items are as Python values; None is null."""

    items: Codec
    nullable = True
    blank = None

    @property
    def schema(self) -> Schema:
        """The schema."""
        return self.items.schema

    def read(self, item: JSON) -> Any:
        """Take what the sample's items are."""
        return None if item is None else self.items.decode(item)

    def build(self, values: list[Any]) -> Array:
        """Make an array of objects."""
        return object_array(values)

    def encode(self, flat: Array) -> list[JSON]:
        """Write each item."""
        return [None if item is None else self.items.encode(item) for item in flat]


@dataclass(frozen=True, eq=False)
class RecordItems(ItemCodec):
    """Structured dtypes: objects, all fields required, unknown ones ignored."""

    fields: dict[str, Any]

    @property
    def schema(self) -> Schema:
        """The schema."""
        properties = {name: codec.schema for name, codec in self.fields.items()}
        required = {"required": list(properties)} if properties else {}
        return {"type": "object", **required, "properties": properties}

    def read(self, item: JSON) -> Any:
        """Take an object, or a list of the fields in order."""
        if isinstance(item, (list, tuple)) and len(item) == len(self.fields):
            item = dict(zip(self.fields, item, strict=True))
        if not isinstance(item, dict):
            raise InputError.of("an object", item)
        missing = [name for name in self.fields if name not in item]
        if missing:
            raise InputError.of(f"an object with {missing[0]!r}", item)
        columns = [(name, (codec, item[name])) for name, codec in self.fields.items()]
        return tuple(each(columns, lambda pair: pair[0].decode(pair[1])))

    def build(self, values: list[Any]) -> Array:
        """Fill the fields one by one."""
        array = np.zeros(len(values), dtype=self._wide(values))
        for position, name in enumerate(self.fields):
            for row, value in enumerate(values):
                array[name][row] = value[position]
        return array

    def _wide(self, values: list[Any]) -> np.dtype[Any]:
        """Return the dtype with its text fields wide enough for *values*."""
        assert self.dtype.names is not None
        described = []
        for position, name in enumerate(self.dtype.names):
            field = self.dtype[name]
            if field.kind in "US" and not field.shape:
                size = max([1, field.itemsize // (4 if field.kind == "U" else 1)])
                wide = max([size, *(len(value[position]) for value in values)])
                field = np.dtype(f"{field.kind}{wide}") if wide > size else field
            described.append((name, field))
        widened = np.dtype(described)
        same = all(widened[name] == self.dtype[name] for name in self.dtype.names)
        return self.dtype if same else widened

    def encode(self, flat: Array) -> list[JSON]:
        """Write objects."""
        columns = [[codec.encode(item) for item in flat[name]] for name, codec in self.fields.items()]
        return [dict(zip(self.fields, row, strict=True)) for row in zip(*columns, strict=True)] if columns else [{} for _ in flat]


def _field_codec(dtype: np.dtype[Any]) -> Any:
    """Return the codec of one structured field: a scalar of its dtype, or a sub-array."""
    from schemagen.adapters.numpy import NumpyAdapter

    base, shape = dtype.subdtype or (dtype, ())
    sample = np.zeros((1, *shape) if not shape else shape, dtype=base)
    return NumpyAdapter().bind(sample if shape else sample[0])


_KINDS: dict[str, type[ItemCodec]] = {
    "b": BoolItems,
    "i": IntItems,
    "u": IntItems,
    "f": FloatItems,
    "U": TextItems,
    "T": TextItems,
    "S": BytesItems,
    "V": BytesItems,
    "M": DateTimeItems,
    "m": SpanItems,
}


def item_codec(dtype: np.dtype[Any], objects: Sequence[Any] = ()) -> ItemCodec:
    """Return the codec of *dtype*; *objects* are the items of an object array."""
    if dtype.names is not None:
        return RecordItems(dtype, {name: _field_codec(dtype[name]) for name in dtype.names})
    if dtype.kind == "O":
        return ObjectItems(dtype, PYTHON.bind(*(item for item in objects if item is not None)))
    if dtype.kind not in _KINDS:
        raise UnsupportedSample(
            f"dtype {dtype} has no JSON form",
            "give the real and imaginary parts as floats, e.g. array.view('f8')",
        )
    return _KINDS[dtype.kind](dtype)
