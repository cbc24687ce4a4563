"""What a row of the table of samples is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any


class Lazy:
    """A module that is imported when an attribute is asked for, so that tables cost nothing."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


@dataclass(frozen=True)
class Row:
    """A sample and what is special about it.

    *back*: what comes back where that is not the sample itself; *lost* says why.
    *refused*: words of the UnsupportedSample that this sample is refused with.
    *since*: least versions of the libraries, by name. *spark*: a session is needed.
    *several*: *make* gives a list of samples that merge. *described*: a type, no value to encode.
    """

    id: str
    make: Callable[[], Any]
    needs: tuple[str, ...] = ()
    back: Callable[[], Any] | None = None
    lost: str = ""
    refused: str = ""
    since: dict[str, tuple[int, ...]] = field(default_factory=dict)
    spark: bool = False
    several: bool = False
    described: bool = False

    @property
    def missing(self) -> str:
        """What is not installed, or too old, for this row; empty when nothing is."""
        absent = [name for name in self.needs if find_spec(name) is None]
        old = [
            f"{name} {'.'.join(map(str, least))}"
            for name, least in self.since.items()
            if name not in absent and version(name) < least
        ]
        return ", ".join(absent + old)


def version(name: str) -> tuple[int, ...]:
    """Return the first two numbers of a library's version."""
    return tuple(map(int, import_module(name).__version__.split(".")[:2]))


def table(prefix: str, *needs: str, **common: Any) -> Callable[..., Row]:
    """Return a maker of rows that share a prefix and the libraries they need."""

    def row(name: str, make: Callable[[], Any], *more: str, **options: Any) -> Row:
        return Row(f"{prefix}-{name}", make, (*needs, *more), **{**common, **options})

    return row
