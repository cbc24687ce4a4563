"""Samples of standard Python."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import math
import pathlib
import typing
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from tests.samples.rows import Lazy, table

pydantic = Lazy("pydantic")
row = table("python")
UTC = dt.timezone.utc
EAST = dt.timezone(dt.timedelta(hours=5, minutes=30))


class Colour(enum.Enum):
    """Members with text."""

    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    """Members that are integers."""

    LOW = 1
    HIGH = 2


class Mixed(enum.Enum):
    """Members of unlike types."""

    ONE = 1
    TWO = "two"
    TRUE = True


class Right(enum.Flag):
    """Members that add up."""

    READ = 1
    WRITE = 2


class Stage(str, enum.Enum):
    """Members that are text."""

    DEV = "dev"
    LIVE = "live"


class Metres(float):
    """A float of the user's own."""


class Words(str):
    """Text of the user's own."""


class Point(typing.NamedTuple):
    """A record by position and by name."""

    x: float
    y: float = 0.0


class Options(typing.TypedDict, total=False):
    """A dict with declared keys."""

    limit: int


@dataclass
class Person:
    """A record with a default."""

    name: str
    age: int
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Team:
    """A record of records."""

    lead: Person
    since: dt.date


def model() -> typing.Any:
    """Return a pydantic model's instance."""
    return _order()(id=3, price=1.5)


def models() -> typing.Any:
    """Return a list of them."""
    return [_order()(id=1, price=2.0), _order()(id=2, price=3.5, note="x")]


def _order() -> typing.Any:
    if not _ORDER:
        types = {"id": (int, ...), "price": (float, ...), "note": (str, "")}
        _ORDER.append(pydantic.create_model("Order", **types))
    return _ORDER[0]


_ORDER: list[typing.Any] = []
_LIST = "tuples, lists and sets mixed come back as lists"
_TEXT = "kinds that share a JSON type come back as the plain JSON value"

_SCALARS = (
    row("int", lambda: 3),
    row("int-zero", lambda: 0),
    row("int-negative", lambda: -7),
    row("int-beyond-64-bits", lambda: 2**70),
    row("int-most-of-64-bits", lambda: 2**63 - 1),
    row("bool-true", lambda: True),
    row("bool-false", lambda: False),
    row("float", lambda: 0.1),
    row("float-whole", lambda: 3.0),
    row("float-tiny", lambda: 5e-324),
    row("float-huge", lambda: 1.7976931348623157e308),
    row("float-negative-zero", lambda: -0.0),
    row("float-nan", lambda: math.nan),
    row("float-inf", lambda: math.inf, back=lambda: math.nan, lost="an infinity is null"),
    row("float-subclass", lambda: Metres(1.5)),
    row("str", lambda: "text"),
    row("str-empty", lambda: ""),
    row("str-unicode", lambda: "Zoë 😀 \u2028 \x00"),
    row("str-subclass", lambda: Words("text")),
    row("bytes", lambda: b"\x00\xff"),
    row("bytes-empty", lambda: b""),
    row("bytearray", lambda: bytearray(b"abc")),
    row("date", lambda: dt.date(2020, 2, 3)),
    row("date-first", lambda: dt.date.min),
    row("datetime-naive", lambda: dt.datetime(2020, 2, 3, 4, 5, 6, 7)),
    row("datetime-utc", lambda: dt.datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)),
    row("datetime-offset", lambda: dt.datetime(2020, 2, 3, 4, 5, 6, 700_000, tzinfo=EAST)),
    row("datetime-year-1", lambda: dt.datetime(1, 1, 2)),
    row("time-naive", lambda: dt.time(3, 4, 5, 6)),
    row("time-aware", lambda: dt.time(3, 4, 5, tzinfo=EAST)),
    row("timedelta", lambda: dt.timedelta(days=1, seconds=2, microseconds=3)),
    row("timedelta-negative", lambda: dt.timedelta(days=-1, microseconds=1)),
    row("timedelta-zero", lambda: dt.timedelta(0)),
    row("timedelta-max", lambda: dt.timedelta.max),
    row("decimal", lambda: Decimal("1.10")),
    row("decimal-exponent", lambda: Decimal("1E+5")),
    row("decimal-long", lambda: Decimal("1234567890123456789.0123456789")),
    row("uuid", lambda: uuid.UUID("12345678-1234-5678-1234-567812345678")),
    row("path", lambda: pathlib.PurePosixPath("/a/b")),
    row("path-here", lambda: pathlib.Path("a")),
    row("none", lambda: None),
    row("enum", lambda: Colour.RED),
    row("enum-int", lambda: Level.HIGH),
    row("enum-str", lambda: Stage.LIVE),
    row("enum-mixed", lambda: Mixed.TRUE),
    row("enum-flag", lambda: Right.READ | Right.WRITE),
)

