"""Fast readers of standard Python values.

Only values that JSON's own types stand for: lists, tuples and dicts of numbers, text, booleans and
null, and dicts that hold arrays and frames. A TypedDict drops keys that it does not know, so a
dict is whole only where the text holds as many colons as the value has keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, TypedDict

from schemagen.adapters.fast import Fast, Unsure, built, natural_bytes, reader, struct, writer
from schemagen.adapters.python.containers import ArrayCodec, ObjectCodec
from schemagen.adapters.python.enums import EnumCodec
from schemagen.adapters.python.single import (
    DateTimeCodec,
    FloatCodec,
    IntCodec,
    Scalar,
    TimeCodec,
)
from schemagen.adapters.python.union import UnionCodec

Keys = int | Callable[[Any], int]
"""How many keys the dicts in a value have, all together."""


Join = Callable[[Any, Any], Any]
"""Puts what the type has read, and what was read of any type, together to one value."""


@dataclass(frozen=True)
class Plain:
    """The type of values that need no building, how many keys they have, and a join.

    The join brings the keys back that a TypedDict drops and, read wide, makes integers of ``3.0``.
    """

    type: Any
    keys: Keys = 0
    join: Join | None = None


def _scalar(codec: Scalar, wide: bool) -> Fast | None:
    if wide and codec.type is int:
        return Fast(int | float, _whole)
    return Fast(codec.type) if codec.type in (bool, int, float, str) else None


def _whole(number: float, _: Any = None) -> int:
    """Return an integer that may have come as ``3.0``; Unsure at 3.5."""
    whole = int(number)
    if whole != number:
        raise Unsure
    return whole


def _float(codec: FloatCodec, wide: bool) -> Fast | None:
    return None if codec.nullable else _scalar(codec, wide)


def _union(codec: UnionCodec, wide: bool) -> Fast | None:
    if not codec.nullable or len(codec.members) > 1:
        return None
    if not codec.members:
        return Fast(type(None))
    inner = reader(codec.members[0], wide=wide)
    plain = inner is not None and inner.build is None and inner.parsed
    return Fast(inner.type | None) if inner and plain else None


def _array(codec: ArrayCodec, wide: bool) -> Fast | None:
    plain = _plain(codec, wide)
    if plain is None:
        return None
    if plain.keys:
        return _kept(plain, wide)
    join = plain.join
    return Fast(plain.type, None if join is None else partial(_join_itself, join))


def _join_itself(join: Join, value: Any) -> Any:
    return join(value, value)


def _object(codec: ObjectCodec, wide: bool) -> Fast | None:
    if not _is_dict(codec):
        return None
    plain = _plain(codec, wide)
    if plain is None:
        return _by_member(codec, wide)
    return _kept(plain, wide)


def _is_dict(codec: ObjectCodec) -> bool:
    """Tell whether the samples are dicts of the plainest kind, with text for keys."""
    return (
        codec.record is None
        and type(codec.sample) is dict
        and all(type(key) is str for key in codec.keys.values())
    )


def _plain(codec: Any, wide: bool) -> Plain | None:
    """Return the type of values that need no building, if *codec* has them."""
    if type(codec) is ArrayCodec:
        return _plain_array(codec, wide)
    if type(codec) is ObjectCodec:
        return _plain_object(codec, wide)
    if type(codec) in READERS:
        found = READERS[type(codec)](codec, wide)
        if wide and type(codec) is IntCodec:
            return Plain(int | float, 0, _whole)
        return Plain(found.type) if found and found.build is None else None
    return None


def _plain_array(codec: ArrayCodec, wide: bool) -> Plain | None:
    inner = _plain(codec.item, wide) if codec.type in (list, tuple) else None
    if inner is None:
        return None
    made: Any = list[inner.type] if codec.type is list else tuple[inner.type, ...]  # type: ignore[name-defined]
    keys = inner.keys
    join = inner.join and partial(_join_items, codec.type, inner.join)
    if isinstance(keys, int):
        return Plain(made, keys and (lambda items: keys * len(items)), join)
    return Plain(made, lambda items: sum(map(keys, items)), join)


def _join_items(kind: Any, join: Join, typed: Any, free: Any) -> Any:
    return kind(map(join, typed, free))


def _plain_object(codec: ObjectCodec, wide: bool) -> Plain | None:
    members = {name: _plain(member, wide) for name, member in codec.members.items()}
    if not _is_dict(codec) or codec.required != frozenset(members) or None in members.values():
        return None
    found = {name: member for name, member in members.items() if member}
    kind = TypedDict("Row", {name: member.type for name, member in found.items()})  # type: ignore[misc]
    fixed = len(found) + sum(each.keys for each in found.values() if isinstance(each.keys, int))
    deep = tuple(
        (name, each.keys) for name, each in found.items() if not isinstance(each.keys, int)
    )
    wholes = tuple(name for name, each in found.items() if each.join is _whole)
    joins = tuple(
        (name, each.join) for name, each in found.items() if each.join not in (None, _whole)
    )
    keys: Keys = partial(_count, fixed, deep) if deep else fixed
    return Plain(kind, keys, partial(_join_members, wholes, joins))


def _join_members(
    wholes: tuple[str, ...],
    joins: tuple[tuple[str, Join], ...],
    typed: dict[str, Any],
    free: dict[str, Any],
) -> dict[str, Any]:
    for name in wholes:
        if type(typed[name]) is float:
            typed[name] = _whole(typed[name])
    for name, join in joins:
        typed[name] = join(typed[name], free[name])
    if free is not typed:
        free.update(typed)
    return free


def _count(
    fixed: int, deep: tuple[tuple[str, Callable[[Any], int]], ...], value: dict[str, Any]
) -> int:
    return fixed + sum(keys(value[name]) for name, keys in deep)


def _kept(plain: Plain, wide: bool) -> Fast:
    """Return the reader of values that keep keys of their own: those are read twice, and joined."""
    import msgspec

    decode, free = msgspec.json.Decoder(plain.type).decode, msgspec.json.Decoder().decode
    join, keys = plain.join, plain.keys
    assert join  # dicts have one
    number: Callable[[Any], int] = (lambda _: keys) if isinstance(keys, int) else keys

    def build(raw: Any) -> Any:
        typed = decode(raw)
        if bytes(raw).count(b":") != number(typed):
            return join(typed, free(raw))
        return join(typed, typed) if wide else typed

    return Fast(msgspec.Raw, build, parsed=False)


def _by_member(codec: ObjectCodec, wide: bool) -> Fast | None:
    """Return the reader of a dict that holds arrays or frames: each member has its own.

    Unknown keys, which such a dict keeps, are left to the codec.
    """
    import msgspec

    members = {name: reader(member, wide=wide) for name, member in codec.members.items()}
    found = [(name, fast) for name, fast in members.items() if fast]
    if not found or len(found) < len(members):
        return None
    kind, keys = struct({name: fast.type for name, fast in found}, codec.required)
    parts = [
        (name, attrgetter(key), fast.build) for key, (name, fast) in zip(keys, found, strict=True)
    ]
    return Fast(
        kind, partial(built, parts, msgspec.UNSET), parsed=all(fast.parsed for _, fast in found)
    )


READERS: dict[type, Callable[[Any, bool], Fast | None]] = {
    Scalar: _scalar,
    IntCodec: _scalar,
    FloatCodec: _float,
    UnionCodec: _union,
    ArrayCodec: _array,
    ObjectCodec: _object,
}


def _is_natural(codec: Any) -> bool:
    """Tell whether JSON's own values are written as they are under this codec."""
    if isinstance(codec, (Scalar, EnumCodec)):
        return True
    if isinstance(codec, UnionCodec):
        return all(map(_is_natural, codec.members))
    if isinstance(codec, ArrayCodec):
        return _is_natural(codec.item)
    return isinstance(codec, ObjectCodec) and all(map(_is_natural, codec.members.values()))


def _writer(codec: Any) -> Callable[[Any], bytes] | None:
    return natural_bytes if _is_natural(codec) else None


def _object_writer(codec: ObjectCodec) -> Callable[[Any], bytes] | None:
    """Return the writer of dicts; members that are arrays or frames have their own."""
    if _is_natural(codec):
        return _writer(codec)
    members = {name: writer(member) for name, member in codec.members.items()}
    known = {name: write for name, write in members.items() if write}
    return partial(_members_bytes, known) if len(known) == len(members) else None


def _members_bytes(known: dict[str, Callable[[Any], bytes]], value: Any) -> bytes:
    import orjson

    if type(value) is not dict:
        raise Unsure
    return natural_bytes(
        {
            name: orjson.Fragment(known.get(name, natural_bytes)(item))
            for name, item in value.items()
        }
    )


WRITERS: dict[type, Callable[[Any], Callable[[Any], bytes] | None]] = {
    **dict.fromkeys(
        (Scalar, IntCodec, FloatCodec, DateTimeCodec, TimeCodec, EnumCodec, UnionCodec, ArrayCodec),
        _writer,
    ),
    ObjectCodec: _object_writer,
}
