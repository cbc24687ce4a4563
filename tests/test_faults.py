"""Faulty requests and what is said of each: tests/faults.txt, read like code."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.operation import Input, Operation

pytest.importorskip("pandas")

import numpy as np
import pandas as pd

from schemagen.adapters.pandas import PandasAdapter

Color = enum.Enum("Color", {"red": "r", "blue": "b"})
PEOPLE = pd.DataFrame(
    {
        "age": [31, 4],
        "size": [1.5, None],
        "name": ["Ann", "Bo"],
        "at": pd.to_datetime(["2020-02-03", "2021-01-01"]),
        "kind": pd.Categorical(["a", "b"]),
    }
)
ORIENTS = ("split", "values", "columns", "index", "table")
SAMPLES: dict[str, Any] = {
    "frame": PEOPLE,
    **{
        orient: Sample(PEOPLE[["age", "name"]], adapter=PandasAdapter(orient)) for orient in ORIENTS
    },
    "matrix": np.zeros((2, 3)),
    "ints": np.zeros(2, "i1"),
    "bytes": np.array([1, 2], "u1"),
    "times": np.array(["2020-01-01"], "M8[D]"),
    "spans": np.array([1], "m8[s]"),
    "f4": np.zeros(1, "f4"),
    "flags": np.array([True]),
    "text": np.array(["ab"]),
    "int": 1,
    "float": 1.5,
    "flag": True,
    "word": "x",
    "day": dt.date(2020, 2, 3),
    "moment": dt.datetime(2020, 2, 3),
    "clock": dt.time(1, 2),
    "span": dt.timedelta(1),
    "uuid": uuid.UUID(int=1),
    "decimal": decimal.Decimal("1.5"),
    "color": Color.red,
    "blob": b"ab",
    "tags": {"a", "b"},
    "items": [1],
    "person": {"age": 3, "name": "x", "tags": ["a"], "home": {"city": "y"}},
    "maybe": [1, None],
    "mixed": [1, "x"],
    "bounded": Sample(5, minimum=0, maximum=10),
    "coded": Sample("AB1", pattern="^[A-Z]{2}[0-9]$"),
    "code in a dict": Sample({"code": "AB1", "note": "x"}, pattern={"code": "^[A-Z]{2}[0-9]$"}),
    "odd keys": {"": {"7": 1, "": "a"}, "7": 1, "07": "a", "type": [1]},
    "odd names": {"a": {"7": 1, "07": 2, "+7": 3}},
    "odd columns": pd.DataFrame({"": [1], "7": [1], "07": ["a"]}),
    "pick": Sample("a", enum=["a", "b"]),
}
REST = '"size": 1, "name": "x", "at": "2020-01-01", "kind": "a"'
"""What … stands for in the file."""


def _faults() -> list[Any]:
    text = (Path(__file__).parent / "faults.txt").read_text(encoding="utf-8")
    found = []
    for block in text.strip().split("\n\n"):
        first, *told = block.splitlines()
        name, _, body = first.partition(" <- ")
        found.append((name, body.replace("…", REST), "\n".join(line.strip() for line in told)))
    return found


FAULTS = _faults()


@pytest.mark.parametrize(("name", "payload", "told"), FAULTS, ids=[str(row[:2]) for row in FAULTS])
def test_a_faulty_request_is_told_in_these_words(name, payload, told):
    """Whether it comes as text or as parsed JSON."""
    sample = SAMPLES[name]
    op = Operation((Input("data", sample if isinstance(sample, Sample) else Sample(sample)),))
    for body in (f'{{"data": {payload}}}', {"data": json.loads(payload)}):
        with pytest.raises(InputError) as raised:
            op.decode(body)
        assert "\n".join(map(str, raised.value.problems)) == told


def test_there_are_many_and_each_sample_has_one():
    """So that no kind of value goes without."""
    assert len(FAULTS) >= 60
    assert {row[0] for row in FAULTS} == set(SAMPLES)


def test_the_number_of_items_is_told_before_the_whole_array():
    """What stands before a value stays."""
    op = Operation((Input("data", Sample(np.zeros((2, 3)))),))
    row = list(range(100))
    with pytest.raises(InputError) as raised:
        op.decode({"data": [row]})
    assert raised.value.told("whole") == f"$.data[0]: expected 3 items, got 100: {json.dumps(row)}"
    assert raised.value.told("hidden") == "$.data[0]: expected 3 items"
