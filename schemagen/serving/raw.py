"""``@rawhttp``: the script gets the HTTP request itself, and may answer with a response object."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from schemagen.errors import MissingExtra, install_hint
from schemagen.serving.answer import FAILED, Answer, error
from schemagen.serving.bind import Binder, Call, Read
from schemagen.serving.request import Request

Step = Callable[[Callable[[], bytes]], bytes]
"""Runs a piece of the script's code, as long as the script may run."""


def raw_binder(run: Any, name: str, read: Read) -> Binder:
    """Bind to a ``@rawhttp`` function: its first parameter gets Werkzeug's or Flask's request."""
    if "werkzeug" not in sys.modules:
        _need_werkzeug()
    around = _flask_contexts() if "flask" in sys.modules else _plain_request

    def bind(request: Request, more: dict[str, Any]) -> Call:
        body = read(request)
        given = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True}
        environ = {**request.environ, **given}
        if body:  # one that came in chunks has its length now
            environ["CONTENT_LENGTH"] = str(len(body))

        def call() -> Any:
            with around(environ) as made:
                return run(**{name: made}, **more)

        return call

    return bind


def _need_werkzeug() -> None:
    try:
        import werkzeug  # noqa: F401
    except ImportError:
        told = f"a @rawhttp script needs Werkzeug; {install_hint('serve')}"
        raise MissingExtra(told) from None


def _plain_request(environ: dict[str, Any]) -> AbstractContextManager[Any]:
    from schemagen.serving.aml_request import AMLRequest

    return nullcontext(AMLRequest(environ))


def _flask_contexts() -> Callable[[dict[str, Any]], AbstractContextManager[Any]]:
    """Return what enters Flask's request context, as scripts that import flask rely on."""
    from contextlib import contextmanager

    import flask

    app = flask.Flask("entry_module")

    @contextmanager
    def around(environ: dict[str, Any]) -> Iterator[Any]:
        with app.request_context(environ):
            yield flask.request._get_current_object()  # type: ignore[attr-defined]

    return around


def is_response(result: Any) -> bool:
    """Tell whether *result* is a response object: ours, Werkzeug's or Flask's."""
    return hasattr(result, "get_wsgi_response") or type(result).__name__ == "AMLResponse"


def response_answer(result: Any, request: Request, step: Step, turn: Step) -> Answer:
    """Return the answer that a response object stands for.

    *step* runs the script's code now, in the turn that it has; *turn* waits for one, for each
    piece of a stream but the first, which is made before anything is sent.
    """
    if not hasattr(result, "get_wsgi_response"):
        headers = [(name, str(value)) for name, value in result.headers.items()]
        return _marked(Answer(result.status_code, result.get_data(), headers)).without(*_OURS)
    pieces, status, headers = result.get_wsgi_response(request.environ)
    code, _, reason = status.partition(" ")
    answer = Answer(int(code), b"", [(str(k), str(v)) for k, v in headers], reason=reason)
    if result.is_streamed and request.method != "HEAD":
        answer.pieces = _streamed(pieces, step, turn)
    else:
        answer.body = step(lambda: b"".join(pieces))
        if request.method != "HEAD":  # there it tells the length of what GET would bring
            answer.without("content-length")
    return _marked(answer).without(*_OURS)


_OURS = ("x-request-id", "x-ms-request-id", "x-ms-client-request-id")
"""Headers that the server writes, whatever the script says."""


def _marked(answer: Answer) -> Answer:
    """Say of a status from 500 on that the script failed, whatever it says itself."""
    if wrong := _not_http(answer):
        return error(500, f"run() answered with {wrong}, which HTTP cannot carry", failed=True)
    if answer.status >= 500:
        answer.without(FAILED).headers.append((FAILED, "True"))
    return answer


def _not_http(answer: Answer) -> str:
    """Return what of an answer cannot be sent."""
    if not 200 <= answer.status <= 999:
        return f"the status {answer.status}"
    for name, value in answer.headers:
        if _NO_NAME.search(name) or _NO_VALUE.search(value):
            return f"the header {name!r}"
    return ""


_NO_NAME = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]|^$")
_NO_VALUE = re.compile(r"[^\t -~\x80-\xff]")


def _streamed(pieces: Any, step: Step, turn: Step) -> Iterator[bytes]:
    source = iter(pieces)
    first = step(lambda: next(source, b""))

    def rest() -> Iterator[bytes]:
        yield first
        while piece := turn(lambda: next(source, b"")):
            yield piece

    return rest()


def http_error(problem: BaseException) -> Answer | None:
    """Return the answer to what a request object raised: a missing file, a broken body."""
    code = getattr(problem, "code", None)
    if not hasattr(problem, "get_response") or not isinstance(code, int) or not 400 <= code < 500:
        return None
    return error(code, str(getattr(problem, "description", "") or problem))
