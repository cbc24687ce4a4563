"""Big arrays of numbers by simdjson, where it is installed (the extra ``fast``).

The same results as by the typed decoder: every item must be a number that the dtype holds, every
row of its length, no other key; whatever is not sure is left to the typed decoder.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from schemagen.adapters.fast import Unsure
from schemagen.adapters.numpy.base import Array, DType

_WIDE: dict[str, DType] = {"f": np.dtype("f8"), "i": np.dtype("i8"), "u": np.dtype("u8")}
_BUFFERS = {"f": "d", "i": "i", "u": "u"}
"""What simdjson calls the widest dtype of each kind."""


def array_reader(inner: tuple[int, ...], dtype: DType) -> Callable[[bytes, str], Array] | None:
    """Return what reads a body with an array at one key, rows of the shape *inner*.

    None for what only the typed decoder reads, and without simdjson.
    """
    if not _is_plain(dtype) or 0 in inner or find_spec("simdjson") is None:
        return None
    import simdjson

    parsers = threading.local()  # a parser serves one thread
    wide, kind = _WIDE[dtype.kind], _BUFFERS[dtype.kind]
    fits: Callable[[Any, bytes, str], bool]
    fits = _is_flat if not inner else _Rows(inner[0]) if len(inner) == 1 else _Nested(inner)

    def read(body: bytes, name: str) -> Array:
        try:
            parser = parsers.parser
        except AttributeError:
            parser = parsers.parser = simdjson.Parser()
        nulls = 0
        if body.find(b"n", body.find(b"[")) >= 0:  # no numbers alone, then
            if dtype != "f8":
                raise Unsure
            nulls, body = body.count(b"null"), body.replace(b"null", _NULL_TEXT)
        try:
            document = parser.parse(body)
            items = document[name]
            if list(document.keys()).count(name) != 1 or not fits(items, body, name):
                raise Unsure
            found = _numbers(items, kind, wide)
        except (RuntimeError, AttributeError, KeyError) as error:
            raise Unsure from error
        if nulls:
            found = _with_nulls(found, nulls)
        elif wide is not dtype:
            found = _narrowed(found, dtype)
        return found.reshape(-1, *inner) if inner else found

    return read


def _numbers(items: Any, kind: str, wide: DType) -> Array:
    """Return all numbers of *items*; those of an integer dtype may come as ``3.0``."""
    try:
        return np.frombuffer(items.as_buffer(of_type=kind), wide)  # type: ignore[no-any-return]
    except TypeError:
        if kind == "d":
            raise
    floats: Array = np.frombuffer(items.as_buffer(of_type="d"), "f8")
    if (np.abs(floats) >= _EXACT).any():  # here a double may stand for several integers
        raise Unsure
    whole = floats.astype(wide)
    if (whole != floats).any():
        raise Unsure
    return whole


_EXACT = 2.0**53


_NULL, _NULL_TEXT = 9e99, b"9e99"
"""Stands for null while numbers are read; where it comes up of itself, the numbers differ."""


def _with_nulls(found: Array, nulls: int) -> Array:
    gone = found == _NULL
    if np.count_nonzero(gone) != nulls:
        raise Unsure
    return np.where(gone, np.nan, found)


def _is_plain(dtype: DType) -> bool:
    return dtype.isnative and dtype.kind in _WIDE and dtype.itemsize <= 8


def _narrowed(wide: Array, dtype: DType) -> Array:
    """Return *wide* in its own dtype; Unsure beyond its range."""
    if not wide.size or dtype == wide.dtype:
        return wide.astype(dtype, copy=False)
    ends: Any = np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)
    if wide.min() < ends.min or wide.max() > ends.max:
        raise Unsure
    return wide.astype(dtype)


def _is_flat(_: Any, body: bytes, name: str) -> bool:
    return _lists(body) == 1 + name.count("[")


def _lists(body: bytes) -> int:
    """Return how many lists open in *body*; its own ``count`` takes three times as long."""
    chars: Array = np.frombuffer(body, "u1")
    pieces = (chars[at : at + _PIECE] for at in range(0, len(chars), _PIECE))
    return sum(int(np.count_nonzero(piece == _OPEN)) for piece in pieces)


_PIECE = 1 << 18
_OPEN = np.uint8(ord("["))


class _Rows:
    """Rows of so many numbers: a row is a list of numbers if no other list opens."""

    def __init__(self, columns: int) -> None:
        self._sizes = {columns}

    def __call__(self, items: Any, body: bytes, name: str) -> bool:
        lists = len(items) + 1 + name.count("[")
        return set(map(len, items)) <= self._sizes and _lists(body) == lists


class _Nested:
    """Rows of rows: what is left of the body without its numbers is known from its shape."""

    def __init__(self, inner: tuple[int, ...]) -> None:
        row = b"," * (inner[-1] - 1)
        for size in reversed(inner[:-1]):
            row = b",".join([b"[%b]" % row] * size)
        self._row = b"[%b]" % row

    def __call__(self, items: Any, body: bytes, name: str) -> bool:
        around = json.dumps(name).encode().translate(None, _OTHERS)
        rows = b",".join([self._row] * len(items))
        return body.translate(None, _OTHERS) == around + b"[%b]" % rows


_OTHERS = bytes(set(range(256)) - set(b"[],"))
