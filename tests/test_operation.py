"""An operation by itself: bodies in, bodies out, and the schemas of both."""

from __future__ import annotations

import collections
import copy
import dataclasses
import datetime as dt
import decimal
import enum
import json
import math
import sys
import uuid

import pytest

from schemagen import InputError, Operation, Sample, input_schema, operation_of, output_schema
from schemagen.errors import MAX_PROBLEMS, EncodeError
from schemagen.operation import Input


def operation(function=None, /, result=None, **samples):
    """Return the operation of *function* (``lambda data: data``) with these inputs declared."""
    function = function or (lambda data: data)
    for name, sample in samples.items():
        function = input_schema(name, sample)(function)
    return operation_of(function if result is None else output_schema(result)(function))


ROW = {"age": 1, "size": 1.5, "name": "x"}
GOOD = {"data": {"age": 2, "size": 3, "name": "y"}}


# --- the schema of a body --------------------------------------------------------------------


def test_the_input_schema_names_each_parameter_in_signature_order():
    """Declared from the bottom up, undeclared ones too."""

    @input_schema("first", 1)
    @input_schema("third", "x")
    def run(first, second, third=None, *, fourth=4):
        return first, second, third, fourth

    assert operation_of(run).input_schema == {
        "type": "object",
        "required": ["first", "second"],
        "properties": {
            "first": {"type": "integer", "format": "int64"},
            "second": {},
            "third": {"type": ["string", "null"], "default": None},
            "fourth": {"default": 4},
        },
    }
    assert list(operation_of(run).input_schema["properties"]) == [
        "first",
        "second",
        "third",
        "fourth",
    ]


def _required(name, **options):
    return Input(name, Sample(1), **options)


@pytest.mark.parametrize(
    ("item", "required", "type_", "default"),
    [
        (_required("x"), True, "integer", "none"),
        (_required("x", default=3), False, "integer", 3),
        (_required("x", default=0), False, "integer", 0),
        (_required("x", default=None), False, ["integer", "null"], None),
        (_required("x", optional=True), False, ["integer", "null"], "none"),
        (_required("x", optional=True, default=3), False, ["integer", "null"], 3),
        (_required("x", convert=False), True, "integer", "none"),
        (Input("x"), True, None, "none"),
        (Input("x", default="a"), False, None, "a"),
        (Input("x", default=None), False, None, None),
    ],
)
def test_default_and_optional_say_what_is_required_and_what_takes_null(
    item, required, type_, default
):
    """Neither: required. A default of None and optional=True: nullable."""
    schema = Operation((item,)).input_schema
    assert ("x" in schema.get("required", ())) is required
    assert schema["properties"]["x"].get("type") == type_
    assert schema["properties"]["x"].get("default", "none") == default


@pytest.mark.parametrize(
    ("sample", "default", "published"),
    [
        (1.5, 2, 2.0),
        (dt.date(2020, 1, 1), dt.date(2021, 2, 3), "2021-02-03"),
        (b"x", b"y", "eQ=="),
        ({"a": b"x"}, {"a": b"y"}, {"a": "eQ=="}),
        ([b"x"], (), []),
        (decimal.Decimal(1), 1.5, "1.5"),
        (math.nan, math.inf, None),
    ],
    ids=repr,
)
def test_a_default_is_published_in_the_form_of_its_sample(sample, default, published):
    """As a client would send it."""
    assert Input("x", Sample(sample), default=default).schema["default"] == published


@pytest.mark.parametrize(
    ("sample", "default"),
    [
        (dt.date(2020, 1, 1), "today"),
        (b"x", 5),
        ({"a": 1}, "all"),
        ([1], object()),
        (1.5, "x"),
        (1, "x"),
    ],
    ids=repr,
)
def test_a_default_that_the_schema_refuses_is_left_out_and_used_all_the_same(sample, default):
    """A document with an invalid default is invalid; that there is one shows in ``required``."""

    @input_schema("data", sample)
    def run(data=default):
        return data

    schema = operation_of(run).input_schema
    assert "required" not in schema
    assert "default" not in schema["properties"]["data"]
    assert operation_of(run).decode(b"{}") == {}
    assert run() is default


