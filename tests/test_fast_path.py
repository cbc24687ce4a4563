"""The fast path and the careful one give the same objects and the same verdicts."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from schemagen import InputError, Sample
from schemagen.errors import EncodeError
from schemagen.operation import Input, Operation
from tests.samples import ROWS
from tests.samples.same import assert_same
from tests.test_contract import sample_of, values_of

MUTATIONS = 8
"""Changed bodies for each of a row's samples."""
PLAIN = [row for row in ROWS if not (row.refused or row.missing or row.id.startswith("spark-"))]


def both(op: Operation) -> tuple[Operation, Operation]:
    """Return the operation, and one like it without a fast path."""
    careful = Operation(op.parameters, op.output)
    careful.__dict__["fast"] = None
    return op, careful


def verdict(op: Operation, body: Any) -> Any:
    """Return the arguments, or the problems."""
    try:
        return op.decode(body)
    except InputError as error:
        return error


def assert_both(op: Operation, body: Any) -> None:
    """Fail where the two paths differ."""
    fast, careful = (verdict(one, body) for one in both(op))
    if isinstance(careful, InputError):
        assert isinstance(fast, InputError), f"{body!r}: accepted, but {careful}"
        assert fast.problems == careful.problems
    else:
        assert not isinstance(fast, InputError), f"{body!r}: refused: {fast}"
        assert_same({name: like(value, careful[name]) for name, value in fast.items()}, careful)


def like(value: Any, model: Any) -> Any:
    """Return a dict of arrays and frames in the model's order: typed members have the sample's."""
    if type(value) is type(model) is dict and value.keys() == model.keys():
        return {name: like(value[name], model[name]) for name in model}
    return value


ODD = [
    None, True, False, 0, 1, -1, 3.0, 2.5, -0.0, 1e300, 2**31, 2**53 + 1, 2**63, 2**64,
    -(2**63) - 1,
    1e22, "", "a", "1", "x:y", "2020-02-03T04:05:06Z", "2020-02-03T04:05:06.5", "2020-02-03",
    "2020-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "1600-01-01T00:00:00Z",
    "2020-02-03T04:05:06.123456789Z", "2020-02-03 04:05", "2020-02-03T23:59:60Z", "now", "NaT",
    "2020-02-03T04:05:06+02:00", "é😀", "a\u0000", [], {}, [1], [[1]], {"a": 1}, [None],
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything in *value*."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [path, *(inner for key, item in items for inner in places(item, (*path, key)))]


def mutated(body: Any, order: random.Random) -> Any:
    """Return *body* changed in one place."""
    body = copy.deepcopy(body)
    path = order.choice(places(body))
    if not path:
        return {**body, "more": order.choice(ODD)}
    holder = body
    for step in path[:-1]:
        holder = holder[step]
    _CHANGES[order.randrange(len(_CHANGES))](holder, path[-1], order)
    return body


def _put(holder: Any, step: Any, order: random.Random) -> None:
    holder[step] = order.choice(ODD)


def _drop(holder: Any, step: Any, order: random.Random) -> None:
    del holder[step]


def _double(holder: Any, step: Any, order: random.Random) -> None:
    if isinstance(holder, list):
        holder.insert(step, copy.deepcopy(holder[step]))
    else:
        holder[order.choice(["new", "a", "0", "1"])] = copy.deepcopy(holder[step])


def _shuffle(holder: Any, step: Any, order: random.Random) -> None:
    if isinstance(holder, dict):
        items = list(holder.items())
        order.shuffle(items)
        holder.clear()
        holder.update(items)
    else:
        order.shuffle(holder)


def _as_float(holder: Any, step: Any, order: random.Random) -> None:
    if type(holder[step]) is int and abs(holder[step]) < 2**70:
        holder[step] = float(holder[step])
    else:
        _put(holder, step, order)


_CHANGES = (_put, _put, _drop, _double, _shuffle, _as_float)


def bodies_of(row: Any, op: Operation) -> list[Any]:
    """Return the bodies that the row's samples make."""
    sample = op.parameters[0].sample
    made = [sample.example()]
    if not row.described:
        made += [sample.encode(value) for value in values_of(row)]
    return [{"data": payload} for payload in made]


def written(body: Any, order: random.Random) -> bytes:
    """Return *body* as text in one of the usual ways."""
    spaces = order.choice([(",", ":"), (", ", ": ")])
    return json.dumps(body, ensure_ascii=order.random() < 0.5, separators=spaces).encode()


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # old pandas
@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row.id)
def test_every_sample_reads_the_same_in_both_paths(row: Any) -> None:
    """Its own JSON, and that JSON changed in one to three places; bytes and parsed."""
    op = Operation((Input("data", sample_of(row)),))
    order = random.Random(row.id)
    for body in bodies_of(row, op):
        assert_both(op, written(body, order))
        for _ in range(MUTATIONS):
            changed = mutated(body, order)
            for _ in range(order.randrange(3)):
                changed = mutated(changed, order)
            assert_both(op, written(changed, order))
            assert_both(op, changed)


