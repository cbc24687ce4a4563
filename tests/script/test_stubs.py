"""Entry scripts run on stubs of the packages they miss, and what comes of a stub is recognised."""

from __future__ import annotations

import copy
import doctest
import inspect
import json
import math
import operator as operators
import os
import pickle
import sys
import threading
import types
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from schemagen.script.stubs import stub_module, stub_of
from schemagen.script.trace import Decision, Trace

SURVIVES = {
    "imports": """
        assert torch.__name__ == "torch" and torch.__spec__.name == "torch" and torch.__path__ == []
        assert not hasattr(torch, "__file__") and torch.__all__ == []
        assert torch.nn.Linear is torch.nn.Linear and torch.nn is not torch.optim
    """,
    "attributes": """
        torch.flag = 4
        assert torch.flag == 4
        del torch.flag
        assert stub_of(torch.flag) == "torch"
        torch.backends.cudnn.benchmark = True
        assert torch.backends.cudnn.benchmark is True
        config = torch.Config()
        config.model.width = 5
        assert config.model.width == 5
        assert hasattr(torch, "x") and hasattr(torch.x, "y") and hasattr(torch.x(), "z")
        assert stub_of(torch.Config.args) == stub_of(config.args) == "torch"
        config["a"] = 1
        del config["a"]
        assert stub_of(config["a"]) == stub_of(torch["a"]) == stub_of(torch.x[1:2, ...]) == "torch"
    """,
    "calls": """
        for value in (torch(), torch.load("x", map_location=0), torch.a.b()(1)(2)[3].c(x=1)):
            assert stub_of(value) == "torch"
        assert stub_of(torch.put("text", (0, 1), {"a": 1})) == "torch"
    """,
    "base classes": """
        class Net(torch.nn.Module, mlflow.Mixin, Base):
            def __init__(self, size, *, args):
                super().__init__(size, args=args)
                self.size, self.args = size, args
        net = Net(3, args={})
        assert (net.size, net.args, net.real()) == (3, {}, "real")
        assert stub_of(net(1)) == stub_of(net.weights) == stub_of(Net.load()) == "torch"
    """,
    "bases with keywords, calls and items": """
        class Tagged(torch.Base, tag=1): pass
        class Kept(torch.Base, Keyword, keyword=2): pass
        class Row(torch.declarative_base()): pass
        class Part(torch.Base[int], mlflow.Base["x"]): pass
        class Whole(torch): pass
        assert Kept.keyword == 2
        assert {stub_of(kind) for kind in (Tagged, Kept, Row, Part, Whole)} == {"torch"}
    """,
    "bases that are no ordinary classes": """
        import abc, collections.abc, threading, typing
        class Text(str, torch.Enum): pass
        class Table(torch.Base, dict): pass
        class Worker(torch.Base, threading.Thread): pass
        class Abstract(torch.Base, abc.ABC):
            @abc.abstractmethod
            def method(self): ...
        class Concrete(Abstract):
            def method(self): return 1
        class Items(collections.abc.Mapping, torch.Base):
            def __getitem__(self, key): return key
            def __iter__(self): return iter("a")
            def __len__(self): return 1
        T = typing.TypeVar("T")
        class Generic(torch.Base, typing.Generic[T]):
            def method(self): return 2
        class Special(Generic[int]): pass
        assert Text("a") == "a" and isinstance(Table(), dict)
        assert Concrete().method() == 1 and dict(Items()) == {"a": "a"} and Special().method() == 2
        assert {stub_of(kind) for kind in (Text, Table, Worker, Concrete, Special)} == {"torch"}
    """,
    "metaclasses": """
        class First(metaclass=torch.Metaclass, flag=1): number = 1
        class Second(torch.Base, metaclass=torch.BaseMeta): number = 2
        class Third(Base, metaclass=torch.BaseMeta): number = 3
        class Fourth(metaclass=torch.Registry): number = 4
        class Meta(torch.BaseMeta): pass
        assert [First.number, Second.number, Third.number, Fourth.number] == [1, 2, 3, 4]
        assert Third().real() == "real" and stub_of(First) == stub_of(Meta) == "torch"
    """,
    "exceptions": """
        caught = []
        try:
            raise torch.Error("text", code=1)
        except torch.Error as error:
            caught.append(stub_of(error.code))
        try:
            raise torch.Error
        except (ValueError, torch.Error):
            caught.append("tuple")
        try:
            raise ValueError
        except (torch.errors.Timeout, torch.client().exceptions.NotFound):
            caught.append("wrong")
        except ValueError:
            caught.append("real")
        class Own(Exception, torch.Error): pass
        class Other(torch.Error, OSError): pass
        try:
            raise Own("text")
        except torch.Error:
            caught.append("wrong")
        except Own:
            caught.append("own")
        try:
            raise Other("text")
        except torch.Error:
            caught.append("derived")
        assert caught == ["torch", "tuple", "real", "own", "derived"], caught
    """,
    "warning filters": """
        import warnings
        with warnings.catch_warnings():
            warnings.filterwarnings("error", category=torch.utils.SomeWarning)
            assert warnings.filters[0][2] is torch.utils.SomeWarning
    """,
    "typing": """
        import typing
        from typing import Annotated, Callable, Dict, List, Optional, Tuple, Type, Union
        T, I = torch.Tensor, torch.conint(gt=1)
        kinds = [List[T], Optional[T], Callable[[T], T], Union[T, int, mlflow.T], Dict[str, T[int]],
                 Tuple[T, ...], Type[T], list[T], T | None, None | T, int | T, T[int, str],
                 Optional[I], List[I], Annotated[int, I], Annotated[T, I]]
        assert typing.get_args(List[T]) == (T,) and len(kinds) == 16
        def function(x: T, y: "torch.Tensor" = torch.zero) -> "List[torch.Tensor]": ...
        assert typing.get_type_hints(function, globals())["y"] is T
        class Holder(torch.Base):
            x: "torch.Tensor"
        assert typing.get_type_hints(Holder, globals()) == {"x": T}
    """,
    "dataclasses": """
        from dataclasses import asdict, dataclass, field, replace
        @dataclass
        class Plain:
            x: torch.Tensor
            y: torch.Tensor = torch.zero
            z: "torch.Tensor" = field(default_factory=torch.Tensor)
            w: torch.Tensor = torch.empty()
        @dataclass(frozen=True, slots=True)
        class Derived(torch.Config):
            x: int
            y: str = "a"
        assert replace(Plain(1), x=2).x == 2 and asdict(Plain(1))["y"] is torch.zero
        assert (Derived(1).x, Derived(1).y) == (1, "a")
    """,
    "enumerations": """
        import enum
        class Color(enum.Enum):
            RED, BLUE = torch.red(), "blue"
        class Stubbed(str, torch.Enum):
            RED = "red"
        assert Color("blue") is Color.BLUE and Stubbed.RED == "red"
    """,
    "relations": """
        class Net(torch.Module): pass
        for kind in (torch.Module, torch.Module(), torch):
            assert isinstance(1, kind) is False and issubclass(int, kind) is False
        assert isinstance(1, (torch.Module, int)) and not isinstance(1, Net)
        assert isinstance(Net(), torch.Module) and issubclass(Net, torch.Module)
        from collections.abc import Mapping, Sequence
        assert not isinstance(torch.x(), (Mapping, Sequence, int, float, str))
    """,
    "context managers": """
        with torch.no_grad() as first, torch.cuda, torch as second:
            assert stub_of(first) and second is torch
        try:
            with torch.no_grad():
                raise KeyError
        except KeyError:
            pass
        else:
            raise AssertionError
    """,
    "asynchronous code": """
        import asyncio
        async def main():
            async with torch.session() as session, torch.lock:
                assert stub_of(session) == "torch"
            async for _ in torch.stream:
                raise AssertionError
            try:
                async with torch.session:
                    raise KeyError
            except KeyError:
                return [x async for x in torch.stream()], await session, await torch.x
        found, session, x = asyncio.run(main())
        assert found == [] and stub_of(session) == "torch" and x is torch.x
        loop = asyncio.new_event_loop()
        assert stub_of(loop.run_until_complete(torch.connect())) == "torch"
        loop.close()
    """,
    "iteration": """
        for stub in (torch, torch.x, torch.x()):
            assert list(stub) == [*stub] == [x for x in stub] == list(reversed(stub)) == []
            assert len(stub) == 0 and 1 not in stub and dict(stub) == {**stub} == {}
            try:
                next(stub)
            except StopIteration:
                pass
            else:
                raise AssertionError
    """,
    "unpacking": """
        a, b = torch.split()
        (c, d), e = torch.split
        f, g, h, *i = *torch, 1, 2, 3
        for j, k in torch.pairs:
            raise AssertionError
        assert {stub_of(x) for x in (a, b, c, d, e)} == {"torch"} and (f, g, h, i) == (1, 2, 3, [])
    """,
    "truth and comparison": """
        for x in (torch, torch.x, torch.x()):
            assert x and x > 1 and x <= 1 and 1 < x and x != 1 and not x == 1 and x == x
            assert {stub_of(v) for v in (x > 1, 1 < x, x == 1, (x == 1).mean())} == {"torch"}
            assert {x: 1}[x] == 1 and x not in (1, "a") and [1, x].index(x) == 1
    """,
    "numbers": """
        import math
        for x in (torch, torch.x, torch.x()):
            assert (int(x), float(x), [0, 1][x], math.sqrt(x)) == (1, 1.0, 1, 1.0)
            assert list(range(x)) == [0] and divmod(5, int(x)) == (5, 0)
            assert "%d %.1f" % (x, x) == "1 1.0" and "<stub torch" in "%s" % (x,)
    """,
    "loops end": """
        turns = 0
        while not torch.done():
            raise AssertionError
        while torch.state == "running":
            raise AssertionError
        while torch.busy():
            turns += 1
        node = torch.node
        try:
            while node is not None:
                node, turns = node.parent, turns + 1
        except AttributeError as error:
            assert "torch" in str(error)
        assert 0 < turns < 10_000
    """,
    "decorators": """
        import functools
        def function(): ...
        cached = functools.lru_cache(function)
        stubs = torch, torch.jit.script, torch.no_grad(), torch(arg=1), torch.registry.register("x")
        for decorate in stubs:
            class Kept: pass
            static, made, prop = staticmethod(function), classmethod(function), property(function)
            for it in (function, cached, Kept, static, made, prop):
                assert decorate(it) is it
        for value in (torch.cast(int), torch.sum([1]), torch.map(function, 1), torch(Kept, x=1)):
            assert stub_of(value) == "torch"
    """,
    "functools": """
        import functools
        @functools.wraps(torch.function)
        def wrapper(): return 1
        @functools.wraps(torch.function())
        def other(): return 2
        @functools.singledispatch
        def dispatch(x): return 3
        @dispatch.register(torch.Tensor)
        def _(x): return 4
        assert (wrapper(), other(), dispatch(0), dispatch(torch.Tensor())) == (1, 2, 3, 4)
        assert wrapper.__name__ == "function"
        assert stub_of(functools.partial(torch.f, 1)(2)) == "torch"
    """,
    "versions": """
        version = torch.__version__
        assert version >= "1.13" and not version < "2.0" and version.split(".")[0] > "1"
        assert tuple(map(int, version.split(".")[:2])) >= (2, 0) and "+cpu" not in version
        assert int(version[0]) > 1 and f"torch {version}".startswith("torch 9")
    """,
    "logging": """
        import logging
        log = logging.Logger("score")
        log.addHandler(torch.AzureLogHandler(connection_string="x"))
        log.warning("%s", torch.x)
        assert len(log.handlers) == 1
    """,
    "patterns": """
        match torch.x():
            case torch.Point(x=1) | [_, _] | {"x": 1} | "text" | 1:
                raise AssertionError
            case other:
                assert stub_of(other) == "torch"
    """,
    "odd classes of the script": """
        class Config(torch.Base):
            def __setattr__(self, name, value): self.__dict__[name] = value
            def __getattr__(self, name): return super().__getattr__(name)
        class Slotted(torch.Base):
            __slots__ = ("x",)
        config = Config()
        config.x = 1
        assert config.x == 1 and stub_of(config.y.z) == stub_of(Slotted().y) == "torch"
    """,
}


