"""The items of numpy arrays, by dtype.

pandas columns of numpy dtypes use the same codecs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from schemagen.adapters import Codec
from schemagen.adapters.numpy.base import DType, ItemCodec
from schemagen.adapters.numpy.compound import ObjectItems, RecordItems
from schemagen.adapters.numpy.plain import (
    BoolItems,
    BytesItems,
    FloatItems,
    IntItems,
    StringItems,
    TextItems,
)
from schemagen.adapters.numpy.times import DateTimeItems, SpanItems
from schemagen.adapters.python import ADAPTER as PYTHON
from schemagen.errors import UnsupportedSample

_KINDS: dict[str, type[ItemCodec]] = {
    "b": BoolItems,
    "i": IntItems,
    "u": IntItems,
    "f": FloatItems,
    "U": TextItems,
    "T": StringItems,
    "S": BytesItems,
    "V": BytesItems,
    "M": DateTimeItems,
    "m": SpanItems,
}


def item_codec(dtype: DType, objects: Sequence[Any] = ()) -> ItemCodec:
    """Return the codec of *dtype*; *objects* are the items of an object array."""
    if dtype.names is not None:
        return RecordItems(dtype, {name: _field_codec(dtype[name], name) for name in dtype.names})
    if dtype.kind == "O":
        return ObjectItems(dtype, PYTHON.bind(*(item for item in objects if item is not None)))
    if dtype.kind not in _KINDS:
        raise UnsupportedSample(
            f"dtype {dtype} has no JSON form",
            "give the real and imaginary parts as floats, e.g. array.view('f8')",
        )
    if dtype.kind in "mM" and np.datetime_data(dtype)[0] == "generic":
        raise UnsupportedSample(
            f"dtype {dtype} has no unit", "give one, e.g. array.astype('m8[s]')"
        )
    return _KINDS[dtype.kind](dtype)


def _field_codec(dtype: DType, name: str) -> Codec:
    """Return the codec of one structured field: a scalar of its dtype, or a sub-array."""
    from schemagen.adapters.numpy import NumpyAdapter

    base, shape = dtype.subdtype or (dtype, ())
    sample = np.zeros(shape or (1,), dtype=base)
    try:
        codec: Any = NumpyAdapter().bind(sample if shape else sample[0])
        return replace(codec, whole=True) if shape else codec  # type: ignore[no-any-return]
    except UnsupportedSample as error:
        raise error.at(name) from None
