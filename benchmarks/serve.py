"""The service beside Azure's own server and beside a floor: ratios, one run, medians of rounds.

    python benchmarks/serve.py [--peer AZMLINFSRV] [--rounds 5] [--seconds 2]

One worker, 16 kept connections, the same scripts and the same requests (``load.c``, which needs a
C compiler and Linux). *floor* is granian with an application that sends constant bytes from
behind the same gate. Only ratios inside one run mean anything.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

FLOATS = """
import numpy as np
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType

def init(): pass

@input_schema("data", NumpyParameterType(np.array([[1.5] * 10])))
@output_schema(NumpyParameterType(np.array([1.5])))
def run(data): return [float(data[0, 0])]
"""
RECORDS = """
import pandas as pd
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
import numpy as np

ROW = {"i0": 1, "i1": 2, "i2": 3, "f0": 0.5, "f1": 1.5, "f2": 2.5}
ROW |= {"s0": "a", "s1": "b", "b0": True, "i3": 4}

def init(): pass

@input_schema("data", PandasParameterType(pd.DataFrame([ROW, ROW])))
@output_schema(NumpyParameterType(np.array([1.5])))
def run(data): return [float(data["f0"].sum())]
"""
BUSY = """
import time
def init(): pass
def run(data):
    time.sleep(0.05)
    return 1
"""
FLOOR = """
import sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from schemagen.serving.gate import Gate

gate = Gate(1, 128, timeout=3600)

def app(environ, start_response):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    with gate:
        body = gate.watch.run(lambda: b"[1.5]")
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]

if __name__ == "__main__":
    options = {"interface": Interfaces.WSGI, "http": HTTPModes.http1, "websockets": False}
    server = Granian("floor", port=int(sys.argv[1]), blocking_threads=256, backpressure=512,
                     log_enabled=False, **options)
    server.serve(target_loader=lambda: app, wrap_loader=False)
"""
NAMES = ["i0", "i1", "i2", "f0", "f1", "f2", "s0", "s1", "b0", "i3"]
VALUES = [(n, n + 1, 2, n + 0.25, n / 7, 2.5, f"name {n}", "b", n % 2 == 0, 4) for n in range(100)]
ROWS = [dict(zip(NAMES, row, strict=True)) for row in VALUES]
BODIES = {
    "10 floats": (FLOATS, {"data": [[0.1 * n for n in range(10)]]}),
    "100x10 records": (RECORDS, {"data": ROWS}),
}


Running = tuple[int, subprocess.Popen[bytes], float]
Figures = dict[str, dict[str, list[float]]]


@dataclass
class Contender:
    """A way to serve ``score.py``."""

    name: str
    command: list[str]


def contenders(peer: str | None) -> list[Contender]:
    """Return the servers to compare; ``{port}`` stands for the port."""
    ours = [sys.executable, "-m", "schemagen", "serve", "score.py", "--port", "{port}"]
    floor = [sys.executable, "floor.py", "{port}"]
    azure = [str(peer), "--entry_script", "score.py", "--port", "{port}"]
    found = [Contender("schemagen", ours), Contender("floor", floor)]
    return [*found, Contender("azmlinfsrv", azure)] if peer else found


def wire(body: Any) -> bytes:
    """Return the request as it goes over the wire."""
    data = json.dumps(body).encode()
    lines = ["POST /score HTTP/1.1", "Host: x", "Content-Type: application/json"]
    return "\r\n".join([*lines, f"Content-Length: {len(data)}", "", ""]).encode() + data


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def healthy(port: int, path: str = "/") -> bool:
    """Tell whether the server answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


@contextmanager
def running(contender: Contender, folder: Path) -> Iterator[Running]:
    """Run a server; give its port, its process and the seconds to its first healthy answer."""
    port = free_port()
    own = {} if contender.name == "azmlinfsrv" else {"PYTHONPATH": str(ROOT)}
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **own}
    began = time.perf_counter()
    command = [part.format(port=port) for part in contender.command]
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not healthy(port):
            if process.poll() is not None:
                raise SystemExit(f"{contender.name} did not start")
            time.sleep(0.005)
        yield port, process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(30)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the MiB that the largest worker holds."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    found = [Path(f"/proc/{child}/status").read_text() for child in children or [process.pid]]
    sizes = [int(text.split("VmRSS:")[1].split()[0]) for text in found if "VmRSS:" in text]
    return max(sizes) / 1024


def loaded(load: Path, port: int, seconds: float, folder: Path) -> dict[str, float]:
    """Return what the load generator measures."""
    command = [str(load), str(port), "16", str(seconds), str(folder / "request.bin")]
    told = subprocess.run(command, check=True, capture_output=True).stdout
    answer: dict[str, float] = json.loads(told)
    return answer


def health_beside(port: int, seconds: float) -> float:
    """Return the median milliseconds of a health check while four clients keep run() busy."""
    end = time.monotonic() + seconds
    body = b"x"

    def client() -> None:
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/score", body)
            connection.getresponse().read()
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(4)]
    for thread in threads:
        thread.start()
    times = []
    while time.monotonic() < end:
        began = time.perf_counter()
        healthy(port)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    return statistics.median(times)


def measure(load: Path, servers: list[Contender], rounds: int, seconds: float) -> Figures:
    """Return all figures of all rounds, by server and by name."""
    figures: Figures = {server.name: {} for server in servers}
    for _ in range(rounds):
        for name, (script, body) in BODIES.items():
            for server in servers:
                note(figures[server.name], name, once(load, server, script, body, seconds))
        for server in servers:
            if server.name != "floor":
                with prepared(BUSY, b"") as folder, running(server, folder) as (port, _, _):
                    found = {"health p50 ms": health_beside(port, seconds)}
                    note(figures[server.name], "busy", found)
    return figures


def once(load: Path, server: Contender, script: str, body: Any, seconds: float) -> dict[str, float]:
    """Return the figures of one server under one load."""
    with (
        prepared(script, wire(body)) as folder,
        running(server, folder) as (port, process, started),
    ):
        loaded(load, port, min(seconds, 0.5), folder)
        found = loaded(load, port, seconds, folder)
        if found["wrong"]:
            raise SystemExit(f"{server.name}: {found['wrong']} wrong answers")
        rate = found["answers"] / found["seconds"]
        return {
            "req/s": rate,
            "p50 us": found["p50"],
            "p99 us": found["p99"],
            "start s": started,
            "worker MiB": memory(process),
        }


@contextmanager
def prepared(script: str, request: bytes) -> Iterator[Path]:
    """Give a folder with the script, the floor and the request."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "score.py").write_text(script)
        (folder / "floor.py").write_text(FLOOR)
        (folder / "request.bin").write_bytes(request)
        yield folder


def note(figures: dict[str, list[float]], name: str, found: dict[str, float]) -> None:
    """Add what one round found."""
    for key, value in found.items():
        figures.setdefault(f"{name}: {key}", []).append(value)


def show(figures: Figures) -> None:
    """Print medians, and ratios to Azure's server where it ran."""
    base = figures.get("azmlinfsrv", {})
    for server, found in figures.items():
        for name, values in found.items():
            median = statistics.median(values)
            ratio = f"{median / statistics.median(base[name]):8.3f}x" if name in base else ""
            print(f"{server:12} {name:32} {median:12.2f} {ratio}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default=shutil.which("azmlinfsrv"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        load = Path(folder, "load")
        subprocess.run(["cc", "-O2", "-o", load, Path(__file__).with_name("load.c")], check=True)
        show(measure(load, contenders(options.peer), options.rounds, options.seconds))


if __name__ == "__main__":
    main()