OPERATORS = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"]
OPERATORS += ["lshift", "rshift", "and_", "or_", "xor"]


class Base:
    """A base class that is really there."""

    def real(self) -> str:
        """Answer as no stub would."""
        return "real"


class Keyword:
    """A base class that takes a class keyword."""

    keyword: int

    def __init_subclass__(cls, keyword: int = 0) -> None:
        cls.keyword = keyword


@pytest.fixture
def trace() -> Trace:
    """Return the trace of one loaded script."""
    return Trace()


@pytest.fixture
def torch(trace: Trace) -> Any:
    """Return a stub module."""
    return stub_module("torch", trace)


def every_kind(torch: Any) -> list[Any]:
    """Return a stub of every kind: module, class, instance, item, result, the script's own."""
    own = type("Own", (torch.Base,), {})
    return [torch, torch.x, torch.x(), torch.x[1], torch.x()(1), torch.SomeMeta, own, own()]


def run(code: str, trace: Trace, **names: Any) -> dict[str, Any]:
    """Run code as the body of a script that has stubs for torch and mlflow."""
    stubs = {name: stub_module(name, trace) for name in ("torch", "mlflow")}
    namespace = {"__name__": "score", "Base": Base, "Keyword": Keyword, "stub_of": stub_of}
    namespace |= stubs | names
    exec(compile(dedent(code).strip(), "score.py", "exec", dont_inherit=True), namespace)
    return namespace


