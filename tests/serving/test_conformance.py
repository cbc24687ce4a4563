"""What clients of Azure's server rely on, request by request.

Run against that server where it is installed, here or beside the Python that
``SCHEMAGEN_AZURE_PYTHON`` names, else against its recorded answers; ``replay.py`` records them.
"""

import json
import shutil
import socket
import time

import pytest

pytest.importorskip("granian")
pytest.importorskip("werkzeug")
pytest.importorskip("numpy")
pytest.importorskip("pandas")

from tests.outside import azmlinfsrv
from tests.serving.replay import GOLDEN, ROWS, agrees, replayed
from tests.serving.running import served, started
from tests.serving.scripts import NEVER_ANSWERS, REFUSED, SCRIPTS


@pytest.fixture(scope="module")
def wanted():
    """Give the answers of Azure's server."""
    if azmlinfsrv():
        return dict(replayed(ROWS, azmlinfsrv()))
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers():
    """Give our answers."""
    return dict(replayed(ROWS))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_client_sees_what_azures_server_answers(row, wanted, answers):
    """Status, body and the headers that are kept."""
    want, got = wanted[row.name], answers[row.name]
    assert agrees(want, got), {"azmlinfsrv": want, "schemagen": got}


@pytest.mark.parametrize("name", [*REFUSED, *NEVER_ANSWERS])
def test_what_cannot_be_served_does_not_start(name, tmp_path):
    """The process ends with status 3, says why, and nothing has listened."""
    (tmp_path / "score.py").write_text({**REFUSED, **NEVER_ANSWERS}[name])
    server = started(tmp_path)
    heard = False
    while server.process.poll() is None:
        with socket.socket() as trial:
            heard |= trial.connect_ex(("127.0.0.1", server.port)) == 0
        time.sleep(0.02)
    assert (server.process.returncode, heard) == (3, False), server.log
    assert "cannot serve: " in server.log


@pytest.mark.parametrize(
    ("files", "flags", "environ"),
    [
        ({}, ("--entry_script", "absent.py"), {}),
        ({"swagger.json": "{"}, (), {}),
        ({"swagger3.1.json": "[1"}, (), {}),
        ({"config.json": "nothing"}, (), {}),
        ({}, (), {"SCORING_TIMEOUT_MS": "soon"}),
        ({}, (), {"WORKER_COUNT": "0"}),
        ({}, (), {"AZUREML_LOG_LEVEL": "loud"}),
    ],
)
def test_what_is_set_wrongly_does_not_start(files, flags, environ, tmp_path):
    """A file that is absent or broken, a setting that cannot be."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    entry = () if flags else ("score.py",)
    (tmp_path / "score.py").write_text(SCRIPTS["plain"])
    server = started(tmp_path, *flags, environ=environ, entry=entry)
    assert server.process.wait(30) in (2, 3), server.log
    assert any(word in server.log for word in ("cannot serve: ", "error: ")), server.log
    assert "Traceback" not in server.log


@pytest.mark.parametrize("name", [*REFUSED, *NEVER_ANSWERS])
@pytest.mark.skipif(not shutil.which(azmlinfsrv() or ""), reason="azmlinfsrv is not installed")
def test_azures_server_does_not_start_either(name):
    """The list of what cannot be served is its own, but for what no request can reach."""
    if name in NEVER_ANSWERS:
        with served(NEVER_ANSWERS[name], peer=azmlinfsrv()) as server:
            headers = {"Content-Type": "application/json"}
            assert (
                server.ask("POST", "/score", b'{"data": [1], "other": [1]}', headers).status >= 400
            )
        return
    with pytest.raises(ChildProcessError), served(REFUSED[name], peer=azmlinfsrv()):
        pass
