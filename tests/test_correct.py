"""A refused body comes back mended, small, and accepted."""

from __future__ import annotations

import copy
import random
import time
from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.correct import corrected
from schemagen.operation import Input, Operation
from tests.test_contract import sample_of
from tests.test_fast_path import PLAIN, bodies_of, mutated

ROWS = [{"age": 1, "size": 1.5, "name": "a"}]


def operation(**samples: Any) -> Operation:
    """Return the operation whose inputs have these samples."""
    return Operation(tuple(Input(name, Sample(value)) for name, value in samples.items()))


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ({"data": ROWS * 5, "n": 2}, {"data": ROWS, "n": 2}),
        ({"data": [*ROWS, {**ROWS[0], "age": "x"}], "n": 2}, {"data": ROWS, "n": 2}),
        ({"data": [{"agee": 7, "size": 2, "name": "b"}], "n": 2},
         {"data": [{"age": 7, "size": 2, "name": "b"}], "n": 2}),
        ({"data": [*ROWS, {"age": 7, "size": "?", "name": "b"}], "n": 2},
         {"data": [{"age": 7, "size": 1.5, "name": "b"}], "n": 2}),
        ({"data": ROWS, "n": 2, "unknown": 1}, {"data": ROWS, "n": 2, "unknown": 1}),
        ({"data": [], "n": 2}, {"data": [], "n": 2}),
        ({"Data": ROWS, "n": "2"}, {"data": ROWS, "n": 5}),
        ({"n": 3}, {"data": ROWS, "n": 3}),
        (b"no JSON", {"data": ROWS, "n": 5}),
        (b"[1]", {"data": ROWS, "n": 5}),
    ],
)  # fmt: skip
def test_a_body_is_mended_by_the_example(body, mended):
    """Renamed keys keep their values; of an array, what was wrong first is left."""
    before = copy.deepcopy(body)
    assert corrected(operation(data=ROWS, n=5), body) == mended
    assert body == before


def test_many_misspelt_columns_are_told_and_mended_soon() -> None:
    """Clients choose the keys, and how many: neither the judge nor the mending may be slow."""
    row = {f"column_{at}": float(at) for at in range(1000)}
    op = operation(data=[row])
    body = {"data": [{f"{name}x": value + 1 for name, value in row.items()}] * 20}
    began = time.process_time()
    with pytest.raises(InputError) as refused:
        op.decode(body)
    assert str(refused.value.problems[7]).endswith("(is it 'column_7x'?)")
    assert corrected(op, body) == {"data": [{name: value + 1 for name, value in row.items()}]}
    assert time.process_time() - began < 10


@pytest.mark.parametrize("row", [row for row in PLAIN if not row.described], ids=lambda row: row.id)
def test_what_comes_back_is_accepted(row: Any) -> None:
    """Whatever was changed in a body of any sample."""
    op = Operation((Input("data", sample_of(row)),))
    order = random.Random(row.id)
    for body in bodies_of(row, op)[:1]:
        for _ in range(3):
            op.decode(corrected(op, mutated(mutated(body, order), order)))


@pytest.mark.parametrize(
    "item", [Input("x"), Input("x", Sample(1, example=False))], ids=["no", "kept"]
)
def test_without_an_example_the_problem_is_raised(item: Input) -> None:
    """Nothing that is refused again comes back."""
    with pytest.raises(InputError):
        corrected(Operation((item,)), b"{}")
