"""Files that are not what they should be: one line that names the file, and the status."""

import io
import json
import os

import pytest

import schemagen
from schemagen.cli import run

SCRIPT = """
from schemagen import input_schema, output_schema
@input_schema('data', [{'a': 1.5}, {'a': 2.5}])
@output_schema([1.5])
def run(data): return [row['a'] for row in data]
"""
TABLE = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "number"}}}}


def document(schema, **definitions):
    """Return a document whose body is *schema*."""
    body = {"name": "b", "in": "body", "schema": schema}
    answers = {"200": {"description": "", "schema": {"type": "array", "items": {}}}}
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/score": {"post": {"operationId": "a", "parameters": [body], "responses": answers}}
        },
        "definitions": definitions,
    }


def to(name):
    """Return a reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def nested(levels):
    """Return the text of a document of so many levels."""
    deep = '{"properties":{"a":' * levels + "{}" + "}}" * levels
    return json.dumps(document({})).replace('"schema": {}', f'"schema": {deep}', 1)


GOOD = json.dumps(document(to("A"), A={"type": "object", "properties": {"data": TABLE}}))
FILES = {
    "folder.json": (None, "Is a directory"),
    "empty.json": ("", "is not JSON"),
    "cut.json": ('{"swagger":', "is not JSON"),
    "nan.json": (GOOD.replace('"t"', "NaN"), "NaN is not JSON"),
    "list.json": ("[1]", "object"),
    "latin.json": ('{"a": "caf\xe9"}'.encode("latin-1"), "is not JSON: 'utf-8' codec"),
    "bytes.json": (b"\xff\xfe\x00{", "is not JSON"),
    "document.yaml": ("swagger: '2.0'\n", "is YAML by its name"),
    "document.yml": ("swagger: '2.0'\n", "is YAML by its name"),
    "deep.json": (nested(10_000), "nested too deeply"),
    "deep_list.json": ("[" * 10_000 + "]" * 10_000, "nested too deeply"),
    "nowhere.json": (..., "No such file or directory"),
}
COMMANDS = (
    ("check",),
    ("check", "--for", "power-bi,power-platform"),
    ("power-bi",),
    ("diff", "good.json"),
    ("check", "score.py", "--drift"),
    ("power-bi", "score.py", "--table"),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Stand in a folder with a good script and a good document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "score.py").write_text(SCRIPT)
    (tmp_path / "good.json").write_text(GOOD)
    return tmp_path


def put(folder, name, content):
    """Write a file; None makes a folder, Ellipsis nothing."""
    if content is None:
        (folder / name).mkdir()
    elif isinstance(content, bytes):
        (folder / name).write_bytes(content)
    elif content is not ...:
        (folder / name).write_text(content)


def command(*arguments):
    """Return status and output."""
    out = io.BytesIO()
    return run(list(arguments), out), out.getvalue().decode()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_documents(name, arguments, folder, capsys):
    """One line on standard error, status 1, nothing on standard output."""
    content, why = FILES[name]
    put(folder, name, content)
    status, said = command(*arguments, name)
    lines = capsys.readouterr().err.splitlines()
    if "--table" in arguments and name.endswith((".yaml", ".yml")):
        assert (status, len(lines)) == (1, 1)  # read as CSV, and its columns are not there
        return
    assert (status, said, len(lines)) == (1, "", 1)
    assert lines[0].startswith(f"error: {name}: ")
    assert why in lines[0]


SCRIPTS = {
    "folder.py": (None, "is a folder"),
    "empty.py": ("", "defines no run()"),
    "latin.py": ("x = 'caf\xe9'\ndef run(data): return 1\n".encode("latin-1"), "is not text"),
    "nowhere.py": (..., "no such file"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_that_are_none(name, folder, capsys):
    """`check` finds SCR001 in the file as it was named, the others tell it."""
    content, why = SCRIPTS[name]
    put(folder, name, content)
    status, said = command("check", name)
    assert status == 1
    assert said.startswith(f"{name}:")
    assert "error SCR001" in said
    assert why in said
    for others in (("power-bi", name), ("diff", "good.json", name)):
        capsys.readouterr()
        assert command(*others) == (1, "")
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("error: ")
        assert why in line


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read(folder, capsys):
    """The system's reason is told."""
    (folder / "good.json").chmod(0)
    assert command("check", "good.json") == (1, "")
    assert "Permission denied" in capsys.readouterr().err


