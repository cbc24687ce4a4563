"""The command line: ``schemagen score.py`` and the commands beside it, one file each.

Standard output carries results alone. Descriptor 1 is moved onto 2 for the life of the process,
so that nothing a script, a C library or a JVM prints can get between them.

Exit statuses: 0 done, 1 the script (or a check) failed, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import BinaryIO

COMMANDS = {
    "export": "schemagen.cli.export",
    "check": "schemagen.cli.check",
    "diff": "schemagen.cli.diff",
    "explain": "schemagen.cli.explain",
    "power-bi": "schemagen.cli.power_bi",
    "serve": "schemagen.cli.serve",
}
"""Command names and the modules with their ``main(arguments, out)``. The first is the default."""

_DEFAULT = "export"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    out = _claimed_stdout()
    try:
        status = run(given, out)
        out.flush()
    except BrokenPipeError:  # the reader has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        status = 1
    except KeyboardInterrupt:
        say("error", "interrupted")
        status = 130
    _leave_behind(status)
    return status


def run(arguments: Sequence[str], out: BinaryIO) -> int:
    """Run one command, its result going to *out*; return the exit status."""
    name, *rest = arguments or ["--help"]
    if name not in COMMANDS:
        name, rest = _DEFAULT, list(arguments or ["--help"])
    command = import_module(COMMANDS[name])
    return int(command.main(rest, out))


def say(kind: str, text: str) -> None:
    """Write a line to standard error, e.g. ``warning: ...``."""
    sys.stderr.write(f"{kind}: {text}\n")
    sys.stderr.flush()


def _leave_behind(status: int) -> None:
    from schemagen.cli.loading import leave_behind

    leave_behind(status)


def _claimed_stdout() -> BinaryIO:
    """Return what was standard output; from here on descriptor 1 is standard error."""
    sys.stdout.flush()
    saved = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(saved, "wb")
