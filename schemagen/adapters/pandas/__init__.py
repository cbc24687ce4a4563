"""pandas frames, series and scalars.

* A frame is what ``to_json(orient=...)`` makes of it, exactly: every digit, RFC 3339 in UTC.
* records (the default): array of objects, all columns required, no other allowed. Columns are
  matched by name and come back in the sample's order with the sample's own labels.
* float, datetime, timedelta, object, text, category and nullable columns take null; int and bool
  do not. Categories are an ``enum``.
* The index comes back where the orient carries it (split, index, columns, table).
* A Series is an array of its cells. Intervals and complex numbers have no JSON form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.pandas.columns import Column, column_codec
from schemagen.adapters.pandas.orients import ORIENTS, Layout, Orient, Table
from schemagen.errors import EncodeError, InputError, UnsupportedSample
from schemagen.schema import JSON, TYPE_EXTENSION, UNCHECKED, Schema


@dataclass(frozen=True)
class PandasAdapter:
    """The adapter of pandas; the options are those of PandasParameterType."""

    orient: str = "records"
    enforce_column_type: bool = True
    enforce_shape: bool = True

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of *samples*, put one under the other."""
        first = samples[0]
        if isinstance(first, pd.DataFrame):
            return self._frame(samples)
        if isinstance(first, (pd.Series, pd.Index)):
            return self._series(samples)
        return _scalar(samples)

    def _frame(self, samples: Sequence[Any]) -> Codec:
        sample = samples[0] if len(samples) == 1 else pd.concat(samples)
        names = [str(label) for label in sample.columns]
        if len(set(names)) < len(names) and self.orient not in ("split", "values"):
            raise UnsupportedSample(
                f"two columns share a name: {names}", "rename one, or use orient='split'"
            )
        columns = [_column(sample.iloc[:, at], name) for at, name in enumerate(names)]
        return FrameCodec(self, ORIENTS[self.orient], sample, names, columns, _index(sample))

    def _series(self, samples: Sequence[Any]) -> Codec:
        sample = samples[0]
        merged = sample if len(samples) == 1 else pd.concat([pd.Series(s) for s in samples])
        return SeriesCodec(sample, column_codec(pd.Series(merged).reset_index(drop=True)))


def _column(series: pd.Series, name: str) -> Column:
    try:
        return column_codec(series)
    except UnsupportedSample as error:
        raise error.at(name) from None


def _index(sample: pd.DataFrame) -> list[Column]:
    """Return the codecs of the index's levels."""
    levels = range(sample.index.nlevels)
    return [column_codec(pd.Series(sample.index.get_level_values(level))) for level in levels]


@dataclass(frozen=True, eq=False)
class FrameCodec:
    """Frames with the sample's columns, in one orient."""

    adapter: PandasAdapter
    orient: Orient
    sample: pd.DataFrame
    names: list[str]
    columns: list[Column]
    index: list[Column]

    @property
    def layout(self) -> Layout:
        """What the orient arranges."""
        cells = [self._cell(column) for column in self.columns]
        labels = [str(name or "index") for name in self.sample.index.names]
        return Layout(self.names, cells, self._label(), self.adapter.enforce_shape, labels)

    def _cell(self, column: Column) -> Schema:
        if self.adapter.enforce_column_type:
            return column.schema
        return {**column.schema, UNCHECKED: True}

    def _label(self) -> Schema:
        levels = [level.schema for level in self.index]
        if len(levels) == 1:
            return levels[0]
        size = len(levels)
        return {"type": "array", "prefixItems": levels, "items": False, "minItems": size}

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        kind = f"pandas.DataFrame:{self.adapter.orient}"
        return {**self.orient.schema(self.layout), TYPE_EXTENSION: kind}

    def encode(self, value: Any) -> JSON:
        """Return a frame in the declared orient; its columns are matched by name."""
        if not isinstance(value, pd.DataFrame):
            raise EncodeError(f"a DataFrame is declared, run() returned {type(value).__name__}")
        names = [str(label) for label in value.columns]
        if names == self.names:
            return self._joined(value, self.columns, self.layout)
        order = [name for name in self.names if name in names]
        picked = [value.iloc[:, names.index(name)] for name in order]
        rest = [at for at, name in enumerate(names) if name not in self.names]
        picked += [value.iloc[:, at] for at in rest]
        order += [names[at] for at in rest]
        frame = pd.concat(picked, axis=1) if picked else value
        columns = [_column(series, name) for series, name in zip(picked, order, strict=True)]
        return self._joined(frame, columns, replace(self.layout, names=order))

    def _joined(self, value: pd.DataFrame, columns: list[Column], layout: Layout) -> JSON:
        cells = []
        for at, column in enumerate(columns):
            series = value.iloc[:, at]
            same = at < len(self.columns) and series.dtype == self.sample.dtypes.iloc[at]
            cells.append((column if same else _column(series, layout.names[at])).encode(series))
        return self.orient.join(layout, Table(cells, self._labels(value)))

    def _labels(self, value: pd.DataFrame) -> list[JSON]:
        levels = [
            column_codec(pd.Series(value.index.get_level_values(level))).encode(
                pd.Series(value.index.get_level_values(level))
            )
            for level in range(value.index.nlevels)
        ]
        return levels[0] if len(levels) == 1 else [list(row) for row in zip(*levels, strict=True)]

    def decode(self, data: JSON) -> Any:
        """Return the frame that *data* stands for."""
        if isinstance(data, pd.DataFrame):
            return data
        layout = self.layout
        table = self.orient.split(layout, data)
        arrays, problems = [], []
        for at, (column, cells) in enumerate(zip(self.columns, table.columns, strict=True)):
            place = partial(self._place, layout, at)
            try:
                arrays.append(self._array(column, cells, place))
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        return self._built(arrays, table)

    def _place(self, layout: Layout, column: int, row: int) -> tuple[str | int, ...]:
        return self.orient.place(layout, row, column)

    def _array(self, column: Column, cells: list[JSON], place: Any) -> Any:
        if self.adapter.enforce_column_type:
            return column.decode(cells, place)
        return pd.Series(cells).array

    def _built(self, arrays: list[Any], table: Table) -> pd.DataFrame:
        rows = len(arrays[0]) if arrays else len(table.index or ())
        frame = pd.DataFrame(dict(enumerate(arrays)), index=pd.RangeIndex(rows), copy=False)
        frame.columns = self.sample.columns
        for name, cells in table.unknown.items():
            frame[name] = cells
        if table.index is not None:
            frame.index = self._made_index(table.index)
        return frame

    def _made_index(self, labels: list[JSON]) -> pd.Index:
        sample = self.sample.index
        if len(self.index) > 1:
            levels = [
                level.decode([label[at] for label in labels])
                for at, level in enumerate(self.index)
            ]
            return pd.MultiIndex.from_arrays(levels, names=sample.names)
        wanted = [_from_key(label, self.index[0].schema) for label in labels]
        made = pd.Index(self.index[0].decode(wanted), name=sample.name)
        if isinstance(sample, pd.RangeIndex) and list(made) == list(range(len(made))):
            return pd.RangeIndex(len(made), name=sample.name)
        return made

    def example(self, rows: int) -> JSON:
        """Return the first *rows* rows, those without nulls before the others."""
        head = self.sample.head(max(rows, 100))
        full = ~head.isna().any(axis=1).to_numpy()
        order = np.concatenate([np.flatnonzero(full), np.flatnonzero(~full)])[:rows]
        return self.encode(head.iloc[order])

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a frame (any frame: it is taken as it is)."""
        return isinstance(value, pd.DataFrame)


def _from_key(label: JSON, schema: Schema) -> JSON:
    """Return an index label that came as an object's key in its own JSON type."""
    kinds = schema.get("type", ())
    if isinstance(label, str) and not {"string"} & {kinds if isinstance(kinds, str) else "", *kinds}:
        try:
            return int(label)
        except ValueError:
            return label
    return label


