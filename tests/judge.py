"""The other judge: the jsonschema library with our formats, and each version's own dialect."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from openapi_schema_validator import OAS30Validator

from schemagen.formats import CHECKERS
from schemagen.schema import UNCHECKED, map_schema

FORMATS = FormatChecker(formats=())
for _name, _check in CHECKERS.items():
    FORMATS.checks(_name)(_check)


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Return a validator of a canonical schema; parts marked as unchecked take anything."""
    judged = map_schema(schema, lambda node: {} if node.get(UNCHECKED) else node)
    return Draft202012Validator(judged, format_checker=FORMATS)


def old_validator(schema: dict[str, Any]) -> OAS30Validator:
    """Return a validator of a schema in the words of 3.0, or of 2.0 with ``x-nullable``."""
    return OAS30Validator(map_schema(schema, _nullable), format_checker=FORMATS)


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    return {("nullable" if key == "x-nullable" else key): value for key, value in node.items()}
