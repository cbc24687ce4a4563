"""What every codec of numpy items is: schema, list of JSON to array, array to list of JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from schemagen.errors import InputError, each
from schemagen.schema import JSON, Schema, with_null

Array = Any
"""A numpy array: the library's own type hints differ too much between its versions."""
DType = Any
Place = Callable[[int], tuple[str | int, ...]]
"""Tells where the n-th item stood in the data."""


@dataclass(frozen=True, eq=False)
class ItemCodec:
    """The items of one dtype."""

    dtype: DType

    @property
    def nullable(self) -> bool:
        """Whether the dtype itself can hold null."""
        return False

    @property
    def blank(self) -> Any:
        """What stands under a masked item."""
        return 0

    @property
    def schema(self) -> Schema:
        """The schema of an item that is there, a new dict each time."""
        raise NotImplementedError

    def schema_of(self, *, nullable: bool) -> Schema:
        """Return the schema of an item, with null or without."""
        return with_null(self.schema) if nullable else self.schema

    def read(self, item: JSON) -> Any:
        """Return what numpy takes for *item*; InputError otherwise."""
        raise NotImplementedError

    def encode(self, flat: Array) -> list[JSON]:
        """Return a 1-d array as a list of JSON."""
        raise NotImplementedError

    def decode(
        self, items: Sequence[JSON], *, masked: bool = False, place: Place | None = None
    ) -> Array:
        """Return *items* as a 1-d array; *place* tells where the n-th item stood."""
        try:
            return self.build(each(enumerate(items), self._read_masked if masked else self.read))
        except InputError as error:
            raise error if place is None else placed(error, place) from None

    def _read_masked(self, item: JSON) -> Any:
        return self.blank if item is None else self.read(item)

    def build(self, values: list[Any]) -> Array:
        """Return what *read* gave as a 1-d array."""
        return np.array(values, dtype=self.dtype)


def placed(error: InputError, place: Place) -> InputError:
    """Return *error*, whose paths begin with the item's number, with the item's place instead."""
    return InputError(
        [replace(p, path=(*place(int(p.path[0])), *p.path[1:])) for p in error.problems],
        error.opening,
    )
