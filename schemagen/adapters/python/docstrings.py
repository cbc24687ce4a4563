"""The parameters that a docstring describes, in the styles of numpy, Google and reST."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schemagen.schema import Schema

_REST = re.compile(r"\s*:param\s+(?:[^:]*\s)?\*{0,2}(\w+)\s*:\s*(.*)")
_GOOGLE = re.compile(r"\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s+(.*)")
_NUMPY = re.compile(r"\*{0,2}(\w+)\s*(?::.*)?$")
_SECTION = re.compile(r"\s*(args|arguments|parameters|params)\s*:?\s*$", re.IGNORECASE)


def described(schemas: dict[str, Schema], doc: str) -> dict[str, Schema]:
    """Return the parameters' *schemas* with what *doc* says, where they say nothing themselves."""
    texts = parameter_texts(doc) if any(name in doc for name in schemas) else {}
    return {
        name: {**schema, "description": schema.get("description", texts[name])}
        if name in texts
        else schema
        for name, schema in schemas.items()
    }


def parameter_texts(doc: str) -> dict[str, str]:
    """Return the texts by parameter, their lines joined; *doc* as ``inspect.getdoc`` gives it."""
    lines = doc.expandtabs().splitlines()
    found = dict(_rest(lines))
    for at, line in enumerate(lines):
        if _SECTION.match(line):
            below = lines[at + 1 : at + 2]
            ruled = bool(below) and set(below[0].strip()) == {"-"}
            found |= dict(_numpy(lines[at + 2 :]) if ruled else _google(lines[at + 1 :]))
    return {name: text for name, text in found.items() if text}


def _rest(lines: list[str]) -> Iterator[tuple[str, str]]:
    for at, line in enumerate(lines):
        if match := _REST.match(line):
            yield match[1], _joined([match[2], *_deeper(lines[at + 1 :], _indent(line))])


def _google(lines: list[str]) -> Iterator[tuple[str, str]]:
    body = list(_deeper(lines, 0))
    first = _indent(body[0]) if body else 0
    for at, line in enumerate(body):
        match = _GOOGLE.match(line.strip()) if _indent(line) == first else None
        if match:
            yield match[1], _joined([match[2], *_deeper(body[at + 1 :], first)])


def _numpy(lines: list[str]) -> Iterator[tuple[str, str]]:
    for at, line in enumerate(lines):
        if lines[at + 1 : at + 2] and set(lines[at + 1].strip()) == {"-"}:
            return  # the next section
        if line.strip() and not _indent(line) and (match := _NUMPY.match(line)):
            yield match[1], _joined(_deeper(lines[at + 1 :], 0))


def _deeper(lines: list[str], indent: int) -> Iterator[str]:
    """Yield the lines that follow, as long as they stand further in than *indent*."""
    for line in lines:
        if not line.strip() or _indent(line) <= indent:
            return
        yield line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())
