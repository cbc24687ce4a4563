"""Bodies to arguments: the fast path, which may give up on any body for any reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from operator import attrgetter
from typing import Any

from schemagen.adapters.fast import Unsure, built
from schemagen.codec.compile import Leaf, Parameter, envelope, judges_itself, leaf
from schemagen.codec.parse import as_plain
from schemagen.errors import InputError
from schemagen.schema import JSON

_BIG = 2000
"""Bytes; below, setting up costs more than it gains."""


_HALF_A_PAIR = re.compile(
    rb"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F])", re.DOTALL
)
"""What looks like half a surrogate pair; its one beginning is searched for quickly."""

_BACKSLASH = ord("\\")
"""Looked for first, in a fiftieth of the time."""


class FastPath:
    """Typed decoders of one operation, compiled when they are first needed.

    Both ways answer None for what they are not sure of.
    """

    def __init__(self, items: Sequence[Parameter]) -> None:
        import msgspec

        self._items = items
        self._unset = msgspec.UNSET
        self._given_up = (
            Unsure, InputError, ValueError, TypeError, OverflowError, RecursionError,
            msgspec.MsgspecError,
        )  # fmt: skip
        self._leaves = self._compiled(wide=False)
        self._wide = {leaf.name: leaf.fast for leaf in self._compiled(wide=True)}
        self._whole = self._leaves[0].fast.whole if len(self._leaves) == 1 else None
        self._decode, names = envelope(items, self._leaves)
        self._parts = [
            (leaf.name, attrgetter(name), leaf.fast.build)
            for leaf, name in zip(self._leaves, names, strict=True)
        ]
        self._read = self._reader()

    @classmethod
    def of(cls, items: Sequence[Parameter]) -> FastPath | None:
        """Return the fast path of *items*; None where there can be none.

        That is where code that is not ours decides, or where msgspec has no type for a body.
        """
        if any(judges_itself(item.schema) for item in items):
            return None
        with suppress(TypeError, ValueError):
            return cls(items)
        return None

    def _compiled(self, *, wide: bool) -> list[Leaf]:
        return [leaf(item, wide=wide) for item in self._items]

    def read(self, body: Any) -> dict[str, Any] | None:
        """Return the arguments that *body* gives, or None."""
        try:
            if type(body) is not bytes or _BACKSLASH in body:
                return self._read(_checked(body))
            if self._whole is not None and len(body) > _BIG:
                return self._by_other_means(body)
            return self._read(body)
        except self._given_up:
            return self._read_again(body)

    def _by_other_means(self, body: bytes) -> dict[str, Any]:
        [(name, _, _)] = self._parts
        assert self._whole is not None
        try:
            return {name: self._whole(body, name)}
        except self._given_up:  # a null, say: the typed decoder knows
            return self._read(body)

    def _reader(self) -> Callable[[bytes], dict[str, Any]]:
        """Return what reads a body; that of one parameter which has to be there goes straight."""
        decode, parts, unset = self._decode, self._parts, self._unset
        name, _, build = parts[0] if len(parts) == 1 else ("", None, None)
        if build is not None and self._items[0].required:
            return lambda raw: {name: build(decode(raw).f0)}
        return lambda raw: built(parts, unset, decode(raw))

    def _read_again(self, body: Any) -> dict[str, Any] | None:
        """Return what a body gives that is odd in ordinary ways."""
        try:
            plain = _nan_as_null(as_plain(body))
        except self._given_up:
            return None
        if plain != body:
            with suppress(*self._given_up):
                return self._read(_checked(plain))
        with suppress(*self._given_up):
            return self._by_key(_checked(plain))
        return None

    def _by_key(self, body: bytes) -> dict[str, Any]:
        """Return what *body* gives, which has keys of its own, or integers such as 3.0."""
        import msgspec

        found = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        values = {}
        for name, decode, build, needed in self._wide_readers:
            raw = found.pop(name, None)
            if raw is not None:
                value = raw if decode is None else decode(raw)
                values[name] = value if build is None else build(value)
            elif needed:
                raise Unsure
        for raw in found.values():  # nobody wants them, but they have to be JSON
            msgspec.json.decode(raw)
        return values

    @cached_property
    def _wide_readers(self) -> list[tuple[str, Any, Any, bool]]:
        """The name, the decoder, the builder of each input, and whether it has to be there."""
        import msgspec

        found = []
        for item in self._items:
            fast = self._wide[item.name]
            decode = None if fast.type is msgspec.Raw else msgspec.json.Decoder(fast.type).decode
            found.append((item.name, decode, fast.build, item.required))
        return found

    def convert(self, name: str, data: JSON) -> tuple[Any] | None:
        """Return the argument (in a tuple) that judged, parsed *data* stands for, or None."""
        import msgspec

        fast = self._wide[name]
        if not fast.parsed or fast.type is Any:
            return None
        try:
            msgspec.json.encode(data)  # fails at half a surrogate pair, which converting passes on
            value = msgspec.convert(data, fast.type)
            return (value if fast.build is None else fast.build(value),)
        except self._given_up:
            return None


def _checked(body: Any) -> bytes:
    """Return *body* as bytes; Unsure at half a surrogate pair, which the decoder may pass on."""
    if not isinstance(body, (str, bytes, bytearray, memoryview)):
        raise Unsure
    raw = body.encode() if isinstance(body, str) else bytes(body)
    if _BACKSLASH in raw and _HALF_A_PAIR.search(raw):
        raise Unsure
    return raw


def _nan_as_null(body: bytes) -> bytes:
    """Return *body* with null for the literal NaN; where texts hold a backslash, as it is."""
    parts = body.split(b"NaN")
    if len(parts) == 1 or _BACKSLASH in body:
        return body
    made = [parts[0]]
    quotes = parts[0].count(b'"')
    for part in parts[1:]:
        made += [b"NaN" if quotes % 2 else b"null", part]
        quotes += part.count(b'"')
    return b"".join(made)
