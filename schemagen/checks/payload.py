"""Is this request valid, and where not?"""

from __future__ import annotations

from schemagen.checks.finding import Finding, Hit, Rule
from schemagen.checks.plain import DocumentError, bounded
from schemagen.checks.references import followed
from schemagen.checks.subject import Subject
from schemagen.codec.judge import Judge
from schemagen.codec.parse import parse
from schemagen.errors import InputError, Path, Problem, Values
from schemagen.schema import JSON

INVALID = Rule(
    "REQ001", "error", "the request is valid", "send what the contract declares", "the contract",
    "documented", lambda _: (),
)  # fmt: skip


def check_payload(
    subject: Subject, body: bytes, file: str, values: Values = "cut"
) -> list[Finding]:
    """Return a finding for each problem of *body*; of a script its own adapters are asked too.

    *values* says how much of the request the findings show.
    """
    try:
        if subject.operation is not None:
            subject.operation.decode(body)
        else:
            _judge(subject).check(_parsed(body))
    except InputError as error:
        return [_finding(problem, file, subject, values) for problem in error.problems]
    return []


def _judge(subject: Subject) -> Judge:
    node = followed(subject.document, subject.file).input
    if node is None:
        raise DocumentError(f"{subject.file}: no POST operation takes a body")
    with bounded(subject.file):
        return Judge(node.canonical)


def _parsed(body: bytes) -> JSON:
    data = parse(body)
    if not isinstance(data, dict):
        raise InputError([Problem((), "a JSON object", type(data).__name__)])
    return data


def _finding(problem: Problem, file: str, subject: Subject, values: Values) -> Finding:
    what = problem.words(values)
    found = INVALID.finding(Hit(what, problem.path), file, None)
    own = "" if values == "hidden" else problem.remedy
    said = (own, _declared(problem.path, subject))
    remedy = "; ".join(filter(None, said)) or INVALID.remedy
    return Finding(
        found.id, found.severity, what, remedy, found.source, found.confidence, problem.path, file
    )


def _declared(path: Path, subject: Subject) -> str:
    """Name the script's line that declares what stands at *path*."""
    names = [step for step in path if isinstance(step, str)]
    steps = [word for name in names for word in ("properties", name)]
    line = subject.line(("definitions", "ServiceInput", *steps))
    return f"declared at {subject.file}:{line}" if line else ""
