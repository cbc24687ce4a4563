"""Puts a service to the test: every batch size, rows permuted, ``GlobalParameters`` in its forms.

Nobody outside Microsoft knows in which batches, and in which order, Power BI sends rows. A service
must therefore give row i the same answer whatever they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from schemagen.checks.consumers.power_bi import client
from schemagen.checks.consumers.power_bi.cells import Cell, Failure, Value
from schemagen.checks.consumers.power_bi.client import Globals, Pass, Plan
from schemagen.checks.consumers.power_bi.probes import Probe, probes
from schemagen.checks.consumers.power_bi.service import GLOBALS, Service
from schemagen.checks.consumers.power_bi.table import Row
from schemagen.checks.consumers.power_bi.transport import Caller

SIZES = (1, 2, 3, 100, 1000)
_FEW = 100
"""Rows that the forms of ``GlobalParameters`` and other orders of columns are tried on."""


@dataclass(frozen=True)
class Test:
    """What is tried: batch sizes beside all rows, and which ``GlobalParameters``."""

    sizes: Sequence[int] = SIZES
    given: Globals | None = None
    strict: bool = False


@dataclass
class Trial:
    """What a service answered.

    ``main`` is the pass in which all rows went in one request, ``alone`` that in which each went
    by itself.
    """

    service: Service
    rows: Sequence[Row]
    main: Pass
    alone: Pass
    batched: list[Pass] = field(default_factory=list)
    permuted: list[Pass] = field(default_factory=list)
    globals: list[Pass] = field(default_factory=list)
    turned: Pass | None = None
    probes: list[Probe] = field(default_factory=list)
    seconds_per_1000: float = 0.0

    @property
    def cells(self) -> list[Cell]:
        """The result column."""
        return self.main.cells

    @property
    def values(self) -> list[Value]:
        """The cells that hold something."""
        return [cell for cell in self.cells if isinstance(cell, Value)]

    @cached_property
    def refused(self) -> frozenset[int]:
        """The rows that the service refuses, or fails on, though they are sent by themselves."""
        cells = enumerate(self.alone.cells)
        return frozenset(index for index, cell in cells if _is_refusal(cell))

    @property
    def passes(self) -> list[Pass]:
        """Every pass with the main one's ``GlobalParameters``."""
        return [self.main, *self.batched, *self.permuted]


def _is_refusal(cell: Cell) -> bool:
    return isinstance(cell, Failure) and cell.code == client.SERVICE


def rounds(count: int, sizes: Sequence[int]) -> int:
    """Return how many rows are sent in all, for a progress bar."""
    return count * (3 + len(_used(count, sizes)))


def _used(count: int, sizes: Sequence[int]) -> list[int]:
    return [size for size in sizes if 0 < size < count]


def tried(
    service: Service, call: Caller, rows: Sequence[Row], test: Test, done: Callable[[int], None]
) -> Trial:
    """Return what *service*, reached by *call*, answers to *rows*."""

    def passed(label: str, size: int = 0, order: Sequence[int] | None = None) -> Pass:
        plan = Plan(label, size or max(len(rows), 1), order, test.given)
        return client.score(service, call, rows, plan, done)

    start = time.perf_counter()
    main = passed("all rows")
    seconds = time.perf_counter() - start
    sizes = _used(len(rows), test.sizes)
    batched = {size: passed(f"batches of {size}", size) for size in sizes}
    alone = batched.get(1) or _each_alone(main, passed)
    trial = Trial(service, rows, main, alone, list(batched.values()))
    trial.seconds_per_1000 = seconds / max(len(rows), 1000) * 1000
    trial.permuted = [passed(label, order=order) for label, order in _orders(len(rows)).items()]
    trial.globals = list(_with_globals(trial, call, strict=test.strict))
    trial.turned = _with_columns_turned(trial, call, test.given)
    trial.probes = probes(service, call, rows, test.given)
    return trial


def _each_alone(main: Pass, passed: Callable[..., Pass]) -> Pass:
    """Find out which rows are refused for themselves, where some request failed."""
    failed = any(_is_refusal(cell) for cell in main.cells)
    return passed("batches of 1", 1) if failed and len(main.cells) > 1 else main


def _orders(count: int) -> dict[str, list[int]]:
    """Return two orders: all rows turned round, and all but the first."""
    if count < 2:
        return {}
    back = list(reversed(range(count)))
    return {"rows in reverse": back, "the first row kept, the rest in reverse": [0, *back[:-1]]}


def _with_globals(trial: Trial, call: Caller, *, strict: bool) -> Iterator[Pass]:
    """Send some rows with each form of ``GlobalParameters``."""
    if not trial.service.takes_globals:
        return
    empty: dict[str, Globals] = {"{}": {GLOBALS: {}}} if strict else {}
    rows = [row for row in trial.rows if row.failure is None][:_FEW]
    for name, given in {**client.globals_of(trial.service), **empty}.items() if rows else ():
        yield client.score(trial.service, call, rows, Plan(name, len(rows), given=given))


def _with_columns_turned(trial: Trial, call: Caller, given: Globals | None) -> Pass:
    """Send the rows with their columns in reverse order."""
    rows = [replace(row, values=dict(reversed(row.values.items()))) for row in trial.rows]
    plan = Plan("columns in reverse", max(len(rows), 1), given=given)
    return client.score(trial.service, call, rows, plan)


def differing(one: Sequence[Cell], other: Sequence[Cell]) -> list[int]:
    """Return the rows that two passes answer differently, in value or in failing."""
    return [index for index, pair in enumerate(zip(one, other, strict=True)) if not _equal(*pair)]


def _equal(one: Cell, other: Cell) -> bool:
    if isinstance(one, Failure) or isinstance(other, Failure):
        return isinstance(one, Failure) and isinstance(other, Failure)
    return client.same(one.data, other.data)
