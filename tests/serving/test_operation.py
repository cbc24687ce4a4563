"""The service under way: one call at a time, limits, time-outs, workers that end, and its end."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("granian")

from tests.serving.running import served, started, stop

ECHO = "def init(): pass\ndef run(data): return data"
SLOW = """
import os, threading, time
def init():
    global busy, most
    busy = most = 0
def run(data):
    global busy, most
    busy += 1
    most = max(most, busy)
    time.sleep(float(data or 0))
    busy -= 1
    return [most, os.getpid(), data]
"""


def together(server, bodies, threads=16):
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda body: server.ask("POST", "/score", body), bodies))


def test_no_answers_are_swapped_and_run_is_alone():
    with served(SLOW) as server:
        bodies = [f"0.00{n:03}".encode() for n in range(300)]
        replies = together(server, bodies)
        answers = [json.loads(reply.body) for reply in replies]
    assert [answer[2] for answer in answers] == [body.decode() for body in bodies]
    assert {answer[0] for answer in answers} == {1}


def test_more_at_once_when_asked_for():
    with served(SLOW, "--concurrency", "3") as server:
        answers = [json.loads(reply.body) for reply in together(server, [b"0.1"] * 12)]
    assert max(answer[0] for answer in answers) == 3


def test_health_and_document_answer_while_run_is_busy():
    with served(SLOW) as server:
        threading.Thread(target=server.ask, args=("POST", "/score", b"2"), daemon=True).start()
        time.sleep(0.2)
        began = time.monotonic()
        assert server.ask("GET", "/").status == 200
        assert server.ask("GET", "/swagger.json").status == 200
        assert json.loads(server.ask("GET", "/ready").body) == {"ready": True}
        assert time.monotonic() - began < 1


def test_a_full_line_is_told_to_come_again():
    with served(SLOW, "--queue", "2") as server:
        replies = together(server, [b"0.4"] * 10)
        refused = [reply for reply in replies if reply.status == 503]
        assert len(refused) == 7
        assert refused[0].header("retry-after") == "1"
        assert sum(reply.status == 200 for reply in replies) == 3


def test_many_clients_at_once():
    with served(ECHO, "--queue", "5000") as server:
        bodies = [str(n).encode() for n in range(1000)]
        replies = together(server, bodies, threads=200)
    assert [json.loads(reply.body) for reply in replies] == [body.decode() for body in bodies]


TIMED = """
import time
def init(): pass
def run(data):
    try:
        end = time.monotonic() + float(data)
        while time.monotonic() < end:
            time.sleep(0.01)
    except Exception:
        return "swallowed"
    return "done"
