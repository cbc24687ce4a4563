"""What a user says beside the samples: null, bounds, patterns, choices, words, examples."""

from __future__ import annotations

import decimal
import json
from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from schemagen import InputError, Sample, export, input_schema, operation_of
from schemagen.errors import UnsupportedSample
from schemagen.schema import allows_null
from tests.judge import validator

np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")


class Place(NamedTuple):
    """A record that compares like a tuple."""

    x: int
    y: int


@dataclass
class Person:
    """A record of a class of its own."""

    name: str
    age: int


def frame() -> Any:
    """Return a frame with a column of each kind that options are for."""
    return pd.DataFrame(
        {"age": [3], "ok": [True], "x": [0.5], "s": ["ab"], "k": pd.Categorical(["a"])}
    )


def cell(sample: Sample, name: str) -> Any:
    """Return the schema of a frame's column."""
    return sample.schema["items"]["properties"][name]


def test_nullable_widens_and_narrows_columns_by_name() -> None:
    """An integer column that takes null comes back in pandas' own nullable dtype."""
    sample = Sample(frame(), nullable={"age": True, "ok": True, "x": False})
    assert allows_null(cell(sample, "age"))
    assert not allows_null(cell(sample, "x"))
    row = {"age": None, "ok": None, "x": 0.5, "s": "a", "k": "a"}
    got = sample.decode([row])
    assert [str(got[name].dtype) for name in ("age", "ok", "x")] == ["Int64", "boolean", "float64"]
    assert sample.encode(got) == [row]
    with pytest.raises(InputError, match=r"\$\[0\]\.x"):
        sample.decode([{**row, "x": None}])


def test_nullable_arrays_come_back_masked() -> None:
    """numpy's integers cannot hold null themselves; floats can."""
    got = Sample(np.array([1, 2]), nullable=True).decode([1, None])
    assert got.mask.tolist() == [False, True]
    assert type(Sample(np.array([1.5]), nullable=True).decode([None])) is np.ndarray
    with pytest.raises(InputError):
        Sample(np.array([1.5]), nullable=False).decode([None])


@pytest.mark.parametrize(
    ("value", "nullable", "data"),
    [
        (3, True, None),
        ([1, 2], True, [1, None]),
        ({"a": 1, "b": "x"}, {"a": True}, {"a": None, "b": "x"}),
        ({"a": {"b": 1}}, True, {"a": {"b": None}}),
        ([{"a": 1}], {"a": True}, [{"a": None}]),
        ({"a": [1]}, {"a": True}, {"a": None}),
        ((1, 2), True, (None, 2)),
        ({1, 2}, True, {None, 2}),
        (deque([1]), True, deque([None])),
        (Person("x", 3), {"age": True}, Person("x", None)),
        (Place(1, 2), True, Place(None, 2)),
    ],
)
def test_nullable_plain_values(value: Any, nullable: Any, data: Any) -> None:
    """Null is taken where it is asked for, and was not before."""
    roomy = Sample(value, nullable=nullable)
    encoded = roomy.encode(data)
    with pytest.raises(InputError):
        Sample(value).decode(encoded)
    assert roomy.decode(encoded) == data


@pytest.mark.parametrize(
    ("value", "nullable", "data"),
    [
        ({"a": [False]}, {"a": True}, {"a": [None]}),
        ({"a": {"b": 1}}, {"a": True}, {"a": {"b": None}}),
        ({"a": np.array([1])}, {"a": True}, {"a": [None]}),
        ((1, 2), True, None),
    ],
)
def test_null_is_published_only_where_it_is_taken(value: Any, nullable: Any, data: Any) -> None:
    """A name stands for the member itself, not for what is in it; True for the leaves."""
    sample = Sample(value, nullable=nullable)
    assert not validator(sample.schema).is_valid(data)
    with pytest.raises(InputError):
        sample.decode(data)


def test_a_null_without_room_is_refused() -> None:
    """A class that cannot be copied with None in it says so, with the way out."""
    pydantic = pytest.importorskip("pydantic")
    model = pydantic.create_model("Model", age=(int, ...))
    with pytest.raises(UnsupportedSample, match="'age' cannot be made to take null"):
        Sample(model(age=3), nullable={"age": True}).codec


