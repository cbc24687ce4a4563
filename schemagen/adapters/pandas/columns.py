"""What the codec of a column is: schema, list of JSON to column, column to list of JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.numpy.base import ItemCodec, Place, placed
from schemagen.adapters.numpy.compound import object_array
from schemagen.adapters.numpy.items import item_codec
from schemagen.errors import InputError, each
from schemagen.schema import JSON, TYPE_EXTENSION, Schema, with_null, without_null


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
        form = {key: value for key, value in self.items.schema.items() if key != TYPE_EXTENSION}
        return with_null(form) if self.items.nullable else form

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
        return [None if missing(cell) else self.items.encode(cell) for cell in series.tolist()]

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as objects; null is what the sample has for missing."""
        values = object_array(_each(cells, self._read, place))
        return pd.Series(values, dtype=object)  # a bare array of objects would be inferred anew

    def _read(self, cell: JSON) -> Any:
        return self.blank if cell is None else self.items.decode(cell)


def extension_array(dtype: Any, values: list[Any]) -> Any:
    """Return values of any dtype of pandas' own."""
    return pd.array([pd.NA if value is None else value for value in values], dtype=dtype)


def masked_array(dtype: Any, values: list[Any]) -> Any:
    """Return values of a nullable dtype; pandas 1.5 would pass big ones through floats."""
    mask: Any = np.fromiter((value is None for value in values), "?", len(values))
    given = [0 if value is None else value for value in values]
    return dtype.construct_array_type()(np.array(given, dtype.numpy_dtype), mask)


@dataclass(frozen=True, eq=False)
class ExtensionColumn:
    """A nullable or Arrow column: *read* and *make* cells, *write* those that are there."""

    dtype: Any
    form: Schema
    read: Callable[[JSON], Any]
    write: Callable[[pd.Series], list[JSON]]
    make: Callable[[Any, list[Any]], Any] = extension_array

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        return with_null(deepcopy(self.form))

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
        return self.make(self.dtype, _each(cells, self.read, place))


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
    """A categorical column: one of the sample's categories; if *open*, new ones are added."""

    dtype: pd.CategoricalDtype
    values: Column
    labels: list[JSON]
    open: bool = False

    @property
    def schema(self) -> Schema:
        """The schema of a cell."""
        if self.open:
            return with_null(self.values.schema)
        if not self.labels:
            return {"type": "null"}
        return with_null({**without_null(self.values.schema), "enum": list(self.labels)})

    def encode(self, series: pd.Series) -> list[JSON]:
        """Return the cells as JSON."""
        series = (
            series if isinstance(series.dtype, pd.CategoricalDtype) else series.astype(self.dtype)
        )
        labels = self.values.encode(series.cat.categories.to_series())
        return [labels[code] if code >= 0 else None for code in series.cat.codes.tolist()]

    def decode(self, cells: Sequence[JSON], place: Place | None = None) -> Any:
        """Return the cells as a Categorical."""
        if self.open:
            return self._widened(cells, place)
        codes = _each(cells, self._code, place)
        return pd.Categorical.from_codes(codes, dtype=self.dtype)

    def _widened(self, cells: Sequence[JSON], place: Place | None) -> Any:
        """Return a Categorical of the sample's categories and then those that came new."""
        absent = np.array([cell is None for cell in cells], "?")
        stand_in = self.labels[0] if self.labels else None  # integers themselves hold no null
        filled = [stand_in if cell is None else cell for cell in cells]
        values = pd.Series(self.values.decode(filled, place))
        fresh = [v for v in values.dropna().unique() if v not in self.dtype.categories]
        known = self.dtype.categories.append(pd.Index(fresh)) if fresh else self.dtype.categories
        made = pd.Categorical(values, categories=known, ordered=self.dtype.ordered)
        made[absent] = None
        return made

    def _code(self, cell: JSON) -> int:
        if cell is None:
            return -1
        for code, label in enumerate(self.labels):
            if label == cell and isinstance(label, bool) is isinstance(cell, bool):
                return code
        raise InputError.of(f"one of {self.labels[:20]}", cell)


def opened(column: Column) -> Column:
    """Return a categorical column open to new categories; any other as it is."""
    return replace(column, open=True) if isinstance(column, CategoryColumn) else column


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


def _each(cells: Sequence[JSON], read: Callable[[JSON], Any], place: Place | None) -> list[Any]:
    try:
        return each(enumerate(cells), read)
    except InputError as error:
        raise error if place is None else placed(error, place) from None


def as_index(values: Any, sample: pd.Index) -> pd.Index:
    """Return *values* as an index like *sample*; objects stay what they are."""
    kept = object if sample.dtype == object else None
    return pd.Index(values, name=sample.name, dtype=kept)


def missing(cell: Any) -> bool:
    """Tell whether pandas calls a cell missing."""
    if isinstance(cell, float):
        return math.isnan(cell)
    return cell is None or cell is pd.NA or cell is pd.NaT
