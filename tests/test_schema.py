"""The laws of merging, nulls and walking, on schemas of generated samples."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemagen import Sample
from schemagen.schema import (
    allows_null,
    alternatives,
    key_order,
    map_schema,
    merge,
    with_null,
    without_null,
)
from tests.judge import validator

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_infinity=False)
    | st.text(max_size=5)
)
NAMES = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
SCHEMAS = st.builds(lambda value: Sample(value).schema, VALUES)
TUPLES = st.builds(
    lambda places: {
        "type": "array",
        "prefixItems": places,
        "items": False,
        "minItems": len(places),
        "maxItems": len(places),
    },
    st.lists(SCHEMAS, min_size=1, max_size=3),
)
ANY_SCHEMA = SCHEMAS | TUPLES


def canonical(schema: Any) -> str:
    """Return a schema as bytes would show it."""
    return json.dumps(schema)


@given(ANY_SCHEMA)
def test_merging_a_schema_with_itself_changes_nothing(schema: Any) -> None:
    """Merging is idempotent."""
    once = merge([schema])
    assert canonical(merge([schema, schema])) == canonical(once)
    assert canonical(merge([once, once])) == canonical(once)


@given(st.lists(SCHEMAS, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_merging_does_not_matter(schemas: list[Any], order: Any) -> None:
    """Merging is a function of the set of schemas."""
    shuffled = order.sample(schemas, len(schemas))
    assert canonical(merge(schemas)) == canonical(merge(shuffled))


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_every_sample_is_valid_against_the_merge(values: list[Any]) -> None:
    """What one input's schema accepts, the merge of all accepts."""
    samples = [Sample(value) for value in values]
    judge = validator(merge(sample.schema for sample in samples))
    for sample in samples:
        judge.validate(sample.example(1000))


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_several_samples_have_the_schema_of_their_merge(values: list[Any]) -> None:
    """``Sample(a, b)`` accepts ``a`` and ``b``, and gives both back as JSON."""
    together = Sample(*values)
    judge = validator(together.schema)
    for value in values:
        judge.validate(together.encode(value))


@given(st.lists(ANY_SCHEMA, max_size=4))
def test_merging_leaves_its_inputs_as_they_were(schemas: list[Any]) -> None:
    """No input is changed."""
    before = copy.deepcopy(schemas)
    merge(schemas)
    assert schemas == before


@given(ANY_SCHEMA)
def test_with_null_adds_null_and_nothing_else(schema: Any) -> None:
    """Null becomes valid; asked twice, the answer is the same."""
    nullable = with_null(schema)
    assert allows_null(nullable)
    assert validator(nullable).is_valid(None)
    assert with_null(nullable) == nullable


@given(ANY_SCHEMA)
def test_without_null_takes_null_away_and_nothing_else(schema: Any) -> None:
    """A schema that names its types refuses null afterwards; adding it again gives it back."""
    solid = [part for part in alternatives(schema) if part.get("type") != "null"]
    if not solid or not all("type" in part for part in solid):
        return
    bare = without_null(with_null(schema))
    assert not validator(bare).is_valid(None)
    assert canonical(without_null(bare)) == canonical(bare)


@given(SCHEMAS, PLAIN)
def test_null_changes_the_verdict_on_nothing_but_null(schema: Any, value: Any) -> None:
    """With or without null, other values are judged alike."""
    if value is None or value != value:
        return
    assert validator(with_null(schema)).is_valid(value) == validator(schema).is_valid(value)


@given(ANY_SCHEMA)
def test_mapping_with_the_identity_gives_an_equal_new_dict(schema: Any) -> None:
    """The walker rebuilds every schema and loses none."""
    made = map_schema(schema, lambda node: node)
    assert made == schema
    assert made is not schema


@given(ANY_SCHEMA)
def test_mapping_visits_every_schema_once(schema: Any) -> None:
    """Each node with a type is changed, and is changed once."""
    marked = map_schema(schema, lambda node: {**node, "x": node.get("x", 0) + 1})
    text = json.dumps(marked)
    assert '"x": 2' not in text
    assert text.count('"type":') <= text.count('"x": 1')


