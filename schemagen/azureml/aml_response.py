"""Answers ``aml_response`` of ``azureml.contrib.services`` and azureml_inference_server_http."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


class AMLResponse:
    """What a ``@rawhttp`` function answers: body, status and headers."""

    def __init__(
        self,
        message: Any,
        status_code: int,
        response_headers: Mapping[str, Any] | None = None,
        json_str: bool = False,
        run_function_failed: bool = False,
    ) -> None:
        as_json = json_str or message is None or isinstance(message, dict)
        self.response = json.dumps({} if message is None else message) if as_json else message
        self.status_code = int(status_code)
        kind = "application/json" if as_json else "text/html; charset=utf-8"
        self.headers: dict[str, Any] = {"Content-Type": kind, **(response_headers or {})}
        self.headers["x-ms-run-function-failed"] = str(bool(run_function_failed))

    def get_data(self) -> bytes:
        """Return the body; the pieces of an iterable one after the other."""
        body = self.response
        if isinstance(body, str):
            return body.encode()
        if isinstance(body, (bytes, bytearray, memoryview)):
            return bytes(body)
        return _joined(body)

    @property
    def status(self) -> int:
        """The status code."""
        return self.status_code


def _joined(pieces: Iterable[Any]) -> bytes:
    return b"".join(piece.encode() if isinstance(piece, str) else bytes(piece) for piece in pieces)
