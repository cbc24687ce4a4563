"""Stand-ins for modules that are absent where an entry script is loaded.

The decisions:

- Attributes and items of a stub are *classes*, calls give their instances: a class serves as base,
  annotation, callable and value, and deriving from `Warning` it can be raised, caught, filtered.
  Only a name ending in `meta` or `metaclass` gives an instance: no exception is a metaclass.
- A class that a script derives from a stub is the script's own, constructed and tested as usual;
  yet its unknown attributes are stubs, and `stub_of` names it and its instances.
- A stub is true, as number 1, as collection empty; `a, b = stub` gets two. `==` gives a false
  stub, ordering and arithmetic the stub itself. Asked too often in one place, it changes sides.
- What only the real package could answer is noted as a `Decision`; so is reading `__version__`,
  as parsing leads it out of sight. It is very high, for scripts ask for "at least".
- Text made of a stub carries the trace's token, and notes when code compares it or takes it apart.
- Other dunder and sunder names, and private ones by which libraries know their own objects, are
  absent: a stub is no frame and no future. pandas sees a scalar (`ndim == 0`), numpy an object.
- pydantic takes any value; its JSON Schema says `const`, a keyword that no reader may drop.
"""

from __future__ import annotations

import contextlib
import re
import sys
from abc import ABCMeta
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from opcode import opmap
from types import FunctionType, ModuleType
from typing import Any

from schemagen.script.trace import Trace

_ORIGIN = "__schemagen_stub__"
_PATIENCE = 100
_LONGEST_PATH = 10_000
_FUNCTIONS = (FunctionType, staticmethod, classmethod, property)
_PROBE = re.compile(r"_.*_|_typ|_is_protocol|_asyncio_future_blocking")
_FALSE = re.compile(r".*(?<!\.ndim)==", re.DOTALL)


@dataclass(frozen=True)
class _Origin:
    trace: Trace
    package: str
    path: str


def stub_module(name: str, trace: Trace) -> ModuleType:
    """Return a module that stands in for the absent module of the dotted `name`."""
    module = _StubModule(name)
    vars(module).update(__all__=[], __path__=[], __spec__=ModuleSpec(name, None, is_package=True))
    vars(module)[_ORIGIN] = _Origin(trace, trace.adopt(name), name)
    return module


def stub_of(value: object) -> str | None:
    """Return the package that `value` is a stub of, without waking any magic, or None."""
    with contextlib.suppress(AttributeError):  # the roots of all stubs have no origin
        return _origin(value).package if issubclass(type(value), (_Magic, _Text)) else None
    return None


def _plain(stub: object) -> Any:
    return type if issubclass(type(stub), type) else object


def _origin(stub: object) -> _Origin:
    origin: _Origin = _plain(stub).__getattribute__(stub, _ORIGIN)
    return origin


def _is_own_class(stub: object) -> bool:  # one that the script derived: it knows the answers
    return isinstance(stub, type) and _ORIGIN not in vars(stub)


def _ask(stub: object) -> int:
    origin = _origin(stub)
    return 0 if _is_own_class(stub) else origin.trace.decide(origin.package)


def _asked(answer: Callable[..., Any]) -> Any:
    def method(self: object, *others: Any) -> Any:
        _ask(self)
        return answer(self, *others)

    return method


def _related(check: Callable[[type, Any], bool]) -> Any:
    return _asked(lambda stub, value: isinstance(stub, type) and check(stub, value))


def _is_decorated(value: object) -> bool:
    if isinstance(value, type):  # one made in Python: int or numpy.float64 is an argument
        return bool(value.__flags__ & 1 << 9)
    return isinstance(value, _FUNCTIONS) or hasattr(value, "__wrapped__")


def _new_class(origin: _Origin, *bases: type) -> Any:
    name = origin.path.rpartition(".")[2]
    return _StubMeta(name, bases, {"__module__": origin.package, _ORIGIN: origin})


def _child(parent: object, name: str) -> Any:
    origin = _origin(parent)
    path = f"{origin.path}{'.' if name.isidentifier() else ''}{name}"
    if len(path) > _LONGEST_PATH:
        raise AttributeError(f"a stub of {origin.package} is followed without end")
    with origin.trace.lock:
        own = object.__getattribute__(parent, "__dict__")
        if name not in own:
            kind = _new_class(replace(origin, path=path), _Stub, Warning)
            made = type.__call__(kind) if name.lower().endswith(("meta", "metaclass")) else kind
            _plain(parent).__setattr__(parent, name, made)
        return own[name]


def _text(stub: object, *_: object, form: str = "<stub {path} {mark}>") -> _Text:
    origin = _origin(stub)
    index = origin.trace.packages.index(origin.package)
    text = _Text(form.format(path=origin.path, mark=f"{origin.trace.token}x{index}x"))
    setattr(text, _ORIGIN, origin)
    return text


def _same(stub: object, *_: object) -> Any:
    return stub


def _nothing(stub: object, *_: object, **__: object) -> None: ...


