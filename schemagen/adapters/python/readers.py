"""JSON values to standard Python ones: TypeError for another type, ValueError for bad text."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, time, timezone
from decimal import Decimal
from typing import Any

from schemagen import formats
from schemagen.errors import EncodeError
from schemagen.schema import JSON


def read_int(data: JSON) -> int:
    """Read an integer, also ``3.0``; a fraction, a bool or text is refused."""
    if type(data) is int:
        return data
    if type(data) is float and data.is_integer():
        return int(data)
    raise TypeError


def read_float(data: JSON) -> float:
    """Read a number as a float, an infinity too; one beyond binary64 raises OverflowError."""
    if type(data) is not float and type(data) is not int:
        raise TypeError
    return float(data)


def read_bool(data: JSON) -> bool:
    """Read true or false."""
    if type(data) is bool:
        return data
    raise TypeError


def read_text(data: JSON) -> str:
    """Read text; half a surrogate pair raises ValueError."""
    if isinstance(data, str):
        return formats.check_text(data)
    raise TypeError


def write_float(value: float) -> JSON:
    """Write a finite float as itself, any other as null."""
    return float(value) if math.isfinite(value) else None


def text_reader(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Return a reader of text that *parse* takes."""
    return lambda data: parse(read_text(data))


def read_datetime(data: JSON) -> datetime:
    """Read a date-time as naive UTC."""
    moment = formats.parse_date_time(read_text(data))
    return moment.utc.replace(microsecond=moment.microsecond)


def read_aware(data: JSON) -> datetime:
    """Read a date-time with its offset; without one it is UTC."""
    moment = formats.parse_date_time(read_text(data))
    zone = timezone(moment.offset) if moment.offset else timezone.utc
    return moment.seconds.replace(microsecond=moment.microsecond, tzinfo=zone)


def read_time(data: JSON) -> time:
    """Read a time of day as naive UTC."""
    moment = formats.parse_time(read_text(data))
    return moment.utc.replace(microsecond=moment.microsecond).time()


def read_aware_time(data: JSON) -> time:
    """Read a time of day with its offset; without one it is UTC."""
    moment = formats.parse_time(read_text(data))
    zone = timezone(moment.offset) if moment.offset else timezone.utc
    return moment.seconds.replace(microsecond=moment.microsecond).time().replace(tzinfo=zone)


def read_decimal(data: JSON) -> Decimal:
    """Read a decimal number; where nothing was checked before, from a JSON number as well."""
    if type(data) in (int, float) and math.isfinite(data):
        return Decimal(repr(data))
    return formats.parse_decimal(read_text(data))


def write_decimal(value: Decimal) -> JSON:
    """Write a finite decimal number as text, every digit."""
    if not value.is_finite():
        raise EncodeError(f"the Decimal {value} is no finite number")
    return str(value)
