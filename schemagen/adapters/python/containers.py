"""Arrays and objects of standard Python: lists and dicts, and the classes that stand for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from schemagen.adapters import Adapter, Codec
from schemagen.adapters.python.fields import Fields
from schemagen.adapters.python.union import encode_any, stands_for
from schemagen.errors import EncodeError, InputError, UnsupportedSample, each
from schemagen.schema import JSON, Schema, key_order

ARRAYS = (list, tuple, set, frozenset, range, deque)
"""Python's own sequences and sets."""
_SETS = (set, frozenset)


@dataclass(frozen=True)
class ArrayCodec:
    """Arrays of merged items; read back as the samples' class when they share one."""

    type: type
    item: Codec
    sample: Any

    @classmethod
    def of(cls, values: Sequence[Any], adapter: Adapter) -> ArrayCodec:
        """Return the codec of *values*, all of them arrays."""
        items = [item for value in values for item in _ordered(value)]
        types = {type(value) for value in values}
        if not items and types == {range}:
            items = [0]  # an empty range too says what its items are
        return cls(types.pop() if len(types) == 1 else list, adapter.bind(*items), values[0])

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        unique = {"uniqueItems": True} if issubclass(self.type, _SETS) else {}
        return {"type": "array", "items": self.item.schema, **unique}

    def encode(self, value: Any) -> JSON:
        """Return *value* as a list; whatever can be iterated is taken, but text and dicts."""
        if isinstance(value, (str, bytes, bytearray, Mapping)) or not isinstance(value, Iterable):
            raise EncodeError(f"an array is declared, run() returned {type(value).__name__}")
        return _encode_each(enumerate(_ordered(value)), self.item.encode)

    def decode(self, data: JSON) -> Any:
        """Return the array that *data* stands for."""
        if not isinstance(data, (list, tuple)):
            raise InputError.of("an array", data)
        return self._made(each(enumerate(data), self.item.decode), data)

    def _made(self, items: list[Any], data: JSON) -> Any:
        if self.type is list or self.type is range:
            return _as_range(items) if self.type is range else items
        made = self.type(items)
        if issubclass(self.type, _SETS) and len(made) != len(items):
            raise InputError.of("items that are all different", data)
        return made

    def example(self, rows: int) -> JSON:
        """Return the first *rows* items of the sample."""
        return _encode_each(enumerate(islice(_ordered(self.sample), rows)), self.item.encode)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is an array of the samples' class with items of their types."""
        items: Any = value
        return isinstance(value, self.type) and all(map(self.item.holds, items))


def _ordered(value: Any) -> Sequence[Any]:
    """Return a set's members in an order that does not change from run to run."""
    if isinstance(value, _SETS):
        return sorted(value, key=lambda item: (str(type(item)), repr(item)))
    return value  # type: ignore[no-any-return]


def _as_range(items: list[Any]) -> Any:
    """Return *items* as a range where they are one."""
    step = items[1] - items[0] if len(items) > 1 else 1
    found = range(items[0], items[0] + step * len(items), step) if items and step else range(0)
    return found if list(found) == items else items


def _encode_each(items: Any, encode: Callable[[Any], JSON]) -> list[JSON]:
    result = []
    for index, item in items:
        try:
            result.append(encode(stands_for(item)))
        except EncodeError as error:
            raise error.at(index) from None
    return result


_JSON_TYPES = frozenset({str, int, float, bool, type(None), list, dict})


