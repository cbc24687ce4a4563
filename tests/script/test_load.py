"""Loading entry scripts: each clause of what may stand in them, one row."""

import json
import sys
import threading

import pytest

from schemagen import export, load
from schemagen.script import LoadError
from tests.script.scripts import BAD, GOOD, HEAD, RUN


def lay(folder, text, files=()):
    """Write a script and the files beside it; return the script's path."""
    for name, content in dict(files).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    script = folder / "score.py"
    script.write_bytes(text.encode())
    return script


@pytest.fixture(autouse=True)
def _no_azure(monkeypatch):
    monkeypatch.delenv("AZUREML_MODEL_DIR", raising=False)


@pytest.fixture(autouse=True)
def _nothing_left_behind():
    """A load leaves arguments, path and modules as they were."""
    argv, path = list(sys.argv), list(sys.path)
    yield
    assert sys.argv == argv
    assert sys.path == path
    assert not {name for name in sys.modules if name.startswith(("absent", "inference_schema"))}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.id)
def test_a_script_gives_its_contract(row, tmp_path):
    """Inputs stand in signature order, stubs and warnings are named, the document is JSON."""
    if row.needs:
        pytest.importorskip(row.needs)
    script = load(lay(tmp_path, row.text, row.files))
    operation = script.operation
    assert (operation and tuple(operation.inputs)) == row.inputs
    assert script.stubbed == row.stubbed
    assert row.warned in " ".join(script.warnings)
    assert bool(script.warnings) == bool(row.warned)
    for name in row.hinted:
        assert any(name in hint for hint in script.hints)
    assert bool(script.hints) == bool(row.hinted)
    json.dumps(export(operation), allow_nan=False)


@pytest.mark.parametrize("row", BAD, ids=lambda row: row.id)
def test_a_script_without_a_contract_says_why_in_one_line(row, tmp_path):
    """The line is at most 600 characters, names place and cause, and holds no token."""
    with pytest.raises(LoadError) as caught:
        load(lay(tmp_path, row.text, row.files), **row.options)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) <= 600
    for part in row.says:
        assert part in line


def test_no_such_file_and_a_folder_are_told(tmp_path):
    """What is no file is said to be none."""
    with pytest.raises(LoadError, match="no such file"):
        load(tmp_path / "nothing.py")
    with pytest.raises(LoadError, match="is a folder"):
        load(tmp_path)


def test_bytes_that_are_no_text_are_told(tmp_path):
    """A file that is not text is said to be none."""
    script = tmp_path / "score.py"
    script.write_bytes(b"\xff\xfe\x00x = 1")
    with pytest.raises(LoadError, match="is not text"):
        load(script)


def test_a_coding_line_is_followed(tmp_path):
    """Text in another encoding is read by its coding line."""
    script = tmp_path / "score.py"
    script.write_bytes(("# -*- coding: latin-1 -*-\nNAME = 'é'\n" + HEAD + RUN).encode("latin-1"))
    assert load(script).module.NAME == "é"


def test_imports_inside_functions_are_answered_later_too(tmp_path):
    """init() and run() may import Azure's names and absent packages after the load."""
    text = HEAD + """
def init():
    global path
    from azureml.core.model import Model
    from inference_schema.schema_util import get_input_schema
    import absent_late.inner as late
    path = late.__name__, get_input_schema(run)["type"], Model.__name__
""" + RUN
    script = load(lay(tmp_path, text))
    script.init()
    assert script.module.path == ("absent_late.inner", "object", "Model")


def test_two_scripts_with_siblings_of_one_name_do_not_meet(tmp_path):
    """Each script gets the sibling beside itself."""
    scripts = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        files = {"helper.py": f"SAMPLE = [{number}]\n"}
        text = "from helper import SAMPLE\n" + HEAD + RUN.replace("[1.0]", "SAMPLE", 1)
        scripts.append(load(lay(folder, text, files)))
    assert [s.operation.input_example() for s in scripts] == [{"data": [1]}, {"data": [2]}]


def test_scripts_load_in_many_threads(tmp_path):
    """Loads in parallel give each its own contract."""
    found, folders = {}, []
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay(folder, "import absent_thing\n" + HEAD + RUN.replace("[1.0]", f"[{number}]", 1))
        folders.append(folder)

    def work(number):
        found[number] = load(folders[number] / "score.py").operation.input_example()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: {"data": [n]} for n in range(8)}


def test_a_call_answers_as_a_server_would(tmp_path):
    """200 with the result; 400 with every problem when the body is refused."""
    script = load(lay(tmp_path, HEAD + RUN))
    assert script.call(b'{"data": [1, 2.5]}').json == {"Results": [1, 2.5]}
    refused = script.call({"data": "x"})
    assert refused.status == 400
    assert refused.json["errors"][0]["path"] == "$.data"


def test_a_raw_script_is_called_with_a_request(tmp_path):
    """@rawhttp hands over the request; AMLResponse answers with its status and headers."""
    text = next(row.text for row in GOOD if row.id == "rawhttp")
    answer = load(lay(tmp_path, text)).call(b"\x00raw")
    assert (answer.status, answer.body) == (200, b"\x00raw")


def test_an_undecorated_script_gets_the_body_as_text(tmp_path):
    """The whole body is what run() gets."""
    script = load(lay(tmp_path, "def run(data): return data + '!'\n"))
    assert script.call(b'{"data": 1}').json == '{"data": 1}!'


def test_model_paths_are_resolved_inside_the_model_folder(tmp_path, monkeypatch):
    """One model stands in the folder itself, several in <name>/<version>."""
    from schemagen.azureml.model import Model

    single = tmp_path / "one"
    single.mkdir()
    (single / "model.pkl").touch()
    monkeypatch.setenv("AZUREML_MODEL_DIR", str(single))
    assert Model.get_model_path("anything") == str(single / "model.pkl")
    many = tmp_path / "many"
    for name, version in (("a", 1), ("b", 2), ("b", 10)):
        (many / name / str(version)).mkdir(parents=True)
        (many / name / str(version) / "m.pkl").touch()
    monkeypatch.setenv("AZUREML_MODEL_DIR", str(many))
    assert Model.get_model_path("a") == str(many / "a" / "1" / "m.pkl")
    assert Model.get_model_path("b") == str(many / "b" / "10" / "m.pkl")
    assert Model.get_model_path("b", version=2) == str(many / "b" / "2" / "m.pkl")
