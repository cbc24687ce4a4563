"""The commands: formats, statuses, drift, payloads, explain."""

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from schemagen.cli import run

ROOT = Path(__file__).parents[2]
SCRIPT = """
from schemagen import input_schema, output_schema
@input_schema('data', [{'age': 1, 'name': 'Ann'}, {'age': 2, 'name': 'Bob'}])
@output_schema([0.5])
def run(data):
    try:
        return [0.5 for row in data]
    except Exception as e:
        return str(e)
"""


@pytest.fixture
def script(tmp_path):
    """Return the path of a script with one warning."""
    path = tmp_path / "score.py"
    path.write_text(SCRIPT)
    return path


def command(*arguments):
    """Return status and output."""
    out = io.BytesIO()
    return run([str(argument) for argument in arguments], out), out.getvalue().decode()


@pytest.mark.parametrize(
    ("least", "status"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on(script, least, status):
    """The status is 1 at that gravity and above."""
    assert command("check", script, "--fail-on", least)[0] == status


def test_formats(script, tmp_path):
    """Text for people, JSON, annotations, a test suite."""
    assert "warning SCR002 $.definitions.ServiceOutput" in command("check", script)[1]
    rows = json.loads(command("check", script, "--format", "json")[1])
    assert {
        "id",
        "severity",
        "path",
        "file",
        "line",
        "what",
        "remedy",
        "source",
        "confidence",
    } <= rows[0].keys()
    annotation = command("check", script, "--format", "github")[1]
    assert f"::warning file={script},line=8,title=SCR002::" in annotation
    suite = ET.fromstring(
        command("check", script, "--format", "junit", "--fail-on", "warning")[1].encode()
    )
    assert suite.get("failures") == "1"
    assert command("check", script, "-o", tmp_path / "out.txt")[1] == ""
    assert "SCR002" in (tmp_path / "out.txt").read_text()


def test_a_script_that_does_not_load(tmp_path):
    """It is a finding with a line, in every format."""
    bad = tmp_path / "score.py"
    bad.write_text("import os\nprint os\n")
    status, said = command("check", bad)
    assert status == 1
    assert f"{bad}:2: error SCR001" in said


def test_drift(script, tmp_path, capsys):
    """Written, up to date, changed, mended; what was chosen for the document stays."""
    file = tmp_path / "swagger.json"
    assert (
        command("check", script, "--drift", file, "--write", "--title", "wine", "--no-examples")[0]
        == 0
    )
    document = json.loads(file.read_text())
    assert document["info"]["title"] == "wine"
    assert "example" not in document["definitions"]["ServiceInput"]
    assert command("check", script, "--drift", file)[0] == 0
    script.write_text(
        SCRIPT.replace("'age': 1, 'name': 'Ann'", "'name': 'Ann', 'age': 1").replace(
            "'age': 2, 'name': 'Bob'", "'name': 'Bob', 'age': 2"
        )
    )
    capsys.readouterr()
    status, said = command("check", script, "--drift", file, "--for", "power-bi")
    assert status == 1
    assert "DRF001" in said
    assert "PBI015" in said
    assert "+++ what the script gives" in capsys.readouterr().err
    assert command("check", script, "--drift", file, "--write")[0] == 0
    assert command("check", script, "--drift", file)[0] == 0
    assert json.loads(file.read_text())["info"]["title"] == "wine"


def test_payload(script, tmp_path):
    """A valid request, one with problems, one that is no JSON; of a document too."""
    body = tmp_path / "body.json"
    body.write_text('{"data": [{"age": 1, "name": "Ann"}]}')
    assert command("check", script, "--payload", body)[0] == 0
    body.write_text('{"data": [{"age": 1.5, "nme": "Ann"}]}')
    status, said = command("check", script, "--payload", body)
    assert status == 1
    assert "$.data[0].age: expected an integer, got 1.5; declared at" in said
    assert "$.data[0].name" in said
    command("check", script, "--drift", tmp_path / "swagger.json", "--write")
    assert "$.data[0].age" in command("check", tmp_path / "swagger.json", "--payload", body)[1]
    body.write_text("{")
    assert "REQ001" in command("check", script, "--payload", body)[1]


@pytest.mark.parametrize("target", ["script", "document"])
def test_values_of_a_payload_are_shown_whole_cut_or_hidden(script, tmp_path, target):
    """In a log of a CI everybody reads them; at a desk one wants them whole."""
    body, long = tmp_path / "body.json", "x" * 100
    body.write_text(json.dumps({"data": [{"age": long, "name": "Ann"}]}))
    if target == "document":
        command(script, "-o", tmp_path / "swagger.json")
        script = tmp_path / "swagger.json"

    def told(*options):
        return command("check", script, "--payload", body, *options)[1]

    assert f'got "{long}"; ' in told("--values", "whole")
    assert told() == told("--values", "cut")
    assert f'got "{"x" * 58}…; ' in told()
    assert "expected an integer; " in told("--values", "hidden")
    assert "x" * 8 not in told("--values", "hidden", "--format", "json")
    assert command("check", script, "--values", "whole")[0] == 2


def test_hidden_values_are_in_no_words_of_the_validator_either(tmp_path):
    """A document of somebody else has keywords for which there are no words of our own."""
    rules = {"code": {"type": "integer", "multipleOf": 5}, "name": {"type": "string"}}
    rules["name"]["maxLength"] = 3
    content = {"application/json": {"schema": {"type": "object", "properties": rules}}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"description": ""}}}
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}}
    document["paths"] = {"/score": {"post": operation}}
    target, body = tmp_path / "openapi.json", tmp_path / "body.json"
    target.write_text(json.dumps(document))
    body.write_text('{"code": 777, "name": "secret"}')
    told = command("check", target, "--payload", body, "--values", "hidden")[1]
    assert told.count("REQ001") == 2
    assert "777" not in told
    assert "secret" not in told


