"""``schemagen diff OLD NEW``: what changed, and whom it breaks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from schemagen.cli import loading, shared

if TYPE_CHECKING:
    from schemagen.checks.compare import Change
    from schemagen.checks.compare.sources import Source

EXAMPLES = """\
examples:
  schemagen diff git:main:score.py score.py          the script, against a branch
  schemagen diff swagger.json score.py               against the committed document
  schemagen diff old.json new.json --fail-on breaking

exit status: 0 no change at --fail-on or graver, 1 some, 2 wrong usage
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    what = "Compare two contracts: what is taken and what is given, each in its own direction."
    made = shared.new_parser("diff", what, EXAMPLES)
    kinds = "a script, a document (*.json), or git:REVISION:path of either"
    made.add_argument("old", help=kinds)
    made.add_argument("new", help=kinds)
    least = "the gravity that gives exit status 1 (default: breaking)"
    levels = ("breaking", "risky", "never")
    made.add_argument("--fail-on", choices=levels, default="breaking", help=least)
    shared.add_output(made, ("text", "json"))
    loading.add_loading(made)
    return made


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Run the command; return the exit status."""
    options = shared.parsed(parser(), arguments, out)
    if isinstance(options, int):
        return options
    return shared.guarded(lambda: _compared(options, out))


def _compared(options: argparse.Namespace, out: BinaryIO) -> int:
    from schemagen.checks.compare import LEVELS, diff

    old, new = (_source(text, options) for text in (options.old, options.new))
    with loading.last_resort(2 * options.load_timeout):
        found = diff(old, new, **loading.arguments(options))
    shared.write(_text(found) if options.format == "text" else _json(found), options.output, out)
    grave: set[str] = (
        set(LEVELS[: LEVELS.index(options.fail_on) + 1]) if options.fail_on in LEVELS else set()
    )
    return int(any(change.level in grave for change in found))


def _source(text: str, options: argparse.Namespace) -> Source:
    """Return what *text* names: a script as the other commands load it, anything else by name."""
    from schemagen.checks.compare.sources import is_script

    return loading.loaded(text, options) if is_script(text) else text


def _text(found: Sequence[Change]) -> str:
    return "".join(f"{change}\n" for change in found) or "no change\n"


def _json(found: Sequence[Change]) -> str:
    rows = [{"level": c.level, "place": c.place, "what": c.what, "reason": c.reason} for c in found]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
