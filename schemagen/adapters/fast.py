"""The fast way from JSON bytes to values: typed, vectorised, sound but not complete.

A codec of ours may have a reader in the ``fast`` module of its library: the msgspec type that its
JSON decodes to, and the function that makes the value of what was decoded. A reader raises for
all that it is not sure of; the judge and the codec itself then have the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from schemagen.errors import SchemagenError

_LIBRARIES = frozenset({"numpy", "pandas", "python"})


class Unsure(SchemagenError):
    """The fast path does not know; never seen outside."""


@dataclass(frozen=True, eq=False)
class Fast:
    """How one codec reads: the msgspec *type*, and what makes the value of it (None: it is it).

    *parsed*: whether parsed JSON can be converted to the type as well as bytes can.
    *whole*: reads a whole body that has the value at one key, by other means; raises Unsure.
    """

    type: Any
    build: Callable[[Any], Any] | None = None
    parsed: bool = True
    whole: Callable[[bytes, str], Any] | None = None


def reader(codec: Any, *, wide: bool = False) -> Fast | None:
    """Return the fast reader of *codec*, or None; a *wide* one takes 3.0 for an integer."""
    return _made(_found(codec, "READERS"), codec, wide)  # type: ignore[no-any-return]


def struct(
    fields: Mapping[str, Any], needed: Container[str] | None = None
) -> tuple[Any, list[str]]:
    """Return the type of an object with these keys, and no others, and its attributes' names.

    *fields* are types by key; keys that are not *needed* (None: all are) are unset if left out.
    """
    import msgspec

    names = [f"f{at}" for at in range(len(fields))]
    made = msgspec.defstruct(
        "Object",
        [
            (name, kind) if needed is None or key in needed else _unset(name, kind)
            for name, (key, kind) in zip(names, fields.items(), strict=True)
        ],
        rename=dict(zip(names, fields, strict=True)),
        forbid_unknown_fields=True,  # what is skipped would not be read as text
        kw_only=needed is not None,
        gc=False,
    )
    return made, names


def _unset(name: str, kind: Any) -> tuple[str, Any, Any]:
    import msgspec

    open_ = kind is Any or kind is msgspec.Raw
    return (name, kind if open_ else kind | msgspec.UnsetType, msgspec.UNSET)


Part = tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]
"""A name, what gets its part of a struct, and what makes the value (None: it is it)."""


def built(parts: Iterable[Part], unset: Any, found: Any) -> dict[str, Any]:
    """Return the values of the *parts* of a struct that are set, by name."""
    values = {}
    for name, get, build in parts:
        value = get(found)
        if value is not unset:
            values[name] = value if build is None else build(value)
    return values


def writer(codec: Any) -> Callable[[Any], bytes] | None:
    """Return what writes values in the form of *codec*, as its ``encode`` would, or None."""
    return _made(_found(codec, "WRITERS"), codec)  # type: ignore[no-any-return]


def _made(make: Any, *given: Any) -> Any:
    """Return what *make* makes; None where msgspec has no type for it (a quote in a key, say)."""
    try:
        return None if make is None else make(*given)
    except (TypeError, ValueError):
        return None


def natural_bytes(value: Any) -> bytes:
    """Return a value that has one form only, whatever is declared, as JSON."""
    import orjson

    passed = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
    return orjson.dumps(value, _natural, passed | orjson.OPT_PASSTHROUGH_SUBCLASS)


def _natural(value: Any) -> Any:
    """Return what an array or a number of numpy's is written as."""
    if not type(value).__module__.startswith("numpy"):
        raise Unsure
    import orjson

    from schemagen.adapters.numpy import fast

    if hasattr(type(value), "__array_finalize__"):
        return orjson.Fragment(fast.array_writer()(value))
    return fast.scalar_json(value)


def _found(codec: Any, table: str) -> Any:
    package, _, rest = type(codec).__module__.partition("schemagen.adapters.")
    library = rest.partition(".")[0]
    if package or library not in _LIBRARIES:
        return None
    return getattr(import_module(f"schemagen.adapters.{library}.fast"), table).get(type(codec))
