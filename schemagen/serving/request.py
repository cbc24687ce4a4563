"""A request as the service sees it: a view of the WSGI environment, its body read once."""

from __future__ import annotations

import zlib
from typing import Any
from urllib.parse import parse_qsl

from schemagen.serving.answer import refuse

Environ = dict[str, Any]
WHOLE = "schemagen.whole"
"""The key that says that the body was read to its end."""
CALL = "schemagen.call"
"""The key of the call that waits for its turn."""


class Request:
    """A view of a WSGI environment."""

    __slots__ = ("environ", "id", "method", "path")

    def __init__(self, environ: Environ) -> None:
        self.environ = environ
        self.id = ""
        self.method: str = environ["REQUEST_METHOD"]
        path: str = environ.get("PATH_INFO") or "/"
        self.path = "/" + path.lstrip("/") if path[:2] == "//" or path[0] != "/" else path

    def header(self, name: str) -> str:
        """Return a header by its WSGI name without ``HTTP_``; an absent one is empty."""
        value: str = self.environ.get(f"HTTP_{name}", "")
        return value

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def content_type(self) -> str:
        """The content type as it was sent; an absent one is empty."""
        value: str = self.environ.get("CONTENT_TYPE") or ""
        return value

    @property
    def is_json(self) -> bool:
        """Tell whether the content type says JSON."""
        if self.environ.get("CONTENT_TYPE") == _JSON:
            return True
        kind = self.media_type
        return kind == _JSON or (kind.startswith("application/") and kind.endswith("+json"))

    @property
    def query(self) -> dict[str, list[str]]:
        """The parameters of the query, each with all its values."""
        found: dict[str, list[str]] = {}
        text = self.environ.get("QUERY_STRING") or ""
        for name, value in parse_qsl(text, keep_blank_values=True, errors="replace"):
            found.setdefault(name, []).append(value)
        return found

    @property
    def headers(self) -> dict[str, str]:
        """The headers, names in Title-Case."""
        found = {
            name[5:].replace("_", "-").title(): value
            for name, value in self.environ.items()
            if name.startswith("HTTP_")
        }
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            if self.environ.get(name):
                found[name.replace("_", "-").title()] = self.environ[name]
        return found

    def raw_body(self, limit: int) -> bytes:
        """Return the body as it was sent; Refused when it is too long or incomplete."""
        length = self.environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal():
            return self._declared(int(length), limit)
        if self.environ.get("HTTP_TRANSFER_ENCODING") or self.environ.get("wsgi.input_terminated"):
            body: bytes = self.environ["wsgi.input"].read(limit + 1)
            if len(body) > limit:
                raise too_large(limit)
            self.environ[WHOLE] = True
            return body
        return b""

    def _declared(self, length: int, limit: int) -> bytes:
        if length > limit:
            raise too_large(limit)
        body: bytes = self.environ["wsgi.input"].read(length) if length else b""
        if len(body) < length:
            raise refuse(400, f"The body ended after {len(body)} of {length} bytes.")
        self.environ[WHOLE] = True
        return body

    def body(self, limit: int) -> bytes:
        """Return the body, unpacked if it was sent packed; Refused when it cannot be."""
        raw = self.raw_body(limit)
        coding = self.environ.get("HTTP_CONTENT_ENCODING")
        return _unfolded(raw, coding.strip().lower(), limit) if coding and raw else raw


_JSON = "application/json"
_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Content encodings, and the window bits by which zlib knows them."""


def too_large(limit: int) -> Exception:
    """Return the refusal of a body that is longer than *limit* bytes."""
    return refuse(413, f"The body is larger than {limit} bytes.")


def _unfolded(raw: bytes, coding: str, limit: int) -> bytes:
    if coding == "identity":
        return raw
    if coding not in _WINDOW:
        told = f"Content-Encoding {coding[:40]!r} is not supported; send gzip or none."
        raise refuse(415, told)
    return _unpacked(raw, _WINDOW[coding], limit)


def _unpacked(raw: bytes, window: int, limit: int) -> bytes:
    """Return *raw* unpacked, all members of it, never more than *limit* bytes."""
    parts: list[bytes] = []
    room = limit + 1
    while raw:
        unpacker = zlib.decompressobj(window)
        try:
            part = unpacker.decompress(raw, room)
        except zlib.error as why:
            raise refuse(400, f"The body could not be unpacked: {why}") from None
        room -= len(part)
        parts.append(part)
        if room <= 0:
            raise too_large(limit)
        if not unpacker.eof:
            raise refuse(400, "The body could not be unpacked: it is incomplete")
        raw = unpacker.unused_data
    return b"".join(parts)
