"""Every rule has something that trips it and something that does not."""

import contextlib
import copy
import json
from pathlib import Path

import pytest

import schemagen
from schemagen.checks import catalogue

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "power_bi"
BOTH = ("power-bi", "power-platform")
ROW = {
    "type": "object",
    "description": "one house",
    "required": ["rooms", "built"],
    "properties": {
        "rooms": {
            "type": "number",
            "format": "double",
            "x-nullable": True,
            "description": "how many",
        },
        "built": {"type": "string", "format": "date-time", "description": "when"},
    },
}
GOOD = {
    "swagger": "2.0",
    "info": {"title": "houses", "version": "1", "description": "prices"},
    "host": "houses.example.com",
    "basePath": "/",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "securityDefinitions": {"Bearer": {"type": "apiKey", "name": "Authorization", "in": "header"}},
    "paths": {
        "/score": {
            "post": {
                "operationId": "RunMLService",
                "summary": "Give the price",
                "security": [{"Bearer": []}],
                "parameters": [
                    {
                        "name": "serviceInputPayload",
                        "in": "body",
                        "schema": {"$ref": "#/definitions/ServiceInput"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "prices",
                        "schema": {"$ref": "#/definitions/ServiceOutput"},
                    },
                    "default": {"description": "no prices"},
                },
            }
        }
    },
    "definitions": {
        "ServiceInput": {
            "type": "object",
            "required": ["Inputs"],
            "properties": {
                "Inputs": {
                    "type": "object",
                    "required": ["data"],
                    "properties": {"data": {"type": "array", "items": ROW}},
                }
            },
            "example": {
                "Inputs": {
                    "data": [
                        {"rooms": 1.5, "built": "2020-01-01T00:00:00Z"},
                        {"rooms": 2.0, "built": "2021-01-01T00:00:00Z"},
                    ]
                }
            },
        },
        "ServiceOutput": {
            "type": "object",
            "required": ["Results"],
            "properties": {"Results": {"type": "array", "items": {"type": "number"}}},
            "example": {"Results": [0.5, 1.5]},
        },
    },
}
INPUT = ("definitions", "ServiceInput")
OUTPUT = ("definitions", "ServiceOutput")
INPUTS = (*INPUT, "properties", "Inputs")
TABLE = (*INPUTS, "properties", "data")
COLUMNS = (*TABLE, "items", "properties")
SAMPLE = (*INPUT, "example", "Inputs", "data")
POST = ("paths", "/score", "post")
GONE = object()


def changed(*edits):
    """Return the good document with each (path, value) set, or taken out."""
    document = copy.deepcopy(GOOD)
    for path, value in edits:
        place = document
        for step in path[:-1]:
            place = place[step]
        if value is GONE:
            del place[path[-1]]
        else:
            place[path[-1]] = value
    return document


TEXT = {"type": "string", "description": "text"}
INT = {"type": "integer", "description": "whole"}
DOCUMENTS = {
    "DOC001": [((*POST, "responses"), {})],
    "DOC002": [((*SAMPLE, 0, "rooms"), "many")],
    "DOC003": [(("swagger",), "1.2")],
    "DOC004": [((*POST, "parameters"), [])],
    "DOC005": [((*POST, "responses", "200", "schema"), {"$ref": "#/definitions/Nowhere"})],
    "DOC006": [((*COLUMNS, "rooms"), {"x-schemagen-degraded": "one of integer, string"})],
    "DOC007": [((*COLUMNS, "rooms", "format"), "numpy.float64")],
    "DOC008": [((*TABLE, "items", "required"), ["rooms", "colour"])],
    "DOC009": [(("paths", "/other"), {"post": GOOD["paths"]["/score"]["post"]})],
    "DOC010": [((*COLUMNS, "rooms"), {})],
    "SMP001": [((*SAMPLE,), [])],
    "SMP002": [((*SAMPLE,), [{"rooms": 1, "built": "2020-01-01T00:00:00Z"}])],
    "SMP003": [((*SAMPLE, 0, "rooms"), "many")],
    "SMP004": [((*SAMPLE, 0, "rooms"), 2**53 + 1)],
    "SMP005": [((*SAMPLE, 0, "built"), "jane.roe@contoso.com")],
    "SMP006": [((*SAMPLE, 0, "built"), "AccountKey=abcdef1234567890==")],
    "SMP007": [((*SAMPLE, 0, "rooms"), None), ((*SAMPLE, 1, "rooms"), None)],
    "PBI001": [(("swagger",), GONE), (("openapi",), "3.0.3")],
    "PBI002": [((*POST, "parameters"), [])],
    "PBI003": [
        (
            (*INPUT, "properties"),
            {"inputs": GOOD["definitions"]["ServiceInput"]["properties"]["Inputs"]},
        )
    ],
    "PBI004": [((*TABLE, "items"), {"type": "array", "items": {"type": "number"}})],
    "PBI005": [((*INPUTS, "properties", "threshold"), {"type": "number"})],
    "PBI006": [((*INPUT, "properties"), {"data": {"type": "array", "items": ROW}})],
    "PBI007": [
        ((*OUTPUT, "properties"), {"prices": {"type": "array", "items": {"type": "number"}}})
    ],
    "PBI008": [
        ((*INPUT, "required"), ["Inputs", "GlobalParameters"]),
        ((*INPUT, "properties", "GlobalParameters"), {"type": "number"}),
    ],
    "PBI009": [
        (
            (*OUTPUT, "properties", "Results"),
            {
                "type": "object",
                "properties": {"low": {"type": "array", "items": {"type": "number"}}},
            },
        )
    ],
    "PBI010": [((*OUTPUT, "properties", "Results"), {"type": "number"})],
    "PBI012": [((*COLUMNS, "tags"), {"type": "array", "items": TEXT})],
    "PBI013": [((*COLUMNS, "rooms"), {"type": "object"})],
    "PBI014": [((*COLUMNS, "Rooms "), TEXT)],
    "PBI016": [((*COLUMNS, "living area"), TEXT)],
    "PBI017": [((*COLUMNS, "rooms", "description"), GONE)],
    "PBI018": [((*TABLE, "items", "required"), [])],
    "PBI019": [(("info", "title"), 'my "service"')],
    "PBI021": [
        (
            (*INPUT, "properties", "GlobalParameters"),
            {"type": "object", "properties": {"method": TEXT}},
        )
    ],
    "PBI022": [((*POST, "operationId"), "Score")],
    "PBI101": [((*SAMPLE, 0, "rooms"), None), ((*SAMPLE, 1, "rooms"), None)],
    "PBI102": [((*SAMPLE,), [])],
    "PBI103": [((*SAMPLE, 0, "rooms"), "many")],
    "PBI104": [
        ((*OUTPUT, "properties", "Results", "items"), INT),
        ((*OUTPUT, "example"), {"Results": [0]}),
    ],
    "PBI105": [((*COLUMNS, "floors"), INT)],
    "PBI106": [((*COLUMNS, "garden"), {"type": "boolean"})],
    "PBI107": [((*COLUMNS, "built"), TEXT)],
    "PBI108": [((*SAMPLE, 0, "built"), "2020-01-01 00:00:00,000000")],
    "PBI109": [((*SAMPLE, 0, "rooms"), "many")],
    "PBI110": [((*SAMPLE, 0, "built"), "jane.roe@contoso.com")],
    "PBI111": [((*SAMPLE,), [{"rooms": 1.0, "built": "2020-01-01T00:00:00Z"}])],
    "PBI112": [((*SAMPLE, 0, "built"), "2020-01-01T00:00:00+02:00")],
    "PBI113": [((*SAMPLE, 0, "rooms"), 2**53 + 1)],
    "PPC301": [(("swagger",), GONE), (("openapi",), "3.0.3")],
    "PPC302": [(("info", "description"), "x" * 1_000_001)],
    "PPC303": [(("host",), GONE)],
    "PPC304": [((*POST, "operationId"), "run-it")],
    "PPC305": [((*POST, "summary"), GONE)],
    "PPC306": [(("info", "title"), "The API of houses")],
    "PPC307": [((*COLUMNS, "rooms"), {"anyOf": [INT, TEXT]})],
    "PPC308": [((*COLUMNS, "rooms", "format"), "numpy.float64")],
    "PPC309": [((*TABLE, "items", "required"), [])],
    "PPC310": [((*TABLE, "items"), GONE)],
    "PPC311": [((*POST, "responses", "default", "schema"), {"type": "object"})],
    "PPC312": [((*POST, "parameters"), [{"name": "serviceInputPayload", "in": "body"}])],
    "PPC313": [
        (
            (*POST, "responses", "200", "schema"),
            {"$ref": "#/definitions/ServiceOutput", "description": "x"},
        )
    ],
    "PPC314": [(("consumes",), GONE)],
    "PPC315": [((*POST, "security"), [{"Other": []}])],
    "PPC316": [((*COLUMNS, "rooms", "default"), "many")],
    "PPC317": [
        (
            (*POST, "parameters"),
            [
                *GOOD["paths"]["/score"]["post"]["parameters"],
                {"name": "connectionId", "in": "query", "type": "string"},
            ],
        )
    ],
    "PPC318": [((*COLUMNS, "rooms", "x-ms-summary"), "x" * 81)],
    "PPC319": [((*COLUMNS, "rooms", "const"), 1)],
}

HEAD = "import json\nfrom schemagen import input_schema, output_schema\n"
SCRIPTS = {
    "SCR001": "def init(): pass\n",
    "SCR002": HEAD
    + "@input_schema('x', 1.5)\ndef run(x):\n    try:\n        return x\n    except Exception as e:\n        return str(e)\n",
    "SCR003": HEAD
    + "@input_schema('GlobalParameters', 1.0)\ndef run(GlobalParameters): return 1\n",
    "SCR004": HEAD
    + "@input_schema('x', 1.5)\n@output_schema({'Results': [1.5]})\ndef run(x): return [x]\n",
    "SCR005": HEAD + "@input_schema('x', 1.5)\ndef run(x, y): return x\n",
    "SCR006": "def run(data): return data\n",
    "SCR007": HEAD + "@input_schema('x', 1.5)\ndef run(x): return x\n",
    "SCR008": HEAD + "@input_schema('x', 1.5)\ndef run(x): return json.dumps({'a': x})\n",
    "SCR009": HEAD + "@input_schema('x', 1.5)\ndef run(x): return x\nraise RuntimeError('late')\n",
    "PBI008": HEAD
    + "@input_schema('GlobalParameters', 1.0)\ndef run(GlobalParameters): return 1\n",
    "PBI201": HEAD
    + "@input_schema('x', 1.5)\n@output_schema({'Results': [1.5]})\ndef run(x): return {'results': [x]}\n",
    "PBI203": HEAD + "@input_schema('x', 1.5)\ndef run(x): return json.dumps({'a': x})\n",
    "PBI212": HEAD
    + "@input_schema('x', 1.5)\ndef run(x):\n    try:\n        return x\n    except:\n        return {'error': 'failed'}\n".replace(
        "{'error': 'failed'}", "'failed'"
    ),
}
FINE = (
    HEAD
    + "@input_schema('Inputs', {'data': [{'rooms': 1.5}, {'rooms': 2.5}]})\n@input_schema('GlobalParameters', 1.0)\n"
    + "@output_schema({'Results': [1.5, 2.5]})\ndef run(Inputs, GlobalParameters=1.0):\n    try:\n        values = [1.5]\n"
    + "    except ValueError:\n        raise\n    return {'Results': values}\n"
)


SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}
LOOP = {"type": "object", "properties": {"next": {"$ref": "#/definitions/Node"}}}
VARIANTS = [
    ("DOC005", [(("definitions", "Other"), {"$ref": "other.json#/A"})]),
    ("DOC005", [(("definitions", "Other"), {"$ref": "#/definitions/Other"})]),
    ("PBI002", [((*POST, "parameters"), [*GOOD["paths"]["/score"]["post"]["parameters"], {"name": "b", "in": "body", "schema": SCHEMA}])]),
    ("PBI003", [((*OUTPUT, "properties"), {"results": {"type": "array", "items": INT}})]),
    ("PBI003", [((*INPUT, "properties", "global_parameters"), INT)]),
    ("PBI004", [((*TABLE,), TEXT)]),
    ("PBI010", [((*OUTPUT, "properties"), {"other": {"type": "array", "items": INT}})]),
    ("PBI014", [((*COLUMNS, " "), TEXT)]),
    ("PBI018", [((*TABLE, "items", "required"), ["rooms", "colour"])]),
    ("PBI022", [((*POST, "responses", "default"), GONE)]),
    ("PBI022", [(("securityDefinitions",), {"Key": GOOD["securityDefinitions"]["Bearer"]})]),
    ("PPC303", [(("host",), "https://houses.example.com/score")]),
    ("PPC304", [((*POST, "operationId"), GONE)]),
    ("PPC305", [((*POST, "summary"), "Give the price/rent")]),
    ("PPC305", [((*POST, "summary"), "Give the price.")]),
    ("PPC306", [(("info", "title"), "x" * 31)]),
    ("PPC307", [((*COLUMNS, "rooms", "not"), INT)]),
    ("PPC309", [((*COLUMNS, "rooms", "required"), ["a"]), ((*COLUMNS, "rooms", "properties"), {"a": INT})]),
    ("PPC311", [((*POST, "responses", "201"), {"description": "", "schema": SCHEMA})]),
    ("PPC311", [((*POST, "responses", "200", "schema"), GONE)]),
    ("PPC313", [(("definitions", "Node"), LOOP)]),
    ("PPC313", [((*POST, "responses", "200", "schema"), {"$ref": "other.json#/A"})]),
    ("PPC314", [(("consumes",), ["text/csv"])]),
    ("PPC315", [(("securityDefinitions", "Bearer"), {"type": "oauth2", "flow": "application", "tokenUrl": "https://login.example.com", "scopes": {}})]),
    ("PPC315", [(("securityDefinitions", "Other"), {"type": "basic"})]),
    ("PPC316", [((*COLUMNS, "built", "enum"), [])]),
    ("PPC318", [((*COLUMNS, "rooms", "x-ms-visibility"), "hidden")]),
]  # fmt: skip