@pytest.mark.parametrize(
    ("value", "options", "good", "bad"),
    [
        (1.5, {"minimum": 0, "maximum": 9}, 3, 9.5),
        (np.array([1], "i1"), {"minimum": 0}, [127], [-1]),
        (["ab"], {"pattern": "^a"}, ["a"], ["b"]),
        ({"u": "kg"}, {"enum": {"u": ["kg", "lb"]}}, {"u": "lb"}, {"u": "g"}),
        ({"a": [1], "b": [1]}, {"maximum": {"a": 3}}, {"a": [3], "b": [9]}, {"a": [4], "b": [9]}),
    ],
)
def test_bounds_patterns_and_choices_are_published_and_enforced(
    value: Any, options: Any, good: Any, bad: Any
) -> None:
    """The other judge and ours agree."""
    sample = Sample(value, **options)
    assert validator(sample.schema).is_valid(good)
    assert not validator(sample.schema).is_valid(bad)
    sample.decode(good)
    with pytest.raises(InputError):
        sample.decode(bad)


@pytest.mark.parametrize("orient", ["records", "split", "values", "index", "columns", "table"])
def test_a_column_is_narrowed_in_every_orient(orient: str) -> None:
    """By position too."""
    from schemagen.adapters.pandas import PandasAdapter

    sample = Sample(frame(), adapter=PandasAdapter(orient), minimum={"age": 0})
    good = sample.example()
    sample.decode(good)
    wrong = frame()
    wrong["age"] = [-1]
    with pytest.raises(InputError, match="from 0 to"):
        sample.decode(sample.encode(wrong))


def test_open_categories_take_new_ones() -> None:
    """Nothing is lost: the dtype widens."""
    sample = Sample(frame(), categories="open")
    assert "enum" not in cell(sample, "k")
    row = {"age": 1, "ok": True, "x": 0.5, "s": "a", "k": "new"}
    assert sample.decode([row])["k"].tolist() == ["new"]
    assert list(sample.decode([row])["k"].cat.categories) == ["a", "new"]
    assert sample.decode([{**row, "k": "a"}])["k"].dtype == frame()["k"].dtype


@pytest.mark.parametrize(
    ("known", "new"), [([1, 2], 2**60 + 1), ([True], False), ([0.5], 1.5), (["a"], "b")]
)
def test_open_categories_take_null_and_stay_exact(known: list[Any], new: Any) -> None:
    """Also where the categories' own dtype holds no null."""
    sample = Sample(pd.DataFrame({"c": pd.Categorical(known)}), categories="open")
    got = sample.decode([{"c": None}, {"c": new}])["c"]
    assert got.isna().tolist() == [True, False]
    assert list(got.cat.categories) == [*known, new]
    assert sample.encode(sample.decode([{"c": None}, {"c": new}])) == [{"c": None}, {"c": new}]


def test_descriptions_stand_where_they_belong() -> None:
    """One text for the whole, or one for each column or key."""
    assert Sample([1], description="numbers").schema["description"] == "numbers"
    assert (
        cell(Sample(frame(), description={"age": "in years"}), "age")["description"] == "in years"
    )
    member = Sample({"a": {"b": 1}}, description={"b": "inner"}).schema["properties"]["a"]
    assert member["properties"]["b"]["description"] == "inner"


def test_examples_are_cut_replaced_or_left_out() -> None:
    """Three rows unless said otherwise."""
    value = np.arange(9)
    assert len(Sample(value).example()) == 3
    assert len(Sample(value, max_example_rows=5).example()) == 5
    assert Sample(value, example=[7]).example() == [7]
    assert not Sample(value, example=False).has_example


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (
            ["a"],
            r"^\$\[0\]: its example= is refused: expected an integer, got \"a\"; give one that",
        ),
        ([1.5], r"expected an integer, got 1\.5"),
        (object(), r"^\$: its example= is refused: expected JSON"),
    ],
    ids=str,
)
def test_an_own_example_has_to_fit(example: object, said: str) -> None:
    """The document would show what the service refuses."""
    with pytest.raises(UnsupportedSample, match=said):
        Sample(np.arange(3), example=example).example()


def test_an_own_example_that_does_not_fit_is_told_with_its_input() -> None:
    """The export names the parameter; what was given is not handed out."""

    @input_schema("a", Sample([1], example=["x"]))
    def run(a: object) -> None: ...

    with pytest.raises(UnsupportedSample, match=r"^\$\.a\[0\]: its example= is refused"):
        export(operation_of(run))
    given = [1]
    assert Sample([2], example=given).example() is not given


