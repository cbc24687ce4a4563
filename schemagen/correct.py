"""A refused body, mended: the smallest one like it that the contract accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from schemagen.codec.parse import parse_object
from schemagen.errors import NOTHING, InputError, Path, Problem, nearest
from schemagen.operation import Operation
from schemagen.schema import JSON

_ROUNDS = 100
"""One mended problem may show another; so often is looked again, at most."""


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
    problems = _problems(operation, data)
    place = problems[0].path if problems else ()
    place = _cut(data, place, lambda path: _is_free(example, path))
    before: tuple[Problem, ...] = ()
    for _ in range(_ROUNDS):
        problems = _problems(operation, data)
        if not problems:
            _cut(data, place, lambda _: not _problems(operation, data))
            return data
        if problems == before:
            break
        for problem in problems:
            _mend(data, problem, example)
        before = problems
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


def _mend(data: JSON, problem: Problem, example: JSON) -> None:
    """Put the example's value where *problem* is; keys it has not are renamed or taken out."""
    *parents, last = problem.path or (None,)
    for step in parents:
        data, example = _inside(data, step), _like(example, step)
    if isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = deepcopy(_like(example, last))
    elif isinstance(data, dict) and isinstance(example, dict):
        if last not in example:
            data.pop(last, None)
        elif problem.got != NOTHING:
            data[last] = deepcopy(example[last])
        elif last not in data:
            _rename(data, example)
            data.setdefault(last, deepcopy(example[last]))


def _rename(data: dict[Any, JSON], example: dict[str, JSON]) -> None:
    """Rename the keys that are like those of the example, all at once: they may be many."""
    strangers = dict.fromkeys(name for name in data if name not in example)
    for key in [name for name in example if name not in data]:
        near = nearest(key, strangers)
        if near is not None:
            data[key] = data.pop(near)
            del strangers[near]


def _inside(data: JSON, step: Any) -> JSON:
    try:
        return data[step]
    except (LookupError, TypeError):
        return None


def _like(example: JSON, step: Any) -> JSON:
    """Return what the example has at *step*: of an array, its first item."""
    return _inside(example, 0 if isinstance(step, int) else step)


def _is_free(example: JSON, path: Path) -> bool:
    """Tell whether the example has one item at most where *path* leads: its length is free."""
    for step in path:
        example = _like(example, step)
    return isinstance(example, list) and len(example) <= 1


def _cut(data: dict[str, JSON], place: Path, may: Callable[[Path], bool]) -> Path:
    """Cut each array in *data* to one item, where it *may* be; return where *place* is now."""
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
        if not may(path):
            items[:] = whole
        elif place[: len(path) + 1] == (*path, at):
            place = (*path, 0, *place[len(path) + 1 :])
    return place


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
