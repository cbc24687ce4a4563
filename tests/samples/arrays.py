"""Samples of numpy."""

from __future__ import annotations

import warnings
from datetime import date
from decimal import Decimal
from typing import Any

from tests.samples.rows import Lazy, table

np = Lazy("numpy")
schemagen, adapters = Lazy("schemagen"), Lazy("schemagen.adapters.numpy")
row = table("numpy", "numpy")

_NUMBERS = (
    *(
        row(name, lambda name=name: np.array([np.iinfo(name).min, 1, np.iinfo(name).max], name))
        for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
    ),
    *(
        row(name, lambda name=name: np.array([0.1, -2.5, np.nan, np.finfo(name).max], name))
        for name in ("float16", "float32", "float64")
    ),
    row("longlong", lambda: np.array([1], np.longlong)),
    row("longdouble", lambda: np.array([0.5, 1.25], np.longdouble)),
    row(
        "float-inf",
        lambda: np.array([1.0, np.inf]),
        back=lambda: np.array([1.0, np.nan]),
        lost="an infinity is null",
    ),
    row("float32-tiny", lambda: np.array([1e-45, 3.4e38], "f4")),
    row("bool", lambda: np.array([True, False])),
    row("big-endian", lambda: np.array([1, 2], ">i4")),
    row("big-endian-float", lambda: np.array([1.5], ">f8")),
)

_TEXT = (
    row("text", lambda: np.array(["a", "Sarah"])),
    row("text-empty", lambda: np.array([""])),
    row("text-wide", lambda: np.array(["a"], "U20")),
    row(
        "string-dtype",
        lambda: np.array(["a", "Zoë"], dtype=np.dtypes.StringDType()),
        since={"numpy": (2, 0)},
    ),
    row(
        "string-dtype-na",
        lambda: np.array(["a", None], dtype=np.dtypes.StringDType(na_object=None)),
        since={"numpy": (2, 0)},
    ),
    row("bytes", lambda: np.array([b"ab", b"c\xff"])),
    row("void", lambda: np.array([b"abc", b"\x00\x01\x02"], "V3")),
)


def _moments(unit: str) -> Any:
    return np.array(["2020-02-03T04:05:06.123456789", "NaT"], "M8[ns]").astype(f"M8[{unit}]")


def _spans(unit: str) -> Any:
    return np.array([3, -5, "NaT"], f"m8[{unit}]")


_UNITS = ("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns")
_TIMES = (
    *(row(f"datetime-{unit}", lambda unit=unit: _moments(unit)) for unit in _UNITS),
    *(row(f"timedelta-{unit}", lambda unit=unit: _spans(unit)) for unit in (*_UNITS, "ps")),
    row("datetime-ends", lambda: np.array(["1677-09-22", "2262-04-11"], "M8[ns]")),
    row("datetime-10-minutes", lambda: np.array(["2020-01-01T00:10"], "M8[10m]")),
    row("timedelta-15-minutes", lambda: np.array([1, 2], "m8[15m]")),
    row("datetime-big-endian", lambda: np.array(["2020-01-01"], ">M8[D]")),
)