@pytest.mark.parametrize("code", SURVIVES.values(), ids=SURVIVES.keys())
def test_scripts_survive(code: str, trace: Trace) -> None:
    """The body of a script runs on stubs, and its own assertions hold."""
    run(code, trace)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("if torch.x:\n    pass", [1]),
        ("x = torch.x\ny = 1 if x() else 2", [2]),
        ("x = torch.x == 1\nif x: pass", [1, 2]),
        ("x = torch.x > 1", [1]),
        ("pass\nisinstance(1, torch.x)\nissubclass(int, torch.x)", [2, 3]),
        ("len(torch.x)\n1 in torch.x\nlist(torch.x)\na, b = torch.x", [1, 2, 3, 4]),
        ("int(torch.x)\nfloat(torch.x)\nrange(torch.x)\n'%d' % torch.x", [1, 2, 3, 4]),
        ("x = torch\n\nx.__version__", [3]),
        ("x = torch.__version__\n\nx.startswith('1')\nx[0]\n'a' in x", [1, 3, 4, 5]),
        ("x = str(torch)\nx == ''\nx != ''\nx < ''\nx <= ''\nx > ''\nx >= ''", [2, 3, 4, 5, 6, 7]),
        ("x = str(torch.device)\nx == 'cuda'\nx.lower()", [2, 3]),
        ("class Net(torch.x): pass\nif Net():\n    pass", [2]),
        ("def f():\n    return not torch.x\n[f() for _ in range(300)]", [2]),
    ],
)
def test_decisions(code: str, lines: list[int], trace: Trace) -> None:
    """Each place where a stub was asked something is noted once, with the script's line."""
    run(code, trace)
    assert trace.decisions == [Decision("torch", "score.py", line) for line in lines]


