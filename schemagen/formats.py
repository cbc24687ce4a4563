"""The text forms of dates, durations and the like: one grammar for readers, writers and judges.

* ``date-time`` and ``time`` are RFC 3339, and more is read than written: no offset (= UTC), no
  seconds, a comma for the point, ``+0000``; for ``date-time`` also a blank for ``T`` and a bare
  date (= midnight). No epoch numbers, no ``now``, no day-first.
* ``duration`` is ISO 8601 with an optional sign and a fraction of a second.
* Written text always carries ``Z`` or an offset and as many digits as the value has.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import NamedTuple

_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?"
_OFFSET = r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
_TIME_RE = _TIME + _OFFSET
_DATE_TIME_RE = rf"{_DATE}(?:[Tt ]{_TIME} ?{_OFFSET})?"
_DURATION_RE = (
    r"([+-])?P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,]([0-9]+))?S)?)?"
)
_UUID_RE = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_BASE64_RE = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_DECIMAL_RE = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"

SPAN_PATTERN = (
    r"^[+-]?P(?=[0-9T])([0-9]+W)?([0-9]+D)?"
    r"(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+([.,][0-9]+)?S)?)?$"
)
"""A duration of fixed length: no years, no months."""
CALENDAR_PATTERN = r"^[+-]?P(?=[0-9])([0-9]+Y)?([0-9]+M)?$"
"""A duration in years and months only."""


class Moment(NamedTuple):
    """A point in time: naive whole seconds, the digits after them, the offset if one was given."""

    seconds: datetime
    digits: str
    offset: timedelta | None

    @property
    def utc(self) -> datetime:
        """The whole seconds in UTC (no offset counts as UTC); OverflowError outside 0001-9999."""
        return self.seconds - self.offset if self.offset else self.seconds

    @property
    def microsecond(self) -> int:
        """The fraction in microseconds; ValueError when it is finer."""
        if self.digits[6:].strip("0"):
            raise ValueError("finer than a microsecond")
        return int(self.digits[:6].ljust(6, "0"))


class Span(NamedTuple):
    """A duration: whole months, and whole seconds with the digits after them; one sign for all."""

    sign: int
    months: int
    seconds: int
    digits: str


def parse_date(text: str) -> date:
    """Read ``2020-02-03``."""
    if not re.fullmatch(_DATE, text):
        raise ValueError("not a date")
    return date.fromisoformat(text)


def parse_date_time(text: str) -> Moment:
    """Read a date-time in any of the forms this module's grammar takes."""
    match = re.fullmatch(_DATE_TIME_RE, text)
    if not match:
        raise ValueError("not a date-time")
    year, month, day, hour, minute, second, digits, offset = match.groups()
    clock = time(int(hour or 0), int(minute or 0), int(second or 0))
    seconds = datetime.combine(date(int(year), int(month), int(day)), clock)
    return Moment(seconds, digits or "", _offset(offset))


def parse_time(text: str) -> Moment:
    """Read a time of day; the date of the result means nothing."""
    match = re.fullmatch(_TIME_RE, text)
    if not match:
        raise ValueError("not a time")
    hour, minute, second, digits, offset = match.groups()
    seconds = datetime(2000, 1, 1, int(hour), int(minute), int(second or 0))
    return Moment(seconds, digits or "", _offset(offset))


def parse_duration(text: str) -> Span:
    """Read an ISO 8601 duration such as ``-P1DT2H3M4.5S``."""
    match = re.fullmatch(_DURATION_RE, text)
    if not match:
        raise ValueError("not a duration")
    years, months, weeks, days, hours, minutes, seconds = (int(match[i] or 0) for i in range(2, 9))
    whole = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return Span(-1 if match[1] == "-" else 1, years * 12 + months, whole, match[9] or "")


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    if text in "Zz":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError("not an offset")
    return timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)


