"""Single standard Python values. A new type is one ``Scalar`` in the table below."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, Flag
from functools import lru_cache
from typing import Any

from schemagen import formats
from schemagen.adapters import Codec
from schemagen.errors import EncodeError, InputError, shown
from schemagen.schema import JSON, Schema


@dataclass(frozen=True)
class Scalar:
    """The codec of one standard type: a fixed schema and two functions.

    *read* raises ValueError or OverflowError for text that its format cannot hold.
    """

    type: type
    form: tuple[tuple[str, Any], ...]
    expected: str
    write: Callable[[Any], JSON]
    read: Callable[[Any], Any]
    sample: Any = None

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return dict(self.form)

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all of this type."""
        return replace(self, sample=values[0])

    def encode(self, value: Any) -> JSON:
        """Return *value* as JSON."""
        return self.write(value)

    def decode(self, data: JSON) -> Any:
        """Return the value that *data* stands for."""
        try:
            return self.read(data)
        except (ValueError, OverflowError, TypeError) as error:
            reason = "" if isinstance(error, TypeError) else str(error)
            raise InputError.of(self.expected, data, reason, _opening(self.type, data)) from None

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is of this type (a bool is no int, a datetime no date)."""
        return type(value) is self.type


def _opening(expected: type, data: JSON) -> str:
    """Return the line that users of the old library look for."""
    return f"Invalid input data type to parse. Expected: {expected} but got {type(data)}"


@dataclass(frozen=True)
class IntCodec(Scalar):
    """Integers: ``format: int64`` while every sample fits; never a bound."""

    wide: bool = False

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {"type": "integer"} if self.wide else {"type": "integer", "format": "int64"}

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all ints."""
        wide = not -(2**63) <= min(values) <= max(values) < 2**63
        return replace(self, sample=values[0], wide=wide)


@dataclass(frozen=True)
class FloatCodec(Scalar):
    """Floats: NaN and the infinities are null, so a sample that holds one takes null."""

    nullable: bool = False

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        kind: Any = ["number", "null"] if self.nullable else "number"
        return {"type": kind, "format": "double"}

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all floats."""
        return replace(self, sample=values[0], nullable=not all(map(math.isfinite, values)))

    def decode(self, data: JSON) -> Any:
        """Return *data* as a float; null is NaN where the schema takes null."""
        return math.nan if data is None and self.nullable else super().decode(data)


@dataclass(frozen=True)
class EnumCodec:
    """An Enum: the JSON forms of its members' values."""

    type: type[Enum]
    values: Codec
    sample: Any = field(default=None)

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {**self.values.schema, "enum": [self.encode(member) for member in self.type]}

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all members."""
        return replace(self, sample=values[0])

    def encode(self, value: Any) -> JSON:
        """Return the member's value as JSON."""
        return self.values.encode(value.value)

    def decode(self, data: JSON) -> Any:
        """Return the member whose value *data* is."""
        for member in self.type:
            form = self.encode(member)
            if form == data and isinstance(form, bool) is isinstance(data, bool):
                return member
        raise InputError.of(f"one of {shown([self.encode(m) for m in self.type])}", data)

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a member."""
        return isinstance(value, self.type)


def read_int(data: JSON) -> int:
    """Read an integer, also ``3.0``; a fraction, a bool or text is refused."""
    if type(data) is int:
        return data
    if type(data) is float and data.is_integer():
        return int(data)
    raise TypeError


def read_float(data: JSON) -> float:
    """Read a number as a float; one beyond binary64 raises OverflowError."""
    if type(data) is float or type(data) is int:
        return float(data)
    raise TypeError


def read_bool(data: JSON) -> bool:
    """Read true or false."""
    if type(data) is bool:
        return data
    raise TypeError


def read_text(data: JSON) -> str:
    """Read text."""
    if isinstance(data, str):
        return data
    raise TypeError


def write_float(value: float) -> JSON:
    """Write a finite float as itself, any other as null."""
    return float(value) if math.isfinite(value) else None


def _text(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda data: parse(read_text(data))


def read_datetime(data: JSON) -> datetime:
    """Read a date-time as naive UTC."""
    moment = formats.parse_date_time(read_text(data))
    return moment.utc.replace(microsecond=moment.microsecond)


def _read_aware(data: JSON) -> datetime:
    moment = formats.parse_date_time(read_text(data))
    zone = timezone(moment.offset) if moment.offset else timezone.utc
    return moment.seconds.replace(microsecond=moment.microsecond, tzinfo=zone)


def _read_time(data: JSON) -> time:
    moment = formats.parse_time(read_text(data))
    return moment.utc.replace(microsecond=moment.microsecond).time()


def _read_aware_time(data: JSON) -> time:
    moment = formats.parse_time(read_text(data))
    zone = timezone(moment.offset) if moment.offset else timezone.utc
    return moment.seconds.replace(microsecond=moment.microsecond).time().replace(tzinfo=zone)


def _write_decimal(value: Decimal) -> JSON:
    if not value.is_finite():
        raise EncodeError(f"the Decimal {value} is no finite number")
    return str(value)


def _string(form: str | None = None, **more: str) -> tuple[tuple[str, Any], ...]:
    return (("type", "string"), *((("format", form),) if form else ()), *more.items())


_BASE64 = _string(contentEncoding="base64")
_SPAN = _string("duration", pattern=formats.SPAN_PATTERN)


@dataclass(frozen=True)
class DateTimeCodec(Scalar):
    """Datetimes: naive samples give naive UTC, aware samples keep the offset."""

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all datetimes."""
        aware = any(value.tzinfo for value in values)
        return replace(self, sample=values[0], read=_read_aware if aware else self.read)


