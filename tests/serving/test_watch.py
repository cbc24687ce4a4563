"""The watch and the gate by themselves: nothing is ended twice, late, or in the wrong place."""

import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemagen.serving.answer import Refused
from schemagen.serving.gate import Gate
from schemagen.serving.watch import Overdue, Watch


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return seconds


def test_no_exception_outlives_its_call():
    """Calls end about at their deadline; what follows them in the thread is never hit."""
    watch = Watch(0.01, 10, lambda: None)
    rng = random.Random(1)

    def many(count):
        seen = []
        for _ in range(count):
            asked = rng.uniform(0.008, 0.0115)
            try:
                assert watch.run(lambda asked=asked: spin(asked)) == asked
                seen.append(False)
            except Overdue:
                seen.append(True)
            sum(range(2000))  # work of the next request: must not be interrupted
        return seen

    with ThreadPoolExecutor(4) as pool:
        seen = [late for part in pool.map(many, [120] * 4) for late in part]
    assert any(seen)
    assert not watch._calls


def late_and_hit(watch, moment):
    """Run what is late, and raise its exception once more as the call is ended; tell if it ends."""
    steps = iter(range(moment))

    def step(frame, event, arg):
        if next(steps, None) is None:
            raise Overdue
        return step

    def begin(frame, event, arg):
        code = frame.f_code
        return step if code.co_name == "_left" or code.co_filename == threading.__file__ else None

    def work():
        try:
            spin(1)
        except Overdue:
            sys.settrace(begin)

    try:
        watch.run(work)
    except Overdue:
        return True
    finally:
        sys.settrace(None)
    return False


def test_what_ends_a_call_may_be_interrupted_anywhere():
    watch = Watch(0.01, 10, lambda: None)
    pool = ThreadPoolExecutor(1)
    try:
        for moment in range(15):
            assert pool.submit(late_and_hit, watch, moment).result(5), moment
    finally:
        pool.shutdown(wait=False)
    assert not watch._calls


def test_what_a_call_raises_comes_out():
    watch = Watch(5, 1, lambda: None)
    with pytest.raises(KeyError):
        watch.run(lambda: {}["x"])
    with pytest.raises(SystemExit):
        watch.run(lambda: exec("raise SystemExit"))
    assert not watch._calls


def through(gate, work):
    with gate:
        return gate.watch.run(work)


def test_stuck_calls_are_told_and_send_the_waiting_away():
    told = threading.Event()
    gate = Gate(1, 5, timeout=0.05, grace=0.1, stuck=lambda why: told.set())
    with ThreadPoolExecutor(3) as pool:
        stuck = pool.submit(through, gate, lambda: time.sleep(1.5))
        time.sleep(0.02)
        waiting = [pool.submit(through, gate, lambda: 1) for _ in range(2)]
        for one in waiting:
            with pytest.raises(Refused):
                one.result(1.2)
        assert told.wait(1)
        assert gate.broken
        with pytest.raises(Overdue):
            stuck.result()


def test_a_full_gate_refuses():
    gate = Gate(1, 0)
    inside = threading.Event()
    go = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(through, gate, lambda: (inside.set(), go.wait(5)))
        inside.wait(5)
        with pytest.raises(Refused) as refused:
            through(gate, lambda: 1)
        assert refused.value.answer.status == 503
        go.set()
        first.result()
    assert through(gate, lambda: 1) == 1