def matrix() -> Any:
    """Return a matrix, of which numpy itself warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix([[1, 2]])


_SHAPES = (
    row("1-d", lambda: np.arange(3)),
    row("2-d", lambda: np.arange(6.0).reshape(3, 2)),
    row("3-d", lambda: np.arange(24).reshape(2, 3, 4)),
    row("4-d", lambda: np.arange(16).reshape(2, 2, 2, 2)),
    row("f-order", lambda: np.asfortranarray(np.arange(6.0).reshape(3, 2))),
    row("strided", lambda: np.arange(12).reshape(4, 3)[::2, ::2]),
    row("reversed", lambda: np.arange(3)[::-1]),
    row("no-rows", lambda: np.zeros(0)),
    row("no-rows-of-3", lambda: np.zeros((0, 3))),
    row("rows-of-none", lambda: np.zeros((2, 0))),
    row("rows-of-none-inside", lambda: np.zeros((1, 0, 2))),
    row(
        "rows-of-none-free",
        lambda: schemagen.Sample(
            np.zeros((1, 0, 2)), adapter=adapters.NumpyAdapter(enforce_shape=False)
        ),
    ),
    row("0-d", lambda: np.array(5)),
    row("0-d-float", lambda: np.array(0.5, "f4")),
    row("0-d-text", lambda: np.array("abc")),
    row("read-only", lambda: np.broadcast_to(np.float64(2), (2, 2))),
    row("matrix", lambda: matrix(), back=lambda: np.array([[1, 2]]), lost="the class"),
)

_SCALARS = (
    row("scalar-int", lambda: np.int32(5)),
    row("scalar-float", lambda: np.float64(0.1)),
    row("scalar-float32", lambda: np.float32(0.1)),
    row("scalar-bool", lambda: np.bool_(1)),
    row("scalar-text", lambda: np.str_("abc")),
    row("scalar-bytes", lambda: np.bytes_(b"abc")),
    row("scalar-datetime", lambda: np.datetime64("2020-01-01", "D")),
    row("scalar-timedelta", lambda: np.timedelta64(90, "m")),
)

_MASKED = (
    row("masked", lambda: np.ma.MaskedArray([1, 2, 3], [False, True, False])),
    row("masked-nothing", lambda: np.ma.MaskedArray([1.5, 2.5], [False, False])),
    row("masked-2-d", lambda: np.ma.MaskedArray([[True, False]], [[False, True]])),
    row("masked-text", lambda: np.ma.MaskedArray(["a", "b"], [True, False])),
    row("masked-time", lambda: np.ma.MaskedArray(np.array(["2020", "2021"], "M8[Y]"), [0, 1])),
    row("masked-bytes", lambda: np.ma.MaskedArray([b"a", b"b"], [True, False])),
)


def objects(*items: Any) -> Any:
    """Return a 1-d array of objects."""
    array = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        array[index] = item
    return array


_OBJECTS = (
    row("object-int", lambda: objects(1, 2)),
    row("object-text", lambda: objects("a", None)),
    row("object-mixed", lambda: objects(1, "a", None)),
    row("object-lists", lambda: objects([1, 2], [3])),
    row("object-dicts", lambda: objects({"a": 1}, {"b": 2})),
    row("object-dates", lambda: objects(date(2020, 1, 2), None)),
    row("object-decimals", lambda: objects(Decimal("1.5"), Decimal("2"))),
    row("object-nothing", lambda: objects()),
    row("object-2-d", lambda: objects("a", "b", "c", "d").reshape(2, 2)),
    row("object-arrays", lambda: objects(np.array([1, 2]), np.array([3]))),
)

_FLAT = [("a", "i4"), ("b", "f8"), ("c", "U5")]
_STRUCTURED = (
    row("record", lambda: np.array([(1, 0.5, "x"), (2, np.nan, "")], _FLAT)),
    row("record-0-d", lambda: np.array((1, 0.5, "x"), _FLAT)),
    row("record-2-d", lambda: np.array([[(1, 0.5, "x")], [(2, 1.5, "y")]], _FLAT)),
    row(
        "record-nested",
        lambda: np.array([(1, (2, True))], [("a", "i1"), ("b", [("c", "i2"), ("d", "?")])]),
    ),
    row(
        "record-sub-array",
        lambda: np.array([(1, [[1, 2], [3, 4]])], [("a", "i1"), ("m", "f4", (2, 2))]),
    ),
    row("record-sub-records", lambda: np.array([([(1,), (2,)],)], [("s", [("x", "i2")], (2,))])),
    row("record-titles", lambda: np.array([(1,)], [(("Title", "a"), "i4")])),
    row("record-times", lambda: np.array([("2020-01-01", 5)], [("t", "M8[D]"), ("d", "m8[s]")])),
    row("record-bytes", lambda: np.array([(b"ab",)], [("b", "S4")])),
    row(
        "record-aligned",
        lambda: np.array([(1, 2.5)], np.dtype([("a", "i1"), ("b", "f8")], align=True)),
    ),
    row("record-odd-names", lambda: np.array([(1, 2)], [("a b", "i4"), ("type", "i4")])),
    row("record-no-rows", lambda: np.zeros(0, _FLAT)),
    row(
        "recarray",
        lambda: np.rec.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")]),
        back=lambda: np.array([(1, 2.5)], [("a", "i4"), ("b", "f8")]),
        lost="the class; the fields stay",
    ),
    row("record-scalar", lambda: np.array([(1, 0.5, "x")], _FLAT)[0]),
)

_SEVERAL = (
    row(
        "merge-int-float",
        lambda: [np.array([1, 2]), np.array([0.5])],
        several=True,
        back=lambda: [np.array([1.0, 2.0]), np.array([0.5])],
        lost="the dtypes are promoted to one that holds both",
    ),
    row("merge-shapes", lambda: [np.zeros((1, 2)), np.zeros((1, 3))], several=True),
)

_UNLIKE = "kinds that share a JSON type come back as the plain JSON value"
_UNIONS = (
    row(
        "merge-axes",
        lambda: [np.array([1.5]), np.array([[2.5]])],
        several=True,
        back=lambda: [[1.5], [[2.5]]],
        lost=_UNLIKE,
    ),
    row(
        "merge-text-and-int",
        lambda: [np.array([1]), np.array(["a"])],
        several=True,
        back=lambda: [[1], ["a"]],
        lost=_UNLIKE,
    ),
    row(
        "merge-bool-and-int",
        lambda: [np.array([True]), np.array([2])],
        several=True,
        back=lambda: [[True], [2]],
        lost=_UNLIKE,
    ),
)

_REFUSED = (
    row("complex", lambda: np.array([1j]), refused="dtype complex128 has no JSON form.*real"),
    row("complex-field", lambda: np.zeros(1, [("z", "c8")]), refused=r"\$.*z.*complex64"),
    row("object-complex", lambda: objects(1j), refused="complex"),
)

ARRAYS = (
    *_NUMBERS, *_TEXT, *_TIMES, *_SHAPES, *_SCALARS, *_MASKED, *_OBJECTS, *_STRUCTURED,
    *_SEVERAL, *_UNIONS, *_REFUSED,
)  # fmt: skip
