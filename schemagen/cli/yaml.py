"""JSON values as YAML 1.2: plain where no reader could take it for something else, else quoted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PLAIN = re.compile(r"[A-Za-z/$_][\w/$.,;()+-]*(?: [\w/$.,;()+-]+)*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What readers of YAML 1.1 or 1.2 do not take for text."""
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def yaml_text(value: Any) -> str:
    """Return *value* as a YAML document that ends in a newline."""
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, part in value.items():
            yield from _entry(f"{indent}{_scalar(key)}:", part, indent + "  ")
    elif isinstance(value, list) and value:
        for part in value:
            yield from _item(part, indent)
    else:
        yield indent + _scalar(value)


def _entry(head: str, part: Any, indent: str) -> Iterator[str]:
    if isinstance(part, (dict, list)) and part:
        yield head
        yield from _lines(part, indent)
    else:
        yield f"{head} {_scalar(part)}"


def _item(part: Any, indent: str) -> Iterator[str]:
    """Put the dash into the first line's indentation."""
    lines = _lines(part, indent + "  ")
    yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
    yield from lines


def _scalar(value: Any) -> str:
    is_plain = isinstance(value, str) and _PLAIN.fullmatch(value) and value.isascii()
    if is_plain and value.lower() not in _WORDS:
        return str(value)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, str):
        return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return re.sub(r"^(-?[0-9]+)e", r"\1.0e", text)  # without a point YAML 1.1 takes it for text
