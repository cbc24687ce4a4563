"""Adapters: one file per library, each turning that library's values into JSON and back.

An adapter is found from the value's class alone: the first class of its MRO whose top-level
package stands in the table names the file, which is imported only then. ``numpy.float64`` goes
to numpy although it is a ``float``; a subclass of ``DataFrame`` goes to pandas.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from schemagen.schema import JSON, Schema

_MODULES = {
    "builtins": "schemagen.adapters.python",
    "numpy": "schemagen.adapters.numpy",
    "pandas": "schemagen.adapters.pandas",
    "pyspark": "schemagen.adapters.pyspark",
}


@runtime_checkable
class Adapter(Protocol):
    """Knows the values of one library. Frozen: its fields are options such as ``orient``."""

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of these samples, merged; UnsupportedSample if there is none."""


class Codec(Protocol):
    """An adapter bound to samples: their schema, and the way to JSON and back.

    ``decode`` may rely on the schema having accepted the data; it raises InputError for what a
    schema cannot say, and never changes a value silently even if nothing was checked.
    """

    @property
    def schema(self) -> Schema:
        """The JSON Schema 2020-12 of the samples, a new dict each time."""

    def encode(self, value: Any) -> JSON:
        """Return *value* as strict JSON; EncodeError when it has no such form."""

    def decode(self, data: JSON) -> Any:
        """Return the value of this library that *data* stands for; *data* is left as it is."""

    def example(self, rows: int) -> JSON:
        """Return the first sample as JSON, with at most *rows* entries on its first axis."""

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is already of the samples' own type."""


class Custom(Protocol):
    """What users write: an adapter of their own for one sample (see docs/adapters.md)."""

    def schema(self, sample: Any) -> Schema:
        """Return the JSON Schema of *sample*."""

    def encode(self, value: Any) -> JSON:
        """Return *value* as JSON."""

    def decode(self, data: JSON) -> Any:
        """Return the value that *data* stands for."""


def resolve(value: Any) -> tuple[Adapter, tuple[Any, ...]]:
    """Return the adapter of *value* and the samples it stands for.

    A value may bring its own: a Sample, or anything with ``__schemagen_sample__``.
    """
    own = getattr(type(value), "__schemagen_sample__", None)
    if own is not None:
        resolved: tuple[Adapter, tuple[Any, ...]] = own(value).resolved
        return resolved
    return adapter_for(value), (value,)


def adapter_for(value: Any) -> Adapter:
    """Return the adapter that knows *value*'s class."""
    for package in _packages(type(value)):
        if package in _MODULES:
            return import_module(_MODULES[package]).ADAPTER  # type: ignore[no-any-return]
        if package not in _STANDARD and (plugin := _plugin(package)):
            return plugin
    raise AssertionError("every MRO ends in builtins")


def is_a(value: Any, package: str, name: str) -> bool:
    """Tell whether *value* is of *package*'s class *name*, importing nothing."""
    classes = ((base.__module__.partition(".")[0], base.__name__) for base in type(value).__mro__)
    return (package, name) in classes


_STANDARD = frozenset({"datetime", "decimal", "uuid", "enum", "collections", "pathlib", "__main__"})


def _packages(cls: type) -> Iterable[str]:
    return (base.__module__.partition(".")[0] for base in cls.__mro__)


def _plugin(package: str) -> Adapter | None:
    """Return the adapter that an installed distribution offers for *package*."""
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    for point in entry_points(group="schemagen.adapters", name=package):
        return point.load()  # type: ignore[no-any-return]
    return None
