"""Fast writers of frames: whole columns to JSON's own values, then rows of one compiled type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters.fast import Unsure
from schemagen.adapters.numpy.moments import moment_texts
from schemagen.adapters.pandas.columns import Column, NumpyColumn, ObjectColumn
from schemagen.adapters.pandas.frame import FrameCodec
from schemagen.adapters.python.single import Scalar

_FEW = 8
"""Up to here a pass over all values costs more than each by itself."""
_JSON_TEXT = frozenset({str, type(None)})


def frame_writer(codec: FrameCodec) -> Callable[[Any], bytes] | None:
    """Return what writes frames of the sample's columns, or None for the rarer orients."""
    make = _ORIENTS.get(codec.orient_name)
    return make(codec) if make and codec.names else None


def _columns(codec: FrameCodec) -> Callable[[Any], list[list[Any]]]:
    """Return what gives the cells of a frame, column by column; Unsure where its columns differ."""
    dtypes, labels = [series.dtype for series in codec.seen.series], codec.seen.labels
    writers = list(zip(codec.columns, dtypes, strict=True))

    def cells(frame: Any) -> list[list[Any]]:
        if type(frame) is not pd.DataFrame or not _same(frame.columns, labels):
            raise Unsure
        arrays = zip(_arrays(frame), writers, strict=True)
        return [_cells(column, dtype, array) for array, (column, dtype) in arrays]

    return cells


def _same(given: pd.Index, wanted: pd.Index) -> bool:
    return given is wanted or given.tolist() == wanted.tolist()


def _arrays(frame: Any) -> Iterable[Any]:
    """Return the columns' arrays; a Series for each would cost more than the JSON."""
    quick = getattr(frame, "_iter_column_arrays", None)
    return quick() if quick else (frame.iloc[:, at].array for at in range(frame.shape[1]))


def _cells(column: Column, dtype: Any, array: Any) -> list[Any]:
    if array.dtype != dtype:
        raise Unsure
    if type(column) is NumpyColumn:
        return _plain_cells(column, array)
    if isinstance(dtype, pd.StringDtype):
        return _text_cells(array)
    if type(column) is ObjectColumn and type(column.items) is Scalar and column.items.type is str:
        cells: list[Any] = array.tolist()
        if _JSON_TEXT.issuperset(map(type, cells)):
            return cells
    return column.encode(pd.Series(array))


def _plain_cells(column: NumpyColumn, array: Any) -> list[Any]:
    dtype = array.dtype
    if dtype.char == "d" or dtype.kind in "iub":  # what is not finite is written as null
        return np.asarray(array).tolist()  # type: ignore[no-any-return]
    values = np.asarray(array)
    if dtype.kind == "M" and len(values) > _FEW:
        try:
            return moment_texts(values)
        except Unsure:
            pass
    return column.items.encode(values)


def _text_cells(array: Any) -> list[Any]:
    if array.dtype.storage == "pyarrow":
        return array.__arrow_array__().to_pylist()  # type: ignore[no-any-return]
    cells: list[Any] = array.tolist()
    if _JSON_TEXT.issuperset(map(type, cells)):
        return cells
    return [cell if isinstance(cell, str) else None for cell in cells]


def _records(codec: FrameCodec) -> Callable[[Any], bytes]:
    import msgspec

    keys = [f"f{at}" for at in range(len(codec.names))]
    row = msgspec.defstruct(
        "Row",
        [(key, Any) for key in keys],
        rename=dict(zip(keys, codec.names, strict=True)),
        gc=False,
    )
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
