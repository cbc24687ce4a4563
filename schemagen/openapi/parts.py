"""What every version's document is made of, schemas already in the version's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from schemagen.errors import Path, SchemagenError, path_text
from schemagen.openapi import words
from schemagen.schema import JSON, Schema


@dataclass(frozen=True)
class Server:
    """Where the service is: any part may be empty."""

    scheme: str = ""
    host: str = ""
    base_path: str = ""

    @property
    def url(self) -> str:
        """The server's address, relative where no host is known."""
        scheme = self.scheme or "https"
        return f"{scheme}://{self.host}{self.base_path}" if self.host else self.base_path


@dataclass(frozen=True)
class Scheme:
    """One way to authenticate: its description in 3.x words, and the scopes that it asks for."""

    name: str
    description: Mapping[str, Any]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A parameter in the query."""

    name: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True)
class Body:
    """What a request or an answer carries: one schema under each of the *media* types.

    A request without one is refused if it is *needed*. The *parts* of a form are its properties,
    by name; *required* names those that must come.
    """

    schema: Schema
    media: tuple[str, ...] = (words.JSON_MEDIA,)
    needed: bool = False
    examples: Mapping[str, JSON] = field(default_factory=dict)
    parts: Mapping[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Route:
    """The path that scores: *about* holds what its operations say of themselves.

    GET takes the *query*, the other methods only with *query_always*; *headers* have texts.
    """

    path: str
    operation_id: str
    about: Mapping[str, Any]
    request: Body | None
    answer: Body
    methods: tuple[str, ...] = ("post",)
    query: tuple[Query, ...] = ()
    query_always: bool = False
    errors: tuple[int, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extensions: Mapping[str, JSON] = field(default_factory=dict)

    def beside(self, summary: str) -> dict[str, Any]:
        """Return what another path's operation says: the tags, a summary where this one has any."""
        said = {"summary": summary, "tags": self.about.get("tags")}
        return {key: value for key, value in said.items() if key in self.about}

    def asked(self, method: str) -> tuple[Query, ...]:
        """Return the query parameters of *method*."""
        return self.query if method == "get" or self.query_always else ()

    def carried(self, method: str) -> Body | None:
        """Return the body of a request with *method*."""
        return None if method == "get" else self.request

    def id_of(self, method: str) -> str:
        """Return the operation id of *method*; that of the first one is the plain one."""
        return self.operation_id + ("" if method == self.methods[0] else f"By{method.title()}")

    def failing(self, method: str) -> tuple[int, ...]:
        """Return the statuses of errors to document: those of bodies only where there is one."""
        bodiless = self.carried(method) is None
        return tuple(s for s in self.errors if not (bodiless and s in words.OF_BODIES))

    def failing_at(self, possible: Iterable[int]) -> tuple[int, ...]:
        """Return those of the *possible* statuses of another path that are to be documented."""
        return tuple(status for status in self.errors if status in possible)


@dataclass(frozen=True)
class Parts:
    """The parts of a document. *servers* is empty where none is known."""

    info: Mapping[str, Any]
    prefix: str
    route: Route
    schemas: Mapping[str, Schema]
    security: tuple[Scheme, ...] = ()
    servers: tuple[Server, ...] = ()
    extensions: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def requirements(self) -> list[dict[str, list[str]]]:
        """The document's ``security``: one of these is enough."""
        return [{scheme.name: list(scheme.scopes)} for scheme in self.security]

    @property
    def tags(self) -> dict[str, Any]:
        """The document's ``tags``, where its operations have any."""
        named = [{"name": name} for name in self.route.about.get("tags", ())]
        return {"tags": named} if named else {}


class Room(Protocol):
    """What the module of a version provides."""

    def schema(self, canonical: Schema, /) -> Schema:
        """Return a canonical schema in the version's words; NotExpressible where it cannot be."""

    def with_example(self, schema: Schema, example: JSON, /) -> Schema:
        """Return a schema in the version's words with an example; None leaves it out."""

    def document(self, parts: Parts, /) -> dict[str, Any]:
        """Return the document of the parts, whose schemas are in the version's words."""


class NotExpressible(SchemagenError, ValueError):
    """A version has no words for a part of the contract."""

    def __init__(self, version: str, keyword: str, path: Path = ()) -> None:
        super().__init__(version, keyword, path)
        self.version = version
        self.keyword = keyword
        self.path = path

    def at(self, step: str | int) -> NotExpressible:
        """Return the same error one level further out."""
        return type(self)(self.version, self.keyword, (step, *self.path))

    def __str__(self) -> str:
        """Give place, keyword and version."""
        return f"{path_text(self.path)}: OpenAPI {self.version} cannot express {self.keyword}"


def widened(node: Schema, without: Iterable[str], reason: str) -> Schema:
    """Return *node* without some keywords, marked with why it says less than it did."""
    gone = frozenset(without)
    kept = {key: value for key, value in node.items() if key not in gone}
    before = kept.pop(words.DEGRADED, "")
    return {**kept, words.DEGRADED: f"{before}; {reason}" if before else reason}


def without(node: Schema, *keywords: str) -> Schema:
    """Return *node* without some keywords."""
    return {key: value for key, value in node.items() if key not in keywords}
