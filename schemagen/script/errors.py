"""Why an entry script could not be loaded: one line with place, cause and remedy."""

from __future__ import annotations

import re
from os import PathLike

from schemagen.errors import SchemagenError

LIMIT = 590
"""No line that we say about a script is longer; with what stands before it, 600."""
_LONG = 200
"""No path or remedy is shown longer."""


class LoadError(SchemagenError):
    """An entry script gives no contract. The text is one line of at most 590 characters.

    *beside*: it needs a file that stands beside it, and another working folder was given.
    """

    def __init__(
        self, cause: str, path: str | PathLike[str], line: int | None = None, remedy: str = ""
    ) -> None:
        super().__init__(cause, path, line, remedy)
        self.cause = cause
        self.path = str(path)
        self.line = line
        self.remedy = remedy
        self.beside = False

    def __str__(self) -> str:
        """Give place, cause and remedy; a long cause is cut, the remedy never."""
        path = one_line(self.path) if len(self.path) <= _LONG else f"…{self.path[-_LONG:]}"
        place = path if self.line is None else f"{path}:{self.line}"
        remedy = f"; {one_line(self.remedy, _LONG)}" if self.remedy else ""
        room = LIMIT - len(place) - len(remedy) - len(": ")
        return f"{place}: {one_line(self.cause, room)}{remedy}"


def one_line(text: str, limit: int = LIMIT) -> str:
    """Return *text* with white space folded, cut to *limit* characters."""
    folded = re.sub(r"\s+", " ", text).strip()
    return folded if len(folded) <= limit else folded[: max(limit - 1, 0)] + "…"
