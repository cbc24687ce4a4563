"""One table of all rules: a row that trips each, and one that does not."""

import importlib.util
import io
import json
import sys

import pytest

import schemagen
from schemagen.checks import catalogue
from schemagen.checks.consumers.power_bi import rules, session, table
from schemagen.checks.consumers.power_bi.service import discover
from schemagen.checks.consumers.power_bi.transport import Answer
from schemagen.checks.consumers.power_bi.trial import Test as Tried
from schemagen.checks.consumers.power_bi.trial import tried
from schemagen.checks.document import Document
from schemagen.checks.engine import findings_in
from schemagen.checks.subject import Subject
from schemagen.cli import run
from tests.checks.test_rules import (
    COLUMNS,
    DOCUMENTS,
    FINE,
    GOOD,
    ROW,
    SCRIPTS,
    TABLE,
    changed,
    consumers_of,
)

PEER = (
    "import numpy as np\n"
    "from inference_schema.schema_decorators import input_schema, output_schema\n"
    "from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType\n"
    "from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType\n"
    "@input_schema('Inputs', StandardPythonParameterType({'data': [{'a': 1.5}, {'a': 2.5}]}))\n"
)
RUN = "def run(Inputs): return {'Results': [1.5]}\n"
WRAPPED = "@output_schema(StandardPythonParameterType({'Results': NumpyParameterType(np.array([1.5]))}))\n"
BARE = "@output_schema(StandardPythonParameterType({'Results': np.array([1.5])}))\n"
OLD = "import sklearn.externals.joblib as joblib\n"


def ids(found):
    """Return the ids of findings."""
    return {finding.id for finding in found}


def document(edits, rule, **_):
    """Check the good document with *edits*."""
    return ids(schemagen.check(changed(*edits), consumers=consumers_of(rule)))


def script(text, rule, folder, **_):
    """Check a script."""
    path = folder / "score.py"
    path.write_text(text)
    return ids(schemagen.check(path, consumers=consumers_of(rule)))


def command(arguments, folder, **_):
    """Run the command in a folder with the fine script, its document, and requests."""
    (folder / "score.py").write_text(FINE)
    document = schemagen.export(schemagen.load(folder / "score.py").operation)
    (folder / "swagger.json").write_text(json.dumps(document, indent=2) + "\n")
    (folder / "other.json").write_text(json.dumps(GOOD))
    (folder / "valid.json").write_text('{"Inputs": {"data": [{"rooms": 1.5}]}}')
    (folder / "wrong.json").write_text('{"Inputs": {"data": [{"rooms": "many"}]}}')
    out = io.BytesIO()
    named = [str(folder / part) if part.endswith((".py", ".json")) else part for part in arguments]
    run([*named, "--format", "json"], out)
    return {row["id"] for row in json.loads(out.getvalue())}


def validator(present, monkeypatch, **_):
    """Check where the validator is, or is not, installed."""
    if present:
        pytest.importorskip("openapi_spec_validator")
    else:
        real = importlib.util.find_spec
        name = "openapi_spec_validator"
        monkeypatch.setattr(
            importlib.util, "find_spec", lambda n, *a: None if n == name else real(n, *a)
        )
        monkeypatch.setitem(sys.modules, name, None)
    return ids(schemagen.check(GOOD))


def published(edits, rule, **_):
    """Check the good document where another is in use."""
    subject = Subject(Document(GOOD), "", published=Document(changed(*edits)))
    return ids(findings_in(subject, rules.DOCUMENT))


ROWS = [{"rooms": 1.5, "built": "2020-01-01T00:00:00"}, {"rooms": 2.5, "built": "2021-01-01T00:00:00"}, {"rooms": 4.0, "built": "2022-01-01T00:00:00"}]  # fmt: skip
GLOBALS = ("definitions", "ServiceInput", "properties", "GlobalParameters")
RESULTS = ("definitions", "ServiceOutput", "properties", "Results")


def answers(give, edits=(), seconds=0.0, rows=ROWS):
    """Return the row of a service that answers a request's *rows* by *give*."""
    return give, edits, seconds, rows


def trial(case, rule, **_):
    """Try the rows on a service; return what the rules on answers find."""
    give, edits, seconds, cells = case

    def call(body):
        rows = body["Inputs"]["data"]
        try:
            given = give(rows, body)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            return Answer(500, str(error).encode())
        whole = given if isinstance(given, (bytes, str)) else json.dumps({"Results": given})
        return Answer(200, whole.encode() if isinstance(whole, str) else whole)

    service = discover(Document(changed(*edits)))
    given = table.Table(tuple(cells[0]), tuple(cells), is_text=False)
    made = tried(service, call, session.rows_of(service, given, session.Request()), Tried(), len_of)
    made.seconds_per_1000 = seconds or made.seconds_per_1000
    return {rule.id for rule in rules.TRIAL for _ in rule.find(made)}


def len_of(_):
    """Count nothing."""


def doubled(rows, body):
    """Answer as a service should."""
    return [row["rooms"] * 2 if row["rooms"] is not None else 0.0 for row in rows]


