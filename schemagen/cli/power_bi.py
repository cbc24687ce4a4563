"""``schemagen power-bi``: the service as Power BI's connector would find and call it."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from schemagen.cli import loading, say, shared

if TYPE_CHECKING:
    from schemagen.checks.consumers.power_bi.service import Service
    from schemagen.checks.consumers.power_bi.session import Request
    from schemagen.checks.consumers.power_bi.transport import Caller
    from schemagen.checks.consumers.power_bi.trial import Trial
    from schemagen.checks.finding import Finding
    from schemagen.checks.subject import Subject

KEY = "SCHEMAGEN_KEY"
_ROWS, _WIDTH = 20, 28
EXAMPLES = f"""\
examples:
  schemagen power-bi swagger.json                        the function that Power BI would offer
  schemagen power-bi score.py --table rows.csv           call it in process, in all batch sizes
  schemagen power-bi http://localhost:5001 --table rows.csv -o scored.csv
  schemagen power-bi score.py --table rows.csv --bind Age=age --constant method=predict

The table is CSV (its text is converted by each parameter's type) or a JSON array of objects.
A key for the service is read from ${KEY}.
exit status: 0 nothing at --fail-on or graver, 1 something, 2 wrong usage
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    what = "The connector's side of the contract, as far as it is public. It is not Power BI."
    made = shared.new_parser("power-bi", what, EXAMPLES)
    made.add_argument("target", help="an entry script, a document (*.json), or a service's address")
    made.add_argument("--table", metavar="FILE", help="rows to score: CSV, or JSON")
    made.add_argument("--url", help="with a document: where the service is")
    made.add_argument("--title", default="", help="the service's name (default: the document's)")
    pair = "PARAMETER=VALUE"
    made.add_argument(
        "--bind", action="append", default=[], metavar=pair, type=_pair, help="take a column"
    )
    made.add_argument(
        "--constant", action="append", default=[], metavar=pair, type=_pair, help="take a constant"
    )
    forms = "send this as GlobalParameters (JSON; default: leave it out)"
    made.add_argument(
        "--global-parameters", metavar="JSON", type=json.loads, default=..., help=forms
    )
    made.add_argument(
        "--batch", type=_sizes, metavar="SIZES", help="default: 1,2,3,100,1000 and all"
    )
    made.add_argument("--strict", action="store_true", help="take every unknown the worst way")
    least = "the gravity that gives exit status 1 (default: error)"
    made.add_argument(
        "--fail-on", choices=("error", "warning", "note", "never"), default="error", help=least
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    made.add_argument(
        "-o", "--output", metavar="FILE", type=os.path.abspath, help="write the scored table as CSV"
    )
    loading.add_loading(made)
    return made


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("write PARAMETER=VALUE")
    return name, value


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in shared.words(text)]
    if any(size < 1 for size in sizes):
        raise argparse.ArgumentTypeError("sizes are 1 or more")
    return sizes


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Run the command; return the exit status."""
    options = shared.parsed(parser(), arguments, out)
    if isinstance(options, int):
        return options
    return shared.guarded(lambda: _shown(options, out))


def _shown(options: argparse.Namespace, out: BinaryIO) -> int:
    from schemagen.checks.consumers.power_bi import session
    from schemagen.checks.finding import fails

    subject = _subject(options)
    service = session.found_in(subject.document, options.title, strict=options.strict)
    trial = _trial(options, subject, service) if options.table else None
    findings = session.findings_of(subject, trial)
    text = _json if options.format == "json" else _text
    shared.write(text(service, trial, findings), None, out)
    if trial and options.output:
        _write_table(options, trial)
    return int(fails(findings, options.fail_on))


def _subject(options: argparse.Namespace) -> Subject:
    from schemagen.checks.document import Document
    from schemagen.checks.subject import Subject

    if _is_address(options.target):
        from schemagen.checks.consumers.power_bi.transport import addresses, fetched

        document = fetched(addresses(options.target)[0], os.environ.get(KEY, ""))
        return Subject(Document(document), options.target)
    return loading.subject(options.target, options)


def _is_address(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def _trial(options: argparse.Namespace, subject: Subject, service: Service) -> Trial:
    from schemagen.checks.consumers.power_bi import session
    from schemagen.checks.consumers.power_bi.table import read_table
    from schemagen.checks.consumers.power_bi.trial import rounds, tried
    from schemagen.cli.progress import Progress

    request = _request(options)
    rows = session.rows_of(service, read_table(options.table), request)
    progress = Progress(rounds(len(rows), request.test.sizes), "rows sent")
    try:
        return tried(service, _caller(options, subject), rows, request.test, progress)
    finally:
        progress.end()


def _request(options: argparse.Namespace) -> Request:
    from schemagen.checks.consumers.power_bi.service import GLOBALS
    from schemagen.checks.consumers.power_bi.session import Request
    from schemagen.checks.consumers.power_bi.trial import SIZES, Test

    given = None if options.global_parameters is ... else {GLOBALS: options.global_parameters}
    test = Test(options.batch or SIZES, given, options.strict)
    return Request(dict(options.bind), dict(options.constant), test)


def _caller(options: argparse.Namespace, subject: Subject) -> Caller:
    from schemagen.checks.consumers.power_bi import transport
    from schemagen.checks.consumers.power_bi.session import NotCallableError

    url = options.url or (options.target if _is_address(options.target) else "")
    if subject.script is not None and not options.url:
        return transport.in_process(subject.script)
    if not url or subject.scoring is None:
        raise NotCallableError(
            f"{options.target}: a document answers nothing; give --url of the service"
        )
    root = transport.addresses(url)[1]
    return transport.over_http(transport.route(root, subject.scoring.path), os.environ.get(KEY, ""))


def _text(service: Service, trial: Trial | None, findings: Sequence[Finding]) -> str:
    from schemagen.checks.consumers.power_bi import m, session
    from schemagen.checks.report import text

    shapes = {"A": "one table", "B": "Inputs and Results", "C": "the designer's", "": "none"}
    dialog = ", ".join(column.shown for column in service.columns) or "no parameters"
    lines = [
        f"{service.name}   (shape {service.shape or '-'}: {shapes[service.shape]})",
        f"  signature: {service.signature}",
        f"  dialog:    {dialog}",
        f"  call:      {m.call_text(service.name, [column.name for column in service.columns])}",
    ]
    if trial:
        lines += ["", *_preview(trial)]
    lines += ["", *(f"inferred: {line}" for line in session.inferred(service, trial))]
    return "\n".join([*lines, f"note: {session.DISCLAIMER}", "", text(findings, "error")])


def _preview(trial: Trial) -> list[str]:
    """Return the first rows with their results, in columns."""
    from schemagen.checks.consumers.power_bi.table import expanded, shown_cell

    names, columns = expanded(trial.cells, trial.service.name)
    inputs = [column.name for column in trial.service.columns][:6]
    table = [[*inputs, *names]]
    for row, results in list(zip(trial.rows, columns, strict=True))[:_ROWS]:
        given = [shown_cell(row.values.get(name)) for name in inputs]
        table.append([*given, *map(shown_cell, results)])
    widths = [min(_WIDTH, max(len(row[i]) for row in table)) for i in range(len(table[0]))]
    lines = [
        "  ".join(_cut(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    left = len(trial.rows) - _ROWS
    errors = len(trial.rows) - len(trial.values)
    count = [f"… and {left} more rows"] if left > 0 else []
    return [*lines, *count, f"{len(trial.values)} results, {errors} error cells"]


def _cut(cell: str, width: int) -> str:
    cell = cell.replace("\n", " ")
    return (cell if len(cell) <= width else cell[: width - 1] + "…").ljust(width)


def _json(service: Service, trial: Trial | None, findings: Sequence[Finding]) -> str:
    from schemagen.checks.consumers.power_bi import session
    from schemagen.checks.consumers.power_bi.cells import Failure
    from schemagen.checks.report import as_json

    made = session.described(service)
    made["inferred"] = list(session.inferred(service, trial))
    made["findings"] = json.loads(as_json(findings, "error"))
    if trial:
        made["cells"] = [
            {"error": str(c)} if isinstance(c, Failure) else {"value": c.data} for c in trial.cells
        ]
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _write_table(options: argparse.Namespace, trial: Trial) -> None:
    from schemagen.checks.consumers.power_bi.table import read_table, written

    text = written(read_table(options.table), trial.cells, trial.service.name)
    shared.write_file(text.encode(), options.output)
    say("note", f"{options.output}: {len(trial.cells)} rows")
