"""pandas: columns by name, labels, indexes and what is refused of them."""

from __future__ import annotations

from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.errors import EncodeError, UnsupportedSample
from schemagen.operation import Operation

pd = pytest.importorskip("pandas")

from schemagen.adapters.pandas import PandasAdapter  # noqa: E402 - pandas may be absent


def frame() -> Any:
    """Return the frame that most tests use."""
    return pd.DataFrame({"height": [1.5], "weight": [80], "name": ["x"]})


def sample(value: Any = None, **options: Any) -> Sample:
    """Return a sample with options."""
    return Sample(frame() if value is None else value, adapter=PandasAdapter(**options))


def test_columns_are_matched_by_name() -> None:
    """The sample's order, whatever the request's: JSON objects have none."""
    got = sample().decode([{"name": "a", "weight": 1, "height": 0.5}])
    assert list(got.columns) == ["height", "weight", "name"]
    assert got.iloc[0].tolist() == [0.5, 1, "a"]


REFUSALS: dict[str, tuple[Any, str]] = {
    "missing": ([{"height": 1.5, "name": "x"}], "$[0].weight: expected a value, got nothing"),
    "renamed": (
        [{"height": 1.5, "Weight": 3, "name": "x"}],
        "$[0].weight: expected a value, got nothing (is it 'Weight'?)",
    ),
    "unknown": (
        [{"height": 1.5, "weight": 3, "name": "x", "colour": 1}],
        "$[0].colour: expected no such key",
    ),
    "int-null": (
        [{"height": 1.5, "weight": None, "name": "x"}],
        "$[0].weight: expected an integer, got null",
    ),
    "int-fraction": (
        [{"height": 1.5, "weight": 1.9, "name": "x"}],
        "$[0].weight: expected an integer, got 1.9",
    ),
    "text-number": (
        [{"height": 1.5, "weight": 1, "name": 5}],
        "$[0].name: expected text or null, got 5",
    ),
    "row": ([[1.5, 3, "x"]], "$[0]: expected an object"),
    "whole": ("x", "$: expected an array"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_row_is_refused_with_place_and_remedy(name: str) -> None:
    """The judge names row and column, and the likely name."""
    data, words = REFUSALS[name]
    with pytest.raises(InputError) as caught:
        sample().decode(data)
    assert words in str(caught.value)


def test_each_wrong_cell_is_told() -> None:
    """All problems at once, each with its place."""
    rows = [{"height": "x", "weight": 1, "name": "a"}, {"height": 1, "weight": "x", "name": "a"}]
    with pytest.raises(InputError) as caught:
        sample().decode(rows)
    assert {problem.path for problem in caught.value.problems} == {(0, "height"), (1, "weight")}


@pytest.mark.parametrize("orient", ["records", "index", "table"])
def test_the_judge_and_the_reader_find_the_same_columns_missing(orient: str) -> None:
    """Where nothing was checked before, the reader refuses the same, in the same words."""
    value = frame().set_axis(["p"])
    data = sample(value, orient=orient).encode(value)
    row = {
        "records": lambda: data[0],
        "index": lambda: data["p"],
        "table": lambda: data["data"][0],
    }[orient]()
    del row["weight"]
    problems = []
    for decode in (sample(value, orient=orient).decode, sample(value, orient=orient).codec.decode):
        with pytest.raises(InputError) as caught:
            decode(data)
        problems.append([(problem.path, problem.expected) for problem in caught.value.problems])
    assert problems[0] == problems[1]


PLACES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "records": ([{"t": "2020-01-01T00:00:00.0000000001Z"}], (0, "t")),
    "split": ({"columns": ["t"], "data": [["2020-01-01T00:00:00.0000000001Z"]]}, ("data", 0, 0)),
    "values": ([["2020-01-01T00:00:00.0000000001Z"]], (0, 0)),
    "index": ({"7": {"t": "2020-01-01T00:00:00.0000000001Z"}}, ("7", "t")),
    "columns": ({"t": {"7": "2020-01-01T00:00:00.0000000001Z"}}, ("t", "7")),
    "table": ({"data": [{"index": 7, "t": "2020-01-01T00:00:00.0000000001Z"}]}, ("data", 0, "t")),
}


@pytest.mark.parametrize("orient", PLACES)
def test_what_a_schema_cannot_say_is_refused_at_its_place(orient: str) -> None:
    """A time finer than the column's unit, in every orient."""
    data, path = PLACES[orient]
    times = pd.DataFrame({"t": pd.to_datetime(["2020-01-01"])})
    with pytest.raises(InputError) as caught:
        sample(times, orient=orient).decode(data)
    assert caught.value.path == path


LABELS: dict[str, tuple[str, Any, tuple[Any, ...]]] = {
    "split-too-few": ("split", {"columns": ["a"], "index": [1], "data": [[1], [2]]}, ("index",)),
    "columns-differ": ("columns", {"a": {"0": 1}, "b": {"1": 1}}, ("b",)),
    "table-some": ("table", {"data": [{"index": 1, "a": 1}, {"a": 1}]}, ("data", 1)),
    "index-no-number": ("index", {"x": {"a": 1}}, ("x",)),
    "index-fraction": ("index", {"1.9": {"a": 1}}, ("1.9",)),
}


@pytest.mark.parametrize("name", LABELS)
def test_labels_must_agree(name: str) -> None:
    """As many as rows, the same in each column, of the index's type."""
    orient, data, path = LABELS[name]
    columns = {"a": [1], "b": [1]} if name == "columns-differ" else {"a": [1]}
    with pytest.raises(InputError) as caught:
        sample(pd.DataFrame(columns), orient=orient).decode(data)
    assert caught.value.path == path


def test_a_dict_of_lists_is_read_where_nothing_was_checked() -> None:
    """The old library took it under orient="records"."""
    data = {"name": ["a", "b"], "weight": [1, 2], "height": [0.5, None]}
    got = sample().convert(data, lax=True)
    assert got["weight"].tolist() == [1, 2]
    assert list(got.columns) == ["height", "weight", "name"]
    with pytest.raises(InputError):
        sample().decode(data)


def test_renamed_columns_are_passed_on_with_a_warning_where_nothing_was_checked() -> None:
    """As the old library did, but told; without any known column they are refused."""
    with pytest.warns(UserWarning, match=r"columns \['kg'\] stand for \['weight'\]"):
        got = sample().convert([{"height": 1.5, "kg": 3, "name": "x"}], lax=True)
    assert set(got.columns) == {"height", "name", "kg"}
    with pytest.raises(InputError):
        sample().convert([{"h": 1.5, "kg": 3, "n": "x"}], lax=True)
    with pytest.raises(InputError):
        sample().convert(
            [{"height": 1.5, "kg": 3, "name": "x"}, {"height": 1.5, "weight": 3, "name": "x"}],
            lax=True,
        )


def test_a_fraction_for_an_integer_is_cut_with_a_warning_where_nothing_was_checked() -> None:
    """As the old library did, but told."""
    with pytest.warns(UserWarning, match=r"1\.9 is read as the integer 1"):
        got = sample().convert([{"height": 1, "weight": 1.9, "name": "x"}], lax=True)
    assert got["weight"].tolist() == [1]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (pd.Series([True]), None),
        (pd.Series([True]), 5),
        (pd.Series([1]), None),
        (pd.Series([1], dtype="i1"), 300),
        (pd.Series([1], dtype="u1"), -1),
        (pd.Series(["a"]), 5),
        (pd.Series(["a"]), True),
        (pd.Series(["a"], dtype="category"), "b"),
        (pd.to_datetime(pd.Series(["2020-01-01"])), 1600000000000),
        (pd.to_datetime(pd.Series(["2020-01-01"])), "01/02/2020"),
        (pd.to_timedelta(pd.Series([1], dtype="i8"), unit="s"), 5),
        (pd.Series([1], dtype="Int64"), 2**63),
    ],
)
def test_nothing_is_bent_even_when_nothing_was_checked(column: Any, cell: Any) -> None:
    """What the old library changed silently is an error in every mode."""
    with pytest.raises(InputError) as caught:
        sample(pd.DataFrame({"c": column})).convert([{"c": cell}], lax=True)
    assert caught.value.path == (0, "c")


