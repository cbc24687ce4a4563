"""The whole way: a script, `schemagen serve`, and the connector's side with a table in CSV."""

import csv
import datetime as dt
import io
import json

import pytest

import schemagen
from schemagen.cli import run

pytest.importorskip("granian")
from tests.serving.running import served

SCRIPT = """
import datetime
from schemagen import input_schema, output_schema, Sample
row = {"n": "Ann", "count": 1, "rate": 0.5, "when": datetime.datetime(2020, 1, 1), "ok": True}
rows = Sample({"data": [row, {**row, "n": "Bob"}]}, nullable={"rate": True})
def init(): pass
@input_schema("Inputs", rows)
@output_schema({"Results": [{"name": "Ann", "value": 0.5, "day": "2020-01-01"}]})
def run(Inputs):
    def scored(row):
        value = row["count"] * row["rate"] if row["rate"] is not None else -1.0
        return {"name": row["n"], "value": value if row["ok"] else 0.0, "day": row["when"].isoformat()}
    return {"Results": [scored(row) for row in Inputs["data"]]}
"""
COLUMNS = ("n", "count", "rate", "when", "ok")
ERROR = "[Error] "


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """Serve the script."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "score.py").write_text(SCRIPT)
    with served(SCRIPT) as server:
        yield server, folder


def scored(target, folder, rows, *more):
    """Return status, report and the scored table."""
    source, result = folder / "rows.csv", folder / "scored.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    result.unlink(missing_ok=True)
    out = io.BytesIO()
    arguments = [target, "--table", source, "-o", result, "--format", "json", *more]
    status = run(["power-bi", *map(str, arguments)], out)
    with result.open(newline="", encoding="utf-8") as file:
        return status, json.loads(out.getvalue()), list(csv.DictReader(file))


@pytest.fixture(params=["in process", "over HTTP"])
def target(request, service):
    """Return what the command is given."""
    server, folder = service
    return (
        folder / "score.py" if request.param == "in process" else f"http://127.0.0.1:{server.port}"
    )


PLANTED = [
    # n, count, rate, when, ok: what comes, or the beginning of the error cell
    (("Ann", "2", "1.5", "2020-05-01T10:00:00", "true"), ("Ann", 3.0, "2020-05-01T10:00:00")),
    (("Bob", "2", "", "2020-05-01", "true"), ("Bob", -1.0, "2020-05-01T00:00:00")),
    (("Cid", "2", "NaN", "2020-05-01 10:00", "TRUE"), ("Cid", -1.0, "2020-05-01T10:00:00")),
    (("Dan", "", "1.5", "2020-05-01", "true"), "Expression.Error: count"),
    (("Eve", "2.5", "1.5", "2020-05-01", "true"), "DataFormat.Error: count"),
    (("Fay", "two", "1.5", "2020-05-01", "true"), "DataFormat.Error: count"),
    (("Gil", "2", "1,5", "2020-05-01", "true"), "DataFormat.Error: rate"),
    (("Hal", "2", "1.5", "05/06/2020", "true"), "DataFormat.Error: when"),
    (("Ivy", "2", "1.5", "", "true"), "Expression.Error: when"),
    (("Jim", "2", "1.5", "2020-05-01", "1"), "DataFormat.Error: ok"),
    (("Kay", "2", "1.5", "2020-05-01T10:00:00+02:00", "true"), ("Kay", 3.0, "2020-05-01T08:00:00")),
    (("Leo", "2", "1.5", "2020-05-01T10:00:00Z", "false"), ("Leo", 0.0, "2020-05-01T10:00:00")),
    (('é "🎉", \n', str(2**53), "1", "2020-05-01", "true"), ('é "🎉", \n', float(2**53), "2020-05-01T00:00:00")),
    (("", "-3", "5e-1", "2020-05-01T10:00:00.5", "true"), ("", -1.5, "2020-05-01T10:00:00.500000")),
    (("Mia", str(2**53 + 1), "1", "2020-05-01", "true"), "DataFormat.Error: count"),
]  # fmt: skip


def test_planted_cells(target, service):
    """Each gives the right value, or an error cell in its place; nothing is changed unseen."""
    status, report, table = scored(target, service[1], [row for row, _ in PLANTED])
    assert status == 0, report["findings"]
    assert len(table) == len(PLANTED)
    for got, (row, expected) in zip(table, PLANTED, strict=True):
        assert tuple(got[name] for name in COLUMNS) == row
        if isinstance(expected, str):
            assert got["value"].startswith(ERROR + expected)
        else:
            assert (got["name"], float(got["value"]), got["day"]) == expected


def test_ten_thousand_rows_equal_calling_run(target, service):
    """In all batch sizes, in process and over HTTP."""
    start = dt.datetime(2020, 1, 1)
    given = [
        {"n": f'é,"{i}"', "count": i % 97, "rate": i * 7919 % 1000 / 8 if i % 11 else None, "when": start + dt.timedelta(minutes=i), "ok": i % 3 > 0}
        for i in range(10_000)
    ]  # fmt: skip
    cells = [
        (row["n"], row["count"], "" if row["rate"] is None else row["rate"], row["when"].isoformat(), row["ok"])
        for row in given
    ]  # fmt: skip
    status, report, table = scored(target, service[1], cells, "--batch", "100,1000")
    assert status == 0, report["findings"]
    module = schemagen.load(service[1] / "score.py").module
    expected = module.run(Inputs={"data": given})["Results"]
    assert [
        {"name": row["name"], "value": float(row["value"]), "day": row["day"]} for row in table
    ] == expected


ORDER = {
    "PBI208": "rank = sorted(row['rate'] for row in Inputs['data']); value = lambda row: rank.index(row['rate'])",
    "PBI216": "first = Inputs['data'][0]['rate']; value = lambda row: row['count'] * first",
}


@pytest.mark.parametrize("rule", ORDER)
def test_planted_dependence_is_found_over_http(rule, tmp_path):
    """On the other rows, and on the first."""
    head = SCRIPT.partition("    def scored")[0]
    text = (
        head
        + f"    {ORDER[rule]}\n    return {{'Results': [{{'name': row['n'], 'value': float(value(row)), 'day': ''}} for row in Inputs['data']]}}\n"
    )
    rows = [(f"r{i}", i + 1, (i * 7 % 5) + 0.5, "2020-01-01", "true") for i in range(5)]
    with served(text) as server:
        status, report, table = scored(f"http://127.0.0.1:{server.port}", tmp_path, rows)
    assert status == 1
    assert rule in {finding["id"] for finding in report["findings"]}
    assert len(table) == 5


def test_a_service_that_is_gone(service, tmp_path, capsys):
    """No document, no function; no answer, error cells and a finding."""
    assert run(["power-bi", "http://127.0.0.1:9", "--table", "x.csv"], io.BytesIO()) == 1
    assert "not callable" in capsys.readouterr().err
    document = tmp_path / "swagger.json"
    script = schemagen.load(service[1] / "score.py")
    document.write_text(json.dumps(schemagen.export(script.operation)))
    row = ("Ann", "2", "1.5", "2020-05-01", "true")
    status, report, table = scored(document, tmp_path, [row], "--url", "http://127.0.0.1:9")
    assert status == 1
    assert "PBI218" in {finding["id"] for finding in report["findings"]}
    assert ERROR in str(table[0])
