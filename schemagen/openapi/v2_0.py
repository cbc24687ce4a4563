"""Swagger 2.0: a rewrite of 3.0's schema, and the document that Azure's readers know."""

from __future__ import annotations

from typing import Any

from schemagen.openapi import parts as words
from schemagen.openapi import v3_0
from schemagen.openapi.parts import Parts, with_example
from schemagen.schema import Schema, map_schema


def schema(canonical: Schema) -> Schema:
    """Return *canonical* in 2.0's words: ``x-nullable``, and no union.

    A union is widened to a schema that takes anything, marked with why.
    """
    return map_schema(v3_0.schema(canonical), _rewrite)


def _rewrite(node: Schema) -> Schema:
    return _null(_no_null_default(_union(node)))


def _union(node: Schema) -> Schema:
    if "anyOf" not in node:
        return node
    kinds = [part.get("type", "any") for part in node["anyOf"]]
    rest = {key: value for key, value in node.items() if key not in ("anyOf", "type")}
    return {**rest, words.DEGRADED: f"one of {', '.join(kinds)}"}


def _null(node: Schema) -> Schema:
    if "nullable" not in node:
        return node
    if node.get("enum") == [None] and "type" not in node:
        node = {key: value for key, value in node.items() if key != "enum"}
    return {("x-nullable" if key == "nullable" else key): value for key, value in node.items()}


def _no_null_default(node: Schema) -> Schema:
    """Leave out ``default: null``, which 2.0 has no type for."""
    if node.get("default", ...) is not None:
        return node
    return {key: value for key, value in node.items() if key != "default"}


def document(parts: Parts) -> dict[str, Any]:
    """Return the document."""
    prefix = parts.prefix
    return {
        "swagger": "2.0",
        "info": parts.info,
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "securityDefinitions": {"Bearer": dict(words.BEARER)},
        "paths": {
            f"{prefix}/": {"get": _health()},
            f"{prefix}/score": {"post": _score()},
            f"{prefix}/swagger.json": {"get": _swagger()},
        },
        "definitions": {
            "ServiceInput": with_example(parts.input, parts.input_example),
            "ServiceOutput": with_example(parts.output, parts.output_example),
            "ErrorResponse": dict(words.ERROR),
        },
    }


def _answers(description: str, schema: Schema, **more: Any) -> dict[str, Any]:
    return {
        "200": {"description": description, "schema": schema, **more},
        "default": {"description": words.FAILED, "schema": _ref("ErrorResponse")},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _health() -> dict[str, Any]:
    healthy = {"application/json": "Healthy"}
    return {
        "operationId": "ServiceHealthCheck",
        "description": words.HEALTH_CHECK,
        "responses": _answers(words.HEALTHY, {"type": "string"}, examples=healthy),
    }


def _score() -> dict[str, Any]:
    payload = {
        "name": "serviceInputPayload",
        "in": "body",
        "description": words.PAYLOAD,
        "schema": _ref("ServiceInput"),
    }
    return {
        "operationId": "RunMLService",
        "description": words.RUN,
        "security": [{"Bearer": []}],
        "parameters": [payload],
        "responses": _answers(words.SCORED, _ref("ServiceOutput")),
    }


def _swagger() -> dict[str, Any]:
    version = {
        "name": "version",
        "in": "query",
        "required": False,
        "type": "integer",
        "enum": [2, 3],
    }
    return {
        "operationId": "GetSwaggerSpec",
        "description": words.GET_SWAGGER,
        "parameters": [version],
        "responses": _answers(words.SWAGGER, {"type": "string"}),
    }
