"""What goes back to the client: a status, headers, and a body in one or many pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

FAILED = "x-ms-run-function-failed"
EXEC_MS = "x-ms-run-fn-exec-ms"

HTML = "text/html; charset=utf-8"
JSON_TYPE = "application/json"

NOT_FOUND = (
    "The requested URL was not found on the server. If you entered the URL manually please check "
    "your spelling and try again."
)
NOT_ALLOWED = "The method is not allowed for the requested URL."
SCRIPT_FAILED = "An unexpected error occurred in scoring script. Check the logs for more info."
SERVER_FAILED = "An unexpected internal error occurred. Check the logs for more info."

Headers = list[tuple[str, str]]
_BODILESS = frozenset({204, 304})


@dataclass(slots=True)
class Answer:
    """An answer: one body or, as *pieces*, a stream of them; headers are added to it."""

    status: int
    body: bytes = b""
    headers: Headers = field(default_factory=list)
    pieces: Iterable[bytes] | None = None
    reason: str = ""

    @property
    def line(self) -> str:
        """The status with its words."""
        if self.reason:
            return f"{self.status} {self.reason}"
        return _LINES.get(self.status) or f"{self.status} Unknown"

    @property
    def has_body(self) -> bool:
        """Tell whether the status allows a body."""
        return self.status not in _BODILESS and self.status >= 200

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def without(self, *names: str) -> Answer:
        """Take out the headers of these names, in lower case; return the answer."""
        self.headers = [pair for pair in self.headers if pair[0].lower() not in names]
        return self


_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def json_answer(
    status: int, body: bytes, *, failed: bool = False, headers: Iterable[tuple[str, str]] = ()
) -> Answer:
    """Return an answer of JSON bytes."""
    told = "True" if failed else "False"
    return Answer(status, body, [("Content-Type", JSON_TYPE), (FAILED, told), *headers])


def error(
    status: int,
    message: str,
    *,
    failed: bool = False,
    errors: list[dict[str, str]] | None = None,
    headers: Iterable[tuple[str, str]] = (),
) -> Answer:
    """Return the answer ``{"message": ...}``, with ``"errors"`` where there are any."""
    body: dict[str, object] = {"message": message}
    if errors:
        body["errors"] = errors
    return json_answer(status, json.dumps(body).encode(), failed=failed, headers=headers)


class Refused(Exception):
    """The request cannot be served; carries the answer that says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.line)
        self.answer = answer


def refuse(status: int, message: str, **more: str) -> Refused:
    """Return the exception that answers *status*; *more* are headers, ``_`` for ``-``."""
    headers = [(name.replace("_", "-"), value) for name, value in more.items()]
    return Refused(error(status, message, headers=headers))
