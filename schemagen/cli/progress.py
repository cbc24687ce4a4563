"""A progress bar on standard error, on terminals only."""

from __future__ import annotations

import sys
import time

_WIDTH = 30
_AFTER = 0.5
_EVERY = 0.1


class Progress:
    """Counts up to *total*; drawn after half a second, so that short work leaves no trace."""

    def __init__(self, total: int, unit: str) -> None:
        self._total = max(total, 1)
        self._unit = unit
        self._count = 0
        self._start = self._drawn = time.monotonic()
        self._shows = sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        """Add *count*."""
        self._count += count
        now = time.monotonic()
        if self._shows and now - self._start > _AFTER and now - self._drawn > _EVERY:
            self._drawn = now
            self._draw()

    def _draw(self) -> None:
        part = min(self._count / self._total, 1.0)
        bar = ("#" * int(part * _WIDTH)).ljust(_WIDTH)
        sys.stderr.write(f"\r[{bar}] {part:4.0%} {self._count:,} {self._unit}")
        sys.stderr.flush()

    def end(self) -> None:
        """Wipe the bar."""
        if self._shows and self._drawn != self._start:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
