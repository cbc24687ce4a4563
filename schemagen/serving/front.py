"""What Azure's front ends make of an answer, for testing clients without Azure.

From documents alone: azureml-fe turns 500 into 502, and routes GET and POST only; a managed
endpoint turns every status but 200 into 424.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from schemagen.serving.answer import FAILED, NOT_ALLOWED, error
from schemagen.serving.settings import Settings

Start = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]
Change = Callable[[str, list[tuple[str, str]]], tuple[str, list[tuple[str, str]]]]


def front(settings: Settings, app: Wsgi) -> Wsgi:
    """Return *app* as a client of the asked front end sees it."""
    change = _CHANGES.get(settings.front)
    return app if change is None else _behind(app, change)


def _behind(app: Wsgi, change: Change) -> Wsgi:
    def seen(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "POST"):
            answer = error(405, NOT_ALLOWED).without(FAILED)
            start_response(answer.line, [*answer.headers, ("Allow", "GET, POST")])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
        return app(environ, lambda status, headers: start_response(*change(status, headers)))

    return seen


def _kubernetes(status: str, headers: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    return ("502 Bad Gateway" if status.startswith("500 ") else status), headers


def _managed(status: str, headers: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    code = status.partition(" ")[0]
    if code == "200":
        return status, headers
    told = [
        ("ms-azureml-model-error-statuscode", code),
        ("ms-azureml-model-error-reason", "model_error"),
    ]
    return "424 Failed Dependency", [*headers, *told]


_CHANGES: dict[str, Change] = {"azureml-fe": _kubernetes, "managed": _managed}