def test_a_corrected_payload_is_valid(script, tmp_path):
    """It is written beside the findings, and small."""
    body, right = tmp_path / "body.json", tmp_path / "right.json"
    body.write_text('{"data": [{"age": 1, "name": "Ann"}, {"age": 1.5, "nme": "Bo"}]}')
    assert command("check", script, "--payload", body, "--corrected", right)[0] == 1
    assert command("check", script, "--payload", right)[0] == 0
    [row] = json.loads(right.read_text())["data"]
    assert row["name"] == "Bo"
    assert command("check", script, "--corrected", right)[0] == 2


def test_wrong_usage(script, capsys):
    """Unknown consumers, --write alone, files that are not there."""
    assert command("check", script, "--for", "excel")[0] == 2
    assert command("check", script, "--write")[0] == 2
    assert command("check", script, "--payload", "nowhere.json")[0] == 1
    assert command("diff", script)[0] == 2
    assert command("power-bi", "nowhere.json")[0] == 1
    assert "nowhere.json" in capsys.readouterr().err


def test_explain(capsys):
    """One rule, several, all, none of that name."""
    status, said = command("explain", "pbi008")
    assert status == 0
    assert "source: https://" in said
    assert len(command("explain")[1].splitlines()) > 60
    assert command("explain", "XYZ")[0] == 1


def test_diff(script, tmp_path):
    """Text, JSON and statuses."""
    command("check", script, "--drift", tmp_path / "old.json", "--write")
    assert command("diff", tmp_path / "old.json", script) == (0, "no change\n")
    script.write_text(SCRIPT.replace("'age': 1", "'age': 1.5"))
    assert command("diff", tmp_path / "old.json", script)[0] == 0
    script.write_text(
        SCRIPT.replace("'age': 1,", "'age': 1, 'more': 2,").replace(
            "'age': 2,", "'age': 2, 'more': 2,"
        )
    )
    status, said = command("diff", tmp_path / "old.json", script)
    assert status == 1
    assert "more" in said
    assert (
        json.loads(command("diff", tmp_path / "old.json", script, "--format", "json")[1])[0][
            "level"
        ]
        == "breaking"
    )
    assert command("diff", tmp_path / "old.json", script, "--fail-on", "never")[0] == 0


@pytest.mark.parametrize("name", ["check", "diff", "explain", "power-bi"])
def test_help(name):
    """Each command explains itself."""
    status, said = command(name, "--help")
    assert status == 0
    assert f"schemagen {name}" in said
