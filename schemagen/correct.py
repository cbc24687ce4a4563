"""A refused body, mended: the smallest one like it that the contract accepts."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from difflib import get_close_matches
from typing import Any

from schemagen.codec.parse import parse_object
from schemagen.errors import InputError, Path, Problem
from schemagen.operation import Operation
from schemagen.schema import JSON

_ROUNDS = 20
"""One mended problem may show another; so often is looked again."""


def corrected(operation: Operation, body: bytes | str | dict[str, JSON]) -> dict[str, JSON]:
    """Return *body* with every fault mended from the example, and each array cut to one item.

    What is left of an array is the item that was wrong first. A misspelt key is renamed, an
    unknown one is left out, a wrong or missing value is the example's. A body that cannot be read
    or mended gives the example itself; InputError where the samples keep theirs private or an
    input has no sample, so that there is none. *body* is not changed.
    """
    example: dict[str, JSON] = operation.input_example(1)
    try:
        data: dict[str, JSON] = deepcopy(body) if isinstance(body, dict) else parse_object(body)
    except (InputError, RecursionError):
        return _valid(operation, example)
    place: Path = ()
    for _ in range(_ROUNDS):
        problems = _problems(operation, data)
        if not problems:
            return _cut(operation, data, place)
        place = place or problems[0].path
        for problem in problems:
            _mend(data, problem.path, example)
    return _valid(operation, example)


def _valid(operation: Operation, example: dict[str, JSON]) -> dict[str, JSON]:
    operation.decode_carefully(example)
    return example


def _problems(operation: Operation, data: JSON) -> tuple[Problem, ...]:
    try:
        operation.decode_carefully(data)
    except InputError as error:
        return error.problems
    return ()


def _mend(data: JSON, path: Path, example: JSON) -> None:
    """Put the example's value at *path*; a key that it has not is renamed or taken out."""
    *parents, last = path or (None,)
    for step in parents:
        data, example = _inside(data, step), _like(example, step)
    if isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = deepcopy(_like(example, last))
    elif isinstance(data, dict) and isinstance(example, dict):
        _mend_key(data, last, example)


def _mend_key(data: dict[Any, JSON], key: Any, example: dict[str, JSON]) -> None:
    if key not in example:
        data.pop(key, None)
        return
    strangers = [name for name in data if name not in example]
    near = [] if key in data else get_close_matches(str(key), strangers, 1)
    data[key] = data.pop(near[0]) if near else deepcopy(example[key])


def _inside(data: JSON, step: Any) -> JSON:
    try:
        return data[step]
    except (LookupError, TypeError):
        return None


def _like(example: JSON, step: Any) -> JSON:
    """Return what the example has at *step*: of an array, its first item."""
    return _inside(example, 0 if isinstance(step, int) else step)


def _cut(operation: Operation, data: dict[str, JSON], place: Path) -> dict[str, JSON]:
    """Return *data* with each array cut to one item, where the contract still accepts it."""
    for path in list(_arrays(data, ())):
        items = data
        for step in path:
            items = _inside(items, step)
        if not isinstance(items, list):
            continue  # it was in what has been cut
        whole = list(items)
        at = place[len(path)] if place[: len(path)] == path and len(place) > len(path) else 0
        at = at if isinstance(at, int) and at < len(whole) else 0
        items[:] = whole[at : at + 1]
        if _problems(operation, data):
            items[:] = whole
        elif place[: len(path) + 1] == (*path, at):
            place = (*path, 0, *place[len(path) + 1 :])
    return data


def _arrays(data: JSON, path: Path) -> Iterator[Path]:
    """Yield where the arrays of more than one item are, outer ones first; of items, the first's."""
    if isinstance(data, dict):
        for key, item in data.items():
            yield from _arrays(item, (*path, key))
    elif isinstance(data, list):
        if len(data) > 1:
            yield path
        if data:
            yield from _arrays(data[0], (*path, 0))
