"""OpenAPI 3.0: a rewrite of the canonical schema, and a document of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemagen.openapi import parts as words
from schemagen.openapi.parts import NotExpressible, Parts, with_example
from schemagen.schema import JSON, Schema, map_schema, merge, types_of


def schema(canonical: Schema) -> Schema:
    """Return *canonical* in 3.0's words; NotExpressible for a keyword that it lacks.

    ``[T, "null"]`` is ``nullable``, ``const`` an ``enum`` of one, ``contentEncoding`` the format
    ``byte``; a tuple is widened to an array of what any of its places may hold, keys by pattern
    to any keys, both marked with why.
    """
    return map_schema(map_schema(canonical, _widened), _rewrite)


def _widened(node: Schema) -> Schema:
    """Take out what 3.0 cannot say, in canonical words still."""
    if "prefixItems" in node:
        rest = {key: value for key, value in node.items() if key != "prefixItems"}
        more = [node["items"]] if isinstance(node.get("items"), dict) else []
        places = merge([*node["prefixItems"], *more])
        node = {**rest, "items": places, words.DEGRADED: "a tuple, by position"}
    if "propertyNames" in node:
        rest = {key: value for key, value in node.items() if key != "propertyNames"}
        node = {**rest, words.DEGRADED: "keys of a certain form"}
    return node


def _rewrite(node: Schema) -> Schema:
    for step in (_const, _content, _examples, _bounds, _types, _union, _known):
        node = step(node)
    return node


def _const(node: Schema) -> Schema:
    if "const" not in node:
        return node
    return {
        ("enum" if key == "const" else key): ([value] if key == "const" else value)
        for key, value in node.items()
    }


def _content(node: Schema) -> Schema:
    if "contentEncoding" not in node:
        return node
    rest = {key: value for key, value in node.items() if key != "contentEncoding"}
    return {**rest, "format": "byte"}


def _examples(node: Schema) -> Schema:
    """Keep the first of several examples, which is what 3.0 has a word for."""
    if "examples" not in node:
        return node
    rest = {key: value for key, value in node.items() if key != "examples"}
    return {**rest, "example": node["examples"][0]} if node["examples"] else rest


def _bounds(node: Schema) -> Schema:
    """Say ``exclusiveMinimum: 0`` as ``minimum: 0`` with ``exclusiveMinimum: true``."""
    for name, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if type(node.get(name)) in (int, float):
            node = {**node, plain: node[name], name: True}
    return node


def _types(node: Schema) -> Schema:
    """Say null beside the type, and several types as a union."""
    names = types_of(node)
    solid = [name for name in names if name != "null"]
    if not names or names == tuple(solid) and len(solid) == 1:
        return node if isinstance(node.get("type"), (str, type(None))) else {**node, "type": names[0]}
    rest = {key: value for key, value in node.items() if key != "type"}
    null = {"nullable": True} if "null" in names else {}
    if not solid:
        return {**rest, **null, "enum": [None]}
    if len(solid) == 1:
        return {"type": solid[0], **rest, **null}
    return {"anyOf": [{"type": name, **rest, **null} for name in solid]}


def _union(node: Schema) -> Schema:
    """Say null once, beside the alternatives' own types."""
    if "anyOf" not in node:
        return node
    null = {"nullable": True, "enum": [None]}
    solid = [part for part in node["anyOf"] if part != null]
    if len(solid) == len(node["anyOf"]):
        return node
    return {**node, "anyOf": [{**part, "nullable": True} for part in solid]}


_KNOWN = frozenset(
    {"title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"}
    | {"maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems"}
    | {"maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf", "anyOf"}
    | {"not", "items", "properties", "additionalProperties", "description", "format", "default"}
    | {"nullable", "readOnly", "writeOnly", "example", "deprecated", "externalDocs", "$ref"}
)


def _known(node: Schema) -> Schema:
    """Raise NotExpressible for a keyword of 2020-12 that 3.0 lacks; remarks are left out."""
    for name in node.keys() - _KNOWN:
        if not name.startswith("x-") and name not in ("$comment", "$schema"):
            raise NotExpressible("3.0", name)
    return {key: value for key, value in node.items() if key not in ("$comment", "$schema")}


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
