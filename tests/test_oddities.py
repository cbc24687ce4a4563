"""What is odd but ordinary is read fast, and the same as by the careful path."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from schemagen import Sample
from schemagen.operation import Input, Operation
from tests.test_fast_path import assert_both

NESTED = {
    "id": 1,
    "score": 0.5,
    "tags": ["a"],
    "at": {"x": 1, "deep": [{"n": 2}]},
    "rows": [(1, 2)],
}
COMMON = {
    "a key that nobody named": '{"data": %s, "more": {"a": [1, {"b": "\\u00e9"}]}}',
    "escapes": '{"d\\u0061ta": %s}',
    "pairs": '{"more": "\\ud83d\\ude00", "data": %s}',
    "a bom": '\ufeff{"data": %s}',
}


def asserted(op: Operation, body: str) -> None:
    """Fail where *body* is not read fast, or not as the careful path reads it."""
    assert op.fast is not None
    assert op.fast.read(body.encode()) is not None
    assert_both(op, body.encode())


@pytest.mark.parametrize("body", COMMON.values(), ids=COMMON)
@pytest.mark.parametrize("value", [1, 1.5, "x", [1], [[0.5]], NESTED, [NESTED], None], ids=repr)
def test_any_value(value: Any, body: str) -> None:
    """Whatever stands beside it."""
    asserted(Operation((Input("data", Sample(value)),)), body % json.dumps(value))


INTEGERS = [0, -3, 3.0, 1e2, 2**53, 2**53 + 1, 1e22, 2.0**62, 10**25, 2.0**80]


@pytest.mark.parametrize("number", INTEGERS, ids=repr)
def test_integers_of_any_spelling(number: float) -> None:
    """Alone, in lists and deep in dicts."""
    asserted(Operation((Input("data", Sample(1)),)), f'{{"data": {number!r}}}')
    asserted(Operation((Input("data", Sample([1])),)), f'{{"data": [1, {number!r}, 3.0]}}')
    text = json.dumps({"data": [NESTED, {**NESTED, "id": -7.25, "more": 4.0}]})
    op = Operation((Input("data", Sample([NESTED])),))
    asserted(op, text.replace("-7.25", repr(number)).replace('"n": 2', f'"n": {number!r}'))
    assert_both(op, text.encode())  # 7.25 is none


def test_keys_of_its_own_at_every_depth() -> None:
    """A dict keeps them, whatever they hold; the known ones keep their types."""
    op = Operation((Input("data", Sample([NESTED])),))
    first = {**NESTED, "score": 1, "x:y": "a:b", "own": {"big": 10**30, "none": None}}
    first["at"] = {"own": [1.0], **NESTED["at"], "deep": [{"n": 1}, {"n": 2.0, "own": {}}]}
    asserted(op, json.dumps({"data": [first, NESTED]}))
    for name in NESTED:
        assert_both(op, json.dumps({"data": [{**first, name: {"no": 1}}]}).encode())


@pytest.mark.parametrize("text", ['"NaN"', '"a NaN b"', '":NaN,"', '"NaN\\""'])
def test_nan_is_null_and_text_stays_text(text: str) -> None:
    """NaN is no JSON; the old library's clients send it."""
    np = pytest.importorskip("numpy")
    op = Operation((Input("data", Sample(np.array([1.5]))), Input("name", Sample("x"))))
    body = f'{{"name": {text}, "data": [NaN, 1, NaN], "more": NaN}}'.encode()
    assert_both(op, body)
    if b"\\" not in body:
        assert op.fast is not None
        assert op.fast.read(body) is not None
    assert_both(Operation((Input("data", Sample([1])),)), b'{"data": [NaN]}')


DAYS = [
    "2020-02-29",
    "2019-02-29",
    "0001-01-01",
    "9999-12-31",
    "0000-01-01",
    "2020-13-01",
    "1600-05-06",
]
TIMES = ["00:00:00", "23:59:59", "23:59:60", "24:00:00", "12:30:00.5", "12:30:00.123456", "1:2:3"]
TIMES += ["12:30:00.1234567", "12:30:00.000"]
ZONES = [
    "",
    "Z",
    "+00:00",
    "-00:00",
    "+02:00",
    "-11:30",
    "+24:00",
    "+05:60",
    "z",
    "+0200",
    "+²2:00",
]


@pytest.mark.parametrize("unit", ["D", "h", "s", "ms", "us", "ns"])
@pytest.mark.parametrize("seed", range(8))
def test_date_times_of_many_layouts(unit: str, seed: int) -> None:
    """All in one column; what is no date-time, or does not fit, is refused by both paths."""
    np = pytest.importorskip("numpy")
    chance = random.Random(f"{unit}{seed}")
    op = Operation((Input("data", Sample(np.array(["2020-01-02"], f"M8[{unit}]"))),))
    good = [f"{day}T{time}{zone}" for day in DAYS[:1] for time in TIMES[:2] for zone in ZONES[:6]]
    good += [f"2021-03-04T05:06:07.{part}{zone}" for part in ("5", "25") for zone in ("", "Z")]
    for _ in range(30):
        cells = [chance.choice([*good, None]) for _ in range(chance.choice([1, 3, 40, 300]))]
        assert_both(op, json.dumps({"data": cells}).encode())
        odd = (
            chance.choice(DAYS) + chance.choice("Tt ") + chance.choice(TIMES) + chance.choice(ZONES)
        )
        cells[chance.randrange(len(cells))] = odd
        assert_both(op, json.dumps({"data": cells}).encode())


def test_a_column_of_many_layouts_is_read_fast() -> None:
    """Fractions cut at their zeros, offsets, and a few that go one by one."""
    pd = pytest.importorskip("pandas")
    op = Operation((Input("data", Sample(pd.DataFrame({"t": pd.to_datetime(["2020-01-01"])}))),))
    cells = [
        f"2020-01-01T00:00:0{n % 10}{'.5' * (n % 2)}{'+02:00' * (n % 3 == 0)}" for n in range(90)
    ]
    asserted(
        op, json.dumps({"data": [{"t": cell} for cell in [*cells, "2020-01-01t00:00:00z", None]]})
    )


def test_integers_of_a_frame_and_keys_beside_it() -> None:
    """With the rows of a frame."""
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"i": [1, 2], "f": [0.5, 1.5], "s": ["a", "b"]})
    op = Operation((Input("data", Sample(frame)), Input("n", Sample(1), default=3)))
    rows = [{"i": 3.0, "f": 1, "s": None}, {"s": "é", "i": 2, "f": None}]
    asserted(op, json.dumps({"data": rows, "more": 1}))
    asserted(op, json.dumps({"data": rows, "n": 4.0}))
    assert_both(op, json.dumps({"data": [{**rows[0], "i": 3.5}]}).encode())
    assert_both(op, json.dumps({"data": [{**rows[0], "i": 1e300}]}).encode())
    assert_both(op, json.dumps({"n": 1, "more": 1}).encode())
