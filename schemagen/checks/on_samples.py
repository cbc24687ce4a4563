"""Rules on samples: what they show, and what they show that is nobody's business.

Samples are looked at as JSON, so that one rule serves numpy, pandas, Spark and plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from schemagen.checks.finding import Hit
from schemagen.checks.personal import personal, secret
from schemagen.checks.subject import Subject
from schemagen.errors import Path, shown
from schemagen.schema import JSON

EXACT = 2**53
_MOST = 10


def values(subject: Subject) -> Iterator[tuple[Path, JSON]]:
    """Yield every value of the samples with its place."""
    for root, sample in subject.samples:
        waiting = [(root, sample)]
        while waiting:
            path, value = waiting.pop()
            yield path, value
            if isinstance(value, dict):
                waiting += [((*path, key), value[key]) for key in reversed(value)]
            elif isinstance(value, list):
                waiting += [((*path, i), value[i]) for i in reversed(range(len(value)))]


def _tables(subject: Subject) -> Iterator[tuple[Path, list[JSON]]]:
    """Yield arrays with their places, outermost first, those inside a row not."""
    for root, sample in subject.samples:
        waiting = [(root, sample)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, list):
                yield path, value
            elif isinstance(value, dict):
                waiting += [((*path, key), value[key]) for key in reversed(value)]


def empty(subject: Subject) -> Iterator[Hit]:
    """Yield samples without rows."""
    for path, rows in _tables(subject):
        if not rows:
            yield Hit(
                "the sample has no rows, so it shows nothing of what they hold", subject.shown(path)
            )


def single(subject: Subject) -> Iterator[Hit]:
    """Yield tables of one row."""
    for path, rows in _tables(subject):
        if len(rows) == 1 and isinstance(rows[0], (dict, list)):
            yield Hit("the sample has one row: every type rests on one value", subject.shown(path))


def mixed(subject: Subject) -> Iterator[Hit]:
    """Yield columns whose values are of unlike types."""
    for path, name, values in _columns(subject):
        kinds = sorted({kind for value in values if (kind := _kind(value))})
        if len(kinds) > 1:
            place = (*path, 0, name) if name else path
            yield Hit(f"{_column(name)} mixes {' and '.join(kinds)}", subject.shown(place))


def _columns(subject: Subject) -> Iterator[tuple[Path, str, list[JSON]]]:
    for path, rows in _tables(subject):
        named: dict[str, list[JSON]] = {}
        for row in rows:
            for name, value in row.items() if isinstance(row, dict) else ():
                named.setdefault(name, []).append(value)
        for name, values in named.items():
            yield path, name, values
        plain = [row for row in rows if not isinstance(row, dict)]
        if plain and not any(isinstance(row, list) for row in plain):
            yield path, "", rows


def _column(name: str) -> str:
    return f"column {name!r}" if name else "the list"


def _kind(value: JSON) -> str:
    kinds = {
        bool: "true/false",
        int: "numbers",
        float: "numbers",
        str: "text",
        list: "lists",
        dict: "objects",
    }
    return kinds.get(type(value), "")


def unshown(subject: Subject) -> Iterator[Hit]:
    """Yield columns that hold nothing but null."""
    for path, name, values in _columns(subject):
        if values and all(value is None for value in values):
            place = (*path, 0, name) if name else path
            yield Hit(
                f"{_column(name)} holds null only, so its type is unknown", subject.shown(place)
            )


def inexact(subject: Subject) -> Iterator[Hit]:
    """Yield integers that readers with binary64 numbers change."""
    return _each(subject, lambda value, path: _is_inexact(value) and f"{value} is beyond 2^53")


def _is_inexact(value: JSON) -> bool:
    return type(value) is int and abs(value) > EXACT


def looks_personal(subject: Subject) -> Iterator[Hit]:
    """Yield values that look like somebody's data."""
    return _each(subject, _telling(subject, personal))


def looks_secret(subject: Subject) -> Iterator[Hit]:
    """Yield values that look like keys and passwords."""
    return _each(subject, _telling(subject, secret))


def _telling(subject: Subject, tell: Callable[[str, str], str]) -> Callable[[Any, Path], Any]:
    def what(value: JSON, path: Path) -> str:
        if type(value) not in (str, int) or subject.allows(str(value)):
            return ""
        found = tell(_name(path), str(value))
        return f"{shown(value, 20)} looks like {found}" if found else ""

    return what


def _name(path: Path) -> str:
    """Return the innermost name of *path*, which may tell what the value is."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _each(subject: Subject, what: Callable[[Any, Path], Any]) -> Iterator[Hit]:
    """Yield a hit for the first value of each column that *what* has words for."""
    told: set[tuple[Any, ...]] = set()
    for path, value in values(subject):
        column = tuple(step for step in path if isinstance(step, str))
        said = what(value, path) if column not in told and len(told) < _MOST else ""
        if said:
            told.add(column)
            yield Hit(said, subject.shown(path))
