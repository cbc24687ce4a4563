"""What clients of Azure's server rely on, request by request.

Run against that server where it is installed, here or beside the Python that
``SCHEMAGEN_AZURE_PYTHON`` names, else against its recorded answers; ``replay.py`` records them.
"""

import json
import shutil

import pytest

pytest.importorskip("granian")
pytest.importorskip("werkzeug")
pytest.importorskip("numpy")
pytest.importorskip("pandas")

from tests.outside import azmlinfsrv
from tests.serving.replay import GOLDEN, ROWS, agrees, replayed
from tests.serving.running import served
from tests.serving.scripts import REFUSED


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


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_served_does_not_start(name):
    """The process ends with a status other than 0, and says why."""
    with pytest.raises(ChildProcessError) as ended, served(REFUSED[name]):
        pass
    assert "status 0" not in str(ended.value)
    assert "cannot serve: " in str(ended.value)


@pytest.mark.parametrize("name", ["no_init", "init_raises", "star_args"])
@pytest.mark.skipif(not shutil.which(azmlinfsrv() or ""), reason="azmlinfsrv is not installed")
def test_azures_server_does_not_start_either(name):
    """The list of what cannot be served is its own."""
    with pytest.raises(ChildProcessError), served(REFUSED[name], peer=azmlinfsrv()):
        pass
