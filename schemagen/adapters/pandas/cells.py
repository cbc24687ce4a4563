"""How the columns of a frame read typed JSON, and how they are written, all cells at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
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
        return Cells(str | None, partial(_arrow_text if _on_arrow(dtype) else _text, dtype))
    if not hasattr(dtype, "numpy_dtype") or not hasattr(dtype, "_is_numeric"):
        return None
    made = array_cells(item_codec(dtype.numpy_dtype), wide)
    make = _MASKED.get(dtype.kind)
    if made is None or make is None or type(dtype).__module__.endswith("arrow.dtype"):
        return None
    if hasattr(pd, "ArrowDtype") and isinstance(dtype, pd.ArrowDtype):
        return None
    return Cells(made.type | None, partial(_masked, make, made))


def _on_arrow(dtype: pd.StringDtype) -> bool:
    return dtype.storage == "pyarrow" and hasattr(dtype, "__from_arrow__")


def _arrow_text(dtype: pd.StringDtype, values: Iterable[Any], _: int) -> Any:
    import pyarrow as pa

    return dtype.__from_arrow__(pa.array(list(values), pa.large_string()))


def _text(dtype: pd.StringDtype, values: Iterable[Any], _: int) -> Any:
    return pd.array([pd.NA if value is None else value for value in values], dtype=dtype)


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


@dataclass(frozen=True, eq=False)
class Blocks:
    """Makes frames of typed columns: those of one plain dtype as one block."""

    columns: Sequence[Cells]
    plain: tuple[tuple[Any, tuple[int, ...]], ...]
    single: tuple[int, ...]
    labels: pd.Index

    @classmethod
    def of(cls, columns: Sequence[Cells], dtypes: Sequence[Any], labels: pd.Index) -> Blocks:
        """Return what makes frames of these columns."""
        plain: dict[Any, list[int]] = {}
        single = []
        for at, (column, dtype) in enumerate(zip(columns, dtypes, strict=True)):
            if column.plain:
                plain.setdefault(dtype, []).append(at)
            else:
                single.append(at)
        groups = tuple((dtype, tuple(places)) for dtype, places in plain.items())
        return cls(columns, groups, tuple(single), labels)

    def frame(self, given: Callable[[int], Iterable[Any]], rows: int, index: Any = None) -> Any:
        """Return the frame whose column at a position has the values that *given* returns."""
        index = pd.RangeIndex(rows) if index is None else index
        blocks = [self._block(dtype, places, given, rows) for dtype, places in self.plain]
        arrays = [self.columns[at].fill(given(at), rows) for at in self.single]
        return _join(self, blocks, arrays, index)

    @staticmethod
    def _block(
        dtype: Any, places: tuple[int, ...], given: Callable[[int], Iterable[Any]], rows: int
    ) -> Any:
        if rows <= _FEW_ROWS:
            flat = (value for at in places for value in given(at))
            return np.fromiter(flat, dtype, len(places) * rows).reshape(len(places), rows)
        block = np.empty((len(places), rows), dtype)
        for row, at in enumerate(places):
            block[row] = np.fromiter(given(at), dtype, rows)
        return block


_FEW_ROWS = 16


def _by_blocks(plan: Blocks, blocks: list[Any], arrays: list[Any], index: Any) -> Any:
    placed = [(block, np.array(at)) for block, (_, at) in zip(blocks, plan.plain, strict=True)]
    placed += [
        (array.reshape(1, -1) if type(array) is np.ndarray else array, np.array([at]))
        for array, at in zip(arrays, plan.single, strict=True)
    ]
    return pd.api.internals.create_dataframe_from_blocks(
        placed, index=index, columns=plan.labels.view()
    )


def _by_columns(plan: Blocks, blocks: list[Any], arrays: list[Any], index: Any) -> Any:
    columns: dict[int, Any] = {}
    for block, (_, places) in zip(blocks, plan.plain, strict=True):
        columns.update(zip(places, block, strict=True))
    for at, array in zip(plan.single, arrays, strict=True):
        text = type(array) is np.ndarray and array.dtype.kind == "O"
        columns[at] = pd.Series(array, dtype=object, index=index) if text else array
    ordered = {at: columns[at] for at in range(len(columns))}
    frame = pd.DataFrame(ordered, index=index, copy=False)
    frame.columns = plan.labels.view()
    return frame


_join = (
    _by_blocks
    if hasattr(getattr(pd.api, "internals", None), "create_dataframe_from_blocks")
    else _by_columns
)
