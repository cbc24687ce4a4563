"""Loading entry scripts: each clause of what may stand in them, one row."""

import json
import os
import sys
import threading
import warnings
from contextlib import contextmanager

import pytest

from schemagen import InputError, export, load
from schemagen.script import LoadError
from tests.script import rows_imports, rows_ways, scripts
from tests.script.scripts import HEAD, RUN

GOOD = [*scripts.GOOD, *rows_imports.GOOD, *rows_ways.GOOD]
BAD = [*scripts.BAD, *rows_imports.BAD, *rows_ways.BAD]


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
    """A load leaves no module that is not under the script's own unique name."""
    yield
    assert not {name for name in sys.modules if name.startswith(("absent", "inference_schema"))}


@contextmanager
def unchanged():
    """Arguments, path, streams, folder, variables and warnings are after as they were before."""
    before = _state()
    yield
    assert _state() == before


def _state():
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return (
        list(sys.argv),
        list(sys.path),
        streams,
        os.getcwd(),
        dict(os.environ),
        list(warnings.filters),
    )


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.id)
def test_a_script_gives_its_contract(row, tmp_path):
    """Inputs stand in signature order, stubs and warnings are named, the document is JSON."""
    if row.needs:
        library = pytest.importorskip(row.needs)
        if row.hinted and library.__name__ == "pandas" and library.__version__[0] in "12":
            pytest.skip(f"pandas {library.__version__} still has the old names")
    with unchanged():
        script = load(lay(tmp_path, row.text, row.files))
    operation = script.operation
    assert (operation and tuple(operation.inputs)) == row.inputs
    assert row.stubbed is None or script.stubbed == row.stubbed
    assert row.warned in " ".join(script.warnings)
    assert bool(script.warnings) == bool(row.warned)
    for name in row.hinted:
        assert any(name in hint for hint in script.hints)
    assert bool(script.hints) == bool(row.hinted)
    json.dumps(export(operation), allow_nan=False)


@pytest.mark.parametrize("row", BAD, ids=lambda row: row.id)
def test_a_script_without_a_contract_says_why_in_one_line(row, tmp_path):
    """The line is at most 600 characters, names place and cause, and holds no token."""
    before = _state()
    with pytest.raises(LoadError) as caught:
        load(lay(tmp_path, row.text, row.files), **row.options)
    assert _state() == before
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
    text = (
        HEAD
        + """
def init():
    global path
    from azureml.core.model import Model
    from inference_schema.schema_util import get_input_schema
    import absent_late.inner as late
    path = late.__name__, get_input_schema(run)["type"], Model.__name__
"""
        + RUN
    )
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


def test_a_sibling_found_by_a_relative_path_of_the_script_is_found_later_too(tmp_path):
    """Paths that the script adds to sys.path hold for imports that its functions do."""
    text = (
        HEAD
        + """
import os, sys
sys.path.append(os.path.join(os.path.dirname(__file__), "lib"))
def init():
    global late
    import late
"""
        + RUN
    )
    script = load(lay(tmp_path, text, {"lib/late.py": "import absent_in_late\nX = 1\n"}))
    script.init()
    assert script.module.late.X == 1
    assert script.stubbed == ("absent_in_late",)


def test_an_installed_package_that_cannot_be_imported_is_stood_in_for(tmp_path, monkeypatch):
    """What fails to be imported on this machine may well work on the service's; it is told."""
    packages = tmp_path / "installed"
    for name, text in {
        "absent_broken": "import absent_deep\n",
        "absent_odd": "raise ImportError('no libcuda')\n",
    }.items():
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text(text)
    monkeypatch.syspath_prepend(str(packages))
    script = load(lay(tmp_path, "import absent_broken, absent_odd\n" + HEAD + RUN))
    assert script.stubbed == ("absent_broken", "absent_odd")
    assert [hint for hint in script.hints if "absent_deep" in hint]
    assert [hint for hint in script.hints if "no libcuda" in hint]


def test_a_library_s_probe_for_its_own_options_meets_no_stand_in(tmp_path, monkeypatch):
    """What the script has stood in for is absent for libraries, then and later."""
    packages = tmp_path / "installed"
    packages.mkdir()
    probe = "try:\n    import absent_option\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    (packages / "probing_library.py").write_text(probe)
    monkeypatch.syspath_prepend(str(packages))
    text = "import absent_option\nimport probing_library\nassert not probing_library.HAS\n"
    try:
        assert load(lay(tmp_path, text + HEAD + RUN)).stubbed == ("absent_option",)
    finally:
        sys.modules.pop("probing_library", None)


@pytest.mark.parametrize(
    "name",
    ["score-v2.py", "score v2.py", "größe.py", "score", "score.v2.py", "json.py", "class.py"],
)
def test_a_script_may_be_named_and_placed_anyhow(tmp_path, name):
    """Neither the file's name nor its folder's need be a module's."""
    folder = tmp_path / "ein Ordner" / "日本"
    folder.mkdir(parents=True)
    (folder / "helper.py").write_text("SAMPLE = [1]\n")
    path = folder / name
    path.write_text(
        "from helper import SAMPLE\nimport json\njson.dumps\n"
        + HEAD
        + RUN.replace("[1.0]", "SAMPLE", 1)
        if name != "json.py"
        else HEAD + RUN
    )
    assert tuple(load(path).operation.inputs) == ("data",)


