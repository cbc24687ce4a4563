"""Results to strict JSON bytes: what the encoder writes by itself, else by the codecs."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from schemagen.adapters import Codec
from schemagen.adapters.fast import Unsure, writer
from schemagen.adapters.python.union import encode_any
from schemagen.codec.parse import write
from schemagen.errors import EncodeError, InputError

NO_FORM = (EncodeError, InputError, TypeError, ValueError, AttributeError, LookupError)
"""What an adapter raises for a value that is not of its library."""


def encode(result: Any, codec: Codec | None) -> bytes:
    """Return *result* in the form of *codec* where it fits, else in its own."""
    try:
        return _written(result, codec)
    except RecursionError:
        raise EncodeError("it is nested too deeply, or holds itself") from None


def _written(result: Any, codec: Codec | None) -> bytes:
    if codec is not None:
        with suppress(*NO_FORM):
            return write(codec.encode(result))
    return write(encode_any(result))
