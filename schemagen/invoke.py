"""Calls ``run()`` as a server does: every argument judged, converted exactly once."""

from __future__ import annotations

import inspect
from typing import Any

from schemagen.decorators import MODE, Converting
from schemagen.sample import Operation
from schemagen.schema import JSON


def invoke(run: Any, operation: Operation, body: bytes | str | dict[str, JSON]) -> Any:
    """Return what *run* gives for *body*; InputError when the contract refuses it.

    Where our decorators are the outermost, the function inside gets decoded arguments. Otherwise
    the parsed JSON goes through the outer decorators, and ours convert it by the law.
    """
    if type(run) is Converting and run.converts_all(operation):
        return _called(run.__wrapped__, operation.decode(body))
    data = operation.judged(body)
    given = {name: data[name] for name in operation.inputs if name in data}
    given |= operation.omitted(data)
    token = MODE.set("law")
    try:
        return run(**given)
    finally:
        MODE.reset(token)


def _called(function: Any, arguments: dict[str, Any]) -> Any:
    """Call *function* with *arguments* by name, those that must go by position so."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return function(**arguments)
    bound = inspect.BoundArguments(signature, arguments)  # type: ignore[arg-type]
    return function(*bound.args, **bound.kwargs)