"""


def test_a_call_that_takes_too_long_is_ended():
    with served(TIMED, environ=(("SCORING_TIMEOUT_MS", "300"),)) as server:
        began = time.monotonic()
        reply = server.ask("POST", "/score", b"20")
        assert time.monotonic() - began < 3
        assert (reply.status, json.loads(reply.body)["message"]) == (
            500,
            "Scoring timeout after 300 ms",
        )
        assert reply.header("x-ms-run-function-failed") == "True"
        assert json.loads(server.ask("POST", "/score", b"0").body) == "done"


def test_what_swallows_the_end_is_late_all_the_same():
    stubborn = TIMED.replace("except Exception", "except BaseException")
    with served(stubborn, "--timeout-ms", "200") as server:
        assert server.ask("POST", "/score", b"20").status == 500
        assert json.loads(server.ask("POST", "/score", b"0").body) == "done"


def test_an_async_call_is_ended_too():
    script = "import asyncio\ndef init(): pass\nasync def run(data): await asyncio.sleep(float(data)); return 1"
    with served(script, "--timeout-ms", "300") as server:
        began = time.monotonic()
        assert server.ask("POST", "/score", b"20").status == 500
        assert time.monotonic() - began < 3
        assert server.ask("POST", "/score", b"0").status == 200


def test_a_worker_that_hangs_is_replaced_again_and_again():
    with served(SLOW, "--timeout-ms", "200", "--timeout-grace", "0.3") as server:
        for _ in range(2):
            before = json.loads(server.ask("POST", "/score", b"0").body)[1]
            with ThreadPoolExecutor(2) as pool:
                hung = pool.submit(server.ask, "POST", "/score", b"30")
                time.sleep(0.1)
                waiting = pool.submit(server.ask, "POST", "/score", b"0")
                assert waiting.result().status == 503
                with pytest.raises((OSError, http.client.HTTPException)):
                    hung.result()
            assert until_up(server) != before


def until_up(server):
    for _ in range(100):
        try:
            reply = server.ask("POST", "/score", b"0")
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            if reply.status == 200:
                return json.loads(reply.body)[1]
    raise AssertionError(server.log)


def test_a_killed_worker_is_replaced_while_requests_come():
    with served(SLOW) as server:
        first = json.loads(server.ask("POST", "/score", b"0").body)[1]
        wrong, answered = [], []
        done = threading.Event()

        def client(number):
            while not done.is_set():
                body = f"0.000{number}".encode()
                try:
                    reply = server.ask("POST", "/score", body)
                except (OSError, http.client.HTTPException):
                    continue
                answered.append(reply.status)
                if reply.status != 200 or json.loads(reply.body)[2] != body.decode():
                    wrong.append(reply)

        clients = [threading.Thread(target=client, args=(n,)) for n in range(4)]
        [thread.start() for thread in clients]
        time.sleep(0.3)
        os.kill(first, signal.SIGKILL)
        second = until_up(server)
        done.set()
        [thread.join() for thread in clients]
    assert second != first
    assert not wrong
    assert answered


def test_a_request_under_way_is_answered_before_the_end():
    with served(SLOW) as server:
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(server.ask, "POST", "/score", b"1")
            time.sleep(0.4)
            server.process.send_signal(signal.SIGTERM)
            assert reply.result().status == 200
        assert server.process.wait(10) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_processes_ends_them_in_order(number):
    """As a terminal sends Ctrl-C, and some orchestrators the end."""
    with served(SLOW) as server:
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(server.ask, "POST", "/score", b"1")
            time.sleep(0.4)
            os.killpg(server.process.pid, number)
            assert reply.result().status == 200
        assert server.process.wait(10) == 0
        assert "Traceback" not in server.log


def test_a_second_ctrl_c_ends_at_once():
    with served(SLOW) as server:
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(server.ask, "POST", "/score", b"20")
            time.sleep(0.4)
            began = time.monotonic()
            for _ in range(2):
                os.killpg(server.process.pid, signal.SIGINT)
                time.sleep(0.3)
            server.process.wait(5)
            assert time.monotonic() - began < 4
            with pytest.raises((OSError, http.client.HTTPException)):
                reply.result()
        assert "Traceback" not in server.log


def test_ctrl_c_while_init_runs(tmp_path):
    (tmp_path / "score.py").write_text("import time\ndef init(): time.sleep(30)\ndef run(data): 0")
    server = started(tmp_path)
    time.sleep(2)
    os.killpg(server.process.pid, signal.SIGINT)
    assert server.process.wait(5) == 0
    assert not server.log


def test_nothing_listens_before_init_has_returned(tmp_path):
    (tmp_path / "score.py").write_text(
        "import time\ndef init(): time.sleep(1.5)\ndef run(data): return 1"
    )
    server = started(tmp_path)
    try:
        seen = []
        while server.process.poll() is None and not (seen and seen[-1]):
            with socket.socket() as trial:
                seen.append(trial.connect_ex(("127.0.0.1", server.port)) == 0)
            time.sleep(0.05)
        assert seen.count(False) > 10
        assert server.ask("GET", "/").status == 200
    finally:
        stop(server)


def test_a_taken_port_is_told():
    with served(ECHO) as first:
        second = started(first.folder, "--port", str(first.port))
        assert second.process.wait(20) == 2
        assert f"cannot listen at 127.0.0.1:{first.port}" in second.log


@pytest.mark.parametrize("name", ["SCORING_TIMEOUT_MS", "WORKER_COUNT"])
def test_a_bad_setting_is_told(name):
    with pytest.raises(ChildProcessError, match=name), served(ECHO, environ=((name, "many"),)):
        pass


def test_kept_connections_pipelines_and_chunks():
    with served(ECHO) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for number in range(3):
            connection.request("POST", "/score", str(number).encode())
            assert json.loads(connection.getresponse().read()) == str(number)
        connection.request(
            "POST",
            "/score",
            iter([b"ab", b"cd"]),
            encode_chunked=True,
            headers={"Transfer-Encoding": "chunked"},
        )
        assert json.loads(connection.getresponse().read()) == "abcd"
        connection.close()
        line = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n"
        assert server.raw(line + b"1" + line + b"2").count(b"HTTP/1.1 200") == 2


def test_a_body_that_breaks_off_never_reaches_run():
    with served(
        "def init():\n  global seen; seen = []\ndef run(data):\n  seen.append(data); return seen"
    ) as server:
        head = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
        assert b"HTTP/1.1 200" not in server.raw(head, b"abc", half=True)
        assert json.loads(server.ask("POST", "/score", b"x").body) == ["x"]


def test_clients_that_say_nothing_stop_nobody():
    with served(ECHO) as server:
        head = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na"
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(180)]
        for number, connection in enumerate(idle):
            connection.sendall(head if number % 2 else b"GET / HT")
        began = time.monotonic()
        assert server.ask("GET", "/").status == 200
        assert server.ask("POST", "/score", b"x").status == 200
        assert time.monotonic() - began < 2
        [connection.close() for connection in idle]


def test_garbage_is_no_server_error():
    with served(ECHO) as server:
        for line in (
            b"garbage\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01\x00",
            b"GET /" + b"a" * 100_000,
            b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        ):
            assert b" 50" not in server.raw(line)[:12]
        assert server.ask("GET", "/").status == 200


def test_streams_are_sent_as_they_are_made():
    pytest.importorskip("werkzeug")
    script = """
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
import time
def init(): pass
def pieces():
    for n in range(3):
        yield f"{n},"
        time.sleep(0.2)
