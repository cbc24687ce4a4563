"""Frames of typed columns, put together block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters.numpy.fast import Cells
from schemagen.adapters.pandas.cells import Text

Given = Callable[[int], Iterable[Any]]
"""Returns the values of the column at a position."""

_FEW_ROWS = 16


class Blocks:
    """Makes frames of certain columns: those of one plain dtype as one block, text in one go."""

    def __init__(self, columns: Sequence[Cells], dtypes: Sequence[Any], labels: pd.Index) -> None:
        self._columns = columns
        self._labels = labels
        plain: dict[Any, list[int]] = {}
        text: dict[Text, list[int]] = {}
        self._single = []
        for at, (column, dtype) in enumerate(zip(columns, dtypes, strict=True)):
            if column.plain:
                plain.setdefault(dtype, []).append(at)
            elif isinstance(column.fill, Text):
                text.setdefault(column.fill, []).append(at)
            else:
                self._single.append(at)
        self._plain, self._text = list(plain.items()), list(text.items())
        alone = [[at] for _, places in self._text for at in places]
        alone += [[at] for at in self._single]
        self._places = [places for _, places in self._plain] + alone
        self._refill: _Refill | None = None

    def frame(self, given: Given, rows: int, index: Any = None) -> Any:
        """Return the frame whose column at a position has the values that *given* returns."""
        index = pd.RangeIndex(rows) if index is None else index
        values = [_block(dtype, places, given, rows) for dtype, places in self._plain]
        for fill, places in self._text:
            values += fill.columns([given(at) for at in places], rows)
        values += [self._columns[at].fill(given(at), rows) for at in self._single]
        axes = [self._labels.view(), index]
        if self._refill is None:
            self._refill = _Refill(self._places, values, axes)
        return self._refill(values, axes)


def _block(dtype: Any, places: Sequence[int], given: Given, rows: int) -> Any:
    if rows <= _FEW_ROWS:
        flat = (value for at in places for value in given(at))
        return np.fromiter(flat, dtype, len(places) * rows).reshape(len(places), rows)
    block = np.empty((len(places), rows), dtype)
    for row, at in enumerate(places):
        block[row] = np.fromiter(given(at), dtype, rows)
    return block


class _Refill:
    """Makes frames that differ in their values alone, by the quickest way that this pandas has.

    The first is made by pandas' own function. If one that is made of the parts of the first, which
    takes a third of the time, is the same, the next are made so: those parts are not promised.
    """

    def __init__(self, places: Sequence[Sequence[int]], values: list[Any], axes: list[Any]) -> None:
        self._places = [np.array(at) for at in places]
        self._make = self._by_columns
        if not hasattr(getattr(pd.api, "internals", None), "create_dataframe_from_blocks"):
            return
        self._make = self._by_blocks
        try:
            first = self._by_blocks(values, axes)
            manager = first._mgr
            self._manager = type(manager)
            self._parts = [
                (type(block), block.mgr_locs, type(block.values), block.values.ndim)
                for block in manager.blocks
            ]
            if _same(self._of_parts(values, axes), first):
                self._make = self._of_parts
        except (AttributeError, TypeError, ValueError):
            return

    def __call__(self, values: list[Any], axes: list[Any]) -> Any:
        return self._make(values, axes)

    def _of_parts(self, values: list[Any], axes: list[Any]) -> Any:
        blocks = []
        for array, (kind, place, wrapped, axis) in zip(values, self._parts, strict=True):
            if array.ndim < axis:
                array = array.reshape(1, -1)
            if type(array) is not wrapped:
                array = wrapped._simple_new(array, dtype=array.dtype)
            blocks.append(kind(array, placement=place, ndim=2))
        manager = self._manager(tuple(blocks), axes, verify_integrity=False)
        return pd.DataFrame._from_mgr(manager, axes)

    def _by_blocks(self, values: list[Any], axes: list[Any]) -> Any:
        arrays = (
            array.reshape(1, -1) if type(array) is np.ndarray and array.ndim == 1 else array
            for array in values
        )
        placed = list(zip(arrays, self._places, strict=True))
        columns, index = axes
        return pd.api.internals.create_dataframe_from_blocks(placed, index=index, columns=columns)

    def _by_columns(self, values: list[Any], axes: list[Any]) -> Any:
        labels, index = axes
        columns: dict[int, Any] = {}
        for array, places in zip(values, self._places, strict=True):
            rows = array if array.ndim == 2 else [array]
            columns.update(zip(places.tolist(), rows, strict=True))
        for at, array in columns.items():
            if type(array) is np.ndarray and array.dtype.kind == "O":  # it would become text
                columns[at] = pd.Series(array, dtype=object, index=index)
        frame = pd.DataFrame({at: columns[at] for at in sorted(columns)}, index=index, copy=False)
        frame.columns = labels
        return frame


def _same(frame: Any, other: Any) -> bool:
    inner = [(type(block), type(block.values), block.shape) for block in frame._mgr.blocks]
    outer = [(type(block), type(block.values), block.shape) for block in other._mgr.blocks]
    return inner == outer and bool(frame.dtypes.equals(other.dtypes)) and bool(frame.equals(other))
