"""Requests made from our own documents: what they allow is answered, what they forbid refused.

No dates: their range is one of the things that a schema cannot say.
"""

import json

import pytest

pytest.importorskip("granian")
schemathesis = pytest.importorskip("schemathesis")
np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

from schemathesis.core import NotSet  # noqa: E402

from tests.serving.running import served  # noqa: E402

EXAMPLES = [20, pytest.param(200, marks=pytest.mark.full)]
"""How many requests of each kind are made: a few each time, many where time is no matter."""

SCRIPT = """
import numpy as np, pandas as pd
from schemagen import input_schema, output_schema
def init(): pass
@input_schema("frame", pd.DataFrame({"i": [1], "f": [0.5], "s": ["a"]}))
@input_schema("array", np.array([[1.5, 2.0]]))
@input_schema("whole", np.array([1, 2], dtype="int8"))
@input_schema("plain", {"a": [1], "b": {"c": "x"}, "d": None})
@input_schema("note", "text")
@output_schema({"rows": 1})
def run(frame, array, whole, plain, note=""): return {"rows": len(frame)}
"""


def standard(node):
    """Return a schema of any version in the words of JSON Schema."""
    if isinstance(node, list):
        return [standard(part) for part in node]
    if not isinstance(node, dict):
        return node
    plain = {
        key: standard(value) for key, value in node.items() if key not in ("nullable", "x-nullable")
    }
    nullable = node.get("nullable") is True or node.get("x-nullable") is True
    return {"anyOf": [plain, {"type": "null"}]} if nullable else plain


def judge(document):
    """Return what tells whether a body fits the document."""
    import jsonschema_rs

    schemas = document.get("definitions") or document["components"]["schemas"]
    home = "definitions" if "definitions" in document else "components"
    parts = schemas if home == "definitions" else {"schemas": schemas}
    root = (
        f"#/{home}/ServiceInput" if home == "definitions" else "#/components/schemas/ServiceInput"
    )
    return jsonschema_rs.Draft202012Validator(standard({home: parts, "$ref": root}))


@pytest.fixture(scope="module")
def server():
    with served(SCRIPT) as found:
        yield found


@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.parametrize("version", ["2", "3", "3.1"])
def test_no_generated_request_is_answered_wrongly(version, examples, server):
    """3.1 says all, both ways; 2.0 and 3.0 may say less, but nothing that is refused."""
    import hypothesis
    from hypothesis import HealthCheck, settings

    document = json.loads(server.ask("GET", f"/swagger.json?version={version}").body)
    schema = schemathesis.openapi.from_dict(document)
    operation = schema["/score"]["POST"]
    fits = judge(document).is_valid
    seen, refused = [], []

    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(case=operation.as_strategy())
    def allowed(case):
        hypothesis.assume(not isinstance(case.body, NotSet))
        reply = server.ask(
            "POST", "/score", json.dumps(case.body).encode(), {"Content-Type": "application/json"}
        )
        seen.append(reply.status)
        assert reply.status in ((200,) if version == "3.1" else (200, 400)), (case.body, reply.body)

    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(
        case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    )
    def forbidden(case):
        hypothesis.assume(not isinstance(case.body, NotSet))
        try:
            body = json.dumps(case.body, allow_nan=False).encode()
        except (TypeError, ValueError):
            return
        reply = server.ask("POST", "/score", body, {"Content-Type": "application/json"})
        assert reply.status < 500, (case.body, reply.body)
        if not fits(json.loads(body)):
            refused.append(reply.status)
            assert reply.status >= 400, (case.body, reply.body)

    allowed()
    assert 200 in seen or version != "3.1"
    forbidden()
    assert refused