def broken():
    raise ValueError("before the first piece")
    yield ""
@rawhttp
def run(request): return AMLResponse(broken() if request.args.get("broken") else pieces(), 200)
"""
    with served(script) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/score")
        answer = connection.getresponse()
        began = time.monotonic()
        assert answer.read(2) == b"0,"
        assert time.monotonic() - began < 0.15
        assert answer.read() == b"1,2,"
        connection.close()
        reply = server.ask("GET", "/score?broken=1", headers={"x-request-id": "r"})
        assert (reply.status, reply.header("x-request-id")) == (500, "r")


def test_two_workers():
    with served(SLOW, "--workers", "2") as server:
        pids = {json.loads(reply.body)[1] for reply in together(server, [b"0.02"] * 60)}
    assert len(pids) == 2


def test_headers_are_the_requests_alone():
    script = "def init(): pass\ndef run(data, request_headers): return sorted(request_headers)"
    with served(script, environ=(("HTTP_PROXY", "http://127.0.0.1:9"),)) as server:
        assert json.loads(server.ask("POST", "/score", b"").body) == [
            "Accept-Encoding",
            "Content-Length",
            "Host",
        ]


def test_what_waits_takes_no_thread_and_keeps_its_turn():
    with served(SLOW, "--threads", "8") as server:
        first = threading.Thread(target=server.ask, args=("POST", "/score", b"3"))
        first.start()
        time.sleep(0.2)
        with ThreadPoolExecutor(60) as pool:
            bodies = [f"0.00{n}".encode() for n in range(60)]
            replies = [pool.submit(server.ask, "POST", "/score", body) for body in bodies]
            time.sleep(0.3)
            began = time.monotonic()
            assert server.ask("GET", "/").status == 200
            assert time.monotonic() - began < 1
            assert not any(reply.done() for reply in replies)
            answers = [json.loads(reply.result().body) for reply in replies]
        first.join()
    assert [answer[2] for answer in answers] == [body.decode() for body in bodies]
    assert {answer[0] for answer in answers} == {1}


def test_a_stream_lets_others_in_between_its_pieces():
    pytest.importorskip("werkzeug")
    script = """
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
import time
def init(): pass
def pieces():
    for n in range(6):
        yield f"{n},"
        time.sleep(0.3)
