"""JSON of anybody's making: read from a file, and taken for what it is."""

from __future__ import annotations

import json
from pathlib import Path as File
from typing import Any

from schemagen.errors import SchemagenError
from schemagen.schema import JSON


class DocumentError(SchemagenError, ValueError):
    """A file is no document."""


def read_json(file: str | File, text: str | bytes | None = None) -> JSON:
    """Return the JSON of *file* (or of its *text*); DocumentError says what is wrong with it."""
    try:
        raw = File(file).read_bytes() if text is None else text
        return json.loads(raw)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{file}: is not JSON: {str(error)[:200]}") from None


def as_dict(value: object) -> dict[str, Any]:
    """Return *value* if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return *value* if it is an array, else an empty one."""
    return value if isinstance(value, list) else []
