"""How commands load an entry script: in its own folder if need be, and in bounded time."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemagen.cli import say

if TYPE_CHECKING:
    from schemagen.checks.subject import Subject
    from schemagen.script import EntryScript

GRACE = 3.0
"""Seconds that an overdue script gets to let go by itself."""


def add_loading(made: argparse.ArgumentParser) -> None:
    """Add the options that say how a script is loaded."""
    stub = "which absent packages are stood in for: all (auto, the default), none, or these"
    made.add_argument("--stub", action="append", metavar="auto|never|NAME", help=stub)
    made.add_argument(
        "--load-timeout", type=_seconds, default=60.0, metavar="SECONDS", help="default: 60"
    )


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e7:
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return value


def arguments(options: argparse.Namespace) -> dict[str, Any]:
    """Return what ``schemagen.load`` is told."""
    stub = options.stub or ["auto"]
    policy = stub[0] if stub[0] in ("auto", "never") else stub
    return {"stub": policy, "timeout": options.load_timeout, "on_overdue": _give_up}


def loaded(script: str, options: argparse.Namespace) -> EntryScript:
    """Return the script; run in its own folder if it misses a file that stands there."""
    from schemagen.script import LoadError

    _close_input()
    path = Path(script).absolute()
    try:
        return _load(path, options)
    except LoadError as error:
        if not error.beside:
            raise
        say("note", f"run again in {path.parent}, where it finds its files ({error.cause})")
    with _working_in(path.parent):
        return _load(path, options)


def subject(target: str, options: argparse.Namespace, allowed: tuple[str, ...] = ()) -> Subject:
    """Return what rules look at; findings name *target* as it was given."""
    from dataclasses import replace

    from schemagen.checks.subject import is_document, subject_of

    if is_document(target):
        return subject_of(target, allowed=allowed)
    return replace(subject_of(loaded(target, options), allowed=allowed), file=target)


def _load(path: Path, options: argparse.Namespace) -> EntryScript:
    from schemagen.script import load

    with last_resort(options.load_timeout):
        return load(path, **arguments(options))


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _close_input() -> None:
    """Let a script that asks for input at import fail at once instead of waiting."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _give_up(error: Exception) -> None:
    """End the process soon if the script, stuck in compiled code, does not let go."""

    def end() -> None:
        say("error", str(error))
        os._exit(1)

    timer = threading.Timer(GRACE, end)
    timer.daemon = True
    timer.start()


@contextmanager
def last_resort(seconds: float) -> Iterator[None]:
    """End the process even where compiled code lets no thread of Python run."""
    import faulthandler

    faulthandler.dump_traceback_later(seconds + 2 * GRACE, exit=True, file=2)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def leave_behind(status: int) -> None:
    """End the script's processes, and this one soon, though a thread of the script goes on."""
    if "multiprocessing" in sys.modules:
        for child in sys.modules["multiprocessing"].active_children():
            child.terminate()
    main = threading.main_thread()
    if any(thread is not main and not thread.daemon for thread in threading.enumerate()):
        timer = threading.Timer(GRACE, os._exit, (status,))
        timer.daemon = True
        timer.start()
