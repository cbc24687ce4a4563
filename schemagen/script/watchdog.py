"""Ends a load that does not end: endless loops, downloads, waits."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType

_AGAIN = 0.2
"""Seconds until a script that swallowed the exception gets it once more."""


class Overdue(BaseException):
    """Raised inside the script when its time is up; no ``except Exception`` catches it."""


def within(
    seconds: float, work: Callable[[], object], expired: Callable[[FrameType | None], None]
) -> None:
    """Do *work*, raising Overdue (or KeyboardInterrupt) in it after *seconds*.

    *expired* is told first, in another thread, with the frame that the work is at. Work that
    swallows the exception gets it again and again; compiled code gets it when it returns.
    """
    thread = threading.get_ident()
    done = threading.Event()
    fired: list[bool] = []

    def watch() -> None:
        if done.wait(seconds):
            return
        fired.append(True)
        expired(sys._current_frames().get(thread))
        while not done.wait(_AGAIN):
            _raise_in(thread)

    watcher = threading.Thread(target=watch, daemon=True, name="schemagen-watchdog")
    watcher.start()
    try:
        work()
    finally:
        while True:  # one raised but not yet delivered may come in here as well
            try:
                done.set()
                watcher.join()
                if fired:
                    _async_exc(thread, None)
                break
            except (Overdue, KeyboardInterrupt):
                continue


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
