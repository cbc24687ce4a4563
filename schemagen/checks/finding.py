"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from schemagen.errors import Path, path_text

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
Confidence = Literal["documented", "observed", "measured", "inferred"]
"""How a rule is known: said by its source, seen in real use, tried out, or concluded by us."""


@dataclass(frozen=True)
class Finding:
    """One result of a rule: what is wrong, where in the document and in the script, the remedy."""

    id: str
    severity: Severity
    what: str
    remedy: str
    source: str
    confidence: Confidence
    path: Path = ()
    file: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """The file and, where one is known, the line."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __str__(self) -> str:
        """Give the finding in one line, its remedy after a semicolon."""
        where = f" {path_text(self.path)}" if self.path else ""
        return f"{self.place}: {self.severity} {self.id}{where}: {self.what}; {self.remedy}"


@dataclass(frozen=True)
class Hit:
    """Where a rule trips, and on what; *line* where the rule itself knows it."""

    what: str
    path: Path = ()
    line: int | None = None


@dataclass(frozen=True)
class Rule:
    """A row of a table of rules: *find* yields a hit for each place that breaks the rule.

    *replaces* names the general rule that this one tells more of: only one of them is run.
    """

    id: str
    severity: Severity
    title: str
    remedy: str
    source: str
    confidence: Confidence
    find: Callable[[Any], Iterable[Hit]]
    replaces: str = ""

    def finding(self, hit: Hit, file: str, line: int | None) -> Finding:
        """Return *hit* as a finding in *file*."""
        said = (self.id, self.severity, hit.what, self.remedy, self.source, self.confidence)
        return Finding(*said, hit.path, file, line)


def fails(findings: Iterable[Finding], least: str) -> bool:
    """Tell whether one of *findings* is at least as grave as *least*; none is if it is `never`."""
    return least in SEVERITIES and any(reaches(one.severity, least) for one in findings)


def reaches(finding_severity: Severity, least: str) -> bool:
    """Tell whether a severity is at least as grave as *least*."""
    return SEVERITIES.index(finding_severity) <= SEVERITIES.index(least)  # type: ignore[arg-type]
