"""Findings as text, JSON, GitHub annotations or JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from xml.sax.saxutils import escape, quoteattr

from schemagen.checks.finding import SEVERITIES, Finding, fails
from schemagen.errors import path_text


def text(findings: Sequence[Finding], fail_on: str) -> str:
    """Return one line for each finding and one that counts them."""
    lines = [str(finding) for finding in findings]
    counted = [sum(f.severity == kind for f in findings) for kind in SEVERITIES]
    said = [
        _counted(number, kind) for number, kind in zip(counted, SEVERITIES, strict=True) if number
    ]
    return "\n".join([*lines, ", ".join(said) or "nothing found"]) + "\n"


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind}{'s' if number > 1 else ''}"


def as_json(findings: Sequence[Finding], fail_on: str) -> str:
    """Return a JSON array of findings."""
    rows = [{**asdict(finding), "path": path_text(finding.path)} for finding in findings]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github(findings: Sequence[Finding], fail_on: str) -> str:
    """Return workflow commands: GitHub shows them at the lines of a pull request."""
    return "".join(map(_annotation, findings))


def _annotation(finding: Finding) -> str:
    where = f" ({path_text(finding.path)})" if finding.path else ""
    message = f"{finding.what}{where}; {finding.remedy}"
    place = f"file={_property(finding.file)},line={finding.line or 1},title={_property(finding.id)}"
    return f"::{_COMMANDS[finding.severity]} {place}::{_escaped(message)}\n"


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")


def junit(findings: Sequence[Finding], fail_on: str) -> str:
    """Return a test suite: a case for each finding, failed where it reaches *fail_on*."""
    cases = (
        "".join(_case(finding, fail_on) for finding in findings) or '  <testcase name="check"/>\n'
    )
    failed = sum(fails([finding], fail_on) for finding in findings)
    counted = f'tests="{max(len(findings), 1)}" failures="{failed}"'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuite name="schemagen check" {counted}>\n{cases}</testsuite>\n'
    )


def _case(finding: Finding, fail_on: str) -> str:
    name = f"{finding.id} {path_text(finding.path)}"
    head = f"  <testcase classname={_attribute(finding.file)} name={_attribute(name)}"
    line = f' line="{finding.line}"' if finding.line else ""
    if not fails([finding], fail_on):
        return (
            f"{head}{line}><system-out>{escape(_printable(str(finding)))}</system-out></testcase>\n"
        )
    message = f"<failure type={_attribute(finding.severity)} message={_attribute(finding.what)}>"
    return f"{head}{line}>{message}{escape(_printable(str(finding)))}</failure></testcase>\n"


def _attribute(value: str) -> str:
    return quoteattr(_printable(value))


def _printable(value: str) -> str:
    """Return *value* without what XML 1.0 cannot hold."""
    return "".join(char if char >= " " or char in "\t\n" else "\ufffd" for char in value)


FORMATS: dict[str, Callable[[Sequence[Finding], str], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "junit": junit,
}