def ids(target, consumers=()):
    """Return the ids of what is found."""
    return {finding.id for finding in schemagen.check(target, consumers=consumers)}


def consumers_of(rule):
    """Return whom to ask for a rule's id."""
    return {"PBI": ("power-bi",), "PPC": ("power-platform",)}.get(rule[:3], ())


@pytest.mark.parametrize("rule", SCRIPTS)
def test_a_script_trips_the_rule_and_the_fine_one_does_not(rule, tmp_path):
    """The finding stands at a line of the script."""
    bad, fine = tmp_path / "bad.py", tmp_path / "fine.py"
    bad.write_text(SCRIPTS[rule])
    fine.write_text(FINE)
    found = [f for f in schemagen.check(bad, consumers=consumers_of(rule)) if f.id == rule]
    assert found
    assert all(f.file == str(bad) and (f.line or rule == "SCR001") for f in found)
    assert rule not in ids(fine, consumers_of(rule))


def test_inferred_rules_never_err():
    """Nobody's build fails because of our guess."""
    assert [
        r.id for r in catalogue.ALL if r.confidence == "inferred" and r.severity == "error"
    ] == []


def test_every_rule_says_how_it_is_known():
    """Source, remedy and the words of `explain` are there."""
    for rule in catalogue.ALL:
        assert all([rule.title, rule.remedy, rule.source]), rule.id
        known = rule.id in ("DRF001", "REQ001") or (rule.find.__doc__ or "").split()[0]
        assert known in (True, "Yield", "Return", "Say"), rule.id


