"""One contract for every sample of the table: schema, example, encode and decode agree."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate as validate_document

from schemagen import InputError, Sample, export
from schemagen.errors import UnsupportedSample
from schemagen.openapi import VERSIONS
from schemagen.operation import Input, Operation
from schemagen.schema import allows_null
from tests.judge import FORMATS, old_validator, validator
from tests.samples import ROWS, Row
from tests.samples.same import assert_same


def _parameters(rows: Any) -> list[Any]:
    marks = {True: (pytest.mark.spark,), False: ()}
    return [pytest.param(row, id=row.id, marks=marks[row.spark]) for row in rows]


def _ready(row: Row, request: pytest.FixtureRequest) -> None:
    if row.missing:
        pytest.skip(f"{row.id} is not tested: {row.missing} is missing")
    if row.spark:
        request.getfixturevalue("spark_session")


def values_of(row: Row) -> list[Any]:
    """Return the values that the row's sample stands for."""
    made = row.make()
    return made if row.several else list(Sample.of(made).values)


def sample_of(row: Row) -> Sample:
    """Return the row's sample."""
    made = row.make()
    return Sample(*made) if row.several else Sample.of(made)


@pytest.fixture(params=_parameters(row for row in ROWS if not row.refused))
def row(request: pytest.FixtureRequest) -> Row:
    """Give each row of the table that has a JSON form."""
    _ready(request.param, request)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def sample(row: Row) -> Sample:
    """Give the row's sample."""
    return sample_of(row)


def _bytes(value: Any) -> bytes:
    return json.dumps(value, allow_nan=False, ensure_ascii=True).encode()


def test_the_table_is_large_and_its_names_differ() -> None:
    """There are at least 350 rows, and none is called like another."""
    assert len(ROWS) >= 350
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_what_is_lost_is_said() -> None:
    """Only rows with samples inside may come back otherwise without a reason."""
    unsaid = [row.id for row in ROWS if row.back and not row.lost and not row.id.startswith("mix-")]
    assert unsaid == ["python-list-int-and-float", "python-merge-int-float"]


@pytest.mark.parametrize("row", _parameters(row for row in ROWS if row.refused))
def test_a_sample_without_a_json_form_is_refused_with_a_way_out(
    row: Row, request: pytest.FixtureRequest
) -> None:
    """The error names the place and the type, and what to give instead."""
    _ready(row, request)
    with pytest.raises(UnsupportedSample, match=row.refused) as caught:
        sample_of(row).codec
    assert caught.value.remedy


def test_the_schema_is_valid_json_schema(sample: Sample) -> None:
    """The metaschema of 2020-12 accepts the schema, and so does its own strict JSON."""
    schema = sample.schema
    Draft202012Validator.check_schema(schema)
    assert json.loads(_bytes(schema)) == schema


def test_the_example_is_strict_json_and_valid(sample: Sample) -> None:
    """The example holds JSON's own types only, and the schema accepts it, formats included."""
    example = sample.example()
    _assert_plain(example)
    assert json.loads(_bytes(example)) == example
    validator(sample.schema).validate(example)


def _assert_plain(value: Any) -> None:
    assert type(value) in (dict, list, str, int, float, bool, type(None))
    for key, item in value.items() if type(value) is dict else ():
        assert type(key) is str
        _assert_plain(item)
    for item in value if type(value) is list else ():
        _assert_plain(item)


def test_a_value_comes_back_from_json_as_it_was(row: Row, sample: Sample) -> None:
    """Class, dtype, labels, index and values survive, or the row says what is lost."""
    if row.described:
        pytest.skip(f"{row.id} is a type: it has no value")
    back = row.back() if row.back else None
    wanted = values_of(row) if back is None else back if row.several else [back]
    for value, expected in zip(values_of(row), wanted, strict=True):
        payload = json.loads(_bytes(sample.encode(value)))
        validator(sample.schema).validate(payload)
        untouched = copy.deepcopy(payload)
        assert_same(sample.decode(payload), expected)
        assert _bytes(payload) == _bytes(untouched)