@rawhttp
def run(request):
    time.sleep(0.3)
    return AMLResponse(pieces() if request.method == "GET" else "x", 200)
"""
    with served(script) as server, ThreadPoolExecutor(8) as pool:
        stream = pool.submit(server.ask, "GET", "/score")
        time.sleep(0.1)
        others = [pool.submit(server.ask, "POST", "/score", b"{}") for _ in range(2)]
        assert {other.result(5).body for other in others} == {b"x"}
        assert not stream.done()
        assert stream.result().body == b"0,1,2,3,4,5,"


STREAMS = """
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
import time
def init(): pass
def pieces(count, size):
    for n in range(count):
        time.sleep(0.005)
        yield b"x" * size
@rawhttp
def run(request):
    time.sleep(float(request.args.get("rest", 0.005)))
    asked = [int(n) for n in request.args["ask"].split("x")]
    return AMLResponse(pieces(*asked), 200)
"""


def test_a_stream_waits_for_no_other_streams_client():
    pytest.importorskip("werkzeug")
    with served(STREAMS) as server, ThreadPoolExecutor(20) as pool:
        first = pool.submit(server.ask, "GET", "/score?ask=200x1", timeout=8)
        time.sleep(0.1)
        with socket.create_connection(("127.0.0.1", server.port)) as slow:  # reads nothing
            slow.sendall(b"GET /score?ask=900x65536 HTTP/1.1\r\nHost: x\r\n\r\n")
            others = [
                pool.submit(server.ask, "GET", "/score?ask=9x1", timeout=8) for _ in range(10)
            ]
            assert first.result().body == b"x" * 200
            assert {other.result().body for other in others} == {b"x" * 9}


def test_a_stream_that_has_begun_is_not_refused_its_next_piece():
    pytest.importorskip("werkzeug")
    with served(STREAMS, "--queue", "0") as server, ThreadPoolExecutor(5) as pool:
        stream = http.client.HTTPConnection("127.0.0.1", server.port)
        stream.request("GET", "/score?ask=40x1000000")
        answer = stream.getresponse()
        time.sleep(0.5)  # it waits for its client
        other = pool.submit(server.ask, "GET", "/score?ask=0x1&rest=0.5")
        time.sleep(0.2)
        assert len(answer.read()) == 40_000_000
        assert other.result().status == 200
        stream.close()


def test_after_a_rush_slow_clients_still_stop_nobody():
    with served(ECHO) as server:
        assert {reply.status for reply in together(server, [b"1"] * 3000, threads=32)} == {200}
        head = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na"
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
        [connection.sendall(head) for connection in idle]
        began = time.monotonic()
        assert server.ask("POST", "/score", b"x").status == 200
        assert time.monotonic() - began < 2
        [connection.close() for connection in idle]


def test_a_body_that_nobody_reads_does_not_hold_its_connection():
    script = """
import numpy as np
from schemagen import input_schema
def init(): pass
@input_schema("data", np.array([1.0]))
def run(data): return data
"""
    line = (
        b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\n1"
    )
    with served(script) as server, ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: server.ask("GET", "/"), range(500)))
        found = list(pool.map(lambda _: server.raw(line * 3), range(32)))
    assert {answer.count(b"HTTP/1.1 415") for answer in found} == {3}
