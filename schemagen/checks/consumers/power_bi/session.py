"""One look at a service through the connector's eyes: what it shows, and what a table gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemagen.checks.consumers.power_bi import m, rules
from schemagen.checks.consumers.power_bi.service import GLOBALS, Service, discover
from schemagen.checks.consumers.power_bi.table import Row, Table, bind, prepared
from schemagen.checks.consumers.power_bi.trial import Test, Trial
from schemagen.checks.document import Document
from schemagen.checks.engine import findings_in
from schemagen.checks.finding import Finding, Hit
from schemagen.checks.subject import Subject
from schemagen.errors import SchemagenError
from schemagen.schema import JSON

DISCLAIMER = "simulated from what is public; this is not Power BI"
_MARKS = ("x-nullable", "nullable", "x-schemagen-type")


class NotCallableError(SchemagenError, ValueError):
    """The service would be listed, and could not be called."""


@dataclass(frozen=True)
class Request:
    """What a user sets in the dialog, and how the test is run."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    test: Test = field(default_factory=Test)


def found_in(document: Document, title: str = "", *, strict: bool = False) -> Service:
    """Return the service of *document*; NotCallableError says why there is no function."""
    service = discover(document, title)
    if document.version != "2.0":
        raise NotCallableError(
            f"listed, not callable: {document.version or 'no version'}, not Swagger 2.0"
        )
    if document.scoring is None:
        raise NotCallableError("listed, not callable: no POST operation takes a body")
    others = [name for name in service.members if name != service.member]
    if strict and others and service.member:
        raise NotCallableError(f"--strict: inputs beside the table: {', '.join(others)}")
    untyped = [column.name for column in service.columns if column.type == m.ANY]
    if strict and untyped:
        raise NotCallableError(f"--strict: columns without a type: {', '.join(untyped)}")
    return service


def rows_of(service: Service, table: Table, request: Request) -> list[Row]:
    """Return the rows of *table* as they are sent."""
    binding = bind(service.columns, table, request.columns, request.constants)
    return prepared(
        service.columns,
        table,
        binding,
        refuse_null=without_null(service, strict=request.test.strict),
    )


def without_null(service: Service, *, strict: bool) -> list[str]:
    """Return the columns in which null is an error cell.

    Those that take none by a document that says of each; of other documents whole numbers and
    true/false, which the services behind them fail on or change.
    """
    says = any(
        mark in node.raw for c in service.columns for node in _around(service, c) for mark in _MARKS
    )
    kinds = {c.type for c in service.columns} if says or strict else {"Int64.Type", "logical"}
    return [c.name for c in service.columns if not c.nullable and c.type in kinds]


def _around(service: Service, column: m.Column) -> list[Any]:
    return [column.node, service.tables[service.member]]


def findings_of(subject: Subject, trial: Trial | None) -> list[Finding]:
    """Return what Power BI's rules find in the document, and in the answers if there are some."""
    found = findings_in(subject, (*rules.DOCUMENT, *rules.SAMPLES))
    return [*_tried(subject, trial), *found] if trial else found


def _tried(subject: Subject, trial: Trial) -> list[Finding]:
    hits: Iterator[tuple[Any, Hit]] = (
        (rule, hit) for rule in rules.TRIAL for hit in rule.find(trial)
    )
    return [
        rule.finding(hit, subject.file, subject.line(hit.path) if subject.script else None)
        for rule, hit in hits
    ]


def inferred(service: Service, trial: Trial | None) -> Iterable[str]:
    """Yield what was done although nobody has seen Power BI do it."""
    types = sorted({column.type for column in service.columns} - m.OBSERVED)
    if types:
        yield f"M types of parameters: {', '.join(types)} (only text was seen)"
    if len(service.members) > 1:
        yield "inputs beside the table are sent as the document's example has them"
    if trial is None:
        return
    yield "batch sizes and the order of rows are not published: several were tried"
    yield "cells are written as Json.FromValue writes them"
    if service.takes_globals:
        yield "GlobalParameters is left out first, then tried in its other forms"
    if any(row.failure for row in trial.rows):
        yield "rows with an error cell are not sent, and keep their places"


def described(service: Service) -> dict[str, JSON]:
    """Return the function as JSON: its name, shape and parameters by position."""
    parameters: list[JSON] = [
        {
            "name": column.name,
            "type": column.type,
            "required": column.required,
            "nullable": column.nullable,
            "description": str(column.node.raw.get("description", "")),
            "sample": column.sample,
        }
        for column in service.columns
    ]
    return {
        "function": service.name,
        "shape": service.shape,
        "table": service.member,
        "signature": service.signature,
        "parameters": parameters,
        "result": list(service.result_path),
        "global_parameters": GLOBALS in service.input,
        "m": m.call_text(service.name, [c.name for c in service.columns]),
    }
