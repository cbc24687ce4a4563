"""The shipped examples: valid documents, valid examples, and golden files byte for byte."""

import json
import os
from pathlib import Path

import jsonschema
import openapi_spec_validator
import pytest

from schemagen import export, load
from schemagen.formats import CHECKERS

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/score.py"))
NEEDS = {
    "power_bi": "pandas",
    "records": "pandas",
    "series": "pandas",
    "split": "pandas",
    "sklearn": "numpy",
}


@pytest.fixture(params=EXAMPLES)
def example(request):
    """Return the name and the loaded script of an example."""
    for library in {"pandas": ("numpy", "pandas"), "numpy": ("numpy",)}.get(
        NEEDS.get(request.param), ()
    ):
        pytest.importorskip(library)
    return request.param, load(ROOT / "examples" / request.param / "score.py")


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1"])
def test_documents_are_valid_and_golden(example, version):
    """Each document passes an independent validator and is the reviewed one, byte for byte.

    To review new ones: UPDATE_GOLDEN=1, then look at the difference.
    """
    name, script = example
    document = export(script.operation, version=version, title=name)
    openapi_spec_validator.validate(document)
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    golden = ROOT / "tests" / "golden" / f"{name}.{version}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_examples_are_valid_against_their_own_schemas(example):
    """What a document shows is what its schema takes, formats included."""
    name, script = example
    if script.operation is None:
        assert name == "sklearn"
        return
    checker = jsonschema.FormatChecker(formats=())
    for form, check in CHECKERS.items():
        checker.checks(form)(check)
    for schema, shown in (
        (script.operation.input_schema, script.operation.input_example()),
        (script.operation.output_schema, script.operation.output.example()),
    ):
        jsonschema.Draft202012Validator(schema, format_checker=checker).validate(shown)


def test_an_examples_own_example_is_taken(example):
    """The published example decodes into what run() is declared to take."""
    name, script = example
    if script.operation is None or name == "custom_type":
        return
    arguments = script.operation.decode(json.dumps(script.operation.input_example()).encode())
    assert set(arguments) == set(script.operation.inputs)