def test_the_sample_is_left_as_it_was(row: Row, sample: Sample) -> None:
    """Schema, example, encode and decode do not change the sample."""
    if row.described or row.spark:
        pytest.skip("Spark's own objects cannot be changed")
    example, schema = sample.example(), sample.schema
    sample.decode(copy.deepcopy(example))
    for value, fresh in zip(sample.values, values_of(row), strict=True):
        assert sample.encode(value) == sample.encode(fresh)
    assert (sample.example(), sample.schema) == (example, schema)


def test_every_call_gives_new_dicts(sample: Sample) -> None:
    """No dict or list of a schema or an example belongs to another one."""
    schemas, examples = [sample.schema, sample.schema], [sample.example(), sample.example()]
    assert not set(_ids(schemas[0])) & set(_ids(schemas[1]))
    assert not set(_ids(examples[0])) & set(_ids(examples[1]))


def _ids(value: Any) -> Iterator[int]:
    if isinstance(value, (dict, list)):
        yield id(value)
        for item in value.values() if isinstance(value, dict) else value:
            yield from _ids(item)


def test_the_order_of_rows_does_not_change_the_schema(row: Row, sample: Sample) -> None:
    """Shuffled rows give the same bytes."""
    shuffled = [Sample(*items) for items in _shuffled(row)]
    if not shuffled:
        pytest.skip(f"{row.id} has no rows to shuffle")
    for other in shuffled:
        assert _bytes(other.schema) == _bytes(sample.schema)


def _shuffled(row: Row) -> Iterator[list[Any]]:
    if row.spark or row.described:
        return
    for seed in range(3):
        made = row.make()
        order = random.Random(seed)
        if row.several:
            yield order.sample(made, len(made))
        elif (mixed := _permuted(made, order)) is not None:
            yield [mixed]


def _permuted(value: Any, order: random.Random) -> Any:
    if type(value) in (list, tuple):
        return type(value)(order.sample(list(value), len(value)))
    if type(value).__module__.startswith(("numpy", "pandas")) and getattr(value, "ndim", 0):
        positions = order.sample(range(len(value)), len(value))
        return value.iloc[positions] if hasattr(value, "iloc") else value[positions]
    return None


MAX_PLACES = 60


def test_null_is_taken_exactly_where_the_schema_allows_it(row: Row, sample: Sample) -> None:
    """At every place of the example, null is accepted, or refused with or without the judge.

    What only the judge enforces, the adapter need not: options, and unlike kinds of one JSON type.
    """
    if row.described:
        pytest.skip(f"{row.id} is a type: it has no example")
    if _judges_itself(row):
        pytest.skip(f"{row.id}: the user's own adapter decides")
    example, judge = sample.example(), validator(sample.schema)
    for path in list(_places(example, ()))[:MAX_PLACES]:
        payload = _with_null(copy.deepcopy(example), path)
        if judge.is_valid(payload):
            sample.decode(payload)
            continue
        plain = row.lost.startswith("kinds that share") or sample.options.given
        for decode in (sample.decode,) if plain else (sample.decode, sample.codec.decode):
            with pytest.raises(InputError):
                decode(copy.deepcopy(payload))


def _judges_itself(row: Row) -> bool:
    """Tell whether a user's own adapter has the last word."""
    return row.id.startswith("mix-own-adapter")


def _places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from _places(item, (*path, key))


def _with_null(payload: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return None
    inner = payload
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = None
    return payload


def test_allows_null_agrees_with_the_judge(sample: Sample) -> None:
    """``allows_null`` says of the whole what the validator says."""
    assert allows_null(sample.schema) == Draft202012Validator(sample.schema).is_valid(None)


_DIALECTS = {
    "2.0": old_validator,
    "3.0": old_validator,
    "3.1": lambda schema: OAS31Validator(schema, format_checker=FORMATS),
}


@pytest.mark.parametrize("version", list(VERSIONS))
def test_the_document_is_valid_in_every_version(sample: Sample, version: str) -> None:
    """The version's own validator takes the document, and its dialect the example."""
    operation = Operation((Input("data", sample),), sample)
    document = export(operation, version=version)
    validate_document(document)
    named = document.get("definitions") or document["components"]["schemas"]
    for name, example in (
        ("ServiceInput", {"data": sample.example()}),
        ("ServiceOutput", sample.example()),
    ):
        schema = {
            key: value for key, value in named[name].items() if key not in ("example", "examples")
        }
        _DIALECTS[version](schema).validate(example)
