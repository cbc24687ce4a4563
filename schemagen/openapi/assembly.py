"""Puts a contract and the options together into the parts of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from schemagen.codec.judge import Judge
from schemagen.errors import InputError
from schemagen.openapi import words
from schemagen.openapi.components import Components
from schemagen.openapi.http import File, Http, Part
from schemagen.openapi.parts import Body, NotExpressible, Parts, Query, Route
from schemagen.openapi.security import schemes_of
from schemagen.openapi.shape import OptionError, Shape
from schemagen.operation import Input, Operation
from schemagen.sample import Sample
from schemagen.schema import JSON, Schema

_OPEN: Schema = {"type": "object", "example": {}}
"""What Azure's server says of a script that declares nothing."""


def assembled(contract: Operation | Http | None, shape: Shape, room: ModuleType) -> Parts:
    """Return the parts of the document of *contract*, in the words of the version *room*."""
    desk = _Desk(shape, room)
    if isinstance(contract, Operation):
        return _parts(desk, _declared(desk, contract), contract.doc)
    http = contract or Http()
    http = replace(
        http, consumes=shape.consumes or http.consumes, produces=shape.produces or http.produces
    )
    return _parts(desk, _raw(desk, http), http.doc)


@dataclass
class _Desk:
    """The schemas of one document while it is put together."""

    shape: Shape
    room: ModuleType
    schemas: dict[str, Schema] = field(default_factory=dict)
    components: Components = field(init=False)

    def __post_init__(self) -> None:
        taken = ("ServiceInput", "ServiceOutput", "ErrorResponse")
        self.components = Components(taken, models=self.shape.components)

    def said(self, name: str, canonical: Schema) -> Schema:
        """Return a schema in the version's words."""
        try:
            return self._rewritten(self.components.take(canonical))
        except NotExpressible as error:
            raise error.at(name) from None

    def _rewritten(self, schema: Schema) -> Schema:
        said: Schema = self.room.schema(schema)
        return said

    def refer(self, name: str, schema: Schema, example: JSON = None) -> Schema:
        """Name a schema that is in the version's words; return a reference to it."""
        self.schemas[name] = self.room.with_example(schema, example)
        reference: Schema = self.room.schema({"$ref": words.REF + name})
        return reference

    def all(self) -> dict[str, Schema]:
        """Return all named schemas: the service's own, then the models'."""
        error = words.ERROR if self.shape.errors else words.AZURE_ERROR
        named = {"ErrorResponse": deepcopy(error), **self.components.named}
        return {**self.schemas, **{name: self._rewritten(part) for name, part in named.items()}}


def _parts(desk: _Desk, route: Route, doc: str) -> Parts:
    shape = desk.shape
    return Parts(
        _info(shape),
        shape.prefix,
        _described(route, shape, doc),
        desk.all(),
        schemes_of(shape),
        shape.places,
        shape.extensions,
    )


def _info(shape: Shape) -> dict[str, Any]:
    default = f"API specification for the Azure Machine Learning service {shape.title}"
    said = {
        "title": shape.title,
        "description": shape.description or default,
        "version": shape.service_version,
        "termsOfService": shape.terms_of_service,
        "contact": dict(shape.contact),
        "license": dict(shape.license),
    }
    return {key: value for key, value in said.items() if value or key in _ALWAYS}


_ALWAYS = ("title", "description", "version")


def _described(route: Route, shape: Shape, doc: str) -> Route:
    """Return *route* with what is said of it and of its answers."""
    first, _, _ = doc.strip().partition("\n") if shape.docstrings else ("", "", "")
    about = {
        "summary": shape.summary or first.rstrip("."),
        "description": shape.operation_description or (first and doc.strip()) or words.RUN,
        "tags": list(shape.tags),
    }
    return replace(
        route,
        about={key: value for key, value in about.items() if value},
        errors=shape.statuses,
        headers={
            name: text or words.HEADERS.get(name, "")
            for name, text in shape.response_headers.items()
        },
        extensions=shape.operation_extensions,
    )


