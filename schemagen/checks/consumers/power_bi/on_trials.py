"""Power BI's rules on what a service answers (PBI201 to PBI216)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from schemagen.checks.consumers.power_bi import client
from schemagen.checks.consumers.power_bi.cells import Failure
from schemagen.checks.consumers.power_bi.client import Pass
from schemagen.checks.consumers.power_bi.trial import Trial, differing
from schemagen.checks.document import Node
from schemagen.checks.finding import Hit
from schemagen.codec.judge import Judge
from schemagen.errors import InputError, shown
from schemagen.schema import JSON

_SLOW = 5.0
_EPOCH = 10**9


def _trouble(rule: str) -> Callable[[Trial], Iterator[Hit]]:
    """Return the rule that tells the first trouble of its kind."""

    def find(trial: Trial) -> Iterator[Hit]:
        for done in [*trial.passes, *trial.globals]:
            found = [trouble for trouble in done.troubles if trouble.rule == rule]
            if found:
                yield Hit(f"{done.label}: {found[0].what}")
                return

    find.__doc__ = "Yield the first answer of that kind."
    return find


no_container = _trouble("PBI201")
wrong_count = _trouble("PBI202")
text_answer = _trouble("PBI203")
not_json = _trouble("PBI204")


def undeclared_type(trial: Trial) -> Iterator[Hit]:
    """Yield results that do not fit the declared element."""
    items = trial.service.result.items if trial.service.result else None
    if items is None:
        return
    judge = Judge(items.canonical)
    for index, cell in enumerate(trial.cells):
        if not isinstance(cell, Failure):
            try:
                judge.check(cell.data)
            except InputError as error:
                yield Hit(
                    f"row {index + 1} gives {error.got}, declared is {error.expected}", items.where
                )
                return


def unlike_records(trial: Trial) -> Iterator[Hit]:
    """Yield records with other keys, or the same in another order."""
    records = [value.data for value in trial.values if isinstance(value.data, dict)]
    for record in records[1:]:
        if list(record) != list(records[0]):
            yield Hit(f"records have unlike fields: {list(records[0])} and {list(record)}")
            return


def long_lists(trial: Trial) -> Iterator[Hit]:
    """Yield lists of more than one element: expanding multiplies rows."""
    lengths = {len(value.data) for value in trial.values if isinstance(value.data, list)}
    if lengths - {1}:
        yield Hit(f"results are lists of {' or '.join(map(str, sorted(lengths)))} elements")


def depends_on_others(trial: Trial) -> Iterator[Hit]:
    """Yield passes that answer a row differently than when all rows go in one request."""
    for done in [*trial.batched, *trial.permuted]:
        along = _taken_along(trial, done)
        rows = [row for row in differing(trial.cells, done.cells) if row not in along]
        if rows:
            one, other = trial.cells[rows[0]], done.cells[rows[0]]
            what = (
                f"row {rows[0] + 1} gives {_said(one)} with all rows at once, {_said(other)} with"
            )
            yield Hit(f"{what} {done.label} ({len(rows)} rows differ)")


def _taken_along(trial: Trial, done: Pass) -> set[int]:
    """Return the good rows that fail in one of two passes for the sake of a refused one."""
    return {
        row
        for one in (trial.main, done)
        for row in one.with_any(trial.refused) - trial.refused
        if isinstance(one.cells[row], Failure)
    }


def refused_with_another(trial: Trial) -> Iterator[Hit]:
    """Yield a row that is refused for itself, when its whole request is refused with it."""
    others = [row for row in _taken_along(trial, trial.main) if row not in trial.refused]
    if others:
        first = min(trial.refused)
        said = _said(trial.alone.cells[first])
        refused = f"{len(trial.refused)} rows are" if len(trial.refused) > 1 else "it is"
        yield Hit(
            f"row {first + 1} gives {said}; {refused} refused alone, and with all rows at once "
            f"{len(others)} good ones are error cells too"
        )


def no_results(trial: Trial) -> Iterator[Hit]:
    """Yield when the service refuses, or fails on, every row that is sent."""
    sent = [index for index, row in enumerate(trial.rows) if row.failure is None]
    if sent and trial.refused.issuperset(sent):
        yield Hit(f"no row gives a result: {_said(trial.alone.cells[sent[0]])}")


def _said(cell: Any) -> str:
    return str(cell)[:160] if isinstance(cell, Failure) else shown(cell.data)


def depends_on_the_first(trial: Trial) -> Iterator[Hit]:
    """Yield when another first row changes the rest, and another order of the rest does not."""
    if len(trial.permuted) < 2:
        return
    back, kept = (differing(trial.cells, done.cells) for done in trial.permuted)
    if back and not kept:
        yield Hit("what the first row holds decides for all: settings given as columns?")


def needs_globals(trial: Trial) -> Iterator[Hit]:
    """Yield forms of ``GlobalParameters`` with which everything fails, and not with another."""
    worked = {done.label: _any_value(done.cells) for done in trial.globals}
    for name, works in worked.items():
        if not works and any(worked.values()):
            form = "left out" if name == client.OMITTED else f"given as {name}"
            first = next(done.cells[0] for done in trial.globals if done.label == name)
            yield Hit(f"every row fails when GlobalParameters is {form}: {_said(first)}")


def _any_value(cells: Any) -> bool:
    return any(not isinstance(cell, Failure) for cell in cells)


def refuses(trial: Trial) -> Iterator[Hit]:
    """Yield cells that a column of that type may hold, and the service fails on."""
    for probe in trial.probes:
        if probe.should and probe.failure:
            what = f"{probe.what} in {probe.column.name!r} fails: {str(probe.failure)[:120]}"
            yield Hit(what, probe.column.node.where)


def changes(trial: Trial) -> Iterator[Hit]:
    """Yield cells that do not fit their column, and are taken all the same."""
    for probe in trial.probes:
        if not probe.should and not probe.failure:
            what = (
                f"{probe.what} in {probe.column.name!r} is taken: it becomes something else unseen"
            )
            yield Hit(what, probe.column.node.where)


def depends_on_columns(trial: Trial) -> Iterator[Hit]:
    """Yield when the order of the request's columns changes results."""
    rows = differing(trial.cells, trial.turned.cells) if trial.turned else []
    if rows:
        yield Hit(f"with the columns in reverse, {len(rows)} rows give other results")


def slow(trial: Trial) -> Iterator[Hit]:
    """Yield when 1000 rows take longer than 5 s."""
    if trial.seconds_per_1000 > _SLOW:
        yield Hit(f"1000 rows take {trial.seconds_per_1000:.1f} s")


def epoch_dates(trial: Trial) -> Iterator[Hit]:
    """Yield dates that are declared as text and come as numbers."""
    items = trial.service.result.items if trial.service.result else None
    if items is None:
        return
    for value in trial.values[:1]:
        for name, given in _dates(items, value.data):
            if isinstance(given, (int, float)) and abs(given) > _EPOCH:
                yield Hit(
                    f"{name or 'the result'} is declared as a date, and is {given}", items.where
                )


def _dates(items: Node, value: JSON) -> list[tuple[str, JSON]]:
    """Return the parts of a result that are declared as dates, with their names."""
    if isinstance(value, dict):
        named = [name for name, node in items.properties.items() if node.format.startswith("date")]
        return [(name, value.get(name)) for name in named]
    return [("", value)] if items.format.startswith("date") else []
