"""Standard Python: what is refused, in which words, and what comes back."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.errors import EncodeError, UnsupportedSample
from tests.samples.standard import Colour, Level, Person

NAIVE = dt.datetime(2020, 1, 2)
REFUSALS: dict[str, tuple[Any, Any, str]] = {
    "int-fraction": (3, 1.5, "expected an integer, got 1.5"),
    "int-text": (3, "1", 'expected an integer, got "1"'),
    "int-bool": (3, True, "expected an integer, got true"),
    "int-null": (3, None, "expected an integer, got null"),
    "float-text": (0.5, "1.5", 'expected a number, got "1.5"'),
    "float-bool": (0.5, True, "expected a number, got true"),
    "bool-int": (True, 1, "expected true or false, got 1"),
    "bool-text": (True, "false", 'expected true or false, got "false"'),
    "bool-null": (True, None, "expected true or false, got null"),
    "text-number": ("a", 5, "expected text, got 5"),
    "text-null": ("a", None, "expected text, got null"),
    "date-time": (
        dt.date(2020, 1, 2),
        "2020-01-02T00:00:00Z",
        "expected a date such as 2020-02-03",
    ),
    "date-day-first": (dt.date(2020, 1, 2), "02/01/2020", "expected a date such as"),
    "datetime-number": (NAIVE, 1600000000, "04:05:06Z, got 1600000000"),
    "datetime-word": (NAIVE, "now", "expected a date-time such as 2020-02-03T04:05:06Z"),
    "timedelta-months": (dt.timedelta(1), "P1M", "P1M"),
    "decimal-word": (Decimal(1), "NaN", "expected a decimal number as text"),
    "uuid": (uuid.UUID(int=1), "x", "expected a UUID"),
    "enum": (Colour.RED, "green", 'expected one of ["red", "blue"], got "green"'),
    "enum-int": (Level.LOW, 3, "expected one of [1, 2], got 3"),
    "list-item": ([1], [1, "x"], '$[1]: expected an integer, got "x"'),
    "list-deep": (
        [{"a": [1]}],
        [{"a": [1]}, {"a": [1, None]}],
        "$[1].a[1]: expected an integer, got null",
    ),
    "dict-missing": ({"a": 1, "b": 2}, {"a": 1}, "$.b: expected a value, got nothing"),
    "dict-near": ({"age": 1}, {"Age": 1}, "$.age: expected a value, got nothing (is it 'Age'?)"),
    "dict-no-object": ({"a": 1}, [1], "expected an object, got [1]"),
    "odd-name": ({"a b": 1}, {"a b": "x"}, '$["a b"]: expected an integer'),
    "record-missing": (Person("a", 1), {"name": "x"}, "$.age: expected a value, got nothing"),
    "set-twice": ({1, 2}, [1, 1], "items that are all different"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_value_is_refused_with_place_and_reason(name: str) -> None:
    """The judge says where, what was expected and what came."""
    sample, data, words = REFUSALS[name]
    with pytest.raises(InputError) as caught:
        Sample(sample).decode(data)
    assert words in str(caught.value)


OWN_REFUSALS: dict[str, tuple[Any, Any]] = {
    "bytes": (b"x", "!!!"),
    "bytes-padding": (b"x", "YW"),
    "finer": (NAIVE, "2020-01-01T00:00:00.1234567Z"),
    "beyond-year-1": (NAIVE, "0001-01-01T00:00:00+01:00"),
    "duration-finer": (dt.timedelta(1), "PT0.0000001S"),
    "duration-beyond": (dt.timedelta(1), "P9999999999D"),
    "beyond-binary64": (0.5, 10**400),
    "infinite": (0.5, math.inf),
}


@pytest.mark.parametrize("name", OWN_REFUSALS)
def test_what_a_schema_cannot_say_is_refused_as_well(name: str) -> None:
    """The closed list: text in another encoding, finer or out of range."""
    sample, data = OWN_REFUSALS[name]
    with pytest.raises(InputError):
        Sample(sample).decode(data)


TAKEN: dict[str, tuple[Any, Any, Any]] = {
    "int-whole": (3, 3.0, 3),
    "int-big": (3, 10**30, 10**30),
    "float-int": (0.5, 1, 1.0),
    "datetime-bare-date": (NAIVE, "2020-02-03", dt.datetime(2020, 2, 3)),
    "datetime-offset": (NAIVE, "2020-02-03T04:00:00+01:00", dt.datetime(2020, 2, 3, 3)),
    "datetime-old": (
        NAIVE,
        "2020-02-03 04:05:06.000007 +0000",
        dt.datetime(2020, 2, 3, 4, 5, 6, 7),
    ),
    "aware-without-offset": (
        NAIVE.replace(tzinfo=dt.timezone.utc),
        "2020-02-03T04:05:06",
        dt.datetime(2020, 2, 3, 4, 5, 6, tzinfo=dt.timezone.utc),
    ),
    "dict-more": ({"a": 1}, {"a": 2, "z": [None]}, {"a": 2, "z": [None]}),
    "dict-order": ({"a": 1, "b": 2}, {"b": 3, "a": 4}, {"b": 3, "a": 4}),
    "record-default": (Person("a", 1), {"name": "x", "age": 2}, Person("x", 2)),
    "int-keys": ({1: "a"}, {"1": "b"}, {1: "b"}),
    "deque": (deque([1]), [2, 3], deque([2, 3])),
    "range-no-more": (range(3), [1, 5, 6], [1, 5, 6]),
    "empty-list": ([], [1, "x"], [1, "x"]),
    "nan-is-null": ([0.5, math.nan], [0.5], [0.5]),
    "decimal-exact": (Decimal(1), "0.1000", Decimal("0.1000")),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_value_in_another_form_is_read(name: str) -> None:
    """What means the same is taken, and comes back in the sample's class."""
    sample, data, wanted = TAKEN[name]
    got = Sample(sample).decode(data)
    assert got == wanted
    assert type(got) is type(wanted)


