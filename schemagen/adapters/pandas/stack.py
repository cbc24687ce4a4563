"""Several sample frames as one: their columns, each with the cells of all that have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from schemagen.adapters.pandas.columns import missing
from schemagen.errors import UnsupportedSample
from schemagen.schema import key_order


@dataclass(frozen=True, eq=False)
class Stack:
    """Sample frames, one under the other; *optional* columns are not in all of them."""

    first: pd.DataFrame
    names: list[str]
    labels: pd.Index
    series: list[pd.Series]
    optional: frozenset[str]
    index: pd.Index

    @classmethod
    def of(cls, frames: Sequence[pd.DataFrame]) -> Stack:
        """Return *frames* as one; a column's cells come from those that have it."""
        first = frames[0]
        named = [column_names(frame.columns) for frame in frames]
        if all(names == named[0] for names in named):
            series = [_joined([f.iloc[:, at] for f in frames]) for at in range(len(named[0]))]
            labels, order = first.columns, named[0]
        else:
            order = key_order(named)
            pairs = list(zip(frames, named, strict=True))
            series = [
                _joined([f.iloc[:, names.index(name)] for f, names in pairs if name in names])
                for name in order
            ]
            labels = pd.Index([column.name for column in series], tupleize_cols=False)
        optional = frozenset(name for name in order if any(name not in names for names in named))
        index = first.index if len(frames) == 1 else pd.concat(list(frames)).index
        return cls(first, order, labels, series, optional, index)

    def check(self, orient: str, levels: list[str]) -> None:
        """Refuse what the orient would lose."""
        if len(set(self.names)) < len(self.names) and orient not in ("split", "tight", "values"):
            raise UnsupportedSample(
                f"two columns share a name: {self.names}", "rename one, or use orient='split'"
            )
        if self.optional and orient not in ("records", "index", "table"):
            raise UnsupportedSample(
                f"orient={orient!r} needs samples of the same columns; not all have "
                f"{sorted(self.optional)}",
                "give frames of the same columns, or use orient='records'",
            )
        if orient in ("index", "columns") and not self.first.index.is_unique:
            raise UnsupportedSample(
                f"orient={orient!r} needs index labels that differ", "use orient='split'"
            )
        taken = set(levels) & set(self.names)
        if orient == "table" and taken:
            raise UnsupportedSample(
                f"index and column share a name: {sorted(taken)}",
                "rename one, or use orient='split'",
            )


def column_names(labels: pd.Index) -> list[str]:
    """Return the names of columns in JSON: a missing label is ``None``, as pandas 2 has it."""
    texts = labels.dtype.kind == "O"
    return ["None" if texts and missing(label) else str(label) for label in labels]


def _joined(columns: list[pd.Series]) -> pd.Series:
    return columns[0] if len(columns) == 1 else pd.concat(columns, ignore_index=True)
