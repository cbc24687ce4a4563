"""Results to strict JSON bytes: at once where the encoder can, else value by value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from schemagen.adapters import Codec
from schemagen.adapters.fast import Unsure, natural_bytes, writer
from schemagen.adapters.python.fields import fields_of
from schemagen.adapters.python.union import encode_any
from schemagen.codec.parse import write
from schemagen.errors import EncodeError, InputError

NO_FORM = (
    EncodeError, InputError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError,
    NotImplementedError,
)  # fmt: skip
"""What an adapter raises for a value that is not of its library."""

UNSURE = (Unsure, RecursionError, *NO_FORM)
"""What a fast writer raises for all that it leaves to the codecs."""
Write = Callable[[Any], bytes]


def fast_writer(codec: Codec | None) -> Write | None:
    """Return what writes ordinary results in the form of *codec*; natural ones if it is None."""
    return natural_bytes if codec is None else writer(codec)


def encode(result: Any, codec: Codec | None) -> bytes:
    """Return *result* in the form of *codec* where it is of its kind, else in its own."""
    try:
        return _written(result, codec)
    except RecursionError:
        raise EncodeError("it is nested too deeply, or holds itself") from None
    except EncodeError:
        raise
    except (ValueError, ArithmeticError, NotImplementedError) as error:
        raise EncodeError(f"a {type(result).__name__} cannot be written: {error}") from None


def _written(result: Any, codec: Codec | None) -> bytes:
    if codec is not None:
        try:
            return write(codec.encode(result))
        except NO_FORM as error:
            if isinstance(error, EncodeError) and codec.holds(result):
                raise  # of the declared kind: its own form would leave out what has no place
    return write(encode_any(result))


def encode_finite(write_one: Write, result: Any, nan: str) -> bytes:
    """Return what *write_one* writes; EncodeError where *result* holds NaN or infinity."""
    if nan != "error":
        raise ValueError(f"nan={nan!r} is neither 'null' nor 'error'")
    once = isinstance(result, Iterator)
    held = list(result) if once else result  # it is read twice
    body = write_one(iter(held) if once else held)
    if b"null" in body and holds_nan(held):
        raise EncodeError("it holds NaN or infinity")
    return body


def holds_nan(value: Any) -> bool:
    """Tell whether NaN or infinity is anywhere in *value*."""
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, Mapping):
        return any(map(holds_nan, value.values()))
    for plain in ("to_numpy", "tolist"):  # frames, then arrays and series
        if hasattr(value, plain):
            return holds_nan(getattr(value, plain)())
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray)):
        return any(map(holds_nan, value))
    kind: Any = type(value)
    record = fields_of(kind)
    return record is not None and holds_nan(record.read(value))
