"""What Azure's front ends make of requests and answers, for testing clients without Azure.

From documents alone. azureml-fe, on Kubernetes: 500 becomes 502, 504 after the route's time, GET
and POST only. A managed endpoint: every status but 200 becomes 424, 408 after the time, 429 when
too many wait, ids of its own form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any

from schemagen.serving.answer import FAILED, NOT_ALLOWED, Answer, Headers, error
from schemagen.serving.ids import new_id
from schemagen.serving.request import WHOLE
from schemagen.serving.settings import Settings

Environ = dict[str, Any]
Start = Callable[[str, Headers], Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]
Seen = tuple[str, Headers]
"""An answer's status line and headers."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Front:
    """One front end: *ask* changes a request, *change* an answer, *late* is the status of none."""

    ask: Callable[[Environ], None]
    change: Callable[[str, Headers], Seen]
    late: int


def front(settings: Settings, app: Wsgi) -> Wsgi:
    """Return *app* as a client of the asked front end sees it."""
    asked = _FRONTS[settings.front]
    # the front end gives up on a call that goes on: it waits in another thread than the call's
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="schemagen-front")

    def seen(environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "POST"):
            body = _own(error(405, NOT_ALLOWED, headers=[("Allow", "GET, POST")]), start_response)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else body
        asked.ask(environ)
        call = pool.submit(_called, app, environ)
        try:
            (status, headers), body = call.result(settings.front_timeout or None)
        except NotYet:
            told = f"The scoring request took more than {settings.front_timeout:g} s."
            late = _own(error(asked.late, told), start_response)
            return late if WHOLE in environ else _held(late, call)
        start_response(*asked.change(status, headers))
        return body

    return seen


def _called(app: Wsgi, environ: Environ) -> tuple[Seen, Iterable[bytes]]:
    started: list[Seen] = []
    body = app(environ, lambda status, headers: started.append((status, headers)))
    return started[0], body


def _own(answer: Answer, start_response: Start) -> Iterable[bytes]:
    """Answer in the front end's own name."""
    length = ("Content-Length", str(len(answer.body)))
    start_response(answer.line, [*answer.without(FAILED).headers, length])
    return [answer.body]


def _held(body: Iterable[bytes], call: Future[Any]) -> Iterator[bytes]:
    """Send *body*, then stay until *call* has read its own: granian would wait for that itself.

    It does so where nothing else can run.
    """
    yield from body
    wait([call])


def _same(environ: Environ) -> None:
    """Pass the request on as it is."""


def _with_own_ids(environ: Environ) -> None:
    environ["HTTP_X_REQUEST_ID"] = new_id()
    if not _CLIENT_ID.fullmatch(environ.get("HTTP_X_MS_CLIENT_REQUEST_ID", "-")):
        del environ["HTTP_X_MS_CLIENT_REQUEST_ID"]


def _kubernetes(status: str, headers: Headers) -> Seen:
    return ("502 Bad Gateway" if status.startswith("500 ") else status), headers


def _managed(status: str, headers: Headers) -> Seen:
    code = status.partition(" ")[0]
    if code == "200":
        return status, headers
    if code == "503" and (FAILED, "False") in headers:  # ours: too many wait
        return "429 Too Many Requests", headers
    told = [
        ("ms-azureml-model-error-statuscode", code),
        ("ms-azureml-model-error-reason", "model_error"),
    ]
    return "424 Failed Dependency", [*headers, *told]


_FRONTS = {
    "azureml-fe": Front(_same, _kubernetes, 504),
    "managed": Front(_with_own_ids, _managed, 408),
}
