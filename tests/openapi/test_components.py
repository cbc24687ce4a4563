"""Named schemas: definitions of users' own adapters, and several models of one name."""

import json

import pytest
from jsonschema import Draft202012Validator

from schemagen import Sample, export
from schemagen.openapi import NotExpressible, json_schema
from schemagen.operation import Input, Operation
from tests.openapi.contracts import OPERATION, documents, named

TREE = {
    "$ref": "#/$defs/Tree",
    "$defs": {
        "Tree": {
            "type": "object",
            "properties": {"leaves": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
        }
    },
}
WORD = {"$ref": "#/$defs/Tree", "$defs": {"Tree": {"type": "string"}}}


class Adapter:
    """An adapter with a schema of its own."""

    def __init__(self, schema):
        self._schema = schema

    def schema(self, sample):
        return json.loads(json.dumps(self._schema))

    def encode(self, value):
        return value

    def decode(self, data):
        return data


def operation(**schemas):
    """Return an operation with one input for each schema."""
    samples = {name: Sample({}, adapter=Adapter(schema)) for name, schema in schemas.items()}
    return Operation(tuple(Input(name, sample) for name, sample in samples.items()))


def test_definitions_move_to_the_document():
    """References lead to them in every version, recursion and all."""
    for document in documents(operation(a=TREE), examples=False).values():
        schemas = named(document)
        assert list(schemas)[3:] == ["Tree"]
        reference = schemas["Tree"]["properties"]["leaves"]["items"]["$ref"]
        assert reference.endswith("/Tree")
        assert reference in json.dumps(schemas["ServiceInput"])


def test_two_of_one_name_are_numbered_and_the_same_is_there_once():
    """Names are kept apart, and told apart from the document's own."""
    made = export(operation(a=TREE, b=WORD, c=TREE), version="3.1", examples=False)
    assert list(named(made))[3:] == ["Tree", "Tree2"]
    properties = named(made)["ServiceInput"]["properties"]
    assert [properties[name]["$ref"].rpartition("/")[2] for name in "abc"] == [
        "Tree",
        "Tree2",
        "Tree",
    ]
    own = {"$ref": "#/$defs/ServiceInput", "$defs": {"ServiceInput": {"type": "string"}}}
    assert "ServiceInput2" in named(export(operation(a=own)))


def test_a_reference_that_leads_nowhere_is_refused():
    """The error names the place."""
    with pytest.raises(NotExpressible, match=r"\$\.ServiceInput\.properties\.a\.items"):
        export(operation(a={"type": "array", "items": {"$ref": "other.json"}}))


def test_a_json_schema_stands_alone():
    """Its definitions are its own, and a validator takes it."""
    schema = json_schema(operation(a=TREE), "input")
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"a": {"leaves": [{"leaves": []}]}})
    assert not validator.is_valid({"a": {"leaves": [{"leaves": 1}]}})
    assert json_schema(OPERATION, "output")["$schema"].endswith("2020-12/schema")


def test_a_model_that_may_be_null_is_a_model_of_its_own():
    """So that every version says both exactly."""
    from tests.openapi.contracts import Point

    one = Operation(
        (Input("a", Sample(Point(1.0, 2.0))), Input("b", Sample(Point(1.0, 2.0), None)))
    )
    for document in documents(one, components=True).values():
        assert list(named(document))[3:] == ["Point", "PointOrNull"]
