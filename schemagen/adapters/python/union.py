"""Several values merged into one codec, and the codec of values of unlike kinds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemagen.adapters import Adapter, Codec, resolve
from schemagen.errors import EncodeError, InputError, UnsupportedSample
from schemagen.schema import JSON, Schema, alternatives, merge, with_null


@dataclass(frozen=True)
class Grouping:
    """How standard Python values are grouped: *kind* of a class, *codec* of a kind's values."""

    kind: Callable[[type], Any]
    codec: Callable[[Any, Sequence[Any]], Codec]


def bind_all(samples: Sequence[Any], grouping: Grouping) -> Codec:
    """Return the codec of all *samples*: one, or a union of one for each kind."""
    groups: dict[Any, tuple[Adapter | None, list[Any]]] = {}
    for cls, values in _by_class(samples).items():
        for adapter, resolved in _resolved(cls, values):
            own = None if _is_python(adapter) else adapter
            for kind, members in _kinds(own, cls, resolved, grouping):
                groups.setdefault(kind, (own, []))[1].extend(members)
    codecs = tuple(
        adapter.bind(*values) if adapter else grouping.codec(kind, values)
        for kind, (adapter, values) in groups.items()
    )
    nullable = any(sample is None for sample in samples)
    if len(codecs) == 1 and not nullable:
        return codecs[0]
    return UnionCodec(codecs, nullable, bool(samples) and samples[0] is None)


def _by_class(samples: Sequence[Any]) -> dict[type, list[Any]]:
    classes: dict[type, list[Any]] = {}
    for sample in samples:
        if sample is not None:
            classes.setdefault(type(sample), []).append(sample)
    return classes


def _resolved(cls: type, values: list[Any]) -> Iterator[tuple[Adapter, Sequence[Any]]]:
    """Yield adapters and their samples; only values that bring their own are asked one by one."""
    if hasattr(cls, "__schemagen_sample__"):
        yield from map(resolve, values)
    else:
        yield resolve(values[0])[0], values


def _kinds(
    own: Adapter | None, cls: type, values: Sequence[Any], grouping: Grouping
) -> Iterator[tuple[Any, Sequence[Any]]]:
    if own:
        yield own, values
    elif values and type(values[0]) is cls:
        yield grouping.kind(cls), values
    else:  # what a Sample or ParameterType held
        yield from ((grouping.kind(type(value)), [value]) for value in values if value is not None)


def _is_python(adapter: Adapter) -> bool:
    return type(adapter).__module__ == "schemagen.adapters.python"


@dataclass(frozen=True)
class UnionCodec:
    """Values of unlike kinds, or null. JSON's own type decides who decodes.

    Kinds that share a JSON type (text and dates, say) come back as the plain JSON value, since
    nothing in the JSON tells them apart.
    """

    members: tuple[Codec, ...]
    nullable: bool
    null_first: bool = False

    @property
    def schema(self) -> Schema:
        """The merged schema, a new dict each time."""
        if not self.members:
            return {"type": "null"} if self.nullable else {}
        merged = merge(member.schema for member in self.members)
        return with_null(merged) if self.nullable else merged

    def encode(self, value: Any) -> JSON:
        """Return *value* as JSON, by the member that holds its type."""
        if value is None:
            return None
        for member in self.members:
            if member.holds(value):
                return member.encode(value)
        return encode_any(value)

    def decode(self, data: JSON) -> Any:
        """Return the value that *data* stands for."""
        if data is None:
            return self._null()
        if self.nullable and not self.members:
            raise InputError.of("null", data)  # an infinity, which is judged as null
        takers = self._takers(data)
        return takers[0].decode(data) if len(takers) == 1 else data

    def _takers(self, data: JSON) -> list[Codec]:
        """Return the members whose schema takes JSON of the kind of *data*; none is an error."""
        kind = _json_type(data)
        takers = [member for member in self.members if kind in _json_types(member)]
        if self.members and not takers:
            raise InputError.of("one of the declared types", data)
        return takers

    def _null(self) -> Any:
        """Return None, or NaN where only a float sample brought the null."""
        if self.nullable:
            return None
        takers = self._takers(None)
        return takers[0].decode(None) if len(takers) == 1 else None

    def example(self, rows: int) -> JSON:
        """Return the first sample as JSON."""
        if self.null_first or not self.members:
            return None
        return self.members[0].example(rows)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is of a member's type."""
        if value is None:
            return self.nullable
        return any(member.holds(value) for member in self.members)


def stands_for(value: Any) -> Any:
    """Return the value itself; of a Sample or ParameterType, the one it was made of."""
    own = getattr(type(value), "__schemagen_sample__", None)
    return value if own is None else stands_for(own(value).values[0])


def encode_any(value: Any) -> JSON:
    """Return any value as JSON, by its own adapter; EncodeError when it has none."""
    if value is None or type(value) in (bool, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else None
    try:
        adapter, samples = resolve(value)
        return adapter.bind(*samples).encode(samples[0])
    except UnsupportedSample as error:
        raise EncodeError(error.what, error.path) from None


_FAMILIES = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def _json_type(data: JSON) -> str:
    return _FAMILIES.get(type(data), "object")


def _json_types(member: Codec) -> set[str]:
    types = {part.get("type", "any") for part in alternatives(member.schema)}
    if "any" in types:
        return set(_FAMILIES.values())
    return {"number" if name == "integer" else name for name in types}
