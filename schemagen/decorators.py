"""``input_schema`` and ``output_schema``: they note the contract and convert the arguments.

* The decorators give back a :class:`Converting` object, a stand-in for the function that every
  look-up (name, signature, kind, source) passes on to. Whether something is ours is therefore a
  question of its type, never of an attribute that ``functools.wraps`` may have copied.
* A stack of ours is one object: each decorator makes a new one around the same function. Above
  a foreign decorator a new one begins, which converts only the names added there.
* Arguments are found by the signature; where a foreign decorator hides it, by what
  :mod:`schemagen.wrapping` finds inside.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from functools import partial, update_wrapper
from types import MethodType
from typing import Any

from schemagen.errors import SchemagenError
from schemagen.operation import MISSING, Input, Operation
from schemagen.sample import Sample
from schemagen.wrapping import is_decorator, parameters_of, positional, takes_any_name, ways_in

MODE: ContextVar[str | None] = ContextVar("schemagen_mode", default=None)
"""How arguments are converted: ``law``, ``lax``, or None = as the decorator itself says."""


class DecorationError(SchemagenError, ValueError):
    """A decorator names no parameter of ``run``, or one twice."""


class Converting:
    """A function whose arguments are converted on the way in; otherwise it seems the function."""

    __slots__ = ("__dict__", "__weakref__", "_names", "_operation", "_own")

    def __init__(
        self, function: Callable[..., Any], operation: Operation, own: frozenset[str]
    ) -> None:
        update_wrapper(self, function, updated=())
        self.__wrapped__ = function
        self._operation = operation
        self._own = own
        self._names = positional(parameters_of(function, *own) or ())

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Convert the arguments that this object is for, and call the function."""
        inputs = self._operation.inputs
        by_position = [
            self._argument(inputs[name], value) if name in self._own else value
            for name, value in zip(self._names, args, strict=False)
        ]
        named = {
            name: self._argument(inputs[name], value) if name in self._own else value
            for name, value in kwargs.items()
        }
        return self.__wrapped__(*by_position, *args[len(by_position) :], **named)

    def _argument(self, item: Input, value: Any) -> Any:
        mode = MODE.get()
        return item.argument(value, lax=item.lax if mode is None else mode == "lax")

    def converts_all(self, operation: Operation) -> bool:
        """Tell whether no decorator further in converts an input of *operation*."""
        return all(item.name in self._own for item in operation.parameters if item.sample)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Bind to an instance, if what is wrapped does."""
        inner = self.__wrapped__
        binds = hasattr(type(inner), "__get__") and not isinstance(inner, MethodType)
        return MethodType(self, instance) if binds and instance is not None else self

    def __getattr__(self, name: str) -> Any:
        """Answer as the function would."""
        if name == "__wrapped__":
            raise AttributeError(name)
        return getattr(self.__wrapped__, name)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """The function's class, so that ``inspect`` tells what kind of function this is."""
        return self.__wrapped__.__class__

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
        if operation.output and _stands_on_ours(function):
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
        if declared and declared.sample and _stands_on_ours(function):
            raise DecorationError(
                f"@input_schema({item.name!r}) stands twice on {_name(function)}()"
            )
        check_name(function, item.name)
        assert item.sample
        item.sample.codec  # noqa: B018 - a sample without a JSON form fails here, where it stands
        default = declared.default if declared else MISSING
        complete = replace(item, default=default)
        return _converting(function, operation.with_input(complete), frozenset({item.name}))

    return decorate


def _stands_on_ours(function: Any) -> bool:
    """Tell whether what was found in *function* is surely the function that it decorates.

    A closure may also use a decorated function, or hide one behind a signature of its own.
    """
    return type(function) is Converting or _is_peer(function) or is_decorator(function)


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
    through: the operation has the parameters that the outermost of them takes.
    """
    if isinstance(function, (classmethod, staticmethod)):
        function = function.__func__
    found = next((it for path in ways_in(function) if (it := _noted(path[-1]))), None)
    if found is None or type(function) is Converting:
        return found
    called = _as_called(found, function)
    strange = found.parameters and not found.inputs.keys() & called.inputs.keys()
    return None if strange else called  # strange: it only uses a decorated function


def _noted(function: Any) -> Operation | None:
    """Return what the decorator that made *function* noted, if it is ours or the real library's."""
    if type(function) is Converting:
        return function._operation
    if _is_peer(function):
        from schemagen.azureml.peer import peer_operation

        return peer_operation(function, _operation_before)
    return None


def _is_peer(function: Any) -> bool:
    """Tell whether *function* is a wrapper that the real inference_schema made."""
    if inspect.getattr_static(function, "_self_wrapper", None) is None:
        return False
    return getattr(function._self_wrapper, "__module__", "") == "inference_schema.schema_decorators"


def _operation_before(function: Any, *names: str) -> Operation:
    """Return the operation that a new decorator on *function* extends."""
    plain = function
    while isinstance(plain, partial):
        plain = plain.func
    found = operation_of(function) or Operation(name=_name(plain), doc=inspect.getdoc(plain) or "")
    return _as_called(found, function, *names)


def _as_called(operation: Operation, function: Any, *names: str) -> Operation:
    """Return *operation* with the parameters that a call of *function* meets."""
    declared = {item.name: item for item in operation.parameters if item.sample}
    parameters = parameters_of(function, *declared, *names)
    if parameters is None:
        return operation
    inputs = {
        parameter.name: replace(
            declared.get(parameter.name, Input(parameter.name)),
            default=parameter.default,
            hint=parameter.annotation,
            scope=function,
        )
        for position, parameter in enumerate(parameters)
        if _is_input(position, parameter)
    }
    rest = operation.inputs if takes_any_name(parameters) else {}
    return replace(operation, parameters=tuple({**rest, **inputs}.values()))


def _is_input(position: int, parameter: inspect.Parameter) -> bool:
    """Tell whether a request may bring *parameter*."""
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        return False
    return parameter.name not in (("self", "cls") if position == 0 else ()) + ("request_headers",)


def check_name(function: Any, name: str) -> None:
    """Raise DecorationError when no call of *function* can give it an argument *name*."""
    parameters = parameters_of(function, name)
    if parameters is None or takes_any_name(parameters):
        return
    known = [item.name for item in parameters if item.kind is not item.VAR_POSITIONAL]
    if name not in known:
        raise DecorationError(
            f"@input_schema({name!r}): {_name(function)}() has no parameter {name!r} (it has: "
            f"{', '.join(known) or 'none'}); name the parameter as it is called in the function"
        )


def _name(function: Any) -> str:
    return getattr(function, "__name__", type(function).__name__)