def test_no_name_or_number_is_guessed() -> None:
    """``updated_at`` and ``date`` are columns like any other."""
    value = pd.DataFrame({"updated_at": [1600000000], "date": ["01/02/2020"], "1": [0.5]})
    got = sample(value).decode([{"updated_at": 1600000001, "date": "13/02/2020", "1": 0.3}])
    assert got.iloc[0].tolist() == [1600000001, "13/02/2020", 0.3]
    assert list(got.columns) == ["updated_at", "date", "1"]


def test_an_open_frame_takes_what_columns_come() -> None:
    """Without enforce_shape: known ones typed and first, unknown ones after, absent ones absent."""
    opened = sample(enforce_shape=False)
    got = opened.decode([{"colour": "red", "weight": 3}, {"weight": 4, "colour": None}])
    assert list(got.columns) == ["weight", "colour"]
    assert got["weight"].dtype == "int64"
    assert opened.decode([]).dtypes.tolist() == frame().dtypes.tolist()


def test_a_cell_that_some_rows_lack_does_not_change_the_others() -> None:
    """Integers stay exact beside a missing one."""
    got = sample(pd.DataFrame({"a": [1], "b": [1]}), enforce_shape=False).decode(
        [{"a": 2**53 + 1}, {"b": 1}]
    )
    assert got["a"].tolist()[0] == 2**53 + 1
    assert got["a"].isna().tolist() == [False, True]


