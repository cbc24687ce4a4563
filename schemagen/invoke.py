"""Calls ``run()`` as a server does: every argument judged, converted exactly once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from schemagen.codec.own import copied
from schemagen.codec.parse import parse
from schemagen.decorators import MODE, Converting
from schemagen.operation import Operation
from schemagen.schema import JSON

_NOTHING: Mapping[str, Any] = {}


def invoke(run: Any, operation: Operation, body: bytes | str | dict[str, JSON]) -> Any:
    """Return what *run* gives for *body*; InputError when the contract refuses it."""
    return Caller(run, operation).prepare(body)()


class Caller:
    """Makes calls of *run* by *operation*; what can be known once is found out once.

    With *lax* the decorators take what the old library took.
    """

    def __init__(self, run: Any, operation: Operation, *, lax: bool = False) -> None:
        self._run = run
        self._operation = operation
        self._mode = "lax" if lax else "law"
        outermost = type(run) is Converting and run.converts_all(operation)
        self._inner = run.__wrapped__ if outermost and not lax else None
        self._unnamed = _positional_only(self._inner)

    def prepare(
        self, body: bytes | str | dict[str, JSON], more: Mapping[str, Any] = _NOTHING
    ) -> Callable[[], Any]:
        """Return the call for *body*, with *more* arguments that no request brings.

        Raises InputError when the contract refuses *body*: what the call itself raises is the
        script's (but for InputError if the caller is lax). Where our decorators are the
        outermost, the function inside gets decoded arguments. Otherwise the parsed JSON goes
        through the outer decorators, and ours convert it.
        """
        if self._inner is not None:
            arguments = self._operation.decode(body)
            return partial(self._inner, *self._by_position(arguments), **arguments, **more)
        data = self._data(body)
        given = {name: data[name] for name in self._operation.inputs if name in data}
        given = copied(given) if isinstance(body, dict) else given
        return partial(self._through, {**self._operation.omitted(data), **given, **more})

    def _data(self, body: bytes | str | dict[str, JSON]) -> dict[str, JSON]:
        if self._mode == "lax":
            parsed: dict[str, JSON] = body if isinstance(body, dict) else parse(body)
            return parsed
        data = self._operation.judged(body)
        self._operation.decode(data)  # what only adapters refuse is the request's fault as well
        return data

    def _by_position(self, arguments: dict[str, Any]) -> list[Any]:
        """Take those out of *arguments* that have to go by position."""
        names = [name for name in self._unnamed if name in arguments]
        return [arguments.pop(name) for name in names]

    def _through(self, arguments: dict[str, Any]) -> Any:
        token = MODE.set(self._mode)
        try:
            return self._run(**arguments)
        finally:
            MODE.reset(token)


def _positional_only(function: Any) -> tuple[str, ...]:
    """Return the names of the parameters that cannot be given by name."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(found.name for found in parameters if found.kind is found.POSITIONAL_ONLY)
