"""What ``run()`` gives, as an answer."""

from __future__ import annotations

import codecs
import json
import logging
from contextlib import suppress
from typing import Any

from schemagen.adapters.python.union import encode_any
from schemagen.codec.encode import NO_FORM, holds_nan
from schemagen.codec.judge import Judge
from schemagen.codec.parse import parse
from schemagen.errors import EncodeError, InputError
from schemagen.operation import Operation
from schemagen.schema import JSON
from schemagen.serving.answer import Answer, error, json_answer

log = logging.getLogger("schemagen.serving")

_LOOKED_AT = 100
"""So many answers of a worker are compared with the declared output."""


class Results:
    """Writes results as strict JSON: in the declared form where it fits, else in their own.

    *nan* says what becomes of NaN and infinity: ``null``, with one warning, or ``error``. With
    *check* a result that is not of the declared form is the script's failure.
    """

    def __init__(
        self, operation: Operation | None, nan: str = "null", *, check: bool = False
    ) -> None:
        self._encode = operation.encode if operation else _written
        self._output = operation.output if operation else None
        self._judge = Judge(self._output.schema) if self._output and check else None
        self._looks = _LOOKED_AT if self._output else 0
        self._nan_is_error = nan == "error"
        # what declares floats publishes that they may be null
        self._nan_is_news = self._output is None

    def answer(self, result: Any) -> Answer:
        """Return the answer that carries *result*; 500 when it has no JSON form."""
        try:
            return json_answer(200, self._body(result))
        except EncodeError as why:
            told = f"run() returned {_kind(result)}, which cannot be written as JSON"
            log.error("%s: %s", told, why)  # noqa: TRY400 - where is known, the trace says less
            return error(500, told, failed=True)

    def _body(self, result: Any) -> bytes:
        if result is None:
            return b"{}"
        try:
            body = self._encode(result)
        except EncodeError:
            if self._output and self._output.codec.holds(result) and not _is_json(result):
                raise  # its own form would leave out what has no place in the declared one
            body = _written(result)
        if (self._nan_is_news or self._nan_is_error) and b"null" in body:
            self._look_for_nan(result)
        if self._judge:
            _judged(body, self._judge)
        elif self._looks:
            self._looks -= 1
            self._look(result)
        return body if body.isascii() else _in_ascii(body)

    def _look_for_nan(self, result: Any) -> None:
        if not holds_nan(result):
            return
        if self._nan_is_error:
            raise EncodeError("it holds NaN or infinity")
        self._nan_is_news = False
        log.warning("run() returned NaN or infinity, which JSON has not: null is sent")

    def _look(self, result: Any) -> None:
        """Log the first result that the declared output cannot write."""
        try:
            if self._output:
                self._output.encode(result)
        except (*NO_FORM, RecursionError) as why:
            self._looks = 0
            log.warning("run() returned other than @output_schema declares: %s", why)


def _is_json(value: Any) -> bool:
    """Tell whether Azure's server writes *value* without help, keys that are no text and all."""
    return isinstance(value, (dict, list, tuple, str, int, float))


def _judged(body: bytes, judge: Judge) -> None:
    """Raise EncodeError when *body* is not what the declared output publishes."""
    try:
        judge.check(parse(body))
    except InputError as why:
        raise EncodeError(f"it is not what @output_schema declares: {why}") from None


def _written(value: Any) -> bytes:
    """Return *value* as Azure's server writes it, NaN and infinity as null."""
    try:
        return _ENCODER.encode(value).encode()
    except RecursionError:
        raise EncodeError("it is nested too deeply") from None
    except ValueError as why:
        if isinstance(why, EncodeError) or "Circular" in str(why):
            raise EncodeError(str(why)) from None
        loose = json.dumps(value, default=_plain)
        return json.dumps(json.loads(loose, parse_constant=lambda _: None)).encode()
    except TypeError as why:
        raise EncodeError(str(why)) from None


def _plain(value: Any) -> JSON:
    """Return the JSON of what the json module does not know."""
    with suppress(RecursionError):
        return encode_any(value)
    raise EncodeError("it is nested too deeply")


def _in_ascii(body: bytes) -> bytes:
    """Return JSON with what is not ASCII escaped, as Azure's server sends it."""
    return body.decode().encode("ascii", "schemagen.json")


def _escaped(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return json.dumps(problem.object[problem.start : problem.end])[1:-1], problem.end


codecs.register_error("schemagen.json", _escaped)


def _kind(value: Any) -> str:
    """Return what *value* is, with its article: ``an object``, ``a tuple``."""
    name = type(value).__name__
    return f"an {name}" if name[0].lower() in "aeiou" else f"a {name}"


_ENCODER = json.JSONEncoder(allow_nan=False, default=_plain)
