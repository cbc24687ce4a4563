"""Strategies: Spark's types with rows of their own, which need no session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from hypothesis import strategies as st

from tests.samples.generated import FLOATS, SPANS, TEXT, UTC_TIMES, Case
from tests.samples.rows import Lazy

T = Lazy("pyspark.sql.types")
_EXACT = Context(prec=60)  # scaling rounds to the context's digits, 28 unless said
_KEYS = st.sampled_from(["a", "b", "Zoë", "", "a.b", "$ref"])


@dataclass(frozen=True)
class Rows:
    """Spark's adapter for plain lists of rows: no frame is made, so no session is asked for."""

    def bind(self, *samples: Any) -> RowsCodec:
        """Return the codec of the rows of a StructType."""
        from schemagen.adapters.pyspark import ADAPTER

        return RowsCodec(ADAPTER.bind(*samples))


@dataclass(frozen=True, eq=False)
class RowsCodec:
    """The codec of frames, before a session turns its rows into one."""

    frames: Any

    @property
    def schema(self) -> Any:
        """The schema of the frame."""
        return self.frames.schema

    def encode(self, value: Any) -> Any:
        """Return rows as a list of objects."""
        return [self.frames.rows.write(row) for row in value]

    def decode(self, data: Any) -> Any:
        """Return the rows that *data* stands for."""
        from schemagen.errors import each

        return each(enumerate(data), self.frames.rows.read)

    def example(self, rows: int) -> Any:
        """Return no example: a StructType has none."""
        return []

    def holds(self, value: Any) -> bool:
        """Tell that nothing is rows already."""
        return False


def _decimals(kind: Any) -> st.SearchStrategy[Any]:
    most = 10**kind.precision - 1
    return st.integers(-most, most).map(lambda n: Decimal(n).scaleb(-kind.scale, _EXACT))


_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "ByteType": st.integers(-(2**7), 2**7 - 1),
    "ShortType": st.integers(-(2**15), 2**15 - 1),
    "IntegerType": st.integers(-(2**31), 2**31 - 1),
    "LongType": st.integers(-(2**63), 2**63 - 1),
    "FloatType": st.floats(-3e38, 3e38).map(lambda x: float(f"{x:.6g}")),  # Spark rounds to 32 bits
    "DoubleType": FLOATS,
    "BooleanType": st.booleans(),
    "StringType": TEXT,
    "BinaryType": st.binary(max_size=4).map(bytearray),
    "DateType": st.dates(),
    "TimestampType": UTC_TIMES.map(lambda at: at.replace(tzinfo=dt.timezone.utc)),
    "TimestampNTZType": UTC_TIMES,
    "DayTimeIntervalType": SPANS,
    "NullType": st.none(),
}
_CELLS: dict[str, Callable[[Any], st.SearchStrategy[Any]]] = {
    **{name: lambda kind, cell=cell: cell for name, cell in _PLAIN.items()},
    "DecimalType": _decimals,
    "VarcharType": lambda kind: TEXT.map(lambda text: text[: kind.length]),
    "ArrayType": lambda kind: st.lists(_place(kind.elementType, kind.containsNull), max_size=2),
    "MapType": lambda kind: st.dictionaries(
        cells(kind.keyType), _place(kind.valueType, kind.valueContainsNull), max_size=2
    ),
    "StructType": lambda kind: st.tuples(*(_place(one.dataType, one.nullable) for one in kind)),
}


def cells(kind: Any) -> st.SearchStrategy[Any]:
    """Return the values of a type, as rows hold them."""
    return _CELLS[type(kind).__name__](kind)


def _place(kind: Any, nullable: bool) -> st.SearchStrategy[Any]:
    return st.one_of(cells(kind), st.none()) if nullable else cells(kind)


def _flat() -> st.SearchStrategy[Any]:
    named = st.sampled_from([name for name in _PLAIN if name != "NullType"])
    sizes = st.tuples(st.integers(1, 38), st.integers(0, 38)).map(
        lambda pair: T.DecimalType(pair[0], min(pair))
    )
    return st.one_of(
        named.map(lambda name: getattr(T, name)()),
        sizes,
        st.integers(1, 3).map(lambda length: T.VarcharType(length)),
        st.builds(lambda: T.NullType()),
    )


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    flags = st.booleans()
    keys = st.sampled_from(["StringType", "ByteType", "LongType"])
    return st.one_of(
        st.builds(lambda kind, null: T.ArrayType(kind, null), inner, flags),
        st.builds(
            lambda key, kind, null: T.MapType(getattr(T, key)(), kind, null), keys, inner, flags
        ),
        structs(inner),
    )


def structs(kinds: st.SearchStrategy[Any] | None = None) -> st.SearchStrategy[Any]:
    """Return StructTypes of up to three fields."""
    kinds = st.recursive(_flat(), _deeper, max_leaves=4) if kinds is None else kinds
    named = st.tuples(kinds, st.booleans())
    # Spark's void is always null, whatever its flag says
    field = lambda name, pair: T.StructField(name, pair[0], pair[1] or _is_void(pair[0]))  # noqa: E731
    return st.dictionaries(_KEYS, named, max_size=3).map(
        lambda pairs: T.StructType([field(name, pair) for name, pair in pairs.items()])
    )


def _is_void(kind: Any) -> bool:
    return isinstance(kind, T.NullType)


@st.composite
def structured(draw: Any) -> tuple[Any, list[Any]]:
    """Return a StructType and rows of it."""
    struct = draw(structs())
    return struct, draw(st.lists(cells(struct), max_size=2))


@st.composite
def rows(draw: Any) -> Case:
    """Return two lists of rows of a StructType."""
    from schemagen import Sample

    struct, first = draw(structured())
    values = [first, draw(st.lists(cells(struct), max_size=2))]
    return Case(Sample(struct, adapter=Rows()), values, frozenset({"us"}))
