"""One canonical schema in each version's words: said, widened and marked, or refused by name."""

import itertools

import pytest
from jsonschema import Draft202012Validator

from schemagen.openapi import NotExpressible, v2_0, v3_0, v3_1
from schemagen.openapi.words import DEGRADED
from tests.judge import old_validator

NULL = {"type": "string", "enum": [None], "nullable": True}
SAID = {
    "null": ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
    "null-enum": (
        {"type": ["string", "null"], "enum": ["a", None]},
        {"type": "string", "enum": ["a", None], "nullable": True},
    ),
    "null-alone": ({"type": "null"}, NULL),
    "const": ({"type": "string", "const": "a"}, {"type": "string", "enum": ["a"]}),
    "base64": (
        {"type": "string", "contentEncoding": "base64"},
        {"type": "string", "format": "byte"},
    ),
    "media": (
        {"type": "string", "contentMediaType": "image/png", "format": "binary"},
        {"type": "string", "x-content-media-type": "image/png", "format": "binary"},
    ),
    "other-encoding": (
        {"type": "string", "contentEncoding": "base32"},
        {"type": "string", "x-content-encoding": "base32"},
    ),
    "example": ({"examples": [1]}, {"example": 1}),
    "examples": ({"examples": [1, 2]}, {"example": 1, "x-examples": [1, 2]}),
    "above": ({"exclusiveMinimum": 0}, {"minimum": 0, "exclusiveMinimum": True}),
    "below": ({"exclusiveMaximum": 0}, {"maximum": 0, "exclusiveMaximum": True}),
    "above-both": ({"exclusiveMinimum": 0, "minimum": 1}, {"minimum": 1}),
    "above-both-other": (
        {"exclusiveMinimum": 1, "minimum": 0},
        {"exclusiveMinimum": True, "minimum": 1},
    ),
    "required-nothing": ({"type": "object", "required": []}, {"type": "object"}),
    "array-of-anything": ({"type": "array"}, {"type": "array", "items": {}}),
    "array-of-nothing": (
        {"type": "array", "items": False},
        {"type": "array", "items": {}, "maxItems": 0},
    ),
    "booleans": (
        {"properties": {"a": True, "b": False}},
        {"properties": {"a": {}, "b": {"not": {}}}},
    ),
    "same-places": (
        {"type": "array", "prefixItems": [{"type": "string"}] * 2, "items": False},
        {"type": "array", "items": {"type": "string"}, "maxItems": 2},
    ),
    "array-of-one": (
        {"type": "array", "items": {"type": "string"}, "const": ["a"]},
        {"type": "array", "items": {"type": "string", "enum": ["a"]}, "minItems": 1, "maxItems": 1},
    ),
    "reference": (
        {"$ref": "#/components/schemas/A", "description": "b"},
        {"allOf": [{"$ref": "#/components/schemas/A"}], "description": "b"},
    ),
    "types": (
        {"type": ["string", "integer", "null"], "title": "a", "minimum": 1},
        {
            "anyOf": [
                {"type": "string", "minimum": 1, "nullable": True},
                {"type": "integer", "minimum": 1, "nullable": True},
            ],
            "title": "a",
        },
    ),
    "union-null": (
        {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        {"anyOf": [{"type": "string", "nullable": True}, {"type": "integer", "nullable": True}]},
    ),
    "union-reference-null": (
        {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]},
        {"anyOf": [{"$ref": "#/components/schemas/A"}, NULL]},
    ),
    "remark": ({"$comment": "a", "$schema": "b"}, {"x-comment": "a"}),
}


@pytest.mark.parametrize("name", SAID)
def test_3_0_says_the_same_in_its_own_words(name):
    """Nothing is lost, so nothing is marked; the canonical schema is left as it was."""
    canonical, said = SAID[name]
    before = repr(canonical)
    assert v3_0.schema(canonical) == said
    assert repr(canonical) == before


WIDENED = {
    "tuple": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
    "patterns": {"type": "object", "patternProperties": {"^a": {"type": "string"}}},
    "closed-patterns": {
        "type": "object",
        "patternProperties": {"^a": {"type": "string"}},
        "additionalProperties": False,
    },
    "keys": {"type": "object", "propertyNames": {"pattern": "^a"}},
    "contains": {"type": "array", "contains": {"type": "string"}, "minContains": 2},
    "condition": {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 1}},
    "together": {"type": "object", "dependentRequired": {"a": ["b"]}},
    "unevaluated": {"type": "object", "unevaluatedProperties": False},
    "one-array": {"type": "array", "items": {"type": "string"}, "const": ["a", "b"]},
    "one-array-of-arrays": {"type": "array", "const": [["a"], 1]},
    "not-tuple": {"not": {"type": "array", "prefixItems": [{"type": "string"}], "minItems": 1}},
    "one-of-wide": {
        "oneOf": [
            {"type": "array", "contains": {"type": "string"}},
            {"type": "array", "minItems": 1},
        ]
    },
}
VALUES = [
    None, True, 0, 1, 2.5, "", "a", "ab", [], ["a"], ["a", 1], [1, "a"], [1], [True],
    ["a", "b"], [["a"], 1], {}, {"a": "b"}, {"a": 1}, {"b": 1}, {"ab": "c", "b": 2},
]  # fmt: skip


