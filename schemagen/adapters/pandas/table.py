"""``orient="table"``: rows as objects that hold the index's labels beside the cells."""

from __future__ import annotations

from schemagen.adapters.pandas.shapes import (
    Columns,
    Layout,
    Row,
    Table,
    array_at,
    by_name,
    closed,
    members,
    members_at,
    rows_of,
)
from schemagen.errors import InputError, Path, each
from schemagen.schema import JSON, Schema


class TableSchema:
    """``{"schema": {"fields": [...]}, "data": [{index and columns}]}``; no schema needed."""

    def schema(self, layout: Layout) -> Schema:
        """Return the schema of the whole."""
        row = layout.row()
        labels = dict(zip(layout.level_names, layout.levels, strict=True))
        row["properties"] = {**labels, **row["properties"]}
        described = {"type": "object", "properties": {"fields": {"type": "array", "items": {}}}}
        properties = {"schema": described, "data": {"type": "array", "items": row}}
        return closed(["data"], properties)

    def join(self, layout: Layout, columns: Columns, index: list[JSON]) -> JSON:
        """Return the table in this shape."""
        keys = layout.level_names
        labels = [label if len(keys) > 1 else [label] for label in index]
        rows = [
            dict(zip([*keys, *layout.names], [*label, *row], strict=True))
            for label, row in zip(labels, rows_of(columns, index), strict=True)
        ]
        fields = [{"name": name} for name in (*keys, *layout.names)]
        return {"schema": {"fields": fields, "primaryKey": list(keys)}, "data": rows}

    def split(self, layout: Layout, data: JSON) -> Table:
        """Return the columns and labels of *data*; either all rows have labels, or none."""
        parts = members(data, ["data"])
        array_at(members_at(parts, "schema"), "fields", [])
        try:
            rows = each(enumerate(array_at(parts, "data", [])), members)
            keys = layout.level_names
            bare = [{key: cell for key, cell in row.items() if key not in keys} for row in rows]
            return by_name(layout, enumerate(bare), _labels(keys, rows))
        except InputError as error:
            raise (error if error.path[:1] == ("data",) else error.at("data")) from None

    def place(self, layout: Layout, table: Table, row: int, column: int) -> Path:
        """Return where a cell stands."""
        return ("data", row, layout.names[column])

    def label_place(self, table: Table, row: int) -> Path:
        """Return the row that the label stands in."""
        return ("data", row)


def _labels(keys: list[str], rows: list[Row]) -> list[JSON] | None:
    """Return the rows' labels, or None if there are rows and none has one."""
    if rows and not any(key in row for row in rows for key in keys):
        return None
    found = each(enumerate(rows), lambda row: [members(row, keys)[key] for key in keys])
    return found if len(keys) > 1 else [label[0] for label in found]
