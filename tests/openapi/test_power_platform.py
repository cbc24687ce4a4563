"""Microsoft's published JSON Schema of connector documents, on what Power BI users export."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from schemagen import export, load

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(
    (ROOT / "tests/data/powerplatform_apiDefinition.swagger.schema.json").read_bytes()
)
HOST = {"host": "wine.westeurope.inference.ml.azure.com", "base_path": "/api"}


def errors(document):
    """Return what the schema says against *document*."""
    return [
        f"{list(e.absolute_path)}: {e.message}"
        for e in Draft4Validator(SCHEMA).iter_errors(document)
    ]


@pytest.mark.parametrize("name", ["power_bi", "records", "sklearn", "series"])
@pytest.mark.parametrize(
    "more", [{}, {"errors": "all"}, {"components": True}, {"get": True}, {"summary": "Rate"}]
)
def test_documents_with_a_host_pass(name, more):
    """With every option that such documents need."""
    pytest.importorskip("pandas")
    script = load(ROOT / "examples" / name / "score.py")
    document = export(script.operation, title=name, **HOST, **more)
    assert document["host"] == HOST["host"]
    assert errors(document) == []


def test_the_schema_can_fail():
    """Azure's own document of the same script does not pass."""
    pytest.importorskip("pandas")
    script = load(ROOT / "examples/power_bi/score.py")
    assert errors(export(script.operation, dialect="azureml"))
