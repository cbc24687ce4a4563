"""Stand-ins for modules that are absent where an entry script is loaded.

The body of a script runs on them, and what comes of them stays recognisable. The decisions:

- Attributes and items of a stub are *classes*, calls give their instances: a class serves as base,
  annotation, callable and value, and deriving from `Warning` it can be raised, caught, filtered.
  Only names ending in `Meta` or `Metaclass` give an instance: no exception is a metaclass.
- A class that a script derives from a stub is the script's own: constructed and tested as usual,
  but its unknown attributes are stubs, and `stub_of` names it and its instances.
- As truth a stub is true, as number 1, as collection empty, though `a, b = stub` gets two. `==`
  gives a false stub, ordering and arithmetic give the stub itself. After `_PATIENCE` questions at
  one place the truth changes sides, so that `while` ends.
- What only the real package could answer is noted as a `Decision`. Reading `__version__` is one
  too, as a parsed version is out of sight; it is very high, for scripts ask for "at least".
- Text made of a stub carries the trace's token, and notes when code compares it or takes it apart.
- Other dunder and sunder names are absent, and private names by which libraries know their own
  objects: a stub must not pass for a frame or a future.
- numpy gets an object array that holds the stub. pydantic takes any value, and its JSON Schema says
  `const` with the stub's text: a keyword that no reader may drop.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import sys
import threading
from abc import ABCMeta
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from opcode import opmap
from types import FrameType, FunctionType, ModuleType
from typing import Any

_ORIGIN = "__schemagen_stub__"
_PATIENCE = 100
_LONGEST_PATH = 10_000
_HEAP_TYPE = 1 << 9
_FUNCTIONS = (FunctionType, staticmethod, classmethod, property)
_METACLASSES = ("Meta", "Metaclass", "MetaClass")
_PROBE = re.compile(r"_.*_|_typ|_is_protocol|_asyncio_future_blocking")


@dataclass(frozen=True)
class Decision:
    """A place where code asked a stub what only the real package could answer."""

    package: str
    filename: str
    line: int


class Trace:
    """What one loaded script does with its stubs."""

    def __init__(self) -> None:
        self.token = secrets.token_hex(8)
        self.packages: list[str] = []
        self.decisions: list[Decision] = []
        self.lock = threading.RLock()
        self._asked: Counter[Decision] = Counter()

    def package_in(self, text: str) -> str | None:
        """Return the package whose stub's text is inside `text`; of a cut text, the first."""
        found = re.search(rf"{self.token}(?:x(\d+)x)?", text, re.IGNORECASE)
        return self.packages[int(found[1] or 0)] if found else None

    def mark(self, package: str) -> str:
        """Return the token with what `package_in` needs to find the package."""
        return f"{self.token}x{self.packages.index(package)}x"

    def adopt(self, name: str) -> str:
        """Return the outermost stubbed package of the module `name`, noting a new one."""
        with self.lock:
            if known := [p for p in self.packages if f"{name}.".startswith(f"{p}.")]:
                return known[0]
            self.packages.append(name)
            return name

    def decide(self, package: str) -> int:
        """Note a decision at the asker's place, and return how often that place asked."""
        frame = _asker()
        place = Decision(package, frame.f_code.co_filename, frame.f_lineno)
        with self.lock:
            self._asked[place] += 1
            if self._asked[place] == 1:
                self.decisions.append(place)
            return self._asked[place]


@dataclass(frozen=True)
class _Origin:
    trace: Trace
    package: str
    path: str

    def child(self, name: str) -> _Origin:
        if len(self.path) > _LONGEST_PATH:
            raise AttributeError(f"a stub of {self.package} is followed without end")
        return replace(self, path=f"{self.path}{'.' if name.isidentifier() else ''}{name}")

    def text(self, form: str) -> _Text:
        text = _Text(form.format(path=self.path, mark=self.trace.mark(self.package)))
        vars(text)[_ORIGIN] = self
        return text


def stub_module(name: str, trace: Trace) -> ModuleType:
    """Return a module that stands in for the absent module of the dotted `name`."""
    module = _StubModule(name)
    spec = ModuleSpec(name, None, is_package=True)
    vars(module).update(__all__=[], __package__=name, __path__=[], __spec__=spec)
    vars(module)[_ORIGIN] = _Origin(trace, trace.adopt(name), name)
    return module


def stub_of(value: object) -> str | None:
    """Return the package that `value` is a stub of, without waking any magic, or None."""
    try:
        return _origin(value).package if issubclass(type(value), (_Magic, _Text)) else None
    except AttributeError:  # the roots of all stubs belong to no package
        return None


def _origin(stub: object) -> _Origin:
    reader = type if issubclass(type(stub), type) else object
    origin: _Origin = reader.__getattribute__(stub, _ORIGIN)
    return origin


def _asker() -> FrameType:
    frame = sys._getframe()
    while frame.f_code.co_filename == _asker.__code__.co_filename and frame.f_back:
        frame = frame.f_back
    return frame


def _ask(stub: object) -> int:
    origin = _origin(stub)
    return origin.trace.decide(origin.package)


def _asked(answer: Callable[..., Any]) -> Any:
    def method(self: object, *others: Any) -> Any:
        _ask(self)
        return answer(self, *others)

    return method


def _related(check: Callable[[type, Any], bool]) -> Any:
    def method(self: object, value: Any) -> bool:
        kind = self if isinstance(self, type) else None
        if kind is None or _is_ours(kind):
            _ask(self)
        return kind is not None and check(kind, value)

    return method


def _is_ours(kind: type) -> bool:
    return issubclass(type(kind), _StubMeta) and _ORIGIN in kind.__dict__