@pytest.mark.parametrize(
    "call",
    [lambda op: op.input_schema, lambda op: op.output_schema, lambda op: op.input_example()],
    ids=["input_schema", "output_schema", "input_example"],
)
def test_each_schema_is_a_new_dict(call):
    """Whoever changes one changes nobody else's."""
    op = operation(data={"a": [1]}, result={"a": [1]})
    before = copy.deepcopy(call(op))
    changed = call(op)
    changed.clear()
    assert call(op) == before
    assert before


def test_self_headers_args_and_kwargs_are_no_inputs():
    """No request brings them."""

    class Model:
        @input_schema("data", 1)
        def run(self, data, request_headers, *args, **kwargs):
            return data

        @classmethod
        @input_schema("data", 1)
        def make(cls, data):
            return data

    for function in (Model.run, Model().run, Model.make):
        assert list(operation_of(function).inputs) == ["data"]


def test_self_is_an_input_where_it_is_not_the_first():
    """A name means nothing by itself."""
    assert list(operation(lambda data, self: data, data=1).inputs) == ["data", "self"]


def test_an_example_shows_the_inputs_that_may_be_shown():
    """``example=False`` keeps a private sample out of the document."""
    op = operation(lambda a, b, c: a, a=1, b=Sample("secret", example=False))
    assert op.input_example() == {"a": 1}


# --- decode ----------------------------------------------------------------------------------


def test_the_record_of_the_decoding_is_the_arguments_of_run():
    """Ready for ``run(**arguments)``."""
    op = operation(lambda a, b, c=9: a, a=b"x", b=(1, 2))
    assert op.decode(b'{"a": "eQ==", "b": [3, 4]}') == {"a": b"y", "b": (3, 4)}


TEXT = json.dumps(GOOD)
BODIES = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with a BOM": TEXT.encode("utf-8-sig"),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16-LE": TEXT.encode("utf-16-le"),
    "UTF-16-BE": TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "white space around": f" \r\n{TEXT}\t".encode(),
    "text": TEXT,
    "text with a BOM": f"\ufeff{TEXT}",
    "bytearray": bytearray(TEXT.encode()),
    "memoryview": memoryview(TEXT.encode()),
    "parsed": GOOD,
    "an integral float": TEXT.replace("2", "2.0"),
    "an exponent": TEXT.replace("3", "3e0"),
    "the last of two equal keys": TEXT.replace("{", '{"data": 5, ', 1),
    "unknown keys at the top": TEXT.replace("{", '{"other": {"x": [null]}, ', 1),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_is_read_in_every_usual_form(body):
    """Same arguments, of the same types."""
    arguments = operation(data=ROW).decode(body)
    assert arguments == GOOD
    assert [type(value) for value in arguments["data"].values()] == [int, float, str]


