"""Small requests with one cell changed: what a table may hold, and what a service must not take.

They are made of the table's first good row; no knowledge of the model is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemagen.checks.consumers.power_bi import client
from schemagen.checks.consumers.power_bi.cells import Failure
from schemagen.checks.consumers.power_bi.client import Globals, Plan
from schemagen.checks.consumers.power_bi.m import Column
from schemagen.checks.consumers.power_bi.service import Service
from schemagen.checks.consumers.power_bi.table import Row
from schemagen.checks.consumers.power_bi.transport import Caller
from schemagen.schema import JSON

_MOST = 30
_TRIED = 10
"""Rows among which one that works is looked for."""


@dataclass(frozen=True)
class Probe:
    """One changed cell: the *column*, *what* it holds, whether it *should* be taken, and was."""

    column: Column
    what: str
    should: bool
    failure: Failure | None


def probes(
    service: Service, call: Caller, rows: Sequence[Row], given: Globals | None
) -> list[Probe]:
    """Return how the service took each changed cell; none where the plain row fails already."""
    sent = [row for row in rows if row.failure is None][:_TRIED]
    good = next((row for row in sent if not _send(service, call, row, given)), None)
    if good is None:
        return []
    found = []
    for column, what, should, value in list(_changes(service))[:_MOST]:
        if column.name in good.values:
            row = Row({**good.values, column.name: value})
            found.append(Probe(column, what, should, _send(service, call, row, given)))
    return found


def _send(service: Service, call: Caller, row: Row, given: Globals | None) -> Failure | None:
    cell = client.score(service, call, [row], Plan("probe", 1, given=given)).cells[0]
    return cell if isinstance(cell, Failure) else None


def _changes(service: Service) -> Iterator[tuple[Column, str, bool, JSON]]:
    for column in service.columns:
        if column.nullable:
            yield column, "null", True, None
        for what, should, value in _BY_TYPE.get(column.type, ()):
            yield column, what, should, value


_BY_TYPE: dict[str, tuple[tuple[str, bool, JSON], ...]] = {
    "Int64.Type": (("5.7", False, 5.7),),
    "number": (("the whole number 5", True, 5),),
    "logical": (('the text "false"', False, "false"),),
    "datetime": (
        ("a date-time without offset", True, "2020-05-01T00:00:00"),
        ("a date-time with offset", True, "2020-05-01T00:00:00+02:00"),
    ),
}
