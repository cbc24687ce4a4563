"""Operations that the tests of documents share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from openapi_spec_validator import validate

from schemagen import export, input_schema, operation_of, output_schema

VERSIONS = ("2.0", "3.0", "3.1")


@dataclass
class Point:
    """A place in the plane."""

    x: float
    y: float


class Line(NamedTuple):
    """Two places."""

    start: Point
    end: Point


@input_schema("points", [Point(1.0, 2.0)])
@input_schema("line", Line(Point(0.0, 0.0), Point(1.0, 1.0)))
@input_schema("names", ["a", "b"])
@input_schema("top", 3)
@output_schema({"score": 1.5, "nearest": Point(1.0, 2.0)})
def run(points, line, names, top=3):
    """Score the points.

    The nearest one wins.
    """


OPERATION = operation_of(run)


def documents(contract=OPERATION, **options):
    """Return the valid document of every version."""
    made = {version: export(contract, version=version, **options) for version in VERSIONS}
    for document in made.values():
        validate(document)
    return made


def scored(document, method="post"):
    """Return the operation that scores."""
    (path,) = [p for p in document["paths"] if not p.endswith(("/", "/swagger.json"))]
    return document["paths"][path][method]


def named(document):
    """Return the document's named schemas."""
    return document.get("definitions") or document["components"]["schemas"]
