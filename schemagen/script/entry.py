"""A loaded entry script, and a call of it as a server would make it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any

from schemagen.adapters.python.union import encode_any
from schemagen.azureml.aml_request import AMLRequest
from schemagen.azureml.aml_response import AMLResponse
from schemagen.codec.parse import write
from schemagen.errors import InputError
from schemagen.invoke import Caller
from schemagen.operation import Operation
from schemagen.script.imports import Importer
from schemagen.script.siblings import Siblings
from schemagen.script.surroundings import Surroundings
from schemagen.wrapping import parameters_of

_HEADERS = "request_headers"
"""The parameter that a server fills with the request's headers."""


@dataclass(frozen=True)
class Response:
    """What a call answers: status, body bytes, headers."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, eq=False)
class EntryScript:
    """An entry script that was loaded: its contract, and the functions to call."""

    path: Path
    module: ModuleType
    run: Any
    operation: Operation | None
    raw_http: bool
    warnings: tuple[str, ...]
    surroundings: Surroundings = field(repr=False)
    _importer: Importer = field(repr=False)
    _started: list[bool] = field(default_factory=list, repr=False)
    _starting: Any = field(default_factory=RLock, repr=False)

    @property
    def stubbed(self) -> tuple[str, ...]:
        """The absent modules that were stood in for, as the script names them."""
        return self._importer.stubbed

    @property
    def siblings(self) -> Siblings:
        """The script's siblings: the files that it imports."""
        return self._importer.siblings

    @property
    def hints(self) -> tuple[str, ...]:
        """Names of older libraries that the script uses, and what to write today."""
        return tuple(self._importer.hints)

    @property
    def doc(self) -> str:
        """The script's own docstring."""
        return inspect.getdoc(self.module) or ""

    def init(self) -> None:
        """Call the script's ``init()``, if it has one."""
        init = getattr(self.module, "init", None)
        if callable(init):
            with self.surroundings.again():
                _awaited(init())

    def _start(self) -> None:
        """Call ``init()`` unless that was done; never twice at a time."""
        with self._starting:
            if not self._started:
                self.init()
                self._started.append(True)

    @cached_property
    def _caller(self) -> Callable[[Any], Callable[[], Any]]:
        """Makes the call of ``run`` for a body; what that raises is the request's fault."""
        wanted = _HEADERS in (item.name for item in parameters_of(self.run) or ())
        more: dict[str, Any] = {_HEADERS: {}} if wanted else {}
        if self.operation is not None:
            return partial(Caller(self.run, self.operation).prepare, more=more)
        read = _request if self.raw_http else _text
        return lambda body: partial(self.run, read(_bytes(body)), **more)

    def call(self, body: bytes | str | dict[str, Any]) -> Response:
        """Answer *body* as a server would: 200, or 400 with what is wrong.

        ``init()`` is called before the first call. What the script raises is raised.
        """
        self._start()
        try:
            run = self._caller(body)
        except InputError as error:
            return _refused(error)
        except UnicodeDecodeError as error:
            return _bad_request(f"Input cannot be decoded as UTF-8: {error}")
        with self.surroundings.again():
            result = _awaited(run())
        if isinstance(result, AMLResponse):
            headers = {name: str(value) for name, value in result.headers.items()}
            return Response(result.status_code, result.get_data(), headers)
        return Response(200, self._encoded(result), {"Content-Type": "application/json"})

    def _encoded(self, result: Any) -> bytes:
        if self.operation is not None:
            return self.operation.encode(result)
        return write({} if result is None else encode_any(result))


def _bytes(body: bytes | str | dict[str, Any]) -> bytes:
    if isinstance(body, dict):
        return write(body)
    return body.encode() if isinstance(body, str) else body


def _text(body: bytes) -> str:
    return body.decode()


def _request(body: bytes) -> AMLRequest:
    return AMLRequest(body)


def _awaited(result: Any) -> Any:
    if inspect.isawaitable(result):
        import asyncio  # costs more to import than an export takes
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as beside:  # the caller may be on an event loop itself
            return beside.submit(asyncio.run, _wait_for(result)).result()
    if inspect.isgenerator(result):
        return list(result)
    return result


async def _wait_for(awaitable: Any) -> Any:
    return await awaitable


def _refused(error: InputError) -> Response:
    problems = [
        {"path": str(problem).partition(":")[0], "expected": problem.expected, "got": problem.got}
        for problem in error.problems
    ]
    return _bad_request(str(error), errors=problems)


def _bad_request(message: str, **more: Any) -> Response:
    body = write({"message": message, **more})
    return Response(400, body, {"Content-Type": "application/json"})