HANDLERS = [
    (True, "return str(e)", ""),
    (True, "return {'error': str(e)}", ""),
    (True, "return json.dumps({'error': str(e)})", ""),
    (True, "return 'it failed'", ""),
    (True, "return f'failed: {e}'", ""),
    (True, "message = 'it failed'\n        return message", ""),
    (True, "message = str(e)\n        answer = {'error': message}\n        return answer", ""),
    (True, "answer = json.dumps({'error': str(e)})", "return answer"),
    (True, "answer = 'it failed'", "return answer"),
    (False, "raise", "return answer"),
    (False, "answer = str(e)\n        raise", "return answer"),
    (False, "raise ValueError(str(e)) from e", ""),
    (False, "return AMLResponse(str(e), 500)", ""),
    (False, "return aml.AMLResponse(json.dumps({'error': str(e)}), 500)", ""),
    (False, "print(str(e))\n        return [0.5]", ""),
    (False, "def told():\n            return str(e)\n        raise", ""),
]


@pytest.mark.parametrize(("trips", "handler", "after"), HANDLERS)
def test_errors_answered_as_results(trips, handler, after, tmp_path):
    """Text, or what is made of the error, in the handler or after it; not with a status."""
    script = tmp_path / "score.py"
    script.write_text(
        f"{HEAD}@input_schema('x', 1.5)\ndef run(x):\n    try:\n        answer = [x]\n        return answer\n"
        f"    except Exception as e:\n        {handler}\n    {after or 'pass'}\n"
    )
    assert ("SCR002" in ids(script)) is trips


