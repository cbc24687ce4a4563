"""Enums: the JSON forms of their members' values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, Flag
from typing import Any

from schemagen.adapters import Codec
from schemagen.adapters.python.readers import read_int
from schemagen.adapters.python.single import Scalar
from schemagen.adapters.python.union import encode_any
from schemagen.errors import InputError, shown
from schemagen.schema import JSON, Schema


@dataclass(frozen=True)
class EnumCodec:
    """An Enum: the JSON forms of its members' values."""

    type: type[Enum]
    values: Codec
    sample: Any = None

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {**self.values.schema, "enum": [self.encode(member) for member in self.type]}

    def seen(self, values: Sequence[Any]) -> Codec:
        """Return the codec of *values*, all members."""
        return replace(self, sample=values[0])

    def encode(self, value: Any) -> JSON:
        """Return the member's value as JSON."""
        return self.values.encode(value.value) if self.holds(value) else encode_any(value)

    def decode(self, data: JSON) -> Any:
        """Return the member whose value *data* is."""
        for member in self.type:
            form = self.encode(member)
            if form == data and isinstance(form, bool) is isinstance(data, bool):
                return member
        raise InputError.of(f"one of {shown([self.encode(m) for m in self.type])}", data)

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a member."""
        return isinstance(value, self.type)


def enum_codec(cls: type[Enum]) -> Scalar | EnumCodec:
    """Return the codec of an Enum; of a Flag, whose members add up, that of its number."""
    from schemagen.adapters.python import ADAPTER

    if issubclass(cls, Flag):
        form = (("type", "integer"), ("format", "int64"))
        return Scalar(
            cls, form, "flags", lambda value: value.value, lambda data: cls(read_int(data))
        )
    return EnumCodec(cls, ADAPTER.bind(*(member.value for member in cls)))
