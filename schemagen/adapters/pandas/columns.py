"""The columns of frames, by dtype: schema, list of JSON to column, column to list of JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.numpy.items import ItemCodec, Place, item_codec, object_array
from schemagen.adapters.python import ADAPTER as PYTHON
from schemagen.adapters.python import scalars
from schemagen.errors import InputError, UnsupportedSample
from schemagen.schema import JSON, Schema, with_null, without_null


class Column(Protocol):
    """The codec of one column."""

    @property
    def schema(self) -> Schema:
        """The schema of a cell, a new dict each time."""

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as an array that a frame takes as it is."""


@dataclass(frozen=True, eq=False)
class NumpyColumn:
    """A column of a numpy dtype; object takes null, as floats and times do."""

    items: ItemCodec

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        return with_null(self.items.schema) if self.items.nullable else self.items.schema

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        return self.items.encode(series.to_numpy())

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as an array."""
        return self.items.decode(cells, place=place)


@dataclass(frozen=True, eq=False)
class ObjectColumn:
    """A column of Python objects; whatever pandas calls missing is null."""

    items: Codec
    blank: Any

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        return with_null(self.items.schema)

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        return [None if _missing(cell) else self.items.encode(cell) for cell in series.tolist()]

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as an object array; null is what the sample has for missing."""
        return object_array(_placed(cells, self._read, place))

    def _read(self, cell: JSON) -> Any:
        return self.blank if cell is None else self.items.decode(cell)


@dataclass(frozen=True, eq=False)
class ExtensionColumn:
    """A nullable or Arrow column: *read* one cell, *write* those that are there."""

    dtype: Any
    form: Schema
    read: Callable[[JSON], Any]
    write: Callable[[pd.Series], list[JSON]]

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        return with_null(dict(self.form))

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        missing = series.isna()
        cells: list[JSON] = [None] * len(series)
        present = np.flatnonzero(~missing.to_numpy())
        for at, cell in zip(present.tolist(), self.write(series[~missing.to_numpy()]), strict=True):
            cells[at] = cell
        return cells

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as an array of the sample's dtype."""
        values = _placed(cells, self.read, place)
        return pd.array([pd.NA if value is None else value for value in values], dtype=self.dtype)


@dataclass(frozen=True, eq=False)
class ZonedColumn:
    """A time-zone aware column: UTC in JSON, the sample's zone in the frame."""

    dtype: pd.DatetimeTZDtype

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        return {"type": ["string", "null"], "format": "date-time"}

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        utc = series.dt.tz_convert("UTC").dt.tz_localize(None)
        return item_codec(utc.to_numpy().dtype).encode(utc.to_numpy())

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells in the sample's zone."""
        unit = getattr(self.dtype, "unit", "ns")
        flat = item_codec(np.dtype(f"M8[{unit}]")).decode(cells, place=place)
        return pd.DatetimeIndex(flat).tz_localize("UTC").tz_convert(self.dtype.tz).array


@dataclass(frozen=True, eq=False)
class CategoryColumn:
    """A categorical column: one of the sample's categories."""

    dtype: pd.CategoricalDtype
    values: Column
    labels: list[JSON]

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        if not self.labels:
            return {"type": "null"}
        return with_null({**without_null(self.values.schema), "enum": list(self.labels)})

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        series = series if isinstance(series.dtype, pd.CategoricalDtype) else series.astype(self.dtype)
        labels = self.values.encode(series.cat.categories.to_series())
        return [labels[code] if code >= 0 else None for code in series.cat.codes.tolist()]

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as a Categorical."""
        codes = _placed(cells, self._code, place)
        return pd.Categorical.from_codes(codes, dtype=self.dtype)

    def _code(self, cell: JSON) -> int:
        if cell is None:
            return -1
        for code, label in enumerate(self.labels):
            if label == cell and isinstance(label, bool) is isinstance(cell, bool):
                return code
        raise InputError.of(f"one of {self.labels[:20]}", cell)


@dataclass(frozen=True, eq=False)
class SparseColumn:
    """A sparse column: that of its values."""

    dtype: pd.SparseDtype
    values: Column

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        return self.values.schema

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        return self.values.encode(pd.Series(np.asarray(series)))

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as a sparse array."""
        return pd.arrays.SparseArray(self.values.decode(cells, place), dtype=self.dtype)


def _placed(cells: Sequence[JSON], read: Callable[[JSON], Any], place: Place | None) -> list[Any]:
    where = place or (lambda row: (row,))
    values = []
    problems: list[Any] = []
    for row, cell in enumerate(cells):
        try:
            values.append(read(cell))
        except InputError as error:
            for step in reversed(where(row)):
                error = error.at(step)
            problems += error.problems
    if problems:
        raise InputError(problems)
    return values


def _missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell)


