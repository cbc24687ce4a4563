"""What a frame's JSON shape is made of, and finding columns by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from warnings import warn

from schemagen.errors import NOTHING, EncodeError, InputError, Path, Problem, each, nearest, shown
from schemagen.schema import JSON, Schema, allows_null, types_of

ABSENT: Any = object()
"""Stands for the cell of a row that does not name the column (only where shape is free)."""

Columns = list[list[JSON]]
Row = dict[str, JSON]


@dataclass(frozen=True)
class Table:
    """A frame as JSON: columns in the sample's order, index labels and unknown columns if any.

    A column that no row names is None.
    """

    columns: Sequence[list[JSON] | None]
    index: list[JSON] | None = None
    unknown: dict[str, list[JSON]] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """What a frame's shape is made of: names, schemas of cells and index levels, strictness.

    *level_names* are the index levels' as keys, *index_names* and *column_names* as they are.
    *relabel*: where nothing was checked, cells without their column's name get it.
    """

    names: list[str]
    cells: list[Schema]
    levels: list[Schema]
    fixed: bool
    optional: frozenset[str]
    level_names: list[str]
    index_names: list[str | None]
    column_names: list[str | None]
    relabel: bool = False

    @property
    def label(self) -> Schema:
        """The schema of an index label; those of several levels are arrays."""
        if len(self.levels) == 1:
            return self.levels[0]
        return _by_position(self.levels)

    @property
    def keys(self) -> Schema:
        """The schema of an index label as an object's key; ``{}`` where any text will do."""
        return key_schema(self.levels[0]) if len(self.levels) == 1 else {}

    def row(self) -> Schema:
        """Return the schema of a row as an object."""
        closed: Schema = {"additionalProperties": False} if self.fixed else {}
        needed = [name for name in self.names if self.fixed and name not in self.optional]
        required: Schema = {"required": needed} if needed else {}
        named = dict(zip(self.names, self.cells, strict=True))
        return {"type": "object", **required, "properties": named, **closed}

    def row_list(self) -> Schema:
        """Return the schema of a row as an array, by position."""
        size = len(self.cells)
        if self.cells and all(cell == self.cells[0] for cell in self.cells):
            return {"type": "array", "items": self.cells[0], "minItems": size, "maxItems": size}
        return _by_position(self.cells)


def _by_position(places: list[Schema]) -> Schema:
    size = len(places)
    if not places:
        return {"type": "array", "maxItems": 0}
    bounds = {"minItems": size, "maxItems": size}
    return {"type": "array", "prefixItems": list(places), "items": False, **bounds}


def rows_of(columns: Columns, index: list[JSON] | None) -> list[tuple[JSON, ...]]:
    """Return the rows of *columns*; of no columns, an empty one for each label."""
    if not columns:
        return [() for _ in index or ()]
    return list(zip(*columns, strict=True))


def array(data: JSON) -> list[JSON]:
    """Return *data* if it is an array."""
    if isinstance(data, (list, tuple)):
        return list(data)
    raise InputError.of("an array", data)


def members(data: JSON, needed: Iterable[str] = ()) -> Row:
    """Return *data* if it is an object that has the keys *needed*."""
    if not isinstance(data, dict):
        raise InputError.of("an object", data)
    for name in needed:
        if name not in data:
            raise InputError.of(f"an object with {name!r}", list(data))
    return data


def by_name(
    layout: Layout, items: Iterable[tuple[str | int, JSON]], index: list[JSON] | None = None
) -> Table:
    """Return the table of rows that are objects; *items* are (where it stands, row)."""
    placed = list(items)
    if layout.relabel:
        placed = [(step, _relabelled(layout, row)) for step, row in placed]
    rows = [_named(row) for row in each(placed, members)]
    if not layout.fixed or renamed(layout, rows):
        return _open_table(layout, rows, index)
    steps = [step for step, _ in placed]
    each(zip(steps, rows, strict=True), lambda row: check_names(layout, list(row)))
    if layout.optional:
        return _open_table(layout, rows, index)
    return Table([[row[name] for row in rows] for name in layout.names], index)


def _relabelled(layout: Layout, row: JSON) -> JSON:
    """Return a row of cells with the sample's names; in an object the one unknown name changed."""
    if isinstance(row, (list, tuple)) and len(row) == len(layout.names):
        return dict(zip(layout.names, row, strict=True))
    if not isinstance(row, dict):
        return row
    missing = [name for name in layout.names if name not in row]
    unknown = [name for name in row if name not in layout.names]
    if len(missing) != 1 or len(unknown) != 1:
        return row
    return {missing[0] if name == unknown[0] else name: cell for name, cell in row.items()}


def _named(row: Row) -> Row:
    """Return a row with text keys: a Python caller may give the labels themselves."""
    return row if all(type(key) is str for key in row) else {str(k): v for k, v in row.items()}


def _open_table(layout: Layout, rows: list[Row], index: list[JSON] | None) -> Table:
    given = dict.fromkeys(name for row in rows for name in row)
    columns = [
        [row.get(name, ABSENT) for row in rows] if name in given or not rows else None
        for name in layout.names
    ]
    strangers = [name for name in given if name not in set(layout.names)]
    return Table(columns, index, {name: [row.get(name) for row in rows] for name in strangers})


