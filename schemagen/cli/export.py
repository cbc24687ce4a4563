"""``schemagen score.py``: the script's swagger.json on standard output."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from schemagen import __version__
from schemagen.cli import loading, say, shared
from schemagen.cli.options import add_shape, chosen_version, shape_options
from schemagen.openapi import VERSIONS, http_of

if TYPE_CHECKING:
    from schemagen.script import EntryScript

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
    what = (
        "Turn the samples of an entry script into a swagger.json. The script is run "
        "as it is, without its model; packages that are not installed are stood in for."
    )
    made = shared.new_parser("", what, EXAMPLES)
    made.add_argument("script", help="the entry script, e.g. score.py")
    whole = "write FILE (with --openapi all: into the folder), whole or not at all"
    made.add_argument("-o", "--output", metavar="FILE", type=os.path.abspath, help=whole)
    versions = (*VERSIONS, "all")
    made.add_argument("--openapi", choices=versions, help="version, or all (default: 2.0)")
    made.add_argument("--json-schema", choices=("input", "output"), help="write this instead")
    made.add_argument("--yaml", action="store_true", help="write YAML instead of JSON")
    loading.add_loading(made)
    made.add_argument("--traceback", action="store_true", help="show where the script failed")
    add_shape(made)
    made.add_argument("--version", action="version", version=f"schemagen {__version__}")
    return made


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Export the document of a script; return the exit status."""
    options = shared.parsed(parser(), arguments, out)
    if isinstance(options, int):
        return options
    return shared.guarded(lambda: _exported(options, out), traceback=options.traceback)


def _exported(options: argparse.Namespace, out: BinaryIO) -> int:
    _write_all(_texts(options), options, out)
    return 0


def _texts(options: argparse.Namespace) -> list[tuple[str, bytes]]:
    """Return what is to be written; wrong options are told before the script is run."""
    from schemagen.cli.documents import texts
    from schemagen.openapi.shape import Shape

    options.openapi = chosen_version(options)
    shape = shape_options(options, options.script)
    Shape.of(shape)
    script = loading.loaded(options.script, options)
    _tell(script)
    return texts(script, options, shape)


def _tell(script: EntryScript) -> None:
    for hint in script.hints:
        say("hint", hint)
    for warning in script.warnings:
        say("warning", warning)
    if script.stubbed:
        say("note", f"not installed, stood in for: {', '.join(script.stubbed)}")
    if script.operation is None and http_of(script.run) is None:
        say("note", _open_note(script.raw_http))


def _open_note(raw: bool) -> str:
    why = "takes the HTTP request itself (@rawhttp)" if raw else "has no @input_schema"
    return f"run() {why}: the document says nothing of what it takes and gives"


def _write_all(texts: list[tuple[str, bytes]], options: argparse.Namespace, out: BinaryIO) -> None:
    if options.openapi != "all" or options.json_schema:
        ((_, text),) = texts
        shared.write(text, options.output, out)
        return
    folder = Path(options.output)
    folder.mkdir(exist_ok=True)
    for name, text in texts:
        shared.write(text, str(folder / name), out)
