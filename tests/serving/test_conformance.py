"""What clients of Azure's server rely on, request by request.

Run against that server where ``azmlinfsrv`` is installed (or ``SCHEMAGEN_PEER`` names it), else
against its recorded answers; ``replay.py`` records them.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("granian")
pytest.importorskip("werkzeug")
pytest.importorskip("numpy")
pytest.importorskip("pandas")

from tests.serving.replay import GOLDEN, ROWS, agrees, replayed
from tests.serving.running import served
from tests.serving.scripts import REFUSED


def peer():
    """Return the path of Azure's server, if there is one."""
    beside = Path(sys.executable).with_name("azmlinfsrv")
    return os.environ.get("SCHEMAGEN_PEER") or (str(beside) if beside.exists() else None)


@pytest.fixture(scope="module")
def wanted():
    """Give the answers of Azure's server."""
    if peer():
        return dict(replayed(ROWS, peer()))
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
@pytest.mark.skipif(not shutil.which(peer() or ""), reason="azmlinfsrv is not installed")
def test_azures_server_does_not_start_either(name):
    """The list of what cannot be served is its own."""
    with pytest.raises(ChildProcessError), served(REFUSED[name], peer=peer()):
        pass
