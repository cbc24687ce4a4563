"""A loaded entry script, and a call of it as a server would make it."""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from schemagen.adapters.python.union import encode_any
from schemagen.azureml.aml_request import AMLRequest
from schemagen.azureml.aml_response import AMLResponse
from schemagen.codec.parse import write
from schemagen.errors import InputError
from schemagen.invoke import invoke
from schemagen.sample import Operation
from schemagen.script.imports import Importer


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
    _importer: Importer = field(repr=False)

    @property
    def stubbed(self) -> tuple[str, ...]:
        """The absent modules that were stood in for, as the script names them."""
        return self._importer.stubbed

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
            init()

    @cached_property
    def _started(self) -> bool:
        self.init()
        return True

    def call(self, body: bytes | str | dict[str, Any]) -> Response:
        """Answer *body* as a server would: 200, or 400 with what is wrong.

        ``init()`` is called before the first call. What the script raises is raised.
        """
        assert self._started
        try:
            result = self._result(body)
        except InputError as error:
            return _refused(error)
        if isinstance(result, AMLResponse):
            headers = {name: str(value) for name, value in result.headers.items()}
            return Response(result.status_code, result.get_data(), headers)
        return Response(200, self._encoded(result), {"Content-Type": "application/json"})

    def _result(self, body: bytes | str | dict[str, Any]) -> Any:
        raw = body if isinstance(body, (bytes, str)) else write(body)
        if self.raw_http:
            data = raw.encode() if isinstance(raw, str) else raw
            return _awaited(self.run(AMLRequest(data)))
        if self.operation is None:
            return _awaited(self.run(raw.decode() if isinstance(raw, bytes) else raw))
        return _awaited(invoke(self.run, self.operation, body))

    def _encoded(self, result: Any) -> bytes:
        if self.operation is not None:
            return self.operation.encode(result)
        return write({} if result is None else encode_any(result))


def _awaited(result: Any) -> Any:
    if inspect.isawaitable(result):
        import asyncio  # costs more to import than an export takes

        return asyncio.run(_wait_for(result))
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
    body = {"message": str(error), "errors": problems}
    return Response(400, write(body), {"Content-Type": "application/json"})

