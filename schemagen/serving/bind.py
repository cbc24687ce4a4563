"""Requests to arguments of ``run()``: what reaches the script, and what is refused before it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from schemagen.codec.parse import parse
from schemagen.errors import InputError
from schemagen.invoke import Caller
from schemagen.operation import Input, Operation
from schemagen.schema import JSON, Schema, types_of
from schemagen.serving.answer import refuse
from schemagen.serving.request import Request

Call = Callable[[], Any]
Binder = Callable[[Request, dict[str, Any]], Call]
"""Takes a request, and what ``run()`` gets besides its input; gives the call to make."""

Read = Callable[[Request], bytes]


def text_binder(run: Any, name: str, read: Read, key: str = "") -> Binder:
    """Bind to an undecorated ``run()``: its first parameter gets the body, or the query, as text.

    With *key* it gets what stands under that key of the body, as the older documents have it.
    """

    def bind(request: Request, more: dict[str, Any]) -> Call:
        text = json.dumps(_free(request)) if request.method == "GET" else _text(read(request))
        argument = _under(key, text) if key else text
        return lambda: run(**{name: argument}, **more)

    return bind


def contract_binder(run: Any, operation: Operation, read: Read, *, lax: bool = False) -> Binder:
    """Bind to a decorated ``run()``: the contract judges the body, or the query."""
    caller = Caller(run, operation, lax=lax)
    required = [item.name for item in operation.parameters if item.required]

    def bind(request: Request, more: dict[str, Any]) -> Call:
        if request.method == "GET":
            return caller.prepare(_complete(_declared(request, operation), required), more)
        body = _posted(request, read)
        if lax:
            return caller.prepare(_complete(_object(body), required), more)
        try:
            return caller.prepare(body, more)
        except InputError:
            _complete(_object(body), required)  # Azure's own words, where it has some
            raise

    return bind


def _complete(data: dict[str, JSON], required: list[str]) -> dict[str, JSON]:
    """Return *data*; Refused when one of the *required* names is not in it."""
    for name in required:
        if name not in data:
            raise refuse(400, f"A value is not provided for the {name!r} parameter.")
    return data


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise refuse(400, f"Input cannot be decoded as UTF-8: {error}") from None


def _under(key: str, text: str) -> Any:
    data = _parsed(text)
    if not isinstance(data, dict) or key not in data:
        raise refuse(400, f"POST body should be a JSON dictionary with the key {key!r}.")
    return data[key]


def _parsed(body: bytes | str) -> JSON:
    """Return the body's JSON; its reason, when it has none, is the message."""
    try:
        return parse(body)
    except InputError as error:
        raise refuse(400, error.got) from None


def _posted(request: Request, read: Read) -> bytes:
    if not request.is_json:
        told = "Expects Content-Type to be application/json"
        kind = request.media_type[:60]
        raise refuse(415, f"{told} (got {kind})" if kind else told)
    body = read(request)
    if not body:
        raise refuse(400, "POST body is empty. Expecting a JSON dictionary.")
    return body


def _object(body: bytes) -> dict[str, JSON]:
    data = _parsed(body)
    if not isinstance(data, dict):
        raise refuse(400, "POST body should be a JSON dictionary.")
    return data


def _free(request: Request) -> dict[str, JSON]:
    """Return the query as JSON, each value read as JSON where it is."""
    return {name: _one_or_all(values, read_free) for name, values in request.query.items()}


def _declared(request: Request, operation: Operation) -> dict[str, JSON]:
    """Return the query as JSON, each value read as the type that is declared for it."""
    inputs = operation.inputs
    return {
        name: _typed(values, inputs[name]) if name in inputs else values
        for name, values in request.query.items()
    }


def _typed(values: list[str], item: Input) -> JSON:
    schema = item.sample.schema if item.sample else {}
    each = schema["items"] if len(values) > 1 and isinstance(schema.get("items"), dict) else schema
    return _one_or_all(values, str if _is_text(each) else read_strict)


def _is_text(schema: Schema) -> bool:
    return {name for name in types_of(schema) if name != "null"} == {"string"}


def _one_or_all(values: list[str], read: Callable[[str], JSON]) -> JSON:
    return read(values[0]) if len(values) == 1 else [read(value) for value in values]


def read_free(text: str) -> JSON:
    """Return the JSON that *text* is, as Python reads it, or *text* itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def read_strict(text: str) -> JSON:
    """Return the JSON that *text* is, or *text* itself."""
    try:
        return parse(text)
    except InputError:
        return text
