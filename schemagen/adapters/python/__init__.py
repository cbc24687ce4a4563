"""Standard Python values.

* int, bool, str, float are themselves; ``NaN`` and the infinities are written as null.
* bytes are base64; dates, times and durations text as in :mod:`schemagen.formats`; Decimal,
  UUID and paths are text; an Enum is its values.
* list, tuple, set, frozenset, deque and range are arrays whose items are merged; they come back
  as the sample's own class.
* dict, dataclass, namedtuple and pydantic model are objects. Dicts are open: keys that the
  sample lacks are handed on as they came.
* Arrays, frames and ParameterTypes may stand anywhere inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemagen.adapters import Codec
from schemagen.adapters.python.containers import ARRAYS, ArrayCodec, ObjectCodec
from schemagen.adapters.python.fields import fields_of
from schemagen.adapters.python.scalars import scalar_codec
from schemagen.adapters.python.union import Grouping, bind_all
from schemagen.errors import UnsupportedSample

_WAYS_OUT = (
    "give a number, text, list, dict, dataclass, numpy array or DataFrame that stands for it, "
    "or Sample(value, adapter=...) with an adapter of your own"
)


@dataclass(frozen=True)
class PythonAdapter:
    """The adapter of what Python itself brings."""

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of all *samples* together."""
        return bind_all(samples, _GROUPING)


def _kind(cls: type) -> object:
    """Return what classes share whose values are merged into one codec."""
    if fields_of(cls) or not issubclass(cls, (dict, *ARRAYS)):
        return cls
    return dict if issubclass(cls, dict) else list


def _codec(kind: Any, values: Sequence[Any]) -> Codec:
    if fields := fields_of(kind):
        return ObjectCodec.of_records(fields, values, ADAPTER)
    if kind is dict:
        return ObjectCodec.of_dicts(values, ADAPTER)
    if kind is list:
        return ArrayCodec.of(values, ADAPTER)
    scalar = scalar_codec(kind)
    if scalar is None:
        unknown = f"no JSON form is known for {_name(kind)}"
        raise UnsupportedSample(unknown, _WAYS_OUT, value=values[0])
    return scalar.seen(values)


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


_GROUPING = Grouping(_kind, _codec)
ADAPTER = PythonAdapter()
