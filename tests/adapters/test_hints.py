"""Parameters that no decorator names: what their type hints and the docstring say."""

from __future__ import annotations

import datetime as dt
import typing
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, Optional

import pytest

from schemagen import InputError, Sample, input_schema, operation_of
from schemagen.adapters.python.docstrings import parameter_texts
from schemagen.adapters.python.hints import hint_schema, hinted

INTEGER, DOUBLE = {"type": "integer", "format": "int64"}, {"type": "number", "format": "double"}


class Unit(Enum):
    """A choice."""

    KG = "kg"
    LB = "lb"


@dataclass
class Person:
    """A record."""

    name: str
    age: int | None = None
    friends: list[Person] | None = None


class Options(typing.TypedDict, total=False):
    """A dict with declared keys."""

    limit: int


HINTS: list[tuple[Any, Any]] = [
    (int, INTEGER),
    (bool, {"type": "boolean"}),
    (float, DOUBLE),
    (str, {"type": "string"}),
    (None, {"type": "null"}),
    (dt.date, {"type": "string", "format": "date"}),
    (Unit, {"type": "string", "enum": ["kg", "lb"]}),
    (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
    (Literal[1, None], {"type": ["integer", "null"], "format": "int64", "enum": [1, None]}),
    (Optional[int], {"type": ["integer", "null"], "format": "int64"}),  # noqa: UP045
    (typing.Union[int, str], {"anyOf": [INTEGER, {"type": "string"}]}),  # noqa: UP007
    (int | str, {"anyOf": [INTEGER, {"type": "string"}]}),
    (list[int], {"type": "array", "items": INTEGER}),
    (list, {"type": "array", "items": {}}),
    (set[int], {"type": "array", "items": INTEGER, "uniqueItems": True}),
    (tuple[int, ...], {"type": "array", "items": INTEGER}),
    (typing.Sequence[str], {"type": "array", "items": {"type": "string"}}),
    (dict[str, float], {"type": "object", "additionalProperties": DOUBLE}),
    (dict, {"type": "object"}),
    (Annotated[int, "words"], INTEGER),
    (Options, {"type": "object", "properties": {"limit": INTEGER}}),
    (Any, {}),
    (object, {}),
    (3, {}),
    ("nonsense", {}),
    (lambda: 0, {}),
]


@pytest.mark.parametrize(("hint", "schema"), HINTS, ids=lambda value: str(value)[:30])
def test_a_hint_is_a_schema_or_says_nothing(hint: Any, schema: Any) -> None:
    """No hint is an error."""
    assert hint_schema(hint) == schema


def test_a_record_that_holds_itself_is_described_down_to_a_depth() -> None:
    """And its optional fields are not required."""
    schema = hint_schema(Person)
    assert schema["required"] == ["name"]
    friends = schema["properties"]["friends"]
    assert friends["type"] == ["array", "null"]
    assert friends["items"]["properties"]["name"] == {"type": "string"}


def test_a_pydantic_model_is_described_by_its_fields() -> None:
    """Required ones required."""
    pydantic = pytest.importorskip("pydantic")
    model = pydantic.create_model("Order", id=(int, ...), note=(str, ""))
    schema = hint_schema(model)
    assert schema["required"] == ["id"]
    assert schema["properties"] == {"id": INTEGER, "note": {"type": "string"}}


def test_a_tuple_is_described_by_position() -> None:
    """Of fixed length."""
    schema = hint_schema(tuple[int, str])
    assert schema["prefixItems"] == [INTEGER, {"type": "string"}]
    assert (schema["minItems"], schema["maxItems"], schema["items"]) == (2, 2, False)


def test_names_in_text_are_looked_up_where_the_function_stands() -> None:
    """One that is unknown there says nothing."""

    def run(data: Unit, other: Unheard) -> None:  # type: ignore[name-defined] # noqa: F821
        """Have annotations in text."""

    assert hinted("Unit", run) == hint_schema(Unit)
    assert hinted("Unheard", run) == {}
    assert hinted("1 +", run) == {}


def operation() -> Any:
    """Return an operation with a sample, and with hints beside it."""

    @input_schema("data", Sample([1]))
    def run(data: str, person: Person, limit: int = 3, unit: Unit | None = None) -> Any:
        """Score.

        Args:
            data: what to score,
                row by row
            limit (int): how many
        """

    return operation_of(run)


def test_a_hint_describes_and_the_judge_checks() -> None:
    """The value stays parsed JSON; a sample wins over a hint; a default is published."""
    found = operation()
    named = found.input_schema["properties"]
    assert named["data"] == {
        "type": "array",
        "items": INTEGER,
        "description": "what to score, row by row",
    }
    assert named["limit"] == {**INTEGER, "default": 3, "description": "how many"}
    assert named["unit"] == {
        "type": ["string", "null"],
        "enum": ["kg", "lb", None],
        "default": None,
    }
    body = {"data": [1], "person": {"name": "Ann", "more": 1}, "unit": "kg"}
    assert found.decode(body) == body
    with pytest.raises(InputError, match=r"\$\.person\.name"):
        found.decode({"data": [1], "person": {"name": 3}})


def test_the_words_of_a_sample_win_over_the_docstring() -> None:
    """What is said beside the sample is nearer."""

    @input_schema("data", Sample([1], description="nearer"))
    def run(data: Any) -> None:
        """Score.

        :param data: further
        """

    found = operation_of(run)
    assert found
    assert found.input_schema["properties"]["data"]["description"] == "nearer"


NUMPY = """Score.

Parameters
----------
data : array
    What to score,
    row by row.
limit : int, optional
    How many.

Returns
-------
scores : list
    The scores.
"""
REST = """Score.

:param data: What to score,
    row by row.
:param int limit: How many.
:return: the scores
"""
GOOGLE = """Score.

Args:
    data (list[int]): What to score,
        row by row.
    limit: How many.

Returns:
    The scores.
"""


@pytest.mark.parametrize("doc", [NUMPY, REST, GOOGLE], ids=["numpy", "rest", "google"])
def test_docstrings_of_three_styles_are_read(doc: str) -> None:
    """Their parameters, and no more."""
    assert parameter_texts(doc) == {"data": "What to score, row by row.", "limit": "How many."}


@pytest.mark.parametrize(
    "doc", ["", "data: no section", "Args:", "Parameters\n----------", ":param"]
)
def test_other_text_says_nothing(doc: str) -> None:
    """And is no error."""
    assert parameter_texts(doc) == {}
