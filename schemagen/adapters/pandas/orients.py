"""The JSON shapes of a frame: pure rearrangements of named columns, rows and index labels.

Each orient turns columns of JSON into its shape (``join``), gets them back (``split``) and tells
where a cell stands (``place``). The names are those of ``DataFrame.to_json(orient=...)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from schemagen.errors import InputError, Path, Problem, each, shown
from schemagen.schema import JSON, Schema

Columns = list[list[JSON]]


@dataclass(frozen=True)
class Table:
    """A frame as JSON: its columns, in the sample's order, and its index labels if there are any."""

    columns: Columns
    index: list[JSON] | None = None
    unknown: dict[str, list[JSON]] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """What a frame's shape is made of: names, schemas of cells and of the index, strictness."""

    names: list[str]
    cells: list[Schema]
    index: Schema
    fixed: bool
    index_names: list[str] = field(default_factory=list)

    def row(self) -> Schema:
        """Return the schema of a row as an object."""
        closed: Schema = {"additionalProperties": False} if self.fixed else {}
        required: Schema = {"required": list(self.names)} if self.names and self.fixed else {}
        named = dict(zip(self.names, self.cells, strict=True))
        return {"type": "object", **required, "properties": named, **closed}

    def row_list(self) -> Schema:
        """Return the schema of a row as an array, by position."""
        size = len(self.cells)
        bounds = {"minItems": size, "maxItems": size}
        if self.cells and all(cell == self.cells[0] for cell in self.cells):
            return {"type": "array", "items": self.cells[0], **bounds}
        return {"type": "array", "prefixItems": list(self.cells), "items": False, **bounds}


