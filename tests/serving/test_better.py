"""What is better than Azure's server, as documented, and breaks no client of it."""

import gzip
import json
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("granian")
pytest.importorskip("werkzeug")
np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

from tests.serving.running import served  # noqa: E402

JSON = {"Content-Type": "application/json"}

RESULTS = """
import datetime, decimal, numpy as np, pandas as pd, sys
class Thing: pass
ring = []; ring.append(ring)
async def later(): return [1]
def pieces(): yield 1; yield 2
VALUES = {
    "array": lambda: np.array([[1.5, 2.0]]), "int64": lambda: np.int64(3), "float32": lambda: np.float32(0.5),
    "bool": lambda: np.bool_(True), "frame": lambda: pd.DataFrame({"a": [1, 2]}),
    "series": lambda: pd.Series([1, 2]), "date": lambda: datetime.datetime(2020, 1, 2, 3, 4, 5),
    "bytes": lambda: b"ab", "set": lambda: {1}, "decimal": lambda: decimal.Decimal("1.50"),
    "generator": pieces, "coroutine": later, "mixed": lambda: {"a": np.array([1]), 2: np.float64(1)},
    "nan": lambda: [float("nan"), 1.0, {"a": float("inf")}],
    "object": lambda: Thing(), "ring": lambda: ring, "tuple key": lambda: {(1, 2): 3},
    "exit": lambda: sys.exit(4), "interrupt": lambda: (_ for _ in ()).throw(KeyboardInterrupt()),
    "timeout": lambda: (_ for _ in ()).throw(TimeoutError("mine")),
}
def init(): pass
def run(data): return VALUES[data]()
"""
WRITTEN = {
    "array": [[1.5, 2.0]],
    "int64": 3,
    "float32": 0.5,
    "bool": True,
    "frame": [{"a": 1}, {"a": 2}],
    "series": [1, 2],
    "bytes": "YWI=",
    "set": [1],
    "generator": [1, 2],
    "coroutine": [1],
    "mixed": {"a": [1], "2": 1.0},
    "nan": [None, 1.0, {"a": None}],
}
UNWRITABLE = ("object", "ring", "tuple key")
FAILING = ("exit", "interrupt", "timeout")


@pytest.fixture(scope="module")
def results():
    with served(RESULTS) as server:
        yield server


@pytest.mark.parametrize("name", WRITTEN)
def test_results_of_all_kinds_are_json(name, results):
    reply = results.ask("POST", "/score", name.encode())
    assert (reply.status, json.loads(reply.body)) == (200, WRITTEN[name])


@pytest.mark.parametrize("name", ["date", "decimal"])
def test_results_without_a_json_type_are_text(name, results):
    reply = results.ask("POST", "/score", name.encode())
    assert reply.status == 200
    assert isinstance(json.loads(reply.body), (str, float))


@pytest.mark.parametrize("name", UNWRITABLE)
def test_a_result_without_a_json_form_is_the_scripts_failure(name, results):
    reply = results.ask("POST", "/score", name.encode())
    assert (reply.status, reply.header("x-ms-run-function-failed")) == (500, "True")
    assert "cannot be written as JSON" in json.loads(reply.body)["message"]


@pytest.mark.parametrize("name", FAILING)
def test_the_worker_outlives_what_the_script_raises(name, results):
    reply = results.ask("POST", "/score", name.encode(), {"x-request-id": "r"})
    assert (reply.status, reply.header("x-ms-run-function-failed")) == (500, "True")
    assert reply.header("x-request-id") == "r"
    assert "An unexpected error occurred in scoring script" in reply.body.decode()


CONTRACT = """
import numpy as np, pandas as pd
from schemagen import input_schema
def init(): pass
@input_schema("data", pd.DataFrame({"age": [1, 2], "name": ["a", "b"]}))
@input_schema("when", __import__("datetime").date(2020, 1, 2))
@input_schema("text", "x")
@input_schema("deep", {"a": 1})
def run(data, when=None, text="", deep=None): return [len(data), str(when), text]
"""
GOOD = {"data": [{"age": 1, "name": "a"}]}


