"""The simulated connector: what it shows of every document, and what a table gives."""

import csv
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import schemagen
from schemagen.checks.consumers.power_bi import cells, m, rules, session, table, transport
from schemagen.checks.consumers.power_bi.client import Trouble, read
from schemagen.checks.consumers.power_bi.service import discover
from schemagen.checks.consumers.power_bi.transport import Answer
from schemagen.checks.consumers.power_bi.trial import Test as Tried
from schemagen.checks.consumers.power_bi.trial import tried
from schemagen.checks.document import Document
from schemagen.checks.finding import reaches
from schemagen.checks.subject import Subject
from schemagen.cli import run

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "power_bi"
SIGNATURES = {
    "azureml-examples_custom_swagger2.swagger.json": ("A", []),
    "docs_myservice_numpy.swagger.json": ("A", []),
    "peer_inference-server_expected_swagger2.json": ("A", []),
    "generated_peer_automl_forecasting_general_v2.swagger.json": (
        "B",
        ["timeStamp as datetime", "precip as number"],
    ),
    "generated_peer_automl_pbi_classification.swagger.json": (
        "B",
        [
            "Age as Int64.Type",
            "Gender as text",
            '#"Years at Company" as Int64.Type',
            '#"Work-Life Balance" as text',
        ],
    ),
    "generated_peer_automl_pbi_forecasting.swagger.json": (
        "B",
        [
            "timeStamp as datetime",
            "precip as number",
            "y_query as number",
            "_lower_quantile as number",
            "_upper_quantile as number",
        ],
    ),
    "generated_peer_docs_powerbi_example.swagger.json": (
        "B",
        ["name as text", "age as Int64.Type"],
    ),
    "generated_peer_legacy_data_records.swagger.json": (
        "A",
        ["AGE as Int64.Type", "SEX as Int64.Type", "BMI as number"],
    ),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name):
    """Name, positional parameters, M types."""
    service = discover(Document(json.loads((DATA / name).read_text())))
    shape, parameters = SIGNATURES[name]
    assert service.shape == shape
    assert service.signature == f"{m.quoted(service.name)} ({', '.join(parameters)}) as any"


@pytest.mark.parametrize(
    ("name", "shape", "count", "first", "result"),
    [
        (
            "designer_asa-mlswagger.swagger.json",
            "C",
            26,
            "symboling",
            ("Results", "WebServiceOutput0"),
        ),
        ("legacy_data_bank-marketing.swagger.json", "A", 53, "job_blue-collar", ()),
    ],
)
def test_wide_documents(name, shape, count, first, result):
    """References are followed, type-less objects read, the order is the document's."""
    service = discover(Document(json.loads((DATA / name).read_text())))
    assert (service.shape, len(service.columns), service.columns[0].name) == (shape, count, first)
    assert service.result_path == result


@pytest.mark.parametrize(
    ("name", "text"),
    [("day", "day"), ("Work Life", '#"Work Life"'), ("a-b", '#"a-b"'), ('a"b', '#"a""b"'), ("0", '#"0"'), ("if", '#"if"'), ("AzureML.x", "AzureML.x"), ("größe", "größe"), ("", '#""')],
)  # fmt: skip
def test_identifiers(name, text):
    """What is no plain identifier is quoted."""
    assert m.quoted(name) == text


CELLS = [
    ("5", "Int64.Type", 5), ("5.0", "Int64.Type", 5), ("-3", "Int64.Type", -3), ("", "Int64.Type", None),
    ("5.7", "Int64.Type", cells.Refused), ("x", "Int64.Type", cells.Refused), ("1,234", "Int64.Type", cells.Refused),
    (str(2**53), "Int64.Type", 2**53), (str(2**53 + 1), "Int64.Type", cells.Refused), ("1e3", "Int64.Type", cells.Refused),
    ("0.5", "number", 0.5), ("5", "number", 5), ("1e3", "number", 1000.0), ("NaN", "number", None), ("", "number", None),
    ("5,1", "number", cells.Refused), ("true", "logical", True), ("FALSE", "logical", False), ("1", "logical", cells.Refused),
    ("", "text", ""), ("é\"q\"", "text", "é\"q\""), ("2020-05-01", "datetime", "2020-05-01T00:00:00"),
    ("2020-05-01T10:00:00+02:00", "datetime", "2020-05-01T10:00:00+02:00"), ("2020-05-01 10:00", "datetime", "2020-05-01T10:00:00"),
    ("2020-05-01T10:00:00.1234567", "datetime", "2020-05-01T10:00:00.1234567"), ("2020-05-01T10:00:00.12345678", "datetime", cells.Refused),
    ("05/06/2020", "datetime", cells.Refused), ("2020-02-30", "date", cells.Refused), ("2020-02-28", "date", "2020-02-28"),
    ("10:15:00", "time", "10:15:00"), ("P1D", "duration", "P1D"), ("[1]", "list", cells.Refused), ("any", "any", "any"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), CELLS)
