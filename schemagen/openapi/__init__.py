"""Operations to documents: one canonical schema, rewritten for each OpenAPI version.

A version is a module with ``schema`` (a pure rewrite of the next newer version's),
``with_example`` and ``document``. Adding one is adding a file and a line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from schemagen.errors import Path
from schemagen.openapi import v2_0, v3_0, v3_1
from schemagen.openapi.assembly import assembled
from schemagen.openapi.components import standalone
from schemagen.openapi.http import File, Http, http_of, http_schema
from schemagen.openapi.parts import NotExpressible
from schemagen.openapi.patch import merged
from schemagen.openapi.shape import DEFAULT_TITLE, OptionError, Shape
from schemagen.openapi.words import DEGRADED
from schemagen.operation import Operation
from schemagen.schema import Schema

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from schemagen.openapi.shape import Options

Version = Literal["2.0", "3.0", "3.1"]
VERSIONS: dict[str, ModuleType] = {"2.0": v2_0, "3.0": v3_0, "3.1": v3_1}


def export(
    operation: Operation | Http | None, *, version: str = "2.0", **options: Unpack[Options]
) -> dict[str, Any]:
    """Return the swagger.json of *operation* as a dict; None stands for an undecorated script.

    *version* is the OpenAPI version; the other *options* are the fields of
    :class:`~schemagen.openapi.shape.Shape`: ``title=``, ``path_prefix=``, ``security=``,
    ``examples=`` and so on. What a version cannot say is widened and marked with
    ``x-schemagen-degraded`` (:func:`degraded` lists the places), or raises NotExpressible.
    """
    if version not in VERSIONS:
        raise ValueError(f"OpenAPI version {version!r} is not one of {', '.join(VERSIONS)}")
    room = VERSIONS[version]
    shape = Shape.of(options)
    if shape.dialect == "azureml":
        from schemagen.openapi.azure import azure_parts  # seldom asked for

        parts = azure_parts(operation, version, shape, room)
    else:
        parts = assembled(operation, shape, room)
    document: dict[str, Any] = merged(room.document(parts), *shape.patch)
    return document


def json_schema(operation: Operation, part: Literal["input", "output"]) -> Schema:
    """Return the JSON Schema 2020-12 of a request's body (``input``) or an answer's."""
    return standalone(operation.input_schema if part == "input" else operation.output_schema)


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


__all__ = [
    "DEFAULT_TITLE",
    "VERSIONS",
    "File",
    "Http",
    "NotExpressible",
    "OptionError",
    "Version",
    "degraded",
    "export",
    "http_of",
    "http_schema",
    "json_schema",
]
