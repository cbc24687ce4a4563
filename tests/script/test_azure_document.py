"""The open document: what Azure's server serves for scripts without samples, dict by dict.

``golden/`` holds what version 1.5.1 of the server builds; where the server is installed, it is
asked itself.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from schemagen import export, load
from tests.outside import AZURE, python_with

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VERSIONS = ("2.0", "3.0", "3.1")

NAMED = {
    "SERVICE_NAME": "wine & 'dine' größe",
    "SERVICE_VERSION": "2.3",
    "SERVICE_PATH_PREFIX": "/a/b/",
}
SETTINGS = {"plain": {}, "named": NAMED}

SCRIPTS = {
    "undecorated": '''
"""A module's docstring is not the service's description."""
def init(): pass
def run(data):
    """Return what came.

    :param data: anything
    """
    return data
''',
    "rawhttp": '''
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
def init(): pass
@rawhttp
def run(request):
    """Return what came."""
    return AMLResponse(request.get_data(), 200)
''',
    "rawhttp by the server's own name": """
from azureml_inference_server_http.api.aml_request import AMLRequest, rawhttp
def init(): pass
@rawhttp
def run(request): return {}
""",
}


def golden(setting: str, version: str) -> dict:
    """Return what the server was measured to serve."""
    return json.loads((HERE / "golden" / f"{setting}.{version}.json").read_text(encoding="utf-8"))


def environment(setting: str) -> dict:
    """Return the process's variables with those of *setting* alone."""
    own = {
        k: v for k, v in os.environ.items() if not k.startswith(("SERVICE_", "AZUREML_", "AML_"))
    }
    return {**own, **SETTINGS[setting], "PYTHONPATH": str(ROOT)}


@pytest.fixture(params=SCRIPTS)
def script(request, tmp_path):
    """Return the path of a script without samples."""
    path = tmp_path / "score.py"
    path.write_text(SCRIPTS[request.param], encoding="utf-8")
    return path


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("setting", SETTINGS)
def test_the_command_writes_the_server_s_document(script, setting, version):
    """Titles, versions and prefixes come from the environment, as the server takes them."""
    command = [sys.executable, "-m", "schemagen", str(script), "--openapi", version]
    result = subprocess.run(
        command, capture_output=True, env=environment(setting), timeout=60, check=True
    )
    assert json.loads(result.stdout) == golden(setting, version)
    assert result.stderr.startswith(b"note: run() ")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_docstring_is_said_when_it_is_asked_for(script, version):
    """The document has the docstring only where it is handed over as the description."""
    loaded = load(script)
    assert export(loaded.operation, version=version) == golden("plain", version)
    described = export(loaded.operation, version=version, description="What came.")
    assert described["info"]["description"] == "What came."


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_server_still_builds_what_was_measured(script, setting):
    """The golden files are the server's own documents."""
    server = python_with("azureml_inference_server_http", AZURE)
    command = [server, str(HERE / "peer_document.py"), str(script)]
    result = subprocess.run(
        command, capture_output=True, env=environment(setting), timeout=120, check=True
    )
    assert json.loads(result.stdout) == {version: golden(setting, version) for version in VERSIONS}
