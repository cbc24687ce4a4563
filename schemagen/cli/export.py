"""``schemagen score.py``: the script's swagger.json on standard output."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from schemagen import __version__
from schemagen.cli import say

GRACE = 3.0
"""Seconds that an overdue script gets to let go by itself."""

EXAMPLES = """\
examples:
  schemagen score.py > swagger.json             the document that Azure and Power BI read
  schemagen score.py -o swagger.json            the same, written in one go
  schemagen score.py --openapi 3.1              OpenAPI 3.1 instead of Swagger 2.0
  schemagen score.py --title wine --path-prefix /v1
  schemagen score.py --no-examples              keep the samples' values private
  schemagen score.py --stub never               every import of the script must be installed

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
    made.add_argument(
        "-o", "--output", metavar="FILE", type=os.path.abspath, help="write FILE, whole or not at all"
    )
    made.add_argument(
        "--openapi", choices=("2.0", "3.0", "3.1"), default="2.0", help="version (default: 2.0)"
    )
    environ = os.environ.get
    made.add_argument(
        "--title",
        default=environ("SERVICE_NAME", "ML service"),
        help="the service's name (default: $SERVICE_NAME, else 'ML service')",
    )
    made.add_argument(
        "--service-version",
        metavar="TEXT",
        default=environ("SERVICE_VERSION", "1.0"),
        help="the service's version (default: $SERVICE_VERSION, else 1.0)",
    )
    made.add_argument(
        "--path-prefix",
        metavar="PATH",
        default=environ("SERVICE_PATH_PREFIX", ""),
        help="put before every path (default: $SERVICE_PATH_PREFIX)",
    )
    made.add_argument("--no-examples", action="store_true", help="leave out the samples' values")
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
    from schemagen.errors import SchemagenError

    try:
        document = _document(options)
        _write(_text(document), options.output, out)
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


def _document(options: argparse.Namespace) -> dict[str, Any]:
    from schemagen.openapi import degraded, export
    from schemagen.errors import path_text
    from schemagen.script import load

    stub = options.stub or ["auto"]
    policy = stub[0] if stub[0] in ("auto", "never") else stub
    seconds = options.load_timeout
    with _last_resort(seconds):
        script = load(options.script, stub=policy, timeout=seconds, on_overdue=_give_up)
    for hint in script.hints:
        say("hint", hint)
    for warning in script.warnings:
        say("warning", warning)
    if script.stubbed:
        say("note", f"not installed, stood in for: {', '.join(script.stubbed)}")
    if script.operation is None:
        say("note", _open_note(script.raw_http))
    document = export(
        script.operation,
        version=options.openapi,
        title=options.title,
        service_version=options.service_version,
        path_prefix=options.path_prefix,
        examples=not options.no_examples,
    )
    for path, reason in degraded(document):
        say("warning", f"{path_text(path)}: OpenAPI {options.openapi} cannot say it all ({reason})")
    return document


def _give_up(error: Exception) -> None:
    """End the process soon if the script, stuck in compiled code, does not let go."""

    def end() -> None:
        say("error", str(error))
        os._exit(1)

    timer = threading.Timer(GRACE, end)
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


def _text(document: dict[str, Any]) -> bytes:
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    with suppress(UnicodeEncodeError):
        return f"{text}\n".encode()
    return f"{json.dumps(document, indent=2, allow_nan=False)}\n".encode()


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
        os.chmod(part.name, mode)
        os.replace(part.name, target)
    except OSError:
        Path(part.name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
