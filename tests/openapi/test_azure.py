"""Azure's own document, compared with what its server serves where that is installed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from schemagen import export, load
from schemagen.openapi.azure import VersionNotSupported
from tests.outside import AZURE, python_with

ROOT = Path(__file__).parents[2]
NAMES = {"2.0": "2", "3.0": "3", "3.1": "3.1"}
HEAD = (
    "from inference_schema.schema_decorators import input_schema, output_schema\n"
    "from inference_schema.parameter_types.standard_py_parameter_type import "
    "StandardPythonParameterType as S\n"
    "from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType as N\n"
    "from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType as P\n"
    "import numpy as np, pandas as pd\n"
)
RUN = "def run(data):\n    return data\n"
SCRIPTS = {
    "undecorated": "def run(data):\n    return data\n",
    "raw": "from azureml.contrib.services.aml_request import rawhttp\n@rawhttp\ndef run(request):\n    pass\n",
    "input-only": HEAD + "@input_schema('data', N(np.array([[1.5, 2.0], [3.0, 4.0]])))\n" + RUN,
    "output-only": HEAD + "@output_schema(S({'a': 1}))\n" + RUN,
    "frame": HEAD + "@input_schema('data', P(pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})))\n"
    "@output_schema(N(np.array([1, 2])))\n" + RUN,
    "unequal-list": HEAD + "@input_schema('data', S([{'a': [1]}, {'a': ['x']}]))\n" + RUN,
    "split-unequal": HEAD
    + "@input_schema('data', P(pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']}), orient='split'))\n"
    + RUN,
    "two": HEAD + "@input_schema('a', S('x'))\n@input_schema('b', S(1))\n"
    "def run(a, b=2):\n    return a\n",
    "two-undeclared": HEAD + "@input_schema('a', S('x'))\ndef run(a, b):\n    return a\n",
}
BETTER = {"split-unequal", "unequal-list"}
"""Where Azure's own schema says the wrong thing; see docs/differences.md."""

SERVER = """
import importlib.util, json, os, sys
from azureml_inference_server_http.server import swagger as S
root = os.path.dirname(S.__file__)
spec = importlib.util.spec_from_file_location("entry", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
class Script:
    def get_run_function(self):
        return module.run
made, found = S.Swagger("/nowhere", root, Script()), {}
for version in ("2", "3", "3.1"):
    try:
        found[version] = made.get_swagger(version)
    except S.SwaggerException as error:
        found[version] = str(error)
open(sys.argv[2], "w").write(json.dumps(found))
"""


def ours(path: Path) -> dict[str, object]:
    """Return what we say in each version."""
    operation = load(path).operation
    found: dict[str, object] = {}
    for version, name in NAMES.items():
        try:
            found[name] = export(operation, version=version, dialect="azureml")
        except VersionNotSupported as error:
            found[name] = str(error)
    return found


@pytest.fixture(scope="module")
def server() -> str:
    """Give the Python that has azureml-inference-server-http 1.5.1."""
    return python_with("azureml_inference_server_http", AZURE)


@pytest.mark.full
@pytest.mark.parametrize("name", SCRIPTS)
def test_the_document_is_the_servers(name: str, server: str, tmp_path: Path) -> None:
    """Dict-equal in each version, and the same words where there is none."""
    path = tmp_path / "score.py"
    path.write_text(SCRIPTS[name])
    subprocess.run(
        [server, "-c", SERVER, str(path), str(tmp_path / "theirs.json")],
        capture_output=True,
        check=True,
    )
    theirs = json.loads((tmp_path / "theirs.json").read_bytes())
    mine = ours(path)
    if name in BETTER:
        assert mine != theirs
        assert (
            mine["2"] == "Swagger version [2] is not supported for the scoring script. Supported "
            "swagger versions: [3, 3.1]."
        )
    else:
        assert mine == theirs


def test_a_version_that_azure_has_not_is_told_in_its_words(tmp_path: Path) -> None:
    """Lists of unlike items cannot be said in 2.0."""
    pytest.importorskip("pandas")
    path = tmp_path / "score.py"
    path.write_text(SCRIPTS["unequal-list"])
    with pytest.raises(
        VersionNotSupported,
        match=r"^Swagger version \[2\] is not supported for the scoring script\. "
        r"Supported swagger versions: \[3, 3\.1\]\.$",
    ):
        export(load(path).operation, dialect="azureml")


def test_only_name_version_and_prefix_shape_it() -> None:
    """They are what the server reads from the environment."""
    document = export(
        None, dialect="azureml", title="a", service_version="2", path_prefix="b", tags="c"
    )
    assert document["info"]["description"].endswith("service a")
    assert document["info"]["version"] == "2"
    assert list(document["paths"]) == ["/b/", "/b/score", "/b/swagger.json"]
    assert "tags" not in repr(document)


def test_an_open_script_has_the_same_document_in_both_dialects() -> None:
    """The default shape is Azure's."""
    for version in NAMES:
        assert export(None, version=version, dialect="azureml") == export(None, version=version)
