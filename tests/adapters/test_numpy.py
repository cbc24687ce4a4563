"""numpy: ranges, shapes and units that are refused, and what is taken besides the law."""

from __future__ import annotations

from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.errors import EncodeError, UnsupportedSample
from tests.samples.same import assert_same

np = pytest.importorskip("numpy")

from schemagen.adapters.numpy import NumpyAdapter  # noqa: E402 - numpy may be absent

FLAT = [("age", "i1"), ("name", "U2")]
REFUSALS: dict[str, tuple[Any, Any, str]] = {
    "above": (
        np.array([1], "i1"),
        [1, 2, 3, 300],
        "$[3]: expected an integer from -128 to 127 (int8), got 300",
    ),
    "below": (np.array([1], "u1"), [-1], "$[0]: expected an integer from 0 to 255 (uint8), got -1"),
    "above-64": (np.array([1]), [2**63], "to 9223372036854775807 (int64), got 9223372036854775808"),
    "field": (
        np.zeros(1, FLAT),
        [{"age": 1, "name": "x"}] * 3 + [{"age": 300, "name": "x"}],
        "$[3].age: expected an integer from -128 to 127 (int8), got 300",
    ),
    "field-missing": (np.zeros(1, FLAT), [{"age": 1}], "$[0].name: expected a value, got nothing"),
    "fraction": (np.array([1]), [1.9], "$[0]: expected an integer, got 1.9"),
    "text": (np.array([1.5]), ["1.5"], '$[0]: expected a number or null, got "1.5"'),
    "bool-word": (np.array([True]), ["False"], '$[0]: expected true or false, got "False"'),
    "bool-null": (np.array([True]), [None], "$[0]: expected true or false, got null"),
    "int-null": (np.array([1]), [None], "$[0]: expected an integer, got null"),
    "text-null": (np.array(["a"]), [None], "$[0]: expected text, got null"),
    "float32-beyond": (np.array([1], "f4"), [1e300], "$[0]: expected a number from -3.4028"),
    "width": (np.zeros((1, 2)), [[1, 2], [1, 2, 3]], "$[1]: expected 2 items, got 3"),
    "axes": (np.zeros((1, 2)), [1, 2], "$[0]: expected an array, got 1"),
    "scalar": (np.zeros(2), 5, "$: expected an array, got 5"),
    "date": (np.array(["2020-01-01"], "M8[D]"), ["x"], "$[0]: expected a date-time such as"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_item_is_refused_with_place_and_reason(name: str) -> None:
    """The judge says where, what was expected and what came."""
    sample, data, words = REFUSALS[name]
    with pytest.raises(InputError) as caught:
        Sample(sample).decode(data)
    assert words in str(caught.value)


OWN_REFUSALS: dict[str, tuple[Any, Any, str]] = {
    "finer-than-days": (
        np.array(["2020-01-01"], "M8[D]"), ["2020-01-01T01:00:00Z"], "$[0]: expected a date-time"
    ),
    "beyond-ns": (np.array(["2020-01-01"], "M8[ns]"), ["3000-01-01"], "$[0]: expected a date-time"),
    "span-finer": (np.array([1], "m8[h]"), ["PT90M"], "finer than the sample's unit, h"),
    "span-beyond": (np.array([1], "m8[ns]"), ["P999999999D"], "outside the dtype's range"),
    "not-base64": (np.array([b"a"]), ["!!!"], "$[0]: expected base64 text"),
    "place-2-d": (
        np.array([[b"a", b"b"]]), [["YQ==", "YQ=="], ["YQ==", "?"]], "$[1][1]: expected base64"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN_REFUSALS)
def test_what_a_schema_cannot_say_is_refused_as_well(name: str) -> None:
    """Units, ranges of times and encodings, with the place in the array."""
    sample, data, words = OWN_REFUSALS[name]
    with pytest.raises(InputError) as caught:
        Sample(sample).decode(data)
    assert words in str(caught.value)


def free(sample: Any) -> Sample:
    """Return a sample whose shape is not enforced."""
    return Sample(sample, adapter=NumpyAdapter(enforce_shape=False))


def test_rows_of_unequal_length_are_refused_when_shape_is_free() -> None:
    """An array has one shape; a schema without sizes cannot say so."""
    with pytest.raises(InputError, match=r"\$\[1\]: expected 2 items, as in the first row, got 3"):
        free(np.zeros((1, 4))).decode([[1, 2], [1, 2, 3]])


def test_other_sizes_are_taken_when_shape_is_free() -> None:
    """Only the number of axes stays."""
    assert free(np.zeros((1, 4))).decode([[1, 2]]).shape == (1, 2)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ([[1, 2]], np.array([[1, 2]])),
        ([[1.5, 2]], np.array([[1.5, 2.0]])),
        ([["a", "b"]], np.array([["a", "b"]])),
    ],
)
def test_numpy_chooses_the_dtype_when_types_are_free(data: Any, wanted: Any) -> None:
    """The schema of the items only describes."""
    got = Sample(np.array([[1, 2]]), adapter=NumpyAdapter(enforce_column_type=False)).decode(data)
    assert got.dtype == wanted.dtype
    assert got.tolist() == wanted.tolist()


def test_unlike_items_become_objects_when_types_are_free() -> None:
    """Numbers are not made text."""
    got = Sample(np.array([1]), adapter=NumpyAdapter(enforce_column_type=False)).decode(
        [1, "a", None]
    )
    assert got.dtype == object
    assert got.tolist() == [1, "a", None]


@pytest.mark.parametrize("data", [[], [[0.5, 1.5]], [[1, 2], [3, 4], [5, 6]]])
def test_any_number_of_rows_is_taken(data: Any) -> None:
    """The first axis is free; no rows keep the other axes."""
    got = Sample(np.zeros((2, 2))).decode(data)
    assert got.shape == (len(data), 2)
    assert got.dtype == np.float64


def test_text_is_never_cut() -> None:
    """The dtype widens, in fields and sub-arrays too."""
    assert Sample(np.array(["Sarah"])).decode(["Alexandra"]).tolist() == ["Alexandra"]
    assert Sample(np.array([b"a"])).decode(["YWJj"]).tolist() == [b"abc"]
    record = Sample(np.zeros(1, [*FLAT, ("more", "U1", (2,)), ("in", [("x", "U1")])]))
    row = {"age": 1, "name": "Alexandra", "more": ["long", "x"], "in": {"x": "deep"}}
    got = record.decode([row])[0]
    assert (got["name"], got["more"].tolist(), got["in"]["x"]) == (
        "Alexandra",
        ["long", "x"],
        "deep",
    )


def test_an_array_can_be_written_to() -> None:
    """Nobody else holds what run() gets."""
    got = Sample(np.zeros((1, 2))).decode([[1, 2]])
    got[0, 0] = 5
    assert got.tolist() == [[5, 2]]


LAX: dict[str, tuple[Any, Any, Any]] = {
    "int-text": (np.array([1]), ["12"], np.array([12])),
    "float-text": (np.array([0.5]), ["1.5"], np.array([1.5])),
    "bool-words": (
        np.array([True]),
        ["False", "true", 0, 1.0],
        np.array([False, True, False, True]),
    ),
    "row-list": (np.zeros(1, FLAT), [[1, "x"]], np.array([(1, "x")], FLAT)),
    "words": (np.array([1], "m8[m]"), ["90 minutes", "1 hour"], np.array([90, 60], "m8[m]")),
    "months": (np.array([1], "m8[M]"), ["2 years"], np.array([24], "m8[M]")),
    "ms": (np.array([1], "m8[ms]"), ["-1500 milliseconds"], np.array([-1500], "m8[ms]")),
}


@pytest.mark.parametrize("name", LAX)
def test_where_nothing_was_checked_the_old_library_s_forms_are_read(name: str) -> None:
    """Numbers as text, words for booleans, units in words; the judge refuses all of them."""
    sample, data, wanted = LAX[name]
    assert_same(Sample(sample).convert(data, lax=True), wanted)
    with pytest.raises(InputError):
        Sample(sample).decode(data)


def test_a_fraction_for_an_integer_is_cut_with_a_warning_where_nothing_was_checked() -> None:
    """As the old library did, but told."""
    with pytest.warns(UserWarning, match=r"1\.9 is read as the integer 1"):
        assert Sample(np.array([1])).convert([1.9], lax=True).tolist() == [1]


@pytest.mark.parametrize(
    ("sample", "data"),
    [
        (np.array([True]), [None]),
        (np.array([True]), [2]),
        (np.array([True]), ["no"]),
        (np.array([1]), [None]),
        (np.array([1]), [True]),
        (np.array([1], "i1"), [300]),
        (np.array([1], "i1"), [300.5]),
        (np.array([1]), [float("nan")]),
        (np.array(["a"]), [None]),
        (np.array(["a"]), [5]),
        (np.array([0.5], "f4"), [1e300]),
        (np.array([0.5]), [True]),
        (np.array([1], "m8[h]"), ["90 minutes"]),
        (np.zeros(1, FLAT), [[1, "x", 2]]),
    ],
)
def test_nothing_is_bent_even_when_nothing_was_checked(sample: Any, data: Any) -> None:
    """What the old library changed silently is an error in every mode."""
    with pytest.raises(InputError):
        Sample(sample).convert(data, lax=True)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (np.array([1j]), "real and imaginary parts"),
        (np.zeros(1, [("z", [("y", "c8")])]), r"^\$\.z\.y: dtype complex64 has no JSON form"),
        (np.array([{"a": 1j}], object), "complex"),
    ],
)
def test_complex_numbers_are_refused_with_a_way_out(sample: Any, words: str) -> None:
    """The error names the place."""
    with pytest.raises(UnsupportedSample, match=words):
        Sample(sample).codec


def test_a_year_that_rfc_3339_lacks_cannot_be_written() -> None:
    """Years 0001 to 9999 have four digits."""
    with pytest.raises(EncodeError, match="its years are 0001 to 9999"):
        Sample(np.array(["2020"], "M8[Y]")).encode(np.array(["10000"], "M8[Y]"))


def test_a_result_of_another_dtype_is_written_as_it_is() -> None:
    """A declared dtype never changes what run() returned."""
    sample = Sample(np.array([1]))
    assert sample.encode(np.array([1.5, np.nan])) == [1.5, None]
    assert sample.encode([1, 2.5]) == [1.0, 2.5]
    with pytest.raises(EncodeError, match="a numpy array is declared, run\\(\\) returned object"):
        sample.encode(object())


def test_floats_of_few_bits_are_written_with_few_digits() -> None:
    """0.1 in float32 is 0.1, and comes back bit for bit."""
    sample = np.array([0.1, 16777216, 3.4028235e38, 1e-45], "f4")
    written = Sample(sample).encode(sample)
    assert written == [0.1, 16777216.0, 3.4028234663852886e38, 1e-45]
    assert (Sample(sample).decode(written) == sample).all()
