"""Requests on which the old library lost data, failed or guessed: what its names do with them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import schemagen.azureml
from schemagen import InputError
from tests.azureml.peer_samples import Make, Names, np, pd

pytest.importorskip("numpy")
pytest.importorskip("pandas")


def array(values: Any, dtype: Any = None) -> Make:
    """Return the maker of an array's ParameterType."""
    return lambda t: t.N(np.array(values, dtype))


def frame(**columns: Any) -> Make:
    """Return the maker of a frame's ParameterType."""
    return lambda t: t.P(pd.DataFrame(columns))


def called(make: Make, payload: Any) -> Any:
    """Return what ``run()`` gets, written as plain values, and fail if the payload was changed."""
    with schemagen.azureml.provided():
        names = Names()
        run = names.decorators.input_schema("x", make(names))(lambda x: x)
    before = json.dumps(payload)
    got = run(payload)
    assert json.dumps(payload) == before
    if hasattr(got, "to_dict"):
        return {name: column.tolist() for name, column in got.items()}
    return got.tolist() if hasattr(got, "tolist") else got


PAIR = frame(height=[1.0], weight=[2.0])
NAMED = frame(a=[1], b=["x"])
TIMES = frame(t=np.array(["2020-01-01"], "M8[ns]"))
RECORD = array([(1, 0.5)], [("a", "i4"), ("b", "f8")])
DAY = dt.datetime(2020, 1, 1)
FLAGS, FLAG = array([True]), frame(b=[True])

TAKEN: dict[str, tuple[Make, Any, Any]] = {
    "other-order": (PAIR, [{"weight": 80, "height": 1.8}], {"height": [1.8], "weight": [80.0]}),
    "float": (frame(x=[1.5]), [{"x": 0.3}], {"x": [0.3]}),
    "magic-name": (frame(updated_at=[1]), [{"updated_at": 1600000000}], {"updated_at": [1600000000]}),
    "magic-date": (frame(date=["x"]), [{"date": "01/02/2020"}], {"date": ["01/02/2020"]}),
    "long-text": (array(["Sarah"]), ["Alexandra"], ["Alexandra"]),
    "false-as-text": (FLAGS, ["False"], [False]),
    "false-as-text-cell": (FLAG, [{"b": "false"}], {"b": [False]}),
    "flag-as-number": (FLAG, [{"b": 0}], {"b": [False]}),
    "number-as-text": (array([1]), ["12"], [12]),
    "number-as-text-cell": (frame(a=[1]), [{"a": "12"}], {"a": [12]}),
    "whole-float": (lambda t: t.S(1), 1.0, 1),
    "int-for-float": (lambda t: t.S(1.5), 1, 1.0),
    "bytes": (array([b"abc"]), ["YWJj"], [b"abc"]),
    "text-labels": (frame(**{"1": [1.5]}), [{"1": 1.5}], {"1": [1.5]}),
    "by-position": (
        lambda t: t.P(pd.DataFrame({"a": [1], "b": ["x"]}), orient="values"),
        [[2, "y"]],
        {"a": [2], "b": ["y"]},
    ),
    "Int64": (
        lambda t: t.P(pd.DataFrame({"a": pd.array([1], dtype="Int64")})),
        [{"a": 2**53 + 1}],
        {"a": [2**53 + 1]},
    ),
    "offset": (lambda t: t.S(DAY), "2020-01-01T00:00:00+01:00", dt.datetime(2019, 12, 31, 23)),
    "tuple": (array([1]), (1, 2), [1, 2]),
    "no-rows": (NAMED, [], {"a": [], "b": []}),
    "columns-of-cells": (frame(a=[1]), {"a": [1, 2]}, {"a": [1, 2]}),
    "renamed-column": (NAMED, [{"a": 5, "B": "z"}], {"a": [5], "B": ["z"]}),
    "fields-by-position": (RECORD, [[1, 2]], [(1, 2.0)]),
    "unknown-field": (RECORD, [{"b": 1, "a": 2, "c": 3}], [(2, 1.0)]),
    "missing-key": (lambda t: t.S({"a": 1}), {"b": 1}, {"b": 1}),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", TAKEN)
def test_nothing_is_lost(name: str) -> None:
    """The value that was sent arrives, in the sample's types and order."""
    make, payload, wanted = TAKEN[name]
    assert called(make, payload) == wanted


REFUSED: dict[str, tuple[Make, Any]] = {
    "int8": (frame(a=np.array([1], "i1")), [{"a": 300}]),
    "uint8": (frame(a=np.array([1], "u1")), [{"a": -1}]),
    "int32": (frame(a=np.array([1], "i4")), [{"a": 2**40}]),
    "int64": (frame(a=[1]), [{"a": 2**63}]),
    "float32": (array([1.5], "f4"), [1e300]),
    "null-flag": (FLAGS, [None]),
    "null-flag-cell": (FLAG, [{"b": None}]),
    "number-for-flag": (FLAG, [{"b": 5}]),
    "null-text": (array(["a"]), [None]),
    "number-for-text": (array(["a"]), [1234567]),
    "null-int": (frame(a=[1]), [{"a": None}]),
    "not-base64": (array([b"abc"]), ["!!!"]),
    "no-known-column": (NAMED, [{"A": 5, "B": "z"}]),
    "missing-column": (NAMED, [{"a": 5}]),
    "cells-for-a-row": (NAMED, [[5, "z"]]),
    "epoch": (TIMES, [{"t": 1600000000000}]),
    "day-or-month-first": (TIMES, [{"t": "01/02/2020"}]),
    "number-for-duration": (frame(d=np.array([1], "m8[ns]")), [{"d": 5}]),
    "day-of-this-month": (lambda t: t.S(DAY), "10"),
    "new-category": (lambda t: t.P(pd.DataFrame({"c": pd.Categorical(["a"])})), [{"c": "b"}]),
    "fraction": (lambda t: t.S(1), 1.5),
    "flag-for-int": (lambda t: t.S(1), True),
    "missing-field": (RECORD, [{"a": 1}]),
    "long-row": (RECORD, [[1, 2, 3]]),
    "other-shape": (array([[1, 2]]), [[1, 2, 3]]),
    "number-for-text-cell": (frame(s=["x"]), [{"s": 5}]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_lost_or_guessed_is_refused(name: str) -> None:
    """With an InputError, which is a ValueError, at its place."""
    make, payload = REFUSED[name]
    with pytest.raises(InputError, match=r"\$\.x"):
        called(make, payload)
