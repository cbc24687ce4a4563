"""An operation's inputs compiled: a typed decoder of the envelope, a builder for each input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from schemagen.adapters import Codec
from schemagen.adapters.fast import Fast, Unsure, reader, struct
from schemagen.codec.judge import Judge
from schemagen.schema import JSON, UNCHECKED, Schema, walk


class Parameter(Protocol):
    """What the compiler asks of an input of the operation."""

    @property
    def name(self) -> str:
        """Its name in the body."""

    @property
    def schema(self) -> Schema:
        """The schema of its value."""

    @property
    def required(self) -> bool:
        """Whether a request must bring it."""

    @property
    def codec(self) -> Codec | None:
        """The codec of its sample; None where nothing is converted."""

    @property
    def takes_null(self) -> bool:
        """Whether null stands for no value at all."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """How one input is read."""

    name: str
    fast: Fast


def judges_itself(schema: Schema) -> bool:
    """Tell whether code that is not ours decides about a part of *schema*."""
    return any(part.get(UNCHECKED) for _, part in walk(schema))


def leaf(item: Parameter, *, wide: bool) -> Leaf:
    """Return how *item* is read; where it has no reader of its own, judged and by its codec."""
    codec = item.codec
    fast = None if codec is None else reader(codec, wide=wide)
    fast = fast or _careful(item, codec)
    return Leaf(item.name, _or_null(fast) if item.takes_null else fast)


def _careful(item: Parameter, codec: Codec | None) -> Fast:
    if codec is None and not item.schema.keys() - {"default"}:
        return Fast(Any)
    valid = Judge(item.schema).valid

    def build(data: JSON) -> Any:
        if not valid(data):
            raise Unsure
        return data if codec is None else codec.decode(data)

    return Fast(Any, build)


def _or_null(fast: Fast) -> Fast:
    """Return *fast* with null for None."""
    build = fast.build
    if not fast.parsed and build is not None:
        return Fast(
            fast.type, lambda raw: None if bytes(raw) == b"null" else build(raw), parsed=False
        )
    kind = fast.type if fast.type is Any else fast.type | None
    return Fast(kind, build and (lambda data: None if data is None else build(data)))


def envelope(
    items: Sequence[Parameter], leaves: Sequence[Leaf]
) -> tuple[Callable[[Any], Any], list[str]]:
    """Return what decodes a body to an object, and its attribute's name for each leaf."""
    import msgspec

    needed = {item.name for item in items if item.required}
    kind, names = struct({leaf.name: leaf.fast.type for leaf in leaves}, needed)
    return msgspec.json.Decoder(kind).decode, names
