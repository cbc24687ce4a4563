"""The ids that a request carries, and the headers that go with every answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from schemagen.serving.answer import Answer, Headers, error
from schemagen.serving.request import Request

LIMIT = 100


@dataclass(frozen=True)
class Ids:
    """``x-request-id``, ``x-ms-request-id`` and ``x-ms-client-request-id``; empty = absent."""

    request: str = ""
    legacy: str = ""
    client: str = ""
    refusal: str = ""

    @property
    def headers(self) -> Headers:
        """The ids as headers of the answer."""
        named = (
            ("x-request-id", self.request),
            ("x-ms-request-id", self.legacy),
            ("x-ms-client-request-id", self.client),
        )
        return [pair for pair in named if pair[1]]

    @property
    def answer(self) -> Answer | None:
        """The answer to ids that are too long."""
        return error(431, self.refusal) if self.refusal else None


def ids_of(request: Request) -> Ids:
    """Return the ids of *request*, those that it lacks filled in."""
    environ = request.environ
    own = environ.get("HTTP_X_REQUEST_ID") or str(uuid.uuid4())
    if len(own) > LIMIT:
        return Ids(refusal=f"x-request-id must not exceed {LIMIT} characters")
    legacy = environ.get("HTTP_X_MS_REQUEST_ID", "")
    client = environ.get("HTTP_X_MS_CLIENT_REQUEST_ID", "")
    if legacy:
        client = client or legacy
    else:
        legacy = client or own
    if max(len(legacy), len(client)) > LIMIT:
        names = "x-ms-request-id and x-ms-client-request-id"
        return Ids(own, refusal=f"{names} must not exceed {LIMIT} characters")
    return Ids(own, legacy, client)