@pytest.mark.parametrize(("rule", "edits"), VARIANTS)
def test_a_rule_trips_in_its_other_ways(rule, edits):
    """Each clause of a rule; the good document is tried beside them."""
    assert rule in ids(changed(*edits), consumers_of(rule))


EXPECTED = {
    "azureml-examples_custom_swagger2.swagger.json": {"PBI004", "PBI010", "PPC308"},
    "designer_asa-mlswagger.swagger.json": {"PBI016"},
    "docs_myservice_numpy.swagger.json": {"PBI004"},
    "generated_peer_automl_forecasting_general_v2.swagger.json": {"PBI009", "PBI021", "PPC308"},
    "generated_peer_automl_pbi_classification.swagger.json": {"PBI016", "PBI021", "PPC308"},
    "generated_peer_automl_pbi_forecasting.swagger.json": {"PBI018", "PPC308", "PPC309"},
    "generated_peer_docs_powerbi_example.swagger.json": {"PBI005", "PPC308"},
    "generated_peer_legacy_data_records.swagger.json": {"PBI006", "PPC308"},
    "legacy_data_bank-marketing.swagger.json": {"PBI006"},
    "peer_inference-server_expected_swagger2.json": {"PBI004", "PPC308"},
}
OFTEN_UNEXPECTED = {"PBI004", "PBI005", "PBI009", "PBI018", "PBI021", "PPC308", "PPC309"}