@pytest.fixture(scope="module")
def contract():
    with served(CONTRACT) as server:
        yield server


def score(server, value, **headers):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return server.ask("POST", "/score", body, {**JSON, **headers})


def test_a_wrong_value_is_a_400_that_says_where(contract):
    reply = score(contract, {"data": [{"age": "old", "name": "a"}, {"age": 1}]})
    answer = json.loads(reply.body)
    assert (reply.status, reply.header("x-ms-run-function-failed")) == (400, "False")
    assert answer["message"].startswith("Parameter 'data': $.data[0].age: expected an integer")
    assert answer["errors"][0] == {
        "path": "$.data[0].age",
        "expected": "an integer",
        "got": '"old"',
        "remedy": "",
    }
    assert answer["errors"][1]["path"] == "$.data[1].name"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"data": ' + b"[" * 100_000,
        b'{"data": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"deep": ' + b'{"a":' * 200_000,
        b'{"data": ' + b"9" * 5000 + b"}",
        b'{"data": "\xff"}',
        b"\xff\xfe",
        b'{"data": Infinity}',
        b'{"data": [{"age": 1e400, "name": ""}]}',
        b'{"data": "\\ud800"}',
        b"\x00",
        b'{"data": [{"age": NaN, "name": "a"}]}',
        b'{"data": [], "deep": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
)
def test_a_body_that_cannot_be_read_is_a_400(body, contract):
    reply = score(contract, body)
    assert reply.status == 400, reply.body
    assert json.loads(reply.body)["message"]
    assert len(reply.body) < 5000


def test_a_default_of_none_and_text_in_a_query(contract):
    assert json.loads(score(contract, GOOD).body) == [1, "None", ""]
    query = "/score?data=[{%22age%22:1,%22name%22:%22a%22}]&text=5&when=2020-03-04"
    assert json.loads(contract.ask("GET", query).body) == [1, "2020-03-04", "5"]


def test_packed_bodies(contract):
    body = json.dumps(GOOD).encode()
    assert score(contract, gzip.compress(body), **{"Content-Encoding": "gzip"}).status == 200
    assert score(contract, zlib.compress(body), **{"Content-Encoding": "deflate"}).status == 200
    two = gzip.compress(body[:5]) + gzip.compress(body[5:])
    assert score(contract, two, **{"Content-Encoding": "gzip"}).status == 200
    assert score(contract, body, **{"Content-Encoding": "gzip"}).status == 400
    assert score(contract, gzip.compress(body)[:-4], **{"Content-Encoding": "gzip"}).status == 400
    assert score(contract, body, **{"Content-Encoding": "br"}).status == 415


def test_a_small_body_that_unpacks_to_a_large_one_is_refused():
    bomb = gzip.compress(b" " * 5_000_000)
    with served(CONTRACT, "--max-body", "1000000") as server:
        assert score(server, bomb, **{"Content-Encoding": "gzip"}).status == 413
        assert score(server, b" " * 1_000_001).status == 413
        assert score(server, GOOD).status == 200


def test_form_bodies_reach_an_undecorated_run():
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with served("def init(): pass\ndef run(data): return data") as server:
        reply = server.ask("POST", "/score", b'{"a": 1}', form)
        assert json.loads(reply.body) == '{"a": 1}'


def test_routing_errors_carry_ids_and_allow(contract):
    reply = contract.ask("PUT", "/score", headers={"x-request-id": "r", "TraceId": "t"})
    assert reply.status == 405
    assert reply.header("allow") == "GET, HEAD, OPTIONS, POST"
    assert (reply.header("x-request-id"), reply.header("traceid")) == ("r", "t")
    assert contract.ask("GET", "/nothing").header("x-ms-server-version").startswith("schemagen/")
    made = contract.ask("GET", "/", headers={"x-request-id": ""}).header("x-request-id")
    assert len(made) == 36