@pytest.mark.parametrize(
    "code",
    [
        "x = torch.f(torch.x + 1)[2].y\nprint(f'{x}', file=sys.stderr)",
        "class Net(torch.A, torch.B): x: torch.C = torch.D()\nNet().y",
        "class Net(torch.A): pass\nassert not isinstance(1, Net) and Net and Net[int] is Net",
        "with torch.x() as y: hash(y)\n@torch.jit\ndef f(): ...",
        "try: raise KeyError\nexcept (torch.E, KeyError): pass",
        "import typing\ntyping.Optional[torch.T], typing.List[torch.T], torch.T | None",
    ],
)
def test_no_decisions(code: str, trace: Trace) -> None:
    """What every package would do alike, and what a class of the script knows, decide nothing."""
    run(code, trace, sys=sys)
    assert [place for place in trace.decisions if place.filename == "score.py"] == []


@pytest.mark.parametrize("name", OPERATORS)
def test_arithmetic(name: str, torch: Any) -> None:
    """What is computed with a stub on either side is a stub."""
    for stub in every_kind(torch):
        operator = getattr(operators, name)
        assert stub_of(operator(stub, 2)) == stub_of(operator(2, stub)) == "torch"
        assert stub_of(divmod(stub, 2)) == stub_of(divmod(2, stub)) == "torch"


