"""Every way to decorate a function and to call it: schema, one conversion, untouched metadata."""

import asyncio
import functools
import gc
import importlib.util
import inspect
import pickle
import typing
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from schemagen import InputError, Sample, input_schema, operation_of, output_schema
from schemagen.decorators import MODE, DecorationError
from schemagen.errors import UnsupportedSample


@dataclass(frozen=True)
class Seen:
    """What the counting adapter makes of JSON; made twice, it would hold another one."""

    raw: Any


class Counting:
    """An adapter that notes what it decodes."""

    def __init__(self):
        self.decoded = []

    def schema(self, sample):
        return {"type": "integer"}

    def encode(self, value):
        return value

    def decode(self, data):
        self.decoded.append(data)
        return Seen(data)


class Declaring:
    """The decorators as the rows use them, with one counting adapter for all samples."""

    def __init__(self):
        self.adapter = Counting()

    def takes(self, name, **options):
        return input_schema(name, Sample(1, adapter=self.adapter), **options)

    def gives(self):
        return output_schema(1)


class Bare:
    """The same without any effect, to see what the function is like by itself."""

    def takes(self, name, **options):
        return lambda function: function

    def gives(self):
        return lambda function: function


@dataclass(frozen=True)
class Way:
    """A row: how it is decorated, how it is called, what comes out, what is declared."""

    name: str
    build: Callable[[Any], Any]
    call: Callable[[Any], Any]
    result: Any
    decoded: list
    inputs: dict
    output: bool = False


WAYS: list[Way] = []
DATA = {"data": "integer"}


def way(name, call, result, decoded, inputs=DATA, output=False):
    def note(build):
        WAYS.append(Way(name, build, call, result, decoded, inputs, output))
        return build

    return note


