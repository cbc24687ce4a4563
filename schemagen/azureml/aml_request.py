"""Answers ``azureml.contrib.services.aml_request`` and its twin in azureml_inference_server_http.

``rawhttp`` is a mark on the function. AMLRequest is what a script needs of a request without any
web library; a server hands out a fuller one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

RAW_HTTP = "__schemagen_rawhttp__"
"""The attribute that marks a ``run`` as wanting the request itself."""

Function = TypeVar("Function")


def rawhttp(func: Function) -> Function:
    """Mark *func* as wanting the HTTP request itself; *func* comes back as it is."""
    setattr(func, RAW_HTTP, True)
    return func


class AMLRequest:
    """An HTTP request as ``run(request)`` sees it: method, path, query, headers and body."""

    def __init__(
        self,
        data: bytes = b"",
        method: str = "POST",
        path: str = "/score",
        query_string: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data
        self.method = method
        self.path = path
        self.query_string = query_string.encode()
        self.headers = dict(headers or {})

    @property
    def full_path(self) -> str:
        """The path with ``?`` and the query, even an empty one."""
        return f"{self.path}?{self.query_string.decode()}"

    @property
    def args(self) -> dict[str, str]:
        """The query's parameters; of a repeated one, the first."""
        from urllib.parse import parse_qsl

        pairs = parse_qsl(self.query_string.decode(), keep_blank_values=True)
        return dict(reversed(pairs))

    def get_data(self, cache: bool = True, as_text: bool = False) -> bytes | str:
        """Return the body."""
        return self.data.decode() if as_text else self.data

    def get_json(self, force: bool = False, silent: bool = False) -> Any:
        """Return the body's JSON; ValueError when it is none, None if *silent*."""
        try:
            return json.loads(self.data)
        except ValueError:
            if silent:
                return None
            raise

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return self.get_json()