def typed(rows, body):
    """Answer what is right, and refuse numbers that are none, and halves of floors."""
    if any(not isinstance(row.get("floors", 1), int) for row in rows):
        raise ValueError("floors")
    return doubled(rows, body)


def turned(rows, body):
    """Take the first column for the rooms."""
    return [float(len(str(next(iter(row.values()))))) for row in rows]


def alone(rows, body):
    """Refuse a request that has the big house in it."""
    if any(row["rooms"] == 4.0 for row in rows):
        raise ValueError("too big")
    return doubled(rows, body)


SETTINGS = [(GLOBALS, {"type": "object", "properties": {"f": {"type": "number"}}})]
DATES = [((*RESULTS, "items"), {"type": "string", "format": "date-time"})]
WHOLE = [((*TABLE, "items"), ROW | {"properties": ROW["properties"] | {"floors": {"type": "integer"}}})]  # fmt: skip
GOOD_ANSWER = answers(doubled)
ANSWERS = {
    "PBI201": answers(lambda rows, body: b"[1.5, 2.5, 3.5]"),
    "PBI202": answers(lambda rows, body: doubled(rows, body)[1:]),
    "PBI203": answers(lambda rows, body: b'"it failed"'),
    "PBI204": answers(lambda rows, body: b'{"Results": [NaN]}'),
    "PBI205": answers(lambda rows, body: ["many" for row in rows]),
    "PBI206": answers(lambda rows, body: [{str(row["rooms"]): 1} for row in rows]),
    "PBI207": answers(lambda rows, body: [[1, 2] for row in rows]),
    "PBI208": answers(lambda rows, body: [len(rows) for row in rows]),
    "PBI209": answers(lambda rows, body: [body["GlobalParameters"]["f"] for row in rows], [*SETTINGS, (("definitions", "ServiceInput", "example", "GlobalParameters"), {"f": 0.5})]),
    "PBI210": answers(lambda rows, body: [row["rooms"] * 2 for row in rows]),
    "PBI213": answers(turned),
    "PBI214": answers(doubled, seconds=6.0),
    "PBI215": answers(lambda rows, body: [1577836800000 for row in rows], DATES),
    "PBI216": answers(lambda rows, body: [rows[0]["rooms"] for row in rows]),
    "PBI217": answers(alone),
    "PBI218": answers(lambda rows, body: rows[7]),
}  # fmt: skip

CONTRACT = {
    **{rule: (document, edits, ()) for rule, edits in DOCUMENTS.items()},
    **{rule: (script, text, FINE) for rule, text in SCRIPTS.items()},
    "SCR010": (script, OLD + FINE, "import joblib\n" + FINE),
    "PBI011": (script, PEER + BARE + RUN, PEER + WRAPPED + RUN),
    "PBI015": (published, [((*COLUMNS,), dict(reversed(ROW["properties"].items())))], ()),
    "PBI020": (document, (), [(("paths",), {})]),
    "DOC011": (validator, False, True),
    "DRF001": (
        command,
        ["check", "score.py", "--drift", "other.json"],
        ["check", "score.py", "--drift", "swagger.json"],
    ),
    "REQ001": (
        command,
        ["check", "score.py", "--payload", "wrong.json"],
        ["check", "score.py", "--payload", "valid.json"],
    ),
}
FLOORS = [{"rooms": 1.5, "built": "2020-01-01T00:00:00", "floors": 2}]
ON_ANSWERS = {
    **{rule: (trial, case, GOOD_ANSWER) for rule, case in ANSWERS.items()},
    "PBI211": (trial, answers(doubled, WHOLE, rows=FLOORS), answers(typed, WHOLE, rows=FLOORS)),
}
"""What trips each rule, and what does not: how it is tried, and the two."""


def table_of(rule):
    """Return the table that has the rule's row: two rules may say one thing, before and after."""
    return ON_ANSWERS if rule in rules.TRIAL else CONTRACT


def test_every_rule_has_its_row():
    """No rule without one that trips it and one that does not; no row without a rule."""
    without = [rule.id for rule in catalogue.ALL if rule.id not in table_of(rule)]
    assert without == []
    known = {rule.id for rule in catalogue.ALL}
    assert {*CONTRACT, *ON_ANSWERS} <= known


@pytest.mark.parametrize("rule", catalogue.ALL, ids=lambda rule: f"{rule.id}-{rule.title}")
def test_a_rule_trips_where_it_should(rule, tmp_path, monkeypatch):
    """One row finds it, the other does not."""
    check, bad, fine = table_of(rule)[rule.id]
    more = {"rule": rule.id, "monkeypatch": monkeypatch}
    if rule.id in ("PBI011", "PBI107"):
        pytest.importorskip("numpy")
    for name, given, expected in (("bad", bad, True), ("fine", fine, False)):
        folder = tmp_path / name
        folder.mkdir()
        with monkeypatch.context() as patch:
            found = check(given, folder=folder, **{**more, "monkeypatch": patch})
        assert (rule.id in found) is expected, found
