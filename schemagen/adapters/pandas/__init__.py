"""pandas frames, series and scalars.

* A frame is what ``to_json(orient=...)`` makes of it, exactly: every digit, RFC 3339 in UTC.
* records (the default): array of objects, all columns required, no other allowed. Columns are
  matched by name and come back in the sample's order with the sample's own labels.
* float, datetime, timedelta, object, text, category and nullable columns take null; int and bool
  do not. Categories are an ``enum``.
* The index comes back where the orient carries it (split, tight, index, columns, table).
* A Series is an array of its cells. Intervals and complex numbers have no JSON form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.options import NO_OPTIONS, Options
from schemagen.adapters.pandas.dtypes import column_codec
from schemagen.adapters.pandas.frame import FrameCodec, level_names
from schemagen.adapters.pandas.orients import ORIENTS
from schemagen.adapters.pandas.series import SeriesCodec, scalar_codec
from schemagen.adapters.pandas.stack import Stack
from schemagen.adapters.python.union import UnionCodec


@dataclass(frozen=True)
class PandasAdapter:
    """The adapter of pandas; the options are those of PandasParameterType."""

    orient: str = "records"
    enforce_column_type: bool = True
    enforce_shape: bool = True
    options: Options = NO_OPTIONS
    apply_column_names: bool = False

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of *samples*, put one under the other; of unlike kinds, their union."""
        groups: dict[Any, list[Any]] = {}
        for sample in samples:
            groups.setdefault(_kind(sample), []).append(sample)
        codecs = [_MAKERS.get(kind, _scalar)(self, group) for kind, group in groups.items()]
        return codecs[0] if len(codecs) == 1 else UnionCodec(tuple(codecs), nullable=False)


def _kind(sample: Any) -> Any:
    kinds = (pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta, pd.Period)
    return next((kind for kind in kinds if isinstance(sample, kind)), None)


def _frame(adapter: PandasAdapter, samples: Sequence[Any]) -> Codec:
    stack = Stack.of([_roomy(sample, adapter.options) for sample in samples])
    stack.check(adapter.orient, level_names(stack.index))
    codec = FrameCodec(
        adapter.orient,
        ORIENTS[adapter.orient],
        adapter.enforce_column_type,
        adapter.enforce_shape,
        stack,
        adapter.options,
        adapter.apply_column_names,
    )
    codec.columns  # noqa: B018 - a column without a JSON form fails here
    return codec


_ROOMY = {"i": "Int", "u": "UInt", "b": "boolean"}


def _roomy(frame: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return *frame* with the nullable dtypes for integers and booleans that are to take null."""
    wanted = {}
    for label, dtype in frame.dtypes.items():
        kind = _ROOMY.get(getattr(dtype, "kind", "")) if isinstance(dtype, np.dtype) else None
        if kind and options.takes_null(str(label)):
            wanted[label] = kind if kind == "boolean" else f"{kind}{dtype.itemsize * 8}"
    return frame.astype(wanted) if wanted else frame


def _series(adapter: PandasAdapter, samples: Sequence[Any]) -> Codec:
    sample = samples[0]
    merged = sample if len(samples) == 1 else pd.concat([pd.Series(s) for s in samples])
    return SeriesCodec(sample, column_codec(pd.Series(merged).reset_index(drop=True)))


def _scalar(adapter: PandasAdapter, samples: Sequence[Any]) -> Codec:
    return scalar_codec(samples)


_MAKERS: dict[Any, Callable[[PandasAdapter, Sequence[Any]], Codec]] = {
    pd.DataFrame: _frame,
    pd.Series: _series,
    pd.Index: _series,
}
ADAPTER = PandasAdapter()
