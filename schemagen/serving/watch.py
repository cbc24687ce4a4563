"""Ends a ``run()`` that takes too long, without a thread of its own for each request.

One thread per worker looks at what is running. As every call has the same time, none can be
overdue sooner than that time after the last look: the thread sleeps, and nothing wakes it.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import TypeVar

_AGAIN = 0.2
"""Seconds until code that swallowed the exception gets it once more."""

Result = TypeVar("Result")


class Overdue(BaseException):
    """Raised inside ``run()`` at its deadline; no ``except Exception`` catches it."""


class _Call:
    """One call under way."""

    __slots__ = ("fired", "firing", "open", "since", "thread")

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.since = time.monotonic()
        self.open = True
        self.firing = False
        self.fired = False


class Watch:
    """Runs calls that end after *seconds* (0: whenever they do).

    *stuck* is told once of a call that still runs *grace* seconds after its deadline: it is in
    compiled code, or waits for something that no exception can interrupt.
    """

    def __init__(self, seconds: float, grace: float, stuck: Callable[[], None]) -> None:
        self._seconds = seconds
        self._grace = grace
        self._stuck = stuck
        self._calls: dict[_Call, None] = {}
        if seconds:
            threading.Thread(target=self._watch, daemon=True, name="schemagen-watch").start()

    def run(self, work: Callable[[], Result]) -> Result:
        """Return what *work* gives; Overdue if it took too long, whatever it gave."""
        if not self._seconds:
            return work()
        call = _Call()
        self._calls[call] = None
        problem: BaseException | None = None
        try:
            try:
                result = work()
            except BaseException as raised:  # noqa: BLE001 - raised again below
                call.open = False
                problem = raised
            late = self._left(call)
        except Overdue:  # the last that was on its way arrived while the call was being ended
            late = self._left(call)
        if late:
            raise Overdue
        if problem is not None:
            raise problem
        return result

    def _left(self, call: _Call) -> bool:
        """End *call*, taking back what may be raised in this thread; tell whether it was late.

        It can be interrupted anywhere, and begun again: a lock would stay taken.
        """
        call.open = False
        self._calls.pop(call, None)
        while call.firing:
            time.sleep(0)
        if call.fired:
            _raise_in(call.thread, None)
        return call.fired

    def _watch(self) -> None:
        while True:
            calls = list(self._calls)
            now = time.monotonic()
            for call in calls:
                if now - call.since >= self._seconds:
                    self._end(call, now - call.since - self._seconds)
            late = any(call.fired for call in calls)
            first = min((call.since for call in calls), default=now)
            time.sleep(_AGAIN if late else max(first + self._seconds - now, 0.001))

    def _end(self, call: _Call, over: float) -> None:
        call.firing = True
        call.fired = True
        if call.open:  # read after `firing` is set, at which the call looks after it has closed
            _raise_in(call.thread, Overdue)
        call.firing = False
        if over >= self._grace and call.open:
            self._stuck()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Set, or take back, what Python raises in *thread* as soon as it runs Python code."""
    held = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), held)
