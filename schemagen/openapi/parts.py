"""What every version's document is made of, and the words that all versions share.

Paths, operation ids and descriptions are those of Azure's inference server: readers such as
Power BI are only known to work with documents of this shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemagen.errors import Path, SchemagenError, path_text
from schemagen.schema import JSON, Schema

DEGRADED = "x-schemagen-degraded"
"""Marks a schema that says less than the contract; its value is the reason."""

HEALTHY = "If service is up and running, this response will be returned with the content 'Healthy'"
FAILED = "The service failed to execute due to an error."
SCORED = "The service processed the input correctly and provided a result prediction, if applicable."
PAYLOAD = "The input payload for executing the real-time machine learning service."
HEALTH_CHECK = "Simple health check endpoint to ensure the service is up at any given point."
RUN = "Run web service's model and get the prediction output"
GET_SWAGGER = "Get the Swagger specification."
SWAGGER = "The Swagger specification."
ERROR: Schema = {"type": "object", "properties": {"message": {"type": "string"}}}
BEARER = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "For example: Bearer abc123",
}


@dataclass(frozen=True)
class Parts:
    """The parts of a document, schemas already in its version's own words.

    An example of None is left out.
    """

    title: str
    service_version: str
    prefix: str
    description: str
    input: Schema
    output: Schema
    input_example: JSON
    output_example: JSON

    @property
    def info(self) -> dict[str, Any]:
        """The document's ``info``."""
        return {
            "title": self.title,
            "description": self.description,
            "version": self.service_version,
        }


class NotExpressible(SchemagenError, ValueError):
    """A version has no words for a part of the contract."""

    def __init__(self, version: str, keyword: str, path: Path = ()) -> None:
        super().__init__(version, keyword, path)
        self.version = version
        self.keyword = keyword
        self.path = path

    def __str__(self) -> str:
        """Give place, keyword and version."""
        return f"{path_text(self.path)}: OpenAPI {self.version} cannot express {self.keyword}"


def with_example(schema: Schema, example: JSON) -> Schema:
    """Return *schema* with OpenAPI's ``example``; None leaves it out."""
    return schema if example is None else {**schema, "example": example}
