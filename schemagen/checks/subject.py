"""What rules look at: a document, and the script that it comes from if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path as File
from typing import Any

from schemagen.checks.canonical import example_of
from schemagen.checks.document import Document, Endpoint, Node
from schemagen.checks.places import Places
from schemagen.checks.plain import DocumentError, read_json
from schemagen.errors import Path, SchemagenError
from schemagen.openapi import export, http_of
from schemagen.openapi.http import Http
from schemagen.operation import Operation
from schemagen.schema import JSON
from schemagen.script import EntryScript, load
from schemagen.script.source import Source, read

ALL_ROWS = 1_000_000


@dataclass(frozen=True, eq=False)
class Subject:
    """A document, and the script behind it.

    *allowed* are patterns of harmless sample values, *published* is the document that is in use.
    """

    document: Document
    file: str
    script: EntryScript | None = None
    allowed: tuple[str, ...] = ()
    published: Document | None = None

    @property
    def operation(self) -> Operation | None:
        """What the script's decorators say."""
        return self.script.operation if self.script else None

    @cached_property
    def source(self) -> Source | None:
        """The script's text."""
        return Source(self.script.path, read(self.script.path)) if self.script else None

    @cached_property
    def places(self) -> Places | None:
        """Where things stand in the script."""
        return Places(self.source) if self.source else None

    @property
    def scoring(self) -> Endpoint | None:
        """The operation that scores."""
        return self.document.scoring

    @property
    def schemas(self) -> Iterator[Node]:
        """Every schema of the scoring operation, input first."""
        for node in (self.document.input, self.document.output):
            if node is not None:
                yield from node.walk()

    @cached_property
    def samples(self) -> tuple[tuple[Path, JSON], ...]:
        """The samples of input and output, whole where the script is at hand."""
        shown = [pair for node in self.schemas for pair in example_of(node)]
        if self.operation is None:
            return tuple(shown)
        output = self.operation.output
        given: list[tuple[Path, JSON]] = []
        with suppress(SchemagenError):
            given.append((_example("ServiceInput"), self.operation.input_example(ALL_ROWS)))
        with suppress(SchemagenError):
            if output and output.has_example:
                given.append((_example("ServiceOutput"), output.example(ALL_ROWS)))
        return tuple(given)

    def allows(self, text: str) -> bool:
        """Tell whether the author has said that *text* is harmless."""
        return any(fnmatchcase(text, pattern) for pattern in self.allowed)

    def shown(self, path: Path) -> Path:
        """Return *path*, cut to what the document has: samples have more rows than examples."""
        for end in range(len(path), 0, -1):
            with suppress(KeyError):
                self.document.at(path[:end])
                return path[:end]
        return ()

    def line(self, path: Path) -> int | None:
        """Return the script's line that the *path* in the document comes from."""
        return self.places.line(path) if self.places else None


def _example(name: str) -> Path:
    return ("definitions", name, "example")


def subject_of(
    target: str | File | dict[str, Any] | EntryScript,
    *,
    allowed: tuple[str, ...] = (),
    version: str = "2.0",
    **loading: Any,
) -> Subject:
    """Return the subject that *target* is: a script, a document, or the path of either."""
    if isinstance(target, dict):
        return Subject(Document(target), "", None, allowed)
    if not isinstance(target, EntryScript) and is_document(target):
        return Subject(Document(read_document(target)), str(target), None, allowed)
    script = target if isinstance(target, EntryScript) else load(target, **loading)
    document = export(contract(script), version=version)
    name = str(script.path if isinstance(target, EntryScript) else target)
    return Subject(Document(document), name, script, allowed)


def contract(script: EntryScript) -> Operation | Http | None:
    """Return what *script* declares: its operation, or the HTTP requests that it takes."""
    return script.operation or http_of(script.run)


def is_document(target: str | File) -> bool:
    """Tell whether *target* is named as a document is."""
    return str(target).lower().endswith((".json", ".swagger"))


def read_document(file: str | File, text: str | bytes | None = None) -> dict[str, Any]:
    """Return the document in *file*; DocumentError when it is none."""
    data = read_json(file, text)
    if not isinstance(data, dict):
        raise DocumentError(f"{file}: is JSON, but no document: an object is expected")
    return data
