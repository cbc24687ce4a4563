"""Reads documents of anybody's making: no shape is taken for granted, nothing raises on the way.

A :class:`Node` is a schema with the place it stands at; it follows ``$ref`` and knows null in the
words of every version. ``Node.canonical`` is the schema in JSON Schema 2020-12.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schemagen.checks.plain import as_dict, as_list
from schemagen.errors import Path
from schemagen.schema import Schema

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_LOOP_GUARD = 50


@dataclass(frozen=True, eq=False)
class Document:
    """A swagger.json or openapi.json."""

    raw: dict[str, Any]

    @property
    def version(self) -> str:
        """``2.0``, ``3.0``, ``3.1``, or nothing when the document does not say."""
        if self.raw.get("swagger") == "2.0":
            return "2.0"
        said = self.raw.get("openapi")
        return said[:3] if isinstance(said, str) and said[:3] in ("3.0", "3.1") else ""

    @property
    def info(self) -> dict[str, Any]:
        """The document's ``info``."""
        return as_dict(self.raw.get("info"))

    @property
    def title(self) -> str:
        """The service's name."""
        title = self.info.get("title")
        return title if isinstance(title, str) else ""

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Every operation, in the document's order."""
        paths = as_dict(self.raw.get("paths"))
        return tuple(
            Endpoint(self, str(path), method, as_dict(item[method]))
            for path, item in paths.items()
            for method in METHODS
            if isinstance(item, dict) and method in item
        )

    @cached_property
    def scoring(self) -> Endpoint | None:
        """The POST that takes a body; of several the one at ``/score``."""
        posts = [e for e in self.endpoints if e.method == "post" and e.body is not None]
        named = [e for e in posts if e.path.rstrip("/").endswith("/score")]
        return next(iter(named + posts), None)

    @property
    def input(self) -> Node | None:
        """The schema of a request's body."""
        return self.scoring.body if self.scoring else None

    @property
    def output(self) -> Node | None:
        """The schema of an answer's body."""
        return self.scoring.answer if self.scoring else None

    def at(self, path: Path) -> Any:
        """Return what stands at *path*; KeyError when nothing does."""
        value: Any = self.raw
        for step in path:
            if not isinstance(value, (dict, list)):
                raise KeyError(step)
            try:
                value = value[step]  # type: ignore[index]
            except (IndexError, TypeError):
                raise KeyError(step) from None
        return value

    def target(self, ref: object) -> Path | None:
        """Return the place that a ``$ref`` names, or None when there is no such place here."""
        if not isinstance(ref, str) or not ref.startswith("#/"):
            return None
        steps = tuple(part.replace("~1", "/").replace("~0", "~") for part in ref[2:].split("/"))
        try:
            self.at(steps)
        except KeyError:
            return None
        return steps


