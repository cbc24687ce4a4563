"""A parsed body stays the caller's: what run() gets is its own."""

from __future__ import annotations

import pytest

from schemagen import Operation, Sample
from schemagen.invoke import invoke
from schemagen.operation import Input

pytest.importorskip("pandas")

import numpy as np
import pandas as pd

from schemagen.adapters.pandas import PandasAdapter


def _containers(value):
    """Return the lists and dicts in *value* by identity."""
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, pd.DataFrame):
        parts = [cell for name in value for cell in value[name].tolist()]
    elif not isinstance(value, (dict, list, tuple, np.ndarray)):
        return {}
    inside = {key: held for part in parts for key, held in _containers(part).items()}
    return {id(value): value} | inside


HANDED_OUT = {
    "no sample": (Input("data"), [[1], {"a": [2]}]),
    "not converted": (Input("data", Sample([1]), convert=False), [1, 2]),
    "unknown keys": ({"a": [1]}, {"a": [1], "more": [1, [2]], "other": {"x": [3]}}),
    "any items": ([], [[1], {"a": 1}]),
    "any keys": ({}, {"a": [1]}),
    "a union": ([[1], "x", {"a": 1}], [[1], {"a": 1, "c": [1]}]),
    "cells": (pd.DataFrame({"a": [{"x": 1}]}), [{"a": {"x": 1, "y": [1]}}]),
    "untyped cells": (
        Sample(pd.DataFrame({"a": [1]}), adapter=PandasAdapter(enforce_column_type=False)),
        [{"a": [1, 2]}],
    ),
    "more columns": (
        Sample(pd.DataFrame({"a": [1]}), adapter=PandasAdapter(enforce_shape=False)),
        [{"a": 1, "b": [2]}],
    ),
    "objects": (np.array([{"a": 1}, None], dtype=object), [{"a": 1, "c": [1]}]),
}


@pytest.mark.parametrize("outer", [False, True], ids=["run", "a decorator around it"])
@pytest.mark.parametrize(("sample", "data"), HANDED_OUT.values(), ids=HANDED_OUT)
def test_no_part_of_a_parsed_body_is_handed_out(sample, data, outer):
    """What run() does with its arguments is no business of who holds the body."""
    item = sample if isinstance(sample, Input) else Input("data", Sample.of(sample))
    body = {"data": data}
    op = Operation((item,))
    got = invoke(lambda data: data, op, body) if outer else op.decode(body)["data"]
    assert not _containers(body).keys() & _containers(got).keys()


def test_a_body_that_holds_itself_is_copied():
    """JSON has none, a Python caller may."""
    data = {"a": 1}
    data["self"] = data
    got = Operation((Input("data", Sample({"a": 1})),)).decode({"data": data})["data"]
    assert got["self"] is not data
    assert got["self"]["self"] is got["self"]