def test_text_becomes_what_it_says_or_an_error(text, kind, expected):
    """Nothing is guessed, nothing changed."""
    if expected is cells.Refused:
        with pytest.raises(cells.Refused):
            cells.converted(text, kind, from_text=True)
    else:
        got = cells.converted(text, kind, from_text=True)
        assert (got, type(got)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [("5", "number", cells.Refused), (5, "number", 5), (5.0, "Int64.Type", 5), (5.5, "Int64.Type", cells.Refused), (True, "number", cells.Refused),
     (5, "text", cells.Refused), ("x", "text", "x"), (1, "logical", cells.Refused), (float("nan"), "number", None), ([1], "list", [1]), ({}, "list", cells.Refused)],
)  # fmt: skip
def test_typed_values_keep_their_type(value, kind, expected):
    """Text in a numeric parameter is an error cell, as in M."""
    if expected is cells.Refused:
        with pytest.raises(cells.Refused):
            cells.converted(value, kind, from_text=False)
    else:
        assert cells.converted(value, kind, from_text=False) == expected


HEAD = "import datetime, json\nfrom schemagen import input_schema, output_schema\n"
SAMPLE = "@input_schema('Inputs', {'data': [{'a': 1, 'x': 0.5, 'n': 'Ann'}, {'a': 2, 'x': 1.5, 'n': 'Bob'}]})\n"
OUT = "@output_schema({'Results': [0.5, 1.5]})\n"
GOOD = "def run(Inputs): return {'Results': [row['a'] * row['x'] for row in Inputs['data']]}\n"


def service_of(tmp_path, text):
    """Return a loaded script's subject, service and caller."""
    script = tmp_path / "score.py"
    script.write_text(text)
    loaded = schemagen.load(script)
    document = Document(schemagen.export(loaded.operation, title="t"))
    return Subject(document, "score.py", loaded), discover(document), transport.in_process(loaded)


def rows_of(service, *values):
    """Return rows of a, x and n."""
    given = table.Table(
        ("a", "x", "n"), tuple(dict(zip("axn", row, strict=True)) for row in values), is_text=False
    )
    return session.rows_of(service, given, session.Request())


ROWS = [(1, 0.5, "Ann"), (2, 1.5, "Bob"), (3, 2.5, "Cid"), (4, 0.25, "Dan")]


def found(tmp_path, text, rows=ROWS, **test):
    """Return the trial of a script and the ids that the rules on answers find."""
    _, service, call = service_of(tmp_path, text)
    trial = tried(service, call, rows_of(service, *rows), Tried(**test), lambda count: None)
    return trial, {rule.id for rule in rules.TRIAL for _ in rule.find(trial)}


def test_a_good_script_trips_nothing(tmp_path):
    """All batch sizes, orders and forms give what run() gives."""
    trial, ids = found(tmp_path, HEAD + SAMPLE + OUT + GOOD)
    assert [cell.data for cell in trial.cells] == [0.5, 3.0, 7.5, 1.0]
    assert ids == set()
    assert [done.label for done in trial.batched] == [
        "batches of 1",
        "batches of 2",
        "batches of 3",
    ]


GLOBAL = "@input_schema('GlobalParameters', {'f': 2.0})\n"
TABLE = "Inputs['data']"
BAD = {
    "PBI201": OUT + f"def run(Inputs): return [1.0 for row in {TABLE}]\n",
    "PBI202": OUT
    + f"def run(Inputs): return {{'Results': [1.0 for row in {TABLE}][:-1] + [2.0, 3.0][:len({TABLE}) % 2 * 0]}}\n",
    "PBI203": OUT + "def run(Inputs): return json.dumps({'Results': []})\n",
    "PBI205": OUT + f"def run(Inputs): return {{'Results': [row['n'] for row in {TABLE}]}}\n",
    "PBI206": f"def run(Inputs): return {{'Results': [{{row['n']: 1}} for row in {TABLE}]}}\n",
    "PBI207": f"def run(Inputs): return {{'Results': [[1, 2] for row in {TABLE}]}}\n",
    "PBI208": OUT
    + f"def run(Inputs):\n    top = max(row['x'] for row in {TABLE})\n    return {{'Results': [row['x'] / top for row in {TABLE}]}}\n",
    "PBI209": GLOBAL
    + OUT
    + f"def run(Inputs, GlobalParameters): return {{'Results': [GlobalParameters['f'] for row in {TABLE}]}}\n",
    "PBI213": OUT
    + f"def run(Inputs): return {{'Results': [float(str(list(row.values())[0]) == str(row['a'])) for row in {TABLE}]}}\n",
    "PBI216": OUT
    + f"def run(Inputs): return {{'Results': [{TABLE}[0]['x'] * row['a'] for row in {TABLE}]}}\n",
}


