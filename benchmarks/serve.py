"""The service beside Azure's own server, others, and a floor: ratios, one run, medians of rounds.

    python benchmarks/serve.py [--cache FOLDER] [--peer AZMLINFSRV] [--rounds 5] [--seconds 2]

One worker, 16 kept connections, the same work and the same requests (``load.c``, which needs a
C compiler and Linux). *floor* is granian with an application that sends constant bytes from
behind the same gate. The others (``contenders.py``) are installed into FOLDER; one that cannot be
is left out, with a line that says so. Only ratios inside one run mean anything.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from contenders import OTHERS, OWN, ROOT, Contender, programs

NAMES = ["i0", "i1", "i2", "f0", "f1", "f2", "s0", "s1", "b0", "i3"]
VALUES = [(n, n + 1, 2, n + 0.25, n / 7, 2.5, f"name {n}", "b", n % 2 == 0, 4) for n in range(100)]
ROWS = [dict(zip(NAMES, row, strict=True)) for row in VALUES]
BODIES: dict[str, tuple[str, Any]] = {
    "10 floats": ("floats", {"data": [[0.1 * n for n in range(10)]]}),
    "100x10 records": ("records", {"data": ROWS}),
}

Running = tuple[int, subprocess.Popen[bytes], float]
Figures = dict[str, dict[str, list[float]]]


def contenders(cache: Path, peer: str | None, only: list[str] | None) -> Iterator[Contender]:
    """Yield the servers to compare, installed."""
    for contender in (*OWN, *OTHERS):
        if only is not None and contender not in OWN and contender.name not in only:
            continue
        if peer and contender.name == "azmlinfsrv":
            yield replace(contender, command=(peer, *contender.command[1:]))
            continue
        found = programs(contender, cache)
        if found is None:
            print(f"{contender.name}: left out, it could not be installed")
            continue
        command = tuple(part.replace("{bin}", str(found)) for part in contender.command)
        yield replace(contender, command=command)


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


def healthy(port: int, path: str) -> bool:
    """Tell whether the server answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return status == 200


@contextmanager
def running(contender: Contender, folder: Path) -> Iterator[Running]:
    """Run a server; give its port, its process and the seconds to its first healthy answer."""
    port = free_port()
    own = {"PYTHONPATH": str(ROOT) if contender.name in ("schemagen", "floor") else ""}
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **own}
    began = time.perf_counter()
    command = [part.format(port=port) for part in contender.command]
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not healthy(port, contender.health):
            if process.poll() is not None:
                raise SystemExit(f"{contender.name} did not start")
            time.sleep(0.005)
        yield port, process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(30)


def memory(pid: int) -> float:
    """Return the MiB that the largest process below *pid*, or it where there is none, holds."""
    below = list(_below(pid))
    found = [Path(f"/proc/{process}/status").read_text() for process in below or [pid]]
    sizes = [int(text.split("VmRSS:")[1].split()[0]) for text in found if "VmRSS:" in text]
    return max(sizes) / 1024


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)


def loaded(load: Path, port: int, seconds: float, folder: Path) -> dict[str, float]:
    """Return what the load generator measures."""
    command = [str(load), str(port), "16", str(seconds), str(folder / "request.bin")]
    told = subprocess.run(command, check=True, capture_output=True).stdout
    answer: dict[str, float] = json.loads(told)
    return answer


def health_beside(port: int, path: str, seconds: float) -> float:
    """Return the median milliseconds of a health check while four clients keep run() busy."""
    end = time.monotonic() + seconds
    headers = {"Content-Type": "application/json"}

    def client() -> None:
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/score", b"{}", headers)
            connection.getresponse().read()
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(4)]
    for thread in threads:
        thread.start()
    times = []
    while time.monotonic() < end:
        began = time.perf_counter()
        healthy(port, path)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    return statistics.median(times)


def measure(load: Path, servers: list[Contender], rounds: int, seconds: float) -> Figures:
    """Return all figures of all rounds, by server and by name; the servers take turns."""
    figures: Figures = {server.name: {} for server in servers}
    for _ in range(rounds):
        for name, (case, body) in BODIES.items():
            for server in servers:
                note(figures[server.name], name, once(load, server, case, body, seconds))
        for server in servers:
            if server.name != "floor":
                note(figures[server.name], "busy", beside(server, seconds))
    return figures


def once(load: Path, server: Contender, case: str, body: Any, seconds: float) -> dict[str, float]:
    """Return the figures of one server under one load."""
    with (
        prepared(server, case, wire(body)) as folder,
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
            "worker MiB": memory(process.pid),
        }


def beside(server: Contender, seconds: float) -> dict[str, float]:
    """Return how health answers while a run() of 50 ms is always under way."""
    with prepared(server, "busy", b"") as folder, running(server, folder) as (port, _, _):
        return {"health p50 ms": health_beside(port, server.health, seconds)}


@contextmanager
def prepared(server: Contender, case: str, request: bytes) -> Iterator[Path]:
    """Give a folder with what *server* needs, and the request."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server.write(folder, case)
        (folder / "request.bin").write_bytes(request)
        yield folder


def note(figures: dict[str, list[float]], name: str, found: dict[str, float]) -> None:
    """Add what one round found."""
    for key, value in found.items():
        figures.setdefault(f"{name}: {key}", []).append(value)


def show(figures: Figures) -> None:
    """Print medians, their ratios to Azure's server where it ran, and those to the floor."""
    base = figures.get("azmlinfsrv", {})
    for server, found in figures.items():
        for name, values in found.items():
            median = statistics.median(values)
            ratio = f"{median / statistics.median(base[name]):8.3f}x" if name in base else ""
            print(f"{server:12} {name:32} {median:12.2f} {ratio}")
    for name in (f"{body}: req/s" for body in BODIES):
        ours, floor = (statistics.median(figures[who][name]) for who in ("schemagen", "floor"))
        print(f"{name}: {ours / floor:.2f} of the floor")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir(), "contenders"))
    parser.add_argument("--peer", help="an azmlinfsrv that is installed already")
    parser.add_argument("--only", nargs="*", help="of the others, these alone")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    servers = list(contenders(options.cache, options.peer, options.only))
    with tempfile.TemporaryDirectory() as folder:
        load = Path(folder, "load")
        subprocess.run(["cc", "-O2", "-o", load, Path(__file__).with_name("load.c")], check=True)
        show(measure(load, servers, options.rounds, options.seconds))


if __name__ == "__main__":
    main()
