"""Columns of RFC 3339 text to datetime64 and back, in a few passes over all of them.

Text of one fixed layout is checked and read as a matrix of characters; any other goes one by one
through the grammar.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from schemagen.adapters.fast import Unsure
from schemagen.adapters.numpy.base import Array, DType
from schemagen.adapters.numpy.times import DateTimeItems

_LAYOUT = "0000-00-00T00:00:00"
_PLACES = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_PARTS = frozenset({"s", "ms", "us"})
"""Units of which a datetime64 holds every year that can be written."""
_ENDS = ("0001", "9999")
"""Years that an offset may leave for one that cannot be written."""
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_UNITS = frozenset({*_PLACES, "D", "h", "m"})
_FEW = 200
"""Up to here numpy's own reader of text is faster."""
_SOME = 1000
"""Up to here Python's own date-times are written faster."""
_ALL_YEARS = (np.datetime64("0001-01-01T00:00:00"), np.datetime64("9999-12-31T23:59:59"))
_YEARS = {"ns": (np.datetime64("1678-01-01T00:00:00"), np.datetime64("2261-12-31T23:59:59"))}
"""Whole years that nanoseconds reach."""


def moments(cells: Sequence[str | None], items: DateTimeItems) -> Array:
    """Return *cells* as a 1-d array of the dtype of *items*; null is NaT."""
    try:
        text = "".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return _with_nulls(cells, items)
    try:
        return _fixed(text, cells, items.dtype) if cells else np.empty(0, items.dtype)
    except (Unsure, ValueError):  # numpy's own says that there is no 30 February
        return _by_layout(cells, items)


def _by_layout(cells: Sequence[Any], items: DateTimeItems) -> Array:
    """Return *cells* of several layouts: those of one at once, one by one where none is known."""
    places: dict[tuple[int, str], list[int]] = {}
    for at, cell in enumerate(cells):
        places.setdefault((len(cell), _zone(cell)), []).append(at)
    array = np.empty(len(cells), items.dtype)
    for (_, zone), found in places.items():
        part = [cells[at] for at in found]
        try:
            array[found] = _shifted(part, zone, items.dtype)
        except (Unsure, ValueError):
            array[found] = items.decode(part)
    return array


def _zone(cell: str) -> str:
    """Return the offset that ends a date-time, such as ``+02:00``; nothing for ``Z`` and none."""
    zone = cell[-6:] if len(cell) > len(_LAYOUT) else ""
    return zone if zone[:1] in ("+", "-") and zone[3:4] == ":" else ""


def _shifted(cells: Sequence[str], zone: str, dtype: DType) -> Array:
    """Return *cells* of one layout, all with the same offset from UTC."""
    if not zone:
        return _fixed("".join(cells), cells, dtype)
    hours, minutes = zone[1:3], zone[4:]
    if not (zone.isascii() and (hours + minutes).isdecimal() and hours < "24" and minutes < "60"):
        raise Unsure
    local = [cell[:-6] for cell in cells]
    if np.datetime_data(dtype)[0] not in _PARTS or any(year[:4] in _ENDS for year in local):
        raise Unsure
    offset = np.timedelta64(int(hours) * 60 + int(minutes), "m")
    made = _fixed("".join(local), local, dtype)
    return made + offset if zone[0] == "-" else made - offset


def _with_nulls(cells: Sequence[str | None], items: DateTimeItems) -> Array:
    array = np.full(len(cells), "NaT", items.dtype)
    present = [cell for cell in cells if cell is not None]
    if present:
        array[np.fromiter((cell is not None for cell in cells), "?", len(cells))] = moments(
            present, items
        )
    return array


def _fixed(text: str, cells: Sequence[Any], dtype: DType) -> Array:
    """Return *cells*, all of one layout; Unsure where they are not, or may not fit the dtype."""
    raw, rows, width = text.encode(), len(cells), len(cells[0])
    unit, step = np.datetime_data(dtype)
    zone = cells[0][-1:] == "Z"
    places = max(width - zone - len(_LAYOUT) - 1, 0)
    if step != 1 or unit not in _UNITS or places > _PLACES.get(unit, 0):
        raise Unsure
    if rows <= _FEW and unit in _PARTS:
        return _few(raw, cells, places, zone, dtype)
    low, span = _layout(places, zone)
    if len(raw) != rows * width or low.size != width or set(map(len, cells)) != {width}:
        raise Unsure
    chars: Array = np.frombuffer(raw, "u1").reshape(rows, width)
    digits = chars - low
    if not (digits <= span).all():
        raise Unsure
    seconds = _days(digits) + _clock(digits)
    return _in_unit(seconds, digits, places, unit, dtype)


def _few(raw: bytes, cells: Sequence[str], places: int, zone: bool, dtype: DType) -> Array:
    """Return *cells* as numpy reads them, which takes more than our layout, and any year."""
    layout = _text_layout(places, zone)
    if raw.translate(_ZEROS) != layout * len(cells) or set(map(len, cells)) != {len(layout)}:
        raise Unsure
    if b"0000-" in raw:
        raise Unsure
    return np.array([cell[:-1] for cell in cells] if zone else cells, dtype)


def _text_layout(places: int, zone: bool) -> bytes:
    return (_LAYOUT + ("." + "0" * places if places else "") + "Z" * zone).encode()


