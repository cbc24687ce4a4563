"""The JSON shapes of a frame: pure rearrangements of named columns, rows and index labels.

Each orient turns columns of JSON into its shape (``join``), gets them back (``split``) and tells
where a cell or a label stands (``place``, ``label_place``). The names are those of
``DataFrame.to_json(orient=...)``.
"""

from __future__ import annotations

from typing import Protocol

from schemagen.adapters.pandas.shapes import (
    Columns,
    Layout,
    Row,
    Table,
    array,
    array_at,
    by_name,
    check_names,
    closed,
    labels_as_keys,
    members,
    positions_of,
    renamed,
    row_lists,
    rows_of,
)
from schemagen.adapters.pandas.table import TableSchema
from schemagen.errors import InputError, Path, each, shown
from schemagen.schema import JSON, Schema


class Orient(Protocol):
    """One of the shapes."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return columns and index labels in this shape."""

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*, and its index labels where it has any."""

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""

    def label_place(self, table: Table, row: int) -> Path:
        """Return where an index label stands."""


class Records:
    """``[{column: cell}]``; a dict of lists is read too."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        return {"type": "array", "items": layout.row()}

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        return [dict(zip(layout.names, row, strict=True)) for row in rows_of(columns, index)]

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*."""
        if isinstance(data, dict):
            return _dict_of_lists(layout, data)
        return by_name(layout, enumerate(array(data)))

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return (row, layout.names[column])

    def label_place(self, table: Table, row: int) -> Path:
        """Return the row: there are no labels."""
        return (row,)


def _dict_of_lists(layout: Layout, data: Row) -> Table:
    """Read ``{column: [cell]}``, which the old library took as well."""
    columns = dict(zip(map(str, data), each(data.items(), array), strict=True))
    sizes = {len(column) for column in columns.values()}
    if len(sizes) > 1:
        raise InputError.of("columns of one length", sorted(sizes))
    if layout.fixed and not renamed(layout, [columns]):
        check_names(layout, list(columns))
    strangers = {name: cells for name, cells in columns.items() if name not in layout.names}
    return Table([columns.get(name) for name in layout.names], None, strangers)


class Split:
    """``{"columns": [...], "index": [...], "data": [[cell]]}``; the index may be left out."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole; the columns must be the sample's, in its order."""
        properties = {
            "columns": {"type": "array", "items": {"type": "string"}, "const": list(layout.names)},
            "index": {"type": "array", "items": layout.label},
            "data": {"type": "array", "items": layout.row_list()},
        }
        return closed(["columns", "data"], properties)

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        data = [list(row) for row in rows_of(columns, index)]
        return {"columns": list(layout.names), "index": index, "data": data}

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*, by name where its ``columns`` stand in another order."""
        parts = members(data, ["data"])
        rows = row_lists(parts["data"], len(layout.names), ("data",))
        names = array_at(parts, "columns", layout.names)
        if sorted(map(str, names)) != sorted(layout.names):
            raise InputError.of(f"the columns {shown(layout.names)}", names).at("columns")
        positions = positions_of([str(name) for name in names], layout.names)
        columns = [[row[position] for row in rows] for position in positions]
        if "index" not in parts:
            return Table(columns)
        index = array_at(parts, "index", [])
        if len(index) != len(rows):
            raise InputError.of(f"{len(rows)} labels, one a row", len(index)).at("index")
        return Table(columns, index)

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return ("data", row, column)

    def label_place(self, table: Table, row: int) -> Path:
        """Return where an index label stands."""
        return ("index", row)


class Tight(Split):
    """``split`` with ``index_names`` and ``column_names``, which need not be sent."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        schema = super().schema(layout)
        for name in ("index_names", "column_names"):
            schema["properties"][name] = {"type": "array", "items": {"type": ["string", "null"]}}
        return schema

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        names = {"index_names": layout.index_names, "column_names": layout.column_names}
        return {**super().join(layout, columns, index), **names}

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*; the names are the sample's."""
        for name in ("index_names", "column_names"):
            for step, given in enumerate(array_at(members(data, ["data"]), name, [])):
                if given is not None and not isinstance(given, str):
                    raise InputError.of("text or null", given).at(step).at(name)
        return super().split(layout, data)


class Values:
    """``[[cell]]``, by position."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        return {"type": "array", "items": layout.row_list()}

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        return [list(row) for row in rows_of(columns, index)]

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns of *data*."""
        rows = row_lists(data, len(layout.names))
        return Table([[row[position] for row in rows] for position in range(len(layout.names))])

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return (row, column)

    def label_place(self, table: Table, row: int) -> Path:
        """Return the row: there are no labels."""
        return (row,)


class Index:
    """``{label: {column: cell}}``."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole; the labels are free."""
        return _labelled(layout, layout.row())

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        rows = [dict(zip(layout.names, row, strict=True)) for row in rows_of(columns, index)]
        return dict(zip(labels_as_keys(layout, index), rows, strict=True))

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns and labels of *data*."""
        rows = members(data)
        return by_name(layout, rows.items(), list(rows))

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return (*self.label_place(table, row), layout.names[column])

    def label_place(self, table: Table, row: int) -> Path:
        """Return where an index label stands: it is the key."""
        assert table.index is not None
        return (table.index[row],)


class ByColumn:
    """``{column: {label: cell}}``."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole; the labels are free."""
        named = {
            name: _labelled(layout, cell)
            for name, cell in zip(layout.names, layout.cells, strict=True)
        }
        return closed(list(named), named)

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        labels = labels_as_keys(layout, index)
        pairs = zip(layout.names, columns, strict=True)
        return {name: dict(zip(labels, column, strict=True)) for name, column in pairs}

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns and labels of *data*; every column must have the same labels."""
        check_names(layout, list(members(data)))
        columns = dict(zip(data, each(data.items(), members), strict=True))
        labels = list(columns[layout.names[0]]) if layout.names else []
        for name, column in columns.items():
            if column.keys() != set(labels):
                raise InputError.of(f"the labels {shown(labels)}", list(column)).at(name)
        return Table([[columns[name][label] for label in labels] for name in layout.names], labels)

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return (layout.names[column], *self.label_place(table, row))

    def label_place(self, table: Table, row: int) -> Path:
        """Return the label, which stands in every column."""
        assert table.index is not None
        return (table.index[row],)


def _labelled(layout: Layout, value: Schema) -> Schema:
    """Return the schema of an object with a *value* for each index label."""
    names = {"propertyNames": layout.keys} if layout.keys else {}
    return {"type": "object", "additionalProperties": value, **names}


ORIENTS: dict[str, Orient] = {
    "records": Records(),
    "split": Split(),
    "values": Values(),
    "index": Index(),
    "columns": ByColumn(),
    "table": TableSchema(),
    "tight": Tight(),
}