@pytest.mark.full
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # old pandas
@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row.id)
def test_100_000_broken_bodies_get_one_verdict(row: Any) -> None:
    """Values changed, then bytes: no error but ours, the same one in both paths."""
    op = Operation((Input("data", sample_of(row)),))
    order = random.Random(row.id)
    body = bodies_of(row, op)[0]
    for _ in range(-(-100_000 // len(PLAIN)) // 2):
        changed = mutated(body, order)
        assert_both(op, written(changed, order))
        assert_both(op, broken(written(changed, order), order))


def broken(body: bytes, order: random.Random) -> bytes:
    """Return *body* with some bytes put in, taken out, doubled or replaced."""
    at, size = order.randrange(len(body)), order.randrange(1, 4)
    other = order.choice([b"", b'"', b",", b"]", b"}", b"[", b"-", b"0", b".5", b"e9", b"\\", b"\xff",
        b"null", b"NaN", b"Infinity", b"\x00", b'{"a":', " é".encode()])  # fmt: skip
    kept = body[at : at + size] * order.choice([0, 0, 1, 2])
    return body[:at] + kept + other + body[at + size :]


ENCODED = [row for row in PLAIN if not row.described]


@pytest.mark.parametrize("row", ENCODED, ids=lambda row: row.id)
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
def test_every_sample_is_written_the_same_in_both_ways(row: Any, declared: bool) -> None:
    """The bytes hold the same JSON, keys in the same order."""
    op = Operation((), sample_of(row) if declared else None)
    careful = Operation((), op.output)
    careful.__dict__["fast_writer"] = None
    for value in values_of(row):
        for result in (value, [value], {"b": value, "a": [value, 1]}):
            fast, slow = (_written(one, result) for one in (op, careful))
            assert fast == slow


@pytest.mark.parametrize(
    "result",
    [
        [1.5, 2],
        [[0.1], [float("nan")]],
        [1, None],
        [True],
        ["x"],
        [{"a": 1}],
        [[1], [2, 3]],
        [],
        [2**70],
    ],
    ids=repr,
)
@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "u1", "?", "M8[s]", "U1"])
def test_a_list_under_a_declared_array_is_written_the_same_in_both_ways(
    result: Any, dtype: str
) -> None:
    """What ``tolist()`` gives, and what it does not."""
    np = pytest.importorskip("numpy")
    op = Operation((), Sample(np.zeros(1, dtype)))
    careful = Operation((), op.output)
    careful.__dict__["fast_writer"] = None
    assert _written(op, result) == _written(careful, result)


def _written(op: Operation, result: Any) -> Any:
    try:
        return json.loads(op.encode(result), object_pairs_hook=list)
    except EncodeError as error:
        return str(error)


FAST = {
    "numpy-float64", "numpy-int8", "numpy-uint64", "numpy-2-d", "numpy-4-d", "numpy-datetime-us",
    "numpy-text", "frame-mixed-records", "frame-mixed-split", "frame-mixed-values",
    "frame-mixed-index", "frame-mixed-columns", "frame-wide", "frame-series", "column-Int64",
    "column-boolean", "column-category", "column-str", "column-string",
}  # fmt: skip


@pytest.mark.parametrize("row", [row for row in PLAIN if row.id in FAST], ids=lambda row: row.id)
def test_ordinary_bodies_take_the_fast_path(row: Any) -> None:
    """A body that the careful path reads is the seldom case."""
    op = Operation((Input("data", sample_of(row)),))
    for body in bodies_of(row, op):
        assert op.fast is not None
        assert op.fast.read(json.dumps(body)) is not None


