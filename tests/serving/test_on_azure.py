"""A script decorated with schemagen on Azure's own server: our contract is what it publishes.

``SCHEMAGEN_AZURE_PYTHON`` names a Python that has azureml-inference-server-http and what
schemagen depends on.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving.running import ROOT, served

pytestmark = pytest.mark.full

SCRIPT = """
import pandas as pd
from schemagen import input_schema, output_schema
def init(): pass
@input_schema("data", pd.DataFrame({"name": ["Sarah", "John"], "age": [25, 26]}))
@input_schema("threshold", 0.5)
@output_schema([0.25])
def run(data, threshold=0.5): return [len(data), int(data["age"].iloc[0]), threshold]
"""
NEEDED = "import azureml_inference_server_http, pandas, msgspec, orjson, jsonschema_rs"


@pytest.fixture(scope="module")
def server():
    python = os.environ.get("SCHEMAGEN_AZURE_PYTHON", sys.executable)
    if subprocess.run([python, "-c", NEEDED], capture_output=True, check=False).returncode:
        pytest.skip("no Python with azureml-inference-server-http (SCHEMAGEN_AZURE_PYTHON)")
    program = Path(python).with_name("azmlinfsrv")
    with served(SCRIPT, peer=str(program), environ=(("PYTHONPATH", str(ROOT)),)) as found:
        yield found


@pytest.mark.parametrize("version", ["2", "3", "3.1"])
def test_its_document_has_our_contract(server, version):
    document = json.loads(server.ask("GET", f"/swagger.json?version={version}").body)
    schemas = document.get("definitions") or document["components"]["schemas"]
    given = schemas["ServiceInput"]
    assert list(given["properties"]) == ["data", "threshold"]
    row = given["properties"]["data"]["items"]
    assert list(row["properties"]) == ["name", "age"]
    assert row["properties"]["age"]["type"] == "integer"
    assert given["example"]["data"][0] == {"name": "Sarah", "age": 25}


@pytest.mark.parametrize("version", ["2", "3", "3.1"])
def test_it_is_the_document_that_our_server_serves_for_it(server, version):
    with served(SCRIPT, "--dialect", "azureml") as ours:
        path = f"/swagger.json?version={version}"
        assert json.loads(ours.ask("GET", path).body) == json.loads(server.ask("GET", path).body)


def test_it_converts_as_ours_does(server):
    body = {"data": [{"age": 7, "name": "a"}]}
    headers = {"Content-Type": "application/json"}
    reply = server.ask("POST", "/score", json.dumps(body).encode(), headers)
    assert (reply.status, json.loads(reply.body)) == (200, [1, 7, 0.5])