def test_a_linked_script_finds_what_stands_beside_the_link_and_beside_the_file(tmp_path):
    """As Python does for a script that is a symbolic link."""
    for folder in ("real", "links"):
        (tmp_path / folder).mkdir()
    (tmp_path / "real" / "helper.py").write_text("SAMPLE = [1]\n")
    (tmp_path / "links" / "other.py").write_text("X = 1\n")
    script = tmp_path / "real" / "score.py"
    script.write_text("import helper, other\n" + HEAD + RUN.replace("[1.0]", "helper.SAMPLE", 1))
    link = tmp_path / "links" / "score.py"
    link.symlink_to(script)
    assert load(link).operation.input_example() == {"data": [1]}


def test_a_script_keeps_a_name_that_it_is_given(tmp_path):
    """A server's pickles carry the module's name."""
    text = (
        HEAD
        + "import pickle\nclass Net: pass\nassert type(pickle.loads(pickle.dumps(Net()))) is Net\n"
        + RUN
    )
    script = load(lay(tmp_path, text), name="absent_entry_module")
    try:
        assert script.module.Net.__module__ == "absent_entry_module"
        assert sys.modules["absent_entry_module"] is script.module
    finally:
        del sys.modules["absent_entry_module"]


def test_a_script_that_fails_leaves_no_module(tmp_path):
    """Neither under its unique name nor under the one it was given."""
    before = set(sys.modules)
    with pytest.raises(LoadError):
        load(
            lay(tmp_path, "import helper\n1 / 0\n", {"helper.py": "X = 1\n"}),
            name="absent_entry_module",
        )
    assert set(sys.modules) - before <= {"schemagen.script.diagnosis", "schemagen.script.causes"}


def test_nothing_is_written_beside_the_script(tmp_path):
    """No compiled files of siblings are left in the author's folder."""
    script = lay(tmp_path, "import helper\n" + HEAD + RUN, {"helper.py": "X = 1\n"})
    load(script)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["helper.py", "score.py"]


WANDERS = (
    HEAD
    + """
import os
os.environ["ABSENT_SETTING"] = "set"
os.environ.pop("ABSENT_OTHER", None)
os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
def init():
    global text
    text = open("labels.txt").read()
@input_schema('data', StandardPythonParameterType([1.0]))
def run(data):
    return [text, os.environ["ABSENT_SETTING"], "ABSENT_OTHER" in os.environ, os.path.basename(os.getcwd())]
"""
)


def test_what_a_script_sets_is_there_again_when_its_functions_are_called(tmp_path, monkeypatch):
    """Variables and the working folder are put back after the load, and set for init() and run()."""
    monkeypatch.setenv("ABSENT_OTHER", "here")
    with unchanged():
        script = load(lay(tmp_path, WANDERS, {"data/labels.txt": "a,b"}))
        answer = script.call({"data": [1]})
    assert answer.json == ["a,b", "set", False, "data"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ABSENT_SETTING", "")
    script.surroundings.apply()
    assert (os.environ["ABSENT_SETTING"], os.path.basename(os.getcwd())) == ("set", "data")


def test_init_is_called_once_for_all_threads(tmp_path):
    """Calls from many threads wait for one init()."""
    text = (
        HEAD
        + """
import time
started = []
def init():
    time.sleep(0.05)
    started.append(1)
@input_schema('data', StandardPythonParameterType([1.0]))
def run(data): return [len(started), *data]
"""
    )
    script, found = load(lay(tmp_path, text)), []
    threads = [
        threading.Thread(target=lambda n=n: found.append(script.call({"data": [n]}).json))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [[1, n] for n in range(8)]


def test_a_call_answers_where_an_event_loop_runs(tmp_path):
    """async run() is awaited also when the caller is on an event loop, as in a notebook."""
    import asyncio

    script = load(lay(tmp_path, HEAD + RUN.replace("def run", "async def run")))

    async def caller():
        return script.call({"data": [2]})

    assert asyncio.run(caller()).json == {"Results": [2]}


def test_a_call_hands_over_headers_where_run_wants_them(tmp_path):
    """request_headers is an empty dict: a call has no headers."""
    decorated = load(
        lay(
            tmp_path,
            HEAD
            + RUN.replace("run(data)", "run(data, request_headers)").replace(
                "data}", "[len(request_headers)]}"
            ),
        )
    )
    assert decorated.call({"data": [2]}).json == {"Results": [0]}
    (tmp_path / "raw").mkdir()
    raw = load(
        lay(tmp_path / "raw", "def run(data, request_headers): return [data, request_headers]\n")
    )
    assert raw.call("x").json == ["x", {}]


def test_a_call_tells_the_requests_fault_from_the_scripts(tmp_path):
    """What the body lacks is a 400; what run() raises is raised, even if it looks like ours."""
    undecorated = load(lay(tmp_path, "def run(data): return data\n"))
    assert undecorated.call(b"\xff").status == 400
    assert "cannot be decoded as UTF-8" in undecorated.call(b"\xff").json["message"]
    (tmp_path / "own").mkdir()
    text = HEAD + RUN.replace(
        "    return", "    import schemagen\n    raise schemagen.InputError([])\n    return"
    )
    own = load(lay(tmp_path / "own", text))
    with pytest.raises(InputError):
        own.call({"data": [1]})
