"""``schemagen check score.py``: what is wrong with a contract, where, and the remedy."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from schemagen.cli import loading, say, shared
from schemagen.cli.options import add_shape, shape_options

if TYPE_CHECKING:
    from schemagen.checks.finding import Finding
    from schemagen.checks.settings import Settings
    from schemagen.checks.subject import Subject

EXAMPLES = """\
examples:
  schemagen check score.py                               the script, and the document it gives
  schemagen check swagger.json --for power-bi            a document, as Power BI would read it
  schemagen check */score.py swagger.json                several at once
  schemagen check score.py --payload body.json           is this request valid, and where not?
  schemagen check score.py --drift swagger.json          is the committed document up to date?
  schemagen check score.py --drift swagger.json --write  write it anew
  schemagen check score.py --format github               annotations in a pull request
  schemagen explain PBI008                               what a rule says, and its source

exit status: 0 nothing at --fail-on or graver, 1 something, 2 wrong usage
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    what = "Check contracts: entry scripts, or documents (swagger.json)."
    made = shared.new_parser("check", what, EXAMPLES)
    targets = "entry scripts and documents (*.json); one with --payload and --drift"
    made.add_argument("targets", nargs="+", metavar="target", help=targets)
    consumers = "also the rules of power-bi, power-platform"
    made.add_argument(
        "--for", dest="consumers", metavar="NAMES", help=consumers, type=shared.words, default=[]
    )
    made.add_argument(
        "--select", metavar="IDS", help="these rules only", type=shared.words, default=[]
    )
    made.add_argument(
        "--ignore", metavar="IDS", help="not these rules", type=shared.words, default=[]
    )
    allow = "a sample value that looks private and is not, e.g. '*@contoso.com' (repeated)"
    made.add_argument("--allow", action="append", default=[], metavar="PATTERN", help=allow)
    made.add_argument(
        "--payload", metavar="FILE", help="check this request instead (- is standard input)"
    )
    values = "with --payload: show the request's values whole, cut (default) or not at all"
    made.add_argument("--values", choices=("whole", "cut", "hidden"), help=values)
    mended = "with --payload: write the smallest request like it that is valid"
    made.add_argument("--corrected", metavar="FILE", help=mended)
    made.add_argument("--drift", metavar="FILE", help="compare with this committed document")
    made.add_argument("--write", action="store_true", help="with --drift: write the document anew")
    least = "the gravity that gives exit status 1 (default: error)"
    made.add_argument("--fail-on", choices=("error", "warning", "note", "never"), help=least)
    shared.add_output(made, ("text", "json", "github", "junit"))
    loading.add_loading(made)
    add_shape(made)
    return made


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Run the command; return the exit status."""
    options = shared.parsed(parser(), arguments, out)
    if isinstance(options, int):
        return options
    if wrong := _misused(options):
        say("error", wrong)
        return 2
    return shared.guarded(lambda: _checked(options, out))


def _misused(options: argparse.Namespace) -> str:
    from schemagen.checks.consumers import CONSUMERS
    from schemagen.checks.subject import is_document

    single = options.payload or options.drift
    wrong = {
        f"--for knows {', '.join(CONSUMERS)}": any(n not in CONSUMERS for n in options.consumers),
        "--write goes with --drift": options.write and not options.drift,
        "--corrected goes with --payload": options.corrected and not options.payload,
        "--values goes with --payload": options.values and not options.payload,
        "--corrected takes a script": options.corrected and is_document(options.targets[0]),
        "--payload and --drift exclude each other": options.payload and options.drift,
        "--payload and --drift take one target": single and len(options.targets) > 1,
        "--drift takes a script; `schemagen diff` compares documents": options.drift
        and is_document(options.targets[0]),
    }
    return next((text for text, holds in wrong.items() if holds), "")


def _checked(options: argparse.Namespace, out: BinaryIO) -> int:
    """Report on every target that can be read; the others are told, and give status 1 or 2."""
    from schemagen.checks.finding import fails
    from schemagen.checks.report import FORMATS

    findings: list[Finding] = []
    failed = [shared.guarded(partial(_add, name, options, findings)) for name in options.targets]
    if all(failed):
        return max(failed)
    fail_on = options.fail_on or _settings(options.targets[0], options).fail_on
    shared.write(FORMATS[options.format](findings, fail_on), options.output, out)
    return max(*failed, int(fails(findings, fail_on)))


def _add(target: str, options: argparse.Namespace, findings: list[Finding]) -> int:
    findings += _findings(target, options)
    return 0


def _settings(target: str, options: argparse.Namespace) -> Settings:
    from schemagen.checks.settings import settings_at

    said = settings_at(Path(target).absolute().parent)
    return said.with_more(options.consumers, options.select, options.ignore, options.allow)


def _findings(target: str, options: argparse.Namespace) -> list[Finding]:
    from schemagen.checks.engine import findings_in, rules_for, unloadable
    from schemagen.checks.payload import check_payload
    from schemagen.script import LoadError

    settings = _settings(target, options)
    body = _body(options.payload) if options.payload else b""
    try:
        subject = loading.subject(target, options, settings.allow)
    except LoadError as error:
        return [unloadable(error, target)]
    if options.payload:
        if options.corrected:
            _write_corrected(subject, body, options.corrected)
        return check_payload(subject, body, options.payload, options.values or "cut")
    drifted: list[Finding] = []
    if options.drift:
        subject, drifted = _drift(options, subject)
    rules = [rule for rule in rules_for(settings.consumers) if settings.wants(rule.id)]
    return [*drifted, *findings_in(subject, rules)]


def _write_corrected(subject: Subject, body: bytes, file: str) -> None:
    from schemagen.checks.drift import text_of
    from schemagen.correct import corrected
    from schemagen.errors import SchemagenError

    if subject.operation is None:
        raise SchemagenError("--corrected takes a script whose run() is decorated")
    shared.write_file(text_of(corrected(subject.operation, body)).encode(), file)


def _body(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _drift(options: argparse.Namespace, subject: Subject) -> tuple[Subject, list[Finding]]:
    """Show the difference on standard error, or write the document anew.

    The subject that comes back knows the committed document as the published one.
    """
    from schemagen.checks.document import Document
    from schemagen.checks.drift import current, difference, drifted, text_of
    from schemagen.checks.subject import read_document

    is_new = options.write and not Path(options.drift).exists()
    committed = {} if is_new else read_document(options.drift)
    given = current(subject, committed, shape_options(options, subject.file))
    text = difference(committed, given, options.drift)
    known = subject if is_new else replace(subject, published=Document(committed))
    if text and options.write:
        shared.write_file(text_of(given).encode(), options.drift)
        say("note", f"{options.drift} is written anew")
    elif text:
        sys.stderr.write(text)
        return known, [drifted(text, options.drift)]
    return known, []
