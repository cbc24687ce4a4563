"""The document that 3.0 and 3.1 share."""

from __future__ import annotations

from typing import Any

from schemagen.openapi import words
from schemagen.openapi.parts import Body, Parts, Query, Route
from schemagen.schema import Schema, types_of


def document(parts: Parts, openapi: str) -> dict[str, Any]:
    """Return a document of the 3.x shape that calls itself *openapi*."""
    prefix, route = parts.prefix, parts.route
    schemes = {scheme.name: dict(scheme.description) for scheme in parts.security}
    return {
        "openapi": openapi,
        "info": dict(parts.info),
        **({"servers": [{"url": it.url} for it in parts.servers]} if parts.servers else {}),
        **_security(parts),
        "paths": {
            f"{prefix}/": {"get": _health(route)},
            f"{prefix}{route.path}": {method: _score(parts, method) for method in route.methods},
            f"{prefix}/swagger.json": {"get": _swagger(route)},
        },
        "components": {
            "schemas": dict(parts.schemas),
            **({"securitySchemes": schemes} if schemes else {}),
        },
        **parts.tags,
        **parts.extensions,
    }


def _security(parts: Parts) -> dict[str, Any]:
    return {"security": parts.requirements} if parts.security else {}


def _ref(name: str) -> Schema:
    return {"$ref": f"{words.REF}{name}"}


def _answers(
    description: str, content: dict[str, Any], errors: tuple[int, ...], **sent: Any
) -> dict[str, Any]:
    failed = {"content": _json(_ref("ErrorResponse"))}
    return {
        "200": {"description": description, **sent, "content": content},
        **{str(it): {"description": words.ERRORS[it], **sent, **failed} for it in errors},
        "default": {"description": words.FAILED, **failed},
    }


def _json(schema: Schema) -> dict[str, Any]:
    return {words.JSON_MEDIA: {"schema": schema}}


def _health(route: Route) -> dict[str, Any]:
    healthy = {"text/plain": {"schema": {"type": "string", "example": "Healthy"}}}
    return {
        "operationId": "ServiceHealthCheck",
        **route.beside(words.HEALTH_SUMMARY),
        "description": words.HEALTH_CHECK,
        "responses": _answers(words.HEALTHY, healthy, route.failing_at(words.OF_HEALTH)),
    }


def _score(parts: Parts, method: str) -> dict[str, Any]:
    route = parts.route
    carried = route.carried(method)
    asked = [_parameter(item) for item in route.asked(method)]
    return {
        "operationId": route.id_of(method),
        **route.about,
        **_security(parts),
        **({"parameters": asked} if asked else {}),
        **_payload(carried),
        "responses": _responses(route, method),
        **route.extensions,
    }


def _payload(body: Body | None) -> dict[str, Any]:
    if body is None:
        return {}
    needed = {"required": True} if body.needed else {}
    return {"requestBody": {"description": words.PAYLOAD, **needed, "content": _content(body)}}


def _content(body: Body) -> dict[str, Any]:
    return {
        media: {"schema": body.schema, **_shown(body), **_encoding(body)} for media in body.media
    }


def _shown(body: Body) -> dict[str, Any]:
    named = {name: {"value": value} for name, value in body.examples.items()}
    return {"examples": named} if named else {}


def _encoding(body: Body) -> dict[str, Any]:
    """Say which media type each part of a form has, where it is not the default."""
    types = {name: _part_type(schema) for name, schema in body.parts.items()}
    encoding = {name: {"contentType": media} for name, media in types.items() if media}
    return {"encoding": encoding} if encoding else {}


def _part_type(schema: Schema) -> str:
    media = schema.get("contentMediaType", schema.get("x-content-media-type", ""))
    plain = {"string", "number", "integer", "boolean"}.issuperset(types_of(schema) or ("any",))
    return str(media) or ("" if plain else words.JSON_MEDIA)


def _parameter(item: Query) -> dict[str, Any]:
    """Say a value in the query: objects, and lists of more than plain values, as JSON text."""
    head = {"name": item.name, "in": "query", "required": item.required}
    items = item.schema.get("items", {})
    nested = {"object", "array"} & {*types_of(item.schema)}
    flat = "array" in nested and types_of(items) and not {"object", "array"} & {*types_of(items)}
    if types_of(item.schema) and (not nested or flat):
        return {**head, "schema": item.schema}
    return {**head, "content": _json(item.schema)}


def _responses(route: Route, method: str) -> dict[str, Any]:
    headers = {
        name: {**({"description": text} if text else {}), "schema": {"type": "string"}}
        for name, text in route.headers.items()
    }
    sent = {"headers": headers} if headers else {}
    return _answers(words.SCORED, _content(route.answer), route.failing(method), **sent)


def _swagger(route: Route) -> dict[str, Any]:
    version = {
        "name": "version",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "enum": list(words.SWAGGER_VERSIONS)},
    }
    found = {"text/plain": {"schema": {"type": "string"}}}
    return {
        "operationId": "GetSwaggerSpec",
        **route.beside(words.SWAGGER_SUMMARY),
        "description": words.GET_SWAGGER,
        "parameters": [version],
        "responses": _answers(words.SWAGGER, found, route.failing_at(words.OF_SWAGGER)),
    }
