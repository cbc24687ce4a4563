"""``input_schema`` and ``output_schema``: they note the contract and convert the arguments.

* The decorators give back a :class:`Converting` object, a stand-in for the function that every
  look-up (name, signature, kind, source) passes on to. Whether something is ours is therefore a
  question of its type, never of an attribute that ``functools.wraps`` may have copied.
* A stack of ours is one object: each decorator makes a new one around the same function. Above
  a foreign decorator a new one begins, which converts only the names added there.
* Arguments are found by the signature. A foreign decorator without ``functools.wraps`` hides it;
  then one bounded walk through closures finds the function inside.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from functools import partial, update_wrapper
from types import MethodType
from typing import Any

from schemagen.errors import SchemagenError
from schemagen.sample import MISSING, Input, Operation, Sample

MODE: ContextVar[str | None] = ContextVar("schemagen_mode", default=None)
"""How arguments are converted: ``law``, ``lax``, or None = as the decorator itself says."""

_WALK = 200
"""How many objects are looked at, at most, to find what a foreign decorator hides."""


class DecorationError(SchemagenError, ValueError):
    """A decorator names no parameter of ``run``, or one twice."""


class Converting:
    """A function whose arguments are converted on the way in; otherwise it seems the function."""

    __wrapped__: Callable[..., Any]

    def __init__(self, function: Callable[..., Any], operation: Operation, own: frozenset[str]):
        update_wrapper(self, function, updated=())
        self._operation = operation
        self._own = own
        self._names = _positions(function, own)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Convert the arguments that this object is for, and call the function."""
        inputs = self._operation.inputs
        positional = [
            self._argument(inputs[name], value) if name in self._own else value
            for name, value in zip(self._names, args, strict=False)
        ]
        named = {
            name: self._argument(inputs[name], value) if name in self._own else value
            for name, value in kwargs.items()
        }
        return self.__wrapped__(*positional, *args[len(positional) :], **named)

    def _argument(self, item: Input, value: Any) -> Any:
        mode = MODE.get()
        return item.argument(value, lax=item.lax if mode is None else mode == "lax")

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Bind to an instance, as a function does."""
        return self if instance is None else MethodType(self, instance)

    def __getattr__(self, name: str) -> Any:
        """Answer as the function would."""
        if name == "__wrapped__":
            raise AttributeError(name)
        return getattr(self.__wrapped__, name)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """The function's class, so that ``inspect`` tells what kind of function this is."""
        return type(self.__wrapped__)

    def __reduce__(self) -> str:
        """Pickle by name, as functions are."""
        return self.__qualname__  # type: ignore[attr-defined,no-any-return]

    def __repr__(self) -> str:
        """Show the function."""
        return repr(self.__wrapped__)


def input_schema(
    name: str,
    sample: Any,
    convert_to_provided_type: bool = True,
    optional: bool = False,
) -> Callable[[Any], Any]:
    """Declare the parameter *name* of the function below by a *sample*.

    *sample* is a value (array, frame, dict with arrays and frames inside, …), a ParameterType or
    a :class:`Sample`. With *convert_to_provided_type* the function gets values of the sample's
    type, otherwise the parsed JSON. An *optional* parameter may be left out or null.

    Raises DecorationError when the function has no such parameter, or it is declared twice;
    UnsupportedSample when the sample has no JSON form.
    """
    found = Sample.of(sample)
    return declare(Input(name, found, convert_to_provided_type, optional))


def output_schema(sample: Any) -> Callable[[Any], Any]:
    """Declare what the function below returns by a *sample*; see :func:`input_schema`."""
    found = Sample.of(sample)

    def decorate(function: Any) -> Any:
        if isinstance(function, (classmethod, staticmethod)):
            return type(function)(decorate(function.__func__))
        operation = _operation_before(function)
        if operation.output is not None:
            raise DecorationError(f"@output_schema stands twice on {_name(function)}()")
        found.codec  # noqa: B018 - a sample without a JSON form fails here, where it stands
        return _converting(function, replace(operation, output=found), frozenset())

    return decorate


def declare(item: Input) -> Callable[[Any], Any]:
    """Return the decorator that declares *item*."""

    def decorate(function: Any) -> Any:
        if isinstance(function, (classmethod, staticmethod)):
            return type(function)(decorate(function.__func__))
        operation = _operation_before(function, item.name)
        declared = operation.inputs.get(item.name)
        if declared and declared.sample:
            raise DecorationError(f"@input_schema({item.name!r}) stands twice on {_name(function)}()")
        _check_name(function, item.name)
        assert item.sample
        item.sample.codec  # noqa: B018 - a sample without a JSON form fails here, where it stands
        default = declared.default if declared else MISSING
        complete = replace(item, default=default)
        return _converting(function, operation.with_input(complete), frozenset({item.name}))

    return decorate


def _converting(function: Any, operation: Operation, own: frozenset[str]) -> Converting:
    if type(function) is Converting:
        made = Converting(function.__wrapped__, operation, function._own | own)
    else:
        made = Converting(function, operation, own)
    _publish(made, operation)
    return made