@pytest.mark.parametrize("rule", BAD)
def test_a_bad_answer_trips_its_rule(rule, tmp_path):
    """One flaw each."""
    _, ids = found(tmp_path, HEAD + SAMPLE + BAD[rule])
    assert rule in ids


def test_global_parameters_with_a_default_trip_nothing(tmp_path):
    """Left out, as the example, empty: all work."""
    text = (
        GLOBAL
        + OUT
        + f"def run(Inputs, GlobalParameters=None): return {{'Results': [row['x'] for row in {TABLE}]}}\n"
    )
    trial, ids = found(tmp_path, HEAD + SAMPLE + text.replace("{'f': 2.0}", "{}"))
    assert "PBI209" not in ids
    assert {done.label for done in trial.globals} == {"omitted", "the example", "{}"}


def found_by_probes(service, call, given):
    """Return the ids of what the probes find when the rows of a table are tried."""
    rows = session.rows_of(service, given, session.Request())
    trial = tried(service, call, rows, Tried(), lambda count: None)
    return {rule.id for rule in rules.TRIAL for _ in rule.find(trial)}


def test_probes(tmp_path):
    """A service that changes what it gets, and one that fails on what may come."""
    document = json.loads((DATA / "generated_peer_docs_powerbi_example.swagger.json").read_text())
    service = discover(Document(document))

    def call(body):
        values = [int(row["age"]) for row in body["Inputs"]["input2"]]
        return Answer(200, json.dumps({"Results": values}).encode())

    given = table.Table(("name", "age"), ({"name": "a", "age": 1},), is_text=False)
    assert "PBI211" in found_by_probes(service, call, given)

    fussy = HEAD + "@input_schema('data', [{'t': datetime.datetime(2020, 1, 1), 'x': 0.5}])\n"
    fussy += "def run(data):\n    if data[0]['t'].day == 1 and data[0]['t'].month == 5: raise ValueError\n    return [row['x'] for row in data]\n"
    _, service, call = service_of(tmp_path, fussy)
    given = table.Table(("t", "x"), ({"t": "2020-01-02T00:00:00", "x": 0.5},), is_text=False)
    assert "PBI210" in found_by_probes(service, call, given)


def test_epoch_dates_and_slow_answers(tmp_path):
    """A date that comes as a number, and 1000 rows that take long."""
    text = HEAD + SAMPLE + "@output_schema({'Results': [datetime.datetime(2020, 1, 1)]})\n"
    trial, ids = found(
        tmp_path,
        text + f"def run(Inputs): return {{'Results': [1577836800000 for row in {TABLE}]}}\n",
    )
    assert "PBI215" in ids
    assert "PBI214" not in ids
    trial.seconds_per_1000 = 6.0
    assert "PBI214" in {rule.id for rule in rules.TRIAL for _ in rule.find(trial)}


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (Answer(200, b'{"Results": [NaN, 1]}'), "PBI204"), (Answer(200, b"oops"), "PBI204"), (Answer(200, b'"error"'), "PBI203"),
        (Answer(200, b'{"Results": "error"}'), "PBI203"), (Answer(200, b'{"results": [1, 2]}'), "PBI201"), (Answer(200, b"[1, 2]"), "PBI201"),
        (Answer(200, b'{"Results": [1]}'), "PBI202"), (Answer(200, b'{"Results": {"a": [1, 2]}}'), "PBI201"), (Answer(200, b""), "PBI204"),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_aligned(answer, rule):
    """Each row gets an error cell; nothing is repeated or guessed."""
    service = discover(
        Document(
            json.loads((DATA / "generated_peer_docs_powerbi_example.swagger.json").read_text())
        )
    )
    troubles: list[Trouble] = []
    given = read(service, answer, 2, troubles)
    assert [type(cell) for cell in given] == [cells.Failure] * 2
    assert [trouble.rule for trouble in troubles] == [rule]


