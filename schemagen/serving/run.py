"""Runs the WSGI callable on granian: workers that start, are replaced, and stop in order."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from schemagen.errors import MissingExtra, SchemagenError, install_hint
from schemagen.serving import logs
from schemagen.serving.crew import Crew
from schemagen.serving.entrance import entrance
from schemagen.serving.settings import Settings, SettingsError

CANNOT_SERVE = 3
"""The exit status of a worker whose script cannot be served, as Azure's server has it."""

_ANSWER_TIME = 0.5
"""Seconds that a worker with a lost slot has to send its last answers."""

_SETTLED = 0.5
"""Seconds after which a worker has heard its first request, if anybody waits for it."""

_USUALLY = gc.get_threshold()
_MODEL_HINT = "; say where the model is: --model-dir FOLDER, or --model NAME=PATH"

log = logging.getLogger("schemagen.serving")


def serve(settings: Settings) -> int:
    """Serve until a signal ends it; return the exit status."""
    settings.script_path  # noqa: B018 - told here, not by every worker
    _collect_seldom()
    try:
        server = _server(settings)
    except ImportError:
        raise MissingExtra(f"serve needs granian; {install_hint('serve')}") from None
    _check_free(settings)
    try:
        server.serve(target_loader=partial(_worker, settings), wrap_loader=False)
    except SystemExit:
        return CANNOT_SERVE
    return 0


def _server(settings: Settings) -> Any:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    requests = settings.threads + settings.queue + settings.concurrency
    return _supervisor()(
        "schemagen",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        blocking_threads=settings.threads + settings.concurrency,
        backpressure=requests * 2,
        workers_kill_timeout=max(1, round(settings.stop_timeout)),
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )


def _supervisor() -> type[Any]:
    """Return granian's server, with our own answer to a worker that has ended."""
    from granian import Granian

    class Supervisor(Granian):  # type: ignore[misc,valid-type]
        """Replaces a dead worker at once, however often; ends if the script cannot be served.

        It stands on names that granian keeps to itself: tests/serving/test_granian.py.
        """

        def signal_handler_interrupt(self, number: int = 0, frame: Any = None) -> None:
            if number == signal.SIGINT and self.interrupt_signal:  # Ctrl-C, once more
                for worker in self.wrks:
                    worker.kill()
            super().signal_handler_interrupt(number, frame)

        def _respawn_workers(
            self, workers: Sequence[int], spawn_target: Any, target_loader: Any, delay: float = 0
        ) -> None:
            dead = [self.wrks[index] for index in workers]
            if any(worker.inner.exitcode == CANNOT_SERVE for worker in dead):
                self.interrupt_children.extend(workers)
                self.interrupt_signal = True
                self.main_loop_interrupt.set()
                return
            log.warning("a worker ended; another takes its place")
            if min(time.monotonic() - worker.birth for worker in dead) < 1:
                time.sleep(1)
            super()._respawn_workers(workers, spawn_target, target_loader, delay)
            self.respawned_wrks.clear()

    return Supervisor


def _check_free(settings: Settings) -> None:
    """Raise SettingsError where nobody can listen: workers share a port, and so would strangers."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(os.name != "nt"))
        try:
            trial.bind((settings.host, settings.port))
        except OSError as why:
            place = f"{settings.host}:{settings.port}"
            raise SettingsError(f"cannot listen at {place}: {why.strerror}") from None


def _worker(settings: Settings) -> Any:
    """Return what a worker calls for each request; end the process if the script cannot serve."""
    from granian.server import mp

    _leave_ctrl_c_to_the_supervisor()
    logs.by_line(sys.stdout)
    logs.configure(settings)
    try:
        crew = Crew(settings.concurrency)
        call = entrance(_app(settings, crew), crew)
    except BaseException as problem:  # noqa: BLE001 - whatever a script raises, the worker cannot serve
        _tell(problem)
        sys.stderr.flush()
        os._exit(CANNOT_SERVE)
    mp._wsgi_call_wrap = lambda app, *_: app  # type: ignore[attr-defined]
    threading.Thread(target=_tidy_up, daemon=True).start()
    log.info("ready at http://%s:%s [worker %s]", settings.host, settings.port, os.getpid())
    return call


def _collect_seldom() -> None:
    """Have loading, which leaves little behind, not be held up by looks for what it has left."""
    gc.set_threshold(50_000, *gc.get_threshold()[1:])


def _tidy_up() -> None:
    """Keep what loading has made out of every later look; not before the first request is heard."""
    time.sleep(_SETTLED)
    gc.set_threshold(*_USUALLY)
    gc.collect()
    gc.freeze()


def _leave_ctrl_c_to_the_supervisor() -> None:
    """Have this worker end by SIGTERM alone, at once while ``init()`` runs.

    A terminal sends Ctrl-C to all processes, the supervisor SIGTERM after it: granian's worker
    may hang when two signals come at the same time.
    """
    from granian import _signals

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    all_ends = _signals._get_signals()  # type: ignore[no-untyped-call]
    heard = [number for number in all_ends if number != signal.SIGINT]
    _signals._get_signals = lambda: heard


def _app(settings: Settings, crew: Crew) -> Any:
    from schemagen.serving.factory import app_of

    return app_of(settings, _end_soon, crew)


def _tell(problem: BaseException) -> None:
    if isinstance(problem, SchemagenError):
        log.error("cannot serve: %s", problem, exc_info=problem.__cause__)
        return
    hint = _MODEL_HINT if "AZUREML_MODEL_DIR" in map(str, problem.args) else ""
    log.error("cannot serve: init() failed%s", hint, exc_info=problem)


def _end_soon(why: str) -> None:
    """End this worker once the waiting requests have been sent away."""
    log.error("%s; the worker is replaced", why)
    threading.Timer(_ANSWER_TIME, os._exit, (1,)).start()
