"""Ways to authenticate, in 3.x words; 2.0's are a rewrite of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from schemagen.openapi import words
from schemagen.openapi.parts import NotExpressible, Scheme
from schemagen.openapi.shape import Shape


def schemes_of(shape: Shape) -> tuple[Scheme, ...]:
    """Return the ways to authenticate that *shape* names; any one of them is enough."""
    return tuple(_MAKERS[kind](shape) for kind in shape.security if kind != "none")


def _azure(_: Shape) -> Scheme:
    return Scheme("Bearer", dict(words.BEARER))


def _api_key(shape: Shape) -> Scheme:
    return Scheme("ApiKey", {"type": "apiKey", "name": shape.api_key_name, "in": shape.api_key_in})


def _bearer(_: Shape) -> Scheme:
    return Scheme("BearerToken", {"type": "http", "scheme": "bearer"})


def _oauth2(shape: Shape) -> Scheme:
    wanted = {"authorizationUrl": shape.authorization_url, "tokenUrl": shape.token_url}
    flow = {
        **{key: wanted[key] for key in _URLS[shape.oauth2_flow]},
        "scopes": dict(shape.scopes),
    }
    name = _FLOWS[shape.oauth2_flow]
    return Scheme("OAuth2", {"type": "oauth2", "flows": {name: flow}}, tuple(shape.scopes))


_MAKERS: dict[str, Callable[[Shape], Scheme]] = {
    "azure": _azure,
    "api-key": _api_key,
    "bearer": _bearer,
    "oauth2": _oauth2,
}
_FLOWS = {
    "client-credentials": "clientCredentials",
    "authorization-code": "authorizationCode",
    "implicit": "implicit",
    "password": "password",
}
_URLS: dict[str, tuple[str, ...]] = {
    "client-credentials": ("tokenUrl",),
    "authorization-code": ("authorizationUrl", "tokenUrl"),
    "implicit": ("authorizationUrl",),
    "password": ("tokenUrl",),
}
_FLOWS_2_0 = {
    "clientCredentials": "application",
    "authorizationCode": "accessCode",
    "implicit": "implicit",
    "password": "password",
}


def in_2_0(scheme: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scheme in 2.0's words; a bearer token is a key in the Authorization header."""
    if scheme["type"] == "http":
        return dict(words.BEARER)
    if scheme["type"] == "oauth2":
        ((name, flow),) = scheme["flows"].items()
        return {"type": "oauth2", "flow": _FLOWS_2_0[name], **flow}
    if scheme["in"] == "cookie":
        raise NotExpressible("2.0", "an API key in a cookie", ("securityDefinitions",))
    return dict(scheme)
