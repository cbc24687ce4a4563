"""One option in three places: command line, pyproject.toml, export()."""

import argparse
import json
import sys

import pytest

from schemagen import export, load
from schemagen.cli.options import add_shape, shape_options
from schemagen.openapi import OptionError
from tests.script.scripts import HEAD, RUN
from tests.test_cli import schemagen

NEEDS_TOML = pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 has no tomllib")
SAME = [
    (["--title", "wine"], 'title = "wine"', {"title": "wine"}),
    (["--tags", "a,b"], 'tags = ["a", "b"]', {"tags": ["a", "b"]}),
    (["--tags", "a", "--tags", "b"], 'tags = "a,b"', {"tags": ("a", "b")}),
    (["--contact", "name=Ana", "--contact", "url=https://a.example"],
     'contact = {name = "Ana", url = "https://a.example"}',
     {"contact": {"name": "Ana", "url": "https://a.example"}}),
    (["--no-examples"], "examples = false", {"examples": False}),
    (["--get", "--example-rows", "1"], "get = true\nexample-rows = 1", {"get": True, "example_rows": 1}),
    (["--errors", "400,500"], "errors = [400, 500]", {"errors": [400, 500]}),
    (["--response-headers", "x-request-id", "--response-headers", "x-a=b"],
     'response-headers = {x-request-id = "", x-a = "b"}',
     {"response_headers": {"x-request-id": "", "x-a": "b"}}),
    (["--extensions", 'x-a={"b": [1]}', "--extensions", "x-c=d"],
     'extensions = {x-a = {b = [1]}, x-c = "d"}', {"extensions": {"x-a": {"b": [1]}, "x-c": "d"}}),
    (["--input-examples", "one=one.json"], 'input-examples = {one = "one.json"}',
     {"input_examples": {"one": {"data": [2.5]}}}),
    (["--patch", "patch.json"], 'patch = "patch.json"', {"patch": {"host": "a.example"}}),
    (["--dialect", "azureml"], 'dialect = "azureml"', {"dialect": "azureml"}),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a folder with a script and the files that options name; it is the current one."""
    (tmp_path / "score.py").write_text(HEAD + RUN)
    (tmp_path / "one.json").write_text('{"data": [2.5]}')
    (tmp_path / "patch.json").write_text('{"host": "a.example"}')
    monkeypatch.chdir(tmp_path)
    for name in ("SERVICE_NAME", "SERVICE_VERSION", "SERVICE_PATH_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def options(*given):
    """Return what the command gives to export()."""
    made = argparse.ArgumentParser()
    add_shape(made)
    return shape_options(made.parse_args(given), "score.py")


@NEEDS_TOML
@pytest.mark.parametrize(("given", "table", "named"), SAME, ids=lambda value: str(value)[:30])
def test_three_places_say_the_same(folder, given, table, named):
    """The document is the same, whichever place says it."""
    operation = load(folder / "score.py").operation
    expected = export(operation, **named)
    assert export(operation, **options(*given)) == expected
    (folder / "pyproject.toml").write_text(f"[tool.schemagen]\n{table}\n")
    assert export(operation, **options()) == expected


@NEEDS_TOML
def test_the_nearer_place_wins(folder, monkeypatch):
    """Command line, then environment, then project."""
    (folder / "pyproject.toml").write_text('[tool.schemagen]\ntitle = "a"\nselect = ["PBI"]\n')
    assert options() == {"title": "a"}
    monkeypatch.setenv("SERVICE_NAME", "b")
    assert options() == {"title": "b"}
    assert options("--title", "c") == {"title": "c"}


@NEEDS_TOML
def test_the_nearest_project_with_a_table_counts(folder):
    """Projects around that say nothing are passed by."""
    (folder / "pyproject.toml").write_text('[tool.schemagen]\ntitle = "a"\n')
    inner = folder / "models" / "wine"
    inner.mkdir(parents=True)
    (inner.parent / "pyproject.toml").write_text("[project]\nname = 'b'\n")
    made = argparse.ArgumentParser()
    add_shape(made)
    assert shape_options(made.parse_args([]), str(inner / "score.py")) == {"title": "a"}


@NEEDS_TOML
@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("titel = 'a'", b"error: there is no option 'titel' (is it 'title'?)"),
        ("title = 3", b"error: title: expected text, got 3"),
        ("patch = 'none.json'", b"none.json: cannot be read"),
        ("title = ", b"is not TOML"),
        ("openapi = '4'", b"error: openapi: 4 is not one of 2.0, 3.0, 3.1, all"),
    ],
)
def test_a_wrong_project_is_wrong_usage(folder, table, said):
    """One line, status 2, and the script is not run."""
    (folder / "pyproject.toml").write_text(f"[tool.schemagen]\n{table}\n")
    (folder / "score.py").write_text("1 / 0")
    result = schemagen("score.py", cwd=folder)
    assert (result.returncode, result.stdout) == (2, b"")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("given", [["--contact", "me"], ["--input-examples", "a=score.py"]])
def test_wrong_values_are_told(folder, given):
    """What is no pair, and what is no JSON."""
    with pytest.raises(OptionError, match=r"expected NAME=VALUE|is not JSON"):
        options(*given)


@NEEDS_TOML
def test_the_project_chooses_the_version(folder):
    """--openapi wins over it."""
    (folder / "pyproject.toml").write_text('[tool.schemagen]\nopenapi = "3.1"\n')
    assert json.loads(schemagen("score.py", cwd=folder).stdout)["openapi"] == "3.1.0"
    made = schemagen("score.py", "--openapi", "3.0", cwd=folder)
    assert json.loads(made.stdout)["openapi"] == "3.0.3"


def test_every_version_at_once(folder):
    """The files are called as Azure's server calls them."""
    assert schemagen("score.py", "--openapi", "all", "-o", "out", cwd=folder).returncode == 0
    written = {path.name: json.loads(path.read_bytes()) for path in (folder / "out").iterdir()}
    assert sorted(written) == ["swagger2.json", "swagger3.1.json", "swagger3.json"]
    assert written["swagger2.json"]["swagger"] == "2.0"
    assert written["swagger3.json"]["openapi"] == "3.0.3"
    nowhere = schemagen("score.py", "--openapi", "all", cwd=folder)
    assert (nowhere.returncode, nowhere.stdout) == (2, b"")


def test_a_json_schema_instead(folder):
    """Of the input or the output; an open script has none."""
    schema = json.loads(schemagen("score.py", "--json-schema", "input", cwd=folder).stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "data" in schema["properties"]
    (folder / "score.py").write_text("def run(data): return data\n")
    result = schemagen("score.py", "--json-schema", "output", cwd=folder)
    assert (result.returncode, result.stdout) == (2, b"")


def test_yaml_instead(folder):
    """The same document."""
    yaml = pytest.importorskip("yaml")
    plain = json.loads(schemagen("score.py", cwd=folder).stdout)
    assert yaml.safe_load(schemagen("score.py", "--yaml", cwd=folder).stdout) == plain


def test_docstrings_of_script_and_run(folder):
    """They describe an undecorated script as well."""
    (folder / "score.py").write_text('"""Rates wines."""\ndef run(data):\n    """Rate one."""\n')
    plain = json.loads(schemagen("score.py", cwd=folder).stdout)
    document = json.loads(schemagen("score.py", "--docstrings", cwd=folder).stdout)
    assert document["info"]["description"] == "Rates wines."
    assert document["paths"]["/score"]["post"]["summary"] == "Rate one"
    assert "Rates" not in json.dumps(plain)
