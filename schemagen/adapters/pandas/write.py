"""Fast writers of frames: whole columns to JSON's own values, then rows of one compiled type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters.fast import Unsure, struct
from schemagen.adapters.numpy.moments import few_texts, moment_texts
from schemagen.adapters.pandas.columns import Column, NumpyColumn, ObjectColumn
from schemagen.adapters.pandas.frame import FrameCodec
from schemagen.adapters.pandas.stack import column_names
from schemagen.adapters.python.single import Scalar

_FEW = 8
"""Up to here a pass over all values costs more than each by itself."""
_JSON_TEXT = frozenset({str, type(None)})


def frame_writer(codec: FrameCodec) -> Callable[[Any], bytes] | None:
    """Return what writes frames of the sample's columns, or None for the rarer orients."""
    make = _ORIENTS.get(codec.orient_name)
    return make(codec) if make and codec.names else None


Cells = Callable[[Any], "list[Any]"]


def _columns(codec: FrameCodec) -> Callable[[Any], list[list[Any]]]:
    """Return what gives the cells of a frame, column by column; Unsure where its columns differ."""
    labels = codec.seen.labels
    dtypes = [series.dtype for series in codec.seen.series]
    writers = list(map(_writer, codec.columns, dtypes))
    straight = [write is _listed for write in writers]

    def cells(frame: Any) -> list[list[Any]]:
        if type(frame) is not pd.DataFrame:
            raise Unsure
        given = frame.columns
        if not given.is_(labels) and column_names(given) != codec.names:
            raise Unsure
        found: list[list[Any]] = [[]] * len(writers)
        for values, places in _blocks(frame):
            dtype, rows = values.dtype, values
            whole = values.ndim == 2 and straight[places[0]]
            if whole:
                rows = values.tolist()
            elif values.ndim == 1:
                rows = (values,)
            elif isinstance(dtype, np.dtype):
                rows = getattr(values, "_ndarray", values)  # each row of the array alone is slow
            for at, row in zip(places, rows, strict=True):
                if dtypes[at] is not dtype and dtypes[at] != dtype:
                    raise Unsure
                found[at] = row if whole else writers[at](row)
        return found

    return cells


def _blocks(frame: Any) -> Iterable[tuple[Any, Sequence[int]]]:
    """Return the columns' arrays and their places; a Series for each would cost more than JSON."""
    blocks = getattr(frame._mgr, "blocks", None)
    if blocks is None:
        arrays = (frame.iloc[:, at].array for at in range(frame.shape[1]))
        return ((array, (at,)) for at, array in enumerate(arrays))
    return ((block.values, _places(block.mgr_locs.indexer)) for block in blocks)


def _places(at: Any) -> Sequence[int]:
    return range(at.start, at.stop, at.step) if type(at) is slice else at.tolist()


def _writer(column: Column, dtype: Any) -> Cells:
    """Return what gives the cells of an array of a column."""
    if isinstance(dtype, pd.StringDtype):
        return _arrow_cells if dtype.storage == "pyarrow" else _text_cells
    if type(column) is NumpyColumn:
        return _plain_writer(column, dtype)
    careful: Cells = lambda array: column.encode(pd.Series(array))  # noqa: E731
    if type(column) is ObjectColumn and type(column.items) is Scalar and column.items.type is str:
        return partial(_object_cells, careful)
    return careful


def _plain_writer(column: NumpyColumn, dtype: Any) -> Cells:
    if dtype.char == "d" or dtype.kind in "iub":  # what is not finite is written as null
        return _listed
    return partial(_moment_cells if dtype.kind == "M" else _item_cells, column.items.encode)


def _listed(array: Any) -> list[Any]:
    return np.asarray(array).tolist()  # type: ignore[no-any-return]


def _item_cells(encode: Cells, array: Any) -> list[Any]:
    return encode(np.asarray(array))


def _moment_cells(encode: Cells, array: Any) -> list[Any]:
    values = np.asarray(array)
    with suppress(Unsure, OverflowError):
        return (few_texts(values) if len(values) <= _FEW else moment_texts(values)) or encode(
            values
        )
    return encode(values)


def _arrow_cells(array: Any) -> list[Any]:
    return array.__arrow_array__().to_pylist()  # type: ignore[no-any-return]


def _text_cells(array: Any) -> list[Any]:
    cells: list[Any] = array.tolist()
    if _JSON_TEXT.issuperset(map(type, cells)):
        return cells
    return [cell if isinstance(cell, str) else None for cell in cells]


def _object_cells(careful: Cells, array: Any) -> list[Any]:
    cells: list[Any] = array.tolist()
    return cells if _JSON_TEXT.issuperset(map(type, cells)) else careful(array)


def _records(codec: FrameCodec) -> Callable[[Any], bytes]:
    import msgspec

    row, _ = struct(dict.fromkeys(codec.names, Any))
    columns, encode = _columns(codec), msgspec.json.Encoder().encode
    return lambda frame: encode(list(map(row, *columns(frame))))


def _values(codec: FrameCodec) -> Callable[[Any], bytes]:
    import msgspec

    columns, encode = _columns(codec), msgspec.json.Encoder().encode
    return lambda frame: encode(list(zip(*columns(frame), strict=True)))


def _split(codec: FrameCodec) -> Callable[[Any], bytes]:
    import msgspec

    columns, encode = _columns(codec), msgspec.json.Encoder().encode

    def write(frame: Any) -> bytes:
        rows = list(zip(*columns(frame), strict=True))
        labels = _labels(codec, frame.index)
        return encode({"columns": codec.names, "index": labels, "data": rows})

    return write


def _labels(codec: FrameCodec, index: pd.Index) -> Sequence[Any]:
    """Return the labels of *index* as JSON."""
    return list(index) if type(index) is pd.RangeIndex else codec._labels(index)


_ORIENTS: dict[str, Callable[[FrameCodec], Callable[[Any], bytes]]] = {
    "records": _records,
    "values": _values,
    "split": _split,
}