def date_time_text(value: datetime) -> str:
    """Write a datetime; a naive one counts as UTC."""
    offset = value.utcoffset()
    if offset is None:
        value = value.replace(tzinfo=timezone.utc)
    elif offset % timedelta(minutes=1):  # RFC 3339 has no seconds in an offset
        value = value.astimezone(timezone.utc)
    return _with_z(value.isoformat())


def time_text(value: time) -> str:
    """Write a time of day; a naive one counts as UTC."""
    offset = value.utcoffset()
    if offset is None:
        value = value.replace(tzinfo=timezone.utc)
    elif offset % timedelta(minutes=1):
        moment = datetime.combine(date(2000, 1, 1), value).astimezone(timezone.utc)
        value = moment.timetz()
    return _with_z(value.isoformat())


def _with_z(text: str) -> str:
    if "." in text:
        head, _, tail = text.partition(".")
        digits = re.match("[0-9]+", tail)
        assert digits
        text = f"{head}.{digits[0].rstrip('0')}{tail[digits.end() :]}"
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def duration_text(sign: int, seconds: int, digits: str = "") -> str:
    """Write a duration of *seconds* and the *digits* after the point."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    digits = digits.rstrip("0")
    last = f"{rest}.{digits}S" if digits else f"{rest}S" if rest else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + last
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if sign < 0 else "") + "P" + (text or "T0S")


def timedelta_text(value: timedelta) -> str:
    """Write a timedelta, exactly."""
    micros = abs(value) // timedelta(microseconds=1)
    seconds, rest = divmod(micros, 1_000_000)
    return duration_text(-1 if value < timedelta(0) else 1, seconds, f"{rest:06d}")


def parse_timedelta(text: str) -> timedelta:
    """Read a duration of fixed length; ValueError when it is finer than a microsecond."""
    span = parse_duration(text)
    if span.months:
        raise ValueError("years and months have no fixed length")
    if span.digits[6:].strip("0"):
        raise ValueError("finer than a microsecond")
    micros = span.seconds * 1_000_000 + int(span.digits[:6].ljust(6, "0"))
    return span.sign * timedelta(microseconds=micros)


def parse_base64(text: str) -> bytes:
    """Read standard base64 with padding."""
    if not re.fullmatch(_BASE64_RE, text):
        raise ValueError("not base64")
    return base64.b64decode(text)


def base64_text(value: bytes) -> str:
    """Write standard base64 with padding."""
    return base64.b64encode(value).decode("ascii")


def parse_decimal(text: str) -> Decimal:
    """Read a finite decimal number, exactly."""
    if not re.fullmatch(_DECIMAL_RE, text):
        raise ValueError("not a decimal number")
    try:
        return Decimal(text)
    except ArithmeticError:
        raise ValueError("its exponent is beyond what Decimal holds") from None


HALF_A_PAIR = "half a surrogate pair, which UTF-8 cannot hold"


def is_text(text: str) -> bool:
    """Tell whether UTF-8 can hold *text*: half a surrogate pair it cannot."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def check_text(text: str) -> str:
    """Return *text*; ValueError where UTF-8 cannot hold it."""
    if is_text(text):
        return text
    raise ValueError(HALF_A_PAIR)


def parse_uuid(text: str) -> str:
    """Check the form of a UUID."""
    if not re.fullmatch(_UUID_RE, text):
        raise ValueError("not a UUID")
    return text


def _reads(parse: Callable[[str], object]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        try:
            parse(value) if isinstance(value, str) else None
        except (ValueError, OverflowError):
            return False
        return True

    return check


CHECKERS: dict[str, Callable[[object], bool]] = {
    "date": _reads(parse_date),
    "date-time": _reads(parse_date_time),
    "time": _reads(parse_time),
    "duration": _reads(parse_duration),
    "decimal": _reads(parse_decimal),
    "uuid": _reads(parse_uuid),
}
"""Formats that are judged, for a validator's table of format checkers."""
