"""The table that is scored: read from CSV or JSON, bound to the function, written with results."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemagen.checks.consumers.power_bi.cells import Cell, Failure, Refused, Value, converted
from schemagen.checks.consumers.power_bi.m import Column
from schemagen.checks.plain import read_json
from schemagen.errors import SchemagenError
from schemagen.schema import JSON


class TableError(SchemagenError, ValueError):
    """A table cannot be read, or a parameter is left open."""


@dataclass(frozen=True)
class Table:
    """Rows by column name; *is_text*: the cells are text, as in CSV."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    is_text: bool


def read_table(file: str | Path) -> Table:
    """Return the table in *file*: CSV, or a JSON array of objects."""
    if str(file).lower().endswith(".json"):
        return _from_json(read_json(file), file)
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{file}: is not UTF-8: {error}") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    head = tuple(next(reader, ()))
    if not head or len(set(head)) < len(head):
        raise TableError(f"{file}: the first line must name every column once")
    rows = [row for row in reader if row]
    long = next((number for number, row in enumerate(rows, 2) if len(row) > len(head)), None)
    if long:
        raise TableError(f"{file}:{long}: more cells than columns")
    filled = (row + [None] * (len(head) - len(row)) for row in rows)
    return Table(head, tuple(dict(zip(head, row, strict=True)) for row in filled), is_text=True)


def _from_json(data: JSON, file: str | Path) -> Table:
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise TableError(f"{file}: a JSON table is an array of objects")
    names = tuple(dict.fromkeys(name for row in data for name in row))
    return Table(names, tuple(data), is_text=False)


@dataclass(frozen=True)
class Binding:
    """What each parameter is given: a column of the table, or a constant."""

    columns: Mapping[str, str]
    constants: Mapping[str, JSON]


def bind(
    parameters: Sequence[Column],
    table: Table,
    given: Mapping[str, str],
    constants: Mapping[str, str],
) -> Binding:
    """Bind equal names by themselves, the rest as *given*; TableError for a required one left."""
    columns = {p.name: given.get(p.name, p.name) for p in parameters if p.name not in constants}
    there = {name: column for name, column in columns.items() if column in table.columns}
    required = [p.name for p in parameters if p.required and p.name not in constants]
    left = [name for name in required if name not in there]
    strange = [name for name in (*given, *constants) if name not in [p.name for p in parameters]]
    if left or strange:
        said = (
            f"no column or constant for {', '.join(left)}"
            if left
            else f"no parameter {strange[0]!r}"
        )
        raise TableError(f"{said}: give --bind parameter=column, or --constant parameter=value")
    types = {p.name: p.type for p in parameters}
    fixed = {name: _constant(name, text, types[name]) for name, text in constants.items()}
    return Binding(there, fixed)


def _constant(name: str, text: str, m_type: str) -> JSON:
    try:
        return converted(text, m_type, from_text=True)
    except Refused as error:
        raise TableError(f"--constant {name}: {error}") from None


@dataclass(frozen=True)
class Row:
    """A row of a request, or the error cell that stands in its place."""

    values: dict[str, JSON]
    failure: Failure | None = None


def prepared(
    parameters: Sequence[Column], table: Table, binding: Binding, *, refuse_null: Sequence[str] = ()
) -> list[Row]:
    """Return the rows as they are sent, each cell converted by its column's type."""
    return [_row(parameters, table, binding, row, frozenset(refuse_null)) for row in table.rows]


def _row(
    parameters: Sequence[Column],
    table: Table,
    binding: Binding,
    row: Mapping[str, Any],
    refuse: frozenset[str],
) -> Row:
    values: dict[str, JSON] = {}
    for parameter in parameters:
        name = parameter.name
        if name in binding.constants:
            values[name] = binding.constants[name]
        elif name in binding.columns:
            try:
                cell = row.get(binding.columns[name])
                values[name] = converted(cell, parameter.type, from_text=table.is_text)
            except Refused as error:
                return Row({}, Failure("DataFormat.Error", f"{name}: {error}"))
            if values[name] is None and name in refuse:
                why = f"{name}: we cannot convert the value null to type {parameter.type}"
                return Row({}, Failure("Expression.Error", why))
    return Row(values)


def expanded(cells: Sequence[Cell], name: str) -> tuple[list[str], list[list[JSON | Failure]]]:
    """Return names and values of the columns that the results expand to.

    Records give a column for each field, in first-seen order; lists of one give their value.
    """
    records = [
        cell.data for cell in cells if isinstance(cell, Value) and isinstance(cell.data, dict)
    ]
    fields = list(dict.fromkeys(field for record in records for field in record))
    if not fields:
        return [name], [[_single(cell)] for cell in cells]
    return fields, [_fields(cell, fields) for cell in cells]


def _single(cell: Cell) -> JSON | Failure:
    if isinstance(cell, Failure):
        return cell
    return cell.data[0] if isinstance(cell.data, list) and len(cell.data) == 1 else cell.data


def _fields(cell: Cell, fields: Sequence[str]) -> list[JSON | Failure]:
    if isinstance(cell, Failure):
        return [cell] * len(fields)
    record = cell.data if isinstance(cell.data, dict) else {fields[0]: cell.data}
    return [record.get(field) for field in fields]


def shown_cell(value: JSON | Failure) -> str:
    """Return a cell as text: nothing for null, JSON for lists and records."""
    if isinstance(value, Failure):
        return f"[Error] {value}"
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def written(table: Table, cells: Sequence[Cell], name: str) -> str:
    """Return the table with its results as CSV."""
    names, columns = expanded(cells, name)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*table.columns, *names])
    for row, results in zip(table.rows, columns, strict=True):
        given = [shown_cell(row.get(column)) for column in table.columns]
        writer.writerow([*given, *map(shown_cell, results)])
    return text.getvalue()