def _route(shape: Shape, request: Body | None, answer: Body, **more: Any) -> Route:
    return Route(shape.path, shape.operation_id, {}, request, answer, **more)


def _declared(desk: _Desk, operation: Operation) -> Route:
    shape = desk.shape
    taken = desk.said("ServiceInput", operation.input_schema)
    given = desk.said("ServiceOutput", operation.output_schema)
    request = Body(
        desk.refer("ServiceInput", *_with_examples(desk, operation, taken)),
        examples=_named("input", operation, shape.input_examples),
    )
    answer = Body(
        desk.refer("ServiceOutput", given, _example(operation.output, shape)),
        examples=_named("output", operation, shape.output_examples),
    )
    if not shape.get:
        return _route(shape, request, answer)
    query = tuple(_asked(operation.parameters, taken))
    return _route(shape, request, answer, methods=("post", "get"), query=query)


def _with_examples(desk: _Desk, operation: Operation, taken: Schema) -> tuple[Schema, JSON]:
    """Return the body's schema and its example.

    Where a required input shows none, no example of the whole would be valid: the inputs show
    their own.
    """
    shape = desk.shape
    shown = operation.input_example(shape.example_rows) if shape.examples else {}
    if all(item.name in shown for item in operation.parameters if item.required):
        return taken, shown if shape.examples else None
    named = {
        name: desk.room.with_example(part, shown.get(name))
        for name, part in taken["properties"].items()
    }
    return {**taken, "properties": named}, None


def _example(sample: Part | None, shape: Shape) -> JSON:
    if not isinstance(sample, Sample) or not shape.examples or not sample.has_example:
        return None
    return sample.example(shape.example_rows)


def _named(where: str, operation: Operation, examples: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """Return examples given by name; OptionError for one that the contract refuses."""
    sample = operation if where == "input" else operation.output
    judge = sample.judge if sample and examples else None
    for name, value in examples.items():
        _check(judge, value, f"{where}_examples: {name}")
    return examples


def _check(judge: Judge | None, value: JSON, where: str) -> None:
    try:
        if judge:
            judge.check(value)
    except InputError as error:
        raise OptionError(f"{where}: {error}") from None


def _asked(inputs: tuple[Input, ...], taken: Schema) -> Iterator[Query]:
    """Yield the inputs as parameters of a query."""
    for item in inputs:
        yield Query(item.name, taken["properties"][item.name], item.required)


def _raw(desk: _Desk, http: Http) -> Route:
    shape = desk.shape
    query = tuple(
        Query(name, desk.said(name, sample.schema), name not in http.optional)
        for name, sample in http.query.items()
    )
    request = _form(desk, http) if http.parts else _body(desk, "ServiceInput", http)
    answer = _body(desk, "ServiceOutput", http)
    assert answer
    return _route(shape, request, answer, methods=http.methods, query=query, query_always=True)


def _body(desk: _Desk, name: str, http: Http) -> Body | None:
    """Return a raw body; one of which nothing is said is described as Azure's server does."""
    asked = name == "ServiceInput"
    part, media = (http.request, http.taken) if asked else (http.answer, http.given)
    if isinstance(part, File):
        return Body(desk.said(name, part.schema), media)
    if part is None:
        return Body(desk.refer(name, dict(_OPEN)), media)
    return Body(desk.refer(name, desk.said(name, part.schema), _example(part, desk.shape)), media)


def _form(desk: _Desk, http: Http) -> Body:
    required = [name for name in http.parts if name not in http.optional]
    canonical: Schema = {
        "type": "object",
        **({"required": required} if required else {}),
        "properties": {name: part.schema for name, part in http.parts.items()},
    }
    said = desk.said("ServiceInput", canonical)
    return Body(
        desk.refer("ServiceInput", said),
        http.taken,
        parts=said["properties"],
        required=frozenset(required),
    )
