"""What can go wrong, as records: where, what was expected, what came, and the remedy.

The same record is printed by the CLI, raised in Python and written as JSON by a server, so
that everybody reads the same words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from os.path import commonprefix
from typing import Any, Literal, get_args

DISTRIBUTION = "schemagen-ml"
"""The name on PyPI; every message that says how to install an extra uses it."""

Path = tuple[str | int, ...]
"""Where: keys and indices from the root, printed as ``$.Inputs.data[3].age``."""

_PLAIN_KEY = r"[^\W\d][\w-]*"


def path_text(path: Path) -> str:
    """Return *path* as JSONPath: ``("a", 3, "b c")`` is ``$.a[3]["b c"]``."""
    return "$" + _printable("".join(map(_step_text, path)))


def _repr(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # an integer of more digits than Python writes
        return f"a {type(value).__name__}"


def _printable(text: str) -> str:
    """Return *text* with half a surrogate pair, which no output takes, escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def _step_text(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return (
        f".{step}"
        if re.fullmatch(_PLAIN_KEY, step)
        else f"[{json.dumps(step, ensure_ascii=False)}]"
    )


Values = Literal["whole", "cut", "hidden"]
"""How much of a request's values an error tells."""


class Shown(str):
    """The text of a value for a message, cut; it can be had whole."""

    __slots__ = ("before", "value")
    value: object
    before: str

    @classmethod
    def of(cls, value: object, before: str = "") -> Shown:
        """Return the text of *value*, which stands after *before*."""
        made = cls(before + shown(value))
        made.value, made.before = value, before
        return made

    @property
    def whole(self) -> str:
        """The text, however long."""
        return self.before + _text(self.value)


def shown(value: object, limit: int = 60) -> str:
    """Return *value* as short text for a message: JSON where it is JSON, cut to *limit*."""
    text = _text(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _text(value: object) -> str:
    try:
        return _printable(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return _printable(_repr(value))


_COMPARED = 1000
_LIKELY = 10


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of *names* that *name* is likely to mean, or None.

    Bounded, since clients choose the names: of many, those that begin and end alike are compared.
    """
    from difflib import get_close_matches
    from heapq import nlargest

    few = list(islice(names, _COMPARED))
    if len(few) > _LIKELY:
        few = nlargest(_LIKELY, few, key=lambda other: _alike(name, other))
    return next(iter(get_close_matches(name[:_COMPARED], few, 1)), None)


def _alike(one: str, other: str) -> int:
    """Return how many characters are the same at both ends."""
    begin = _begin(one, other)
    return begin + _begin(one[begin:][::-1], other[begin:][::-1])


def _begin(one: str, other: str) -> int:
    return len(commonprefix((one, other)))  # noqa: RUF071 - characters are meant


def install_hint(extra: str) -> str:
    """Return the command that installs *extra*."""
    return f"pip install '{DISTRIBUTION}[{extra}]'"


class SchemagenError(Exception):
    """The base of every error that schemagen raises on purpose."""


class MissingExtra(SchemagenError, ImportError):
    """A library is needed that is not installed."""


class UnsupportedSample(SchemagenError, TypeError):
    """A sample has no JSON form; the message says what to give instead."""

    def __init__(self, what: str, remedy: str, path: Path = (), value: object = None) -> None:
        super().__init__(what, remedy, path)
        self.what = what
        self.remedy = remedy
        self.path = path
        self.value = value

    def at(self, step: str | int) -> UnsupportedSample:
        """Return the same error one level further out."""
        return type(self)(self.what, self.remedy, (step, *self.path), self.value)

    def __str__(self) -> str:
        """Give place, reason and remedy in one line."""
        return f"{path_text(self.path)}: {self.what}; {self.remedy}"


class EncodeError(SchemagenError, ValueError):
    """A value cannot be written as JSON."""

    def __init__(self, what: str, path: Path = ()) -> None:
        super().__init__(what, path)
        self.what = what
        self.path = path

    def at(self, step: str | int) -> EncodeError:
        """Return the same error one level further out."""
        return type(self)(self.what, (step, *self.path))

    def __str__(self) -> str:
        """Give place and reason in one line."""
        return f"{path_text(self.path)}: {self.what}"


NOTHING = "nothing"
"""What a problem got where a value is missing."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a request: *path*, what was *expected*, what was *got*."""

    path: Path
    expected: str
    got: str
    remedy: str = ""
    uncut: Shown | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the way to the whole text apart: *got* is text that everything can write."""
        if isinstance(self.got, Shown):
            object.__setattr__(self, "uncut", self.got)
            object.__setattr__(self, "got", str(self.got))

    def at(self, step: str | int) -> Problem:
        """Return the same problem one level further out."""
        return replace(self, path=(step, *self.path))

    def words(self, values: Values = "cut") -> str:
        """Return what was expected and, unless *values* are hidden, what came."""
        if values == "hidden":
            return f"expected {self.expected}"
        got = self.uncut.whole if self.uncut is not None and values == "whole" else self.got
        return f"expected {self.expected}, got {got}"

    def told(self, values: Values = "cut") -> str:
        """Return the problem in one line; a remedy, which may quote, is hidden with *values*."""
        remedy = f" ({self.remedy})" if self.remedy and values != "hidden" else ""
        return f"{path_text(self.path)}: {self.words(values)}{remedy}"

    def __str__(self) -> str:
        """Give the problem in one line."""
        return self.told()


class InputError(SchemagenError, ValueError):
    """A request does not fit the contract.

    ``.problems`` lists what is wrong (at most :data:`MAX_PROBLEMS`); ``.path``, ``.expected``
    and ``.got`` are those of the first one.
    """

    def __init__(self, problems: Iterable[Problem], opening: str = "") -> None:
        self.problems = tuple(problems)
        self.opening = opening
        super().__init__(self.problems, opening)

    @classmethod
    def of(cls, expected: str, got: object, remedy: str = "", opening: str = "") -> InputError:
        """Make the error of one value, at the place where it is raised."""
        return cls([Problem((), expected, Shown.of(got), remedy)], opening)

    def at(self, step: str | int) -> InputError:
        """Return the same error one level further out."""
        return type(self)([problem.at(step) for problem in self.problems], self.opening)

    @property
    def path(self) -> Path:
        """Where the first problem is."""
        return self.problems[0].path

    @property
    def expected(self) -> str:
        """What the first problem's place should hold."""
        return self.problems[0].expected

    @property
    def got(self) -> str:
        """What the first problem's place holds, as short text."""
        return self.problems[0].got

    def told(self, values: Values = "cut") -> str:
        """Return every problem, one a line, with the request's *values* whole, cut or hidden."""
        if values not in get_args(Values):
            raise ValueError(f"values={values!r} is not one of {', '.join(get_args(Values))}")
        lines = [problem.told(values) for problem in self.problems]
        return "\n".join([self.opening, *lines] if self.opening else lines)

    def __str__(self) -> str:
        """Give every problem, one a line."""
        return self.told()


MAX_PROBLEMS = 100
"""A request with more problems than this is told about the first ones only."""


def each(items: Iterable[tuple[str | int, Any]], convert: Callable[[Any], Any]) -> list[Any]:
    """Convert every (step, value) and raise the problems of all of them together."""
    result: list[Any] = []
    problems: list[Problem] = []
    for step, value in items:
        try:
            result.append(convert(value))
        except InputError as error:
            problems += error.at(step).problems
            if len(problems) >= MAX_PROBLEMS:
                break
    if problems:
        raise InputError(problems[:MAX_PROBLEMS])
    return result
