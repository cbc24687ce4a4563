"""Swagger 2.0: a rewrite of 3.0's schema, and the document that Azure's readers know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemagen.openapi import v3_0, words
from schemagen.openapi.parts import Body, Parts, Query, Route, Server, widened, without
from schemagen.openapi.security import in_2_0
from schemagen.schema import Schema, map_schema

with_example = v3_0.with_example
"""2.0 shows an example as 3.0 does."""


def schema(canonical: Schema) -> Schema:
    """Return *canonical* in 2.0's words: ``x-nullable``, and no union.

    A union is widened to a schema that takes anything, marked with why.
    """
    return map_schema(v3_0.schema(canonical), _rewrite)


def _rewrite(node: Schema) -> Schema:
    for step in (_unions, _names, _reference, _no_null_default):
        node = step(node)
    return node


def _unions(node: Schema) -> Schema:
    for keyword, said in (("anyOf", "one of"), ("oneOf", "exactly one of")):
        if keyword in node:
            kinds = ", ".join(map(_kind, node[keyword]))
            node = widened(node, (keyword, "type"), f"{said} {kinds}")
    return widened(node, ("not",), "an exclusion") if "not" in node else node


def _kind(part: Schema) -> str:
    named = str(part.get("$ref", "")).rpartition("/")[2]
    return named or str(part.get("type", "any"))


_NAMES = {"nullable": "x-nullable", "deprecated": "x-deprecated", "writeOnly": "x-write-only"}


def _names(node: Schema) -> Schema:
    return {_NAMES.get(key, key): value for key, value in node.items()}


def _reference(node: Schema) -> Schema:
    if "$ref" not in node:
        return node
    return {**node, "$ref": node["$ref"].replace(words.REF, _DEFINITIONS, 1)}


_DEFINITIONS = "#/definitions/"


def _no_null_default(node: Schema) -> Schema:
    """Leave out ``default: null``, which 2.0 has no type for."""
    return node if node.get("default", ...) is not None else without(node, "default")


def document(parts: Parts) -> dict[str, Any]:
    """Return the document."""
    prefix, route = parts.prefix, parts.route
    schemes = {scheme.name: in_2_0(scheme.description) for scheme in parts.security}
    return {
        "swagger": "2.0",
        "info": dict(parts.info),
        **_servers(parts.servers),
        "consumes": [words.JSON_MEDIA],
        "produces": [words.JSON_MEDIA],
        **({"securityDefinitions": schemes} if schemes else {}),
        "paths": {
            f"{prefix}/": {"get": _health(route)},
            f"{prefix}{route.path}": {method: _score(parts, method) for method in route.methods},
            f"{prefix}/swagger.json": {"get": _swagger(route)},
        },
        "definitions": dict(parts.schemas),
        **parts.tags,
        **parts.extensions,
    }


def _servers(servers: tuple[Server, ...]) -> dict[str, Any]:
    """Say the one address that 2.0 has words for, and mark that there are more."""
    if not servers:
        return {"schemes": ["https"]}
    first = servers[0]
    here = [server for server in servers if _place(server) == _place(first)]
    more = [server.url for server in servers if server not in here]
    said = {
        "host": first.host,
        "basePath": first.base_path,
        "schemes": [server.scheme for server in here if server.scheme] or ["https"],
        words.DEGRADED: f"other servers: {', '.join(more)}" if more else "",
    }
    return {key: value for key, value in said.items() if value}


def _place(server: Server) -> tuple[str, str]:
    return server.host, server.base_path


def _ref(name: str) -> Schema:
    return {"$ref": f"{_DEFINITIONS}{name}"}


def _answers(
    description: str, schema: Schema, errors: tuple[int, ...], **sent: Any
) -> dict[str, Any]:
    failed = {"schema": _ref("ErrorResponse")}
    return {
        "200": {"description": description, "schema": schema, **sent},
        **{str(it): {"description": words.ERRORS[it], **failed, **sent} for it in errors},
        "default": {"description": words.FAILED, **failed},
    }


def _health(route: Route) -> dict[str, Any]:
    said = _answers(words.HEALTHY, {"type": "string"}, route.failing_at(words.OF_HEALTH))
    said["200"]["examples"] = {words.JSON_MEDIA: "Healthy"}
    return {
        "operationId": "ServiceHealthCheck",
        **route.beside(words.HEALTH_SUMMARY),
        "description": words.HEALTH_CHECK,
        "responses": said,
    }


def _score(parts: Parts, method: str) -> dict[str, Any]:
    route = parts.route
    requirements = {"security": parts.requirements} if parts.security else {}
    carried = route.carried(method)
    return {
        "operationId": route.id_of(method),
        **route.about,
        **requirements,
        **_media("consumes", carried),
        **_media("produces", route.answer),
        "parameters": [
            *(_parameter("query", item) for item in route.asked(method)),
            *_payload(carried),
        ],
        "responses": _responses(route, method),
        **route.extensions,
    }


def _media(key: str, body: Body | None) -> dict[str, Any]:
    """Name the media types where they are not the document's."""
    if body is None or body.media == (words.JSON_MEDIA,):
        return {}
    return {key: list(body.media)}


