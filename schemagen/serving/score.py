"""``/score``: one request to one call of ``run()``, and what comes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
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
)
from schemagen.serving.bind import Binder, contract_binder, text_binder
from schemagen.serving.gate import Gate, Places
from schemagen.serving.ids import Ids
from schemagen.serving.raw import http_error, is_response, raw_binder, response_answer
from schemagen.serving.refusals import refusal
from schemagen.serving.request import Request
from schemagen.serving.results import Results
from schemagen.serving.script import Served
from schemagen.serving.settings import Settings
from schemagen.serving.tasks import Tasks
from schemagen.serving.watch import Overdue

log = logging.getLogger("schemagen.serving")


class ScriptFailed(Exception):
    """``run()`` raised ``__cause__``."""


class Scorer:
    """Answers ``/score`` by calling ``run()``."""

    def __init__(
        self, served: Served, settings: Settings, stuck: Callable[[], None] = lambda: None
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
        )
        self._tasks = Tasks()
        self._bind = _binder(served, settings)
        self._results = Results(served.operation, settings.nan, check=settings.check_output)

    @property
    def ready(self) -> bool:
        """Tell whether requests are being served."""
        return not self._gate.broken

    def answer(self, request: Request, ids: Ids) -> Answer:
        """Answer a request; nothing that goes wrong comes out as an exception but Refused."""
        if request.method == "OPTIONS" and not self._served.raw:
            return Answer(200, b"", [("Content-Type", HTML), (FAILED, "False")])
        try:
            return self._scored(request)
        except InputError as problem:
            return refusal(problem, self._settings.errors)
        except Overdue:
            log.exception("run() took more than %s ms [%s]", self._timeout_ms, ids.request)
            return error(500, f"Scoring timeout after {self._timeout_ms} ms", failed=True)
        except ScriptFailed as failure:
            return self._failed(failure.__cause__ or failure, ids)
        except Refused:
            raise
        except Exception:
            log.exception("the request could not be answered [%s]", ids.request)
            return error(500, SERVER_FAILED)

    def _scored(self, request: Request) -> Answer:
        more = {"request_headers": request.headers} if self._served.wants_headers else {}
        call = self._bind(request, more)
        result, took = self._gate.run(partial(self._called, call))
        if is_response(result):
            answer = response_answer(result, request, self._step)
        else:
            answer = self._results.answer(result)
        answer.headers.append((EXEC_MS, f"{took:.3f}"))
        return answer

    def _called(self, call: Callable[[], Any]) -> Any:
        """Make the call, wait for what it promises; ScriptFailed for what it raises."""
        try:
            return self._tasks.settled(call())
        except Overdue:
            raise
        except InputError as problem:
            if self._settings.lax:
                raise
            raise ScriptFailed from problem
        except BaseException as problem:  # sys.exit() must not end the worker
            raise ScriptFailed from problem

    def _step(self, piece: Callable[[], bytes]) -> bytes:
        """Make a piece of a stream in the script's turn."""
        made, _ = self._gate.run(partial(self._called, piece))
        return made.encode() if isinstance(made, str) else bytes(made)

    def _failed(self, problem: BaseException, ids: Ids) -> Answer:
        told = http_error(problem) if self._served.raw else None
        if told is not None:
            return told
        log.error("run() failed [%s]", ids.request, exc_info=problem)
        return error(500, SCRIPT_FAILED, failed=True)


def _binder(served: Served, settings: Settings) -> Binder:
    # clients that are slow to send their bodies must leave threads to the others
    run, limit, readers = served.run, settings.max_body, Places(settings.threads * 3 // 4)

    def read(request: Request) -> bytes:
        with readers:
            return request.raw_body(limit) if served.raw else request.body(limit)

    if served.raw:
        return raw_binder(run, served.first, read)
    if served.operation is not None:
        return contract_binder(run, served.operation, read, lax=settings.lax)
    return text_binder(run, served.first, read, settings.body_key)