def test_the_names_of_the_fast_rows_are_those_of_the_table() -> None:
    """No row is left out because it was renamed."""
    assert {row.id for row in ROWS} >= FAST


MATRICES = {
    "plain": [[0.1, 2], [3, 4.5]] * 200,
    "null": [[0.1, None], [3, 4.5]] * 200,
    "null and what stands for it": [[9e99, None], [3, 4.5]] * 200,
    "a null in a row": [[0.1, [None]], [3, 4.5]] * 200,
    "text that says null": [[0.1, "null"], [3, 4.5]] * 200,
    "a short row": [[0.1, 2], [3]] * 200,
    "unequal rows of the right sum": [[0.1], [3, 4, 5]] * 200,
    "an array in a row": [[0.1, [2]], [3, 4.5]] * 200,
    "an empty array in a row": [[0.1, 2, []], [3, 4.5]] * 200,
    "text": [[0.1, "2"]] * 400,
    "true": [[0.1, True]] * 400,
    "big integers": [[2**53 + 1, 2**64 - 1], [2**64, -(2**63)]] * 200,
    "beyond binary64": [[10**400, 1]] * 20,
    "no rows": [[]] * 2000,
    "rows that are objects": [{"a": 1, "b": 2}] * 200,
}


@pytest.mark.parametrize("data", MATRICES.values(), ids=MATRICES)
@pytest.mark.parametrize("more", [{}, {"other": 1}], ids=["alone", "with another key"])
def test_big_matrices_read_the_same_in_both_paths(data: Any, more: Any) -> None:
    """With simdjson or without."""
    np = pytest.importorskip("numpy")
    op = Operation((Input("data", Sample(np.zeros((1, 2)))),))
    body = json.dumps({"data": data, **more}).encode()
    assert_both(op, body)
    assert_both(op, body.replace(b'{"data"', b'{"data": [[1]], "data"', 1))


ARRAYS = {
    "f8 1": ("f8", ()), "f4 2": ("f4", (5,)), "f2 2": ("f2", (3,)), "i8 1": ("i8", ()),
    "i8 2": ("i8", (4,)), "u8 2": ("u8", (4,)), "i2 2": ("i2", (2,)), "u1 3": ("u1", (4, 3)),
    "f8 3": ("f8", (3, 2)), "i4 4": ("i4", (2, 3, 2)), "big-endian": (">f8", (2,)),
}  # fmt: skip
ITEMS = [
    0, 1, -1, 2.0, 2.5, 1e2, -0.0, True, None, "1", [1], [], {"a": 1}, 127, 128, 255, 256, 65504, 65520,
    -32769, 2**31, 3.5e38, 2**63, -(2**63), 2**64 - 1, 2**64, 1e400, "[", ",",
]  # fmt: skip


@pytest.mark.parametrize("name", ["data", "a[b,"])
@pytest.mark.parametrize(("dtype", "inner"), ARRAYS.values(), ids=ARRAYS)
def test_big_arrays_read_the_same_in_both_paths(dtype: str, inner: Any, name: str) -> None:
    """Of all dtypes and axes, with one item, or the shape of one row, that is odd."""
    np = pytest.importorskip("numpy")
    chance = random.Random(f"{dtype}{inner}{name}")
    op = Operation((Input(name, Sample(np.ones((1, *inner), dtype))),))
    value = np.arange(700 * int(np.prod(inner))).reshape(-1, *inner) % 100
    assert_both(op, json.dumps({name: value.tolist()}).encode())
    for item in ITEMS:
        data = value.tolist()
        row, at = data, chance.randrange(len(data))
        for _ in range(chance.randint(0, len(inner))):
            row, at = row[at], chance.randrange(len(row[at]))
        row[at] = item
        assert_both(op, json.dumps({name: data}).encode())
        if isinstance(item, list):
            row[at : at + 1] = [1] * 3
            assert_both(op, json.dumps({name: data}).encode())


