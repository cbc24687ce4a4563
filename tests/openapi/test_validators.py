"""Second and third opinions on every document: swagger-parser and Redocly, from npm.

Redocly judges by its rules on what OpenAPI itself demands, and reads the examples too.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from schemagen import File, export
from schemagen.openapi import Http
from schemagen.operation import Input, Operation
from tests.openapi.contracts import OPERATION, VERSIONS
from tests.openapi.test_http import declared
from tests.openapi.test_shape import OAUTH2
from tests.outside import node_modules
from tests.samples import ROWS
from tests.test_contract import sample_of

pytestmark = pytest.mark.full
EVERYTHING = {
    "components": True,
    "get": True,
    "errors": "all",
    "response_headers": ["x-request-id"],
    "servers": "https://a.example/v1,https://b.example",
    "tags": "a",
    **OAUTH2,
}


def _parser(documents, folder):
    """Give each document to swagger-parser in one process of node."""
    modules = node_modules("@apidevtools/swagger-parser")
    lines = "\n".join(json.dumps({"name": k, "document": v}) for k, v in documents.items())
    script = Path(__file__).with_name("validate.mjs")
    result = subprocess.run(
        ["node", str(script), str(modules)], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


def _redocly(documents, folder):
    """Give each document to Redocly as a file; it prints one JSON text for each."""
    program = node_modules("@redocly/cli") / "node_modules/@redocly/cli/bin/cli.js"
    names = {f"{number}.json": name for number, name in enumerate(documents)}
    for file, name in names.items():
        (folder / file).write_text(json.dumps(documents[name]))
    result = subprocess.run(
        ["node", str(program), "lint", "--extends=spec", "--format=json", *names],
        capture_output=True, text=True, cwd=folder, check=False,
    )  # fmt: skip
    told = list(_texts(result.stdout))
    assert len(told) == len(documents), result.stderr
    problems = [problem for text in told for problem in text["problems"]]
    return [(names[p["location"][0]["source"]["ref"]], p["message"]) for p in problems]


def _texts(output):
    start = output.find('{\n  "totals"')
    while start >= 0:
        text, end = json.JSONDecoder().raw_decode(output, start)
        yield text
        start = output.find('{\n  "totals"', end)


@pytest.fixture(params=[_parser, _redocly], ids=["swagger-parser", "redocly"])
def validate(request, tmp_path):
    """Give a function from documents by name to complaints."""
    return lambda documents: request.param(documents, tmp_path)


def test_the_validator_can_refuse(validate):
    """A document that says nonsense is told."""
    assert validate({"a": {**export(OPERATION), "paths": {"b": 1}}})
    assert validate({"a": export(OPERATION)}) == []


def documents_of(rows, version):
    """Return the rows' documents, plain and with every option at once."""
    documents = {}
    for row in rows:
        sample = sample_of(row)
        operation = Operation((Input("data", sample),), sample)
        documents[row.id] = export(operation, version=version)
        documents[f"{row.id} shaped"] = export(operation, version=version, **EVERYTHING)
    return documents


@pytest.mark.parametrize("version", VERSIONS)
def test_every_sample_gives_a_valid_document(validate, version):
    """All but the frames of Spark."""
    rows = [row for row in ROWS if not (row.refused or row.spark or row.missing)]
    documents = documents_of(rows, version)
    assert len(documents) > 400
    assert validate(documents) == []


@pytest.mark.spark
@pytest.mark.parametrize("version", VERSIONS)
def test_every_frame_of_spark_gives_a_valid_document(validate, version, spark_session):
    """They need a session."""
    rows = [row for row in ROWS if row.spark and not (row.refused or row.missing)]
    documents = documents_of(rows, version)
    assert len(documents) > 6
    assert validate(documents) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_raw_scripts_give_valid_documents(validate, version):
    """Binary bodies, forms and queries."""
    contracts = {
        "open": Http(),
        "binary": declared(body=File("image/png"), output=File("image/jpeg")),
        "form": declared(parts={"a": File(), "b": {"c": 1}, "d": 2}, query={"e": [1.5]}),
    }
    documents = {name: export(http, version=version) for name, http in contracts.items()}
    assert validate(documents) == []
