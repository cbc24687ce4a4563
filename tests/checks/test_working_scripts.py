"""No rule calls an error what works: scripts that answer, checked."""

import json

import pytest

import schemagen
from tests.checks.working import AZURE, POWER_BI

pytest.importorskip("pandas")
NAMED = [pytest.param(*row[1:], id=row[0]) for row in (*POWER_BI, *AZURE)]


def errors(path, consumers=()):
    """Return the errors that are found."""
    return [str(f) for f in schemagen.check(path, consumers=consumers) if f.severity == "error"]


@pytest.mark.parametrize(("text", "body", "answer"), NAMED)
def test_the_script_works_and_has_no_error(text, body, answer, tmp_path):
    """It answers as said, and nothing about it is an error."""
    script = tmp_path / "score.py"
    script.write_text(text)
    response = schemagen.load(script).call(json.dumps(body))
    assert response.status == 200
    assert response.json == answer
    assert errors(script) == []


@pytest.mark.parametrize(("text", "body", "answer"), NAMED[: len(POWER_BI)])
def test_power_bi_and_power_platform_find_no_error(text, body, answer, tmp_path):
    """It answers row by row, under the names that are known."""
    script = tmp_path / "score.py"
    script.write_text(text)
    assert errors(script, ["power-bi", "power-platform"]) == []


def test_there_are_enough():
    """As many as promised."""
    assert len(POWER_BI) >= 40