@dataclass(frozen=True, eq=False)
class Endpoint:
    """One method of one path."""

    document: Document
    path: str
    method: str
    raw: dict[str, Any]

    @property
    def where(self) -> Path:
        """Its place."""
        return ("paths", self.path, self.method)

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Its parameters, those of its path too."""
        shared = as_list(
            as_dict(as_dict(self.document.raw.get("paths")).get(self.path)).get("parameters")
        )
        return [self._followed(item) for item in [*shared, *as_list(self.raw.get("parameters"))]]

    def _followed(self, item: object) -> dict[str, Any]:
        place = self.document.target(as_dict(item).get("$ref"))
        return as_dict(self.document.at(place) if place else item)

    @property
    def bodies(self) -> list[Path]:
        """The places of the schemas of its body."""
        if self.document.version == "2.0":
            given = as_list(self.raw.get("parameters"))
            return [
                (*self.where, "parameters", index, "schema")
                for index, item in enumerate(given)
                if as_dict(item).get("in") == "body"
            ]
        body = as_dict(self.raw.get("requestBody"))
        return [
            (*self.where, "requestBody", "content", media, "schema")
            for media in as_dict(body.get("content"))
        ]

    @property
    def body(self) -> Node | None:
        """The schema of its body, if it takes one."""
        places = self.bodies
        json_first = sorted(places, key=lambda place: "application/json" not in place)
        return _node(self.document, json_first[0]) if json_first else None

    @property
    def answer(self) -> Node | None:
        """The schema of the answer with status 200 (or 201)."""
        for status in ("200", "201", "2XX"):
            answer = as_dict(as_dict(self.raw.get("responses")).get(status))
            if "schema" in answer:
                return _node(self.document, (*self.where, "responses", status, "schema"))
            media = sorted(
                as_dict(answer.get("content")), key=lambda name: name != "application/json"
            )
            if media:
                inner = ("responses", status, "content", media[0], "schema")
                return _node(self.document, (*self.where, *inner))
        return None


def _node(document: Document, where: Path) -> Node:
    try:
        return Node(document, as_dict(document.at(where)), where).followed
    except KeyError:
        return Node(document, {}, where)


@dataclass(frozen=True, eq=False)
class Node:
    """A schema and its place in a document."""

    document: Document
    raw: Schema
    where: Path

    @property
    def followed(self) -> Node:
        """The schema that a ``$ref`` leads to; where it leads nowhere, one that says nothing."""
        node = self
        for _ in range(_LOOP_GUARD):
            if "$ref" not in node.raw:
                return node
            place = self.document.target(node.raw["$ref"])
            if place is None:
                break
            node = Node(self.document, as_dict(self.document.at(place)), place)
        return Node(self.document, {}, node.where)

    def child(self, *steps: str | int) -> Node:
        """Return the schema at *steps* inside this one, followed."""
        value: Any = self.raw
        for step in steps:
            value = value[step]
        return Node(self.document, as_dict(value), (*self.where, *steps)).followed

    @cached_property
    def properties(self) -> dict[str, Node]:
        """The named parts of an object, in order."""
        named = as_dict(self.raw.get("properties"))
        return {name: self.child("properties", name) for name in named}

    @property
    def required(self) -> list[str]:
        """The names that must be there."""
        return [name for name in as_list(self.raw.get("required")) if isinstance(name, str)]

    @property
    def items(self) -> Node | None:
        """The schema of an array's items, if it is one schema."""
        return self.child("items") if isinstance(self.raw.get("items"), dict) else None

    @property
    def types(self) -> tuple[str, ...]:
        """The types but null; where none is said, ``properties`` or ``items`` tell."""
        said = self.raw.get("type")
        names = (
            [said] if isinstance(said, str) else [t for t in as_list(said) if isinstance(t, str)]
        )
        if not names:
            names = [kind for key, kind in _IMPLIED.items() if key in self.raw]
        return tuple(name for name in names if name != "null")

    @property
    def type(self) -> str:
        """The one type, or nothing where there is none or several."""
        return self.types[0] if len(self.types) == 1 else ""

    @property
    def format(self) -> str:
        """The format, or nothing."""
        said = self.raw.get("format")
        return said if isinstance(said, str) else ""

    @property
    def nullable(self) -> bool:
        """Tell whether null is said to be valid, in any version's words."""
        null = self.raw.get("type") == "null" or "null" in as_list(self.raw.get("type"))
        return null or any(self.raw.get(key) is True for key in ("nullable", "x-nullable"))

    @property
    def is_table(self) -> bool:
        """Tell whether this is an array of objects with named columns."""
        return self.type == "array" and bool(
            self.items and self.items.type == "object" and self.items.properties
        )

    def walk(self, seen: set[Path] | None = None) -> Iterator[Node]:
        """Yield this schema and those inside it, each place once; those in *seen* not at all."""
        seen = set() if seen is None else seen
        waiting = [self]
        while waiting:
            node = waiting.pop(0)
            if node.where not in seen:
                seen.add(node.where)
                yield node
                waiting = [*node.parts, *waiting]

    @property
    def parts(self) -> list[Node]:
        """The schemas right inside this one."""
        found = list(self.properties.values())
        single = ("items", "additionalProperties", "not")
        found += [self.child(key) for key in single if isinstance(self.raw.get(key), dict)]
        for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
            found += [self.child(key, i) for i, _ in enumerate(as_list(self.raw.get(key)))]
        return found

    @property
    def canonical(self) -> Schema:
        """The schema in 2020-12, references put in; where they go round, anything."""
        from schemagen.checks.canonical import canonical

        return canonical(self)


_IMPLIED = {"properties": "object", "items": "array"}