@pytest.mark.parametrize(
    "function",
    [operators.neg, operators.pos, operators.invert, abs, round, math.floor, math.ceil, math.trunc],
)
def test_arithmetic_on_one(function: Callable[[Any], Any], torch: Any) -> None:
    """What is computed of a stub is a stub."""
    for stub in every_kind(torch):
        assert stub_of(function(stub)) == "torch"


@pytest.mark.parametrize("name", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparison(name: str, torch: Any) -> None:
    """What a stub is compared to gives a stub, which only `==` makes false."""
    for stub in every_kind(torch):
        for compared in (getattr(operators, name)(stub, 2), getattr(operators, name)(2, stub)):
            assert stub_of(compared) == "torch"
            assert bool(compared) is (name != "eq")


def test_packages(trace: Trace) -> None:
    """Packages are noted once, in order, by the outermost name that was stubbed."""
    names = ["torch", "torch.nn", "google.cloud.storage", "torchvision", "torch.nn.functional"]
    modules = [stub_module(name, trace) for name in names]
    assert trace.packages == ["torch", "google.cloud.storage", "torchvision"]
    assert [module.__name__ for module in modules] == names
    assert [stub_of(module) for module in modules] == [
        *("torch", "torch", "google.cloud.storage", "torchvision", "torch")
    ]


def test_star_import(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A star import of a stub brings no names, a named import does."""
    monkeypatch.setitem(sys.modules, "torch", torch)
    names: dict[str, Any] = {}
    exec("from torch import *", names)
    assert names.keys() == {"__builtins__"}
    exec("from torch import nn, __version__", names)
    assert names["nn"] is torch.nn
    assert names["__version__"] >= "2"


def test_text_names_the_package(torch: Any, trace: Trace) -> None:
    """Any text made of a stub, whatever became of it, leads back to the package."""
    stub_module("first", trace)
    mlflow = stub_module("mlflow_skinny", trace)
    for stub in every_kind(mlflow):
        formats = [f"{stub}0", f"{stub:.2f}", f"{stub!r:>90}", format(stub, ",")]
        paths = [os.path.join(stub, "x"), str(Path("x") / stub), os.fspath(stub)]
        for text in (*formats, *paths, repr(stub), str(stub).upper(), json.dumps(str(stub))):
            assert trace.package_in(text) == "mlflow_skinny", text
            assert trace.token in text.lower()
    assert trace.package_in(str(torch.x)) == "torch"
    assert trace.package_in(mlflow.__version__) == "mlflow_skinny"


def test_text_of_others(torch: Any, trace: Trace) -> None:
    """Text without the token names nothing, a cut one the first package."""
    assert trace.package_in("torch 99.0.0") is None
    assert Trace().package_in(str(torch)) is None
    assert trace.package_in(trace.token) == "torch"
    assert Trace().token != trace.token


def test_stub_of_stubs(torch: Any, trace: Trace) -> None:
    """Every kind of stub is recognised, without a decision."""
    stubs = [*every_kind(torch), torch.__version__, str(torch.x)]
    asked = list(trace.decisions)
    assert {stub_of(stub) for stub in stubs} == {"torch"}
    assert trace.decisions == asked


class Hostile:
    """An object that fails when it is touched."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_stub_of_others(torch: Any) -> None:
    """Nothing else is a stub, however it behaves, nor are the classes all stubs derive from."""
    roots = [kind for kind in torch.x.__mro__ if kind is not torch.x]
    others = [None, 1, "torch", [torch], int, type, sys, Base(), Warning(), Hostile(), Hostile]
    assert {stub_of(value) for value in (*others, *roots, type(torch), type(torch.x))} == {None}


def test_absent_attributes(torch: Any) -> None:
    """Names by which libraries recognise their own objects are absent."""
    dunder = ["__array_interface__", "__dataframe__", "__wrapped__", "__arrow_c_stream__"]
    for stub in every_kind(torch):
        for name in [*dunder, "_repr_html_", "_ipython_display_", "_typ"]:
            assert getattr(stub, name, "default") == "default", name
        assert stub_of(stub._private) == "torch"


def test_serialisation(torch: Any) -> None:
    """A stub is copied as itself, and neither JSON nor pickle takes it."""
    for stub in every_kind(torch):
        assert copy.copy(stub) is stub
        assert copy.deepcopy([stub])[0] is stub
        with pytest.raises(TypeError, match="not JSON serializable"):
            json.dumps([stub])
    for stub in every_kind(torch)[:6]:
        with pytest.raises((TypeError, pickle.PicklingError), match=r"torch|_StubModule"):
            pickle.dumps(stub)


def test_text_survives_copies(torch: Any, trace: Trace) -> None:
    """A copy of a stub's text is plain text that still names the package."""
    for text in (torch.__version__, str(torch.x)):
        for copied in (copy.deepcopy([text])[0], pickle.loads(pickle.dumps(text))):
            assert type(copied) is str
            assert trace.package_in(copied) == "torch"


def test_inspection(torch: Any) -> None:
    """Tools that look at everything come to an end."""
    for stub in every_kind(torch):
        assert inspect.unwrap(stub) is stub
        assert inspect.signature(stub).parameters
        assert "__call__" in dir(type(stub))
        assert inspect.getmembers(stub)
    module = types.ModuleType("score")
    vars(module).update(dict(zip("abcdefgh", every_kind(torch), strict=True)))
    assert doctest.DocTestFinder().find(module) == []


def test_threads(torch: Any) -> None:
    """Threads that ask for the same attribute get the same stub."""
    seen: list[Any] = []
    threads = [
        threading.Thread(target=lambda: seen.extend(getattr(torch, f"n{i}") for i in range(200)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 1600
    assert len(set(map(id, seen))) == 200


def test_numpy(torch: Any, trace: Trace) -> None:
    """An array made of a stub is an object array that holds the stub."""
    numpy = pytest.importorskip("numpy")
    for stub in every_kind(torch):
        for array in (numpy.array(stub), numpy.asarray(stub), numpy.atleast_2d(stub)):
            assert (array.dtype, array.size) == (object, 1)
            assert array.flat[0] is stub
        assert numpy.array([stub, 1]).tolist() == [stub, 1]
    assert trace.decisions == []
    run("numpy.array(torch.x, dtype=float)\nnumpy.zeros((2, torch.x))", trace, numpy=numpy)
    assert [decision.line for decision in trace.decisions] == [1, 2]


def test_numpy_absent(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numpy there is no conversion to arrays to be seen."""
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    assert not hasattr(torch.x, "__array__")


def test_pandas(torch: Any) -> None:
    """A frame made of a stub holds it or is refused, and never comes out empty."""
    pandas = pytest.importorskip("pandas")
    for stub in every_kind(torch):
        with pytest.raises(ValueError, match="DataFrame constructor"):
            pandas.DataFrame(stub)
        assert pandas.Series(stub).tolist() == [stub]
        assert pandas.DataFrame({"a": [stub, 1]})["a"].tolist() == [stub, 1]


def test_pydantic(torch: Any, trace: Trace) -> None:
    """A field of a stub's type takes any value, and its schema names the package."""
    pydantic = pytest.importorskip("pydantic")
    code = """
        from typing import List, Optional
        class Body(pydantic.BaseModel):
            a: torch.Tensor
            b: Optional[List[torch.Tensor]] = None
            c: torch.Tensor | None = None
            d: torch.conint(gt=1) = 1
            e: int = 2
    """
    body = run(code, trace, pydantic=pydantic)["Body"]
    assert body(a=3).model_dump() == {"a": 3, "b": None, "c": None, "d": 1, "e": 2}
    assert stub_of(body(a=torch.x).a) == "torch"
    fields = body.model_json_schema()["properties"]
    found = {name: trace.package_in(str(field)) for name, field in fields.items()}
    assert found == {"a": "torch", "b": "torch", "c": "torch", "d": "torch", "e": None}


def test_packaging(torch: Any, trace: Trace) -> None:
    """A stub's version can be parsed, is high, and still names the package."""
    packaging = pytest.importorskip("packaging.version")
    version = packaging.parse(torch.__version__)
    assert version > packaging.parse("10.2.1")
    assert trace.package_in(str(version)) == "torch"
