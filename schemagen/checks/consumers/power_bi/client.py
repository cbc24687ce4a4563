"""One pass over a table, as the connector makes it: batches, bodies, answers, cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemagen.checks.consumers.power_bi.cells import Cell, Failure, Value
from schemagen.checks.consumers.power_bi.service import GLOBALS, Service
from schemagen.checks.consumers.power_bi.table import Row
from schemagen.checks.consumers.power_bi.transport import Answer, Caller
from schemagen.checks.plain import no_constant
from schemagen.errors import shown
from schemagen.schema import JSON

OMITTED = "omitted"
Globals = Mapping[str, JSON]
"""The key ``GlobalParameters`` with its value, or nothing."""

SERVICE = "DataSource.Error"
"""The code of an error cell that the service's own answer gives."""
_RESULT = "Expression.Error"


@dataclass(frozen=True)
class Trouble:
    """An answer that cannot be put beside its rows: the rule it breaks, and what came."""

    rule: str
    what: str


@dataclass(frozen=True)
class Plan:
    """How a pass is made: rows in a request, their order, and ``GlobalParameters``."""

    label: str
    size: int
    order: Sequence[int] | None = None
    given: Globals | None = None


@dataclass
class Pass:
    """What one pass gave: a cell for each row, in the table's order, and what was wrong.

    *batches* are the rows that went together.
    """

    label: str
    cells: list[Cell]
    troubles: list[Trouble] = field(default_factory=list)
    batches: list[Sequence[int]] = field(default_factory=list)

    def with_any(self, rows: frozenset[int]) -> frozenset[int]:
        """Return the rows that shared a request with one of *rows*."""
        return frozenset(
            index for batch in self.batches if not rows.isdisjoint(batch) for index in batch
        )


def silent(_: int) -> None:
    """Tell nobody how many rows are done."""


def score(
    service: Service,
    call: Caller,
    rows: Sequence[Row],
    plan: Plan,
    done: Callable[[int], None] = silent,
) -> Pass:
    """Send *rows* as *plan* says; error cells keep their places and are not sent."""
    cells: list[Cell] = [row.failure or Failure(SERVICE, "not sent") for row in rows]
    result = Pass(plan.label, cells)
    order = plan.order if plan.order is not None else range(len(rows))
    for batch in _batches([index for index in order if rows[index].failure is None], plan.size):
        result.batches.append(batch)
        body = {**service.body([rows[index].values for index in batch]), **(plan.given or {})}
        found = read(service, call(body), len(batch), result.troubles)
        for index, cell in zip(batch, found, strict=True):
            cells[index] = cell
        done(len(batch))
    return result


def _batches(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def read(service: Service, answer: Answer, count: int, troubles: list[Trouble]) -> list[Cell]:
    """Return a cell for each of *count* rows; what cannot be aligned gives error cells."""
    if not 200 <= answer.status < 300:
        said = answer.body.decode(errors="replace")[:200]
        return [Failure(SERVICE, f"status {answer.status}: {said}")] * count
    trouble, items = _items(service, answer.body, count)
    if trouble:
        troubles.append(trouble)
        return [Failure(_RESULT, trouble.what)] * count
    return [Value(item) for item in items]


def _items(service: Service, body: bytes, count: int) -> tuple[Trouble | None, list[JSON]]:
    try:
        data = json.loads(body, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        return Trouble("PBI204", f"the answer is no strict JSON: {str(error)[:100]}"), []
    place = ".".join(service.result_path) or "the body"
    if isinstance(data, str):
        return Trouble("PBI203", f"the answer is text with status 200: {shown(data)}"), []
    for name in service.result_path:
        if not isinstance(data, dict) or name not in data:
            return Trouble("PBI201", f"no {place} in the answer {shown(data)}"), []
        data = data[name]
    if isinstance(data, str):
        return Trouble("PBI203", f"{place} is text with status 200: {shown(data)}"), []
    if not isinstance(data, list):
        return Trouble("PBI201", f"{place} is no array: {shown(data)}"), []
    if len(data) != count:
        return Trouble("PBI202", f"{len(data)} results for {count} rows"), []
    return None, data


def globals_of(service: Service) -> dict[str, Globals]:
    """Return the forms of ``GlobalParameters`` that are tried: none, the example, an empty one."""
    forms: dict[str, Globals] = {OMITTED: {}}
    if not service.takes_globals:
        return forms
    if GLOBALS in service.example:
        forms["the example"] = {GLOBALS: service.example[GLOBALS]}
    if "object" in service.input[GLOBALS].types:
        forms["{}"] = {GLOBALS: {}}
    return forms


def same(one: Any, other: Any) -> bool:
    """Tell whether two results are equal; numbers to nine digits: sums depend on their order."""
    if isinstance(one, float) or isinstance(other, float):
        return _is_close(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def _is_close(one: Any, other: Any) -> bool:
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in (one, other))
    return numbers and abs(one - other) <= 1e-9 * max(abs(one), abs(other))
