"""OpenAPI 3.0: a rewrite of the canonical schema, and a document of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemagen.openapi import parts as words
from schemagen.openapi.parts import Parts, with_example
from schemagen.schema import JSON, Schema, map_schema, merge, types_of


def schema(canonical: Schema) -> Schema:
    """Return *canonical* in 3.0's words.

    ``[T, "null"]`` is ``nullable``, ``const`` an ``enum`` of one, ``contentEncoding`` the format
    ``byte``; a tuple becomes an array of what any of its items may be.
    """
    return map_schema(canonical, _rewrite)


def _rewrite(node: Schema) -> Schema:
    for step in (_const, _content, _tuple, _null, _union):
        node = step(node)
    return node


def _const(node: Schema) -> Schema:
    if "const" not in node:
        return node
    return {("enum" if key == "const" else key): ([value] if key == "const" else value)
            for key, value in node.items()}


def _content(node: Schema) -> Schema:
    if "contentEncoding" not in node:
        return node
    rest = {key: value for key, value in node.items() if key != "contentEncoding"}
    return {**rest, "format": "byte"}


def _tuple(node: Schema) -> Schema:
    if "prefixItems" not in node:
        return node
    rest = {key: value for key, value in node.items() if key != "prefixItems"}
    places = [_canonical_null(part) for part in node["prefixItems"]]
    return {**rest, "items": _rewrite(merge(places)), words.DEGRADED: "a tuple, by position"}


def _canonical_null(node: Schema) -> Schema:
    """Return a rewritten schema with null as the canonical form has it, for merging."""
    if not node.get("nullable"):
        return node
    rest = {key: value for key, value in node.items() if key != "nullable"}
    return {**rest, "type": [rest["type"], "null"]} if "type" in rest else rest


def _null(node: Schema) -> Schema:
    names = types_of(node)
    if "null" not in names:
        return node
    solid = [name for name in names if name != "null"]
    rest = {key: value for key, value in node.items() if key != "type"}
    if not solid:
        return {**rest, "nullable": True, "enum": [None]}
    return {"type": solid[0], **rest, "nullable": True}


def _union(node: Schema) -> Schema:
    """Say null once, beside the alternatives' own types."""
    if "anyOf" not in node:
        return node
    null = {"nullable": True, "enum": [None]}
    solid = [part for part in node["anyOf"] if part != null]
    if len(solid) == len(node["anyOf"]):
        return node
    return {**node, "anyOf": [{**part, "nullable": True} for part in solid]}


def document(parts: Parts) -> dict[str, Any]:
    """Return the document."""
    return build(parts, "3.0.3", with_example)


def build(
    parts: Parts, openapi: str, exemplify: Callable[[Schema, JSON], Schema]
) -> dict[str, Any]:
    """Return a document of the 3.x shape; *exemplify* puts an example into a schema."""
    prefix = parts.prefix
    return {
        "openapi": openapi,
        "info": parts.info,
        "security": [{"Bearer": []}],
        "paths": {
            f"{prefix}/": {"get": _health()},
            f"{prefix}/score": {"post": _score()},
            f"{prefix}/swagger.json": {"get": _swagger()},
        },
        "components": {
            "schemas": {
                "ServiceInput": exemplify(parts.input, parts.input_example),
                "ServiceOutput": exemplify(parts.output, parts.output_example),
                "ErrorResponse": dict(words.ERROR),
            },
            "securitySchemes": {"Bearer": dict(words.BEARER)},
        },
    }


def _answers(description: str, media: str, schema: Schema) -> dict[str, Any]:
    return {
        "200": {"description": description, "content": {media: {"schema": schema}}},
        "default": {
            "description": words.FAILED,
            "content": {"application/json": {"schema": _ref("ErrorResponse")}},
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _health() -> dict[str, Any]:
    return {
        "operationId": "ServiceHealthCheck",
        "description": words.HEALTH_CHECK,
        "responses": _answers(
            words.HEALTHY, "text/plain", {"type": "string", "example": "Healthy"}
        ),
    }


def _score() -> dict[str, Any]:
    return {
        "operationId": "RunMLService",
        "description": words.RUN,
        "security": [{"Bearer": []}],
        "requestBody": {
            "description": words.PAYLOAD,
            "content": {"application/json": {"schema": _ref("ServiceInput")}},
        },
        "responses": _answers(words.SCORED, "application/json", _ref("ServiceOutput")),
    }


def _swagger() -> dict[str, Any]:
    version = {
        "name": "version",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "enum": [2, 3]},
    }
    return {
        "operationId": "GetSwaggerSpec",
        "description": words.GET_SWAGGER,
        "parameters": [version],
        "responses": _answers(words.SWAGGER, "text/plain", {"type": "string"}),
    }
