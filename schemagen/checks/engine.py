"""Runs the rules: those of everybody and those of the consumers that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path as File
from typing import Any

from schemagen.checks import rules
from schemagen.checks.consumers import CONSUMERS
from schemagen.checks.finding import SEVERITIES, Finding, Hit, Rule
from schemagen.checks.plain import bounded
from schemagen.checks.settings import Settings, ignored_lines, settings_at
from schemagen.checks.subject import Subject, is_document, subject_of
from schemagen.script import EntryScript, LoadError

GENERAL: tuple[Rule, ...] = (*rules.DOCUMENT, *rules.SAMPLES, *rules.SCRIPT)
UNLOADABLE = next(rule for rule in GENERAL if rule.id == "SCR001")


def rules_for(consumers: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Return the rules of everybody and of *consumers*, without those that others replace."""
    chosen = list(GENERAL)
    for name in consumers:
        if name not in CONSUMERS:
            raise ValueError(f"consumer {name!r} is not one of {', '.join(CONSUMERS)}")
        chosen += CONSUMERS[name]
    replaced = {rule.replaces for rule in chosen}
    return tuple(rule for rule in chosen if rule.id not in replaced)


def check(
    target: str | File | dict[str, Any] | EntryScript,
    *,
    consumers: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    allow: Sequence[str] = (),
    **loading: Any,
) -> list[Finding]:
    """Return what the rules find in *target*: a script, a document, or the path of either.

    *consumers* adds the rules of ``power-bi`` and ``power-platform``. *select* and *ignore* are ids
    of rules or their beginnings, *allow* are patterns of sample values that look private and are
    not; all add to ``[tool.schemagen]`` of the nearest pyproject.toml. A script that does not load
    is a finding; a file that is no document raises DocumentError.
    """
    settings = _settings(target, consumers, select, ignore, allow)
    rules = [rule for rule in rules_for(settings.consumers) if settings.wants(rule.id)]
    try:
        subject = subject_of(target, allowed=settings.allow, **loading)
    except LoadError as error:
        return [unloadable(error, str(target))]
    return findings_in(subject, rules)


def _settings(target: Any, *added: Sequence[str]) -> Settings:
    """Return what pyproject.toml says for *target*, and what is added."""
    path = target.path if isinstance(target, EntryScript) else target
    said = (
        settings_at(File(path).absolute().parent) if isinstance(path, (str, File)) else Settings()
    )
    return said.with_more(*added)


def findings_in(subject: Subject, rules: Iterable[Rule]) -> list[Finding]:
    """Return what *rules* find in *subject*, gravest first, then by line."""
    silent = ignored_lines(subject.source.text) if subject.source else {}
    with bounded(subject.file):
        found = [
            finding
            for rule in rules
            for hit in rule.find(subject)
            if not _is_silent((finding := _finding(rule, hit, subject)), silent)
        ]
    return sorted(
        dict.fromkeys(found), key=lambda one: (SEVERITIES.index(one.severity), one.line or 0)
    )


def _finding(rule: Rule, hit: Hit, subject: Subject) -> Finding:
    line = hit.line or (subject.line(hit.path) if subject.script else None)
    return rule.finding(hit, subject.file, line)


def _is_silent(finding: Finding, silent: dict[int, tuple[str, ...]]) -> bool:
    ids = silent.get(finding.line or 0, ())
    return any(finding.id.startswith(name) for name in ids)


def unloadable(error: LoadError, target: str) -> Finding:
    """Return the finding about a script that does not load; *target* is named as it was given."""
    remedy = error.remedy or UNLOADABLE.remedy
    what = str(LoadError(error.cause, "")).removeprefix(": ")
    file = target if File(target).absolute() == File(error.path) else error.path
    return replace(UNLOADABLE.finding(Hit(what), file, error.line), remedy=remedy)


__all__ = ["check", "findings_in", "is_document", "rules_for", "unloadable"]
