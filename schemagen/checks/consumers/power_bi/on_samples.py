"""Power BI's rules on samples (PBI101 to PBI113)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from schemagen import formats
from schemagen.checks import on_samples as general
from schemagen.checks.consumers.power_bi.service import INPUTS, discover
from schemagen.checks.document import Node
from schemagen.checks.finding import Hit
from schemagen.checks.subject import Subject
from schemagen.errors import Path
from schemagen.sample import Sample
from schemagen.schema import JSON

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?")
_SHOWN = 6
_BODY, _ANSWER = ("definitions", "ServiceInput"), ("definitions", "ServiceOutput")
_LIBRARIES = frozenset({"numpy", "pandas"})


def no_rows(subject: Subject) -> Iterator[Hit]:
    """Yield an input whose sample has no rows: its columns are then unknown to many readers."""
    service = discover(subject.document)
    for path, value in subject.samples:
        if "ServiceInput" in path and isinstance(value, dict):
            body = value if service.shape == "A" else value.get(INPUTS)
            for name, rows in body.items() if isinstance(body, dict) else ():
                if rows == [] and name in service.members:
                    yield Hit(f"the sample of {name!r} has no rows", service.members[name].where)


def unwrapped(subject: Subject) -> Iterator[Hit]:
    """Yield arrays and frames that ``StandardPythonParameterType`` holds as they are.

    inference_schema makes no document of them (TypeError), so the service has no parameters.
    """
    operation = subject.operation
    if operation is None or not _imports_peer(subject):
        return
    samples: list[tuple[Path, Sample]] = [
        ((*_BODY, "properties", item.name), item.sample)
        for item in operation.parameters
        if item.sample is not None
    ]
    samples += [(_ANSWER, operation.output)] if operation.output else []
    for path, given in samples:
        for where, value in _inside(path, given.values[0]):
            yield Hit(f"it holds a bare {type(value).__name__}", where)


def _imports_peer(subject: Subject) -> bool:
    tree = subject.source.tree if subject.source else ast.Module([], [])
    return any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inference_schema")
        for node in ast.walk(tree)
    )


def _inside(path: Path, sample: Any) -> Iterator[tuple[Path, Any]]:
    """Yield the arrays and frames inside a dict or list; what is wrapped is none of them."""
    if isinstance(sample, dict):
        parts = [((*path, "properties", str(key)), value) for key, value in sample.items()]
    elif isinstance(sample, (list, tuple)):
        parts = [((*path, "items"), value) for value in sample]
    else:
        return
    for where, value in parts:
        library = type(value).__module__.partition(".")[0]
        if library in _LIBRARIES and hasattr(value, "shape") and value.shape:
            yield where, value
        else:
            yield from _inside(where, value)


def placeholder(subject: Subject) -> Iterator[Hit]:
    """Yield an output declared as whole numbers by a sample of zeros."""
    result = discover(subject.document).result
    items = result.items if result else None
    if items is None or items.type != "integer":
        return
    values = [value for path, value in _leaves(subject) if "ServiceOutput" in path]
    if values and all(value == 0 for value in values):
        yield Hit("the output's sample is a whole 0: does the model give fractions?", items.where)


def _leaves(subject: Subject) -> Iterator[tuple[tuple[str | int, ...], JSON]]:
    found = general.values(subject)
    return ((path, value) for path, value in found if not isinstance(value, (dict, list)))


def _without_null(subject: Subject, kind: str) -> list[tuple[str, Node]]:
    columns = discover(subject.document).columns
    return [(c.name, c.node) for c in columns if c.node.type == kind and not c.nullable]


def _hit(found: list[tuple[str, Node]], kind: str) -> Iterator[Hit]:
    if found:
        names = ", ".join(repr(name) for name, _ in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield Hit(f"{kind}, and take no null: {names}{more}", found[0][1].where)


def integers_without_null(subject: Subject) -> Iterator[Hit]:
    """Yield whole-number columns that refuse empty cells."""
    return _hit(_without_null(subject, "integer"), "whole numbers")


def booleans_without_null(subject: Subject) -> Iterator[Hit]:
    """Yield true/false columns that refuse empty cells."""
    return _hit(_without_null(subject, "boolean"), "true/false")


def dates_as_text(subject: Subject) -> Iterator[Hit]:
    """Yield columns of dates that are declared as plain text."""
    for column in discover(subject.document).columns:
        if column.type == "text" and not column.node.format and _is_date(column.sample):
            yield Hit(
                f"column {column.name!r} holds dates, and is declared as text", column.node.where
            )


def _is_date(value: JSON) -> bool:
    text = value if isinstance(value, str) else ""
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        formats.parse_date_time(text)
    except ValueError:
        return False
    return True


def strange_dates(subject: Subject) -> Iterator[Hit]:
    """Yield date-times that are not written as RFC 3339 has them."""
    for column, text in _moments(subject):
        if not _RFC_3339.fullmatch(text):
            yield Hit(f"the example {text!r} is no RFC 3339 date-time", column.where)


def offsets(subject: Subject) -> Iterator[Hit]:
    """Yield date-times with an offset: Power BI sends one for datetimezone columns only."""
    for column, text in _moments(subject):
        if re.search(r"\d[+-]\d\d:\d\d$", text):
            yield Hit(f"the example {text!r} has an offset", column.where)


def _moments(subject: Subject) -> Iterator[tuple[Node, str]]:
    for column in discover(subject.document).columns:
        if column.node.format == "date-time" and isinstance(column.sample, str):
            yield column.node, column.sample