@pytest.mark.parametrize("name", EXPECTED)
def test_published_documents(name):
    """What is known to be wrong with them is found, and nothing of the kind where it is not."""
    found = ids(DATA / name, BOTH)
    assert found >= EXPECTED[name]
    assert found & OFTEN_UNEXPECTED == EXPECTED[name] & OFTEN_UNEXPECTED


MEASURED = {
    "azureml-examples_custom_swagger2.swagger.json": 1,
    "designer_asa-mlswagger.swagger.json": 0,
    "docs_myservice_numpy.swagger.json": 0,
    "generated_peer_automl_forecasting_general_v2.swagger.json": 4,
    "generated_peer_automl_pbi_classification.swagger.json": 2,
    "generated_peer_automl_pbi_forecasting.swagger.json": 3,
    "generated_peer_docs_powerbi_example.swagger.json": 2,
    "generated_peer_legacy_data_records.swagger.json": 2,
    "legacy_data_bank-marketing.swagger.json": 0,
    "peer_inference-server_expected_swagger2.json": 2,
}
"""How many errors each document has against Microsoft's own schema of apiDefinition.swagger.json."""


@pytest.mark.parametrize("name", MEASURED)
def test_power_platforms_errors_are_those_of_its_schema(name):
    """Our rules find as many errors, and as few, as the published schema does."""
    found = schemagen.check(DATA / name, consumers=["power-platform"])
    errors = [f for f in found if f.severity == "error" and f.id.startswith("PPC")]
    assert len(errors) == MEASURED[name], [str(f) for f in errors]