_ARRAYS = (
    row("list-int", lambda: [1, 2, 3]),
    row("list-float", lambda: [1.5, 2.0]),
    row("list-empty", list),
    row("list-int-and-float", lambda: [1, 2.5], back=lambda: [1, 2.5]),
    row("list-int-and-text", lambda: [1, "a"]),
    row("list-bool-and-int", lambda: [True, 2]),
    row("list-with-null", lambda: [1, None, 3]),
    row("list-of-nulls", lambda: [None, None]),
    row("list-with-nan", lambda: [1.5, math.nan]),
    row("list-of-lists", lambda: [[1, 2], [3, 4]]),
    row("list-ragged", lambda: [[1], [], [2, 3]]),
    row("list-of-dicts", lambda: [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]),
    row("list-of-ragged-dicts", lambda: [{"a": 1}, {"b": "x", "a": 2.5}, {"c": None}]),
    row("list-of-one-key-dicts", lambda: [{"x": 1}, {"y": 2}, {"x": 3}]),
    row("list-of-dict-and-list", lambda: [{"a": 1}, [2]]),
    row("list-of-nested-dicts", lambda: [{"a": {"b": 1}}, {"a": {"b": 2, "c": [1]}}]),
    row("list-of-dates", lambda: [dt.date(2020, 1, 2), dt.date(2021, 3, 4)]),
    row(
        "list-of-date-and-text",
        lambda: [dt.date(2020, 1, 2), "x"],
        back=lambda: ["2020-01-02", "x"],
        lost=_TEXT,
    ),
    row("list-of-enums", lambda: [Colour.RED, Colour.BLUE]),
    row("list-of-bytes", lambda: [b"a", b"b"]),
    row("list-of-dataclasses", lambda: [Person("a", 1), Person("b", 2, ["x"])]),
    row("list-of-zones", lambda: [dt.datetime(2020, 1, 1, tzinfo=z) for z in (UTC, EAST)]),
    row("tuple", lambda: (1, 2)),
    row("tuple-mixed", lambda: (1, "a", None)),
    row("tuple-empty", tuple),
    row("tuple-in-list", lambda: [(1, 2), (3, 4)]),
    row("tuple-and-list", lambda: [(1,), [2]], back=lambda: [[1], [2]], lost=_LIST),
    row("set", lambda: {3, 1, 2}),
    row("set-of-text", lambda: {"b", "a"}),
    row("frozenset", lambda: frozenset({1.5})),
    row("range", lambda: range(1, 9, 3)),
    row("range-empty", lambda: range(0)),
    row("range-down", lambda: range(5, 0, -2)),
    row("deque", lambda: collections.deque([1, 2])),
    row("deep", lambda: [[[[[["x"]]]]]]),
)

_OBJECTS = (
    row("dict", lambda: {"a": 1, "b": "x"}),
    row("dict-empty", dict),
    row("dict-null", lambda: {"a": None}),
    row("dict-nested", lambda: {"a": {"b": {"c": [1.5]}}}),
    row("dict-of-int-keys", lambda: {1: "a", 2: "b"}),
    row("dict-of-odd-keys", lambda: {None: 1, True: 2, 1.5: 3}),
    row("dict-odd-names", lambda: {"a b": 1, "$ref": "x", "type": 3, "": 4}),
    row("dict-ordered", lambda: collections.OrderedDict(b=1, a=2)),
    row(
        "dict-default",
        lambda: collections.defaultdict(int, {"a": 1}),
        back=lambda: {"a": 1},
        lost="a defaultdict's factory",
    ),
    row("counter", lambda: collections.Counter("aab")),
    row("typed-dict", lambda: Options(limit=3)),
    row("namedtuple", lambda: Point(1.0, 2.0)),
    row("namedtuples", lambda: [Point(1.0), Point(2.0, 3.0)]),
    row("dataclass", lambda: Person("Ann", 3, ["x"])),
    row("dataclass-nested", lambda: Team(Person("Ann", 3), dt.date(2020, 1, 2))),
    row("pydantic", model, "pydantic"),
    row("pydantic-list", models, "pydantic"),
)

_SEVERAL = (
    row("merge-int-float", lambda: [1, 2.5], several=True, back=lambda: [1, 2.5]),
    row("merge-empty-list", lambda: [[], [1.5]], several=True),
    row("merge-null", lambda: ["x", None], several=True),
    row("merge-dicts", lambda: [{"a": 1}, {"a": 2, "b": "x"}], several=True),
    row("merge-unlike", lambda: [1, "x", [True]], several=True),
    row("merge-dataclasses", lambda: [Person("a", 1), Person("b", 2, ["x"])], several=True),
)

_REFUSED = (
    row("complex", lambda: 1j, refused="no JSON form is known for builtins.complex"),
    row("type", lambda: int, refused="no JSON form is known for builtins.type"),
    row("function", lambda: len, refused="no JSON form"),
    row("object", object, refused="no JSON form is known for builtins.object"),
    row("complex-inside", lambda: {"a": [1j]}, refused=r"\$\.a.*complex"),
)

STANDARD = (*_SCALARS, *_ARRAYS, *_OBJECTS, *_SEVERAL, *_REFUSED)
