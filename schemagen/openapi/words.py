"""The words that all versions share: texts, error bodies, headers.

Descriptions and operation ids are those of Azure's inference server: readers such as Power BI
are only known to work with documents of this shape.
"""

from __future__ import annotations

from schemagen.schema import Schema

DEGRADED = "x-schemagen-degraded"
"""Marks a part that says less than the contract; its value is the reason."""
REF = "#/components/schemas/"
"""What a reference to a named schema begins with, in the canonical form and in 3.x."""

JSON_MEDIA = "application/json"
FORM_MEDIA = "multipart/form-data"
HEALTHY = "If service is up and running, this response will be returned with the content 'Healthy'"
FAILED = "The service failed to execute due to an error."
SCORED = (
    "The service processed the input correctly and provided a result prediction, if applicable."
)
PAYLOAD = "The input payload for executing the real-time machine learning service."
HEALTH_CHECK = "Simple health check endpoint to ensure the service is up at any given point."
RUN = "Run web service's model and get the prediction output"
HEALTH_SUMMARY = "Check that the service is up"
SWAGGER_SUMMARY = "Get this document"
GET_SWAGGER = "Get the Swagger specification."
SWAGGER = "The Swagger specification."
SWAGGER_VERSIONS = (2, 3)
BEARER = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "For example: Bearer abc123",
}

AZURE_ERROR: Schema = {"type": "object", "properties": {"message": {"type": "string"}}}
"""The body of an error as Azure's server describes it."""

_TEXT: Schema = {"type": "string"}
ERROR: Schema = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "message": {"type": "string", "description": "What is wrong, in one text."},
        "errors": {
            "type": "array",
            "description": "What is wrong with the request, place by place.",
            "items": {
                "type": "object",
                "required": ["path", "expected", "got"],
                "properties": {"path": _TEXT, "expected": _TEXT, "got": _TEXT},
            },
        },
    },
}
"""The body of an error as schemagen answers it."""

ERRORS: dict[int, str] = {
    400: "The request does not fit the contract; the body says where and why.",
    404: "There is no such path, or no such version of the document.",
    405: "The method is not allowed for this path.",
    413: "The request is too large.",
    415: "The request's content type is not one that the service takes.",
    500: "The service's own code failed.",
    503: "The service is not ready, or has too much to do; try again later.",
}

OF_BODIES = (413, 415)
"""Errors of requests that bring a body."""
OF_HEALTH = (405, 503)
OF_SWAGGER = (404, 405, 503)
"""Errors that the paths beside the one that scores may answer."""

HEADERS: dict[str, str] = {
    "x-request-id": "The request's id: the one given, or a new one.",
    "x-ms-request-id": "The request's id: the one given, or x-request-id.",
    "x-ms-client-request-id": "The client's own id of the request, if it gave one.",
    "x-ms-run-function-failed": "True when run() failed, else False.",
    "x-ms-run-fn-exec-ms": "How long run() took, in milliseconds.",
    "x-ms-server-version": "The server's name and version.",
    "TraceId": "The trace id that the request brought.",
}
"""Headers that the server sends, and what they say."""
