"""A real browser: the page at ``/docs``, and calls from pages of another origin."""

import functools
import http.server
import json
import threading
from contextlib import contextmanager

import pytest

pytest.importorskip("granian")
pytest.importorskip("pandas")

from tests.serving.browser import PROGRAM, browser
from tests.serving.running import served

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed"),
]

SCRIPT = """
import pandas as pd
from schemagen import input_schema, output_schema
def init(): pass
@input_schema("data", pd.DataFrame({"name": ["Sarah", "John"], "age": [25, 26]}))
@input_schema("threshold", 0.5)
@output_schema([0.25])
def run(data, threshold=0.5): return (data["age"] / 100).tolist()
"""
CALL = """fetch("http://127.0.0.1:%d/score", {
    method: "POST", headers: {"Content-Type": "application/json"},
    body: '{"data": [{"name": "a", "age": 7}]}',
}).then(answer => answer.json(), problem => problem.name)"""


@pytest.fixture(scope="module")
def tab():
    with browser() as found:
        yield found


def test_the_page_sends_the_example_and_shows_the_answer(tab, tmp_path):
    with served(SCRIPT, "--title", "ages") as server:
        tab.open(f"http://127.0.0.1:{server.port}/docs")
        assert tab.run("document.title") == "ages"
        tab.until("document.getElementById('body').value !== ''")
        body = json.loads(tab.run("document.getElementById('body').value"))
        assert body["data"] == [{"name": "Sarah", "age": 25}, {"name": "John", "age": 26}]
        rows = tab.run("[...document.querySelectorAll('#parameters tr')].map(row => row.innerText)")
        assert len(rows) == 3
        tab.run("document.getElementById('send').click()")
        tab.until("document.getElementById('status').textContent.startsWith('200')")
        assert json.loads(tab.run("document.getElementById('answer').textContent")) == [0.25, 0.26]
        tab.picture(tmp_path / "answer.png")
        tab.run("document.getElementById('body').value = '{\"data\": [{\"name\": 1}]}'")
        tab.run("document.getElementById('send').click()")
        tab.until("document.getElementById('status').textContent.startsWith('400')")
        assert "expected" in tab.run("document.getElementById('answer').textContent")
        elsewhere = "performance.getEntriesByType('resource').map(one => new URL(one.name).host)"
        assert set(tab.run(elsewhere)) <= {f"127.0.0.1:{server.port}"}


def test_the_page_of_a_script_without_a_contract(tab):
    with served("def init(): pass\ndef run(data): return data") as server:
        tab.open(f"http://127.0.0.1:{server.port}/docs")
        tab.until("document.getElementById('body').value !== ''")
        tab.run("document.getElementById('send').click()")
        tab.until("document.getElementById('status').textContent.startsWith('200')")


@contextmanager
def another_origin(folder):
    """Serve an empty page from a port of its own; give its origin."""
    (folder / "index.html").write_text("<!doctype html><title>other</title>")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("allowed", [True, False])
def test_a_page_of_another_origin(tab, allowed, tmp_path):
    """JSON needs a preflight: it passes for an origin that is listed, and for no other."""
    with another_origin(tmp_path) as origin:
        listed = origin if allowed else "https://other.example"
        with served(SCRIPT, environ=(("AML_CORS_ORIGINS", listed),)) as server:
            tab.open(f"{origin}/index.html")
            assert tab.run(CALL % server.port) == ([0.07] if allowed else "TypeError")