def _payload(body: Body | None) -> Iterator[dict[str, Any]]:
    if body is None:
        return
    if body.parts:
        for name, part in body.parts.items():
            yield _parameter("formData", Query(name, part, name in body.required))
        return
    examples = {"x-examples": dict(body.examples)} if body.examples else {}
    yield {
        "name": "serviceInputPayload",
        "in": "body",
        **({"required": True} if body.needed else {}),
        "description": words.PAYLOAD,
        "schema": body.schema,
        **examples,
    }


_PLAIN = ("string", "number", "integer", "boolean")
_PARAMETER = frozenset(
    {"description", "type", "format", "items", "default", "enum", "multipleOf", "pattern"}
    | {"maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength"}
    | {"maxItems", "minItems", "uniqueItems"}
)


def _parameter(where: str, item: Query) -> dict[str, Any]:
    """Say a value outside a body: 2.0 knows plain ones, lists of them, and files."""
    head = {"name": item.name, "in": where, "required": item.required}
    schema = item.schema
    if where == "formData" and schema.get("format") == "binary":
        return {**head, "type": "file", **_noted(schema, "type", "format")}
    if schema.get("type") in _PLAIN:
        return {**head, **_noted(schema)}
    if schema.get("type") == "array" and schema.get("items", {}).get("type") in _PLAIN:
        items = _noted(without(schema["items"], "description"))
        return {**head, **_noted({**schema, "items": items}), "collectionFormat": "multi"}
    about = {"description": schema["description"]} if "description" in schema else {}
    return {**head, "type": "string", **about, words.DEGRADED: "JSON text of a declared form"}


def _noted(schema: Schema, *gone: str) -> Schema:
    """Return a plain schema as a parameter's keywords; others become extensions."""
    return {
        (key if key in _PARAMETER or key.startswith("x-") else f"x-{key}"): value
        for key, value in schema.items()
        if key not in gone
    }


def _responses(route: Route, method: str) -> dict[str, Any]:
    answer = route.answer
    sent = {
        name: {"type": "string", **({"description": text} if text else {})}
        for name, text in route.headers.items()
    }
    headers = {"headers": sent} if sent else {}
    result = _answers(words.SCORED, answer.schema, route.failing(method), **headers)
    if answer.examples:
        result["200"]["x-examples"] = dict(answer.examples)
    return result


def _swagger(route: Route) -> dict[str, Any]:
    version = {
        "name": "version",
        "in": "query",
        "required": False,
        "type": "integer",
        "enum": list(words.SWAGGER_VERSIONS),
    }
    return {
        "operationId": "GetSwaggerSpec",
        **route.beside(words.SWAGGER_SUMMARY),
        "description": words.GET_SWAGGER,
        "parameters": [version],
        "responses": _answers(
            words.SWAGGER, {"type": "string"}, route.failing_at(words.OF_SWAGGER)
        ),
    }
