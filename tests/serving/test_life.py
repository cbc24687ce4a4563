"""The life of a script in a server: where it finds its models, its siblings and its settings."""

import io
import json
import os
import pickle
import subprocess
import sys
from dataclasses import fields

import pytest

pytest.importorskip("granian")

from schemagen.serving import Settings, create_app
from schemagen.serving.cors import matches
from schemagen.serving.settings import SettingsError, settings_from
from tests.serving.running import ROOT, ours, served

ECHO = "def init(): pass\ndef run(data): return data\n"
MODEL = """
import os
from pathlib import Path
from azureml.core.model import Model
def init(): pass
def run(data):
    root = Path(os.environ["AZUREML_MODEL_DIR"])
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*"))
    return [names, Path(Model.get_model_path(data)).read_text() if data else None]
"""


def ask(server, body):
    return json.loads(server.ask("POST", "/score", body).body)


def test_one_model(tmp_path):
    (tmp_path / "model.txt").write_text("weights")
    with served(MODEL, "--model", f"wine={tmp_path / 'model.txt'}") as server:
        assert ask(server, b"wine") == [["model.txt"], "weights"]
    with served(MODEL, "--model-dir", str(tmp_path)) as server:
        assert ask(server, b"")[0] == ["model.txt"]


def test_several_models_are_laid_out_as_azure_does(tmp_path):
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "b.txt").write_text("B")
    flags = ("--model", f"one:3={tmp_path / 'a.txt'}", "--model", f"two={tmp_path / 'b.txt'}")
    with served(MODEL, *flags) as server:
        names, text = ask(server, b"two")
        assert "one/3/a.txt" in names
        assert "two/1/b.txt" in names
        assert text == "B"


@pytest.mark.parametrize(
    "flags",
    [
        ("--model", "noequals"),
        ("--model", "a=/no/such/file"),
        ("--model-dir", "/no/such/folder"),
        ("--model", "../x=."),
        ("--model", "a=.", "--model-dir", "."),
    ],
)
def test_models_that_are_not_there(flags):
    with pytest.raises(ChildProcessError, match="model"), served(ECHO, *flags):
        pass


def test_a_script_that_looks_for_its_model_is_told_how_to_name_it():
    """The log says it before the traceback."""
    script = "import os\ndef init(): os.environ['AZUREML_MODEL_DIR']\ndef run(data): pass"
    with (
        pytest.raises(ChildProcessError, match="say where the model is: --model-dir"),
        served(script),
    ):
        pass


PICKLED = """
import pickle, io
from helper import Other
class Model:
    pass
def init():
    global own, other
    own = pickle.loads(b"centry_module\\nModel\\n)\\x81.")
    other = pickle.loads(b"chelper\\nOther\\n)\\x81.")
def run(data):
    import late
    return [type(own) is Model, type(other) is Other, late.VALUE, __name__]
"""


def test_pickles_name_the_script_and_its_siblings():
    files = {"helper.py": "class Other: pass\n", "late.py": "VALUE = 7\n"}
    with served(PICKLED, files=files) as server:
        assert ask(server, b"") == [True, True, 7, "entry_module"]


def test_pickle_opcodes_of_the_test_are_right():
    class Here: ...

    Here.__module__, Here.__qualname__ = __name__, "Here"
    globals()["Here"] = Here
    made = pickle.Unpickler(io.BytesIO(f"c{__name__}\nHere\n)".encode() + b"\x81.")).load()
    assert type(made) is Here


def test_absent_packages_are_not_stood_in_for():
    script = "import no_such_package_at_all\n" + ECHO
    with pytest.raises(ChildProcessError, match="no_such_package_at_all"), served(script):
        pass


def test_files_in_the_app_root_win():
    files = {"swagger.json": '{"own": 2}', "swagger3.json": '{"own": 3}'}
    with served(ECHO, files=files) as server:

        def document(query):
            return json.loads(server.ask("GET", f"/swagger.json{query}").body)

        assert document("") == {"own": 2}
        assert document("?version=3") == {"own": 3}
        assert document("?version=3.1")["openapi"].startswith("3.1")
    with (
        pytest.raises(ChildProcessError, match="swagger3"),
        served(ECHO, files={"swagger3.json": "{"}),
    ):
        pass


def test_config_json_beside_the_script():
    config = {"SERVICE_NAME": 'the "wine"', "SCORING_TIMEOUT_MS": 5000, "unknown": 1}
    with served(ECHO, files={"config.json": json.dumps(config)}) as server:
        document = json.loads(server.ask("GET", "/swagger.json").body)
        assert document["info"]["title"] == 'the "wine"'
    with served(
        ECHO, files={"config.json": json.dumps(config)}, environ=(("SERVICE_NAME", "x"),)
    ) as server:
        assert json.loads(server.ask("GET", "/swagger.json").body)["info"]["title"] == "x"
    with (
        pytest.raises(ChildProcessError, match="config"),
        served(ECHO, files={"config.json": "[1]"}),
    ):
        pass


@pytest.mark.parametrize(
    ("prefix", "path"),
    [("/", "/score"), ("a", "/a/score"), ("/a/b/", "/a/b/score"), ("", "/score")],
)
def test_the_prefix_of_the_documents_paths(prefix, path):
    """Its slashes are trimmed; a prefix of nothing else is none. Nothing is served below it."""
    with served(ECHO, environ=(("SERVICE_PATH_PREFIX", prefix),)) as server:
        assert path in json.loads(server.ask("GET", "/swagger.json").body)["paths"]
        assert server.ask("POST", "/score", b"x").status == 200
        assert path == "/score" or server.ask("POST", path, b"x").status == 404


