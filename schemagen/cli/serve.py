"""``schemagen serve score.py``: the entry script as an HTTP service."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from schemagen.cli import say
from schemagen.errors import SchemagenError

EXAMPLES = """\
examples:
  schemagen serve score.py                      at http://127.0.0.1:5001, page at /docs
  schemagen serve score.py --model-dir ./model  AZUREML_MODEL_DIR for init()
  schemagen serve score.py --host 0.0.0.0 --workers 2
  schemagen serve --entry_script score.py       as azmlinfsrv is started

The environment variables and the config.json of Azure's inference server are read as well.
exit status: 0 stopped by a signal, 2 wrong usage, 3 the script cannot be served
"""

_IGNORED = ("appinsights_instrumentation_key", "health_port", "rest")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    made = argparse.ArgumentParser(
        prog="schemagen serve",
        description="Serve an entry script over HTTP as Azure's inference server does.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("script", nargs="?", help="the entry script, e.g. score.py")
    made.add_argument("--entry_script", "--entry-script", help="the same, as azmlinfsrv has it")
    for add in (_place, _running, _limits, _contract, _azure):
        add(made)
    return made


def _place(made: argparse.ArgumentParser) -> None:
    made.add_argument("--host", help="address to listen at (127.0.0.1)")
    made.add_argument("--port", type=int, help="port (5001)")
    made.add_argument("--model-dir", "--model_dir", help="what AZUREML_MODEL_DIR names")
    made.add_argument(
        "--model",
        action="append",
        dest="models",
        metavar="NAME[:VERSION]=PATH",
        help="a model's file or folder; given several times, laid out as Azure does",
    )
    made.add_argument("--app-root", help="what AML_APP_ROOT names (the working folder)")
    made.add_argument("--config-file", "--config_file", help="a config.json")


def _running(made: argparse.ArgumentParser) -> None:
    made.add_argument("--workers", "--worker_count", type=int, help="processes (1)")
    made.add_argument("--threads", type=int, help="for all but waiting (128)")
    made.add_argument("--concurrency", type=int, help="calls of run() at once in a worker (1)")
    made.add_argument("--queue", type=int, help="requests that may wait for run() (128)")
    made.add_argument("--timeout-ms", type=int, help="time for run(), 0 = no limit (3600000)")
    made.add_argument(
        "--timeout-grace",
        type=float,
        metavar="SECONDS",
        help="what run() may take beyond that before the worker is replaced (10)",
    )
    made.add_argument(
        "--stop-timeout", type=float, metavar="SECONDS", help="for requests under way (30)"
    )
    made.add_argument(
        "--body-timeout",
        type=float,
        metavar="SECONDS",
        help="without a body's end, when no more can be read, until the worker is replaced (60)",
    )
    made.add_argument("--log-level", help="INFO, DEBUG, WARNING ...")
    made.add_argument("--log-format", choices=("text", "json"))
    made.add_argument("--access-log", action="store_true", default=None, help="log every request")


def _limits(made: argparse.ArgumentParser) -> None:
    made.add_argument("--max-body", type=int, metavar="BYTES", help="largest body (100 MiB)")
    made.add_argument("--max-depth", type=int, metavar="N", help="deepest nesting of JSON (512)")
    made.add_argument(
        "--errors", choices=("full", "path", "generic"), help="what a 400 tells (full)"
    )


def _contract(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--lax", action="store_true", default=None, help="take what the old library took"
    )
    made.add_argument("--body-key", metavar="KEY", help="undecorated run() gets what is under KEY")
    made.add_argument(
        "--nan", choices=("null", "error"), help="what NaN in a result becomes (null)"
    )
    made.add_argument(
        "--check-output", action="store_true", default=None, help="500 for a result of another form"
    )
    made.add_argument("--title", dest="service_name", help="the service's name")
    made.add_argument("--service-version", help="the service's version")
    made.add_argument("--path-prefix", help="put before the document's paths")
    made.add_argument(
        "--dialect", choices=("schemagen", "azureml"), help="whose document is served"
    )
    made.add_argument(
        "--no-examples",
        dest="examples",
        action="store_false",
        default=None,
        help="hide the samples",
    )
    made.add_argument(
        "--front", choices=("azureml-fe", "managed"), help="answer as Azure's front end would"
    )
    made.add_argument(
        "--front-timeout", type=float, metavar="SECONDS", help="its own, 0 = none (5)"
    )


def _azure(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--cors-origins",
        "--access_control_allow_origins",
        metavar="ORIGINS",
        help="origins, comma between them, whose pages may call",
    )
    made.add_argument("--health_port", type=int, help=argparse.SUPPRESS)
    made.add_argument("--appinsights_instrumentation_key", help=argparse.SUPPRESS)
    made.add_argument("--rest", action="store_true", default=None, help=argparse.SUPPRESS)


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Serve a script until a signal ends it; return the exit status."""
    made = parser()
    made._print_message = lambda message, file=None: _print(message, file, out)  # type: ignore[assignment]
    try:
        options = vars(made.parse_args(list(arguments)))
    except SystemExit as end:
        return int(end.code or 0)
    from schemagen.serving.run import CANNOT_SERVE, serve
    from schemagen.serving.settings import SettingsError, settings_from

    try:
        return serve(settings_from(os.environ, **_given(options)))
    except SchemagenError as problem:
        say("error", str(problem))
        return 2 if isinstance(problem, SettingsError) else CANNOT_SERVE


def _print(message: str, file: Any, out: BinaryIO) -> None:
    if file is sys.stderr:
        sys.stderr.write(message)
    else:
        out.write(message.encode())


def _given(options: dict[str, object]) -> dict[str, object]:
    """Return the options as settings; say which of Azure's have no meaning here."""
    for name in _IGNORED:
        if options.pop(name):
            say("note", f"--{name} has no meaning here")
    entry = options.pop("entry_script")
    script = options.pop("script") or entry
    options["script"] = os.path.realpath(str(script)) if script else None
    models = options.pop("models")
    return {**options, "models": tuple(models) if isinstance(models, list) else None}
