"""``--front``: what a client sees behind Azure's front ends, as their documents tell it."""

import json
import re
import socket

import pytest

pytest.importorskip("granian")

from schemagen.serving.front_notes import notes
from schemagen.serving.settings import Settings
from tests.serving.running import served

SCRIPT = """
import time
def init(): pass
def run(data):
    time.sleep(float(data))
    return 1 / float(data)
"""
GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@pytest.fixture(scope="module", params=["azureml-fe", "managed"])
def behind(request):
    with served(
        SCRIPT, "--front", request.param, "--front-timeout", "0.6", "--queue", "0"
    ) as server:
        yield request.param, server


def seen(behind, fe, managed):
    return fe if behind[0] == "azureml-fe" else managed


def test_statuses(behind):
    server = behind[1]
    failed = server.ask("POST", "/score", b"0")
    assert failed.status == seen(behind, 502, 424)
    assert "scoring script" in json.loads(failed.body)["message"]
    assert failed.header("x-ms-run-function-failed") == "True"
    assert failed.header("ms-azureml-model-error-statuscode") == seen(behind, None, "500")
    assert failed.header("ms-azureml-model-error-reason") == seen(behind, None, "model_error")
    refused = server.ask("POST", "/score", b"\xff")
    assert refused.status == seen(behind, 400, 424)
    good = server.ask("POST", "/score", b"0.01")
    assert good.status == 200
    assert good.header("ms-azureml-model-error-statuscode") is None


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT"])
def test_only_get_and_post_are_routed(behind, method):
    reply = behind[1].ask(method, "/score")
    assert (reply.status, reply.header("x-ms-run-function-failed")) == (405, None)


def test_ids(behind):
    given = {"x-request-id": "mine", "x-ms-client-request-id": "not fit"}
    reply = behind[1].ask("POST", "/score", b"0.01", given)
    own, client = reply.header("x-request-id"), reply.header("x-ms-client-request-id")
    if behind[0] == "managed":
        assert re.fullmatch(GUID, own)
        assert client is None
        fit = {"x-ms-client-request-id": "a-B_9"}
        assert behind[1].ask("GET", "/", headers=fit).header("x-ms-client-request-id") == "a-B_9"
    else:
        assert (own, client) == ("mine", "not fit")


def test_the_front_gives_up_before_the_script_does(behind):
    """And while the script still runs, more than may wait are turned away."""
    server = behind[1]
    late = server.ask("POST", "/score", b"1.5")
    assert late.status == seen(behind, 504, 408)
    assert server.ask("POST", "/score", b"0.01").status == seen(behind, 503, 429)
    assert server.ask("GET", "/").status == 200


RAW = """
from azureml.contrib.services.aml_request import AMLRequest, rawhttp
from azureml.contrib.services.aml_response import AMLResponse
@rawhttp
def run(request):
    if request.method == "OPTIONS":
        return AMLResponse("", 200)
    if request.method == "GET":
        return AMLResponse("made", status_code=201)
    return AMLResponse("bad", 500)
"""


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("", []),
        ("azureml-fe", ["CORS", "OPTIONS", "line 10: AMLResponse with 500 is seen as 502"]),
        ("managed", ["CORS", "OPTIONS", "line 9: AMLResponse with 201 is seen as 424", "line 10"]),
    ],
)
def test_what_will_differ_is_named_at_the_start(front, told, tmp_path):
    (tmp_path / "score.py").write_text(RAW)
    found = notes(Settings(str(tmp_path / "score.py"), front=front, cors_origins="*"))
    assert len(found) == len(told)
    assert all(part in line for part, line in zip(told, found, strict=True))


def test_it_is_logged(tmp_path):
    with served(SCRIPT, "--front", "managed", environ=(("AML_CORS_ORIGINS", "*"),)) as server:
        assert "--front managed: AML_CORS_ORIGINS" in server.log


def test_a_body_that_stays_away_stops_nobody(behind):
    server = behind[1]
    with socket.create_connection(("127.0.0.1", server.port), 5) as slow:
        slow.sendall(b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1")
        assert f" {seen(behind, 504, 408)} ".encode() in slow.recv(1000)[:20]
        assert server.ask("GET", "/", timeout=3).status == 200
