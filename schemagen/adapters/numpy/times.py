"""The items of datetime64 and timedelta64: RFC 3339 and ISO 8601, to the last digit."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from schemagen import formats
from schemagen.adapters.numpy.base import Array, DType, ItemCodec
from schemagen.adapters.python.readers import read_text
from schemagen.errors import EncodeError, InputError
from schemagen.schema import JSON, TYPE_EXTENSION, Schema

_PER_SECOND = {"ms": 3, "us": 6, "ns": 9, "ps": 12, "fs": 15, "as": 18}
_SECONDS = {"W": 604_800, "D": 86_400, "h": 3600, "m": 60, "s": 1}
_MONTHS = {"Y": 12, "M": 1}
WORDS = {
    "years": "Y", "months": "M", "weeks": "W", "days": "D", "hours": "h", "minutes": "m",
    "seconds": "s", "milliseconds": "ms", "microseconds": "us", "nanoseconds": "ns",
    "picoseconds": "ps", "femtoseconds": "fs", "attoseconds": "as",
}  # fmt: skip
"""Units as numpy and the old library spell them."""
_WORDS_RE = re.compile(rf"(-)?([0-9]+) ({'|'.join(word[:-1] for word in WORDS)})s?")


class DateTimeItems(ItemCodec):
    """datetime64 in any unit: RFC 3339 in UTC, NaT is null."""

    nullable = True
    blank = None

    @property
    def schema(self) -> Schema:
        """The schema."""
        return {"type": "string", "format": "date-time"}

    def read(self, item: JSON) -> Any:
        """Take a date-time, null for NaT; refuse one finer than the unit or outside its range."""
        if item is None:
            return None
        try:
            return moment64(formats.parse_date_time(read_text(item)), self.dtype)
        except (TypeError, ValueError, OverflowError) as error:
            expected = "a date-time such as 2020-02-03T04:05:06Z"
            raise InputError.of(expected, item, str(error)) from None

    def encode(self, flat: Array) -> list[JSON]:
        """Write UTC with ``Z`` and the digits that the value has."""
        return [moment_text(item) for item in flat]


def moment64(moment: formats.Moment, dtype: DType) -> Any:
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
    text = (
        str(value.astype("M8[s]")) if np.datetime_data(value.dtype)[0] in "YMWDhm" else str(value)
    )
    if text.find("-") != 4:
        raise EncodeError(f"{text} is no date-time: its years are 0001 to 9999")
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
        form = {"type": "string", "format": "duration", "pattern": pattern}
        return {**form, TYPE_EXTENSION: f"numpy.{self.dtype.newbyteorder('=')}"}

    def read(self, item: JSON) -> Any:
        """Take a duration, null for NaT; refuse one finer than the unit or outside its range.

        Where nothing was checked before, ``90 minutes`` is taken too.
        """
        if item is None:
            return None
        try:
            return span64(read_text(item), self.dtype)
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
    places = _PER_SECOND[unit]
    seconds, rest = divmod(count, 10**places)
    return formats.duration_text(sign, seconds, str(rest).zfill(places))


def _in_words(text: str) -> formats.Span | None:
    """Return a duration such as ``90 minutes``, as the old library wrote it."""
    match = _WORDS_RE.fullmatch(text)
    if not match:
        return None
    unit = WORDS[match[3] + "s"]
    sign, count = (-1 if match[1] else 1), int(match[2])
    if unit in _MONTHS:
        return formats.Span(sign, count * _MONTHS[unit], 0, "")
    places = _PER_SECOND.get(unit, 0)
    seconds, rest = divmod(count * _SECONDS.get(unit, 1), 10**places)
    return formats.Span(sign, 0, seconds, str(rest).zfill(places) if places else "")


def span64(text: str, dtype: DType) -> Any:
    """Return a duration in the unit of *dtype*; ValueError when it does not fit exactly."""
    span = _in_words(text) or formats.parse_duration(text)
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
    return np.array(span.sign * count, dtype="i8").astype(f"m8[{step}{unit}]")[()]
