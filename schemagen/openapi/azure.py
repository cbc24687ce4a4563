"""The document that Azure's own server would serve for a script, its schemas in its own form."""

from __future__ import annotations

from copy import deepcopy
from types import ModuleType

from schemagen.azureml.schema_util import INPUT_SCHEMA_ATTR, OUTPUT_SCHEMA_ATTR, views
from schemagen.errors import SchemagenError
from schemagen.openapi import words
from schemagen.openapi.http import Http
from schemagen.openapi.parts import Body, Parts, Route, Scheme
from schemagen.openapi.shape import Shape
from schemagen.operation import Operation
from schemagen.schema import Schema

_NAMES = {"2.0": "2", "3.0": "3"}
"""What Azure's server calls the versions."""
_DESCRIPTION = "API specification for the Azure Machine Learning service {}"


class VersionNotSupported(SchemagenError, ValueError):
    """Azure's server has no document of this version for the script."""


def azure_parts(
    contract: Operation | Http | None, version: str, shape: Shape, room: ModuleType
) -> Parts:
    """Return the parts of Azure's document; VersionNotSupported where it has none.

    Its name, version and path prefix are all that can be shaped; every version has the words of
    3.0's template or of 2.0's, whatever its schemas hold.
    """
    operation = contract if isinstance(contract, Operation) else None
    schemas = _schemas(operation, version)
    request, answer = (
        Body(room.schema({"$ref": words.REF + name})) for name in ("ServiceInput", "ServiceOutput")
    )
    info = {
        "title": shape.title,
        "description": _DESCRIPTION.format(shape.title),
        "version": shape.service_version,
    }
    route = Route("/score", "RunMLService", {"description": words.RUN}, request, answer)
    security = (Scheme("Bearer", dict(words.BEARER)),)
    return Parts(info, shape.prefix, route, schemas, security)


def _schemas(operation: Operation | None, version: str) -> dict[str, Schema]:
    given: dict[str, Schema] = {}
    if operation is None:
        given = {name: {"type": "object", "example": {}} for name in _SIDES}
    else:
        given, entries = views(operation)
        _check(version, [entry["versions"] for entry in entries.values()])
    schemas = {named: given.get(side, {"type": "object"}) for side, named in _SIDES.items()}
    return {**schemas, "ErrorResponse": deepcopy(words.AZURE_ERROR)}


_SIDES = {INPUT_SCHEMA_ATTR: "ServiceInput", OUTPUT_SCHEMA_ATTR: "ServiceOutput"}


def _check(version: str, supported: list[list[str]]) -> None:
    if any(version not in versions for versions in supported):
        both = [name for name in ("2.0", "3.0", "3.1") if all(name in s for s in supported)]
        known = ", ".join(_NAMES.get(name, name) for name in both)
        raise VersionNotSupported(
            f"Swagger version [{_NAMES.get(version, version)}] is not supported for the scoring "
            f"script. Supported swagger versions: [{known}]."
        )
