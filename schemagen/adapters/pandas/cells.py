"""How the columns of a frame read typed JSON, all cells at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters.fast import Unsure
from schemagen.adapters.numpy.fast import Cells
from schemagen.adapters.numpy.fast import cells as array_cells
from schemagen.adapters.numpy.items import item_codec
from schemagen.adapters.pandas.columns import (
    CategoryColumn,
    Column,
    ExtensionColumn,
    NumpyColumn,
    ObjectColumn,
    ZonedColumn,
)
from schemagen.adapters.python.single import Scalar

_MASKED = {"i": pd.arrays.IntegerArray, "u": pd.arrays.IntegerArray}
_MASKED |= {"f": getattr(pd.arrays, "FloatingArray", None), "b": pd.arrays.BooleanArray}


def cells(column: Column, wide: bool) -> Cells | None:
    """Return how the cells of *column* read, or None where only its own code knows."""
    make = _COLUMNS.get(type(column))
    return None if make is None else make(column, wide)


def _numpy(column: NumpyColumn, wide: bool) -> Cells | None:
    return array_cells(column.items, wide)


def _objects(column: ObjectColumn, _: bool) -> Cells | None:
    if type(column.items) is not Scalar or column.items.type is not str:
        return None
    return Cells(str | None, partial(_object_array, column.blank))


def _object_array(blank: Any, values: Iterable[Any], size: int) -> Any:
    if blank is not None:
        values = (blank if value is None else value for value in values)
    return np.fromiter(values, object, size)


def _extension(column: ExtensionColumn, wide: bool) -> Cells | None:
    dtype = column.dtype
    if isinstance(dtype, pd.StringDtype):
        return Cells(str | None, Text(dtype))
    if not hasattr(dtype, "numpy_dtype") or not hasattr(dtype, "_is_numeric"):
        return None
    made = array_cells(item_codec(dtype.numpy_dtype), wide)
    make = _MASKED.get(dtype.kind)
    if made is None or make is None or type(dtype).__module__.endswith("arrow.dtype"):
        return None
    if hasattr(pd, "ArrowDtype") and isinstance(dtype, pd.ArrowDtype):
        return None
    return Cells(made.type | None, partial(_masked, make, made))


@dataclass(frozen=True)
class Text:
    """Makes arrays of text; those of several columns at once, which is as quick as one."""

    dtype: pd.StringDtype

    def __call__(self, values: Iterable[Any], size: int) -> Any:
        """Return the array of one column."""
        [array] = self.columns([values], size)
        return array

    def columns(self, columns: Sequence[Iterable[Any]], size: int) -> list[Any]:
        """Return the arrays of columns, each of *size* values."""
        if self.dtype.storage != "pyarrow" or not hasattr(self.dtype, "__from_arrow__"):
            return [self._array(values) for values in columns]
        import pyarrow as pa

        found = pa.array(list(chain.from_iterable(columns)), pa.large_string())
        starts = range(0, size * len(columns), size) if size else [0] * len(columns)
        return [self._made(found[start : start + size]) for start in starts]

    def _array(self, values: Iterable[Any]) -> Any:
        return pd.array([pd.NA if value is None else value for value in values], dtype=self.dtype)

    @cached_property
    def _made(self) -> Callable[[Any], Any]:
        """What makes an array of Arrow's: an array has a quicker way than the dtype."""
        empty = self._array([])
        made: Callable[[Any], Any] = getattr(empty, "_from_pyarrow_array", None) or (
            self.dtype.__from_arrow__
        )
        return made


def _masked(make: Any, items: Cells, values: Iterable[Any], size: int) -> Any:
    given = list(values)
    mask: Any = np.fromiter((value is None for value in given), "?", size)
    if mask.any():
        given = [0 if value is None else value for value in given]
    return make(items.fill(given, size), mask)


def _zoned(column: ZonedColumn, wide: bool) -> Cells | None:
    unit = getattr(column.dtype, "unit", "ns")
    naive = array_cells(item_codec(np.dtype(f"M8[{unit}]")), wide)
    return naive and Cells(naive.type, partial(_in_zone, column.dtype.tz, naive))


def _in_zone(zone: Any, naive: Cells, values: Iterable[Any], size: int) -> Any:
    utc = pd.DatetimeIndex(naive.fill(values, size)).tz_localize("UTC")
    return utc.tz_convert(zone).array


def _category(column: CategoryColumn, _: bool) -> Cells | None:
    if column.open or not column.labels or not all(type(label) is str for label in column.labels):
        return None
    codes = {label: code for code, label in reversed(list(enumerate(column.labels)))}
    return Cells(str | None, partial(_coded, column.dtype, {**codes, None: -1}))


def _coded(dtype: Any, codes: dict[Any, int], values: Iterable[Any], size: int) -> Any:
    try:
        given: Any = np.fromiter(map(codes.__getitem__, values), "i8", size)
    except KeyError:
        raise Unsure from None
    return pd.Categorical.from_codes(given, dtype=dtype)


_COLUMNS: dict[type, Callable[[Any, bool], Cells | None]] = {
    NumpyColumn: _numpy,
    ObjectColumn: _objects,
    ExtensionColumn: _extension,
    ZonedColumn: _zoned,
    CategoryColumn: _category,
}