def test_options_hold_inside_other_samples() -> None:
    """A Sample with options may stand in a dict."""
    sample = Sample({"a": Sample(np.array([1]), minimum=0), "b": 1})
    with pytest.raises(InputError, match=r"\$\.a\[0\]"):
        sample.decode({"a": [-1], "b": 1})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Sample(frame(), minimum={"agee": 0}), "'agee', which the sample does not have"),
        (lambda: Sample(frame(), minimum={"age": 5}), "holds 3, but minimum=5"),
        (lambda: Sample(frame(), maximum={"age": 2}), "holds 3, but maximum=2"),
        (lambda: Sample(["b"], pattern="^a"), 'holds "b", but pattern='),
        (lambda: Sample("b", enum=["a"]), 'holds "b", but enum='),
        (lambda: Sample([None, 1], nullable=False), "nullable=False"),
        (lambda: Sample([1], categories="open"), "categories= is for frames"),
        (lambda: Sample(np.zeros(1, [("a", "i4")]), nullable={"a": True}), "nullable="),
    ],
)
def test_an_option_that_does_not_fit_is_refused(make: Any, words: str) -> None:
    """Where the sample stands, with what to do."""
    with pytest.raises(UnsupportedSample, match=words):
        make().codec


def test_options_are_enforced_where_the_old_names_leave_the_judge_out() -> None:
    """Who asks for them wants them; a description asks for nothing."""
    with pytest.raises(InputError):
        Sample(np.array([1]), minimum=0).convert([-1], lax=True)
    assert Sample(np.array([1]), description="x").convert(["1"], lax=True).tolist() == [1]


def test_an_unknown_word_is_refused() -> None:
    """As Python refuses arguments."""
    with pytest.raises(TypeError, match="neither"):
        Sample([1], categories="some")


def test_column_names_are_applied_where_the_old_option_asks_for_it() -> None:
    """Rows of cells by position, and one renamed column; never in the sender's order."""
    from schemagen.azureml.parameter_types import PandasParameterType

    sample = pd.DataFrame({"a": [1], "b": ["x"]})
    with pytest.warns(DeprecationWarning, match="matched by name"):
        kind = PandasParameterType(sample, apply_column_names=True)
    for data in ([[5, "z"]], [{"b": "z", "a": 5}], [{"B": "z", "a": 5}]):
        assert kind.deserialize_input(data).to_dict("list") == {"a": [5], "b": ["z"]}
    with pytest.raises(InputError):
        kind.deserialize_input([{"A": 5, "B": "z"}])


ZONED = pd.DataFrame({"at": pd.to_datetime(["2020-02-01"]).tz_localize("UTC"), "x": [1.5]})
STAMP = ZONED["at"][0]


@pytest.mark.parametrize(
    ("value", "options", "words"),
    [
        (ZONED, {"minimum": {"at": STAMP}}, r"minimum=Timestamp\(.* is no number"),
        (ZONED, {"maximum": STAMP}, "is no number"),
        (ZONED, {"minimum": {"at": "2020-01-01T00:00:00Z"}}, "is no number"),
        (ZONED, {"minimum": {"at": 3}}, "minimum= says nothing of 'at'"),
        (ZONED, {"minimum": {"x": float("nan")}}, "is no number"),
        (ZONED, {"minimum": {"x": True}}, "is no number"),
        (ZONED, {"pattern": {"x": "^1"}}, "pattern= says nothing of 'x'"),
        (STAMP, {"maximum": 3}, "maximum= says nothing of the sample"),
        ("a", {"pattern": "("}, "no regular expression"),
        ("a", {"enum": ["a", object()]}, "enum= holds what has no JSON form"),
    ],
)
def test_what_no_schema_can_say_is_refused(value: Any, options: Any, words: str) -> None:
    """By the option's name: it would be left out of the document, or break it."""
    with pytest.raises(TypeError, match=words):
        _ = Sample(value, **options).codec


@pytest.mark.parametrize(
    ("value", "options", "said"),
    [
        (ZONED["at"], {"enum": [STAMP]}, ["2020-02-01T00:00:00Z", None]),
        (np.array([1]), {"enum": np.array([1, 2])}, [1, 2]),
        (1.5, {"enum": [np.float64(1.5)]}, [1.5]),
        (1.5, {"minimum": np.float32(1.5)}, 1.5),
        (1, {"minimum": decimal.Decimal(1)}, 1),
    ],
)
def test_options_stand_in_the_document_as_json(value: Any, options: Any, said: Any) -> None:
    """Whatever Python's or numpy's form of them."""
    sample = Sample(value, **options)
    schema = json.loads(json.dumps(sample.schema))
    assert schema.get("items", schema)[next(iter(options))] == said
    sample.judge.check(sample.example())