UNREADABLE = {
    "empty": b"",
    "blank": b"  \n",
    "no JSON": b"data=1",
    "cut": TEXT[:-1].encode(),
    "two documents": (TEXT + TEXT).encode(),
    "a trailing comma": TEXT.replace("}}", "},}").encode(),
    "single quotes": TEXT.replace('"', "'").encode(),
    "an array": b"[1]",
    "a number": b"1",
    "text in JSON": b'"x"',
    "null": b"null",
    "no UTF-8": b'{"data": "\xff"}',
    "half of UTF-16": TEXT.encode("utf-16")[:-1],
    "an integer beyond all limits": b'{"data": ' + b"9" * 100_000 + b"}",
    "None": None,
    "a list": [1],
    "an int": 5,
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_one_input_error(body):
    """Which a server answers with 400."""
    with pytest.raises(InputError) as raised:
        operation(data=ROW).decode(body)
    assert len(raised.value.problems) == 1
    assert raised.value.path in ((), ("data",))
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "could not be decoded as JSON"),
        (b"[1]", "should be a JSON dictionary"),
        (b'{"data": \xff}', "the body is not utf-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_an_unreadable_body_says_why(body, words):
    """In the words of Azure's server where it has some."""
    with pytest.raises(InputError, match=words):
        operation(data=ROW).decode(body)


@pytest.mark.parametrize(
    ("sample", "raw", "value"),
    [
        (1, "123456789012345678901234567890", 123456789012345678901234567890),
        (1, "1e3", 1000),
        (1.5, "1", 1.0),
        (1.5, "5e-324", 5e-324),
        (1.5, "1.7976931348623157e308", 1.7976931348623157e308),
        (math.nan, "7", 7.0),
        (True, "true", True),
        ("x", '"\\u00e9\\ud83d\\ude00"', "é😀"),
        ([], "[1, null, {}]", [1, None, {}]),
        ({}, '{"a": 1}', {"a": 1}),
    ],
)
def test_a_value_is_the_json_value_exactly(sample, raw, value):
    """No digit is lost, and the type is the sample's."""
    found = operation(data=sample).decode(f'{{"data": {raw}}}')["data"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("raw", ["Infinity", "-Infinity"])
def test_an_infinity_is_itself_in_a_float_type_that_takes_null(raw):
    """As Python's json writes it, also in parsed JSON; any other type refuses it by its place."""
    np = pytest.importorskip("numpy")
    body = f'{{"data": [{raw}]}}'
    floats = [np.zeros(1), np.zeros(1, "f4"), np.zeros(1, np.longdouble), [1.5, None], [math.nan]]
    for given in (body, json.loads(body)):
        for sample in floats:
            found = operation(data=sample).decode(given)["data"]
            assert list(found) == [float(raw)]
        for sample in ([1.5], [1], [1, None], ["x", None], np.zeros(1, "i8"), np.array(["x"])):
            with pytest.raises(InputError, match=r"\$.data\[0\]: expected .*, got -?Infinity"):
                operation(data=sample).decode(given)


def test_an_infinity_is_held_to_bounds_that_somebody_set():
    """The dtype's own bounds, those of float32, are none for it."""
    np = pytest.importorskip("numpy")
    for dtype in ("f8", "f4"):
        op = operation(data=Sample(np.array([0.5], dtype), minimum=0))
        assert op.decode('{"data": [Infinity]}')["data"].tolist() == [math.inf]
        with pytest.raises(InputError, match=r"\$.data\[0\]: expected .*, got -Infinity"):
            op.decode('{"data": [-Infinity]}')
    op = operation(data=Sample([0.5, None], maximum=1))
    with pytest.raises(InputError, match=r"\$.data\[0\]: expected a number of at most 1"):
        op.decode('{"data": [Infinity]}')


@pytest.mark.parametrize("raw", ["1e999", "-1E+400", "9" * 309 + ".0", "9" * 200 + "e110"])
@pytest.mark.parametrize("sample", [[1.5], [1.5, None], [1], [], [math.nan]], ids=repr)
def test_a_number_beyond_binary64_is_refused_with_its_place(raw, sample):
    """Also where anything is taken: no infinity comes of a number."""
    with pytest.raises(InputError, match=r"\$.data\[1\]: expected a number that binary64 can hold"):
        operation(data=sample).decode(f'{{"data": [1, {raw}]}}')


@pytest.mark.parametrize("raw", ["NaN", "null"])
def test_nan_is_null_where_the_sample_holds_one(raw):
    """And refused where it does not."""
    body = f'{{"data": {raw}}}'
    assert math.isnan(operation(data=math.nan).decode(body)["data"])
    with pytest.raises(InputError, match=r"\$.data: expected a number, got null"):
        operation(data=1.5).decode(body)


def test_nan_in_parsed_json_is_null_too_and_the_caller_s_dict_stays():
    """As ``json.loads`` makes it of a body."""
    body = {"data": {"a": math.nan}}
    arguments = operation(data={"a": None}).decode(body)
    assert arguments == {"data": {"a": None}}
    assert math.isnan(body["data"]["a"])


REFUSED = {
    "text for an integer": ("age", "1"),
    "a fraction for an integer": ("age", 1.5),
    "true for an integer": ("age", True),
    "true for a number": ("size", True),
    "null for a number": ("size", None),
    "a number beyond binary64": ("size", 10**400),
    "infinity for a number": ("size", math.inf),
    "a number for text": ("name", 5),
    "an array for text": ("name", ["x"]),
    "a tuple for text": ("name", ("x",)),
    "an object of Python's": ("name", object()),
    "a set": ("name", {1}),
}


@pytest.mark.parametrize(("name", "value"), REFUSED.values(), ids=REFUSED)
def test_a_value_that_does_not_fit_is_refused(name, value):
    """Nothing is guessed, and parsed JSON that is none is an InputError as well."""
    with pytest.raises(InputError) as raised:
        operation(data=ROW).decode({"data": {**ROW, name: value}})
    assert raised.value.path in (("data", name), ())


@pytest.mark.parametrize("raw", ["1e400", "-1e400"])
def test_a_number_beyond_binary64_in_a_body_is_refused(raw):
    """Python reads it as an infinity, even where null would be taken."""
    with pytest.raises(InputError):
        operation(data=math.nan).decode(f'{{"data": {raw}}}')


def test_all_problems_are_told_at_once_each_with_its_path():
    """A client mends its request in one go."""
    op = operation(lambda data, k, flag=False: data, data=[ROW], k=dt.date(2020, 1, 1), flag=True)
    body = {"data": [ROW, {**ROW, "age": "x"}, {"size": 1, "name": "y"}], "k": "soon", "flag": 1}
    with pytest.raises(InputError) as raised:
        op.decode(body)
    assert sorted(map(str, raised.value.problems)) == [
        '$.data[1].age: expected an integer, got "x"',
        "$.data[2].age: expected a value, got nothing",
        "$.flag: expected true or false, got 1",
        '$.k: expected a date such as 2020-02-03, got "soon"',
    ]


class Picky:
    """An adapter that refuses everything, by its own code."""

    def schema(self, sample):
        return {}

    def encode(self, value):
        return value

    def decode(self, data):
        raise ValueError(f"not {data}")


def test_problems_that_only_decoding_finds_are_told_together_too():
    """Two custom adapters refuse, one error."""
    picky = Sample(1, adapter=Picky())
    op = operation(lambda a, b, c: a, a=picky, b=picky, c=1)
    with pytest.raises(InputError) as raised:
        op.decode({"a": 1, "b": [2], "c": 3})
    assert [(problem.path, problem.remedy) for problem in raised.value.problems] == [
        (("a",), "not 1"),
        (("b",), "not [2]"),
    ]


def test_the_list_of_problems_is_capped():
    """A million bad rows make no answer of a million lines."""
    with pytest.raises(InputError) as raised:
        operation(data=[1]).decode({"data": ["x"] * (MAX_PROBLEMS * 5)})
    assert len(raised.value.problems) == MAX_PROBLEMS


def test_a_missing_input_that_is_misspelt_is_pointed_at():
    """Unknown keys at the top are ignored, so the wrong one is the remedy."""
    with pytest.raises(InputError, match=r"\$\.data: expected a value, got nothing \(.*'dta'.*\)"):
        operation(data=1).decode({"dta": 1})


def test_unknown_keys_are_ignored_at_the_top_and_kept_in_a_dict():
    """Dict samples are open."""
    arguments = operation(data={"a": 1}).decode({"data": {"a": 1, "b": [2]}, "c": 3})
    assert arguments == {"data": {"a": 1, "b": [2]}}


def test_what_is_left_out_is_left_to_the_default():
    """Only an optional input without a default is given as None."""

    @input_schema("a", 1, optional=True)
    @input_schema("b", 1, optional=True)
    @input_schema("c", 1)
    def run(a, b=5, c=6, d=None):
        return a, b, c, d

    op = operation_of(run)
    assert op.decode(b"{}") == {"a": None}
    assert op.decode(b'{"a": null, "b": null, "d": null}') == {"a": None, "b": None, "d": None}
    with pytest.raises(InputError, match=r"\$\.c: expected an integer, got null"):
        op.decode(b'{"c": null}')


def test_convert_to_provided_type_false_hands_over_json_that_was_checked():
    """Parsed, judged, not decoded."""

    @input_schema("data", {"at": dt.date(2020, 1, 1)}, convert_to_provided_type=False)
    def run(data):
        return data

    op = operation_of(run)
    assert op.decode({"data": {"at": "2021-01-01"}}) == {"data": {"at": "2021-01-01"}}
    with pytest.raises(InputError, match=r"\$\.data\.at"):
        op.decode({"data": {"at": "soon"}})


def test_an_undeclared_parameter_takes_any_json_as_it_is():
    """There is no sample to convert by."""
    op = operation(lambda data, other: data, data=1)
    assert op.decode({"data": 1, "other": {"x": [None, "y"]}})["other"] == {"x": [None, "y"]}
    with pytest.raises(InputError, match=r"\$\.other: expected a value, got nothing"):
        op.decode({"data": 1})


def test_a_body_is_not_changed_and_not_handed_out():
    """A client, a test or a log may hold it."""
    body = {"data": [{"a": b"x"}]}
    body = {"data": [{"a": "eA=="}, {"a": "eQ==", "more": "eA=="}]}
    before = copy.deepcopy(body)
    arguments = operation(data=[{"a": b"x"}]).decode(body)
    assert arguments == {"data": [{"a": b"x"}, {"a": b"y", "more": "eA=="}]}
    arguments["data"][0].clear()
    assert body == before


def _refusal(op, body):
    """Return why *body* is refused, or nothing if it is taken."""
    try:
        op.decode(body)
    except InputError as error:
        return str(error)
    return ""


DEPTHS = (50, 300, 900, 990, 1010, 5_000, 200_000)
DEEP = {
    "the body": "%s",
    "an input": '{"data": %s}',
    "a member": '{"data": {"age": %s, "size": 1, "name": ""}}',
    "a member that is missing others": '{"data": {"age": %s}}',
    "an unknown key of a dict": '{"data": {"age": 1, "size": 1, "name": "", "more": %s}}',
    "an ignored key": '{"data": {"age": 1, "size": 1, "name": ""}, "more": %s}',
}


@pytest.mark.parametrize("template", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("pair", ["[]", '{"a":}'], ids=["arrays", "objects"])
def test_deep_nesting_is_never_a_recursion_error(template, pair):
    """Taken or refused, by every depth, and the message can be printed."""
    head, tail = pair[:-1], pair[-1]
    op = operation(data=ROW)
    outcomes = set()
    for depth in DEPTHS:
        body = template % (head * depth + "1" + tail * depth)
        outcomes.add(_refusal(op, body))
    assert len(outcomes - {""}) >= 1
    assert max(map(len, outcomes)) < 1000


@pytest.mark.parametrize("where", ["input", "member", "unknown"])
def test_deep_parsed_json_is_never_a_recursion_error(where):
    """Parsed JSON has no limit of a parser's."""
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    data = {"input": deep, "member": {**ROW, "age": deep}, "unknown": {**ROW, "more": deep}}
    op = operation(data=ROW)
    if where == "unknown":
        more = op.decode({"data": data[where]})["data"]["more"]
        assert (type(more[0][0]), more[0] is deep[0]) == (list, False)
    else:
        with pytest.raises(InputError):
            op.decode({"data": data[where]})


# --- encode ----------------------------------------------------------------------------------


class Color(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int
    at: dt.date


Pair = collections.namedtuple("Pair", "a b")

WRITTEN = {
    "None": (None, None),
    "True": (True, True),
    "int": (5, 5),
    "huge int": (10**30, 10**30),
    "float": (1.5, 1.5),
    "NaN": (math.nan, None),
    "infinities": ([math.inf, -math.inf], [None, None]),
    "text": ('é"\n\u2028😀', 'é"\n\u2028😀'),
    "lone surrogate": ("\ud800", "\ud800"),
    "bytes": (b"x", "eA=="),
    "list": ([1, "a", None, [2.5]], [1, "a", None, [2.5]]),
    "empty list": ([], []),
    "tuple": ((1, 2), [1, 2]),
    "set": ({3, 1, 2}, [1, 2, 3]),
    "range": (range(3), [0, 1, 2]),
    "deque": (collections.deque("ab"), ["a", "b"]),
    "dict": ({"b": 1, "a": {}}, {"b": 1, "a": {}}),
    "keys that are no text": ({2: "a", None: "b", True: "c"}, {"2": "a", "null": "b", "true": "c"}),
    "Counter": (collections.Counter("aab"), {"a": 2, "b": 1}),
    "dataclass": (Point(1, dt.date(2020, 1, 2)), {"x": 1, "at": "2020-01-02"}),
    "namedtuple": (Pair(1, "x"), {"a": 1, "b": "x"}),
    "enum": ([Color.RED], ["red"]),
    "datetime": (dt.datetime(2020, 1, 2, 3, 4, 5), "2020-01-02T03:04:05Z"),
    "timedelta": (dt.timedelta(days=1), "P1D"),
    "Decimal": (decimal.Decimal("1.50"), "1.50"),
    "UUID": (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    "NaN deep inside": ({"a": [{"b": math.nan}]}, {"a": [{"b": None}]}),
}


def _strict(body):
    """Return the JSON of *body*, which must be strict."""

    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    return json.loads(body.decode(), parse_constant=refuse)


@pytest.mark.parametrize(
    "declared", [None, Pair(1, 2)], ids=["no output declared", "another declared"]
)
@pytest.mark.parametrize(("result", "form"), WRITTEN.values(), ids=WRITTEN)
def test_any_result_becomes_strict_json(declared, result, form):
    """Declared or not: what does not fit the declared output is written in its own form."""
    body = operation(result=declared, data=1).encode(result)
    assert isinstance(body, bytes)
    assert _strict(body) == form


@pytest.mark.parametrize(
    ("declared", "result", "form"),
    [
        (1.5, 2, 2.0),
        ([1.5], [1, 2], [1.0, 2.0]),
        ([1.5], (1, 2), [1.0, 2.0]),
        ([1.5], (n for n in [1]), [1.0]),
        (Point(1, dt.date(2020, 1, 1)), {"x": 1}, {"x": 1}),
        ("x", "é", "é"),
        (Sample([], [b"x"]), [b"x"], ["eA=="]),
    ],
    ids=repr,
)
def test_a_result_takes_the_declared_form(declared, result, form):
    """Whatever can stand for it in Python."""
    assert _strict(operation(result=declared, data=1).encode(result)) == form


@pytest.mark.parametrize("b", [2, 2.5, "text", dt.date(2020, 2, 3)])
def test_the_keys_of_a_result_stand_in_its_own_order(b):
    """Whichever way it is written; a frame's columns stand in the declared order."""
    op = operation(result={"b": 1.5, "a": 1}, data=1)
    assert list(_strict(op.encode({"c": 3, "a": 1, "b": b}))) == ["c", "a", "b"]


def _own_list():
    own: list = []
    own.append(own)
    return own


def _own_dict():
    own: dict = {}
    own["me"] = own
    return own


def _deep():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    return deep


WITHOUT_FORM = {
    "an object": object,
    "an object inside": lambda: {"a": [1, object()]},
    "a function": lambda: len,
    "a class": lambda: int,
    "a complex number": lambda: 1j,
    "a generator": lambda: (n for n in [1]),
    "an exception": lambda: ValueError("x"),
    "a Decimal NaN": lambda: decimal.Decimal("NaN"),
    "a module": lambda: sys,
    "a list that holds itself": _own_list,
    "a dict that holds itself": _own_dict,
    "a list nested too deeply": _deep,
}


@pytest.mark.parametrize("declared", [None, {"a": 1}], ids=["no output declared", "one declared"])
@pytest.mark.parametrize("make", WITHOUT_FORM.values(), ids=WITHOUT_FORM)
def test_what_has_no_json_form_is_an_encode_error(make, declared):
    """Never a RecursionError, never invalid JSON."""
    with pytest.raises(EncodeError) as raised:
        operation(result=declared, data=1).encode(make())
    assert str(raised.value).startswith("$")


@pytest.mark.parametrize(
    ("result", "body"),
    [("xy", b'"xy"'), (b"xy", b'"eHk="'), ({"k": 1}, b'{"k":1}')],
    ids=["text", "bytes", "dict"],
)
def test_what_is_no_list_is_not_taken_apart_for_a_declared_list(result, body):
    """The keys of a dict alone would be a silent loss."""
    assert operation(result=["a"], data=1).encode(result) == body


class Careless:
    """An adapter that asks for more than a result may have."""

    def schema(self, sample):
        return {}

    def encode(self, value):
        return value["x"][0].y

    def decode(self, data):
        return data


@pytest.mark.parametrize("result", [5, {}, {"x": []}, {"x": [1]}, {"x": 5}], ids=repr)
def test_a_custom_adapter_that_fails_on_a_result_leaves_it_in_its_own_form(result):
    """TypeError, KeyError, IndexError, AttributeError: all mean another type than declared."""
    op = operation(result=Sample(None, adapter=Careless()), data=1)
    assert json.loads(op.encode(result)) == result


def test_a_result_is_not_changed():
    """The script may keep it."""
    result = {"b": [math.nan, {"c": (1,)}], "a": 1}
    before = repr(result)
    operation(result={"a": 1, "b": []}, data=1).encode(result)
    assert repr(result) == before


def test_an_operation_cannot_be_changed():
    """It is read by many."""
    op = operation(data=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        op.name = "other"
    with pytest.raises(TypeError):
        op.inputs["data"] = None


class Tint(str, enum.Enum):
    """A choice that is text as well."""

    RED = "red"


@pytest.mark.parametrize("declared", [["x"], {"c": "x"}, None], ids=repr)
def test_a_choice_is_written_as_its_value_under_declared_text(declared):
    """Not as Python names it."""
    result = [Tint.RED] if not isinstance(declared, dict) else {"c": Tint.RED}
    for beside in ([], [dt.date(2020, 1, 2)]):
        written = operation(result=declared, data=1).encode([result, *beside])
        assert b'"red"' in written
        assert b"Tint" not in written


def test_a_timedelta_of_any_unit_is_no_integer():
    """numpy counts them among its integers."""
    np = pytest.importorskip("numpy")
    op = operation(data=1)
    assert op.encode({"wait": np.timedelta64(90, "ns")}) == b'{"wait":"PT0.00000009S"}'
    assert op.encode(np.timedelta64(5, "Y")) == b'"P5Y"'


@pytest.mark.parametrize("sample", [{"a": "x"}, [{"a": "x"}], {"a": ["x"]}], ids=repr)
def test_half_a_pair_is_refused_at_any_depth(sample):
    """Also in a dict, whose text needs no conversion."""
    data = json.dumps({"data": sample}).replace('"x"', '"\\udc00"')
    with pytest.raises(InputError, match="half a surrogate pair"):
        operation(data=sample).decode(data)


def test_keys_come_back_in_a_dict_of_optional_members():
    """Though a dict with none of them is one too."""
    op = Operation((Input("data", Sample({"m": {1: 2}}, {"m": {}})),))
    assert op.decode('{"data": {"m": {"1": 5}}}') == {"data": {"m": {1: 5}}}


@pytest.mark.parametrize("body", [list(b'{"data":1}'), [123, 125], 10**11, 3.5, None])
def test_what_is_no_body_is_refused(body):
    """Whatever bytes() would make of it."""
    with pytest.raises(InputError):
        operation(data=1).decode(body)


def test_digits_beyond_what_python_writes_are_our_errors():
    """Both ways."""
    with pytest.raises(EncodeError):
        operation(data=1).encode([10**5000])
    np = pytest.importorskip("numpy")
    with pytest.raises(InputError):
        operation(data=np.array([1])).decode({"data": [10**5000]})


@pytest.mark.parametrize("orient", ["index", "columns"])
def test_labels_as_keys_keep_null_and_refuse_what_binary64_cannot_hold(orient):
    """A label is a number in text there."""
    pd = pytest.importorskip("pandas")
    from schemagen.adapters.pandas import PandasAdapter

    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index([1, None], dtype="Int64"))
    sample = Sample(frame, adapter=PandasAdapter(orient))
    op = Operation((Input("data", sample),), sample)
    pd.testing.assert_frame_equal(op.decode({"data": json.loads(op.encode(frame))})["data"], frame)
    floats = Sample(pd.DataFrame({"a": [1.5]}, index=[1.5]), adapter=PandasAdapter(orient))
    payload = {"1e999": {"a": 1}} if orient == "index" else {"a": {"1e999": 1}}
    with pytest.raises(InputError, match="binary64"):
        Operation((Input("data", floats),)).decode({"data": payload})


def test_an_error_tells_values_whole_cut_or_hidden():
    """A log of one's own may have them whole, a client's screen may not have them at all."""
    long = "x" * 200
    with pytest.raises(InputError) as raised:
        operation(data=[1, 2]).decode({"data": [long, "3"]})
    error = raised.value
    assert error.told() == str(error)
    first, second = error.told("whole").splitlines()
    assert first == f'$.data[0]: expected an integer, got "{long}"'
    assert second.endswith('got "3" (send it without the quotes)')
    assert error.told("hidden") == (
        "$.data[0]: expected an integer\n$.data[1]: expected an integer"
    )
    assert type(error.got) is str
    assert len(error.got) == 60
    with pytest.raises(ValueError, match="whole, cut, hidden"):
        error.told("all")


@pytest.mark.parametrize("declared", [None, [1.5]], ids=["no output declared", "floats"])
@pytest.mark.parametrize(
    "result",
    [
        math.nan,
        [1.0, -math.inf],
        {"a": (math.nan,)},
        Pair(1.0, math.nan),
        Point(math.inf, None),
    ],
    ids=repr,
)
def test_nan_in_a_result_is_null_or_an_error(declared, result):
    """As a server has it; by the caller's wish."""
    op = operation(result=declared, data=1)
    assert b"null" in op.encode(result)
    with pytest.raises(EncodeError, match="NaN or infinity"):
        op.encode(result, nan="error")


def test_a_result_without_nan_is_written_as_ever():
    """None is no NaN."""
    op = operation(result=[1.5, None], data=1)
    assert op.encode([1.5, None], nan="error") == op.encode([1.5, None]) == b"[1.5,null]"
    assert op.encode((x for x in [2.0]), nan="error") == b"[2.0]"
    with pytest.raises(EncodeError, match="NaN or infinity"):
        op.encode((x for x in [math.nan]), nan="error")
    with pytest.raises(ValueError, match="'null' nor 'error'"):
        op.encode(1, nan="zero")
