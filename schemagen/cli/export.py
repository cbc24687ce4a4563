"""``schemagen score.py``: the script's swagger.json on standard output."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from schemagen import __version__
from schemagen.cli import say
from schemagen.cli.options import add_shape, chosen_version, shape_options
from schemagen.openapi import VERSIONS, http_of

if TYPE_CHECKING:
    from schemagen.script import EntryScript

GRACE = 3.0
"""Seconds that an overdue script gets to let go by itself."""

EXAMPLES = """\
examples:
  schemagen score.py > swagger.json             the document that Azure and Power BI read
  schemagen score.py -o swagger.json            the same, written in one go
  schemagen score.py --openapi 3.1              OpenAPI 3.1 instead of Swagger 2.0
  schemagen score.py --openapi all -o docs      one of each version, in the folder docs
  schemagen score.py --json-schema input        what run() takes, as JSON Schema 2020-12
  schemagen score.py --title wine --path-prefix /v1
  schemagen score.py --no-examples              keep the samples' values private
  schemagen score.py --security oauth2 --token-url https://login.example/token
  schemagen score.py --stub never               every import of the script must be installed

options of the document may also stand in [tool.schemagen] of pyproject.toml: title = "wine"

exit status: 0 done, 1 the script gives no contract, 2 wrong usage
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    made = argparse.ArgumentParser(
        prog="schemagen",
        description="Turn the samples of an entry script into a swagger.json. The script is run "
        "as it is, without its model; packages that are not installed are stood in for.",
        epilog=EXAMPLES,
        formatter_class=_formatter,
    )
    made.add_argument("script", help="the entry script, e.g. score.py")
    whole = "write FILE (with --openapi all: into the folder), whole or not at all"
    made.add_argument("-o", "--output", metavar="FILE", type=os.path.abspath, help=whole)
    versions = (*VERSIONS, "all")
    made.add_argument("--openapi", choices=versions, help="version, or all (default: 2.0)")
    made.add_argument("--json-schema", choices=("input", "output"), help="write this instead")
    made.add_argument("--yaml", action="store_true", help="write YAML instead of JSON")
    made.add_argument(
        "--stub",
        action="append",
        metavar="auto|never|NAME",
        help="which absent packages are stood in for: all (auto, the default), none, or these",
    )
    made.add_argument(
        "--load-timeout", type=_seconds, default=60.0, metavar="SECONDS", help="default: 60"
    )
    made.add_argument("--traceback", action="store_true", help="show where the script failed")
    add_shape(made)
    made.add_argument("--version", action="version", version=f"schemagen {__version__}")
    return made


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return argparse's formatter, told the width: finding it out costs half an export's time."""
    width = int(os.environ.get("COLUMNS", "100")) - 2
    return argparse.RawDescriptionHelpFormatter(prog, width=width)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e7:
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return value


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Export the document of a script; return the exit status."""
    options = _parsed(arguments, out)
    if isinstance(options, int):
        return options
    status = _exported(options, out)
    _leave_behind(status)
    return status


def _exported(options: argparse.Namespace, out: BinaryIO) -> int:
    from schemagen.config import ConfigError
    from schemagen.errors import SchemagenError
    from schemagen.openapi.shape import OptionError

    try:
        _write_all(_texts(options), options, out)
    except (OptionError, ConfigError) as error:
        say("error", str(error))
        return 2
    except SchemagenError as error:
        if options.traceback:
            import traceback

            traceback.print_exception(error)
        say("error", str(error))
        return 1
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        say("error", f"{options.output or 'standard output'}: cannot be written: {error.strerror}")
        return 1
    return 0


def _parsed(arguments: Sequence[str], out: BinaryIO) -> argparse.Namespace | int:
    """Return the options, or the exit status where argparse has said all there is to say."""
    made = parser()
    # argparse prints --help on what it finds as standard output; that is `out` here.
    made._print_message = lambda message, file=None: _print(message, file, out)  # type: ignore[assignment]
    try:
        return made.parse_args(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)


def _print(message: str, file: Any, out: BinaryIO) -> None:
    if file is sys.stderr:
        sys.stderr.write(message)
    else:
        out.write(message.encode())


def _texts(options: argparse.Namespace) -> list[tuple[str, bytes]]:
    """Return what is to be written; wrong options are told before the script is run."""
    from schemagen.cli.documents import texts
    from schemagen.openapi.shape import Shape

    options.openapi = chosen_version(options)
    shape = shape_options(options, options.script)
    Shape.of(shape)
    script = _loaded(options)
    _tell(script)
    return texts(script, options, shape)


def _loaded(options: argparse.Namespace) -> EntryScript:
    """Return the script; run in its own folder if it misses a file that stands there."""
    from schemagen.script import LoadError

    _close_input()
    path = Path(options.script).absolute()
    try:
        return _load(path, options)
    except LoadError as error:
        if not error.beside:
            raise
        say("note", f"run again in {path.parent}, where it finds its files ({error.cause})")
    os.chdir(path.parent)
    return _load(path, options)


def _load(path: Path, options: argparse.Namespace) -> EntryScript:
    from schemagen.script import load

    stub = options.stub or ["auto"]
    policy = stub[0] if stub[0] in ("auto", "never") else stub
    seconds = options.load_timeout
    with _last_resort(seconds):
        return load(path, stub=policy, timeout=seconds, on_overdue=_give_up)


def _close_input() -> None:
    """Let a script that asks for input at import fail at once instead of waiting."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _tell(script: EntryScript) -> None:
    for hint in script.hints:
        say("hint", hint)
    for warning in script.warnings:
        say("warning", warning)
    if script.stubbed:
        say("note", f"not installed, stood in for: {', '.join(script.stubbed)}")
    if script.operation is None and http_of(script.run) is None:
        say("note", _open_note(script.raw_http))


def _give_up(error: Exception) -> None:
    """End the process soon if the script, stuck in compiled code, does not let go."""

    def end() -> None:
        say("error", str(error))
        os._exit(1)

    timer = threading.Timer(GRACE, end)
    timer.daemon = True
    timer.start()


def _leave_behind(status: int) -> None:
    """End the script's processes, and this one soon, though a thread of the script goes on."""
    if "multiprocessing" in sys.modules:
        for child in sys.modules["multiprocessing"].active_children():
            child.terminate()
    main = threading.main_thread()
    if any(thread is not main and not thread.daemon for thread in threading.enumerate()):
        timer = threading.Timer(GRACE, os._exit, (status,))
        timer.daemon = True
        timer.start()


@contextmanager
def _last_resort(seconds: float) -> Iterator[None]:
    """End the process even where compiled code lets no thread of Python run."""
    import faulthandler

    faulthandler.dump_traceback_later(seconds + 2 * GRACE, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _open_note(raw: bool) -> str:
    why = "takes the HTTP request itself (@rawhttp)" if raw else "has no @input_schema"
    return f"run() {why}: the document says nothing of what it takes and gives"


def _write_all(texts: list[tuple[str, bytes]], options: argparse.Namespace, out: BinaryIO) -> None:
    if options.openapi != "all" or options.json_schema:
        ((_, text),) = texts
        _write(text, options.output, out)
        return
    folder = Path(options.output)
    folder.mkdir(exist_ok=True)
    for name, text in texts:
        _write(text, str(folder / name), out)


def _write(text: bytes, file: str | None, out: BinaryIO) -> None:
    if file is None:
        out.write(text)
        out.flush()
        return
    from tempfile import NamedTemporaryFile

    target = Path(file)
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
        part.write(text)
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
