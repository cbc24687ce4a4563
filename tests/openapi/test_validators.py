"""A second opinion on every document: @apidevtools/swagger-parser from npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from schemagen import export
from schemagen.openapi import Http
from schemagen.operation import Input, Operation
from tests.openapi.contracts import OPERATION, VERSIONS
from tests.openapi.test_http import declared
from tests.openapi.test_shape import OAUTH2
from tests.samples import ROWS
from tests.test_contract import sample_of

pytestmark = pytest.mark.full
PARSER = "@apidevtools/swagger-parser@12"
EVERYTHING = {
    "components": True,
    "get": True,
    "errors": "all",
    "response_headers": ["x-request-id"],
    "servers": "https://a.example/v1,https://b.example",
    "tags": "a",
    **OAUTH2,
}


@pytest.fixture(scope="module")
def validate(tmp_path_factory):
    """Give a function from documents by name to complaints."""
    if not shutil.which("npm"):
        pytest.skip("swagger-parser needs node and npm")
    folder = os.environ.get("SCHEMAGEN_NODE_MODULES") or str(tmp_path_factory.mktemp("node"))
    if not Path(folder, "node_modules").exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, PARSER], check=True)

    def run(documents):
        lines = "\n".join(json.dumps({"name": k, "document": v}) for k, v in documents.items())
        script = Path(__file__).with_name("validate.mjs")
        result = subprocess.run(
            ["node", str(script), folder], input=lines, capture_output=True, text=True, check=True
        )
        return [json.loads(line) for line in result.stdout.splitlines()]

    return run


def test_the_validator_can_refuse(validate):
    """A document that says nonsense is told."""
    assert len(validate({"a": {**export(OPERATION), "paths": {"b": 1}}})) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_every_sample_gives_a_valid_document(validate, version):
    """Plain, and with every option at once."""
    rows = [row for row in ROWS if not (row.refused or row.spark or row.missing)]
    documents = {}
    for row in rows:
        sample = sample_of(row)
        operation = Operation((Input("data", sample),), sample)
        documents[row.id] = export(operation, version=version)
        documents[f"{row.id} shaped"] = export(operation, version=version, **EVERYTHING)
    assert len(documents) > 400
    assert validate(documents) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_raw_scripts_give_valid_documents(validate, version):
    """Binary bodies, forms and queries."""
    from schemagen import File

    contracts = {
        "open": Http(),
        "binary": declared(body=File("image/png"), output=File("image/jpeg")),
        "form": declared(parts={"a": File(), "b": {"c": 1}, "d": 2}, query={"e": [1.5]}),
    }
    documents = {name: export(http, version=version) for name, http in contracts.items()}
    assert validate(documents) == []
