"""Bodies to parsed JSON, and JSON to bytes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import islice

from schemagen.errors import MAX_PROBLEMS, InputError, Path, Problem
from schemagen.schema import JSON


def parse(body: bytes | bytearray | memoryview | str) -> JSON:
    """Return the JSON of *body*: UTF-8, -16 or -32, with or without a BOM.

    The literals that Python's json writes beyond JSON are read: ``NaN`` as null, ``Infinity`` as
    itself. What is no JSON raises InputError.
    """
    raw = body if isinstance(body, str) else bytes(body)
    text = raw if isinstance(raw, str) else _decoded(raw)
    try:
        huge = _HUGE.search(text)
        data = json.loads(
            text.removeprefix("\ufeff"),
            parse_constant=_constant,
            parse_float=_number if huge else None,
        )
    except json.JSONDecodeError as error:
        raise unreadable(f"POST body could not be decoded as JSON: {error}") from None
    except RecursionError:
        raise unreadable("the body is nested too deeply") from None
    except ValueError as error:  # an integer of more digits than Python converts
        raise unreadable(str(error)) from None
    if huge and (problems := list(islice(_beyond(data, ()), MAX_PROBLEMS))):
        raise InputError(problems)
    return data


_HUGE = re.compile(r"[eE]\+?[0-9]{3}|[0-9]{200}")
"""What every number beyond binary64 has."""


def as_plain(body: object) -> bytes:
    """Return a body as UTF-8 without a BOM; TypeError or ValueError where that cannot be."""
    if isinstance(body, str):
        return body.removeprefix("\ufeff").encode()
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise TypeError(type(body))
    raw = bytes(body)
    encoding = json.detect_encoding(raw)
    if encoding == "utf-8":
        return raw
    return raw.decode(encoding).removeprefix("\ufeff").encode()


def parse_object(body: object) -> dict[str, JSON]:
    """Return the JSON object of *body*; InputError for a body of any other kind."""
    if not isinstance(body, (bytes, bytearray, memoryview, str)):
        raise unreadable(type(body).__name__)
    data = parse(body)
    if not isinstance(data, dict):
        raise unreadable("POST body should be a JSON dictionary.")
    return data


def _decoded(raw: bytes) -> str:
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable(f"the body is not {encoding}: {error}") from None


def unreadable(why: str) -> InputError:
    """Return the error of a body that cannot be read at all."""
    return InputError([Problem((), "a JSON object with the parameters of run()", why)])


def _constant(name: str) -> float | None:
    return None if name == "NaN" else float(name)


class _Beyond(float):
    """An infinity that stands for a number beyond binary64: ``1e999``."""

    text: str


def _number(text: str) -> float:
    value = float(text)
    if not math.isinf(value):
        return value
    beyond = _Beyond(value)
    beyond.text = text
    return beyond


def _beyond(data: JSON, path: Path) -> Iterator[Problem]:
    if isinstance(data, _Beyond):
        yield Problem(path, "a number that binary64 can hold", data.text)
    elif isinstance(data, (dict, list)):
        for step, item in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _beyond(item, (*path, step))


def write(value: JSON) -> bytes:
    """Return *value* as strict JSON in UTF-8; text that UTF-8 cannot hold is escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
