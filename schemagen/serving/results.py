"""What ``run()`` gives, as an answer."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any

from schemagen.adapters.python.union import encode_any
from schemagen.errors import EncodeError
from schemagen.operation import Operation
from schemagen.sample import Sample
from schemagen.schema import JSON
from schemagen.serving.answer import Answer, error, json_answer

log = logging.getLogger("schemagen.serving")

_NO_FORM = (EncodeError, TypeError, ValueError, AttributeError, LookupError)
"""What an adapter raises for a value that is not of its library."""


class Results:
    """Writes results as strict JSON: in the declared form where it fits, else in their own.

    *nan* says what becomes of NaN and infinity: ``null``, with one warning, or ``error``. With
    *check* a result that is not of the declared form is the script's failure.
    """

    def __init__(
        self, operation: Operation | None, nan: str = "null", *, check: bool = False
    ) -> None:
        self._output = operation.output if operation else None
        self._nan = nan
        self._check = check
        self._warned: set[str] = set()

    def answer(self, result: Any) -> Answer:
        """Return the answer that carries *result*; 500 when it has no JSON form."""
        try:
            return json_answer(200, self._text(result).encode())
        except EncodeError as why:
            told = f"run() returned {_kind(result)}, which cannot be written as JSON"
            log.error("%s: %s", told, why)  # noqa: TRY400 - where is known, the trace says less
            return error(500, told, failed=True)

    def _text(self, result: Any) -> str:
        if result is None:
            return "{}"
        output = self._output
        return self._dumped(result if output is None else self._declared(result, output))

    def _declared(self, result: Any, output: Sample) -> Any:
        try:
            return output.encode(result)
        except _NO_FORM as why:
            if self._check:
                raise EncodeError(f"it is not what @output_schema declares: {why}") from None
            self._warn("output", "run() returned other than @output_schema declares: %s", why)
            return result

    def _dumped(self, value: Any) -> str:
        try:
            return _ENCODER.encode(value)
        except RecursionError:
            raise EncodeError("it is nested too deeply") from None
        except ValueError as why:
            if isinstance(why, EncodeError) or "Circular" in str(why):
                raise EncodeError(str(why)) from None
            return self._without_nan(value)
        except TypeError as why:
            raise EncodeError(str(why)) from None

    def _without_nan(self, value: Any) -> str:
        if self._nan == "error":
            raise EncodeError("it holds NaN or infinity")
        self._warn("nan", "run() returned NaN or infinity, which JSON has not: null is sent")
        loose = json.dumps(value, default=_plain)
        return json.dumps(json.loads(loose, parse_constant=lambda _: None))

    def _warn(self, once: str, text: str, *more: object) -> None:
        if once not in self._warned:
            self._warned.add(once)
            log.warning(text, *more)


def _plain(value: Any) -> JSON:
    """Return the JSON of what the json module does not know."""
    with suppress(RecursionError):
        return encode_any(value)
    raise EncodeError("it is nested too deeply")


def _kind(value: Any) -> str:
    """Return what *value* is, with its article: ``an object``, ``a tuple``."""
    name = type(value).__name__
    return f"an {name}" if name[0].lower() in "aeiou" else f"a {name}"


_ENCODER = json.JSONEncoder(allow_nan=False, default=_plain)
