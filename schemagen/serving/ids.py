"""The ids that a request carries, and the headers that go with every answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from schemagen.serving.answer import Headers

LIMIT = 100

_random = Random()  # noqa: S311 - ids tell requests apart, they keep no secret
if hasattr(os, "register_at_fork"):  # workers of a server that forks must not make the same ids
    os.register_at_fork(after_in_child=_random.seed)


class Ids(NamedTuple):
    """The request's id, the headers that tell its ids, and why they are refused, if they are."""

    request: str
    headers: Headers
    refusal: str = ""


def ids_of(environ: Mapping[str, Any]) -> Ids:
    """Return the ids of a request, those that it lacks filled in."""
    own = environ.get("HTTP_X_REQUEST_ID") or new_id()
    legacy = environ.get("HTTP_X_MS_REQUEST_ID")
    client = environ.get("HTTP_X_MS_CLIENT_REQUEST_ID") or legacy
    legacy = legacy or client or own
    if len(own) > LIMIT:
        return Ids("", [], f"x-request-id must not exceed {LIMIT} characters")
    headers = [("x-request-id", own), ("x-ms-request-id", legacy)]
    if client:
        headers.append(("x-ms-client-request-id", client))
        if max(len(legacy), len(client)) > LIMIT:
            names = "x-ms-request-id and x-ms-client-request-id"
            return Ids(own, headers[:1], f"{names} must not exceed {LIMIT} characters")
    return Ids(own, headers)


def new_id() -> str:
    """Return a UUID of version 4.

    ``uuid.uuid4()`` asks the system for each one, and gives up the interpreter's lock meanwhile.
    """
    digits = f"{_random.getrandbits(128) & _FREE | _VERSION_4:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


_FREE = ~(0xF000 << 64 | 0xC000 << 48)
_VERSION_4 = 0x4000 << 64 | 0x8000 << 48
