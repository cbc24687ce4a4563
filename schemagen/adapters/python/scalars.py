"""Single standard Python values. A new type is one ``Scalar`` in the table below."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from schemagen import formats
from schemagen.adapters.python.enums import EnumCodec, enum_codec
from schemagen.adapters.python.readers import (
    read_bool,
    read_datetime,
    read_decimal,
    read_float,
    read_int,
    read_text,
    read_time,
    text_reader,
    write_decimal,
    write_float,
)
from schemagen.adapters.python.single import (
    DateTimeCodec,
    FloatCodec,
    IntCodec,
    Scalar,
    TimeCodec,
)
from schemagen.schema import JSON


def _string(form: str | None = None, **more: str) -> tuple[tuple[str, Any], ...]:
    return (("type", "string"), *((("format", form),) if form else ()), *more.items())


_BASE64 = _string(contentEncoding="base64")
_SPAN = _string("duration", pattern=formats.SPAN_PATTERN)


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
        Scalar(
            bytes, _BASE64, "base64 text", formats.base64_text, text_reader(formats.parse_base64)
        ),
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
            text_reader(formats.parse_date),
        ),
        TimeCodec(time, _string("time"), "a time such as 04:05:06Z", formats.time_text, read_time),
        Scalar(
            timedelta,
            _SPAN,
            "a duration such as P1DT2H",
            formats.timedelta_text,
            text_reader(formats.parse_timedelta),
        ),
        Scalar(
            Decimal,
            _string("decimal"),
            "a decimal number as text",
            write_decimal,
            read_decimal,
        ),
    )
}


@lru_cache(maxsize=256)
def scalar_codec(cls: type) -> Scalar | EnumCodec | None:
    """Return the codec of values of *cls*; of a subclass, what its base has."""
    if issubclass(cls, Enum):
        return enum_codec(cls)
    for base in cls.__mro__:
        if base in _SCALARS:
            scalar = _SCALARS[base]
            return scalar if base is cls else _subclass(scalar, cls)
    if cls.__module__ == "uuid":
        return Scalar(cls, _string("uuid"), "a UUID", str, text_reader(_uuid))
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
