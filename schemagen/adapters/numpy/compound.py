"""The items of object arrays and of structured dtypes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from schemagen.adapters import Codec
from schemagen.adapters.numpy.base import Array, DType, ItemCodec
from schemagen.errors import InputError, each
from schemagen.schema import JSON, Schema


def object_array(values: Sequence[Any]) -> Array:
    """Return *values* as a 1-d array of objects, none of them taken for a row."""
    array: Array = np.empty(len(values), dtype=object)
    for index, value in enumerate(values):
        array[index] = value
    return array


@dataclass(frozen=True, eq=False)
class ObjectItems(ItemCodec):
    """object: what the items are as Python values; None is null."""

    items: Codec
    nullable = True
    blank = None

    @property
    def schema(self) -> Schema:
        """The schema."""
        return self.items.schema

    def read(self, item: JSON) -> Any:
        """Take what the sample's items are."""
        return None if item is None else self.items.decode(item)

    def build(self, values: list[Any]) -> Array:
        """Make an array of objects."""
        return object_array(values)

    def encode(self, flat: Array) -> list[JSON]:
        """Write each item."""
        return [None if item is None else self.items.encode(item) for item in flat]


@dataclass(frozen=True, eq=False)
class RecordItems(ItemCodec):
    """Structured dtypes: objects, all fields required, unknown ones ignored."""

    fields: dict[str, Any]

    @property
    def schema(self) -> Schema:
        """The schema."""
        properties = {name: codec.schema for name, codec in self.fields.items()}
        required = {"required": list(properties)} if properties else {}
        return {"type": "object", **required, "properties": properties}

    def read(self, item: JSON) -> Any:
        """Take an object, or a list of the fields in order."""
        if isinstance(item, (list, tuple)) and len(item) == len(self.fields):
            item = dict(zip(self.fields, item, strict=True))
        if not isinstance(item, dict):
            raise InputError.of("an object", item)
        missing = [name for name in self.fields if name not in item]
        if missing:
            raise InputError.of(f"an object with {missing[0]!r}", item)
        columns = [(name, (codec, item[name])) for name, codec in self.fields.items()]
        return tuple(each(columns, lambda pair: pair[0].decode(pair[1])))

    def build(self, values: list[Any]) -> Array:
        """Fill the fields one by one."""
        array = np.zeros(len(values), dtype=self._wide(values))
        for position, name in enumerate(self.fields):
            for row, value in enumerate(values):
                array[name][row] = value[position]
        return array

    def _wide(self, values: list[Any]) -> DType:
        """Return the dtype with its text fields wide enough for *values*."""
        names = self.dtype.names or ()
        fields = [
            _wide_field(self.dtype[name], [value[position].dtype for value in values])
            for position, name in enumerate(names)
        ]
        if all(field == self.dtype[name] for field, name in zip(fields, names, strict=True)):
            return self.dtype
        return np.dtype(list(zip(names, fields, strict=True)))

    def encode(self, flat: Array) -> list[JSON]:
        """Write objects."""
        if not self.fields:
            return [{} for _ in flat]
        columns = [
            [codec.encode(cell) for cell in flat[name]] for name, codec in self.fields.items()
        ]
        return [dict(zip(self.fields, row, strict=True)) for row in zip(*columns, strict=True)]


def _wide_field(field: DType, given: list[DType]) -> DType:
    """Return *field* as it is, or a wider one where text of a *given* dtype would be cut."""
    base, shape = field.subdtype or (field, ())
    if base.kind not in "USV":
        return field
    wide = reduce(np.promote_types, set(given), base)
    return field if wide.itemsize == base.itemsize else np.dtype((wide, shape))
