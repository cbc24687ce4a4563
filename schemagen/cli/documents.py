"""What ``schemagen score.py`` writes: one document, one of each version, or a JSON Schema."""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from schemagen.cli import say
from schemagen.errors import path_text
from schemagen.openapi import VERSIONS, Http, degraded, export, http_of, json_schema
from schemagen.openapi.shape import OptionError
from schemagen.operation import Operation

if TYPE_CHECKING:
    from schemagen.script import EntryScript

FILES = {"2.0": "swagger2", "3.0": "swagger3", "3.1": "swagger3.1"}
"""What Azure's server calls the documents that a script brings along."""


def texts(
    script: EntryScript, options: argparse.Namespace, shape: Mapping[str, Any]
) -> list[tuple[str, bytes]]:
    """Return names of files and what they hold."""
    ending = "yaml" if options.yaml else "json"
    return [
        (f"{name}.{ending}", _text(value, yaml=options.yaml))
        for name, value in _values(script, options, shape)
    ]


def _values(
    script: EntryScript, options: argparse.Namespace, shape: Mapping[str, Any]
) -> list[tuple[str, Any]]:
    if options.json_schema:
        if script.operation is None:
            raise OptionError("--json-schema: run() declares nothing by @input_schema")
        return [(options.json_schema, json_schema(script.operation, options.json_schema))]
    contract = _contract(script)
    said = _with_docstrings(script, shape)
    wanted = list(VERSIONS) if options.openapi == "all" else [options.openapi]
    return [(FILES[version], _document(contract, version, said)) for version in wanted]


def _contract(script: EntryScript) -> Operation | Http:
    doc = inspect.getdoc(script.run) or ""
    return script.operation or http_of(script.run) or Http(doc=doc)


def _with_docstrings(script: EntryScript, shape: Mapping[str, Any]) -> dict[str, Any]:
    if not shape.get("docstrings") or shape.get("description") or not script.doc:
        return dict(shape)
    return {**shape, "description": script.doc}


def _document(contract: Operation | Http, version: str, shape: dict[str, Any]) -> dict[str, Any]:
    document = export(contract, version=version, **shape)
    for path, reason in degraded(document):
        say("warning", f"{path_text(path)}: OpenAPI {version} cannot say it all ({reason})")
    return document


def _text(value: Any, *, yaml: bool) -> bytes:
    if yaml:
        from schemagen.cli.yaml import yaml_text  # seldom asked for

        return yaml_text(value).encode()
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    with suppress(UnicodeEncodeError):
        return f"{text}\n".encode()
    return f"{json.dumps(value, indent=2, allow_nan=False)}\n".encode()
