"""Ends a load that does not end: endless loops, downloads, waits."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from time import monotonic
from types import FrameType

_AGAIN = 0.2
"""Seconds until a script that swallowed the exception gets it once more."""


_PATIENCE = 1.0
"""Seconds until a watching thread that should have run surely cannot."""


class Overdue(BaseException):
    """Raised inside the script when its time is up; no ``except Exception`` catches it."""


def within(
    seconds: float, work: Callable[[], object], expired: Callable[[FrameType | None], None]
) -> None:
    """Do *work*, raising Overdue (or KeyboardInterrupt) in it after *seconds*.

    *expired* is told first, in another thread, with the frame that the work is at. Work that
    swallows the exception gets it again and again; compiled code gets it when it returns. Some
    (regular expressions) let no thread run but look for signals: there an alarm does the same.
    """
    thread = threading.get_ident()
    done = threading.Event()
    fired: list[bool] = []

    def tell(frame: FrameType | None) -> None:
        if not fired:
            fired.append(True)
            expired(frame)

    def ring(_: int, frame: FrameType | None) -> None:
        tell(frame)
        raise Overdue

    def watch() -> None:
        if done.wait(seconds):
            return
        tell(sys._current_frames().get(thread))
        while not done.wait(_AGAIN):
            _raise_in(thread)

    watcher = threading.Thread(target=watch, daemon=True, name="schemagen-watchdog")
    watcher.start()
    silence = _alarm(seconds + _PATIENCE, ring)
    try:
        work()
    finally:
        while True:  # one raised but not yet delivered may come in here as well
            try:
                silence()
                done.set()
                watcher.join()
                if fired:
                    _async_exc(thread, None)
                break
            except (Overdue, KeyboardInterrupt):
                continue


def _alarm(seconds: float, ring: Callable[[int, FrameType | None], None]) -> Callable[[], None]:
    """Call *ring* in the main thread after *seconds*; return what takes that back.

    A no-op elsewhere, where there are no alarms, and where the process has an alarm of its own.
    """
    import signal

    alarms = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not alarms or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        return lambda: None
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    end = monotonic() + seconds

    def silence() -> None:
        if abs(monotonic() + signal.getitimer(signal.ITIMER_REAL)[0] - end) < _PATIENCE:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if signal.getsignal(signal.SIGALRM) is ring:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    return silence


def _async_exc(thread: int, error: type[BaseException] | None) -> None:
    """Set, or take back, what Python raises in *thread* as soon as it can."""
    import ctypes  # seldom needed: most scripts end in time

    held = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), held)


def _raise_in(thread: int) -> None:
    """Raise in *thread*: by a signal where one can wake a sleeping system call."""
    import signal

    main = thread == threading.main_thread().ident and hasattr(signal, "pthread_kill")
    handler = signal.getsignal(signal.SIGINT)
    if main and callable(handler):
        signal.pthread_kill(thread, signal.SIGINT)
    if not main or handler is not signal.default_int_handler:  # another handler may not raise
        _async_exc(thread, Overdue)