class Records:
    """``[{column: cell}]``."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        return {"type": "array", "items": layout.row()}

    def join(self, layout: Layout, table: Table) -> JSON:
        """Return the table in this shape."""
        return [dict(zip(layout.names, row, strict=True)) for row in _rows(table.columns, table)]

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*; a dict of lists is taken too."""
        if isinstance(data, dict) and all(isinstance(column, list) for column in data.values()):
            return _picked(layout, data)
        rows = each(enumerate(_array(data)), lambda row: _row(layout, row))
        unknown = sorted({name for row in rows for name in row} - set(layout.names))
        more = {name: [row.get(name) for row in rows] for name in unknown}
        return Table([[row.get(name) for row in rows] for name in layout.names], None, more)

    def place(self, layout: Layout, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return (row, layout.names[column])


class Split:
    """``{"columns": [...], "index": [...], "data": [[cell]]}``; the index may be left out."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole; the columns must be the sample's, in its order."""
        properties = {
            "columns": {"type": "array", "items": {"type": "string"}, "const": list(layout.names)},
            "index": {"type": "array", "items": layout.index},
            "data": {"type": "array", "items": layout.row_list()},
        }
        required = ["columns", "data"]
        return _object(required, properties)

    def join(self, layout: Layout, table: Table) -> JSON:
        """Return the table in this shape."""
        return {
            "columns": list(layout.names),
            "index": table.index,
            "data": [list(row) for row in _rows(table.columns, table)],
        }

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*, by name where its ``columns`` stand in another order."""
        members = _members(data, ["data"])
        rows = _row_lists(members["data"], len(layout.names), ("data",))
        names = [str(name) for name in members.get("columns", layout.names)]
        if sorted(names) != sorted(layout.names):
            raise InputError.of(f"the columns {shown(layout.names)}", names).at("columns")
        positions = _positions(names, layout.names)
        index = members.get("index")
        if index is not None and len(index) != len(rows):
            raise InputError.of(f"{len(rows)} labels, one a row", len(index)).at("index")
        return Table([[row[position] for row in rows] for position in positions], index)

    def place(self, layout: Layout, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return ("data", row, column)


class Values:
    """``[[cell]]``, by position."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        return {"type": "array", "items": layout.row_list()}

    def join(self, layout: Layout, table: Table) -> JSON:
        """Return the table in this shape."""
        return [list(row) for row in _rows(table.columns, table)]

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*."""
        rows = _row_lists(data, len(layout.names), ())
        return Table([[row[position] for row in rows] for position in range(len(layout.names))])

    def place(self, layout: Layout, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return (row, column)


class Index:
    """``{label: {column: cell}}``."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole; the labels are free."""
        return {"type": "object", "additionalProperties": layout.row()}

    def join(self, layout: Layout, table: Table) -> JSON:
        """Return the table in this shape."""
        rows = _rows(table.columns, table)
        assert table.index is not None
        return {
            label_text(label): dict(zip(layout.names, row, strict=True))
            for label, row in zip(table.index, rows, strict=True)
        }

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns and labels of *data*."""
        members = _members(data, [])
        rows = each(list(members.items()), lambda row: _row(layout, row))
        columns = [[row[name] for row in rows] for name in layout.names]
        return Table(columns, list(members))

    def place(self, layout: Layout, row: int, column: int) -> Path:
        """Return where a cell stands, as near as the labels are known."""
        return (layout.names[column],)


class ByColumn:
    """``{column: {label: cell}}``."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole; the labels are free."""
        named = {
            name: {"type": "object", "additionalProperties": cell}
            for name, cell in zip(layout.names, layout.cells, strict=True)
        }
        return _object(list(named), named)

    def join(self, layout: Layout, table: Table) -> JSON:
        """Return the table in this shape."""
        assert table.index is not None
        labels = [label_text(label) for label in table.index]
        pairs = zip(layout.names, table.columns, strict=True)
        return {name: dict(zip(labels, column, strict=True)) for name, column in pairs}

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns and labels of *data*; every column must have the same labels."""
        members = _members(data, layout.names)
        columns = {name: _members(members[name], []) for name in layout.names}
        labels = list(columns[layout.names[0]]) if layout.names else []
        for name, column in columns.items():
            if set(column) != set(labels):
                raise InputError.of(f"the labels {shown(labels)}", list(column)).at(name)
        return Table([[columns[name][label] for label in labels] for name in layout.names], labels)

    def place(self, layout: Layout, row: int, column: int) -> Path:
        """Return where a cell stands, as near as the labels are known."""
        return (layout.names[column],)


class TableSchema:
    """``{"schema": {"fields": [...]}, "data": [{index and columns}]}``; the schema may be left out."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        row = layout.row()
        labels = dict.fromkeys(layout.index_names, layout.index)
        row["properties"] = {**labels, **row["properties"]}
        described = {"type": "object", "properties": {"fields": {"type": "array", "items": {}}}}
        properties = {"schema": described, "data": {"type": "array", "items": row}}
        return _object(["data"], properties)

    def join(self, layout: Layout, table: Table) -> JSON:
        """Return the table in this shape."""
        rows = Records().join(layout, table)
        label = layout.index_names[0] if layout.index_names else "index"
        assert table.index is not None
        rows = [{label: at, **row} for at, row in zip(table.index, rows, strict=True)]
        names = [label, *layout.names]
        fields = [{"name": name} for name in names]
        return {"schema": {"fields": fields, "primaryKey": [label]}, "data": rows}

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns and labels of *data*."""
        rows = _array(_members(data, ["data"])["data"])
        label = layout.index_names[0] if layout.index_names else "index"
        index = [row.get(label) for row in rows if isinstance(row, dict) and label in row]
        bare = [_without(row, label) for row in rows]
        table = Records().split(layout, bare)
        return Table(table.columns, index if len(index) == len(rows) else None)

    def place(self, layout: Layout, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return ("data", row, layout.names[column])


Orient = Records | Split | Values | Index | ByColumn | TableSchema
ORIENTS: dict[str, Orient] = {
    "records": Records(),
    "split": Split(),
    "values": Values(),
    "index": Index(),
    "columns": ByColumn(),
    "table": TableSchema(),
}


def label_text(label: JSON) -> str:
    """Return an index label as an object's key."""
    return label if isinstance(label, str) else shown(label, 10_000)


def _object(required: list[str], properties: dict[str, Schema]) -> Schema:
    needed: dict[str, Any] = {"required": required} if required else {}
    return {"type": "object", **needed, "properties": properties, "additionalProperties": False}


def _rows(columns: Columns, table: Table) -> list[tuple[JSON, ...]]:
    if not columns:
        return [() for _ in table.index or ()]
    return list(zip(*columns, strict=True))


def _array(data: JSON) -> Sequence[JSON]:
    if isinstance(data, (list, tuple)):
        return data
    raise InputError.of("an array of rows", data)


def _members(data: JSON, needed: list[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise InputError.of("an object", data)
    for name in needed:
        if name not in data:
            raise InputError.of(f"an object with {name!r}", list(data))
    return data


def _row(layout: Layout, row: JSON) -> dict[str, JSON]:
    if not isinstance(row, dict):
        raise InputError.of("an object", row)
    if layout.fixed and row.keys() != set(layout.names):
        raise InputError(_name_problems(layout.names, list(row)), _size_opening(layout, len(row)))
    return row


def _size_opening(layout: Layout, size: int) -> str:
    """Return the line that users of the old library look for."""
    wanted = len(layout.names)
    if size == wanted:
        return ""
    return (
        f"Invalid input data frame: data frame has size {size} on dimension #1, "
        f"while expected value is {wanted}"
    )


def _name_problems(names: list[str], given: list[str]) -> list[Problem]:
    """Return a problem for each column that is missing or unknown, with the likely name."""
    missing = [name for name in names if name not in given]
    unknown = [name for name in given if name not in names]
    problems = [Problem((), f"the column {name!r}", f"the columns {shown(given)}") for name in missing]
    for name in unknown:
        near = get_close_matches(name, missing or names, 1)
        remedy = f"did you mean {near[0]!r}?" if near else ""
        problems.append(Problem((name,), "no such column", "it", remedy))
    return problems


def _picked(layout: Layout, data: dict[str, list[JSON]]) -> Table:
    _row(layout, data)
    sizes = {len(column) for column in data.values()}
    if len(sizes) > 1:
        raise InputError.of("columns of one length", sorted(sizes))
    return Table([data[name] for name in layout.names if name in data])


def _row_lists(data: JSON, size: int, at: Path) -> list[list[JSON]]:
    rows = list(_array(data))
    for index, row in enumerate(rows):
        if not isinstance(row, (list, tuple)) or len(row) != size:
            error = InputError.of(f"an array of {size} cells", row).at(index)
            for step in reversed(at):
                error = error.at(step)
            raise error
    return rows


def _positions(names: list[str], wanted: list[str]) -> list[int]:
    """Return where each wanted name stands in *names*; equal names keep their order."""
    left = list(enumerate(names))
    positions = []
    for name in wanted:
        found = next(pair for pair in left if pair[1] == name)
        left.remove(found)
        positions.append(found[0])
    return positions


def _without(row: JSON, name: str) -> JSON:
    return {key: cell for key, cell in row.items() if key != name} if isinstance(row, dict) else row
