"""One difference between two contracts, and how it is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["breaking", "risky", "compatible"]
LEVELS: tuple[Level, ...] = ("breaking", "risky", "compatible")
Side = Literal["input", "output", "document"]
EACH = "[]"
"""The step of a path that stands for every item of an array."""


@dataclass(frozen=True)
class Change:
    """One difference: where, what was and is, how grave, and why."""

    level: Level
    side: Side
    path: tuple[str, ...]
    what: str
    reason: str

    @property
    def place(self) -> str:
        """Where, e.g. ``input $.data[].age``."""
        return f"{self.side} {data_path(self.path)}" if self.side != "document" else self._name

    @property
    def _name(self) -> str:
        return " ".join(("document", *self.path))

    def __str__(self) -> str:
        """Give the change in one line."""
        return f"{self.level}: {self.place}: {self.what} ({self.reason})"


def data_path(path: tuple[str, ...]) -> str:
    """Return a path of data; ``[]`` stands for every item."""
    steps = (_step(step) for step in path)
    return "$" + "".join(steps)


def _step(step: str) -> str:
    if step == EACH or re.fullmatch(r"\[\d+\]", step):
        return step
    return f".{step}" if re.fullmatch(r"[^\W\d][\w-]*", step) else f'["{step}"]'