@pytest.mark.parametrize("name", WIDENED)
def test_what_3_0_cannot_say_is_widened_and_marked(name):
    """Every value that the canonical schema takes is taken still."""
    canonical = WIDENED[name]
    Draft202012Validator.check_schema(canonical)
    for room in (v3_0, v2_0):
        said = room.schema(canonical)
        assert said[DEGRADED]
        for value in VALUES:
            if Draft202012Validator(canonical).is_valid(value):
                assert old_validator(said).is_valid(value), value


CANONICAL = WIDENED | {name: said[0] for name, said in SAID.items() if "reference" not in name}


@pytest.mark.parametrize("name", CANONICAL)
def test_2_0_takes_what_the_contract_takes(name):
    """2.0 has no union, no `not` and no `nullable`."""
    canonical = CANONICAL[name]
    said = v2_0.schema(canonical)
    assert not {"anyOf", "oneOf", "not", "nullable"} & said.keys()
    for value in VALUES:
        if Draft202012Validator(canonical).is_valid(value):
            assert old_validator(said).is_valid(value), value


@pytest.mark.parametrize("name", CANONICAL)
def test_3_1_takes_exactly_what_the_contract_takes(name):
    """It has words for everything."""
    canonical = CANONICAL[name]
    said = v3_1.schema(canonical)
    assert said == canonical or "array" in str(canonical)
    for value in VALUES:
        expected = Draft202012Validator(canonical).is_valid(value)
        assert Draft202012Validator(said).is_valid(value) == expected, value


def test_3_1_says_one_array_place_by_place():
    """openapi-python-client reads no array as ``const``, and no union of constants."""
    said = v3_1.schema({"type": "array", "items": {"type": "string"}, "const": ["a", "b"]})
    assert said == {
        "type": "array",
        "prefixItems": [{"enum": ["a"]}, {"enum": ["b"]}],
        "items": {"type": "string"},
        "minItems": 2,
        "maxItems": 2,
    }
    assert v3_1.schema({"const": []}) == {"items": {}, "minItems": 0, "maxItems": 0}


def test_3_1_says_no_further_items_as_a_number():
    """Spectral and client generators want a schema as ``items``."""
    pair = {"type": "array", "prefixItems": [{"type": "string"}, {}], "items": False}
    assert v3_1.schema(pair) == {**pair, "items": {}, "maxItems": 2}
    assert v3_1.schema({**pair, "maxItems": 1})["maxItems"] == 1
    assert v3_1.schema({"items": False}) == {"items": {}, "maxItems": 0}


def test_2_0_marks_unions_and_keeps_what_surrounds_them():
    """The reason names the types; the description stays."""
    said = v2_0.schema({"anyOf": [{"type": "string"}, {"type": "integer"}], "description": "a"})
    assert said == {"description": "a", DEGRADED: "one of string, integer"}


def test_2_0_says_null_and_references_its_own_way():
    """x-nullable, #/definitions/, and extensions for words that it lacks."""
    said = v2_0.schema(
        {
            "properties": {
                "a": {"type": ["string", "null"], "default": None},
                "b": {"$ref": "#/components/schemas/B"},
                "c": {"type": "string", "deprecated": True, "writeOnly": True},
                "d": {"type": ["string", "null"], "enum": ["a", None]},
                "e": {"type": "null"},
            }
        }
    )
    assert said["properties"] == {
        "a": {"type": "string", "x-nullable": True},
        "b": {"$ref": "#/definitions/B"},
        "c": {"type": "string", "x-deprecated": True, "x-write-only": True},
        "d": {"type": "string", "x-nullable": True, "enum": ["a", None]},
        "e": {"type": "string", "x-nullable": True, "enum": [None]},
    }


def test_an_example_stands_around_a_reference():
    """Beside it nobody reads it before 3.1."""
    named = {"$ref": "#/definitions/A"}
    for room in (v2_0, v3_0):
        assert room.with_example(named, 1) == {"allOf": [named], "example": 1}
    assert v3_1.with_example(named, 1) == {**named, "examples": [1]}


def test_several_reasons_are_all_told():
    """A schema may lose more than one thing."""
    reason = v3_0.schema({"propertyNames": {}, "dependentRequired": {}})[DEGRADED]
    assert reason == "keys of a certain form; keys that go together"


def test_a_word_that_no_rewrite_knows_is_refused_by_its_place():
    """Nothing is dropped silently."""
    with pytest.raises(NotExpressible, match=r"^\$\.properties\.a\.items: OpenAPI 3\.0 cannot"):
        v3_0.schema({"properties": {"a": {"items": {"$dynamicRef": "#b"}}}})


KEYWORDS = [
    {"type": ["integer", "string"]}, {"minimum": 1}, {"minLength": 2}, {"enum": [1, "a"]},
    {"const": 1}, {"exclusiveMaximum": 2}, {"not": {"const": 2}}, {"type": "null"},
    {"anyOf": [{"type": "string"}, {"minimum": 1}]}, {"oneOf": [{"type": "string"}, {"const": 1}]},
]  # fmt: skip


@pytest.mark.parametrize("pair", list(itertools.combinations(KEYWORDS, 2)), ids=repr)
def test_keywords_together_take_what_they_took(pair):
    """Any two of them in one schema, as two that must both hold."""
    canonical = {"allOf": list(pair)}
    for room in (v3_0, v2_0):
        said = room.schema(canonical)
        exact = room is v3_0
        for value in (None, 0, 1, 2, 2.5, "a", "ab"):
            expected = Draft202012Validator(canonical).is_valid(value)
            got = old_validator(said).is_valid(value)
            assert got == expected if exact else got >= expected, (value, said)
