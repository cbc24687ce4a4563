"""Answers ``inference_schema.schema_util``: the contract in the old library's own form.

The two dicts exist because servers' tests clear them; they are a view by name, and nothing here
reads them. What a function declares is asked of the function itself.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from schemagen.azureml.peer_form import peer_schema, supports_2_0
from schemagen.decorators import operation_of
from schemagen.operation import Operation
from schemagen.schema import Schema

INPUT_SCHEMA_ATTR = "input_schema"
OUTPUT_SCHEMA_ATTR = "output_schema"
ALL_SUPPORTED_VERSIONS = ["2.0", "3.0", "3.1"]

__functions_schema__: dict[str, dict[str, Any]] = {}
__versions__: dict[str, dict[str, Any]] = {}


def get_input_schema(func: Any) -> Schema:
    """Return the input schema, with its example, as the old library gives it; a new dict."""
    operation = operation_of(func)
    return _input_form(operation) if operation and _has_inputs(operation) else {"type": "object"}


def get_output_schema(func: Any) -> Schema:
    """Return the output schema, with its example, as the old library gives it; a new dict."""
    operation = operation_of(func)
    if operation is None or operation.output is None:
        return {"type": "object"}
    return peer_schema(operation.output)


def get_supported_versions(func: Any) -> list[str]:
    """Return the OpenAPI versions that all samples of *func* can be described in."""
    operation = operation_of(func)
    if operation is None:
        return list(ALL_SUPPORTED_VERSIONS)
    samples = [item.sample for item in operation.parameters if item.sample]
    samples += [operation.output] if operation.output else []
    fit = all(supports_2_0(peer_schema(sample)) for sample in samples)
    return [version for version in ALL_SUPPORTED_VERSIONS if fit or version != "2.0"]


def is_schema_decorated(func: Any) -> bool:
    """Tell whether *func* carries a schema."""
    return operation_of(func) is not None


def get_schemas_dict() -> dict[str, dict[str, Any]]:
    """Return a copy of the view by name."""
    return copy.deepcopy(__functions_schema__)


def noting(decorate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return *decorate*, entering what it declares into the view by name."""

    def decorate_and_note(function: Any) -> Any:
        made = decorate(function)
        operation = operation_of(made)
        assert operation
        key = f"{getattr(made, '__module__', '<unknown>')}.{operation.name}"
        __functions_schema__[key], __versions__[key] = views(operation)
        return made

    return decorate_and_note


def views(operation: Operation) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the entries of *operation* for the two dicts."""
    schemas: dict[str, Any] = {}
    if _has_inputs(operation):
        schemas[INPUT_SCHEMA_ATTR] = _input_form(operation)
    if operation.output:
        schemas[OUTPUT_SCHEMA_ATTR] = peer_schema(operation.output)
    fit = all(supports_2_0(schema) for schema in schemas.values())
    versions = [version for version in ALL_SUPPORTED_VERSIONS if fit or version != "2.0"]
    entry = {"type": "object", "versions": versions}
    return schemas, {attribute: dict(entry) for attribute in schemas}


def _has_inputs(operation: Operation) -> bool:
    return any(item.sample for item in operation.parameters)


def _input_form(operation: Operation) -> Schema:
    form: Schema = {"type": "object", "properties": {}, "example": {}}
    for item in operation.parameters:
        described = peer_schema(item.sample) if item.sample else {"example": ""}
        form["example"][item.name] = described.pop("example", None)
        form["properties"][item.name] = described
    return form