REFERENCES = {
    "missing": (document(to("Z")), "#/definitions/Z is not in the document"),
    "remote": (document({"$ref": "https://example.com/x.json#/A"}), "leads out of the document"),
    "file": (document({"$ref": "other.json#/A"}), "leads out of the document"),
    "circle": (document(to("A"), A=to("B"), B=to("A")), "leads back to itself"),
    "itself": (document(to("A"), A=to("A")), "leads back to itself"),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_references_that_cannot_be_followed(name, folder, capsys):
    """A finding at the place; nothing is compared or called good that was not seen."""
    content, why = REFERENCES[name]
    put(folder, "bad.json", json.dumps(content))
    put(folder, "body.json", "{}")
    status, said = command("check", "bad.json", "--for", "power-bi")
    assert status == 1
    assert "error DOC005 $.paths" in said or "error DOC005 $.definitions" in said
    assert "error PBI002" in said
    assert why in said
    assert command("power-bi", "bad.json")[0] == 1
    for arguments in (
        ("diff", "bad.json", "good.json"),
        ("diff", "good.json", "bad.json"),
        ("check", "bad.json", "--payload", "body.json"),
    ):
        capsys.readouterr()
        assert command(*arguments) == (1, "")
        assert capsys.readouterr().err.startswith("error: bad.json: $.")


def test_a_schema_inside_itself_is_fine(folder):
    """Recursion through a property is no circle."""
    tree = {"type": "object", "properties": {"data": TABLE, "next": to("Tree")}}
    put(folder, "tree.json", json.dumps(document(to("Tree"), Tree=tree)))
    assert command("check", "tree.json")[0] == 0
    assert command("diff", "tree.json", "tree.json") == (0, "no change\n")


def chain(levels):
    """Return a document that is flat as text, and so deep by its references."""
    links = {f"A{i}": {"properties": {"a": to(f"A{i + 1}")}} for i in range(levels)}
    return document(to("A0"), **links, **{f"A{levels}": {"type": "string"}})


def test_depth_by_references(folder, capsys):
    """What is too deep to compare is told."""
    assert isinstance(schemagen.check(chain(3000), consumers=["power-platform"]), list)
    with pytest.raises(schemagen.SchemagenError, match="nested too deeply"):
        schemagen.diff(chain(3000), chain(3001))


PAYLOADS = {
    "empty": (b"", "could not be decoded as JSON"),
    "latin": ('{"data": "caf\xe9"}'.encode("latin-1"), "not utf-8"),
    "deep": (b'{"data":' * 10_000 + b"1" + b"}" * 10_000, "nested too deeply"),
    "list": (b"[]", "expected a JSON object"),
}


@pytest.mark.parametrize("target", ["score.py", "good.json"])
@pytest.mark.parametrize("name", PAYLOADS)
def test_requests_that_are_none(name, target, folder):
    """A finding, status 1."""
    content, why = PAYLOADS[name]
    put(folder, "body.json", content)
    status, said = command("check", target, "--payload", "body.json")
    assert status == 1
    assert "body.json: error REQ001" in said
    assert why in said


def test_several_targets(folder, capsys):
    """All are checked; one that cannot be read does not hide the others."""
    (folder / "bad.py").write_text("def init(): pass\n")
    status, said = command("check", "score.py", "good.json", "--fail-on", "never")
    assert (status, said) == (0, command("check", "good.json", "--fail-on", "never")[1])
    status, said = command("check", "bad.py", "nowhere.json", "good.json")
    assert status == 1
    assert "bad.py: error SCR001" in said
    assert "good.json" in said
    assert "nowhere.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "score.py", "--drift", "good.json", "--payload", "good.json"),
        ("check", "score.py", "good.json", "--payload", "good.json"),
        ("check", "good.json", "--drift", "good.json"),
        ("check", "score.py", "--write"),
        ("check", "score.py", "--for", "excel"),
        ("check",),
        ("diff", "good.json"),
        ("power-bi", "good.json", "--batch", "0"),
        ("power-bi", "good.json", "--bind", "a"),
        ("power-bi", "good.json", "--global-parameters", "{"),
        ("check", "score.py", "--load-timeout", "0"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2(arguments, folder, capsys):
    """One line says what is taken."""
    assert command(*arguments) == (2, "")
    assert "error: " in capsys.readouterr().err


def test_a_wrong_configuration_is_status_2(folder, capsys):
    """The project's own words are wrong usage too."""
    put(folder, "pyproject.toml", "[tool.schemagen]\nfail-on = 'sometimes'\n")
    assert command("check", "good.json") == (2, "")
    put(folder, "pyproject.toml", "[tool.schemagen\n")
    assert command("check", "good.json") == (2, "")
    assert "is not TOML" in capsys.readouterr().err


def test_results_that_have_no_place(folder, capsys):
    """The name that was given is told, and nothing is left behind."""
    put(folder, "rows.csv", "a\n1\n")
    for arguments in (
        ("check", "good.json", "-o", "no/where.txt"),
        ("diff", "good.json", "good.json", "-o", "no/where.txt"),
        ("power-bi", "score.py", "--table", "rows.csv", "-o", "no/where.csv"),
        ("check", "score.py", "--drift", "no/where.json", "--write"),
    ):
        assert command(*arguments)[0] == 1
        assert "cannot be written" in capsys.readouterr().err


def test_a_script_finds_the_files_beside_it(folder, tmp_path_factory, monkeypatch, capsys):
    """It is run again in its own folder, by every command, and the caller's stays."""
    put(folder, "rows.json", '[{"a": 1.5}, {"a": 2.5}]')
    (folder / "score.py").write_text(
        SCRIPT.replace("[{'a': 1.5}, {'a': 2.5}]", "__import__('json').load(open('rows.json'))")
    )
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    script = str(folder / "score.py")
    assert command("check", script)[0] == 0
    assert "run again" in capsys.readouterr().err
    assert command("diff", script, script) == (0, "no change\n")
    assert command("power-bi", script)[0] == 0
    assert os.getcwd() == str(elsewhere)