def column_codec(series: pd.Series) -> Column:
    """Return the codec of a column; UnsupportedSample when it has no JSON form."""
    dtype = series.dtype
    for kind, make in _EXTENSIONS:
        if isinstance(dtype, kind):
            return make(series)
    if isinstance(dtype, np.dtype):
        return _object_column(series) if dtype.kind == "O" else NumpyColumn(item_codec(dtype))
    raise UnsupportedSample(f"dtype {dtype} has no JSON form", "convert the column, e.g. to str")


def _object_column(series: pd.Series) -> Column:
    cells = series.tolist()
    present = [cell for cell in cells if not _missing(cell)]
    blank = next((cell for cell in cells if _missing(cell)), None)
    return ObjectColumn(PYTHON.bind(*present), blank)


def _nullable(series: pd.Series) -> Column:
    dtype: Any = series.dtype
    items = item_codec(dtype.numpy_dtype)
    return ExtensionColumn(
        dtype, items.schema, _or_null(items.read), lambda cells: items.encode(_as_numpy(cells, dtype))
    )


def _as_numpy(cells: pd.Series, dtype: Any) -> Any:
    return cells.to_numpy(dtype=dtype.numpy_dtype)


def _text(series: pd.Series) -> Column:
    read = item_codec(np.dtype("U")).read
    return ExtensionColumn(series.dtype, {"type": "string"}, _or_null(read), lambda cells: cells.tolist())


def _period(series: pd.Series) -> Column:
    dtype: Any = series.dtype

    def read(cell: JSON) -> Any:
        try:
            return pd.Period(scalars.read_text(cell), freq=dtype.freq)
        except (TypeError, ValueError) as error:
            raise InputError.of(f"a period such as {dtype}", cell, str(error)) from None

    return ExtensionColumn(
        dtype, {"type": "string"}, _or_null(read), lambda cells: [str(cell) for cell in cells]
    )


def _interval(series: pd.Series) -> Column:
    raise UnsupportedSample(
        "intervals have no JSON form", "give two columns, left and right, or text: series.astype(str)"
    )


def _category(series: pd.Series) -> Column:
    dtype: Any = series.dtype
    values = column_codec(dtype.categories.to_series())
    return CategoryColumn(dtype, values, values.encode(dtype.categories.to_series()))


def _sparse(series: pd.Series) -> Column:
    dtype: Any = series.dtype
    return SparseColumn(dtype, column_codec(pd.Series(np.asarray(series))))


def _arrow(series: pd.Series) -> Column:
    """Return the codec of an Arrow column: by its numpy kind, else by its Python values."""
    dtype: Any = series.dtype
    kind = dtype.kind if dtype.type is not str else "U"
    if kind in "iufb":
        return _nullable(series)
    if kind == "U":
        return _text(series)
    if kind in "Mm":
        return _arrow_time(series)
    present = [cell for cell in series.tolist() if not _missing(cell)]
    codec = PYTHON.bind(*present)
    return ExtensionColumn(
        dtype, codec.schema, _or_null(codec.decode), lambda cells: [codec.encode(c) for c in cells.tolist()]
    )


def _arrow_time(series: pd.Series) -> Column:
    dtype: Any = series.dtype
    unit = dtype.pyarrow_dtype.unit
    items = item_codec(np.dtype(f"{dtype.kind}8[{unit}]"))
    zone = getattr(dtype.pyarrow_dtype, "tz", None)

    def read(cell: JSON) -> Any:
        value = items.read(cell)
        stamp = pd.Timestamp(value) if dtype.kind == "M" else pd.Timedelta(value)
        return stamp.tz_localize("UTC").tz_convert(zone) if zone else stamp

    def write(cells: pd.Series) -> list[JSON]:
        if zone:
            cells = cells.dt.tz_convert("UTC").dt.tz_localize(None)
        return items.encode(cells.to_numpy(dtype=items.dtype))

    return ExtensionColumn(dtype, items.schema, _or_null(read), write)


def _or_null(read: Callable[[JSON], Any]) -> Callable[[JSON], Any]:
    return lambda cell: None if cell is None else read(cell)


def _zoned(series: pd.Series) -> Column:
    return ZonedColumn(series.dtype)  # type: ignore[arg-type]


def _extensions() -> list[tuple[Any, Callable[[pd.Series], Column]]]:
    masked = [
        getattr(pd, f"{name}Dtype")
        for name in ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
    ]
    table: list[tuple[Any, Callable[[pd.Series], Column]]] = [
        (pd.DatetimeTZDtype, _zoned),
        (pd.CategoricalDtype, _category),
        ((*masked, pd.Float32Dtype, pd.Float64Dtype, pd.BooleanDtype), _nullable),
        (pd.StringDtype, _text),
        (pd.PeriodDtype, _period),
        (pd.IntervalDtype, _interval),
        (pd.SparseDtype, _sparse),
    ]
    return [*table, (pd.ArrowDtype, _arrow)] if hasattr(pd, "ArrowDtype") else table


_EXTENSIONS = _extensions()