def _publish(made: Converting, operation: Operation) -> None:
    """Tell the real inference_schema, if a server has loaded it, what it looks up by itself."""
    real = sys.modules.get("inference_schema.schema_util")
    if real is not None and not real.__name__.startswith("schemagen."):
        from schemagen.azureml.publish import publish  # the one look upwards; see architecture.md

        publish(real, made, operation)


def operation_of(function: Any) -> Operation | None:
    """Return what the decorators on *function* say, or None if there are none of ours.

    Decorators of the real inference_schema are read too, and decorators of others looked
    through.
    """
    if isinstance(function, (classmethod, staticmethod)):
        function = function.__func__
    for found in _inside(function):
        if type(found) is Converting:
            return found._operation
        if _is_peer(found):
            from schemagen.azureml.peer import peer_operation

            return peer_operation(found, _operation_before)
    return None


def parameters_of(function: Any, *names: str) -> tuple[Input, ...]:
    """Return the parameters of *function* as undeclared inputs, in signature order."""
    signature = _signature(function, *names)
    if signature is None:
        return ()
    return tuple(
        Input(parameter.name, default=parameter.default)
        for position, parameter in enumerate(signature.parameters.values())
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and not (position == 0 and parameter.name in ("self", "cls"))
        and parameter.name != "request_headers"
    )


def _operation_before(function: Any, *names: str) -> Operation:
    """Return the operation that a new decorator on *function* extends."""
    found = operation_of(function)
    if found is not None:
        return found
    doc = inspect.getdoc(function) or ""
    return Operation(parameters_of(function, *names), name=_name(function), doc=doc)


def _check_name(function: Any, name: str) -> None:
    signature = _signature(function, name)
    if signature is None or name in signature.parameters:
        return
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    if inspect.Parameter.VAR_KEYWORD in kinds:
        return
    names = ", ".join(signature.parameters) or "none"
    raise DecorationError(
        f"@input_schema({name!r}): {_name(function)}() has no parameter {name!r} (it has: {names}); "
        "name the parameter as it is called in the function"
    )


def _name(function: Any) -> str:
    return getattr(function, "__name__", type(function).__name__)


def _positions(function: Any, own: frozenset[str]) -> tuple[str, ...]:
    """Return the names that arguments given by position go to."""
    signature = _signature(function, *own)
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = signature.parameters.values() if signature else ()
    return tuple(parameter.name for parameter in parameters if parameter.kind in positional)


def _signature(function: Any, *names: str) -> inspect.Signature | None:
    """Return the signature that calls of *function* must fit, or None if it is hidden.

    Of several functions that a foreign decorator holds, the one with *names* is the one called.
    """
    known = [own for own in map(_own_signature, _inside(function)) if own and not _is_generic(own)]
    fitting = (own for own in known if own.parameters.keys() >= set(names))
    return next(fitting, known[0] if known else _bare_signature(function))


def _bare_signature(function: Any) -> inspect.Signature | None:
    """Return the signature of a function that takes anything and holds no other."""
    return None if any(True for _ in _held(function)) else _own_signature(function)


def _own_signature(function: Any) -> inspect.Signature | None:
    if type(function) is Converting:
        return None  # what it wraps comes next
    try:
        return inspect.signature(function, follow_wrapped=False)
    except (TypeError, ValueError):
        return None


def _is_generic(signature: inspect.Signature) -> bool:
    """Tell whether only ``*args`` and ``**kwargs`` are left of a signature."""
    kinds = {p.kind for p in signature.parameters.values()}
    return bool(kinds) and kinds <= {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def _inside(function: Any) -> Iterator[Any]:
    """Yield *function* and the functions that it wraps, nearest first."""
    queue, seen = [function], set()
    while queue and len(seen) < _WALK:
        current = queue.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        queue += _held(current)


def _held(function: Any) -> Iterator[Any]:
    """Yield the callables that *function* holds: wrapped, bound, partial, closure, attributes."""
    if isinstance(function, MethodType):
        yield function.__func__
    elif isinstance(function, partial):
        yield function.func
    elif inspect.getattr_static(function, "__wrapped__", None) is not None:
        yield function.__wrapped__
    if type(function) is not Converting:
        yield from filter(_may_wrap, _cells(function))


def _cells(function: Any) -> Iterator[Any]:
    """Yield what stands in the closure of a function, or in the attributes of an object."""
    if not inspect.isroutine(function) and not isinstance(function, type):
        yield from list(getattr(function, "__dict__", {}).values())
    for cell in inspect.getattr_static(function, "__closure__", None) and function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not filled yet
            continue


def _may_wrap(held: Any) -> bool:
    return callable(held) and not isinstance(held, type)


def _is_peer(function: Any) -> bool:
    """Tell whether *function* is a wrapper that the real inference_schema made."""
    if inspect.getattr_static(function, "_self_wrapper", None) is None:
        return False
    return getattr(function._self_wrapper, "__module__", "") == "inference_schema.schema_decorators"
