"""``AMLResponse`` in a server: Werkzeug's response, under the names that scripts import it by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from schemagen.serving.answer import FAILED

_WHOLE = frozenset(
    {"expires", "date", "last-modified", "retry-after", "set-cookie", "www-authenticate"}
)
"""Headers whose values have commas of their own."""


class AMLResponse(Response):
    """What a script answers: body, status and headers.

    A text or bytes *message* is sent as it is; with *json_str*, and for None and dicts, as JSON.
    A header's value is split at its commas into several headers.
    """

    def __init__(
        self,
        message: Any,
        status_code: int | str,
        response_headers: Mapping[str, Any] | None = None,
        json_str: bool = False,
        run_function_failed: bool = False,
    ) -> None:
        as_json = json_str or message is None or isinstance(message, dict)
        kind = "application/json" if as_json else "text/html"
        super().__init__(_body(message, as_json), status=status_code, mimetype=kind)
        self.headers[FAILED] = str(run_function_failed)
        for name, value in (response_headers or {}).items():
            self._add(name, str(value))

    def _add(self, name: str, value: str) -> None:
        low = name.lower()
        if low in ("content-type", FAILED):
            self.headers[name] = value
            return
        for part in [value] if low in _WHOLE else value.split(","):
            self.headers.add(name, part.strip())


def _body(message: Any, as_json: bool) -> Any:
    if as_json:
        return json.dumps({} if message is None else message)
    if isinstance(message, (bytearray, memoryview)):
        return bytes(message)
    return str(message) if isinstance(message, (bool, int, float)) else message