def test_the_flags_of_azures_server(tmp_path):
    flags = (
        "--model_dir",
        str(tmp_path),
        "--worker_count",
        "1",
        "--access_control_allow_origins",
        "*",
        "--appinsights_instrumentation_key",
        "k",
        "--health_port",
        "5000",
    )
    with served(ECHO, *flags) as server:
        assert server.ask("GET", "/").header("access-control-allow-origin") == "*"


@pytest.mark.parametrize(
    ("enabled", "given", "told"),
    [
        (None, "mine/1", "schemagen/"),
        ("true", "mine/1", "schemagen/"),
        ("false", "mine/1", "mine/1"),
        ("false", "", ""),
    ],
)
def test_the_version_that_is_told(enabled, given, told):
    environ = {"HTTP_X_MS_SERVER_VERSION": given} if given else {}
    environ |= {"SERVER_VERSION_LOG_RESPONSE_ENABLED": enabled} if enabled else {}
    assert settings_from(environ).server_version.startswith(told)
    assert bool(told) == bool(settings_from(environ).server_version)


@pytest.mark.parametrize(
    ("name", "value"), [("port", 0), ("port", 70000), ("workers", 0), ("timeout_ms", -1)]
)
def test_settings_that_cannot_be(name, value):
    with pytest.raises(SettingsError, match=name):
        Settings(**{name: value})


def test_wrong_usage_is_told():
    for flags in (("--port", "x"), ("--no-such-flag",)):
        ended = subprocess.run(
            [*ours(5000), *flags], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert ended.returncode == 2
    ended = subprocess.run(
        [sys.executable, "-m", "schemagen", "serve"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (ended.returncode, "no entry script" in ended.stderr) == (2, True)


def test_every_setting_has_a_flag():
    from schemagen.cli.serve import parser

    flags = {action.dest for action in parser()._actions}
    internal = {"source_dir", "server_version"}
    assert {field.name for field in fields(Settings)} - flags - internal == set()


@pytest.mark.parametrize(
    ("known", "origin", "allowed"),
    [
        ("https://*.a.example", "https://b.a.example", True),
        ("https://*.a.example", "https://b.c.a.example", False),
        ("https://*.a.example", "https://.a.example", False),
        ("https://a.example", "https://A.example", True),
        ("https://*.a.example", "https://b/.a.example", False),
        ("*", "null", True),
        ("https://a.*", "https://a.example", False),
        ("[a-z]+", "a", False),
    ],
)
def test_origins(known, origin, allowed):
    assert matches(known, origin) is allowed


def test_create_app_is_a_wsgi_callable(tmp_path, monkeypatch):
    (tmp_path / "score.py").write_text(ECHO)
    monkeypatch.chdir(tmp_path)
    for name in (
        "AML_APP_ROOT",
        "AZUREML_ENTRY_SCRIPT",
        "AML_APP_INSIGHTS_ENABLED",
        "WORKER_COUNT",
    ):
        monkeypatch.setenv(name, "1")
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "modules", sys.modules)
    from wsgiref.util import setup_testing_defaults
    from wsgiref.validate import validator

    app = validator(create_app("score.py", timeout_ms=0))
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/score",
        "CONTENT_LENGTH": "2",
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
    }
    setup_testing_defaults(environ)
    environ["wsgi.input"] = io.BytesIO(b"hi")
    seen = []
    answer = app(environ, lambda status, headers, exc=None: seen.append(status))
    assert b"".join(answer) == b'"hi"'
    answer.close()
    assert seen == ["200 OK"]
    assert os.environ["WORKER_COUNT"] == "1"
    sys.modules.pop("entry_module", None)


def test_the_page_loads_nothing_from_elsewhere():
    with served(ECHO, "--title", "<wine>") as server:
        page = server.ask("GET", "/docs")
        text = page.body.decode()
    assert page.status == 200
    assert "&lt;wine&gt;" in text
    assert "<wine>" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_the_flask_request_of_scripts_that_use_flask():
    pytest.importorskip("flask")
    script = """
import flask
from azureml.contrib.services.aml_request import rawhttp
def init(): pass
@rawhttp
def run(request):
    same = flask.request._get_current_object() is request
    return flask.Response(f"{same} {isinstance(request, flask.Request)} {request.get_json()}", 201)
"""
    with served(script) as server:
        reply = server.ask("POST", "/score", b"[1]", {"Content-Type": "application/json"})
        assert (reply.status, reply.body) == (201, b"True True [1]")
        assert server.ask("POST", "/score", b"[1]").status == 415
        assert (
            server.ask("POST", "/score", b"{", {"Content-Type": "application/json"}).status == 400
        )


def test_what_is_wrong_with_a_raw_request_is_the_clients_fault():
    pytest.importorskip("werkzeug")
    script = """
from azureml.contrib.services.aml_request import rawhttp
def init(): pass
@rawhttp
def run(request): return [request.files["image"].filename, request.json if request.is_json else None]
"""
    form = {"Content-Type": "multipart/form-data; boundary=B"}
    part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    with served(script) as server:
        assert server.ask("POST", "/score", b"", form).status == 400
        assert server.ask("POST", "/score", b"no multipart", form).status == 400
        assert (
            server.ask("POST", "/score", part % (b"a", b"x" * 600_000) + b"--B--\r\n", form).status
            == 413
        )
        assert (
            server.ask("POST", "/score", part % (b"a", b"x") * 1100 + b"--B--\r\n", form).status
            == 413
        )