@dataclass(frozen=True)
class ObjectCodec:
    """Objects: dicts (open), or records of one class."""

    members: dict[str, Codec]
    keys: dict[str, Any]
    required: frozenset[str]
    record: Fields | None
    sample: Any

    @classmethod
    def of_dicts(cls, values: Sequence[dict[Any, Any]], adapter: Adapter) -> ObjectCodec:
        """Return the codec of *values*, all of them dicts."""
        named = [{_key_text(key): key for key in value} for value in values]
        keys = {text: key for names in named for text, key in names.items()}
        order = key_order([list(names) for names in named])
        required = frozenset(name for name in order if all(name in names for names in named))
        columns = {
            name: [
                value[names[name]]
                for value, names in zip(values, named, strict=True)
                if name in names
            ]
            for name in order
        }
        return cls(_bind_members(columns, adapter), keys, required, None, values[0])

    @classmethod
    def of_records(cls, fields: Fields, values: Sequence[Any], adapter: Adapter) -> ObjectCodec:
        """Return the codec of *values*, all of them records of one class."""
        read = [fields.read(value) for value in values]
        columns = {name: [row[name] for row in read] for name in fields.names}
        required = frozenset(fields.names) - fields.optional
        return cls(_bind_members(columns, adapter), {}, required, fields, values[0])

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        required = [name for name in self.members if name in self.required]
        return {
            **({"title": self.record.type.__name__} if self.record else {}),
            "type": "object",
            **({"required": required} if required else {}),
            "properties": {name: member.schema for name, member in self.members.items()},
        }

    def encode(self, value: Any) -> JSON:
        """Return *value* as a dict with text keys, in its own order."""
        items = self._items(value)
        return {name: self._encode_member(name, item) for name, item in items.items()}

    def _items(self, value: Any) -> dict[str, Any]:
        if self.record and isinstance(value, self.record.type):
            return self.record.read(value)
        if isinstance(value, Mapping):
            return {_key_text(key): item for key, item in value.items()}
        raise EncodeError(f"an object is declared, run() returned {type(value).__name__}")

    def _encode_member(self, name: str, value: Any) -> JSON:
        try:
            member = self.members.get(name)
            return member.encode(stands_for(value)) if member else encode_any(value)
        except EncodeError as error:
            raise error.at(name) from None

    def decode(self, data: JSON) -> Any:
        """Return the dict or record that *data* stands for; unknown keys of a dict are kept."""
        if not isinstance(data, dict):
            raise InputError.of("an object", data, opening=_opening(self.sample, data))
        known = [(name, (name, data[name])) for name in data]
        values = dict(each(known, self._decode_member))
        if self.record:
            return self._record({str(name): value for name, value in values.items()}, data)
        made = {self.keys.get(name, name): value for name, value in values.items()}
        return _as_class(type(self.sample), made)

    def _decode_member(self, item: tuple[str, JSON]) -> tuple[str, Any]:
        name, value = item
        member = self.members.get(name)
        if member is None or (type(value) not in _JSON_TYPES and member.holds(value)):
            return name, value
        return name, member.decode(value)

    def _record(self, values: dict[str, Any], data: JSON) -> Any:
        assert self.record
        try:
            return self.record.make(values)
        except (TypeError, ValueError) as error:
            raise InputError.of(f"a {self.record.type.__name__}", data, str(error)) from None

    def example(self, rows: int) -> JSON:
        """Return the first sample, each member cut to *rows*."""
        items = self._items(self.sample)
        return {name: codec.example(rows) for name, codec in self.members.items() if name in items}

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is a complete dict of the sample's class, its members too."""
        if self.record:
            return isinstance(value, self.record.type)
        own = type(self.sample) if isinstance(self.sample, dict) else dict
        return isinstance(value, own) and all(
            member.holds(value[self.keys[name]]) if self.keys[name] in value else optional
            for name, member in self.members.items()
            for optional in [name not in self.required]
        )


def _opening(sample: Any, data: JSON) -> str:
    return f"Invalid input data type to parse. Expected: {type(sample)} but got {type(data)}"


def _bind_members(columns: dict[str, list[Any]], adapter: Adapter) -> dict[str, Codec]:
    members = {}
    for name, values in columns.items():
        try:
            members[name] = adapter.bind(*values)
        except UnsupportedSample as error:
            raise error.at(name) from None
    return members


def _key_text(key: Any) -> str:
    """Return a dict's key as JSON text, as ``json.dumps`` would write it."""
    if isinstance(key, str):
        return str(key)
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, (int, float)):
        return repr(key)
    return str(key)


def _as_class(cls: type, made: dict[Any, Any]) -> Any:
    """Return *made* as the sample's own dict class where that can be built from a dict."""
    if cls is dict or cls.__module__ == "builtins":
        return made
    try:
        return cls(made)
    except TypeError:  # a defaultdict, say, wants its factory first
        return made
