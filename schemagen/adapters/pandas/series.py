"""Series, indexes and scalars of pandas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemagen.adapters import Codec
from schemagen.adapters.pandas.columns import Column, as_index
from schemagen.adapters.pandas.dtypes import column_codec
from schemagen.errors import InputError, UnsupportedSample
from schemagen.schema import JSON, TYPE_EXTENSION, Schema


@dataclass(frozen=True, eq=False)
class SeriesCodec:
    """A Series or an Index: the array of its cells."""

    sample: Any
    column: Column

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        kind = "Index" if isinstance(self.sample, pd.Index) else "Series"
        return {"type": "array", "items": self.column.schema, TYPE_EXTENSION: f"pandas.{kind}"}

    def encode(self, value: Any) -> JSON:
        """Return the cells."""
        series = pd.Series(value).reset_index(drop=True)
        if series.dtype == self.sample.dtype:
            return self.column.encode(series)
        return column_codec(series).encode(series)

    def decode(self, data: JSON) -> Any:
        """Return the Series that *data* stands for."""
        if self.holds(data):
            return data
        if not isinstance(data, (list, tuple)):
            raise InputError.of("an array of items", data)
        array = self.column.decode(data)
        if isinstance(self.sample, pd.Index):
            return as_index(array, self.sample)
        return pd.Series(array, name=self.sample.name)

    def example(self, rows: int) -> JSON:
        """Return the first *rows* cells."""
        return self.encode(self.sample[:rows])

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a Series (any: it is taken as it is)."""
        return isinstance(value, (pd.Series, pd.Index))


@dataclass(frozen=True, eq=False)
class CellCodec:
    """A Timestamp, Timedelta or Period on its own."""

    sample: Any
    column: Column

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        schema = self.column.schema
        return {**schema, "type": "string"}

    def encode(self, value: Any) -> JSON:
        """Return the value as text."""
        series = pd.Series([value])
        return column_codec(series).encode(series)[0]

    def decode(self, data: JSON) -> Any:
        """Return the value that *data* stands for."""
        if data is None:
            raise InputError.of(f"a {type(self.sample).__name__} as text", data)
        return pd.Series(self.column.decode([data], lambda _: ())).iloc[0]

    def example(self, rows: int) -> JSON:
        """Return the sample as text."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is of the sample's class."""
        return isinstance(value, type(self.sample))


@dataclass(frozen=True)
class NullCodec:
    """pd.NA and pd.NaT: null."""

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {"type": "null"}

    def encode(self, value: Any) -> JSON:
        """Return None."""
        return None

    def decode(self, data: JSON) -> Any:
        """Return None."""
        return None

    def example(self, rows: int) -> JSON:
        """Return None."""
        return None

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is missing."""
        return value is None or value is pd.NA or value is pd.NaT


def scalar_codec(samples: Sequence[Any]) -> Codec:
    """Return the codec of Timestamps, Timedeltas, Periods or missing values on their own."""
    if any(not isinstance(sample, (pd.Timestamp, pd.Timedelta, pd.Period)) for sample in samples):
        if all(sample is pd.NA or sample is pd.NaT for sample in samples):
            return NullCodec()
        name = type(samples[0]).__name__
        raise UnsupportedSample(
            f"no JSON form is known for pandas {name}", "give a frame, or numbers or text in a list"
        )
    return CellCodec(samples[0], column_codec(pd.Series(list(samples))))
