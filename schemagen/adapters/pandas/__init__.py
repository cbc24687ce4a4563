"""pandas frames, series and scalars.

* A frame is what ``to_json(orient=...)`` makes of it, exactly: every digit, RFC 3339 in UTC.
* records (the default): array of objects, all columns required, no other allowed. Columns are
  matched by name and come back in the sample's order with the sample's own labels.
* float, datetime, timedelta, object, text, category and nullable columns take null; int and bool
  do not. Categories are an ``enum``.
* The index comes back where the orient carries it (split, index, columns, table).
* A Series is an array of its cells. Intervals and complex numbers have no JSON form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.pandas.dtypes import column_codec
from schemagen.adapters.pandas.frame import FrameCodec, level_names
from schemagen.adapters.pandas.orients import ORIENTS
from schemagen.adapters.pandas.series import SeriesCodec, scalar_codec
from schemagen.errors import UnsupportedSample


@dataclass(frozen=True)
class PandasAdapter:
    """The adapter of pandas; the options are those of PandasParameterType."""

    orient: str = "records"
    enforce_column_type: bool = True
    enforce_shape: bool = True

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of *samples*, put one under the other."""
        first = samples[0]
        if isinstance(first, pd.DataFrame):
            return self._frame(samples)
        if isinstance(first, (pd.Series, pd.Index)):
            return _series(samples)
        return scalar_codec(samples)

    def _frame(self, samples: Sequence[Any]) -> Codec:
        sample = samples[0] if len(samples) == 1 else pd.concat(samples)
        names = [str(label) for label in sample.columns]
        self._check(sample, names)
        codec = FrameCodec(
            self.orient,
            ORIENTS[self.orient],
            self.enforce_column_type,
            self.enforce_shape,
            sample,
            names,
        )
        codec.columns  # noqa: B018 - a column without a JSON form fails here
        return codec

    def _check(self, sample: pd.DataFrame, names: list[str]) -> None:
        """Refuse what the orient would lose."""
        if len(set(names)) < len(names) and self.orient not in ("split", "values"):
            raise UnsupportedSample(
                f"two columns share a name: {names}", "rename one, or use orient='split'"
            )
        if self.orient in ("index", "columns") and not sample.index.is_unique:
            raise UnsupportedSample(
                f"orient={self.orient!r} needs index labels that differ", "use orient='split'"
            )
        taken = set(level_names(sample.index)) & set(names)
        if self.orient == "table" and taken:
            raise UnsupportedSample(
                f"index and column share a name: {sorted(taken)}",
                "rename one, or use orient='split'",
            )


def _series(samples: Sequence[Any]) -> Codec:
    sample = samples[0]
    merged = sample if len(samples) == 1 else pd.concat([pd.Series(s) for s in samples])
    return SeriesCodec(sample, column_codec(pd.Series(merged).reset_index(drop=True)))


ADAPTER = PandasAdapter()
