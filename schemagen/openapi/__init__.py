"""Operations to documents: one canonical schema, rewritten for each OpenAPI version.

A version is a module with ``schema`` (a pure rewrite of the next newer version's) and
``document``. Adding one is adding a file and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from schemagen.errors import Path
from schemagen.openapi import v2_0, v3_0, v3_1
from schemagen.openapi.parts import DEGRADED, Parts
from schemagen.sample import EXAMPLE_ROWS, Operation
from schemagen.schema import Schema

Version = Literal["2.0", "3.0", "3.1"]
VERSIONS: dict[str, ModuleType] = {"2.0": v2_0, "3.0": v3_0, "3.1": v3_1}
DEFAULT_TITLE = "ML service"


@dataclass(frozen=True)
class Info:
    """What a document says besides the schemas."""

    title: str = DEFAULT_TITLE
    service_version: str = "1.0"
    path_prefix: str = ""
    description: str = ""

    @property
    def prefix(self) -> str:
        """The path prefix with one slash in front and none behind, or nothing."""
        bare = self.path_prefix.strip("/")
        return f"/{bare}" if bare else ""

    @property
    def text(self) -> str:
        """The description; the words of Azure's server when none is given."""
        default = f"API specification for the Azure Machine Learning service {self.title}"
        return self.description or default


def export(
    operation: Operation | None,
    *,
    version: str = "2.0",
    title: str = DEFAULT_TITLE,
    service_version: str = "1.0",
    path_prefix: str = "",
    description: str = "",
    examples: bool = True,
    example_rows: int = EXAMPLE_ROWS,
) -> dict[str, Any]:
    """Return the swagger.json of *operation* as a dict; None stands for an undecorated script.

    *version* is the OpenAPI version. What a version cannot say is widened to ``{}`` and marked
    with ``x-schemagen-degraded``; :func:`degraded` lists the places.
    """
    room = _room(version)
    info = Info(title, service_version, path_prefix, description)
    parts = _parts(operation, info, room.schema, examples=examples, rows=example_rows)
    document: dict[str, Any] = room.document(parts)
    return document


def _room(version: str) -> ModuleType:
    if version not in VERSIONS:
        raise ValueError(f"OpenAPI version {version!r} is not one of {', '.join(VERSIONS)}")
    return VERSIONS[version]


def _parts(
    operation: Operation | None,
    info: Info,
    rewrite: Callable[[Schema], Schema],
    *,
    examples: bool,
    rows: int,
) -> Parts:
    common = (info.title, info.service_version, info.prefix, info.text)
    if operation is None:  # nothing is declared: Azure's open document
        open_object = {"type": "object", "example": {}}
        return Parts(*common, open_object, dict(open_object), None, None)
    body = operation.input_example(rows) if examples else None
    shown = operation.output if examples else None
    result = shown.example(rows) if shown and shown.has_example else None
    schemas = rewrite(operation.input_schema), rewrite(operation.output_schema)
    return Parts(*common, *schemas, body, result)


def degraded(document: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the places where *document* says less than the contract, and why."""
    yield from _degraded(document, ())


def _degraded(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        if isinstance(value.get(DEGRADED), str):
            yield path, value[DEGRADED]
        for key, part in value.items():
            yield from _degraded(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _degraded(part, (*path, index))


__all__ = ["DEFAULT_TITLE", "VERSIONS", "Version", "degraded", "export"]