@dataclass(frozen=True)
class TimeCodec(Scalar):
    """Times of day: naive samples give naive UTC, aware samples keep the offset."""

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all times."""
        aware = any(value.tzinfo for value in values)
        return replace(self, sample=values[0], read=_read_aware_time if aware else self.read)


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(formats.parse_uuid(text))


def _path(cls: type) -> Scalar:
    return Scalar(cls, _string(), "a path as text", str, lambda data: cls(read_text(data)))


_SCALARS: dict[type, Scalar] = {
    scalar.type: scalar
    for scalar in (
        Scalar(bool, (("type", "boolean"),), "true or false", bool, read_bool),
        IntCodec(int, (), "an integer", int, read_int),
        FloatCodec(float, (), "a number", write_float, read_float),
        Scalar(str, _string(), "text", str, read_text),
        Scalar(bytes, _BASE64, "base64 text", formats.base64_text, _text(formats.parse_base64)),
        Scalar(
            bytearray,
            _BASE64,
            "base64 text",
            lambda value: formats.base64_text(bytes(value)),
            lambda data: bytearray(formats.parse_base64(read_text(data))),
        ),
        DateTimeCodec(
            datetime,
            _string("date-time"),
            "a date-time such as 2020-02-03T04:05:06Z",
            formats.date_time_text,
            read_datetime,
        ),
        Scalar(
            date,
            _string("date"),
            "a date such as 2020-02-03",
            date.isoformat,
            _text(formats.parse_date),
        ),
        TimeCodec(
            time, _string("time"), "a time such as 04:05:06Z", formats.time_text, _read_time
        ),
        Scalar(
            timedelta,
            _SPAN,
            "a duration such as P1DT2H",
            formats.timedelta_text,
            _text(formats.parse_timedelta),
        ),
        Scalar(
            Decimal,
            _string("decimal"),
            "a decimal number as text",
            _write_decimal,
            _text(formats.parse_decimal),
        ),
    )
}


@lru_cache(maxsize=256)
def scalar_codec(cls: type) -> Scalar | EnumCodec | None:
    """Return the codec of values of *cls*; of a subclass, what its base has."""
    if issubclass(cls, Enum):
        return _enum(cls)
    for base in cls.__mro__:
        if base in _SCALARS:
            scalar = _SCALARS[base]
            return scalar if base is cls else _subclass(scalar, cls)
    if cls.__module__ == "uuid":
        return Scalar(cls, _string("uuid"), "a UUID", str, _text(_uuid))
    if "pathlib" in sys.modules and issubclass(cls, sys.modules["pathlib"].PurePath):
        return _path(cls)
    return None


def _subclass(scalar: Scalar, cls: type) -> Scalar:
    """Return the codec of a subclass: read by its base, then made the sample's own class."""

    def read(data: JSON) -> Any:
        value = scalar.read(data)
        try:
            return cls(value)
        except Exception:  # noqa: BLE001 - somebody else's constructor: the base value will do
            return value

    return replace(scalar, type=cls, read=read)


def _enum(cls: type[Enum]) -> Scalar | EnumCodec:
    from schemagen.adapters.python import ADAPTER

    if issubclass(cls, Flag):
        bits = _SCALARS[int]
        return replace(bits, type=cls, write=lambda value: value.value, read=lambda d: cls(d))
    return EnumCodec(cls, ADAPTER.bind(*(member.value for member in cls)))
