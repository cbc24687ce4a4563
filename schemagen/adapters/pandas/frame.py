"""The codec of a frame in one orient."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters.options import NO_OPTIONS, Options
from schemagen.adapters.pandas.columns import Column, as_index, opened
from schemagen.adapters.pandas.dtypes import column_codec
from schemagen.adapters.pandas.orients import Orient
from schemagen.adapters.pandas.shapes import ABSENT, Layout, Table
from schemagen.adapters.pandas.stack import Stack, column_names
from schemagen.errors import MAX_PROBLEMS, EncodeError, InputError, Problem, UnsupportedSample
from schemagen.formats import is_text
from schemagen.schema import JSON, TYPE_EXTENSION, UNCHECKED, Schema, types_of


@dataclass(frozen=True, eq=False)
class FrameCodec:
    """Frames with the columns of the samples."""

    orient_name: str
    orient: Orient
    typed: bool
    fixed: bool
    seen: Stack
    options: Options = NO_OPTIONS
    relabel: bool = False

    @property
    def names(self) -> list[str]:
        """The columns' names in JSON."""
        return self.seen.names

    @cached_property
    def columns(self) -> list[Column]:
        """The codecs of the columns."""
        found = [
            named_column(series, name)
            for series, name in zip(self.seen.series, self.names, strict=True)
        ]
        return [opened(column) for column in found] if self.options.categories == "open" else found

    @cached_property
    def levels(self) -> list[Column]:
        """The codecs of the index's levels."""
        return [column_codec(level) for level in _levels(self.seen.index)]

    @property
    def layout(self) -> Layout:
        """What the orient arranges; its schemas are new dicts."""
        cells = [
            self.options.cell(name, self._cell(column))
            for name, column in zip(self.names, self.columns, strict=True)
        ]
        levels = [level.schema for level in self.levels]
        index, labels = self.seen.index, self.seen.labels
        names = (level_names(index), [*map(_name, index.names)], [*map(_name, labels.names)])
        return Layout(
            self.names, cells, levels, self.fixed, self.seen.optional, *names, self.relabel
        )

    def _cell(self, column: Column) -> Schema:
        return column.schema if self.typed else {**column.schema, UNCHECKED: True}

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        kind = f"pandas.DataFrame:{self.orient_name}"
        schema = {**self.orient.schema(self.layout), TYPE_EXTENSION: kind}
        return self.options.whole().described(schema)

    def encode(self, value: Any) -> JSON:
        """Return a frame in the declared orient; its columns are matched by name."""
        if not isinstance(value, pd.DataFrame):
            raise EncodeError(f"a DataFrame is declared, run() returned {type(value).__name__}")
        names = column_names(value.columns)
        positions = self._positions(names)
        columns = [self._encoded(value.iloc[:, at], names[at]) for at in positions]
        layout = replace(self.layout, names=[names[at] for at in positions])
        return self.orient.join(layout, columns, self._labels(value.index))

    def _positions(self, names: list[str]) -> list[int]:
        """Return the order in which columns are written: the sample's, then what it lacks."""
        if names == self.names:
            return list(range(len(names)))
        if len(set(names)) < len(names):
            raise EncodeError(f"two columns share a name: {names}")
        known = [names.index(name) for name in self.names if name in names]
        return known + [at for at, name in enumerate(names) if name not in self.names]

    def _encoded(self, series: pd.Series, name: str) -> list[JSON]:
        at = self.names.index(name) if name in self.names else None
        if at is not None and series.dtype == self.seen.series[at].dtype:
            return self.columns[at].encode(series)
        return named_column(series, name).encode(series)

    def _labels(self, index: pd.Index) -> list[JSON]:
        levels = [column_codec(level).encode(level) for level in _levels(index)]
        return levels[0] if len(levels) == 1 else [list(row) for row in zip(*levels, strict=True)]

    def decode(self, data: JSON) -> Any:
        """Return the frame that *data* stands for."""
        if isinstance(data, pd.DataFrame):
            return data
        layout = self.layout
        table = self.orient.split(layout, data)
        given = [at for at, cells in enumerate(table.columns) if cells is not None]
        arrays = _all(partial(self._array, layout, table), given)
        rows = len(arrays[0]) if arrays else len(table.index or ())
        frame = pd.DataFrame(dict(enumerate(arrays)), index=pd.RangeIndex(rows), copy=False)
        frame.columns = self.seen.labels[given]
        for name, cells in table.unknown.items():
            frame[name] = pd.Series(cells, dtype=_guessed(cells))
        if table.index is not None:
            frame.index = self._index(table)
        return frame

    def _array(self, layout: Layout, table: Table, at: int) -> Any:
        cells = table.columns[at]
        assert cells is not None
        present = [row for row, cell in enumerate(cells) if cell is not ABSENT]
        values = self._read(
            at, [cells[row] for row in present], partial(self._place, layout, table, at)
        )
        return values if len(present) == len(cells) else _spread(values, present, len(cells))

    def _read(self, at: int, cells: Sequence[JSON], place: Any) -> Any:
        if self.typed:
            return self.columns[at].decode(cells, place)
        return pd.Series(list(cells), dtype=_guessed(cells))

    def _place(self, layout: Layout, table: Table, at: int, row: int) -> tuple[str | int, ...]:
        return self.orient.place(layout, table, row, at)

    def _index(self, table: Table) -> pd.Index:
        assert table.index is not None
        sample = self.seen.index
        place = partial(self.orient.label_place, table)
        labels = [_from_key(label, self.layout.label) for label in table.index]
        if len(self.levels) > 1:
            return self._multi_index(labels)
        made = as_index(self.levels[0].decode(labels, place), sample)
        if isinstance(sample, pd.RangeIndex) and list(made) == list(range(len(made))):
            return pd.RangeIndex(len(made), name=sample.name)
        return made

    def _multi_index(self, labels: list[JSON]) -> pd.Index:
        size = len(self.levels)
        for label in labels:
            if not isinstance(label, (list, tuple)) or len(label) != size:
                raise InputError.of(f"a label of {size} parts", label).at("index")
        sample = self.seen.index
        parts = [
            as_index(level.decode([label[at] for label in labels]), sample.get_level_values(at))
            for at, level in enumerate(self.levels)
        ]
        return pd.MultiIndex.from_arrays(parts, names=sample.names)

    def example(self, rows: int) -> JSON:
        """Return the first *rows* rows, those without nulls before the others."""
        head = self.seen.first.head(max(rows, 100))
        full = ~head.isna().any(axis=1).to_numpy()
        order = np.concatenate([np.flatnonzero(full), np.flatnonzero(~full)])[:rows]
        return self.encode(head.iloc[order])

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a frame (any frame: it is taken as it is)."""
        return isinstance(value, pd.DataFrame)


def _all(make: Callable[[int], Any], positions: list[int]) -> list[Any]:
    """Make every column, and raise the problems of all of them together."""
    made: list[Any] = []
    problems: list[Problem] = []
    for at in positions:
        try:
            made.append(make(at))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems[:MAX_PROBLEMS])
    return made


def _guessed(cells: Sequence[JSON]) -> Any:
    """Return the dtype of cells that nothing describes: object where pandas would change one."""
    kinds = {type(cell) for cell in cells}
    if kinds == {str}:
        return None if all(map(is_text, cells)) else object
    plain = kinds in ({bool}, {float}) or (kinds == {int} and max(map(abs, cells)) < 2**63)
    return None if plain else object


def named_column(series: pd.Series, name: str) -> Column:
    """Return the codec of a column; what has none is refused by its name."""
    try:
        return column_codec(series)
    except UnsupportedSample as error:
        raise error.at(name) from None


def _name(name: Any) -> str | None:
    return None if name is None else str(name)


def level_names(index: pd.Index) -> list[str]:
    """Return the names of the index's levels as ``orient="table"`` writes them."""
    if index.nlevels == 1:
        return [str(index.name) if index.name is not None else "index"]
    return [f"level_{at}" if name is None else str(name) for at, name in enumerate(index.names)]


def _levels(index: pd.Index) -> list[pd.Series]:
    return [
        index.get_level_values(level).to_series().reset_index(drop=True)
        for level in range(index.nlevels)
    ]


def _spread(values: Any, present: list[int], rows: int) -> pd.Series:
    """Return a column with its values in the rows that have one; what cannot hold NaN widens."""
    series = pd.Series(values)
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "iub":
        series = series.astype(object)  # to float would lose digits
    return series.set_axis(present).reindex(range(rows))


def _from_key(label: JSON, schema: Schema) -> JSON:
    """Return an index label that came as an object's key in its own JSON type."""
    if not isinstance(label, str) or "string" in types_of(schema) or not types_of(schema):
        return label
    try:
        found = json.loads(label)
    except ValueError:
        return label
    if isinstance(found, float) and math.isinf(found):
        raise InputError.of("a number that binary64 can hold", label).at("index")
    whole = "integer" in types_of(schema)
    return label if whole and not isinstance(found, (int, type(None))) else found