def test_a_status_is_in_every_cell_of_its_batch():
    """A refused batch is told row by row."""
    service = discover(
        Document(
            json.loads((DATA / "generated_peer_docs_powerbi_example.swagger.json").read_text())
        )
    )
    given = read(service, Answer(400, b"no"), 3, [])
    assert [str(cell) for cell in given] == ["DataSource.Error: status 400: no"] * 3


def test_error_cells_keep_their_places(tmp_path):
    """Nulls and text in whole-number columns are errors in place; the other rows go on."""
    rows = [(1, 0.5, "Ann"), (None, 1.5, "Bob"), ("3", 2.5, "Cid"), (4, 0.25, "Dan")]
    trial, ids = found(tmp_path, HEAD + SAMPLE + OUT + GOOD, rows)
    kinds = [type(cell) for cell in trial.cells]
    assert kinds == [cells.Value, cells.Failure, cells.Failure, cells.Value]
    assert ids == set()


CHOICE = HEAD.replace("output_schema\n", "output_schema, Sample\n") + (
    "rows = Sample({'data': [{'a': 1, 'x': 0.5, 'n': 'Ann'}, {'a': 2, 'x': 1.5, 'n': 'Bob'}]}, maximum={'x': 9.0})\n"
    "@input_schema('Inputs', rows)\n"
)


@pytest.mark.parametrize(
    "text",
    [
        CHOICE + OUT + GOOD,
        HEAD + SAMPLE + OUT + GOOD.replace("row['a'] *", "(1 if row['x'] < 9 else 1 / 0) *"),
    ],
    ids=["refused by the contract", "failed on by run()"],
)
def test_a_refused_row_takes_its_request_along(text, tmp_path):
    """Azure's server answers a request as a whole, so its good rows are error cells too."""
    rows = [*ROWS, (5, 99.0, "Eve"), (6, 0.5, "Fay")]
    trial, ids = found(tmp_path, text, rows)
    assert all(isinstance(cell, cells.Failure) for cell in trial.cells)
    assert trial.refused == {4}
    assert ids == {"PBI217"}
    (hit,) = (hit for rule in rules.TRIAL for hit in rule.find(trial))
    assert hit.what.startswith("row 5 gives DataSource.Error: status ")
    assert hit.what.endswith("5 good ones are error cells too")
    few, ids = found(tmp_path, text, rows, sizes=[2])
    assert ids == {"PBI217"}
    assert few.refused == {4}


def test_requests_that_are_too_long_are_told(tmp_path):
    """No row is refused alone, so the fault is the number of rows."""
    text = HEAD + SAMPLE + OUT
    text += "def run(Inputs):\n    if len(Inputs['data']) > 2: raise MemoryError\n"
    _, ids = found(tmp_path, text + GOOD.replace("def run(Inputs):", "   "))
    assert ids == {"PBI208"}


def test_a_service_that_answers_nothing_is_an_error(tmp_path):
    """No result is no success."""
    text = HEAD + SAMPLE + OUT + "def run(Inputs): raise ValueError('no model')\n"
    assert found(tmp_path, text)[1] == {"PBI218"}
    assert found(tmp_path, text, ROWS[:1])[1] == {"PBI218"}


def test_records_expand_to_columns():
    """Fields in first-seen order, null where a record lacks one, errors in each."""
    given = [cells.Value({"a": 1}), cells.Failure("E", "why"), cells.Value({"b": [2], "a": 3})]
    names, columns = table.expanded(given, "AzureML.t")
    assert names == ["a", "b"]
    assert columns[0] == [1, None]
    assert columns[2] == [3, [2]]
    assert table.expanded([cells.Value([5])], "AzureML.t") == (["AzureML.t"], [[5]])


def test_ten_thousand_rows_equal_calling_run(tmp_path):
    """The command's CSV holds what run() gives for the same table."""
    script = tmp_path / "score.py"
    script.write_text(HEAD + SAMPLE + OUT + GOOD)
    rows = [{"a": i % 97, "x": (i * 7919 % 1000) / 8, "n": f'é,"{i}"'} for i in range(10_000)]
    source = tmp_path / "rows.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["n", "a", "x"])
        writer.writeheader()
        writer.writerows(rows)
    scored = tmp_path / "scored.csv"
    out = io.BytesIO()
    status = run(
        ["power-bi", str(script), "--table", str(source), "-o", str(scored), "--batch", "100,1000"],
        out,
    )
    assert status == 0, out.getvalue().decode()
    with scored.open(newline="", encoding="utf-8") as file:
        given = [float(row["AzureML.ML service"]) for row in csv.DictReader(file)]
    expected = schemagen.load(script).module.run(Inputs={"data": rows})["Results"]
    assert given == [float(value) for value in expected]
    assert b"this is not Power BI" in out.getvalue()


