"""What several commands share: options, how a script is loaded, how results are written."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from schemagen.cli import say


def new_parser(name: str, description: str, examples: str) -> argparse.ArgumentParser:
    """Return the parser of the command *name*."""
    return argparse.ArgumentParser(
        prog=f"schemagen {name}",
        description=description,
        epilog=examples,
        formatter_class=_formatter,
    )


def _formatter(prog: str) -> argparse.HelpFormatter:
    width = int(os.environ.get("COLUMNS", "100")) - 2
    return argparse.RawDescriptionHelpFormatter(prog, width=width)


def add_loading(made: argparse.ArgumentParser) -> None:
    """Add the options that say how a script is loaded."""
    stub = "which absent packages are stood in for: all (auto, the default), none, or these"
    made.add_argument("--stub", action="append", metavar="auto|never|NAME", help=stub)
    made.add_argument(
        "--load-timeout", type=_seconds, default=60.0, metavar="SECONDS", help="default: 60"
    )


def add_output(made: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Add the options that say how findings are written."""
    made.add_argument("--format", choices=list(formats), default="text", help="default: text")
    made.add_argument("-o", "--output", metavar="FILE", type=os.path.abspath, help="write FILE")


def words(text: str) -> list[str]:
    """Return the parts of a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e7:
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return value


def parsed(
    made: argparse.ArgumentParser, arguments: Sequence[str], out: BinaryIO
) -> argparse.Namespace | int:
    """Return the options, or the exit status where argparse has said all there is to say."""

    def write(message: str, file: Any = None) -> None:
        if file is sys.stderr:
            sys.stderr.write(message)
        else:
            out.write(message.encode())

    made._print_message = write  # type: ignore[assignment]
    try:
        return made.parse_args(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)


def loading(options: argparse.Namespace) -> dict[str, Any]:
    """Return what ``schemagen.load`` is told."""
    stub = options.stub or ["auto"]
    policy = stub[0] if stub[0] in ("auto", "never") else stub
    return {"stub": policy, "timeout": options.load_timeout}


@contextmanager
def told() -> Iterator[list[int]]:
    """Say what goes wrong in one line; the list then holds the exit status 1."""
    from schemagen.errors import SchemagenError

    status: list[int] = []
    try:
        yield status
    except BrokenPipeError:
        raise
    except SchemagenError as error:
        say("error", str(error))
        status.append(1)
    except OSError as error:
        say("error", f"{error.filename or 'file'}: {error.strerror or error}")
        status.append(1)


def write(text: str, file: str | None, out: BinaryIO) -> None:
    """Write *text* to *file*, or to *out*."""
    data = text.encode("utf-8", "backslashreplace")
    if file is None:
        out.write(data)
        out.flush()
    else:
        Path(file).write_bytes(data)


def guarded(work: Callable[[], int]) -> int:
    """Return the status of *work*; 1 where it ended in an error that was told."""
    with told() as failed:
        return work()
    return failed[0]