def plain(function):
    """Decorate as strangers do, without functools.wraps."""

    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def polite(function):
    """Decorate as strangers do, with functools.wraps."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def busy(function):
    """Decorate with helpers in the closure, and without functools.wraps."""

    def audit(level, code=0):
        return level, code

    def before(text):
        return text

    def wrapper(*args, **kwargs):
        audit(1)
        before("")
        return function(*args, **kwargs)

    return wrapper


class Holding:
    """A foreign decorator that is a class."""

    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.function(*args, **kwargs)


class HoldingPolitely(Holding):
    """A foreign decorator that is a class and calls functools.update_wrapper."""

    def __init__(self, function):
        super().__init__(function)
        functools.update_wrapper(self, function)


def through_wrapt(function):
    import wrapt

    @wrapt.decorator
    def handing_on(wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)

    return handing_on(function)


def finish(awaitable):
    return asyncio.run(awaitable)


async def collect(items):
    return [item async for item in items]


def _simple(d):
    @d.takes("data")
    def run(data: int) -> int:
        """Score."""
        return data

    return run


way("an argument by position", lambda f: f(3), Seen(3), [3])(_simple)
way("an argument by keyword", lambda f: f(data=3), Seen(3), [3])(_simple)
way("called twice", lambda f: (f(3), f(4)), (Seen(3), Seen(4)), [3, 4])(_simple)
way("a zero is converted like any other", lambda f: f(0), Seen(0), [0])(_simple)
way("null, where nothing makes it optional", lambda f: f(data=None), Seen(None), [None])(_simple)


@way(
    "the second of two by position",
    lambda f: f(1, 2),
    (1, Seen(2)),
    [2],
    {"a": None, "b": "integer"},
)
def _(d):
    @d.takes("b")
    def run(a, b):
        return a, b

    return run


@way(
    "several inputs",
    lambda f: f(1, c=3, b=2),
    (Seen(1), Seen(2), Seen(3)),
    [1, 3, 2],
    {"a": "integer", "b": "integer", "c": "integer"},
)
def _several(d):
    @d.takes("c")
    @d.takes("a")
    @d.takes("b")
    def run(a, b, c):
        return a, b, c

    return run


way(
    "several inputs by position",
    lambda f: f(1, 2, 3),
    (Seen(1), Seen(2), Seen(3)),
    [1, 2, 3],
    {"a": "integer", "b": "integer", "c": "integer"},
)(_several)


def _with_default(d):
    @d.takes("data")
    def run(data=7):
        return data

    return run


way("a default that is not overridden", lambda f: f(), 7, [])(_with_default)
way("a default that is overridden", lambda f: f(8), Seen(8), [8])(_with_default)


def _default_none(d):
    @d.takes("data")
    def run(data=None):
        return data

    return run


way("a default of None", lambda f: f(), None, [], {"data": ["integer", "null"]})(_default_none)
way("null for a default of None", lambda f: f(None), None, [], {"data": ["integer", "null"]})(
    _default_none
)
way("a value for a default of None", lambda f: f(0), Seen(0), [0], {"data": ["integer", "null"]})(
    _default_none
)


def _optional(d):
    @d.takes("data", optional=True)
    def run(data):
        return data

    return run


way("null for an optional input", lambda f: f(None), None, [], {"data": ["integer", "null"]})(
    _optional
)
way(
    "a value for an optional input",
    lambda f: f(data=2),
    Seen(2),
    [2],
    {"data": ["integer", "null"]},
)(_optional)


@way("convert_to_provided_type=False", lambda f: f(3), 3, [])
def _(d):
    @d.takes("data", convert_to_provided_type=False)
    def run(data):
        return data

    return run


@way("a positional-only parameter", lambda f: f(3, 4), (Seen(3), 4), [3], DATA | {"k": None})
def _(d):
    @d.takes("data")
    def run(data, /, k):
        return data, k

    return run


@way("a keyword-only parameter", lambda f: f(4, data=3), (4, Seen(3)), [3], {"k": None} | DATA)
def _(d):
    @d.takes("data")
    def run(k, *, data):
        return k, data

    return run


@way("a name that only **kwargs takes", lambda f: f(data=3, z=1), {"data": Seen(3), "z": 1}, [3])
def _(d):
    @d.takes("data")
    def run(**kwargs):
        return kwargs

    return run


@way(
    "**kwargs beside a helper in the closure",
    lambda f: f(data=3),
    {"data": Seen(3)},
    [3],
    output=True,
)
def _(d):
    def helper(level):
        return level

    @d.gives()
    @d.takes("data")
    def run(**kwargs):
        return helper(kwargs)

    return run


@way("what goes into *args stays", lambda f: f(3, 4, 5), (Seen(3), (4, 5)), [3])
def _(d):
    @d.takes("data")
    def run(data, *rest):
        return data, rest

    return run


@way("request_headers are no input", lambda f: f(3, {"a": "b"}), (Seen(3), {"a": "b"}), [3])
def _(d):
    @d.takes("data")
    def run(data, request_headers):
        return data, request_headers

    return run


class _Model:
    """Gives the rows about methods their bodies."""

    offset = 1


@way("a method", lambda f: f.__get__(_Model())(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @d.takes("data")
        def run(self, data):
            return self.offset, data

    return Model.run


@way("a method of an instance", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @d.takes("data")
        def run(self, data):
            return self.offset, data

    return Model().run


@way("a bound method, decorated", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        def run(self, data):
            return self.offset, data

    return d.takes("data")(Model().run)


@way("below @classmethod", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @classmethod
        @d.takes("data")
        def run(cls, data):
            return cls.offset, data

    return Model.run


@way("above @classmethod", lambda f: f(data=3), (1, Seen(3)), [3], output=True)
def _(d):
    class Model(_Model):
        @d.gives()
        @d.takes("data")
        @classmethod
        def run(cls, data):
            return cls.offset, data

    return Model().run


@way("below @staticmethod", lambda f: f(3), Seen(3), [3])
def _(d):
    class Model:
        @staticmethod
        @d.takes("data")
        def run(data):
            return data

    return Model.run


@way("above @staticmethod", lambda f: f(3), Seen(3), [3], output=True)
def _(d):
    class Model:
        @d.takes("data")
        @d.gives()
        @staticmethod
        def run(data):
            return data

    return Model().run


@way("a method below a foreign decorator", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @plain
        @d.takes("data")
        def run(self, data):
            return self.offset, data

    return Model().run


@way("a method above a foreign decorator", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @d.takes("data")
        @plain
        def run(self, data):
            return self.offset, data

    return Model().run


@way("a method above a decorator that names self", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    def method_decorator(function):
        def wrapper(self, *args, **kwargs):
            return function(self, *args, **kwargs)

        return wrapper

    class Model(_Model):
        @d.takes("data")
        @method_decorator
        def run(self, data):
            return self.offset, data

    return Model().run


@way(
    "a bound method of a hidden function",
    lambda f: f(2, 3),
    (1, 2, Seen(3)),
    [3],
    {"k": None} | DATA,
)
def _(d):
    class Model(_Model):
        @plain
        def run(self, k, data):
            return self.offset, k, data

    return d.takes("data")(Model().run)


class _Callable:
    def __call__(self, data):
        """Score."""
        return data


@way("a callable object", lambda f: f(3), Seen(3), [3])
def _(d):
    return d.takes("data")(_Callable())


@way("a callable object that a class does not bind", lambda f: f(3), Seen(3), [3])
def _(d):
    class Model:
        run = d.takes("data")(_Callable())

    return Model().run


@way("a decorated __call__", lambda f: f(3), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @d.takes("data")
        def __call__(self, data):
            return self.offset, data

    return Model().__call__


@way("a partial by position, decorated", lambda f: f(3), (5, Seen(3)), [3])
def _(d):
    def score(k, data):
        return k, data

    return d.takes("data")(functools.partial(score, 5))


@way("a partial by keyword, decorated", lambda f: f(3), (Seen(3), 5), [3], DATA | {"k": None})
def _(d):
    def score(data, k):
        return data, k

    return d.takes("data")(functools.partial(score, k=5))


@way("a partial of a decorated function", lambda f: f(3), (5, Seen(3)), [3])
def _(d):
    @d.takes("data")
    def score(k, data):
        return k, data

    return functools.partial(score, 5)


@way("a partial of a hidden function", lambda f: f(3), (5, Seen(3)), [3])
def _(d):
    @plain
    def score(k, data):
        return k, data

    return d.takes("data")(functools.partial(score, 5))


@way("a closure over a value", lambda f: f(3), (10, Seen(3)), [3])
def _(d):
    factor = 10

    @d.takes("data")
    def run(data):
        return factor, data

    return run


@way("a closure over helpers with other parameters", lambda f: f(3), Seen(3), [3])
def _(d):
    def check(rows, columns):
        return rows, columns

    def clean(data, flag=True):
        return data

    @d.takes("data")
    def run(data):
        check(1, 2)
        return clean(data)

    return run


@way("a closure over a decorated helper", lambda f: f(3), (Seen(3), Seen(9)), [3, 9])
def _(d):
    @d.takes("data")
    def clean(data):
        return data

    @d.takes("data")
    def run(data):
        return data, clean(9)

    return run


@way("a closure over itself", lambda f: f(2), [Seen(2), Seen(1), Seen(0)], [2, 1, 0])
def _(d):
    @d.takes("data")
    def run(data):
        return [data, *(run(data.raw - 1) if data.raw else [])]

    return run


@way("a lambda", lambda f: f(3), Seen(3), [3])
def _(d):
    return d.takes("data")(lambda data: data)


@way("an async function", lambda f: finish(f(3)), Seen(3), [3])
def _(d):
    @d.takes("data")
    async def run(data):
        return data

    return run


@way("an async method", lambda f: finish(f(data=3)), (1, Seen(3)), [3])
def _(d):
    class Model(_Model):
        @d.takes("data")
        async def run(self, data):
            return self.offset, data

    return Model().run


@way("a callable object that is async", lambda f: finish(f(3)), Seen(3), [3])
def _(d):
    class Model:
        async def __call__(self, data):
            return data

    return d.takes("data")(Model())


@way("a generator function", lambda f: list(f(3)), [Seen(3), 1], [3])
def _(d):
    @d.takes("data")
    def run(data):
        yield data
        yield 1

    return run


@way("an async generator function", lambda f: finish(collect(f(3))), [Seen(3), 1], [3])
def _(d):
    @d.takes("data")
    async def run(data):
        yield data
        yield 1

    return run


FOREIGN = {
    "without functools.wraps": plain,
    "with functools.wraps": polite,
    "with helpers in its closure": busy,
    "that is a class": Holding,
    "that is a class and polite": HoldingPolitely,
    "made with wrapt": through_wrapt,
}


def _foreign_rows(kind, foreign):
    both = {"k": None} | DATA

    def above(d):
        @foreign
        @d.gives()
        @d.takes("data")
        def run(k, data):
            return k, data

        return run

    def below(d):
        @d.takes("data")
        @d.gives()
        @foreign
        def run(k, data):
            return k, data

        return run

    def between(d):
        @d.takes("data")
        @foreign
        @d.gives()
        @d.takes("k")
        def run(k, data):
            return k, data

        return run

    def call(f):
        return f(2, 3)

    note = way(f"above ours, a decorator {kind}", call, (2, Seen(3)), [3], both, output=True)
    note(above)
    note = way(f"below ours, a decorator {kind}", call, (2, Seen(3)), [3], both, output=True)
    note(below)
    both = {"k": "integer", "data": "integer"}
    result = (Seen(2), Seen(3))
    note = way(f"between ours, a decorator {kind}", call, result, [3, 2], both, output=True)
    note(between)


for _kind, _foreign in FOREIGN.items():
    _foreign_rows(_kind, _foreign)


@way("five foreign decorators", lambda f: f(3), Seen(3), [3])
def _(d):
    @polite
    @plain
    @d.takes("data")
    @busy
    @plain
    @polite
    def run(data):
        return data

    return run


@way("a decorator that shows another signature", lambda f: f(3), (Seen(3), "db"), [3])
def _(d):
    def with_database(function):
        def wrapper(data):
            return function(data, "db")

        return wrapper

    @d.takes("data")
    @with_database
    def run(data, database):
        return data, database

    return run


@way("above ours, a decorator that shows another signature", lambda f: f(3), (Seen(3), "db"), [3])
def _(d):
    def with_database(function):
        def wrapper(data):
            return function(data, database="db")

        return wrapper

    @with_database
    @d.takes("data")
    def run(data, database):
        return data, database

    return run


@way(
    "above ours, a decorator with a parameter more",
    lambda f: f(1, 3),
    (1, Seen(3)),
    [3],
    {"user": None} | DATA,
)
def _(d):
    def for_user(function):
        def wrapper(user, *args, **kwargs):
            return user, function(*args, **kwargs)

        return wrapper

    @for_user
    @d.takes("data")
    def run(data):
        return data

    return run


@way(
    "a decorator that sets __signature__",
    lambda f: f(1, 3),
    ((1, Seen(3)), {}),
    [3],
    {"k": None} | DATA,
)
def _(d):
    def shown(function):
        def wrapper(*args, **kwargs):
            return args, kwargs

        wrapper.__signature__ = inspect.signature(function)
        return wrapper

    @d.takes("data")
    @shown
    def run(k, data):
        raise AssertionError("the decorator does not call it")

    return run


@way("input above output", lambda f: f(3), Seen(3), [3], output=True)
def _(d):
    @d.takes("data")
    @d.gives()
    def run(data):
        return data

    return run


@way("output above input", lambda f: f(3), Seen(3), [3], output=True)
def _(d):
    @d.gives()
    @d.takes("data")
    def run(data):
        return data

    return run


@way("output alone", lambda f: f(3, 4), (3, 4), [], {"a": None, "b": None}, output=True)
def _(d):
    @d.gives()
    def run(a, b=2):
        return a, b

    return run


@way("output above a decorator with helpers, then input", lambda f: f(3), Seen(3), [3], output=True)
def _(d):
    @d.takes("data")
    @d.gives()
    @busy
    def run(data):
        return data

    return run


@way("the cell run again", lambda f: f(3), Seen(3), [3])
def _(d):
    for _ in range(3):

        @d.takes("data")
        def run(data):
            return data

    return run


@way("two runs in one module", lambda f: f(data=3), ("second", Seen(3)), [3], {"k": None} | DATA)
def _(d):
    @d.takes("other")
    def run(other):
        return "first", other

    @d.takes("data")
    def run(k="second", *, data):  # noqa: F811 - the point
        return k, data

    return run


@way("two classes with a run each", lambda f: f(3), ("second", Seen(3)), [3])
def _(d):
    class First:
        @d.takes("other")
        def run(self, other):
            return "first", other

    class Second:
        @d.takes("data")
        def run(self, data):
            return "second", data

    assert First().run
    return Second().run


@pytest.fixture(params=WAYS, ids=lambda row: row.name)
def row(request):
    if "wrapt" in request.param.name and not importlib.util.find_spec("wrapt"):
        pytest.skip("wrapt is not installed")
    return request.param


def test_the_table_is_as_long_as_was_asked_for():
    """Counted, so that a row that registers nothing is seen."""
    assert len({row.name for row in WAYS}) == len(WAYS) >= 45


def test_the_operation_names_the_inputs_in_signature_order(row):
    """Names, order and types are those of the function as it is called."""
    operation = operation_of(row.build(Declaring()))
    assert operation is not None
    found = {name: item.schema.get("type") for name, item in operation.inputs.items()}
    assert found == row.inputs
    assert list(found) == list(row.inputs)
    assert operation.output_schema == ({"type": "integer", "format": "int64"} if row.output else {})


def test_each_argument_is_converted_exactly_once(row):
    """The adapter is asked once for each argument, and the function gets what it gave."""
    d = Declaring()
    result = row.call(row.build(d))
    assert result == row.result
    assert d.adapter.decoded == row.decoded


KINDS = (
    inspect.isfunction,
    inspect.ismethod,
    inspect.iscoroutinefunction,
    asyncio.iscoroutinefunction,
    inspect.isgeneratorfunction,
    inspect.isasyncgenfunction,
    callable,
)
NAMES = ("__name__", "__qualname__", "__doc__", "__module__", "__defaults__", "__kwdefaults__")
MISSING = object()


def _hints(function):
    try:
        return typing.get_type_hints(function)
    except TypeError as error:  # objects have none
        return str(error).partition(" is not ")[2]


def test_the_metadata_stays_the_function_s_own(row):
    """Whatever inspect and typing tell is told of the undecorated function too."""
    decorated, bare = row.build(Declaring()), row.build(Bare())
    for name in NAMES:
        assert getattr(decorated, name, MISSING) == getattr(bare, name, MISSING), name
    for kind in KINDS:
        assert kind(decorated) is kind(bare), kind.__name__
    assert inspect.signature(decorated) == inspect.signature(bare)
    assert _hints(decorated) == _hints(bare)


def test_the_function_itself_is_found_inside(row):
    """``__wrapped__`` leads to the very code that was decorated, for debuggers and doctest."""

    def code(function):
        return getattr(inspect.unwrap(function), "__code__", None)

    assert code(row.build(Declaring())) is code(row.build(Bare()))


@input_schema("data", 1)
@output_schema(1)
def scored(data: "int", k: float = 0.5) -> "Seen":
    """Score."""
    return data


def test_a_decorated_function_is_pickled_by_name():
    """So joblib and multiprocessing send it as they send any function."""
    assert pickle.loads(pickle.dumps(scored)) is scored


def test_a_copy_of_a_decorated_function_is_the_function():
    """As with any function."""
    import copy

    assert copy.copy(scored) is scored
    assert copy.deepcopy(scored) is scored


def test_wraps_and_hints_name_the_function():
    """``__wrapped__`` is the function, its source and its hints are found."""
    assert inspect.isfunction(scored.__wrapped__)
    assert typing.get_type_hints(scored) == {"data": int, "k": float, "return": Seen}
    assert "def scored" in inspect.getsource(scored)
    assert repr(scored).startswith("<function scored at")


def test_attributes_of_the_function_are_reached_and_new_ones_stay():
    """Frameworks mark functions with attributes."""

    def run(data):
        return data

    run.route = "/score"
    decorated = input_schema("data", 1)(run)
    decorated.later = 1
    assert (decorated.route, decorated.later) == ("/score", 1)
    with pytest.raises(AttributeError, match="nothing"):
        decorated.nothing


def test_functools_wraps_copies_no_state_of_ours():
    """What is ours is told by its type, so a copied attribute would be a trap."""

    @functools.wraps(scored)
    def other(data):
        return data

    assert not [name for name in vars(other) if name in ("_operation", "_own", "_names")]


def test_a_copied_dict_makes_no_decorated_function():
    """Updating ``__dict__`` is what careless decorators do."""

    def other(value):
        return value

    other.__dict__.update({k: v for k, v in vars(scored).items() if k != "__wrapped__"})
    assert operation_of(other) is None


def test_a_decorated_function_can_be_collected():
    """Nothing holds it: no registry grows when a notebook cell is run again."""
    made = _simple(Declaring())
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None


def test_each_load_has_an_operation_of_its_own():
    """The same script loaded twice, the second time with another sample."""
    source = "from schemagen import input_schema\n@input_schema('data', SAMPLE)\ndef run(data): ..."
    first, second = {"SAMPLE": 1}, {"SAMPLE": "x"}
    exec(source, first)
    exec(source, second)
    types = [operation_of(space["run"]).inputs["data"].schema["type"] for space in (first, second)]
    assert types == ["integer", "string"]


def test_decorating_leaves_what_is_decorated_as_it_was():
    """The same function may serve two contracts."""

    @input_schema("a", 1)
    def run(a, b):
        return a, b

    both = input_schema("b", 1)(run)
    assert operation_of(run).inputs["b"].sample is None
    assert operation_of(both).inputs["b"].sample is not None
    assert run(1, "x") == (1, "x")


def test_an_operation_holds_the_defaults_of_the_outermost():
    """A partial gives a default, a decorator may give another."""

    @input_schema("k", 1)
    def run(data, k):
        return data, k

    assert operation_of(run).inputs["k"].required
    assert operation_of(functools.partial(run, k=4)).inputs["k"].default == 4


@pytest.mark.parametrize(
    "function",
    [lambda data: data, len, print, _Callable(), functools.partial(max, 1), object(), None, 3, int],
    ids=["lambda", "len", "print", "object", "partial", "no callable", "None", "number", "class"],
)
def test_what_nobody_decorated_has_no_operation(function):
    """``operation_of`` answers None, whatever it is asked about."""
    assert operation_of(function) is None


def test_a_function_that_only_uses_a_decorated_one_has_no_operation():
    """Its signature has no parameter in common with the helper."""

    def make():
        helper = input_schema("data", 1)(lambda data: data)

        def run(body):
            return helper(body)

        return run

    assert operation_of(make()) is None


def test_a_cycle_of_closures_is_walked_once():
    """A decorator that holds itself, and one that holds a thousand others, end the walk."""

    def make():
        def wrapper(*args, **kwargs):
            return wrapper, chain

        chain = [plain(wrapper)]
        for _ in range(1000):
            chain.append(plain(chain[-1]))
        return chain[-1]

    assert operation_of(make()) is None
    assert operation_of(input_schema("data", 1)(make())).inputs.keys() == {"data"}


# --- the kinds of samples --------------------------------------------------------------------


def _numpy():
    return pytest.importorskip("numpy", reason="numpy is not installed")


def _pandas():
    return pytest.importorskip("pandas", reason="pandas is not installed")


def _parameter_types():
    _numpy()
    from schemagen.azureml import parameter_types

    return parameter_types


SAMPLES = {
    "a raw number": (lambda: 1.5, 2, 2.0, "number"),
    "a raw dict": (lambda: {"a": 1}, {"a": 2, "b": 3}, {"a": 2, "b": 3}, "object"),
    "a raw tuple": (lambda: (1, 2), [3, 4], (3, 4), "array"),
    "a Sample": (lambda: Sample(b"x"), "eHk=", b"xy", "string"),
    "several samples": (lambda: Sample([], [1.5]), [2], [2.0], "array"),
    "several samples of two types": (lambda: Sample(1, "a"), "b", "b", None),
    "a raw array": (lambda: _numpy().array([1.0]), [2], [2.0], "array"),
    "an array in a dict": (lambda: {"a": _numpy().array([1])}, {"a": [2]}, {"a": [2]}, "object"),
    "a raw frame": (
        lambda: _pandas().DataFrame({"a": [1]}),
        [{"a": 2}],
        [{"a": 2}],
        "array",
    ),
    "a ParameterType": (
        lambda: _parameter_types().NumpyParameterType(_numpy().array([1.0])),
        [2],
        [2.0],
        "array",
    ),
    "a ParameterType in a ParameterType": (
        lambda: _parameter_types().StandardPythonParameterType(
            {"a": _parameter_types().NumpyParameterType(_numpy().array([1]))}
        ),
        {"a": [2]},
        {"a": [2]},
        "object",
    ),
}


def _listed(value):
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    if hasattr(value, "to_dict"):
        return value.to_dict("records")
    return value.tolist() if hasattr(value, "tolist") else value


@pytest.mark.parametrize("case", SAMPLES.values(), ids=SAMPLES)
def test_a_sample_may_be_given_in_each_form(case):
    """A value, a Sample, several, or a ParameterType."""
    make, sent, expected, kind = case
    sample = make()
    function = input_schema("data", sample)(output_schema(sample)(lambda data: data))
    result = function(sent)
    operation = operation_of(function)
    assert _listed(result) == expected
    assert type(_listed(result)) is type(expected)
    assert operation.inputs["data"].schema.get("type") == kind
    assert operation.output_schema.get("type") == kind


def test_the_array_given_is_an_array_of_the_sample_s_dtype():
    """Not a list, and writeable."""
    np = _numpy()

    @input_schema("data", {"rows": np.array([[1.0, 2.0]], dtype="float32")})
    def run(data):
        data["rows"] += 1
        return data["rows"]

    result = run({"rows": [[1, 2]]})
    assert (result.dtype, result.tolist()) == (np.dtype("float32"), [[2.0, 3.0]])


def test_a_value_already_of_the_sample_s_type_stays_itself():
    """A test or another script may call ``run()`` with what it has; the codec is not asked."""
    adapter = Counting()
    function = input_schema("data", Sample(Seen(1), adapter=adapter))(lambda data: data)
    value = Seen(2)
    assert function(value) is value
    assert adapter.decoded == []
    assert function(2) == value


@pytest.mark.parametrize(
    ("sample", "payload"),
    [({"a": b"x"}, {"a": "eA=="}), ([b"x"], ["eA=="]), ({"a": [(1, b"x")]}, {"a": [[1, "eA=="]]})],
    ids=["dict", "list", "nested"],
)
def test_the_caller_s_payload_stays_as_it_was(sample, payload):
    """A client may send the same object to many calls, from many threads."""
    import copy

    before = copy.deepcopy(payload)
    function = input_schema("data", sample)(lambda data: data)
    first, second = function(payload), function(payload)
    assert payload == before
    assert first == second
    assert first is not payload


# --- modes and errors ------------------------------------------------------------------------


def _in_mode(mode, function, *args):
    token = MODE.set(mode)
    try:
        return function(*args)
    finally:
        MODE.reset(token)


@pytest.mark.parametrize("own", ["law", "lax"])
@pytest.mark.parametrize("mode", ["law", "lax", None])
def test_the_mode_of_the_runner_wins_over_the_decorator_s(own, mode):
    """The old library took a dict without its keys; the law asks for them."""
    from schemagen.azureml import schema_decorators

    declare = input_schema if own == "law" else schema_decorators.input_schema
    function = declare("data", {"a": 1})(lambda data: data)
    if (mode or own) == "lax":
        assert _in_mode(mode, function, {"b": 2}) == {"b": 2}
    else:
        with pytest.raises(InputError, match=r"\$\.data\.a: expected a value, got nothing"):
            _in_mode(mode, function, {"b": 2})


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_name_that_is_no_parameter_is_an_error_where_it_stands(foreign, depth):
    """At decoration, with the names there are, through any decorators."""
    if foreign is through_wrapt:
        pytest.importorskip("wrapt", reason="wrapt is not installed")

    def run(data, k=1):
        return data, k

    function = run
    for _ in range(depth):
        function = foreign(function)
    with pytest.raises(DecorationError, match=r"dat.*has no parameter 'dat'"):
        input_schema("dat", 1)(function)


def test_the_error_about_a_name_lists_the_names_there_are():
    """One line with the remedy."""
    with pytest.raises(DecorationError) as raised:
        input_schema("dta", 1)(_simple(Bare()))
    assert str(raised.value) == (
        "@input_schema('dta'): run() has no parameter 'dta' (it has: data); "
        "name the parameter as it is called in the function"
    )


@pytest.mark.parametrize("name", ["dat", "self", "args"])
def test_a_name_that_takes_no_argument_is_no_parameter(name):
    """``*args`` can be named by no request, nor can the object of a bound method."""

    class Model:
        def run(self, data, *args):
            return data, args

    with pytest.raises(DecorationError, match="has no parameter"):
        input_schema(name, 1)(Model().run)


@pytest.mark.parametrize(
    "between", [lambda f: f, plain, polite, busy, Holding], ids=lambda f: f.__name__
)
def test_the_same_parameter_twice_is_an_error(between):
    """Of two samples neither would be the contract."""
    once = between(_simple(Declaring()))
    with pytest.raises(DecorationError, match=r"@input_schema\('data'\) stands twice on"):
        input_schema("data", 1)(once)


@pytest.mark.parametrize(
    "between", [lambda f: f, plain, polite, busy, Holding], ids=lambda f: f.__name__
)
def test_the_output_twice_is_an_error(between):
    """Through foreign decorators too."""
    once = between(output_schema(1)(_simple(Bare())))
    with pytest.raises(DecorationError, match="@output_schema stands twice on"):
        output_schema(2)(once)


@pytest.mark.parametrize("decorator", [functools.partial(input_schema, "data"), output_schema])
@pytest.mark.parametrize("sample", [object(), {"a": [object()]}, Sample([1], [object()])], ids=repr)
def test_a_sample_without_a_json_form_is_an_error_at_decoration(decorator, sample):
    """Where the sample stands, not at the first request."""
    with pytest.raises(UnsupportedSample, match="no JSON form is known for"):
        decorator(sample)(_simple(Bare()))


def test_a_decoration_that_failed_leaves_no_trace():
    """A notebook cell is put right and run again."""
    run = _simple(Bare())
    with pytest.raises(DecorationError):
        input_schema("wrong", 1)(run)
    assert operation_of(input_schema("data", 1)(run)).inputs.keys() == {"data"}


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"data": 1}), ((1,), {"unknown": 2})],
    ids=["missing", "too many", "twice", "unknown"],
)
def test_wrong_arguments_raise_python_s_own_error(args, kwargs):
    """Word for word what the undecorated function says."""

    def run(data, k=1):
        return data, k

    with pytest.raises(TypeError) as bare:
        run(*args, **kwargs)
    with pytest.raises(TypeError) as decorated:
        input_schema("data", 1)(run)(*args, **kwargs)
    assert str(decorated.value) == str(bare.value)


def test_what_does_not_fit_is_told_with_the_parameter_s_name():
    """And it is a ValueError, as with the old library."""
    function = input_schema("data", {"rows": [{"age": 1}]})(lambda data: data)
    with pytest.raises(ValueError) as raised:
        function({"rows": [{"age": 1}, {"age": "x"}]})
    assert isinstance(raised.value, InputError)
    assert str(raised.value) == '$.data.rows[1].age: expected an integer, got "x"'


def test_an_async_function_tells_at_the_call_what_does_not_fit():
    """As the old library does: nothing is left un-awaited."""

    @input_schema("data", 1)
    async def run(data):
        return data

    with pytest.raises(InputError):
        run("x")


def test_an_error_of_the_script_passes_through():
    """Nothing of ours is put around it."""

    @input_schema("data", 1)
    def run(data):
        raise KeyError(data)

    with pytest.raises(KeyError) as raised:
        run(4)
    assert raised.value.args == (4,)
    assert raised.value.__context__ is None
