"""Spark frames (classic and Connect), rows and types.

* A frame, or a ``StructType`` alone (no session needed), is an array of row objects. Fields that
  Spark flags nullable take null, and may be left out; unknown keys of a row are ignored.
* decimal is text, exact; date, timestamp (UTC with ``Z``), timestamp_ntz and time as in
  :mod:`schemagen.formats`; binary is base64; a day-time interval is a duration.
* A map is an object whose values are merged; its keys must be text or integers.
* The session is the sample's, else the active one, else a new one; none is started to describe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyspark.sql import Row
from pyspark.sql import types as T  # noqa: N812 - as Spark's own documentation writes it

from schemagen.adapters import Codec
from schemagen.adapters.pyspark.leaves import Struct
from schemagen.adapters.python import ADAPTER as PYTHON
from schemagen.errors import EncodeError, InputError, UnsupportedSample, each
from schemagen.schema import JSON, TYPE_EXTENSION, Schema

MAX_ROWS = 100_000
"""A result with more rows is refused: it would have to be collected into memory."""


@dataclass(frozen=True)
class SparkAdapter:
    """The adapter of Spark; *apply_sample_schema* makes frames of the sample's own types."""

    apply_sample_schema: bool = True

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of a frame, a StructType or a Row."""
        sample = samples[0]
        if all(isinstance(one, Row) for one in samples):
            return RowCodec(PYTHON.bind(*(row.asDict(recursive=True) for row in samples)), sample)
        if any(_struct(one) != _struct(sample) for one in samples[1:]):
            raise UnsupportedSample("the samples' types differ", "give one StructType for all")
        if isinstance(sample, T.StructType):
            return FrameCodec(self, Struct.of(sample), sample, None)
        schema = _struct(sample)
        if not isinstance(schema, T.StructType):
            raise UnsupportedSample(
                f"no JSON form is known for {type(sample).__name__}",
                "give a DataFrame or a StructType",
            )
        return FrameCodec(self, Struct.of(schema), schema, sample)


def _struct(sample: Any) -> Any:
    return sample if isinstance(sample, T.StructType) else getattr(sample, "schema", None)


@dataclass(frozen=True, eq=False)
class FrameCodec:
    """Frames of one struct type."""

    adapter: SparkAdapter
    rows: Struct
    struct: T.StructType
    sample: Any

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {"type": "array", "items": self.rows.schema, TYPE_EXTENSION: "pyspark.DataFrame"}

    def encode(self, value: Any) -> JSON:
        """Collect a frame into a list of objects; one of more than MAX_ROWS rows is refused."""
        if not hasattr(value, "limit") or not hasattr(value, "schema"):
            raise EncodeError(f"a Spark frame is declared, run() returned {type(value).__name__}")
        rows = value.limit(MAX_ROWS + 1).collect()
        if len(rows) > MAX_ROWS:
            raise EncodeError(f"a Spark frame of more than {MAX_ROWS} rows; limit() it in run()")
        codec = self.rows if value.schema == self.struct else Struct.of(value.schema)
        return [codec.write(row) for row in rows]

    def decode(self, data: JSON) -> Any:
        """Return the frame that *data* stands for."""
        if self.holds(data):
            return data
        if not isinstance(data, (list, tuple)):
            raise InputError.of("an array of rows", data)
        session = self._session()
        if not self.adapter.apply_sample_schema:
            return session.createDataFrame(each(enumerate(data), _plain_row))
        return session.createDataFrame(each(enumerate(data), self.rows.read), schema=self.struct)

    def _session(self) -> Any:
        if self.sample is not None:
            return self.sample.sparkSession
        from pyspark.sql import SparkSession

        return SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()

    def example(self, rows: int) -> JSON:
        """Return the sample's first rows; a StructType has none."""
        if self.sample is None:
            return []
        return [self.rows.write(row) for row in self.sample.limit(rows).collect()]

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a Spark frame."""
        return type(value).__module__.startswith("pyspark.") and hasattr(value, "schema")


def _plain_row(row: JSON) -> dict[str, JSON]:
    if isinstance(row, dict):
        return row
    raise InputError.of("an object", row)


@dataclass(frozen=True, eq=False)
class RowCodec:
    """A single Row: an object of its fields; rows inside it come back as dicts."""

    fields: Codec
    sample: Row

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return self.fields.schema

    def encode(self, value: Any) -> JSON:
        """Return a Row (or a dict) as an object."""
        return self.fields.encode(value.asDict(recursive=True) if isinstance(value, Row) else value)

    def decode(self, data: JSON) -> Any:
        """Return the Row that *data* stands for."""
        return Row(**self.fields.decode(data))

    def example(self, rows: int) -> JSON:
        """Return the sample as an object."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a Row."""
        return isinstance(value, Row)


ADAPTER = SparkAdapter()