def test_types_are_free_without_enforce_column_type() -> None:
    """The cells' schemas only describe."""
    got = sample(enforce_column_type=False).decode([{"height": "tall", "weight": None, "name": 5}])
    assert got.iloc[0].tolist()[::2] == ["tall", 5]


def test_columns_of_split_may_stand_in_another_order_where_nothing_was_checked() -> None:
    """They are matched by name; the law wants the sample's order."""
    data = {"columns": ["name", "height", "weight"], "data": [["x", 0.5, 3]]}
    got = sample(orient="split").convert(data, lax=True)
    assert got.iloc[0].tolist() == [0.5, 3, "x"]
    with pytest.raises(InputError):
        sample(orient="split").decode(data)


@pytest.mark.parametrize(
    ("value", "options", "words"),
    [
        (pd.DataFrame({"c": pd.interval_range(0, 1)}), {}, r"^\$\.c: intervals .*left and right"),
        (pd.DataFrame({"c": [1j]}), {}, r"^\$\.c: dtype complex128 has no JSON form"),
        (
            pd.DataFrame([[1, 2]], columns=["a", "a"]),
            {},
            "two columns share a name.*orient='split'",
        ),
        (pd.DataFrame({"a": [1, 2]}, index=[5, 5]), {"orient": "index"}, "labels that differ"),
        (
            pd.DataFrame({"a": [1]}, index=pd.Index([5], name="a")),
            {"orient": "table"},
            "share a name",
        ),
    ],
)
def test_a_frame_that_would_lose_something_is_refused(value: Any, options: Any, words: str) -> None:
    """The error names the column and what to do."""
    with pytest.raises(UnsupportedSample, match=words):
        sample(value, **options).codec


def test_a_result_is_written_in_the_sample_s_order_and_loses_nothing() -> None:
    """Columns by name; more columns follow; other dtypes are written as they are."""
    result = pd.DataFrame({"name": [3], "more": [True], "height": [1], "weight": [0.5]})
    assert sample().encode(result) == [{"height": 1, "weight": 0.5, "name": 3, "more": True}]


@pytest.mark.parametrize("result", [[1], {"a": 1}, None, 5])
def test_a_result_that_is_no_frame_is_not_written_as_one(result: Any) -> None:
    """The caller decides what to do instead."""
    with pytest.raises(EncodeError, match="a DataFrame is declared"):
        sample().encode(result)


@pytest.mark.parametrize("orient", ["index", "columns"])
@pytest.mark.parametrize(
    ("labels", "given", "words"),
    [
        (["x", "y"], ["x", None], "label is missing"),
        (["x", "y"], ["x", "x"], "share an index label"),
        ([1, 2], [1, 1], "share an index label"),
        (pd.to_datetime(["2020-01-01", "2021-01-01"]), pd.to_datetime(["2020-01-01", None]),
         "label is missing"),
    ],
)  # fmt: skip
def test_a_result_whose_labels_are_no_keys_is_refused(
    orient: str, labels: Any, given: Any, words: str
) -> None:
    """It is a frame, as declared: its own form, without the labels, would lose them silently."""
    declared = sample(pd.DataFrame({"a": [1, 2]}, index=labels), orient=orient)
    result = pd.DataFrame({"a": [1, 2]}, index=given)
    with pytest.raises(EncodeError, match=words):
        Operation(output=declared).encode(result)
    nested = Operation(output=Sample({"rows": declared}))
    with pytest.raises(EncodeError, match=words):
        nested.encode({"rows": result})
    assert Operation(output=declared).encode([None]) == b"[null]"


def test_the_example_shows_full_rows_first() -> None:
    """A row without nulls tells more."""
    value = pd.DataFrame({"a": [None, 1.5, 2.5]})
    assert sample(value).example(2) == [{"a": 1.5}, {"a": 2.5}]
    assert sample(value).example(3) == [{"a": 1.5}, {"a": 2.5}, {"a": None}]


@pytest.mark.parametrize("data", ["2020-W05", "x", 5, None])
def test_a_period_reads_its_own_text_only(data: Any) -> None:
    """Anything else is refused, with the period's form."""
    value = pd.DataFrame({"p": pd.period_range("2020-01", periods=1, freq="M")})
    if data is None:
        assert sample(value).decode([{"p": None}])["p"].isna().all()
        return
    with pytest.raises(InputError):
        sample(value).decode([{"p": data}])
