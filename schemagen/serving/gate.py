"""One ``run()`` at a time, or N; the others wait in a line of bounded length."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

from schemagen.serving.answer import Refused, refuse
from schemagen.serving.watch import Watch

Result = TypeVar("Result")


class Places:
    """A context that at most *count* requests are in at once; others are refused with 503."""

    def __init__(self, count: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)

    def __enter__(self) -> None:
        """Take a place; Refused when there is none."""
        try:
            self._free.get_nowait()
        except Empty:
            raise busy() from None

    def __exit__(self, *_: object) -> None:
        """Give the place back."""
        self._free.put(None)


class Gate:
    """Lets *slots* calls run at once and *places* wait; more are refused with 503.

    *stuck* is told when a call outlasts its timeout and its grace: the slot is lost.
    """

    def __init__(
        self,
        slots: int = 1,
        places: int = 128,
        *,
        timeout: float = 0.0,
        grace: float = 10.0,
        stuck: Callable[[], None] = lambda: None,
    ) -> None:
        self._slots: SimpleQueue[int] = SimpleQueue()
        for _ in range(slots):
            self._slots.put(1)
        self._room = slots + places
        self._places = Places(self._room)
        self._told = stuck
        self._watch = Watch(timeout, grace, self._break)
        self.broken = False

    def run(self, work: Callable[[], Result]) -> tuple[Result, float]:
        """Return what *work* gives and the milliseconds it took; Refused when the line is full."""
        with self._places:
            return self._run(work)

    def _run(self, work: Callable[[], Result]) -> tuple[Result, float]:
        if self.broken or not self._slots.get() or self.broken:
            self._slots.put(1)
            raise busy()
        try:
            began = time.perf_counter()
            result = self._watch.run(work)
            return result, (time.perf_counter() - began) * 1000
        finally:
            self._slots.put(1)

    def _break(self) -> None:
        """Send all who wait away: whoever holds the slot does not let go."""
        if self.broken:
            return
        self.broken = True
        for _ in range(self._room):
            self._slots.put(0)
        self._told()


def busy() -> Refused:
    """Return the refusal of a request that cannot even wait."""
    return refuse(503, "The service is busy. Try again later.", Retry_After="1")
