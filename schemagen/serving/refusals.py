"""A request that the contract refuses, told to the client as far as the service wants to."""

from __future__ import annotations

from schemagen.errors import InputError, Problem, path_text
from schemagen.serving.answer import Answer, error

GENERIC = "The request does not fit the service's contract."
_MORE = 5
"""The message names so many problems; ``errors`` has them all."""


def refusal(problem: InputError, level: str) -> Answer:
    """Return the 400 that says what is wrong: ``full``, only where (``path``), or ``generic``."""
    if level == "generic":
        return error(400, GENERIC)
    full = level == "full"
    problems = problem.problems
    told = [_line(found, full=full) for found in problems[:_MORE]]
    more = [f"and {len(problems) - _MORE} more"] if len(problems) > _MORE else []
    records = [_record(found, full=full) for found in problems]
    return error(400, "; ".join(told + more), errors=records)


def _line(problem: Problem, *, full: bool) -> str:
    name, where = _place(problem)
    got = f", got {problem.got}" if full else ""
    remedy = f" ({problem.remedy})" if problem.remedy and full else ""
    return f"{name}{where}expected {problem.expected}{got}{remedy}"


def _place(problem: Problem) -> tuple[str, str]:
    """Return the parameter in words, and the place inside it."""
    if not problem.path:
        return "", ""
    inside = f"{path_text(problem.path)}: " if len(problem.path) > 1 else ""
    return f"Parameter '{problem.path[0]}': ", inside


def _record(problem: Problem, *, full: bool) -> dict[str, str]:
    record = {"path": path_text(problem.path), "expected": problem.expected}
    return {**record, "got": problem.got, "remedy": problem.remedy} if full else record
