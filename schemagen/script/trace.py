"""What one script does with its stand-ins: which there are, and what was decided by them."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from types import FrameType

_OURS = ("schemagen.script.stubs", "schemagen.script.trace")


@dataclass(frozen=True)
class Decision:
    """A place where code asked a stub what only the real package could answer."""

    package: str
    filename: str
    line: int


class Trace:
    """What one loaded script does with its stubs; *files* are the script and its siblings."""

    def __init__(self) -> None:
        self.token = os.urandom(8).hex()
        self.packages: list[str] = []
        self.decisions: list[Decision] = []
        self.files: Collection[str] = ()
        self.lock = threading.RLock()
        self._asked: Counter[Decision] = Counter()

    def package_in(self, text: str) -> str | None:
        """Return the package whose stub's text is inside `text`; of a cut text, the first."""
        found = re.search(rf"{self.token}(?:x(\d+)x)?", text, re.IGNORECASE)
        return self.packages[int(found[1] or 0)] if found else None

    def adopt(self, name: str) -> str:
        """Return the outermost stubbed package of the module `name`, noting a new one."""
        with self.lock:
            known = [p for p in self.packages if f"{name}.".startswith(f"{p}.")]
            self.packages += [] if known else [name]
            return [*known, name][0]

    def decide(self, package: str) -> int:
        """Note a decision at the line of the script that asks, itself or through a library."""
        frames = [f for f in _stack() if not f.f_globals.get("__name__", "").startswith(_OURS)]
        found = next((f for f in frames if f.f_code.co_filename in self.files), frames[0])
        place = Decision(package, found.f_code.co_filename, found.f_lineno)
        with self.lock:
            self._asked[place] += 1
            self.decisions += [place] if self._asked[place] == 1 else []
            return self._asked[place]


def _stack() -> list[FrameType]:
    frames = []
    frame: FrameType | None = sys._getframe()
    while frame:
        frames.append(frame)
        frame = frame.f_back
    return frames
