"""Keeps as few threads awake as the work needs.

Threads that want the interpreter's lock hand it to one another through the kernel, at every
request: where ``run()`` is quick that costs more than the work. So one thread serves, and the
others sleep until it is held up: "Malthusian Locks" (Dice, 2017) does so with those that wait for
any lock.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

_LOOK = 0.002
"""Seconds between two looks at what the threads do."""

_LOOKS = 100
"""Looks at which nobody works until there are none any more."""

_QUICK = 0.0003
"""Seconds; calls of ``run()`` that take less are not worth a second thread."""

Job = Callable[[], bool]
"""Raises nothing; tells whether its thread may sleep: granian ends some things with its return."""


class Later(BaseException):
    """Raised by what has to wait: it is to be put off, and done from its beginning."""


class Hand:
    """One thread: *turn* counts its jobs, *seen* is the last one that was looked at."""

    __slots__ = ("away", "bell", "busy", "seen", "turn")

    def __init__(self) -> None:
        self.turn = 0
        self.seen = 0
        self.busy = False
        self.away = False
        """Held up, so that another has taken over."""
        self.bell = threading.Lock()
        self.bell.acquire()


class Crew:
    """The threads of one worker, which bring jobs to :meth:`take` and come back for more.

    *slots* calls of ``run()`` may be under way at once.
    """

    def __init__(self, slots: int = 1) -> None:
        self._slots = slots
        self._lock = threading.Lock()
        self._up: set[Hand] = set()
        self._asleep: list[Hand] = []
        self._later: deque[Callable[[], object]] = deque()
        self.ready: Callable[[], bool] = lambda: True
        """Whether what was put off can be done."""
        self._awake = 0
        self._wanted = 1
        self._usual = 0.0
        self._mine = threading.local()
        self._stirred = threading.Event()
        threading.Thread(target=self._watch, daemon=True, name="schemagen-crew").start()

    def took(self, seconds: float) -> None:
        """Hear how long a call of ``run()`` took."""
        self._usual += (seconds - self._usual) / 16
        self._wanted = 1 if self._usual < _QUICK else 1 + self._slots

    def take(self, job: Job) -> None:
        """Do *job*; return to fetch more, after a sleep if too many threads are awake."""
        try:
            hand: Hand = self._mine.hand
        except AttributeError:
            hand = self._joined()
        may_sleep = self._does(hand, job)
        while self._goes_on(hand, may_sleep=bool(may_sleep)):
            pass

    @property
    def has_this_thread(self) -> bool:
        """Tell whether the thread that asks brings jobs."""
        return hasattr(self._mine, "hand")

    @property
    def waiting(self) -> bool:
        """Tell whether jobs have been put off."""
        return bool(self._later)

    def put_off(self, job: Callable[[], object]) -> bool:
        """Leave *job* for later, which takes no thread; False if it can be done at once."""
        with self._lock:
            if self.ready() and not self._later:
                return False
            self._later.append(job)
        return True

    def flush(self) -> None:
        """Do all that was put off and can be done, in this thread."""
        while True:
            with self._lock:
                job = self._next()
            if job is None:
                return
            job()

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Wait, inside this context, for others: another thread takes over."""
        hand = getattr(self._mine, "hand", None)
        if hand is None:  # no thread of the server's
            yield
            return
        self._leave(hand)
        try:
            yield
        finally:
            hand.turn += 1
            with self._lock:
                self._return(hand)

    def _joined(self) -> Hand:
        """Count this thread in; return its hand."""
        hand = self._mine.hand = Hand()
        self._mine.stay = _Stay(partial(self._part, hand))
        with self._lock:
            self._up.add(hand)
            self._awake += 1
        return hand

    def _part(self, hand: Hand) -> None:
        """Count a thread out that has ended, as idle ones do."""
        with self._lock:
            self._up.discard(hand)
            self._awake -= not hand.away
            self._call_in()

    def _does(self, hand: Hand, job: Callable[[], object]) -> object:
        hand.turn += 1
        hand.busy = True
        if not self._stirred.is_set():  # after `busy`, at which the watch looks before it rests
            self._stirred.set()
        return job()

    def _goes_on(self, hand: Hand, *, may_sleep: bool) -> bool:
        """Do a job that was put off, or sleep while too many are awake; tell if it did."""
        with self._lock:
            self._return(hand)
            job = self._next()
            if job is None:
                hand.busy = False
                self._call_in()
                if self._awake <= self._wanted or not may_sleep:
                    return False
                self._awake -= 1
                self._up.discard(hand)
                self._asleep.append(hand)
        if job is None:
            hand.bell.acquire()
        else:
            self._does(hand, job)
        return True

    def _leave(self, hand: Hand) -> None:
        """Do without *hand*, which is held up."""
        with self._lock:
            if hand.busy and not hand.away:
                hand.away = True
                self._awake -= 1
                self._call_in()

    # what follows is done under the lock

    def _next(self) -> Callable[[], object] | None:
        return self._later.popleft() if self._later and self.ready() else None

    def _return(self, hand: Hand) -> None:
        self._awake += hand.away
        hand.away = False

    def _rise(self) -> None:
        hand = self._asleep.pop()
        self._awake += 1
        self._up.add(hand)
        hand.bell.release()

    def _call_in(self) -> None:
        """Wake those that are wanted, and one for what was put off and nobody came by to do."""
        if self._later and self._asleep and self.ready():
            self._rise()
        while self._asleep and self._awake < self._wanted:
            self._rise()

    def _watch(self) -> None:
        quiet = 0
        while True:
            self._stirred.wait()
            time.sleep(_LOOK)
            quiet = 0 if self._look() else quiet + 1
            if quiet > _LOOKS:
                quiet = 0
                self._stirred.clear()
                if self._look():  # at one that began meanwhile
                    self._stirred.set()

    def _look(self) -> bool:
        """Take over from those that are where they were at the last look; tell if any works."""
        with self._lock:
            working = [hand for hand in self._up if hand.busy and not hand.away]
            alone = bool(self._later) and not self._asleep and self.ready()
            self._call_in()
        if alone:
            with suppress(RuntimeError):  # no more threads to be had: at the next look, then
                threading.Thread(target=self.flush, daemon=True).start()
        for hand in working:
            if hand.seen == hand.turn:
                self._leave(hand)
            hand.seen = hand.turn
        return bool(working or self._later)


class _Stay:
    """Lives as long as its thread, which keeps it, and tells when it ends."""

    def __init__(self, over: Callable[[], None]) -> None:
        self._over = over
        self._process = os.getpid()

    def __del__(self) -> None:
        if self._process == os.getpid():  # a fork has none of the threads, and maybe a held lock
            self._over()
