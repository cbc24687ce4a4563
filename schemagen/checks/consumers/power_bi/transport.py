"""How a request reaches the service: in process, or over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from schemagen.checks.plain import DocumentError
from schemagen.checks.subject import read_document
from schemagen.script import EntryScript

TIMEOUT = 100.0
_OWN = "schemagen-power-bi"


@dataclass(frozen=True)
class Answer:
    """Status and body; status 0 where no answer came."""

    status: int
    body: bytes


Caller = Callable[[dict[str, Any]], Answer]


def in_process(script: EntryScript) -> Caller:
    """Return what calls *script* as a server would: an exception is a 500."""

    def call(body: dict[str, Any]) -> Answer:
        try:
            response = script.call(json.dumps(body, ensure_ascii=False))
        except Exception as error:  # noqa: BLE001 - whatever a script raises, a server answers 500
            return Answer(500, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
        return Answer(response.status, response.body)

    return call


def over_http(url: str, key: str = "", timeout: float = TIMEOUT) -> Caller:
    """Return what posts to *url*, with *key* as the bearer token."""
    _checked(url)

    def call(body: dict[str, Any]) -> Answer:
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        return _answer(Request(url, data, _headers(key), method="POST"), timeout)  # noqa: S310

    return call


def fetched(url: str, key: str = "", timeout: float = TIMEOUT) -> dict[str, Any]:
    """Return the document at *url*; DocumentError when there is none."""
    _checked(url)
    answer = _answer(Request(url, headers=_headers(key)), timeout)  # noqa: S310
    if answer.status != 200:
        said = answer.body.decode(errors="replace")[:200]
        raise DocumentError(
            f"{url}: status {answer.status}: {said}; the service is listed, not callable"
        )
    return read_document(url, answer.body)


def addresses(url: str) -> tuple[str, str]:
    """Return the addresses of the document and of the service's root that *url* stands for."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for ending in ("/swagger.json", "/score"):
        path = path.removesuffix(ending)
    root = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return f"{root}/swagger.json", root


def route(root: str, path: str) -> str:
    """Return the address of *path* below *root*; a prefix that both have stands once."""
    prefix = path.rpartition("/")[0]
    return f"{root.removesuffix(prefix)}{path}" if prefix else f"{root}{path}"


def _checked(url: str) -> None:
    if urlsplit(url).scheme not in ("http", "https"):
        raise DocumentError(f"{url}: is no http or https address")


def _headers(key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "User-Agent": _OWN}
    return {**headers, "Authorization": f"Bearer {key}"} if key else headers


def _answer(request: Request, timeout: float) -> Answer:
    try:
        with urlopen(request, timeout=timeout) as response:  # noqa: S310
            return Answer(response.status, response.read())
    except HTTPError as error:
        return Answer(error.code, error.read())
    except (URLError, OSError, ValueError) as error:
        return Answer(0, str(getattr(error, "reason", error)).encode())
