"""How deep JSON is nested, found out from its brackets before anything is made of it."""

from __future__ import annotations

import json
import re
from array import array
from itertools import accumulate

_FLAT = 8
"""Bodies of so few levels, nearly all, are told without a look into their texts."""

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_AS_LISTS = bytes.maketrans(b"{}", b"[]")
_AS_STEPS = bytes.maketrans(b"[]", b"\x01\xff")


def deeper(body: bytes, limit: int) -> bool:
    """Tell whether JSON is nested deeper than *limit*, in time that its length alone bounds."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    if not _folded(_brackets(body), min(limit, _FLAT)):
        return False
    steps = array("b", _brackets(_TEXT.sub(b"", _utf8(body))).translate(_AS_STEPS))
    return max(accumulate(steps), default=0) > limit


def _brackets(body: bytes) -> bytes:
    return body.translate(_AS_LISTS, _OTHERS)


def _folded(brackets: bytes, levels: int) -> bytes:
    """Return *brackets* without the innermost ones, so many *levels* of them."""
    for _ in range(levels):
        brackets = brackets.replace(b"[]", b"")
    return brackets


def _utf8(body: bytes) -> bytes:
    encoding = json.detect_encoding(body)
    return body if encoding.startswith("utf-8") else body.decode(encoding, "replace").encode()
