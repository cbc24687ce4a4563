"""What the codec of one standard Python type is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from schemagen.adapters import Codec
from schemagen.adapters.python.readers import read_aware, read_aware_time
from schemagen.adapters.python.union import encode_any
from schemagen.errors import InputError
from schemagen.schema import JSON, Schema


@dataclass(frozen=True)
class Scalar:
    """The codec of one standard type: a fixed schema and two functions.

    *read* raises ValueError or OverflowError for text that its format cannot hold.
    """

    type: type
    form: tuple[tuple[str, Any], ...]
    expected: str
    write: Callable[[Any], JSON]
    read: Callable[[Any], Any]
    sample: Any = None

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return dict(self.form)

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all of this type."""
        return replace(self, sample=values[0])

    def encode(self, value: Any) -> JSON:
        """Return *value* as JSON; one of another type in its own form, never bent to this one."""
        kin = isinstance(value, self.type) and not isinstance(value, _STRANGERS.get(self.type, ()))
        return self.write(value) if kin else encode_any(value)

    def decode(self, data: JSON) -> Any:
        """Return the value that *data* stands for."""
        try:
            return self.read(data)
        except (ValueError, OverflowError, TypeError) as error:
            reason = "" if isinstance(error, TypeError) else str(error)
            raise InputError.of(self.expected, data, reason, _opening(self.type, data)) from None

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is of this type (a bool is no int, a datetime no date)."""
        return type(value) is self.type


_STRANGERS: dict[type, type] = {int: bool, date: datetime, str: Enum}
"""Subclasses that are something else."""


def _opening(expected: type, data: JSON) -> str:
    """Return the line that users of the old library look for."""
    return f"Invalid input data type to parse. Expected: {expected} but got {type(data)}"


@dataclass(frozen=True)
class IntCodec(Scalar):
    """Integers: ``format: int64`` while every sample fits; never a bound."""

    wide: bool = False

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {"type": "integer"} if self.wide else {"type": "integer", "format": "int64"}

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all ints."""
        wide = not -(2**63) <= min(values) <= max(values) < 2**63
        return replace(self, sample=values[0], wide=wide)


@dataclass(frozen=True)
class FloatCodec(Scalar):
    """Floats: NaN and the infinities are null, so a sample that holds one takes null."""

    nullable: bool = False

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        kind: Any = ["number", "null"] if self.nullable else "number"
        return {"type": kind, "format": "double"}

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all floats."""
        return replace(self, sample=values[0], nullable=not all(map(math.isfinite, values)))

    def decode(self, data: JSON) -> Any:
        """Return *data* as a float; null is NaN where the schema takes null."""
        return math.nan if data is None and self.nullable else super().decode(data)


@dataclass(frozen=True)
class DateTimeCodec(Scalar):
    """Datetimes: naive samples give naive UTC, aware samples keep the offset."""

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all datetimes."""
        aware = any(value.tzinfo for value in values)
        return replace(self, sample=values[0], read=read_aware if aware else self.read)


@dataclass(frozen=True)
class TimeCodec(Scalar):
    """Times of day: naive samples give naive UTC, aware samples keep the offset."""

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all times."""
        aware = any(value.tzinfo for value in values)
        return replace(self, sample=values[0], read=read_aware_time if aware else self.read)
