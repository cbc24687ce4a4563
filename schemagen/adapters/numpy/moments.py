"""Columns of RFC 3339 text to datetime64 and back, in a few passes over all of them.

Text of one fixed layout is checked and read as a matrix of characters; any other goes one by one
through the grammar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from schemagen.adapters.fast import Unsure
from schemagen.adapters.numpy.base import Array, DType
from schemagen.adapters.numpy.times import DateTimeItems

_LAYOUT: Array = np.frombuffer(b"0000-00-00T00:00:00", "u1")
_MARKS = np.flatnonzero(_LAYOUT - ord("0"))
_DIGITS = np.setdiff1d(np.arange(len(_LAYOUT)), _MARKS)
_SIZE = len(_LAYOUT)
_PLACES = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_UNITS = frozenset({*_PLACES, "D", "h", "m"})
_NANOSECOND_YEARS = (1678, 2261)
"""Whole years that nanoseconds reach."""


def moments(cells: Sequence[str | None], items: DateTimeItems) -> Array:
    """Return *cells* as a 1-d array of the dtype of *items*; null is NaT."""
    try:
        text = "".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return _with_nulls(cells, items)
    try:
        return _fixed(text, cells, items.dtype) if cells else np.empty(0, items.dtype)
    except Unsure:
        return items.decode(cells)


def _with_nulls(cells: Sequence[str | None], items: DateTimeItems) -> Array:
    array = np.full(len(cells), "NaT", items.dtype)
    present = [cell for cell in cells if cell is not None]
    if present:
        array[np.fromiter((cell is not None for cell in cells), "?", len(cells))] = moments(
            present, items
        )
    return array


def _fixed(text: str, cells: Sequence[Any], dtype: DType) -> Array:
    """Return *cells*, all of one layout; Unsure where they are not, or are no date-times."""
    raw, rows, width = text.encode(), len(cells), len(cells[0])
    if len(raw) != rows * width or set(map(len, cells)) != {width}:
        raise Unsure
    chars: Array = np.frombuffer(raw, "u1").reshape(rows, width)
    places = _places(chars[0].tobytes())
    if not _is_layout(chars, places):
        raise Unsure
    return _parsed(chars, places, dtype)


def _places(first: bytes) -> int:
    """Return how many digits of a second the layout of *first* has."""
    return max(len(first.removesuffix(b"Z")) - _SIZE - 1, 0)


def _is_layout(chars: Array, places: int) -> bool:
    width = chars.shape[1]
    end = _SIZE + places + 1 if places else _SIZE
    if width not in (end, end + 1) or not (chars[:, _MARKS] == _LAYOUT[_MARKS]).all():
        return False
    if width == end + 1 and not (chars[:, -1] == ord("Z")).all():
        return False
    if places and not (chars[:, _SIZE] == ord(".")).all():
        return False
    return _digits(chars[:, _DIGITS]) and _digits(chars[:, _SIZE + 1 : end])


def _digits(chars: Array) -> bool:
    return bool(((chars - np.uint8(ord("0"))) <= 9).all())


def _parsed(chars: Array, places: int, dtype: DType) -> Array:
    """Return checked layouts in *dtype*; Unsure for what is no date or may not fit the dtype.

    numpy's own reader of bytes is not used: versions before 1.25 crash where it fails.
    """
    unit, step = np.datetime_data(dtype)
    if step != 1 or unit not in _UNITS or places > _PLACES.get(unit, 0):
        raise Unsure
    seconds = _days(chars, unit).astype("M8[s]") + _clock(chars)
    made = seconds.astype(dtype)
    if unit not in _PLACES and (made != seconds).any():
        raise Unsure
    if places:
        digits = _number(chars, _SIZE + 1, places) * 10 ** (_PLACES[unit] - places)
        made += digits.astype(f"m8[{unit}]")
    return made


def _days(chars: Array, unit: str) -> Array:
    low, high = _NANOSECOND_YEARS if unit == "ns" else (1, 9999)
    year, month = _between(low, high, _number(chars, 0, 4)), _between(1, 12, _number(chars, 5, 2))
    months = ((year - 1970) * 12 + month - 1).astype("M8[M]")
    days = months.astype("M8[D]") + (_between(1, 31, _number(chars, 8, 2)) - 1).astype("m8[D]")
    if (days.astype("M8[M]") != months).any():
        raise Unsure
    return days


def _clock(chars: Array) -> Array:
    hour, minute = _between(0, 23, _number(chars, 11, 2)), _between(0, 59, _number(chars, 14, 2))
    second = _between(0, 59, _number(chars, 17, 2))
    return (hour * 3600 + minute * 60 + second).astype("m8[s]")


def _number(chars: Array, at: int, digits: int) -> Array:
    """Return the number that stands in some columns of digits."""
    tens: Array = 10 ** np.arange(digits - 1, -1, -1, dtype="i8")
    return (chars[:, at : at + digits].astype("i8") - ord("0")) @ tens


def _between(low: int, high: int, number: Array) -> Array:
    if number.min() < low or number.max() > high:
        raise Unsure
    return number


def moment_texts(array: Array) -> list[str | None]:
    """Return datetime64 as RFC 3339; Unsure where digits after the second are needed."""
    whole = array.astype("M8[s]")
    gone = np.isnat(whole)
    there = whole[~gone]
    if (there < _FIRST).any() or (there > _LAST).any():
        raise Unsure
    if ((whole != array) & ~gone).any():
        raise Unsure
    texts = _written(np.where(gone, _FIRST, whole))
    for at in np.flatnonzero(gone).tolist():
        texts[at] = None
    return texts


_FIRST, _LAST = np.datetime64("0001-01-01T00:00:00"), np.datetime64("9999-12-31T23:59:59")
_WRITTEN: Array = np.frombuffer(b"0000-00-00T00:00:00Z", "u1").astype("u4")


def _written(whole: Array) -> list[str | None]:
    """Return whole seconds as text: numpy's own way takes five times as long."""
    days, months = whole.astype("M8[D]"), whole.astype("M8[M]")
    year = months.astype("M8[Y]").astype("i8") + 1970
    clock = (whole - days).astype("i8")
    chars = np.tile(_WRITTEN, (len(whole), 1))
    _put(chars, 0, year // 100)
    _put(chars, 2, year % 100)
    _put(chars, 5, months.astype("i8") % 12 + 1)
    _put(chars, 8, (days - months.astype("M8[D]")).astype("i8") + 1)
    _put(chars, 11, clock // 3600)
    _put(chars, 14, clock // 60 % 60)
    _put(chars, 17, clock % 60)
    return list(chars.view(f"U{len(_WRITTEN)}")[:, 0].tolist())


def _put(chars: Array, at: int, number: Array) -> None:
    """Write a *number* of two digits."""
    number = number.astype("u4")
    chars[:, at] += number // 10
    chars[:, at + 1] += number % 10