@pytest.mark.parametrize(
    "row",
    [row for row in PLAIN if row.id.startswith(("frame-", "column-"))],
    ids=lambda row: row.id,
)
def test_a_frame_is_one_of_pandas_own_however_many_came_before(row: Any) -> None:
    """The first is put together in another way than the next."""
    pd = pytest.importorskip("pandas")
    op = Operation((Input("data", sample_of(row)),))
    for body in map(json.dumps, bodies_of(row, op)):
        frames = [op.decode(body.encode())["data"] for _ in range(3)]
        if not isinstance(frames[0], pd.DataFrame):
            return
        for frame in frames[1:]:
            pd.testing.assert_frame_equal(frame, frames[0])
        last = frames[-1]
        assert_same(copy.deepcopy(last), frames[0])
        assert_same(last.iloc[::-1].iloc[::-1], frames[0])
        joined = pd.concat([last, frames[0]])
        assert list(joined.dtypes) == list(frames[0].dtypes)
        for at in range(last.shape[1]):
            last.isetitem(at, range(len(last)))
        pd.testing.assert_frame_equal(frames[1], frames[0])


ODD_NAMES = [
    'a"b',
    "a\\b",
    "\x1f",
    "\n",
    "",
    "é😀",
    "f0",
    "$ref",
    "__class__",
    "a b",
    "'",
    "\x7f",
    "1",
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
@pytest.mark.parametrize("orient", ["records", "split", "columns", "index", "values", "table"])
def test_any_name_can_be_a_columns(name: str, orient: str) -> None:
    """Also those that the typed decoder does not take."""
    pd = pytest.importorskip("pandas")
    from schemagen.adapters.pandas import PandasAdapter

    frame = pd.DataFrame({name: [1, 2], "other": ["x", "y"]})
    sample = Sample(frame, adapter=PandasAdapter(orient))
    op = Operation((Input("data", sample),), sample)
    body = json.dumps({"data": json.loads(op.encode(frame))})
    assert_same(op.decode(body)["data"], frame)
    assert_both(op, body)


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_any_name_can_be_a_dicts(name: str) -> None:
    """With plain values, and with arrays."""
    np = pytest.importorskip("numpy")
    for value in ({name: 1, "other": [1.5]}, {name: np.zeros(2)}, {"a": {name: np.zeros(2)}}):
        op = Operation((Input("data", Sample(value)),), Sample(value))
        body = json.dumps({"data": json.loads(op.encode(value))})
        assert_same(op.decode(body)["data"], value)
        assert_both(op, body)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_fast_too(encoding: str) -> None:
    """They are written anew as UTF-8."""
    op = Operation((Input("data", Sample([1.5])),))
    body = '{"data": [1, 2.5]}'.encode(encoding)
    assert op.fast is not None
    assert op.fast.read(body) == {"data": [1.0, 2.5]}
    assert_both(op, body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": [1], "x": "\xff"}',
        b'{"data": [1], "x": "\\ud800"}',
        b'{"data": [1], "x": "\\ud83d0"}',
        b'{"data": [1], "x": "\\ud83d\\ud83d\\ude00"}',
        b'{"data": [1], "x": "\\ud83d\\ude00"}',
        b'{"data": [1], "x": "\\ude00"}',
        '{"data": [1], "x": "\\ud83d0"}',
        memoryview(b'{"data": [1], "x": "\\ud83d0"}'),
        bytearray(b'{"data": [1]}'),
        b'{"data": [1], "x": 1e400}',
        b'{"data": [1], "x": NaN}',
        b'{"data": [NaN]}',
        b'{"data": [Infinity]}',
        b'{"data": [1e400]}',
        b'{"data": "x", "data": [1]}',
        b'{"data": [1], "data": "x"}',
        b'\xef\xbb\xbf{"data": [1]} x',
        b"[" * 100_000,
        b'{"data": ' + b"[" * 2000 + b"]" * 2000 + b"}",
        b'{"data": [' + b"9" * 5000 + b"]}",
        b"",
        b"null",
        "\ud800",
        None,
        5,
    ],
)
@pytest.mark.parametrize("sample", [[1.5], [1], {"a": 1}, [{"a": 1}]], ids=repr)
def test_odd_bodies_get_one_verdict(body: Any, sample: Any) -> None:
    """What one path refuses the other does, in the same words."""
    assert_both(Operation((Input("data", Sample(sample)),)), body)
