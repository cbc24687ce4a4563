"""The WSGI callable: routes a request, and puts ids, version and CORS on every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from schemagen.serving.answer import (
    FAILED,
    HTML,
    NOT_ALLOWED,
    NOT_FOUND,
    Answer,
    Refused,
    error,
    json_answer,
)
from schemagen.serving.cors import Cors
from schemagen.serving.documents import Documents
from schemagen.serving.ids import ids_of
from schemagen.serving.request import Environ, Request
from schemagen.serving.score import Scorer
from schemagen.serving.settings import Settings

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Route = Callable[[Request], Answer]

_READING = ("GET", "HEAD", "OPTIONS")


class App:
    """An entry script as a WSGI callable."""

    def __init__(self, scorer: Scorer, documents: Documents, settings: Settings) -> None:
        self._scorer = scorer
        self._documents = documents
        self._cors = Cors.of(settings.cors_origins)
        version = settings.server_version
        self._version = [("x-ms-server-version", version)] if version else []
        self._title = settings.service_name
        scoring = (scorer.answer, ("GET", "HEAD", "OPTIONS", "POST"))
        self._routes: dict[str, tuple[Route, tuple[str, ...]]] = {
            "/score": scoring,
            "/": (_healthy, _READING),
            "/swagger.json": (self._document, _READING),
            "/ready": (self._ready, _READING),
            "/docs": (self._shown, _READING),
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        answer = self._answer(request)
        return _sent(request, answer, start_response)

    def _answer(self, request: Request) -> Answer:
        environ = request.environ
        request.id, own, refusal = ids_of(environ)
        answer = error(431, refusal) if refusal else self._routed(request)
        answer.headers += self._version
        answer.headers += own
        if "HTTP_TRACEID" in environ:
            answer.headers.append(("TraceId", environ["HTTP_TRACEID"]))
        if self._cors:
            self._cors.apply(request, answer)
        return answer

    def _routed(self, request: Request) -> Answer:
        try:
            route, methods = self._routes[request.path]
        except KeyError:
            return error(404, NOT_FOUND)
        if request.method not in methods:
            return error(405, NOT_ALLOWED, headers=[("Allow", ", ".join(methods))])
        if request.method == "OPTIONS" and request.path != "/score":
            return Answer(200, b"", [("Content-Type", HTML), ("Allow", ", ".join(methods))])
        try:
            return route(request)
        except Refused as refusal:
            return refusal.answer

    def _document(self, request: Request) -> Answer:
        return self._documents.answer(request.query.get("version", ["2"])[0])

    def _ready(self, request: Request) -> Answer:
        if self._scorer.ready:
            return json_answer(200, b'{"ready": true}')
        return json_answer(503, b'{"ready": false}')

    def _shown(self, request: Request) -> Answer:
        from schemagen.serving.page import page

        return Answer(200, page(self._title), [("Content-Type", HTML), (FAILED, "False")])


def _healthy(_request: Request) -> Answer:
    return Answer(200, b"Healthy", [("Content-Type", HTML)])


def _sent(request: Request, answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    """Start the response; return its body."""
    if not answer.has_body:
        start_response(answer.line, answer.without("content-length").headers)
        return []
    if answer.pieces is not None:
        start_response(answer.line, answer.headers)
        return answer.pieces
    if answer.body or request.method != "HEAD":
        answer.headers.append(("Content-Length", str(len(answer.body))))
    start_response(answer.line, answer.headers)
    return [] if request.method == "HEAD" else [answer.body]