def renamed(layout: Layout, rows: Sequence[Row]) -> bool:
    """Tell, with a warning, whether all rows name as many columns but some by other names.

    Only data that nothing checked before comes here so; the old library took it.
    """
    names, given = set(layout.names), set(rows[0]) if rows else set()
    if given == names or len(given) != len(names) or not given & names:
        return False
    if any(row.keys() != given for row in rows):
        return False
    strange, missing = sorted(given - names), sorted(names - given)
    text = f"columns {strange} stand for {missing}; send the sample's names"
    warn(text, UserWarning, stacklevel=2)
    return True


def check_names(layout: Layout, given: list[str]) -> None:
    """Raise InputError where a row names other columns than the sample's."""
    names = set(given) | layout.optional
    if names == set(layout.names):
        return
    opening = ""
    if len(given) != len(layout.names):  # the line that users of the old library look for
        opening = (
            f"Invalid input data frame: data frame has size {len(given)} on dimension #1, "
            f"while expected value is {len(layout.names)}"
        )
    needed = [name for name in layout.names if name not in layout.optional]
    raise InputError(_name_problems(needed, layout.names, given), opening)


def _name_problems(needed: list[str], names: list[str], given: list[str]) -> list[Problem]:
    """Return a problem for each column that is missing or unknown, with the likely name."""
    missing = [name for name in needed if name not in given]
    unknown = [name for name in given if name not in names]
    problems = [
        Problem((name,), "a value", NOTHING, _near(name, unknown, "is it")) for name in missing
    ]
    return problems + [
        Problem((name,), "no such column", "it", _near(name, missing or names, "did you mean"))
        for name in unknown
    ]


def _near(name: str, names: list[str], words: str) -> str:
    near = nearest(name, names)
    return "" if near is None else f"{words} {near!r}?"


def row_lists(data: JSON, size: int, at: Path = ()) -> list[list[JSON]]:
    """Return the rows of *data*, arrays of *size* cells; *at* is where *data* stands."""
    try:
        return each(enumerate(array(data)), lambda row: _row_list(row, size))
    except InputError as error:
        for step in reversed(at):
            error = error.at(step)
        raise error from None


def _row_list(row: JSON, size: int) -> list[JSON]:
    if isinstance(row, (list, tuple)) and len(row) == size:
        return list(row)
    raise InputError.of(f"an array of {size} cells", row)


def label_text(label: JSON) -> str:
    """Return an index label as an object's key."""
    return label if isinstance(label, str) else shown(label, 10_000)


def labels_as_keys(layout: Layout, index: list[JSON]) -> list[str]:
    """Return index labels as an object's keys; a null among text, or a label twice, has no form."""
    texts = any("string" in types_of(level) for level in layout.levels)
    if len(layout.levels) == 1 and texts and None in index:
        raise EncodeError("an index label is missing, and no key says so; use orient='split'")
    keys = list(map(label_text, index))
    if len(set(keys)) < len(keys):
        raise EncodeError("two rows share an index label, which one key holds; use orient='split'")
    return keys


_KEYS: dict[str, Schema] = {
    "integer": {"pattern": "^(0|-?[1-9][0-9]*)$"},
    "number": {"pattern": r"^(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?|null)$"},
    "boolean": {"enum": ["true", "false"]},
}


def key_schema(level: Schema) -> Schema:
    """Return the schema of labels written as keys: numbers as JSON writes them."""
    kinds = [kind for kind in types_of(level) if kind != "null"]
    if kinds == ["string"]:
        kept: Schema = {key: level[key] for key in ("format", "pattern") if key in level}
        if "enum" in level:
            kept["enum"] = [label for label in level["enum"] if label is not None]
        return kept
    kept = deepcopy(_KEYS.get(kinds[0], {})) if len(kinds) == 1 else {}
    if kinds == ["integer"] and allows_null(level):
        kept["pattern"] = kept["pattern"].replace(")$", "|null)$")
    if kinds == ["boolean"] and allows_null(level):
        kept["enum"].append("null")
    return kept


def positions_of(names: list[str], wanted: list[str]) -> list[int]:
    """Return where each wanted name stands in *names*; equal names keep their order."""
    left = list(enumerate(names))
    positions = []
    for name in wanted:
        found = next(pair for pair in left if pair[1] == name)
        left.remove(found)
        positions.append(found[0])
    return positions


def array_at(parts: Row, name: str, default: list[Any]) -> list[JSON]:
    """Return the array called *name*, *default* where there is none."""
    try:
        return array(parts.get(name, default))
    except InputError as error:
        raise error.at(name) from None


def members_at(parts: Row, name: str) -> Row:
    """Return the object called *name*, an empty one where there is none."""
    try:
        return members(parts.get(name, {}))
    except InputError as error:
        raise error.at(name) from None


def closed(required: list[str], properties: dict[str, Schema]) -> Schema:
    """Return the schema of an object that takes no other keys."""
    needed: dict[str, Any] = {"required": required} if required else {}
    return {"type": "object", **needed, "properties": properties, "additionalProperties": False}
