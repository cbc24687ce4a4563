"""Adapters that users write: ``schema``, ``encode`` and ``decode`` of one value, no base class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemagen.adapters import Codec, Custom
from schemagen.errors import InputError, UnsupportedSample
from schemagen.schema import JSON, UNCHECKED, Schema


@dataclass(frozen=True, eq=False)
class CustomAdapter:
    """Gives a user's adapter the form of ours."""

    adapter: Custom

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of one sample."""
        if len(samples) > 1:
            name = type(self.adapter).__name__
            raise UnsupportedSample(f"{name} takes one sample, not {len(samples)}", "give one")
        return CustomCodec(self.adapter, samples[0])


@dataclass(frozen=True, eq=False)
class CustomCodec:
    """A user's adapter and its sample. Its schema is published, its own code judges."""

    adapter: Custom
    sample: Any

    @property
    def schema(self) -> Schema:
        """What the adapter says, marked as unchecked."""
        return {**self.adapter.schema(self.sample), UNCHECKED: True}

    def encode(self, value: Any) -> JSON:
        """Return what the adapter makes of *value*."""
        return self.adapter.encode(value)

    def decode(self, data: JSON) -> Any:
        """Return what the adapter makes of *data*; what it raises is the client's mistake."""
        try:
            return self.adapter.decode(data)
        except InputError:
            raise
        except (TypeError, ValueError, LookupError) as error:
            raise InputError.of(
                f"what {type(self.adapter).__name__} takes", data, str(error)
            ) from error

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON, whole: how to cut it is not known."""
        return self.encode(self.sample)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is of the sample's class and no JSON value."""
        plain = (bool, int, float, str, list, dict, type(None))
        return type(value) is type(self.sample) and not isinstance(value, plain)
