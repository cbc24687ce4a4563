"""Integers beyond 2**53 as text: exact both ways, and published."""

from __future__ import annotations

import json

import pytest

from schemagen import InputError, Sample
from schemagen.errors import UnsupportedSample
from schemagen.operation import Input, Operation
from schemagen.schema import types_of

BIG = 2**53 + 1


def operation(sample: Sample) -> Operation:
    """Return an operation that takes and gives *sample*."""
    return Operation((Input("data", sample),), sample)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (BIG, str(BIG)),
        (-BIG, str(-BIG)),
        (2**53, 2**53),
        (10**30, str(10**30)),
        ([1, BIG], [1, str(BIG)]),
        ({"id": BIG, "n": [None, BIG]}, {"id": str(BIG), "n": [None, str(BIG)]}),
        ({"flag": True, "id": BIG}, {"flag": True, "id": str(BIG)}),
    ],
)
def test_big_integers_are_text_and_come_back(value, written):
    """Small ones stay numbers; numbers are still read."""
    op = operation(Sample(value, integers="text"))
    assert json.loads(op.encode(value)) == written
    for form in (written, value):
        found = op.decode(json.dumps({"data": form}))["data"]
        assert found == value
        assert type(found) is type(value)
    assert op.input_example()["data"] == written


def test_frames_and_arrays_too():
    """Whatever holds 64 bits; 32 bits are numbers always."""
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    frame = pd.DataFrame({"id": [BIG, 1], "small": np.array([1, 2], "i4")})
    op = operation(Sample(frame, integers="text"))
    assert json.loads(op.encode(frame))[0] == {"id": str(BIG), "small": 1}
    pd.testing.assert_frame_equal(op.decode({"data": json.loads(op.encode(frame))})["data"], frame)
    cells = op.input_schema["properties"]["data"]["items"]["properties"]
    assert [types_of(cells[name]) for name in ("id", "small")] == [
        ("integer", "string"),
        ("integer",),
    ]
    array = np.array([2**64 - 1], "u8")
    op = operation(Sample(array, integers="text"))
    assert op.decode({"data": [str(2**64 - 1)]})["data"].tolist() == array.tolist()
    with pytest.raises(InputError, match=r"\$.data\[0\]"):
        op.decode({"data": [str(2**64)]})


def test_text_is_held_to_the_bounds_of_numbers():
    """Which the validator cannot see in text; the place is told."""
    op = operation(Sample({"n": [5]}, integers="text", minimum=0, maximum=2**60))
    assert op.decode({"data": {"n": [str(2**60)]}}) == {"data": {"n": [2**60]}}
    for text in (str(2**60 + 1), "-1", "9" * 5000):
        with pytest.raises(InputError, match=r"\$.data.n\[0\]: expected"):
            op.decode({"data": {"n": [text]}})


@pytest.mark.parametrize("text", ["1.5", "01", "+1", "", " 1", "x", "1e3", "٣"])
def test_only_text_of_an_integer_is_read(text):
    """In JSON's own spelling."""
    with pytest.raises(InputError):
        operation(Sample(BIG, integers="text")).decode({"data": text})


def test_where_text_is_taken_it_is_refused():
    """Nothing could tell the two apart."""
    with pytest.raises(UnsupportedSample, match="leave it out"):
        _ = Sample([BIG, "x"], integers="text").schema


def test_choices_and_categories_come_back_too():
    """In either spelling."""
    op = operation(Sample(BIG, integers="text", enum=[BIG, 5]))
    assert [op.decode({"data": form})["data"] for form in (str(BIG), BIG, 5)] == [BIG, BIG, 5]
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"c": pd.Categorical([BIG, 1])})
    op = operation(Sample(frame, integers="text"))
    for form in (json.loads(op.encode(frame)), [{"c": BIG}, {"c": 1}]):
        pd.testing.assert_frame_equal(op.decode({"data": form})["data"], frame)


def test_unlike_shapes_are_each_read_in_their_own_way():
    """Objects beside arrays."""
    value = [{"a": BIG}, [BIG]]
    op = operation(Sample(value, integers="text"))
    assert json.loads(op.encode(value)) == [{"a": str(BIG)}, [str(BIG)]]
    assert op.decode({"data": json.loads(op.encode(value))})["data"] == value