class _Text(str):
    __slots__ = (_ORIGIN,)

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("__"):
            _ask(self)
        return super().__getattribute__(name)

    def __reduce__(self) -> tuple[Any, ...]:
        return str, (str.__str__(self),)

    __hash__ = str.__hash__
    __eq__, __ne__ = _asked(str.__eq__), _asked(str.__ne__)
    __lt__, __le__ = _asked(str.__lt__), _asked(str.__le__)
    __gt__, __ge__ = _asked(str.__gt__), _asked(str.__ge__)
    __contains__, __getitem__ = _asked(str.__contains__), _asked(str.__getitem__)


class _Magic:  # what modules, instances and, by their metaclass, classes answer
    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            _ask(self)
            return _text(self, form="99.0.0+stub{mark}")
        if _PROBE.fullmatch(name):
            raise AttributeError(f"the stub {_origin(self).path} has no attribute {name!r}")
        return _child(self, name)

    def __call__(self, /, *args: Any, **keywords: Any) -> Any:
        if len(args) == 1 and not keywords and _is_decorated(args[0]):
            return args[0]
        kind = self if isinstance(self, _StubMeta) else _child(self, "()")
        if [type(arg) for arg in args] == [str, tuple, dict] and "__module__" in args[2]:
            return type(args[0], args[1] or (kind,), args[2])  # a stub was the metaclass
        return type.__call__(kind)

    def __bool__(self) -> bool:
        truth = not _FALSE.fullmatch(_origin(self).path)
        return truth if _ask(self) <= _PATIENCE else not truth

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (_child(self, "()"),)

    def __iter__(self) -> Iterator[Any]:
        _ask(self)
        frame = sys._getframe(1)
        opcode, count = frame.f_code.co_code[frame.f_lasti :][:2]
        return iter([_child(self, "[]")] * count if opcode == opmap["UNPACK_SEQUENCE"] else [])

    def __getitem__(self, key: object) -> Any:
        return self if _is_own_class(self) else _child(self, "[]")

    def __await__(self) -> Generator[Any, Any, Any]:
        yield from ()
        return self

    async def __anext__(self) -> Any:
        raise StopAsyncIteration

    async def __aexit__(self, *error: object) -> None: ...

    @property
    def __array__(self) -> Any:
        if "numpy" not in sys.modules:
            raise AttributeError("__array__")
        holder = sys.modules["numpy"].empty((), dtype=object)
        holder.fill(self)
        return holder.__array__  # numpy ignores Python methods of a class, but not this one

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: Any) -> Any:
        return handler.generate_schema(Any)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: object, handler: object) -> dict[str, str]:
        return {"const": str(cls)}

    __hash__ = object.__hash__
    __eq__ = _asked(lambda self, other: other is self or _child(self, "=="))
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _asked(_same)
    __instancecheck__ = _related(type.__instancecheck__)
    __subclasscheck__ = _related(type.__subclasscheck__)
    __index__ = _asked(lambda _: 1)  # what int and float ask for as well
    __len__ = _asked(lambda _: 0)
    __next__ = _asked(lambda _: next(iter(())))
    __str__ = __repr__ = __fspath__ = __format__ = _text
    __setitem__ = __delitem__ = __exit__ = _nothing
    __enter__ = __aenter__ = __aiter__ = __copy__ = __deepcopy__ = _same
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = __trunc__ = __floor__ = __ceil__ = _same
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __divmod__ = _same
    __pow__ = __matmul__ = __lshift__ = __rshift__ = __and__ = __or__ = __xor__ = _same
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rdivmod__ = _same
    __rpow__ = __rmatmul__ = __rlshift__ = __rrshift__ = __rand__ = __ror__ = __rxor__ = _same


class _StubMeta(_Magic, ABCMeta):  # with any other metaclass a stub and an ABC would not mix
    def __new__(mcs, name: str, bases: Any, namespace: Any, /, **keywords: Any) -> _StubMeta:
        try:
            return super().__new__(mcs, name, bases, namespace, **keywords)
        except TypeError:  # an exception cannot be a str or a dict as well: its plain twin can
            bases = tuple(_new_class(_origin(b), _Stub) if _ORIGIN in vars(b) else b for b in bases)
            return super().__new__(mcs, name, bases, namespace, **keywords)

    def __call__(cls, /, *args: Any, **keywords: Any) -> Any:
        call = type.__call__ if _is_own_class(cls) else _Magic.__call__
        return call(cls, *args, **keywords)


class _Absent:  # hides what exceptions or ABCs have, so that __getattr__ answers
    def __get__(self, instance: object, owner: type) -> Any:
        raise AttributeError


class _Stub(_Magic, metaclass=_StubMeta):
    args = register = _Absent()
    __init__ = _nothing

    def __init_subclass__(cls, **keywords: Any) -> None:
        with contextlib.suppress(TypeError):
            super().__init_subclass__(**keywords)


class _StubModule(_Magic, ModuleType): ...
