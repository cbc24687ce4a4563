"""Much, large and broken input: every answer is right or a refusal, memory stays bounded."""

import http.client
import json
import os
import random
import selectors
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("granian")
pytest.importorskip("pandas")

from tests.serving.running import served

pytestmark = pytest.mark.full

SCRIPT = """
import os, pandas as pd
from schemagen import input_schema
def init(): pass
@input_schema("data", pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, None]}))
@input_schema("note", "text")
def run(data, note=""): return [len(data), os.getpid()]
"""
GOOD = b'{"data": [{"a": 1, "b": "x", "c": 0.5}, {"a": -7, "b": "y", "c": null}], "note": "n"}'
PIECES = [
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\u", b"\\ud800", b"\xff", b"\x00", b"1e999", b"NaN",
    b"-", b"null", b"true", b"9" * 400, b"[" * 300, b'"data"', b"\xef\xbb\xbf", b".", b"e", b"0",
]  # fmt: skip


def mutated(rng):
    """Return a body with a few places changed."""
    body = bytearray(GOOD)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(body) + 1)
        body[at : at + rng.choice((0, 1, 1, 3))] = rng.choice(
            (*PIECES, bytes([rng.randrange(256)]))
        )
    return bytes(body)


def resident(pid):
    """Return the MiB that a process holds."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


def worker(server):
    """Return the worker's process."""
    body, headers = GOOD, {"Content-Type": "application/json"}
    return json.loads(server.ask("POST", "/score", body, headers).body)[1]


def test_broken_bodies():
    """A hundred thousand bodies, each a few bytes from a good one: 200 or 400, nothing else."""
    with served(SCRIPT) as server:
        pid = worker(server)

        def client(seed):
            rng = random.Random(seed)
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            seen = set()
            for _ in range(25_000):
                body = mutated(rng)
                connection.request("POST", "/score", body, {"Content-Type": "application/json"})
                reply = connection.getresponse()
                text = reply.read()
                seen.add(reply.status)
                assert reply.status in (200, 400), (body, text)
                assert reply.status == 400 or json.loads(text)[1] == pid
            return seen

        with ThreadPoolExecutor(4) as pool:
            seen = set().union(*pool.map(client, range(4)))
        assert seen == {200, 400}
        assert worker(server) == pid
        if os.path.exists(f"/proc/{pid}/status"):
            assert resident(pid) < 400


def test_large_bodies():
    """64 MB of text, of rows and of brackets, several at once."""
    rows = b'{"data": [' + b",".join([b'{"a": 1, "b": "x", "c": 0.5}'] * 300_000) + b"]}"
    bodies = [b'{"note": "' + b"x" * (64 << 20) + b'", "data": []}', b"[" * (64 << 20), rows]
    with served(SCRIPT) as server:
        pid = worker(server)
        before = resident(pid)

        def send(body):
            return server.ask(
                "POST", "/score", body, {"Content-Type": "application/json"}, timeout=120
            )

        with ThreadPoolExecutor(3) as pool:
            replies = list(pool.map(send, bodies))
        assert [reply.status for reply in replies] == [200, 400, 200]
        assert worker(server) == pid
        assert resident(pid) - before < 2000


def test_a_thousand_connections_at_once():
    """All are answered, each with its own status; health answers meanwhile."""
    head = b"POST /score HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    request = head + f"Content-Length: {len(GOOD)}\r\n\r\n".encode() + GOOD
    with served(SCRIPT) as server:
        poll = selectors.DefaultSelector()
        for _ in range(1000):
            connection = socket.create_connection(("127.0.0.1", server.port), 30)
            connection.sendall(request)
            connection.settimeout(0)
            poll.register(connection, selectors.EVENT_READ, bytearray())
        health = []
        asking = threading.Thread(target=lambda: health.append(server.ask("GET", "/").status))
        asking.start()
        answers = []
        while poll.get_map():
            events = poll.select(30)
            assert events, f"{len(poll.get_map())} were not answered"
            for key, _ in events:
                piece = key.fileobj.recv(1 << 16)
                key.data.extend(piece)
                if not piece:
                    poll.unregister(key.fileobj)
                    key.fileobj.close()
                    answers.append(bytes(key.data))
        statuses = {answer.split(b" ", 2)[1] for answer in answers}
        asking.join()
        assert len(answers) == 1000
        assert statuses <= {b"200", b"503"}
        assert health == [200]
        assert worker(server)
