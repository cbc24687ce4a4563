"""Looks through decorators: what stands inside a callable, and the parameters that calls fit.

``functools.wraps`` says what a decorator hides. Without it one bounded walk goes through the
closure, or the attributes of a class-based decorator. Nothing is called.
"""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from inspect import Parameter
from types import MethodType
from typing import Any

Parameters = tuple[Parameter, ...]

_LIMIT = 200
"""How many objects are looked at, at most."""

_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_REST = {Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD}


def held(function: Any) -> Iterator[Any]:
    """Yield the callables that *function* holds: what it says it wraps first, then its closure."""
    yield from _said(function)
    for found in _contents(function):
        if callable(found) and not isinstance(found, type):
            yield found


def ways_in(
    function: Any, step: Callable[[Any], Iterable[Any]] = held
) -> Iterator[tuple[Any, ...]]:
    """Yield the path to *function* and to each callable inside it, nearest first."""
    queue: deque[tuple[Any, ...]] = deque([(function,)])
    seen: dict[int, Any] = {}  # holds the objects, so that no id is used twice
    while queue and len(seen) < _LIMIT:
        path = queue.popleft()
        if id(path[-1]) not in seen:
            seen[id(path[-1])] = path[-1]
            yield path
            queue.extend((*path, found) for found in step(path[-1]))


def parameters_of(function: Any, *names: str) -> Parameters | None:
    """Return the parameters that calls of *function* meet, or None if they are hidden.

    Of several functions that a decorator without ``functools.wraps`` holds, the one with most of
    *names* is taken; where nothing tells them apart, none.
    """
    known = [found for path in ways_in(function, _hidden) if (found := _along(path)) is not None]
    if not known:
        return None if any(True for _ in held(function)) else _own(function)
    wanted = set(names)
    best = max(known, key=lambda found: (len(_names(found) & wanted), takes_any_name(found)))
    if _names(best) & wanted:
        return best
    return best if names or all(found == best for found in known) else None


def is_decorator(function: Any) -> bool:
    """Tell whether *function* surely stands for another: it says so, or it hands on anything."""
    return any(True for _ in _said(function)) or _is_open(function)


def takes_any_name(parameters: Parameters) -> bool:
    """Tell whether there is a ``**kwargs``."""
    return any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters)


def positional(parameters: Parameters) -> tuple[str, ...]:
    """Return the names that arguments given by position go to."""
    return tuple(parameter.name for parameter in parameters if parameter.kind in _POSITIONAL)


def _names(parameters: Parameters) -> set[str]:
    return {parameter.name for parameter in parameters}


def _own(function: Any) -> Parameters | None:
    """Return what *function* itself takes, whatever it wraps."""
    try:
        return tuple(inspect.signature(function, follow_wrapped=False).parameters.values())
    except (TypeError, ValueError):
        return None


def _is_open(function: Any) -> bool:
    """Tell whether *function* hands on what it gets: ``*args`` and ``**kwargs``, or only ``*args``.

    One that takes nothing but ``**kwargs`` may be the script's own, unless it says otherwise.
    """
    kinds = {parameter.kind for parameter in _own(function) or ()}
    if kinds == {Parameter.VAR_KEYWORD}:
        return any(True for _ in _said(function))
    return kinds >= _REST or kinds == {Parameter.VAR_POSITIONAL}


def _hidden(function: Any) -> Iterable[Any]:
    """Return where to look on for the parameters of *function*; nowhere if it shows them."""
    return (list(_said(function)) or held(function)) if _is_open(function) else ()


def _along(path: tuple[Any, ...]) -> Parameters | None:
    """Return what the first of *path* takes if each calls the next; None if the last is open."""
    found = _own(path[-1])
    if found is None or _is_open(path[-1]):
        return None
    for layer in reversed(path[:-1]):
        found = _handed_on(layer, found)
    return found


def _handed_on(layer: Any, inner: Parameters) -> Parameters:
    """Return what an open *layer* takes that calls a function with the parameters *inner*."""
    if isinstance(layer, MethodType):
        inner = inner[1:]
    if isinstance(layer, partial):
        free = (item for item in inner[len(layer.args) :] if item.name not in layer.keywords)
        return tuple(free)
    added = [p for p in _own(layer) or () if p.kind not in _REST and p.name not in _names(inner)]
    first = (parameter for parameter in added if parameter.kind in _POSITIONAL)
    named = (parameter for parameter in added if parameter.kind not in _POSITIONAL)
    return (*first, *inner, *named)


def _said(function: Any) -> Iterator[Any]:
    """Yield what *function* itself says it stands for."""
    if isinstance(function, MethodType):
        yield function.__func__
    elif isinstance(function, partial):
        yield function.func
    elif inspect.getattr_static(function, "__wrapped__", None) is not None:
        yield function.__wrapped__


def _contents(function: Any) -> Iterator[Any]:
    """Yield what stands in the closure of a function, or in the attributes of an object."""
    if not inspect.isroutine(function) and not isinstance(function, type):
        yield from list(getattr(function, "__dict__", {}).values())
    if inspect.getattr_static(function, "__closure__", None) is None:
        return
    for cell in function.__closure__ or ():
        with suppress(ValueError):  # not filled yet
            yield cell.cell_contents
