"""Cells of a table as M values, written as ``Json.FromValue`` writes them; or error cells.

What would change a value is an error cell here: a half in a whole-number column, an integer beyond
2^53, a date that two cultures read differently. Only text that can mean one thing is converted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemagen import formats
from schemagen.errors import shown
from schemagen.schema import JSON

EXACT = 2**53
_WHOLE = re.compile(r"[+-]?\d+(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NOT_FINITE = frozenset({"nan", "infinity", "-infinity", "inf", "-inf", "∞", "-∞"})
_TICKS = 7


@dataclass(frozen=True)
class Failure:
    """An error cell: the code that M gives, and why."""

    code: str
    why: str

    def __str__(self) -> str:
        """Give code and cause in one line."""
        return f"{self.code}: {self.why}"


@dataclass(frozen=True)
class Value:
    """A cell that holds something."""

    data: JSON


Cell = Value | Failure


class Refused(ValueError):
    """Text or a value that has no place in a column of its type."""


def converted(value: Any, m_type: str, *, from_text: bool) -> JSON:
    """Return *value* for a column of *m_type*; Refused when it has no place there.

    *from_text*: the table has text only (CSV), and its user has set the columns' types.
    """
    if value is None or (from_text and value == "" and m_type not in ("text", "any")):
        return None
    if m_type == "any":
        return value
    if from_text and m_type in _FROM_TEXT:
        return _FROM_TEXT[m_type](str(value).strip() if m_type != "text" else str(value))
    return _typed(value, m_type)


def _typed(value: Any, m_type: str) -> JSON:
    """Return a value that already has a type, if it is the column's."""
    if m_type in ("Int64.Type", "number"):
        return _number(value, whole=m_type == "Int64.Type")
    kind = _PYTHON.get(m_type, object)
    if not isinstance(value, kind):
        raise Refused(f"we cannot convert {shown(value)} to type {m_type}")
    return _FROM_TEXT[m_type](str(value)) if m_type in _MOMENTS else value


def _number(value: Any, *, whole: bool) -> JSON:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(f"we cannot convert {shown(value)} to type Number")
    if not math.isfinite(value):
        return None
    if whole and value != int(value):
        raise Refused(f"{value} is no whole number")
    if abs(value) > EXACT and whole:
        raise Refused(f"{value} is beyond 2^53: M's numbers are doubles")
    return int(value) if whole else value


def _whole(text: str) -> JSON:
    if not _WHOLE.fullmatch(text):
        raise Refused(f"we couldn't convert {shown(text)} to a whole number")
    return _number(int(text.partition(".")[0]), whole=True)


def _decimal(text: str) -> JSON:
    if text.lower() in _NOT_FINITE:
        return None
    if not _NUMBER.fullmatch(text):
        raise Refused(f"we couldn't convert {shown(text)} to Number")
    return _shortest(text)


def _shortest(text: str) -> JSON:
    """Return the number; a whole one as an integer, as JSON writes M's numbers."""
    if re.fullmatch(r"[+-]?\d+", text) and abs(int(text)) <= EXACT:
        return int(text)
    value = float(text)
    return None if math.isinf(value) else value


def _logical(text: str) -> JSON:
    if text.lower() not in ("true", "false"):
        raise Refused(f"we couldn't convert {shown(text)} to Logical")
    return text.lower() == "true"


def _moment(text: str) -> JSON:
    moment = _read(formats.parse_date_time, text, "DateTime")
    if moment.digits[_TICKS:].strip("0"):
        raise Refused(f"{shown(text)} is finer than M's 100 nanoseconds")
    digits = f".{moment.digits[:_TICKS]}" if moment.digits.strip("0") else ""
    return f"{moment.seconds.isoformat()}{digits}{_offset(text, moment)}"


def _offset(text: str, moment: formats.Moment) -> str:
    if moment.offset is None:
        return ""
    if not moment.offset:
        return "+00:00"
    found = re.search(r"([+-]\d\d):?(\d\d)$", text.strip())
    return f"{found[1]}:{found[2]}" if found else ""


def _date(text: str) -> JSON:
    return str(_read(formats.parse_date, text, "Date").isoformat())


def _time(text: str) -> JSON:
    _read(formats.parse_time, text, "Time")
    return text


def _duration(text: str) -> JSON:
    _read(formats.parse_duration, text, "Duration")
    return text


def _read(parse: Callable[[str], Any], text: str, name: str) -> Any:
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise Refused(f"we couldn't parse {shown(text)} as {name} without guessing") from None


def _no_text(text: str) -> JSON:
    raise Refused("a table of text has no lists and records")


_FROM_TEXT: dict[str, Callable[[str], JSON]] = {
    "text": lambda text: text,
    "Int64.Type": _whole,
    "number": _decimal,
    "logical": _logical,
    "datetime": _moment,
    "date": _date,
    "time": _time,
    "duration": _duration,
    "list": _no_text,
    "record": _no_text,
}
_MOMENTS = ("datetime", "date", "time", "duration")
_PYTHON: dict[str, type] = {
    "text": str,
    "logical": bool,
    "datetime": str,
    "date": str,
    "time": str,
    "duration": str,
    "list": list,
    "record": dict,
}