@pytest.mark.parametrize(("level", "has"), [("path", True), ("generic", False)])
def test_how_much_a_400_tells(level, has):
    with served(CONTRACT, "--errors", level) as server:
        answer = json.loads(score(server, {"data": [{"age": "secret", "name": "a"}]}).body)
    assert "secret" not in json.dumps(answer)
    assert ("errors" in answer) is has


def test_nan_can_be_an_error():
    with served(RESULTS, "--nan", "error") as server:
        reply = server.ask("POST", "/score", b"nan")
        assert (reply.status, reply.header("x-ms-run-function-failed")) == (500, "True")


DECLARED = """
import numpy as np
from schemagen import input_schema, output_schema
def init(): pass
VALUES = [np.array([1.5]), np.array([np.nan]), [1.5], "\u00e9\U0001f600", {"a": np.array([np.inf])}]
@input_schema("which", 1)
@output_schema(np.array([0.5]))
def run(which): return VALUES[which]
"""


def test_a_declared_output():
    with served(DECLARED) as server:
        bodies = [score(server, {"which": n}).body for n in range(4)]
        assert bodies == [b"[1.5]", b"[null]", b"[1.5]", b'"\\u00e9\\ud83d\\ude00"']
        assert json.loads(score(server, {"which": 4}).body) == {"a": [None]}
        assert server.log.count("other than @output_schema declares") == 1
        assert "NaN" not in server.log
    with served(DECLARED, "--nan", "error", "--check-output") as server:
        statuses = [score(server, {"which": n}).status for n in range(5)]
        assert statuses == [200, 500, 200, 500, 500]


def test_a_result_is_written_before_the_next_call_can_change_it():
    script = """
import numpy as np
buffer = np.zeros(3000)
def init(): pass
def run(data):
    buffer[:] = float(data)
    return buffer
"""
    with served(script) as server, ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda n: score(server, b"%d" % n), range(200)))
    assert [set(json.loads(reply.body)) for reply in replies] == [{float(n)} for n in range(200)]


def test_lax_takes_what_the_old_library_took():
    script = """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
import numpy as np
def init(): pass
@input_schema("data", NumpyParameterType(np.array([1.0])))
def run(data): return data
"""
    body = {"data": ["1.5"]}
    with served(script) as server:
        assert score(server, body).status == 400
    with served(script, "--lax") as server:
        assert json.loads(score(server, body).body) == [1.5]
        assert score(server, {"data": ["x"]}).status == 400


def test_the_older_documented_contract():
    with served("def init(): pass\ndef run(data): return data", "--body-key", "data") as server:
        assert json.loads(score(server, {"data": [1]}).body) == [1]
        assert score(server, {"other": 1}).status == 400
        assert score(server, b"no json").status == 400


ASYNC = """
import asyncio
from schemagen import input_schema
def init(): pass
@input_schema("data", [1])
async def run(data):
    await asyncio.sleep(0)
    return [asyncio.get_running_loop() is not None, data]
"""


def test_async_run():
    with served(ASYNC) as server:
        assert json.loads(score(server, {"data": [2]}).body) == [True, [2]]
        assert score(server, {"data": "x"}).status == 400


def test_log_of_the_script_and_traceback_stay_out_of_answers():
    script = """
import logging
def init(): logging.info("init says hello"); print("printed")
def run(data): raise ValueError("secret")
"""
    with served(script, "--log-format", "json") as server:
        reply = server.ask("POST", "/score", b"x", {"x-request-id": "r-77"})
        assert b"secret" not in reply.body
        lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
        assert any(line["message"] == "init says hello" for line in lines)
        failed = next(line for line in lines if "r-77" in line["message"])
        assert "ValueError: secret" in failed["traceback"]
        assert "printed" in server.log