@cache
def _layout(places: int, zone: bool) -> tuple[Array, Array]:
    """Return the least character of each place, and how many more it may be."""
    low: Array = np.frombuffer(_text_layout(places, zone), "u1")
    return low, np.where(low == ord("0"), np.uint8(9), np.uint8(0))


def _in_unit(seconds: Array, digits: Array, places: int, unit: str, dtype: DType) -> Array:
    """Return *seconds*, and what stands after the point, in *dtype*; Unsure beyond its range."""
    low, high = _YEARS.get(unit, _ALL_YEARS)
    if seconds.min() < low or seconds.max() > high:
        raise Unsure
    made: Array = seconds.astype(dtype)
    if unit not in _PLACES and (made != seconds).any():
        raise Unsure
    if places:
        parts = _number(digits, len(_LAYOUT) + 1, places) * 10 ** (_PLACES[unit] - places)
        made += parts.astype(f"m8[{unit}]")
    return made


def _days(digits: Array) -> Array:
    year, month = _number(digits, 0, 4), _between(1, 12, _number(digits, 5, 2))
    months = ((year - 1970) * 12 + month - 1).astype("M8[M]")
    days = months.astype("M8[D]") + (_between(1, 31, _number(digits, 8, 2)) - 1).astype("m8[D]")
    if (days.astype("M8[M]") != months).any():
        raise Unsure
    return days.astype("M8[s]")


def _clock(digits: Array) -> Array:
    hour, minute = _between(0, 23, _number(digits, 11, 2)), _between(0, 59, _number(digits, 14, 2))
    second = _between(0, 59, _number(digits, 17, 2))
    return (hour * 3600 + minute * 60 + second).astype("m8[s]")


def _number(digits: Array, at: int, size: int) -> Array:
    """Return the number that stands in some columns of digits."""
    tens: Array = 10 ** np.arange(size - 1, -1, -1, dtype="i8")
    return digits[:, at : at + size].astype("i8") @ tens


def _between(low: int, high: int, number: Array) -> Array:
    if number.min() < low or number.max() > high:
        raise Unsure
    return number


def moment_texts(array: Array) -> list[str | None]:
    """Return datetime64 as RFC 3339; Unsure beyond the years 1 to 9999."""
    texts = few_texts(array) if len(array) <= _SOME else []
    return texts or _many_texts(array)


def few_texts(array: Array) -> list[str | None]:
    """Return whole seconds as text by way of Python's own type; nothing where it is not so plain.

    Missing ones, fractions and strange years have other marks around them, or more of them.
    """
    import msgspec

    unit, step = np.datetime_data(array.dtype)
    if step != 1 or unit not in _PARTS:
        exact = array.astype("M8[us]")
        if unit != "ns" or (exact != array).any():
            return []
        array = exact
    text = msgspec.json.encode(array.tolist()).decode()
    if text[1:2] != '"' or "." in text:
        return []
    texts: list[str | None] = [*text[2:-1].replace('"', "Z").split(",Z")]
    return texts if len(texts) == len(array) else []


def _many_texts(array: Array) -> list[str | None]:
    """Return datetime64 as text in a few passes over all of them."""
    whole = array.astype("M8[s]")
    gone, odd = np.isnat(whole), whole != array
    first, last = _ALL_YEARS
    some = gone.any()
    filled = np.where(gone, first, whole) if some else whole
    if filled.min() < first or filled.max() > last:
        raise Unsure
    texts = _written(filled)
    if odd.any():
        _add_fractions(texts, array, whole, odd & ~gone)
    for at in np.flatnonzero(gone).tolist() if some else ():
        texts[at] = None
    return texts


def _add_fractions(texts: list[Any], array: Array, whole: Array, odd: Array) -> None:
    unit, step = np.datetime_data(array.dtype)
    places = _PLACES.get(unit)
    if step != 1 or not places:
        raise Unsure
    parts = (array[odd] - whole[odd]).astype("i8").tolist()
    for at, part in zip(np.flatnonzero(odd).tolist(), parts, strict=True):
        texts[at] = f"{texts[at][:-1]}.{part:0{places}d}".rstrip("0") + "Z"


_WRITTEN: Array = np.frombuffer(b"0000-00-00T00:00:00Z", "u1").astype("u4")
_PAIRS: Array = np.array([f"{number:02d}" for number in range(100)]).view("u8")
"""The two characters of each number up to 99, as one."""
_TWELVE, _SIXTY, _HUNDRED = np.uint32(12), np.uint32(60), np.uint32(100)


def _written(whole: Array) -> list[Any]:
    """Return whole seconds as text: numpy's own way takes five times as long."""
    days = whole.astype("M8[D]")
    months = days.astype("M8[M]")
    clock = (whole - days).astype("u4")
    year = (months.astype("i4") + np.int32(1970 * 12)).astype("u4")
    numbers = (
        year // np.uint32(1200), year // _TWELVE % _HUNDRED, year % _TWELVE + np.uint32(1),
        (days - months.astype("M8[D]")).astype("u4") + np.uint32(1),
        clock // np.uint32(3600), clock // _SIXTY % _SIXTY, clock % _SIXTY,
    )  # fmt: skip
    chars: Array = np.empty((len(whole), len(_WRITTEN)), "u4")
    chars[:] = _WRITTEN
    for at, number in zip((0, 2, 5, 8, 11, 14, 17), numbers, strict=True):
        chars[:, at : at + 2] = _PAIRS.take(number).view("u4").reshape(-1, 2)
    return list(chars.view(f"U{len(_WRITTEN)}")[:, 0].tolist())