def test_the_documentations_own_example_is_caught():
    """It declares Results and returns a list; errors are text with 200; no default."""
    pytest.importorskip("pandas")
    script = ROOT / "examples" / "power_bi" / "score.py"
    text = script.read_text().splitlines()
    found = {f.id: f for f in schemagen.check(script, consumers=["power-bi"])}
    assert found["PBI201"].severity == "error"
    assert "return result.tolist()" in text[found["PBI201"].line - 1]
    assert "except Exception" in text[found["PBI212"].line - 1]
    assert "GlobalParameters" in text[found["PBI008"].line - 1]
    assert {"SCR002", "SCR003", "SCR004"} <= ids(script)


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, [None], {"a": [{}]}, True])
@pytest.mark.parametrize("path", [("paths",), ("definitions",), (*POST, "parameters"), (*POST, "responses"), INPUT, TABLE, (*TABLE, "items"), COLUMNS, ("info",), (*INPUT, "example"), ("securityDefinitions",), (*POST, "security"), (*TABLE, "items", "required"), ("consumes",), ("swagger",)])  # fmt: skip
def test_documents_of_any_shape_never_crash(path, value):
    """Whatever stands there is told or skipped."""
    document = changed((path, value))
    for finding in schemagen.check(document, consumers=BOTH):
        assert str(finding)
    for pair in ((GOOD, document), (document, GOOD)):
        with contextlib.suppress(schemagen.SchemagenError):  # a reference that leads nowhere
            schemagen.diff(*pair)


def test_a_circle_of_references_ends():
    """Recursive schemas and references that lead to themselves are read once."""
    circle = {"type": "object", "properties": {"next": {"$ref": "#/definitions/ServiceInput"}}}
    assert isinstance(schemagen.check(changed((INPUT, circle)), consumers=BOTH), list)
    loop = {"$ref": "#/definitions/ServiceInput"}
    assert isinstance(schemagen.check(changed((INPUT, loop)), consumers=BOTH), list)


def test_comments_and_settings_silence_rules(tmp_path):
    """At the line, above it, by id, by beginning, in pyproject.toml."""
    script = tmp_path / "score.py"
    script.write_text(
        SCRIPTS["SCR002"].replace(
            "except Exception as e:", "except Exception as e:  # schemagen: ignore[SCR002]"
        )
    )
    assert "SCR002" not in ids(script)
    script.write_text(
        SCRIPTS["SCR002"].replace("    except", "    # schemagen: ignore[SCR]\n    except")
    )
    assert "SCR002" not in ids(script)
    script.write_text(SCRIPTS["SCR002"])
    assert "SCR002" in ids(script)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.schemagen]\nignore = ["SCR0"]\nfor = ["power-bi"]\n'
    )
    assert "SCR002" not in ids(script)
    assert "PBI212" in ids(script)
    assert {f.id for f in schemagen.check(script, select=["PBI21"])} == {"PBI212"}


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("mail", "jane@contoso.com", "SMP005"), ("mail", "jane@example.com", ""), ("phone", "+49 30 901820", "SMP005"),
        ("phone", "(555) 555-0123", ""), ("card", "4111 1111 1111 1111", "SMP005"), ("id", 4111111111111111, ""),
        ("iban", "DE89 3704 0044 0532 0130 00", "SMP005"), ("iban", "DE89 3704 0044 0532 0130 01", ""),
        ("ssn", "536-22-8746", "SMP005"), ("ssn", "123-45-6789", ""), ("key", "AKIAIOSFODNN7REALKEY", "SMP006"),
        ("password", "hunter2hunter2", "SMP006"), ("password", "****", ""), ("token_count", 123456789, ""),
        ("url", "https://u:secret1@db.contoso.com", "SMP006"), ("when", "2020-01-01T00:00:00Z", ""), ("x", 1234.5678, ""),
        ("name", "Sarah", ""), ("customer_id", "C-001", ""), ("jwt", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-DEF_123", "SMP006"),
    ],
)  # fmt: skip
def test_what_looks_personal_or_secret(name, value, rule):
    """Forms with a check digit must pass it; made-up values are let be."""
    document = changed(((*INPUT, "example"), {"Inputs": {"data": [{name: value}]}}))
    found = ids(document) & {"SMP005", "SMP006"}
    assert found == ({rule} if rule else set())
    assert not {f.id for f in schemagen.check(document, allow=[str(value).replace("[", "?")])} & {
        "SMP005",
        "SMP006",
    }


