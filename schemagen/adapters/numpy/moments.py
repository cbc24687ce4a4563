"""Columns of RFC 3339 text to datetime64 and back, in a few passes over all of them.

Text of one fixed layout is checked as a matrix of characters and parsed by numpy; any other goes
one by one through the grammar.
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
    size = _SIZE + places + 1 if places else _SIZE
    _check_years(chars, np.datetime_data(dtype))
    return _parsed(np.ascontiguousarray(chars[:, :size]).view(f"S{size}")[:, 0], places, dtype)


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


def _check_years(chars: Array, unit: tuple[str, int]) -> None:
    """Raise Unsure where a year may lie outside the range of *unit*."""
    years = (chars[:, :4].astype("i4") - ord("0")) @ np.array([1000, 100, 10, 1], "i4")
    low, high = _NANOSECOND_YEARS if unit[0] == "ns" else (1, 9999)
    if unit[1] != 1 or not low <= years.min() <= years.max() <= high:
        raise Unsure


def _parsed(texts: Array, places: int, dtype: DType) -> Array:
    """Return checked texts in *dtype*; Unsure where it may be too coarse or too narrow."""
    unit = np.datetime_data(dtype)[0]
    if places > _PLACES.get(unit, 0) or unit not in _UNITS:
        raise Unsure
    try:
        values = texts.astype(f"M8[{unit if unit in _PLACES else 's'}]")
    except ValueError:
        raise Unsure from None
    made = values.astype(dtype)
    if unit not in _PLACES and (made != values).any():
        raise Unsure
    return made


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
