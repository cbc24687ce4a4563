"""``/score``: one request to one call of ``run()``, and what comes of it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

from schemagen.errors import InputError
from schemagen.serving.answer import (
    EXEC_MS,
    FAILED,
    HTML,
    SCRIPT_FAILED,
    SERVER_FAILED,
    Answer,
    Refused,
    error,
    refuse,
)
from schemagen.serving.bind import Binder, contract_binder, text_binder
from schemagen.serving.crew import Crew, Later
from schemagen.serving.depth import deeper
from schemagen.serving.gate import Gate, Readers, Stuck
from schemagen.serving.raw import http_error, is_response, raw_binder, response_answer
from schemagen.serving.refusals import refusal
from schemagen.serving.request import CALL, WHOLE, Request
from schemagen.serving.results import Results
from schemagen.serving.script import Served
from schemagen.serving.settings import Settings
from schemagen.serving.tasks import Tasks, is_promise
from schemagen.serving.watch import Overdue

log = logging.getLogger("schemagen.serving")

_CALLING = ("GET", "POST")


class ScriptFailed(Exception):
    """``run()`` raised ``__cause__``."""


class Scorer:
    """Answers ``/score`` by calling ``run()``."""

    def __init__(
        self,
        served: Served,
        settings: Settings,
        stuck: Stuck = lambda why: None,
        crew: Crew | None = None,
    ) -> None:
        self._served = served
        self._settings = settings
        self._timeout_ms = settings.timeout_ms
        self._gate = Gate(
            settings.concurrency,
            settings.queue,
            timeout=settings.timeout_ms / 1000,
            grace=settings.timeout_grace,
            stuck=stuck,
            crew=crew,
        )
        self._crew = crew
        self._watched = self._gate.watch.run
        self._tasks = Tasks()
        self._told = stuck
        # clients that are slow to send their bodies must leave threads to the others
        readers = Readers(settings.threads * 3 // 4, settings.body_timeout, self._stalled)
        self._bind = _binder(served, settings, readers)
        self._results = Results(served.operation, settings.nan, check=settings.check_output)

    @property
    def ready(self) -> bool:
        """Tell whether requests are being served."""
        return not self._gate.broken

    def answer(self, request: Request) -> Answer:
        """Answer a request; nothing that goes wrong comes out as an exception but Refused."""
        if request.method not in _CALLING and not self._served.raw:
            return _uncalled(request)
        try:
            return self._scored(request)
        except InputError as problem:
            return refusal(problem, self._settings.errors)
        except Overdue:
            log.exception("run() took more than %s ms [%s]", self._timeout_ms, request.id)
            return error(500, f"Scoring timeout after {self._timeout_ms} ms", failed=True)
        except ScriptFailed as failure:
            return self._failed(failure.__cause__ or failure, request)
        except Refused:
            raise
        except Exception:
            log.exception("the request could not be answered [%s]", request.id)
            return error(500, SERVER_FAILED)

    def _scored(self, request: Request) -> Answer:
        call = request.environ.pop(CALL, None) or self._bound(request)
        self._gate.enter()
        try:
            began = perf_counter()
            result = self._called(call)
            took = perf_counter() - began
            # still in turn: the next call may change what this one has returned
            answer = self._answered(result, request)
        finally:
            self._gate.leave()
        if self._crew:
            self._crew.took(took)
        answer.headers.append((EXEC_MS, f"{took * 1000:.3f}"))
        return answer

    def _bound(self, request: Request) -> Callable[[], Any]:
        """Return the call that *request* asks for, with a place in the line; or put it off."""
        more = {"request_headers": request.headers} if self._served.wants_headers else {}
        call = self._bind(request, more)
        waits = self._gate.take_place()
        if waits and self._crew and self._crew.has_this_thread and WHOLE in request.environ:
            request.environ[CALL] = call
            raise Later
        return call

    def _called(self, call: Callable[[], Any]) -> Any:
        """Make the call, wait for what it promises; ScriptFailed for what it raises."""
        try:
            result = self._watched(call)
            if is_promise(result):
                return self._watched(partial(self._tasks.settled, result))
        except Overdue:
            raise
        except InputError as problem:
            if self._settings.lax:
                raise
            raise ScriptFailed from problem
        except BaseException as problem:  # sys.exit() must not end the worker
            raise ScriptFailed from problem
        return result

    def _answered(self, result: Any, request: Request) -> Answer:
        if is_response(result):
            return response_answer(result, request, self._step, self._turn)
        return self._results.answer(result)

    def _step(self, piece: Callable[[], bytes]) -> bytes:
        made = self._called(piece)
        return made.encode() if isinstance(made, str) else bytes(made)

    def _turn(self, piece: Callable[[], bytes]) -> bytes:
        """Make a piece of a stream when it is the script's turn."""
        with self._gate.turn():
            return self._step(piece)

    def _stalled(self) -> None:
        self._gate.drain(self._settings.timeout_grace)
        self._told(f"no body has come to its end for {self._settings.body_timeout:g} s")

    def _failed(self, problem: BaseException, request: Request) -> Answer:
        told = http_error(problem) if self._served.raw else None
        if told is not None:
            return told
        log.error("run() failed [%s]", request.id, exc_info=problem)
        return error(500, SCRIPT_FAILED, failed=True)


def _binder(served: Served, settings: Settings, readers: Readers) -> Binder:
    run, limit = served.run, settings.max_body

    take = Request.raw_body if served.raw else Request.body
    as_json = served.operation is not None or settings.body_key
    deepest = settings.max_depth if as_json else sys.maxsize

    def read(request: Request) -> bytes:
        with readers:
            body = take(request, limit)
        if deeper(body, deepest):
            told = f"the body is nested more than {deepest} levels deep"
            raise refuse(400, f"POST body could not be decoded as JSON: {told}")
        return body

    if served.raw:
        return raw_binder(run, served.first, read)
    if served.operation is not None:
        return contract_binder(run, served.operation, read, lax=settings.lax)
    return text_binder(run, served.first, read, settings.body_key)


def _uncalled(request: Request) -> Answer:
    """Answer a method that only the script of ``@rawhttp`` would see."""
    if request.method == "OPTIONS":
        return Answer(200, b"", [("Content-Type", HTML), (FAILED, "False")])
    return error(405, "Method not allowed", headers=[("Allow", "GET, HEAD, OPTIONS, POST")])
