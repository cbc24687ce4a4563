"""Limits: nesting, headers, bodies that never end, sockets that are half closed."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("granian")

from schemagen.serving.depth import deeper
from tests.serving.running import served

JSON = {"Content-Type": "application/json"}
ECHO = "def init(): pass\ndef run(data): return data"
OPEN = """
from schemagen import input_schema
def init(): pass
@input_schema("data", {"a": 1})
def run(data, more=None): return [data, more]
"""


@pytest.mark.parametrize(
    ("body", "limit", "told"),
    [
        (b"[[1]]", 2, False),
        (b"[[1]]", 1, True),
        (b'{"a": [{}]}', 3, False),
        (b'{"a": [{}]}', 2, True),
        (b'["[[[[", "{{{{"]', 1, False),
        (b'["\\"[[[[[[[[[[[[", [2]]', 2, False),
        (b'["\\"[[[[[[[[[[[[", [2]]', 1, True),
        (b"[" + b"[1],".join([b""] * 1000) + b"[1]]", 2, False),
        (b"[" * 20 + b"]" * 20, 20, False),
        (b"[" * 20 + b"]" * 20, 19, True),
        (b"[" * 100_000, 512, True),
        (b"]" * 100_000, 512, False),
        (b'"' + b"[" * 100_000 + b'"', 512, False),
        (b"", 1, False),
        (('["' + "[" * 600 + '"]').encode("utf-16"), 512, False),
        (("[" * 600 + "]" * 600).encode("utf-32"), 512, True),
    ],
)
def test_depth(body, limit, told):
    assert deeper(body, limit) is told


def test_depth_is_told_in_linear_time():
    towers = (b"[" * 500 + b"]" * 500 + b",") * 4000
    began = time.monotonic()
    assert not deeper(b"[" + towers + b"0]", 512)
    assert time.monotonic() - began < 3


def nested(depth):
    return b'{"data": {"a": 1}, "more": ' + b"[" * depth + b"]" * depth + b"}"


def test_nesting_has_a_limit_of_its_own():
    with served(OPEN, "--max-depth", "40") as server:
        assert server.ask("POST", "/score", nested(39), JSON).status == 200
        reply = server.ask("POST", "/score", nested(40), JSON)
        assert reply.status == 400
        assert "nested more than 40 levels deep" in json.loads(reply.body)["message"]


def test_what_may_be_nested_so_deep_comes_back():
    with served(OPEN) as server:
        reply = server.ask("POST", "/score", nested(511), JSON)
        assert (reply.status, reply.body.count(b"[")) == (200, 512)
        for depth in (512, 100_000):
            assert server.ask("POST", "/score", nested(depth), JSON).status == 400
        assert server.ask("GET", "/score?data={%22a%22:1}&more=" + "[" * 20_000).status == 200


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"".join(b"X-%d: a\r\n" % n for n in range(200)), (b"431",)),
        (b"X: " + b"a" * 3_000_000 + b"\r\n", (b"431", b"")),
        (b"X: a\x00b\r\n", (b"400",)),
        (b"X y: a\r\n", (b"400",)),
        (b"X-Request-Id: " + b"a" * 101 + b"\r\n", (b"431",)),
    ],
)
def test_headers_that_are_too_much_are_the_clients_fault(request_, statuses):
    with served(ECHO) as server:
        got = server.raw(b"GET / HTTP/1.1\r\nHost: x\r\n" + request_ + b"\r\n")
        assert got[9:12] in statuses, got[:80]
        assert server.raw(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")[9:12] == b"414"
        assert server.ask("GET", "/").status == 200


COUNTING = """
import os
def init(): pass
def run(data): return os.getpid()
"""


def test_bodies_that_never_end_hold_no_turn_and_not_for_ever():
    """They take places for reading alone; when these are all taken, the worker is replaced."""
    head = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na"
    with served(COUNTING, "--threads", "8", "--body-timeout", "1") as server:
        first = server.ask("POST", "/score", b"x").body
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
        for connection in idle:
            connection.sendall(head)
        time.sleep(0.2)
        assert server.ask("POST", "/score", b"x").body == first  # a place is left
        idle.append(socket.create_connection(("127.0.0.1", server.port)))
        idle[-1].sendall(head)
        seen = set()
        for _ in range(100):
            time.sleep(0.1)
            try:
                reply = server.ask("POST", "/score", b"x")
            except OSError:
                continue
            seen.add(reply.status)
            if reply.status == 200:
                break
        assert seen == {503, 200}
        assert reply.body != first
        for connection in idle:
            connection.settimeout(5)
            assert b" 200 " not in connection.recv(1000)
            connection.close()
        assert "no body has come to its end for 1 s" in server.log


def test_half_closed_sockets_get_the_right_answer_or_none():
    with served(
        "import time\ndef init(): pass\ndef run(data): time.sleep(0.05); return data"
    ) as server:

        def half(number):
            body = str(number).encode()
            head = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
            return body, server.raw(head + body, half=True)

        with ThreadPoolExecutor(16) as pool:
            for body, answer in pool.map(half, range(40)):
                assert not answer or answer.endswith(b'"%s"' % body)
        assert json.loads(server.ask("POST", "/score", b"x").body) == "x"