def test_bindings_and_constants(tmp_path):
    """Equal names by themselves; the rest must be given."""
    _, service, _ = service_of(tmp_path, HEAD + SAMPLE + OUT + GOOD)
    given = table.Table(("A", "x"), ({"A": "5", "x": "0.5"},), is_text=True)
    with pytest.raises(table.TableError, match="a, n"):
        session.rows_of(service, given, session.Request())
    request = session.Request({"a": "A"}, {"n": "Eve"})
    assert session.rows_of(service, given, request)[0].values == {"a": 5, "x": 0.5, "n": "Eve"}
    with pytest.raises(table.TableError, match="'zz'"):
        session.rows_of(service, given, session.Request({"zz": "A"}, {"a": "1", "n": "x"}))


def test_strict_takes_unknowns_the_worst_way():
    """Inputs beside the table, and columns of any type, are refused."""
    document = Document(
        json.loads((DATA / "generated_peer_docs_powerbi_example.swagger.json").read_text())
    )
    assert session.found_in(document).member == "input2"
    with pytest.raises(session.NotCallableError, match="beside the table"):
        session.found_in(document, strict=True)


class Service(BaseHTTPRequestHandler):
    """A service over HTTP, with a key."""

    script = None
    document = b""

    def do_GET(self):
        self.answer(200, self.document) if self.path == "/v1/swagger.json" else self.answer(
            404, b"no"
        )

    def do_POST(self):
        if self.headers["Authorization"] != "Bearer sesame":
            self.answer(401, b"who are you?")
            return
        response = self.script.call(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(response.status, response.body)

    def answer(self, status, body):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def address(tmp_path):
    """Return the address of a running service."""
    script = tmp_path / "score.py"
    script.write_text(HEAD + SAMPLE + OUT + GOOD)
    Service.script = schemagen.load(script)
    Service.document = json.dumps(
        schemagen.export(Service.script.operation, title="t", path_prefix="/v1")
    ).encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_http(address, tmp_path, monkeypatch):
    """The document is fetched, the route taken from it, the key sent."""
    source = tmp_path / "rows.json"
    source.write_text(json.dumps([{"a": 2, "x": 1.5, "n": "Bob"}]))
    monkeypatch.setenv("SCHEMAGEN_KEY", "sesame")
    out = io.BytesIO()
    assert run(["power-bi", f"{address}/v1", "--table", str(source), "--format", "json"], out) == 0
    said = json.loads(out.getvalue())
    assert said["cells"] == [{"value": 3.0}]
    assert said["parameters"][0] == {
        "name": "a",
        "type": "Int64.Type",
        "required": True,
        "nullable": False,
        "description": "",
        "sample": 1,
    }
    monkeypatch.setenv("SCHEMAGEN_KEY", "wrong")
    out = io.BytesIO()
    assert run(["power-bi", f"{address}/v1", "--table", str(source), "--format", "json"], out) == 1
    assert "401" in json.loads(out.getvalue())["cells"][0]["error"]


def test_no_document_no_function(address, capsys):
    """A service without a document is listed, not callable."""
    assert run(["power-bi", f"{address}/nowhere"], io.BytesIO()) == 1
    assert "not callable" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://a/", ("http://a/swagger.json", "http://a")), ("http://a/score", ("http://a/swagger.json", "http://a")), ("https://a/x/swagger.json", ("https://a/x/swagger.json", "https://a/x"))],
)  # fmt: skip
def test_addresses(url, expected):
    """Root, score and document name one service."""
    assert transport.addresses(url) == expected


@pytest.mark.parametrize(
    ("root", "path", "expected"),
    [("http://a", "/score", "http://a/score"), ("http://a/v1", "/v1/score", "http://a/v1/score"), ("http://a/x", "/v1/score", "http://a/x/v1/score")],
)  # fmt: skip
def test_routes(root, path, expected):
    """A prefix that the document and the address both have stands once."""
    assert transport.route(root, path) == expected


def test_severities_are_ordered():
    """An error is a warning and more."""
    assert reaches("error", "warning")
    assert not reaches("note", "warning")