def test_wildcard_origins_are_no_patterns():
    origins = (("AML_CORS_ORIGINS", "https://*.contoso.example"),)
    with served("def init(): pass\ndef run(data): return data", environ=origins) as server:

        def allowed(origin):
            return server.ask("GET", "/", headers={"Origin": origin}).header(
                "access-control-allow-origin"
            )

        assert allowed("https://app.contoso.example") == "https://app.contoso.example"
        for other in (
            "https://xcontoso.example",
            "https://a.b.contoso.example",
            "https://contoso.example",
            "https://evil.example/.contoso.example",
            "http://app.contoso.example",
        ):
            assert allowed(other) is None
        missing = server.ask("GET", "/nothing", headers={"Origin": "https://app.contoso.example"})
        assert missing.header("access-control-allow-origin")


RESPONSES = """
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
DATE = "Wed, 21 Oct 2026 07:28:00 GMT"
ANSWERS = {
    "lower": lambda: AMLResponse("a,b", 200, {"content-type": "text/csv"}),
    "json type": lambda: AMLResponse({"a": 1}, 200, {"Content-Type": "application/problem+json"}, json_str=True),
    "date": lambda: AMLResponse("x", 200, {"Expires": DATE, "X-List": "a,b"}),
    "number": lambda: AMLResponse("x", 200, {"X-N": 5}),
    "bytearray": lambda: AMLResponse(bytearray(b"abcde"), 200),
    "dict": lambda: AMLResponse({"a": 1}, 200),
    "int": lambda: AMLResponse(5, 200),
    "failed twice": lambda: AMLResponse("x", 200, {"x-ms-run-function-failed": "True"}),
    "euro": lambda: AMLResponse("x", 200, {"X-E": "€"}),
    "newline": lambda: AMLResponse("x", 200, {"X-E": "a\\nb"}),
    "strange status": lambda: AMLResponse("x", 7),
}
def init(): pass
@rawhttp
def run(request): return ANSWERS[request.args["a"]]()
"""


def test_response_objects_are_sent_as_they_were_meant():
    pytest.importorskip("werkzeug")
    with served(RESPONSES) as server:

        def answer(name):
            return server.ask(
                "GET", f"/score?a={name.replace(' ', '%20')}", headers={"x-request-id": "r"}
            )

        assert answer("lower").header("content-type") == "text/csv"
        assert answer("json type").header("content-type") == "application/problem+json"
        dated = answer("date")
        assert dated.header("expires") == "Wed, 21 Oct 2026 07:28:00 GMT"
        assert [value for name, value in dated.headers if name == "x-list"] == ["a", "b"]
        assert answer("number").header("x-n") == "5"
        assert answer("bytearray").body == b"abcde"
        assert json.loads(answer("dict").body) == {"a": 1}
        assert answer("int").body == b"5"
        assert answer("failed twice").header("x-ms-run-function-failed") == "True"
        for name, length in (("int", "1"), ("dict", "8")):
            head = server.ask("HEAD", f"/score?a={name}")
            assert (head.status, head.header("content-length"), head.body) == (200, length, b"")
        for name in ("euro", "newline", "strange status"):
            bad = answer(name)
            assert (bad.status, bad.header("x-request-id")) == (500, "r"), name
            assert bad.header("x-ms-run-function-failed") == "True"


LABELLED = """
import numpy as np, pandas as pd
from schemagen import Sample, input_schema, output_schema
from schemagen.adapters.pandas import PandasAdapter
FRAME = pd.DataFrame({"a": [1, 2]}, index=["x", "y"])
def init(): pass
@input_schema("data", "whole")
@output_schema(Sample(FRAME, adapter=PandasAdapter(orient="index")))
def run(data): return FRAME if data == "whole" else FRAME.set_axis(["x", None])
"""


def test_a_frame_that_its_declared_form_cannot_hold_is_the_scripts_failure():
    with served(LABELLED) as server:
        reply = server.ask("POST", "/score", b'{"data": "whole"}', JSON)
        assert (reply.status, json.loads(reply.body)) == (200, {"x": {"a": 1}, "y": {"a": 2}})
        reply = server.ask("POST", "/score", b'{"data": "part"}', JSON)
    assert (reply.status, reply.header("x-ms-run-function-failed")) == (500, "True")
