"""What the old names publish as an example comes back as the sample, for every sample there is."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from schemagen import Sample, input_schema, output_schema
from schemagen.azureml import schema_util
from schemagen.decorators import MODE
from tests.judge import old_validator
from tests.samples import ROWS, Row
from tests.samples.same import assert_same

SPARK = {True: (pytest.mark.spark,), False: ()}
TAKEN = [
    pytest.param(row, id=row.id, marks=SPARK[row.spark])
    for row in ROWS
    if not row.refused and not row.described
]
MOST = 100
"""The rows that an example of the old form shows."""


def _ready(row: Row, request: pytest.FixtureRequest) -> None:
    if row.missing:
        pytest.skip(f"{row.id} is not tested: {row.missing} is missing")
    if row.spark:
        request.getfixturevalue("spark_session")


@pytest.mark.parametrize("row", TAKEN)
def test_the_old_form_s_example_is_valid_taken_and_loses_nothing(
    row: Row, request: pytest.FixtureRequest
) -> None:
    """Strict JSON, valid against the old form, read by a direct call, equal to the sample."""
    _ready(row, request)
    made = row.make()
    sample = Sample(*made) if row.several else Sample.of(made)

    @input_schema("data", sample)
    @output_schema(sample)
    def run(data: Any) -> Any:
        return data

    form = schema_util.get_input_schema(run)
    example = json.loads(json.dumps(form["example"], allow_nan=False))
    old_validator(_without_versions(form)).validate(example)
    before = copy.deepcopy(example)
    token = MODE.set("lax")
    try:
        got = run(**example)
    finally:
        MODE.reset(token)
    assert example == before
    wanted = row.back() if row.back else sample.values[0]
    if row.several or len(_rows(sample, wanted)) > MOST:
        return
    if _rows(sample, got) == _rows(sample, wanted):
        assert_same(got, wanted)
    else:  # rows without nulls come first in an example
        assert sorted(_rows(sample, got)) == sorted(_rows(sample, wanted))


def _rows(sample: Sample, value: Any) -> list[str]:
    """Return the rows of a value, as text of JSON."""
    encoded = sample.encode(value)
    return [json.dumps(item) for item in (encoded if isinstance(encoded, list) else [encoded])]


def _without_versions(form: Any) -> Any:
    return {key: value for key, value in form.items() if key != "example"}
