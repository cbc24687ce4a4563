"""Fast readers of frames and series, by orient."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from types import GenericAlias
from typing import Any

import pandas as pd

from schemagen.adapters.fast import Fast, Unsure, struct
from schemagen.adapters.numpy.fast import Cells
from schemagen.adapters.pandas.blocks import Blocks
from schemagen.adapters.pandas.cells import cells
from schemagen.adapters.pandas.columns import as_index
from schemagen.adapters.pandas.frame import FrameCodec
from schemagen.adapters.pandas.series import SeriesCodec
from schemagen.adapters.pandas.shapes import Table
from schemagen.adapters.pandas.write import frame_writer

_MANY_ROWS = 1000
"""From here on a pass for each column is faster than unpacking all rows at once."""


def _frame_reader(codec: FrameCodec, wide: bool) -> Fast | None:
    make = _ORIENTS.get(codec.orient_name)
    found = [cells(column, wide) for column in codec.columns]
    columns = [column for column in found if column is not None]
    if make is None or not _is_plain(codec) or not columns or len(columns) < len(found):
        return None
    dtypes = [series.dtype for series in codec.seen.series]
    labels = codec.seen.labels[list(range(len(columns)))]
    return make(codec, columns, Blocks(columns, dtypes, labels), wide)


def _is_plain(codec: FrameCodec) -> bool:
    """Tell whether all rows have all columns, and the columns say all that is asked of a cell."""
    closed = codec.typed and codec.fixed and not codec.relabel
    return closed and not codec.seen.optional and not codec.options.judged


def _row(names: Sequence[str], columns: Sequence[Cells]) -> tuple[Any, list[str]]:
    """Return the type of a row that is an object, and the names of its attributes."""
    return struct({name: column.type for name, column in zip(names, columns, strict=True)})


def _row_list(columns: Sequence[Cells]) -> Any:
    """Return the type of a row that is an array."""
    return GenericAlias(tuple, tuple(column.type for column in columns))


def _columns_of(
    getters: Sequence[Callable[[Any], Any]], unpack: Callable[[Any], Any], rows: Sequence[Any]
) -> Callable[[int], Iterable[Any]]:
    """Return what gives the values of a column of *rows*."""
    if not rows:
        return lambda _: ()
    if len(rows) < _MANY_ROWS:
        return list(zip(*map(unpack, rows), strict=True)).__getitem__
    return lambda at: map(getters[at], rows)


def _of_objects(keys: Sequence[str]) -> Callable[[Sequence[Any]], Callable[[int], Iterable[Any]]]:
    import msgspec

    return partial(_columns_of, [attrgetter(key) for key in keys], msgspec.structs.astuple)


def _of_lists(size: int) -> Callable[[Sequence[Any]], Callable[[int], Iterable[Any]]]:
    return partial(_columns_of, [itemgetter(at) for at in range(size)], iter)


def _records(codec: FrameCodec, columns: list[Cells], blocks: Blocks, _: bool) -> Fast:
    row, keys = _row(codec.names, columns)
    given = _of_objects(keys)
    return Fast(GenericAlias(list, row), lambda rows: blocks.frame(given(rows), len(rows)))


def _by_label(codec: FrameCodec, columns: list[Cells], blocks: Blocks, _: bool) -> Fast:
    row, keys = _row(codec.names, columns)
    given, index = _of_objects(keys), _keys_reader(codec)

    def build(data: dict[str, Any]) -> Any:
        rows = list(data.values())
        return blocks.frame(given(rows), len(rows), index(list(data)))

    return Fast(GenericAlias(dict, (str, row)), build)


def _values(_: FrameCodec, columns: list[Cells], blocks: Blocks, __: bool) -> Fast:
    given = _of_lists(len(columns))
    return Fast(
        GenericAlias(list, _row_list(columns)),
        lambda rows: blocks.frame(given(rows), len(rows)),
    )


def _split(codec: FrameCodec, columns: list[Cells], blocks: Blocks, wide: bool) -> Fast | None:
    import msgspec

    if len(codec.levels) != 1 or (level := cells(codec.levels[0], wide)) is None:
        return None
    row = _row_list(columns)
    whole = msgspec.defstruct(
        "Split",
        [
            ("columns", list[str]),
            ("data", GenericAlias(list, row)),
            ("index", _or_unset(GenericAlias(list, level.type)), msgspec.UNSET),
        ],
        forbid_unknown_fields=True,
        gc=False,
    )
    given = _of_lists(len(columns))

    def build(data: Any) -> Any:
        if data.columns != codec.names:
            raise Unsure
        rows = data.data
        index = None
        if data.index is not msgspec.UNSET:
            if len(data.index) != len(rows):
                raise Unsure
            index = _labels(codec.seen.index, level, data.index)
        return blocks.frame(given(rows), len(rows), index)

    return Fast(whole, build)


def _or_unset(kind: Any) -> Any:
    import msgspec

    return kind | msgspec.UnsetType


def _labels(sample: pd.Index, level: Cells, labels: list[Any]) -> pd.Index:
    """Return the index of typed *labels*."""
    size = len(labels)
    if isinstance(sample, pd.RangeIndex) and labels == list(range(size)):
        return pd.RangeIndex(size, name=sample.name)
    return as_index(level.fill(labels, size), sample)


def _by_column(codec: FrameCodec, columns: list[Cells], blocks: Blocks, _: bool) -> Fast:
    fields = zip(codec.names, columns, strict=True)
    whole, keys = struct({name: GenericAlias(dict, (str, column.type)) for name, column in fields})
    first = attrgetter(keys[0])
    getters, index = [attrgetter(key) for key in keys], _keys_reader(codec)

    def build(data: Any) -> Any:
        labels = list(first(data))
        if any(list(get(data)) != labels for get in getters):
            raise Unsure
        return blocks.frame(lambda at: getters[at](data).values(), len(labels), index(labels))

    return Fast(whole, build)


def _is_objects(array: Any) -> bool:
    """Tell an array of Python objects, which pandas would take for text."""
    return getattr(array.dtype, "kind", "") == "O" and hasattr(array, "ctypes")


def _keys_reader(codec: FrameCodec) -> Callable[[list[str]], pd.Index]:
    """Return what makes the index of labels that came as an object's keys."""
    sample, keys = codec.seen.index, codec.layout.keys
    level = cells(codec.levels[0], wide=False) if len(codec.levels) == 1 else None
    text = level if level and level.type in (str, str | None) else None
    fits = re.compile(keys["pattern"]).fullmatch if keys.keys() == {"pattern"} else None

    def index(labels: list[str]) -> pd.Index:
        if isinstance(sample, pd.RangeIndex) and labels == list(map(str, range(len(labels)))):
            return pd.RangeIndex(len(labels), name=sample.name)
        if text is not None:
            return as_index(text.fill(labels, len(labels)), sample)
        if keys and not (fits and all(map(fits, labels))):
            raise Unsure
        return codec._index(Table((), labels))

    return index


_ORIENTS: dict[str, Callable[..., Fast | None]] = {
    "records": _records,
    "values": _values,
    "split": _split,
    "columns": _by_column,
    "index": _by_label,
}


def _series_reader(codec: SeriesCodec, wide: bool) -> Fast | None:
    column = cells(codec.column, wide)
    if column is None:
        return None

    def build(data: list[Any]) -> Any:
        array = column.fill(data, len(data))
        if isinstance(codec.sample, pd.Index):
            return as_index(array, codec.sample)
        return pd.Series(
            array, name=codec.sample.name, dtype=object if _is_objects(array) else None
        )

    return Fast(GenericAlias(list, column.type), build)


READERS = {FrameCodec: _frame_reader, SeriesCodec: _series_reader}
WRITERS = {FrameCodec: frame_writer}
