"""What several commands share: their parsers, how errors are told, how results are written."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from schemagen.cli import say
from schemagen.errors import SchemagenError


def new_parser(name: str, description: str, examples: str) -> argparse.ArgumentParser:
    """Return the parser of the command *name*; of the default command the name is empty."""
    return argparse.ArgumentParser(
        prog=f"schemagen {name}".strip(),
        description=description,
        epilog=examples,
        formatter_class=_formatter,
    )


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return argparse's formatter, told the width: finding it out costs half an export's time."""
    width = int(os.environ.get("COLUMNS", "100")) - 2
    return argparse.RawDescriptionHelpFormatter(prog, width=width)


def add_output(made: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Add the options that say how findings are written."""
    made.add_argument("--format", choices=list(formats), default="text", help="default: text")
    made.add_argument("-o", "--output", metavar="FILE", type=os.path.abspath, help="write FILE")


def words(text: str) -> list[str]:
    """Return the parts of a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parsed(
    made: argparse.ArgumentParser, arguments: Sequence[str], out: BinaryIO
) -> argparse.Namespace | int:
    """Return the options, or the exit status where argparse has said all there is to say."""

    def write(message: str, file: Any = None) -> None:
        if file is sys.stderr:
            sys.stderr.write(message)
        else:
            out.write(message.encode())

    # argparse prints --help on what it finds as standard output; that is `out` here.
    made._print_message = write  # type: ignore[assignment]
    try:
        return made.parse_args(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)


def guarded(work: Callable[[], int], *, traceback: bool = False) -> int:
    """Return the status of *work*; where it fails, say why in one line: 1, for wrong usage 2."""
    from schemagen.config import ConfigError
    from schemagen.openapi.shape import OptionError

    try:
        return work()
    except (OptionError, ConfigError) as error:
        say("error", str(error))
        return 2
    except SchemagenError as error:
        if traceback:
            from traceback import print_exception

            print_exception(error)
        say("error", str(error))
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        say("error", f"{error.filename or 'file'}: {error.strerror or error}")
        return 1


class CannotWriteError(SchemagenError):
    """A result has no place."""


def write(data: str | bytes, file: str | None, out: BinaryIO) -> None:
    """Write *data* to *file*, or to *out*."""
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    if file is not None:
        write_file(content, file)
        return
    with _told("standard output"):
        out.write(content)
        out.flush()


def write_file(content: bytes, file: str) -> None:
    """Write *file*, whole or not at all."""
    with _told(file):
        _replace(Path(file), content)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWriteError(f"{name}: cannot be written: {error.strerror or error}") from None


def _replace(target: Path, content: bytes) -> None:
    """Put a finished file in the place of *target*; what is no file (a pipe) is written to."""
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
        part.write(content)
    try:
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        Path(part.name).chmod(mode)
        Path(part.name).replace(target)
    except OSError:
        Path(part.name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
