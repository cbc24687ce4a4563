"""JSON of anybody's making: read from a file, and taken for what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as File
from typing import Any, NoReturn

from schemagen.errors import SchemagenError
from schemagen.schema import JSON

YAML = (".yaml", ".yml")
_TOO_DEEP = "is nested too deeply"


class DocumentError(SchemagenError, ValueError):
    """A file is no document."""


def read_json(file: str | File, text: str | bytes | None = None) -> JSON:
    """Return the JSON of *file* (or of its *text*); DocumentError says what is wrong with it."""
    if str(file).lower().endswith(YAML):
        raise DocumentError(f"{file}: is YAML by its name; give the document as JSON")
    try:
        raw = File(file).read_bytes() if text is None else text
        return json.loads(raw, parse_constant=no_constant)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror or error}") from None
    except RecursionError:
        raise DocumentError(f"{file}: {_TOO_DEEP}") from None
    except ValueError as error:
        raise DocumentError(f"{file}: is not JSON: {str(error)[:200]}") from None


def no_constant(name: str) -> NoReturn:
    """Refuse ``NaN`` and ``Infinity``, which Python's reader takes."""
    raise ValueError(f"{name} is not JSON")


@contextmanager
def bounded(name: object) -> Iterator[None]:
    """Tell a document that is deeper than the stack, whatever its file looks like."""
    try:
        yield
    except RecursionError:
        raise DocumentError(f"{name or 'the document'}: {_TOO_DEEP}") from None


def as_dict(value: object) -> dict[str, Any]:
    """Return *value* if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return *value* if it is an array, else an empty one."""
    return value if isinstance(value, list) else []
