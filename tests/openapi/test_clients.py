"""Clients that real generators make of the examples' documents call a server of the contract.

``tox -e full`` installs the generators; openapi-generator needs Java beside.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from schemagen import export, load
from tests.openapi.served import served
from tests.outside import CLIENTS, python_with

pytestmark = pytest.mark.full
ROOT = Path(__file__).parents[2]
EXAMPLES = ("power_bi", "records", "series", "split")

OPENAPI_PYTHON_CLIENT = """
import json, sys
folder, url, example = sys.argv[1:]
sys.path.insert(0, folder)
from client import AuthenticatedClient
from client.api.default import run_ml_service
from client.models import ServiceInput
body = ServiceInput.from_dict(json.loads(example))
result = run_ml_service.sync(client=AuthenticatedClient(base_url=url, token="t"), body=body)
items = result if isinstance(result, list) else [result]
plain = [item.to_dict() if hasattr(item, "to_dict") else item for item in items]
print(json.dumps([type(items[0]).__name__, plain if isinstance(result, list) else plain[0]]))
"""
OPENAPI_GENERATOR = """
import json, sys
folder, url, example = sys.argv[1:]
sys.path.insert(0, folder)
import openapi_client as made
client = made.ApiClient(made.Configuration(host=url, api_key={"Bearer": "t"}))
result = made.DefaultApi(client).run_ml_service(made.ServiceInput.from_dict(json.loads(example)))
items = result if isinstance(result, list) else [result]
plain = [item.to_dict() if hasattr(item, "to_dict") else item for item in items]
print(json.dumps([type(items[0]).__name__, plain if isinstance(result, list) else plain[0]]))
"""
BRAVADO = """
import json, sys
folder, url, example = sys.argv[1:]
from bravado.client import SwaggerClient
from bravado_core.marshal import marshal_schema_object
from bravado_core.unmarshal import unmarshal_schema_object
document = json.load(open(folder + "/swagger.json"))
client = SwaggerClient.from_spec(document, origin_url=url, config={"use_models": True})
spec = client.swagger_spec
sent = unmarshal_schema_object(spec, {"$ref": "#/definitions/ServiceInput"}, json.loads(example))
result = client.ml.RunMLService(serviceInputPayload=sent).response(timeout=30).result
first = result[0] if isinstance(result, list) else result
plain = marshal_schema_object(spec, {"$ref": "#/definitions/ServiceOutput"}, result)
print(json.dumps([type(first).__name__, plain]))
"""


def _run(*arguments: object) -> str:
    result = subprocess.run(
        [str(part) for part in arguments], capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def _written(folder: Path, name: str, version: str, **options: object) -> object:
    """Write the example's document and return its operation."""
    pytest.importorskip("pandas")
    operation = load(ROOT / "examples" / name / "score.py").operation
    document = export(operation, version=version, **options)
    (folder / "swagger.json").write_text(json.dumps(document))
    return operation


def _called(python: str, client: str, folder: Path, operation) -> None:
    """Call the contract's server by *client*; the answer is typed, and the sample."""
    with served(operation) as url:
        said = _run(python, "-c", client, folder, url, json.dumps(operation.input_example()))
    kind, answer = json.loads(said.splitlines()[-1])
    expected = operation.output.example()
    assert answer == expected
    assert kind not in ("NoneType", "dict") or not isinstance(expected, dict)


@pytest.mark.parametrize("version", ["3.0", "3.1"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_openapi_python_client(name, version, tmp_path):
    """It reads 3.x."""
    python = python_with("openapi_python_client", CLIENTS)
    operation = _written(tmp_path, name, version)
    command = "from openapi_python_client.cli import app; app()"
    _run(python, "-c", command, "generate", "--path", tmp_path / "swagger.json",
         "--output-path", tmp_path / "client", "--meta", "none")  # fmt: skip
    _called(python, OPENAPI_PYTHON_CLIENT, tmp_path, operation)


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_openapi_generator_python(name, version, tmp_path):
    """It reads every version."""
    operation = _written(tmp_path, name, version)
    python = _generate("python", tmp_path)
    _called(python, OPENAPI_GENERATOR, tmp_path / "made", operation)


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_openapi_generator_typescript(name, version, tmp_path):
    """It makes a client with the types of input and output."""
    _written(tmp_path, name, version)
    _generate("typescript-fetch", tmp_path)
    text = "\n".join(path.read_text() for path in (tmp_path / "made/models").glob("*.ts"))
    assert "export interface ServiceInput " in text
    assert "export interface ErrorResponse " in text


def _generate(language: str, folder: Path) -> str:
    """Generate a client; return the Python that has what it needs."""
    python = python_with("openapi_generator_cli", CLIENTS)
    if not shutil.which("java"):
        pytest.skip("openapi-generator needs Java")
    command = "from openapi_generator_cli import cli; cli()"
    _run(python, "-c", command, "generate", "-i", folder / "swagger.json", "-g", language,
         "-o", folder / "made")  # fmt: skip
    return python


@pytest.mark.parametrize("name", EXAMPLES)
def test_bravado(name, tmp_path):
    """It reads 2.0, and wants a tag on every operation."""
    python = python_with("bravado", CLIENTS)
    operation = _written(tmp_path, name, "2.0", tags="ml", patch={"schemes": ["http"]})
    _called(python, BRAVADO, tmp_path, operation)
