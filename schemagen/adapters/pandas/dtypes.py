"""The columns of frames, by dtype."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.numpy.items import item_codec
from schemagen.adapters.pandas.columns import (
    CategoryColumn,
    Column,
    ExtensionColumn,
    NumpyColumn,
    ObjectColumn,
    SparseColumn,
    ZonedColumn,
    extension_array,
    masked_array,
    missing,
)
from schemagen.adapters.python import ADAPTER as PYTHON
from schemagen.adapters.python.readers import read_text
from schemagen.adapters.python.scalars import scalar_codec
from schemagen.errors import InputError, UnsupportedSample
from schemagen.schema import JSON, TYPE_EXTENSION


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
    present = [cell for cell in cells if not missing(cell)]
    blank = next((cell for cell in cells if missing(cell)), None)
    return ObjectColumn(PYTHON.bind(*present), blank)


def _nullable(series: pd.Series) -> ExtensionColumn:
    dtype: Any = series.dtype
    items = item_codec(dtype.numpy_dtype)
    return ExtensionColumn(
        dtype,
        items.schema,
        _or_null(items.read),
        lambda cells: items.encode(_as_numpy(cells, dtype)),
        masked_array,
    )


def _as_numpy(cells: pd.Series, dtype: Any) -> Any:
    return cells.to_numpy(dtype=dtype.numpy_dtype)


def _text(series: pd.Series) -> Column:
    read = item_codec(np.dtype("U")).read
    return ExtensionColumn(
        series.dtype, {"type": "string"}, _or_null(read), lambda cells: cells.tolist()
    )


def _period(series: pd.Series) -> Column:
    dtype: Any = series.dtype

    def read(cell: JSON) -> Any:
        try:
            period = pd.Period(read_text(cell), freq=dtype.freq)
        except (TypeError, ValueError, OverflowError) as error:
            raise InputError.of(f"a {dtype} as text", cell, str(error)) from None
        if str(period) != cell:  # pandas takes "now", and drops the day of a month's period
            raise InputError.of(f"a {dtype} such as {period}", cell)
        return period

    return ExtensionColumn(
        dtype,
        {"type": "string", TYPE_EXTENSION: f"pandas.{dtype}"},
        _or_null(read),
        lambda cells: [str(cell) for cell in cells],
    )


def _interval(_: pd.Series) -> Column:
    raise UnsupportedSample(
        "intervals have no JSON form",
        "give two columns, left and right, or text: series.astype(str)",
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
        return replace(_nullable(series), make=extension_array)
    if kind == "U":
        return _text(series)
    if kind in "Mm" and _has_clock(dtype):
        return _arrow_time(series)
    codec = _arrow_values(series)
    return ExtensionColumn(
        dtype,
        codec.schema,
        _or_null(partial(_held, dtype, codec)),
        lambda cells: [codec.encode(cell) for cell in cells.tolist()],
    )


def _held(dtype: Any, codec: Codec, cell: JSON) -> Any:
    """Return the value of *cell*; InputError where the Arrow type has no room for it."""
    import pyarrow as pa

    value = codec.decode(cell)
    try:
        pa.scalar(value, dtype.pyarrow_dtype)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        raise InputError.of(f"a value that {dtype} can hold", cell) from None
    return value


def _has_clock(dtype: Any) -> bool:
    """Tell a timestamp or duration from a date or a time of day."""
    return str(dtype.pyarrow_dtype).startswith(("timestamp", "duration"))


def _arrow_values(series: pd.Series) -> Codec:
    """Return the codec of the cells: by their Python class where that says it all."""
    kind: Any = series.dtype.type  # type: ignore[union-attr]
    known = scalar_codec(kind) if isinstance(kind, type) else None
    present = [cell for cell in series.tolist() if not missing(cell)]
    return PYTHON.bind(*present) if known is None else known


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