def _is_decorated(value: object) -> bool:
    if isinstance(value, type):  # int and numpy.float64 are arguments, not decorated classes
        return bool(value.__flags__ & _HEAP_TYPE)
    return isinstance(value, _FUNCTIONS) or hasattr(value, "__wrapped__")


def _new_class(origin: _Origin, root: type) -> Any:
    name = origin.path.rpartition(".")[2]
    return _StubMeta(name, (root,), {"__module__": origin.package, _ORIGIN: origin})


def _child(parent: object, name: str) -> Any:
    origin = _origin(parent)
    writer = type if issubclass(type(parent), type) else object
    with origin.trace.lock:
        own = object.__getattribute__(parent, "__dict__")
        if name not in own:
            kind = _new_class(origin.child(name), _Raisable)
            made = type.__call__(kind) if name.endswith(_METACLASSES) else kind
            writer.__setattr__(parent, name, made)
        return own[name]


def _items(stub: object) -> Iterator[Any]:
    frame = _asker()
    opcode, count = frame.f_code.co_code[frame.f_lasti :][:2]
    return iter([_child(stub, "[]")] * count if opcode == opmap["UNPACK_SEQUENCE"] else [])


class _Text(str):
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


class _Magic:
    """What every stub answers: shared by modules, instances and, in their metaclass, classes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            _ask(self)
            return _origin(self).text("99.0.0+stub{mark}")
        if _PROBE.fullmatch(name):
            raise AttributeError(f"the stub {_origin(self).path} has no attribute {name!r}")
        return _child(self, name)

    def __delattr__(self, name: str) -> None:
        with contextlib.suppress(AttributeError):
            super().__delattr__(name)

    def __call__(self, /, *args: Any, **keywords: Any) -> Any:
        if len(args) == 1 and not keywords and _is_decorated(args[0]):
            return args[0]
        kind = self if isinstance(self, _StubMeta) else _child(self, "()")
        if [type(arg) for arg in args] == [str, tuple, dict]:  # `class X(metaclass=stub)`
            return type(args[0], args[1] or (kind,), args[2])
        return type.__call__(kind)

    def __bool__(self) -> bool:
        truth = not _origin(self).path.endswith("==")
        return truth if _ask(self) <= _PATIENCE else not truth

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (_child(self, "()"),)

    def __getitem__(self, key: object) -> Any:
        return _child(self, "[]")

    def __await__(self) -> Generator[Any, Any, Any]:
        yield from ()
        return self

    async def __anext__(self) -> Any:
        raise StopAsyncIteration

    async def __aexit__(self, *error: object) -> None:
        """Let errors pass."""

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError(f"cannot pickle {self}: {_origin(self).package} is not installed")

    @property
    def __array__(self) -> Any:
        if "numpy" not in sys.modules:
            raise AttributeError("__array__")
        holder = sys.modules["numpy"].empty((), dtype=object)
        holder.fill(self)
        return holder.__array__  # numpy ignores Python methods of a class, but not this one

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.any_schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, core: object, handler: object) -> dict[str, str]:
        return {"const": str(cls)}

    def _text(self, *_: object) -> str:
        return _origin(self).text("<stub {path} {mark}>")

    def _same(self, *_: object) -> Any:
        return self

    def _nothing(self, *_: object) -> None:
        pass

    __hash__ = object.__hash__
    __eq__ = _asked(lambda self, other: other is self or _child(self, "=="))
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _asked(_same)
    __instancecheck__ = _related(type.__instancecheck__)
    __subclasscheck__ = _related(type.__subclasscheck__)
    __len__, __contains__ = _asked(lambda _: 0), _asked(lambda *_: False)
    __int__ = __index__ = _asked(lambda _: 1)
    __float__, __iter__, __next__ = (
        _asked(lambda _: 1.0),
        _asked(_items),
        _asked(lambda _: next(iter(()))),
    )
    __str__ = __repr__ = __fspath__ = __format__ = _text
    __setitem__ = __delitem__ = __exit__ = _nothing
    __enter__ = __aenter__ = __aiter__ = __copy__ = __deepcopy__ = _same
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = __trunc__ = __floor__ = __ceil__ = _same
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __divmod__ = _same
    __pow__ = __matmul__ = __lshift__ = __rshift__ = __and__ = __or__ = __xor__ = _same
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rdivmod__ = _same
    __rpow__ = __rmatmul__ = __rlshift__ = __rrshift__ = __rand__ = __ror__ = __rxor__ = _same


class _StubMeta(_Magic, ABCMeta):  # an ABC can then be a base beside a stub
    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], /, **keywords: Any
    ) -> _StubMeta:
        try:
            return super().__new__(mcs, name, bases, namespace, **keywords)
        except TypeError:  # an exception cannot be a str or a dict as well: its plain twin can
            bases = tuple(_new_class(_origin(b), _Stub) if _is_ours(b) else b for b in bases)
            return super().__new__(mcs, name, bases, namespace, **keywords)

    def __call__(cls, /, *args: Any, **keywords: Any) -> Any:
        call = _Magic.__call__ if _is_ours(cls) else type.__call__
        return call(cls, *args, **keywords)


class _Attribute(str):
    """The name of a stub's attribute that exceptions, classes or ABCs have one of their own of."""

    def __get__(self, instance: object, owner: type) -> Any:
        return _child(owner if instance is None else instance, str(self))


class _Stub(_Magic, metaclass=_StubMeta):
    args: Any = _Attribute("args")
    mro: Any = _Attribute("mro")
    register: Any = _Attribute("register")

    def __init__(self, *args: Any, **keywords: Any) -> None:
        """Take anything."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        with contextlib.suppress(TypeError):
            super().__init_subclass__(**keywords)


class _Raisable(_Stub, Warning):
    pass


class _StubModule(_Magic, ModuleType):
    pass