def test_all_problems_are_told_at_once() -> None:
    """One error lists each wrong item, with its place."""
    with pytest.raises(InputError) as caught:
        Sample([{"age": 1}]).decode([{"age": "x"}, {"age": 2}, {"age": None}])
    assert [problem.path for problem in caught.value.problems] == [(0, "age"), (2, "age")]


def test_numbers_are_no_decimals_unless_nothing_was_checked() -> None:
    """The schema says text; the old library's way in takes the shortest digits of a number."""
    sample = Sample(Decimal("1.5"))
    with pytest.raises(InputError):
        sample.decode(0.1)
    assert sample.convert(0.1, lax=True) == Decimal("0.1")


@pytest.mark.parametrize(
    ("sample", "data", "got"),
    [
        (3, None, "null"),
        (True, "false", '"false"'),
        (True, None, "null"),
        ("a", 5, "5"),
        (1, 1.5, "1.5"),
    ],
)
def test_nothing_is_bent_even_when_nothing_was_checked(sample: Any, data: Any, got: str) -> None:
    """The old library made True of null; this is an error in every mode."""
    with pytest.raises(InputError) as caught:
        Sample(sample).convert(data, lax=True)
    assert caught.value.got == got


OUTPUTS: dict[str, tuple[Any, Any, Any]] = {
    "int-gets-float": (3, 2.7, 2.7),
    "int-gets-bool": (3, True, True),
    "text-gets-number": ("a", 5, 5),
    "float-gets-null": (0.5, None, None),
    "float-gets-nan": (0.5, math.nan, None),
    "date-gets-datetime": (dt.date(2020, 1, 2), NAIVE, "2020-01-02T00:00:00Z"),
    "enum-gets-value": (Colour.RED, "red", "red"),
    "list-gets-tuple": ([1], (1, 2), [1, 2]),
    "list-gets-generator": ([1], (i for i in (1, 2)), [1, 2]),
    "dict-gets-more": ({"a": 1}, {"z": 2, "a": 1}, {"a": 1, "z": 2}),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_result_of_another_type_is_written_as_it_is(name: str) -> None:
    """A declared type never changes what run() returned."""
    sample, result, wanted = OUTPUTS[name]
    written = Sample(sample).encode(result)
    assert written == wanted
    assert type(written) is type(wanted)


@pytest.mark.parametrize("result", ["abc", {"a": 1}, b"abc", 3])
def test_text_and_dicts_are_no_lists(result: Any) -> None:
    """Neither letters nor keys are taken for items."""
    with pytest.raises(EncodeError, match="an array is declared"):
        Sample(["a"]).encode(result)


@pytest.mark.parametrize("value", [1j, object(), len, ...])
def test_the_way_out_is_told(value: Any) -> None:
    """A value without a JSON form is refused with what to give instead."""
    with pytest.raises(UnsupportedSample, match=r"Sample\(value, adapter=\.\.\.\)"):
        Sample(value).codec


def test_a_tensor_like_object_is_refused_by_its_name() -> None:
    """A class of a library that nobody knows, with the place where it stands."""

    @dataclass
    class Holder:
        tensor: Any

    tensor = type("Tensor", (), {"__module__": "torch"})()
    with pytest.raises(
        UnsupportedSample, match=r"^\$\.a\.tensor: no JSON form is known for torch.Tensor"
    ):
        Sample({"a": Holder(tensor)}).codec
