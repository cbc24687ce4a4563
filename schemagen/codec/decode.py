"""Bodies to arguments: the fast path, which may give up on any body for any reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Any

from schemagen.adapters.fast import Part, Unsure, built
from schemagen.codec.compile import Leaf, Parameter, envelope, judges_itself, leaf
from schemagen.codec.parse import as_utf8
from schemagen.errors import InputError
from schemagen.schema import JSON

_BIG = 2000
"""Bytes; below, setting up costs more than it gains."""


_HALF_A_PAIR = re.compile(
    rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", re.DOTALL
)
"""What looks like half a surrogate pair."""


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
        self._decode = envelope(items, self._leaves)
        self._parts = [(leaf.name, attrgetter(leaf.key), leaf.fast.build) for leaf in self._leaves]
        self._only = _only(items, self._parts)

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
        return [leaf(item, f"f{at}", wide=wide) for at, item in enumerate(self._items)]

    def read(self, body: Any) -> dict[str, Any] | None:
        """Return the arguments that *body* gives, or None."""
        if self._whole is not None and type(body) is bytes and len(body) > _BIG:
            try:
                return {self._parts[0][0]: self._whole(body, self._parts[0][0])}
            except self._given_up:
                pass  # a null, say: the typed decoder knows
        try:
            return self._typed(body)
        except self._given_up:
            return self._read_again(body)

    def _typed(self, body: Any) -> dict[str, Any]:
        raw = body if type(body) is bytes else _as_bytes(body)
        if b"\\u" in raw and _HALF_A_PAIR.search(raw):
            raise Unsure  # the typed decoder passes some of them on
        found = self._decode(raw)
        if self._only is None:
            return built(self._parts, self._unset, found)
        name, get, build = self._only
        return {name: build(get(found))}

    def _read_again(self, body: Any) -> dict[str, Any] | None:
        """Return what *body* gives if only its encoding was odd."""
        if not isinstance(body, (bytes, bytearray, memoryview, str)):
            return None
        plain = as_utf8(body)
        try:
            return None if plain is None else self._typed(plain)
        except self._given_up:
            return None

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


def _as_bytes(body: Any) -> bytes:
    if not isinstance(body, (str, bytes, bytearray, memoryview)):
        raise Unsure
    return body.encode() if isinstance(body, str) else bytes(body)


def _only(items: Sequence[Parameter], parts: Sequence[Part]) -> Any:
    """Return the one part of a body of one parameter that has to be there; None for any other."""
    alone = len(items) == 1 and items[0].required and parts[0][2] is not None
    return parts[0] if alone else None
