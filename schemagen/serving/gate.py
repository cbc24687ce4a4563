"""One ``run()`` at a time, or N; the others wait in a line of bounded length."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from queue import Empty, SimpleQueue

from schemagen.serving.answer import Refused, refuse
from schemagen.serving.crew import Crew
from schemagen.serving.watch import Watch

Stuck = Callable[[str], None]
"""Is told why this process cannot go on serving."""


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


class Readers(Places):
    """A context in which the body of a request is read, by at most *count* at once.

    Nothing interrupts a thread that waits for the rest of a body. When all places are taken and
    none has been given back for *seconds*, *stuck* is told, in a thread of its own.
    """

    def __init__(self, count: int, seconds: float, stuck: Callable[[], None]) -> None:
        super().__init__(count)
        self._seconds = seconds
        self._stuck = stuck
        self._full_since = 0.0

    def __enter__(self) -> None:
        """Take a place; Refused when there is none."""
        try:
            self._free.get_nowait()
        except Empty:
            self._look()
            raise busy() from None

    def __exit__(self, *_: object) -> None:
        """Give the place back."""
        self._full_since = 0.0
        self._free.put(None)

    def _look(self) -> None:
        now = time.monotonic()
        self._full_since = self._full_since or now
        if now - self._full_since > self._seconds:
            self._full_since = math.inf  # told once
            threading.Thread(target=self._stuck, daemon=True).start()


class Gate(Places):
    """A context that *slots* requests are in at once while *places* more wait for it.

    What may take long inside goes through ``watch``. When a call there outlasts its timeout and
    its grace, the slot is lost: who waits is sent away, and *stuck* is told why. Where
    the threads are a *crew*, those that wait leave their work to others.
    """

    def __init__(
        self,
        slots: int = 1,
        places: int = 128,
        *,
        timeout: float = 0.0,
        grace: float = 10.0,
        stuck: Stuck = lambda why: None,
        crew: Crew | None = None,
    ) -> None:
        super().__init__(slots + places)
        self._crew = crew
        if crew:
            crew.ready = self._is_open
        self._slots: SimpleQueue[int] = SimpleQueue()
        for _ in range(slots):
            self._slots.put(1)
        self._room = slots + places
        self._told = stuck
        self.watch = Watch(timeout, grace, self._break)
        self.broken = False

    def __enter__(self) -> None:
        """Wait for a slot; Refused when the line is full, or when no slot will be free again."""
        super().__enter__()
        self.enter()

    def enter(self) -> None:
        """Do so with a place that was taken before."""
        if self.broken or not self._slot() or self.broken:
            self.leave()
            raise busy()

    def take_place(self) -> bool:
        """Take a place in the line; tell whether its owner has to wait."""
        super().__enter__()
        return not self._is_open() or (self._crew is not None and self._crew.waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Be inside once more, after all that wait: what has begun needs no place in the line."""
        try:
            if self.broken or not self._slot_in_turn() or self.broken:
                raise busy()
            yield
        finally:
            self._slots.put(1)

    def _slot_in_turn(self) -> int:
        came: SimpleQueue[int] = SimpleQueue()
        if self._crew is None:
            return self._slot()
        if not self._crew.put_off(lambda: came.put(0 if self.broken else self._slot())):
            return self._slot()
        with self._crew.held_up():
            return came.get()

    def _is_open(self) -> bool:
        """Tell whether somebody who enters would not have to wait."""
        return self.broken or not self._slots.empty()

    def _slot(self) -> int:
        try:
            return self._slots.get_nowait()
        except Empty:
            with self._crew.held_up() if self._crew else nullcontext():
                return self._slots.get()

    def __exit__(self, *_: object) -> None:
        """Let the next one in."""
        self.leave()

    def leave(self) -> None:
        """Let the next one in."""
        self._slots.put(1)
        self._free.put(None)

    def _break(self) -> None:
        """Send all who wait away: whoever holds the slot does not let go."""
        if self.broken:
            return
        self.broken = True
        for _ in range(self._room):
            self._slots.put(0)
        self._send_away()
        self._told("run() did not end after its timeout")

    def drain(self, seconds: float) -> None:
        """Let nobody in any more; return when nobody is inside, after *seconds* at most."""
        self.broken = True
        self._send_away()
        end = time.monotonic() + seconds
        with suppress(Empty):
            for _ in range(self._room):
                self._free.get(timeout=max(end - time.monotonic(), 0))

    def _send_away(self) -> None:
        if self._crew:
            self._crew.flush()


def busy() -> Refused:
    """Return the refusal of a request that cannot even wait."""
    return refuse(503, "The service is busy. Try again later.", Retry_After="1")
