"""The crew: every job is done once, whoever does it, and nobody waits for who is held up."""

import os
import queue
import random
import signal
import sys
import threading
import time
import weakref

import pytest

from schemagen.serving import crew as crews
from schemagen.serving.crew import Crew, Later
from schemagen.serving.entrance import entrance
from schemagen.serving.request import WHOLE


class Server:
    """Threads that fetch jobs from one line, as granian's do; an idle one may end."""

    def __init__(self, crew, threads, idle=None):
        self.crew = crew
        self.jobs = queue.SimpleQueue()
        self.back = []
        for _ in range(threads):
            threading.Thread(target=self._work, args=(idle,), daemon=True).start()

    def _work(self, idle):
        while True:
            try:
                number, job = self.jobs.get(timeout=idle)
            except queue.Empty:
                return
            self.crew.take(job)
            self.back.append(number)


def done(times, count, seconds=20):
    end = time.monotonic() + seconds
    while sum(map(len, times)) < count and time.monotonic() < end:
        time.sleep(0.005)
    return sum(map(len, times))


@pytest.mark.parametrize("slots", [1, 4])
@pytest.mark.parametrize("seed", range(3))
def test_every_job_is_done_once(slots, seed):
    chance = random.Random(seed)
    crew, times = Crew(slots), [[] for _ in range(2000)]
    server = Server(crew, 40)

    def job(number, kind, whole):
        if kind == "waits":
            with crew.held_up():
                time.sleep(0.002)
        elif kind == "long":
            time.sleep(0.008)
        elif kind == "gives way":
            time.sleep(0)
        crew.took(0.01 if kind == "long" else 0.0)
        times[number].append(kind)
        return whole

    kinds = ["quick"] * 20 + ["gives way"] * 10 + ["waits", "long"]
    for number in range(len(times)):
        kind, whole = chance.choice(kinds), chance.random() < 0.8
        server.jobs.put((number, lambda n=number, k=kind, w=whole: job(n, k, w)))
        if chance.random() < 0.02:
            time.sleep(0.003)
    assert done(times, len(times)) == len(times)
    assert all(len(found) == 1 for found in times)


def test_a_thread_keeps_what_it_brought_until_that_is_done():
    """Granian drops a request's body as soon as the thread that brought it comes back."""
    crew, early, times = Crew(), [], [[] for _ in range(1500)]
    server = Server(crew, 30)

    def job(number):
        time.sleep(0.0002 if number % 7 else 0.006)
        if number in server.back:
            early.append(number)
        times[number].append(1)
        return number % 3 > 0

    for number in range(len(times)):
        server.jobs.put((number, lambda n=number: job(n)))
    assert done(times, len(times)) == len(times)
    assert not early


def test_who_brought_a_job_with_something_left_comes_back_soon():
    crew = Crew()
    server = Server(crew, 8)

    def job(_):
        time.sleep(0.0005)
        return False

    for number in range(200):
        server.jobs.put((number, lambda n=number: job(n)))
    end = time.monotonic() + 20
    while len(server.back) < 200 and time.monotonic() < end:
        time.sleep(0.005)
    assert len(server.back) == 200


@pytest.mark.parametrize("others", [1, 5])
def test_others_take_over_from_those_that_are_held_up(others):
    crew, free, answered = Crew(), threading.Event(), threading.Event()
    server = Server(crew, 12)
    for number in range(300):  # all threads have been needed once, all but one sleep
        server.jobs.put((number, lambda: time.sleep(0.0002) or True))
    time.sleep(0.3)
    for number in range(others):
        server.jobs.put((number, lambda: free.wait(20)))
    server.jobs.put((-1, lambda: answered.set() or True))
    assert answered.wait(5)
    free.set()


@pytest.mark.parametrize("threads", [1, 8])
def test_what_was_put_off_is_done_when_it_can_be(threads):
    crew, ready, answered = Crew(), threading.Event(), threading.Event()
    crew.ready = ready.is_set
    server = Server(crew, threads)
    for number in range(300):
        server.jobs.put((number, lambda: time.sleep(0.0002) or True))

    def job():
        return crew.put_off(answered.set) or bool(answered.set())

    server.jobs.put((-1, job))
    assert not answered.wait(0.3)
    ready.set()  # and nobody comes by
    assert answered.wait(5)