@dataclass(frozen=True, eq=False)
class SeriesCodec:
    """A Series or an Index: the array of its cells."""

    sample: Any
    column: Column

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        kind = "Index" if isinstance(self.sample, pd.Index) else "Series"
        return {"type": "array", "items": self.column.schema, TYPE_EXTENSION: f"pandas.{kind}"}

    def encode(self, value: Any) -> JSON:
        """Return the cells."""
        series = pd.Series(value).reset_index(drop=True)
        if series.dtype == self.sample.dtype:
            return self.column.encode(series)
        return column_codec(series).encode(series)

    def decode(self, data: JSON) -> Any:
        """Return the Series that *data* stands for."""
        if self.holds(data):
            return data
        if not isinstance(data, (list, tuple)):
            raise InputError.of("an array of items", data)
        array = self.column.decode(data)
        make = pd.Index if isinstance(self.sample, pd.Index) else pd.Series
        return make(array, name=self.sample.name)

    def example(self, rows: int) -> JSON:
        """Return the first *rows* cells."""
        return self.encode(self.sample[:rows])

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a Series (any: it is taken as it is)."""
        return isinstance(value, (pd.Series, pd.Index))


def _scalar(samples: Sequence[Any]) -> Codec:
    if any(not isinstance(sample, (pd.Timestamp, pd.Timedelta, pd.Period)) for sample in samples):
        if all(sample is pd.NA or sample is pd.NaT for sample in samples):
            return NullCodec()
        name = type(samples[0]).__name__
        raise UnsupportedSample(f"no JSON form is known for pandas {name}", "give a frame or a list")
    return CellCodec(samples[0], column_codec(pd.Series(list(samples))))


@dataclass(frozen=True, eq=False)
class CellCodec:
    """A Timestamp, Timedelta or Period on its own."""

    sample: Any
    column: Column

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        schema = self.column.schema
        return {**schema, "type": "string"}

    def encode(self, value: Any) -> JSON:
        """Return the value as text."""
        series = pd.Series([value])
        return column_codec(series).encode(series)[0]

    def decode(self, data: JSON) -> Any:
        """Return the value that *data* stands for."""
        return pd.Series(self.column.decode([data], lambda row: ())).iloc[0]

    def example(self, rows: int) -> JSON:
        """Return the sample as text."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is of the sample's class."""
        return isinstance(value, type(self.sample))


@dataclass(frozen=True)
class NullCodec:
    """pd.NA and pd.NaT: null."""

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {"type": "null"}

    def encode(self, value: Any) -> JSON:
        """Return None."""
        return None

    def decode(self, data: JSON) -> Any:
        """Return None."""
        return None

    def example(self, rows: int) -> JSON:
        """Return None."""
        return None

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is missing."""
        return value is None or value is pd.NA or value is pd.NaT


ADAPTER = PandasAdapter()