@pytest.mark.parametrize(
    ("sequences", "wanted"),
    [
        ([], []),
        ([["a", "b"]], ["a", "b"]),
        ([["a", "b"], ["b", "c"]], ["a", "b", "c"]),
        ([["c", "d"], ["a", "c"]], ["a", "c", "d"]),
        ([["a", "c"], ["a", "b", "c"]], ["a", "b", "c"]),
        ([["b"], ["a"]], ["a", "b"]),
        ([["a", "b"], ["b", "a"]], ["a", "b"]),
        ([["x", "a"], ["x", "b"]], ["x", "a", "b"]),
    ],
)
def test_key_order_keeps_each_sequence_s_own(sequences: Any, wanted: list[str]) -> None:
    """Keys come in an order that contradicts no sequence, if there is one."""
    assert key_order(sequences) == wanted
    assert key_order(sequences[::-1]) == wanted


@given(st.permutations(["a", "b", "c", "d", "e"]), st.lists(st.sets(st.integers(0, 4)), max_size=5))
def test_key_order_restores_an_order_seen_in_parts(whole: list[str], parts: list[set[int]]) -> None:
    """Sequences cut from one order come back in that order."""
    sequences = [[whole[at] for at in sorted(part)] for part in parts]
    found = key_order(sequences)
    assert sorted(found) == sorted({key for sequence in sequences for key in sequence})
    for sequence in sequences:
        assert [key for key in found if key in sequence] == sequence


INTEGER, NUMBER, TEXT = (
    {"type": "integer"},
    {"type": "number", "format": "double"},
    {"type": "string"},
)
MERGES: dict[str, tuple[list[Any], Any]] = {
    "nothing": ([], {}),
    "int-and-float": ([{"type": "integer", "format": "int64"}, NUMBER], NUMBER),
    "int-and-text": ([INTEGER, TEXT], {"anyOf": [INTEGER, TEXT]}),
    "null": ([TEXT, {"type": "null"}], {"type": ["string", "null"]}),
    "only-null": ([{"type": "null"}], {"type": "null"}),
    "anything": ([TEXT, {}], {}),
    "formats-differ": ([{**TEXT, "format": "date"}, TEXT], TEXT),
    "bounds": (
        [{**INTEGER, "minimum": 0, "maximum": 5}, {**INTEGER, "minimum": -3, "maximum": 9}],
        {**INTEGER, "minimum": -3, "maximum": 9},
    ),
    "one-bound": ([{**INTEGER, "minimum": 0}, INTEGER], INTEGER),
    "widths": (
        [{**INTEGER, "format": "uint8"}, {**INTEGER, "format": "int8"}],
        {**INTEGER, "format": "int16"},
    ),
    "widths-beyond-64": (
        [{**INTEGER, "format": "uint64"}, {**INTEGER, "format": "int8"}], INTEGER
    ),
    "enums": ([{**TEXT, "enum": ["a"]}, {**TEXT, "enum": ["b"]}], {**TEXT, "enum": ["a", "b"]}),
    "enum-and-free": ([{**TEXT, "enum": ["a"]}, TEXT], TEXT),
    "objects": (
        [
            {"type": "object", "required": ["a"], "properties": {"a": INTEGER}},
            {"type": "object", "required": ["a", "b"], "properties": {"a": INTEGER, "b": TEXT}},
        ],
        {"type": "object", "required": ["a"], "properties": {"a": INTEGER, "b": TEXT}},
    ),
    "empty-array": (
        [{"type": "array", "items": {}}, {"type": "array", "items": TEXT}],
        {"type": "array", "items": TEXT},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MERGES)
def test_merging_says_the_least_that_covers_all(name: str) -> None:
    """Each rule of merging, by example, in both orders."""
    schemas, wanted = MERGES[name]
    assert merge(schemas) == wanted
    assert merge(schemas[::-1]) == wanted


def test_a_closed_and_an_open_object_are_open_together() -> None:
    """What one input accepts stays accepted: keys that only the other one names."""
    closed = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
    keyed = {"type": "object", "additionalProperties": INTEGER}
    for value in ({"a": "x"}, {"b": 3}):
        assert validator(merge([closed, keyed])).is_valid(value)