def test_one_thread_does_quick_work():
    crew, by, times = Crew(), [], [[] for _ in range(3000)]
    server = Server(crew, 20)

    def job(number):
        by.append(threading.get_ident())
        times[number].append(1)
        return True

    for number in range(len(times)):
        server.jobs.put((number, lambda n=number: job(n)))
    done(times, len(times))
    late = by[-500:]
    assert max(late.count(thread) for thread in set(late)) > 150  # of 20 that would share them


def test_threads_that_end_are_not_waited_for():
    crew, times = Crew(), [[] for _ in range(60)]
    for start in range(0, 60, 20):
        server = Server(crew, 6, idle=0.05)
        for number in range(start, start + 20):
            server.jobs.put((number, lambda n=number: times[n].append(1) or True))
        time.sleep(0.4)
    assert done(times, 60) == 60


def test_who_is_held_up_holds_one_thread(monkeypatch):
    """Others, which have brought their jobs themselves, do not wait for it."""
    monkeypatch.setattr(crews, "_LOOK", 20)  # nobody is taken over from
    crew, free, began = Crew(), threading.Event(), queue.SimpleQueue()
    server = Server(crew, 5)
    for number in range(5):
        server.jobs.put((number, lambda: began.put(0) or free.wait(20)))
    assert [began.get(timeout=5) for _ in range(5)] == [0] * 5
    free.set()


class Slipping(threading.Event):
    """Is cleared by a watch that sees nobody work, just when it has been asked."""

    def __init__(self, look):
        super().__init__()
        self.look = look

    def is_set(self):
        found = super().is_set()
        self.clear()
        if self.look():
            self.set()
        return found


def test_the_watch_sees_what_begins_as_it_goes_to_rest():
    crew, free, answered = Crew(), threading.Event(), threading.Event()
    server = Server(crew, 4)
    for number in range(100):
        server.jobs.put((number, lambda: time.sleep(0.0002) or True))
    time.sleep(0.3)
    slipping, crew._stirred = crew._stirred, Slipping(crew._look)
    slipping.set()
    crew._stirred.set()
    server.jobs.put((-1, lambda: free.wait(20)))
    time.sleep(0.1)
    assert crew._stirred.wait(0)
    server.jobs.put((-1, lambda: answered.set() or True))
    assert answered.wait(5)
    free.set()


def test_who_comes_later_is_done_later():
    crew, ready, done_by = Crew(), threading.Event(), []
    crew.ready = ready.is_set
    assert crew.put_off(lambda: done_by.append(1))
    ready.set()
    assert crew.put_off(lambda: done_by.append(2))
    crew.flush()
    assert done_by == [1, 2]
    assert not crew.put_off(lambda: None)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_fork_waits_for_no_lock():
    """Threads end in it that it does not have, at any moment: scripts use multiprocessing."""
    crew, times = Crew(), []
    server = Server(crew, 4)
    for number in range(50):
        server.jobs.put((number, lambda: time.sleep(0.001) or bool(times.append(1)) or True))
    assert done([times], 50) == 50
    with crew._lock:
        child = os.fork()
        if not child:
            os._exit(0)
    end = time.monotonic() + 5
    while not (over := os.waitpid(child, os.WNOHANG)[0]) and time.monotonic() < end:
        time.sleep(0.01)
    if not over:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert over


class Sender:
    def __init__(self):
        self.sent = []

    def response_bytes(self, status, headers, body):
        self.sent.append((status, body))


class Input:
    pass


def answered_with(app, environ=None):
    sender = Sender()
    entrance(app, Crew())(sender, {} if environ is None else environ)
    return sender.sent


def test_whatever_is_raised_is_answered():
    def app(environ, start_response):
        sys.exit(1)

    assert answered_with(app) == [(500, b"")]


def test_what_had_to_wait_for_a_moment_knows_nothing_of_it():
    """A script that raises would have that in the log, and the first try in its memory."""
    seen = []

    def app(environ, start_response):
        if not seen:
            seen.append("late")
            raise Later
        seen.append(sys.exc_info()[0])
        start_response("200 OK", [])
        return [b"x"]

    assert answered_with(app) == [(200, b"x")]
    assert seen == ["late", None]


def test_who_sleeps_holds_no_body():
    body = Input()
    environ, held = {"wsgi.input": body, "CONTENT_LENGTH": "1", WHOLE: True}, weakref.ref(body)
    del body

    def app(environ, start_response):
        start_response("200 OK", [])
        return [b"x"]

    assert answered_with(app, environ) == [(200, b"x")]
    assert held() is None
