"""Starts a server on a free port of this machine, and asks it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A server that runs; *folder* holds its script and its log."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def log(self) -> str:
        """What it has written."""
        return (self.folder / "log.txt").read_text(errors="replace")

    def ask(
        self,
        method: str = "GET",
        path: str = "/",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 20,
    ) -> Reply:
        """Send a request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(), answer.getheaders())
        finally:
            connection.close()

    def raw(self, *parts: bytes, half: bool = False, timeout: float = 10) -> bytes:
        """Send bytes as they are, return all that comes until the server closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as connection:
            for part in parts:
                connection.sendall(part)
                time.sleep(0.05)
            if half:
                connection.shutdown(socket.SHUT_WR)
            return b"".join(_received(connection))


def _received(connection: socket.socket) -> Iterator[bytes]:
    try:
        while piece := connection.recv(1 << 16):
            yield piece
            connection.settimeout(0.5)
    except (TimeoutError, ConnectionResetError):
        return


@dataclass
class Reply:
    """An answer; header names as they came."""

    status: int
    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """Return the header of that name, several joined by blanks and commas."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None


def ours(port: int, *flags: str, entry: Sequence[str] = ("score.py",)) -> list[str]:
    """Return the command that serves ``score.py`` with schemagen."""
    return [sys.executable, "-m", "schemagen", "serve", *entry, "--port", str(port), *flags]


def peers(program: str, port: int) -> list[str]:
    """Return the command that serves ``score.py`` with Azure's server."""
    return [program, "--entry_script", "score.py", "--port", str(port)]


@contextmanager
def served(
    source: str,
    *flags: str,
    environ: Sequence[tuple[str, str]] = (),
    peer: str = "",
    files: Mapping[str, str] | None = None,
    wait: float = 40,
) -> Iterator[Server]:
    """Run a server of the script *source* for the length of a block."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "score.py").write_text(source, encoding="utf-8")
        for file, text in (files or {}).items():
            (folder / file).write_text(text, encoding="utf-8")
        server = started(folder, *flags, environ=dict(environ), peer=peer)
        try:
            _until_up(server, wait)
            yield server
        finally:
            stop(server)


def started(
    folder: Path,
    *flags: str,
    environ: Mapping[str, str] | None = None,
    peer: str = "",
    entry: Sequence[str] = ("score.py",),
) -> Server:
    """Start a server of the script in *folder*, whether it comes up or not."""
    port = free_port()
    command = peers(peer, port) if peer else ours(port, *flags, entry=entry)
    own = "" if peer else f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}".rstrip(os.pathsep)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("AML")}
    variables: dict[str, Any] = {**clean, "PYTHONPATH": own, **(environ or {})}
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdout=log, stderr=log, start_new_session=True
        )
    return Server(port, process, folder)


def _until_up(server: Server, wait: float) -> None:
    end = time.monotonic() + wait
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise ChildProcessError(f"status {server.process.returncode}:\n{server.log}")
        try:
            server.ask("GET", "/", timeout=1)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(server.log)


def stop(server: Server) -> int:
    """Stop a server as an orchestrator does; return its exit status."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGTERM)
        try:
            server.process.wait(15)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()
    return server.process.returncode