def test_a_missing_validator_is_told(monkeypatch):
    """Without the extra the rest is checked, and the command that installs it is said."""
    import importlib.util
    import sys

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *a: None if name == "openapi_spec_validator" else real(name, *a),
    )
    monkeypatch.setitem(sys.modules, "openapi_spec_validator", None)
    found = {f.id: f for f in schemagen.check(changed(((*POST, "responses"), {})))}
    assert "DOC001" not in found
    assert "[ci]" in found["DOC011"].what


def test_documents_that_are_none(tmp_path):
    """Not JSON, no object, no file: one line."""
    file = tmp_path / "swagger.json"
    for text in ("{", "[]", ""):
        file.write_text(text)
        with pytest.raises(schemagen.SchemagenError, match=r"swagger\.json: "):
            schemagen.check(file)
    with pytest.raises(schemagen.SchemagenError, match="cannot be read"):
        schemagen.check(tmp_path / "other.json")


def test_places_are_lines_of_the_sample(tmp_path):
    """A column's finding stands where the column's name is written."""
    script = tmp_path / "score.py"
    script.write_text(
        HEAD
        + "rows = [\n    {'age': 1,\n     'mail': 'jane@contoso.com'},\n]\nbody = {'data': rows}\n"
        "@input_schema('Inputs', body)\ndef run(Inputs): return 1\n"
    )
    found = next(f for f in schemagen.check(script) if f.id == "SMP005")
    assert found.line == 5
    assert json.dumps(found.path)


@pytest.mark.parametrize(
    ("rule", "text", "line"),
    [
        ("SCR010", "import json\nfrom sklearn.externals import joblib\n", 2),
        ("SCR010", "import sklearn.externals.joblib as joblib\n", 1),
        ("SCR010", "import numpy as np\n\nkind = np.unicode_\n", 3),
        ("SCR009", "{run}\n\nmodel = undefined\n", 6),
    ],
)
def test_what_loading_tells_stands_at_its_line(rule, text, line, tmp_path):
    """Not at run(), which has nothing to do with it."""
    if "from sklearn" in text:
        pytest.importorskip("sklearn")
    if "numpy" in text and pytest.importorskip("numpy").__version__ < "2":
        pytest.skip("it is there")
    run = "from schemagen import input_schema\n@input_schema('x', 1.5)\ndef run(x): return x\n"
    script = tmp_path / "score.py"
    script.write_text(text.replace("{run}", run) if "{run}" in text else text + run)
    (found,) = (f for f in schemagen.check(script) if f.id == rule)
    assert found.line == line


GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_our_own_documents_have_no_error(path):
    """What the export writes is valid, and its examples are."""
    found = schemagen.check(path)
    assert [str(f) for f in found if f.severity != "note"] == []
