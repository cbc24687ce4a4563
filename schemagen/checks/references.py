"""References of a document: those that lead nowhere, out of it, or only back to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from schemagen.checks.document import Document
from schemagen.checks.plain import DocumentError, as_dict
from schemagen.errors import Path, path_text

_VALUES = ("example", "examples", "default", "enum", "const")
"""What stands under these is data, where ``$ref`` is a key like any other."""


def broken(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield the places of references that cannot be followed, and why."""
    for path, ref in _references(document.raw):
        if isinstance(ref, str) and (why := _trouble(document, ref)):
            yield path, f"{ref} {why}"


def _trouble(document: Document, ref: str) -> str:
    if not ref.startswith("#"):
        return "leads out of the document, where readers do not follow it"
    if ref == "#":
        return ""
    seen: set[str] = set()
    while ref not in seen:
        seen.add(ref)
        place = document.target(ref)
        if place is None:
            return "is not in the document"
        further = as_dict(document.at(place)).get("$ref")
        if not isinstance(further, str):
            return ""
        ref = further
    return "leads back to itself"


def _references(value: Any) -> Iterator[tuple[Path, Any]]:
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        where, item = waiting.pop()
        if isinstance(item, dict):
            if "$ref" in item and "properties" not in where[-1:]:
                yield where, item["$ref"]
            parts = [(key, part) for key, part in item.items() if key not in _VALUES]
            waiting += [((*where, key), part) for key, part in parts]
        elif isinstance(item, list):
            waiting += [((*where, index), part) for index, part in enumerate(item)]


def followed(document: Document, name: str) -> Document:
    """Return *document*; DocumentError where a reference in it cannot be followed."""
    for path, why in broken(document):
        raise DocumentError(f"{name}: {path_text(path)}: {why}")
    return document


def definitions_in_a_circle(document: Document) -> list[str]:
    """Return definitions that hold each other, the first again at the end; or nothing."""
    links: dict[str, set[str]] = {}
    for path, ref in _references(document.raw):
        place = document.target(ref)
        if place and path[0] == place[0] == "definitions" and len(path) > 1:
            links.setdefault(str(path[1]), set()).add(str(place[1]))
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []
