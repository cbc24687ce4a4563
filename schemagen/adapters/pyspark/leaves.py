"""Spark types: their schemas, and the functions to JSON and back."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import partial
from struct import pack
from typing import Any

from pyspark.sql import types as T  # noqa: N812 - as Spark's own documentation writes it

from schemagen.adapters.python.scalars import scalar_codec
from schemagen.adapters.python.union import encode_any
from schemagen.errors import NOTHING, InputError, Problem, UnsupportedSample, each
from schemagen.schema import JSON, Schema, with_null

_WAY_OUT = "leave the column out, or give it as a type that JSON can hold, e.g. array<double>"
WHOLE_PATTERN = "^(0|-?[1-9][0-9]*)$"
"""Keys of a map that are integers: one text for each."""


@dataclass(frozen=True)
class Leaf:
    """One Spark type: its schema, and the functions to JSON and back."""

    form: Schema
    write: Callable[[Any], JSON]
    read: Callable[[JSON], Any]

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return deepcopy(self.form)

    def taking_null(self, nullable: bool) -> Leaf:
        """Return the leaf of a place where Spark does, or does not, allow null."""
        if not nullable:  # what reads null itself, as NaN, still does
            return self
        return Leaf(
            with_null(self.form),
            lambda value: None if value is None else self.write(value),
            lambda data: None if data is None else self.read(data),
        )


@dataclass(frozen=True)
class Struct:
    """The fields of a struct; one that Spark flags nullable may be left out."""

    fields: dict[str, Leaf]
    required: tuple[str, ...]

    @classmethod
    def of(cls, struct: T.StructType) -> Struct:
        """Return what is known of *struct*; UnsupportedSample when two fields share a name."""
        twins = sorted({name for name in struct.names if struct.names.count(name) > 1})
        if twins:
            raise UnsupportedSample(f"two columns share a name: {twins}", "rename one of them")
        fields = {}
        for item in struct.fields:
            try:
                fields[item.name] = leaf_of(item.dataType).taking_null(item.nullable)
            except UnsupportedSample as error:
                raise error.at(item.name) from None
        return cls(fields, tuple(item.name for item in struct.fields if not item.nullable))

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        needed: Schema = {"required": list(self.required)} if self.required else {}
        named = {name: leaf.schema for name, leaf in self.fields.items()}
        return {"type": "object", **needed, "properties": named}

    def write(self, row: Any) -> JSON:
        """Return a row as an object."""
        pairs = zip(self.fields.items(), row, strict=True)
        return {name: leaf.write(cell) for (name, leaf), cell in pairs}

    def read(self, data: JSON) -> tuple[Any, ...]:
        """Return the row that an object stands for."""
        if not isinstance(data, dict):
            raise InputError.of("an object", data)
        missing = [name for name in self.required if name not in data]
        if missing:
            raise InputError([Problem((name,), "a value", NOTHING) for name in missing])
        items = [(name, (leaf, data.get(name))) for name, leaf in self.fields.items()]
        return tuple(each(items, lambda pair: pair[0].read(pair[1])))


def _scalar(kind: type) -> Leaf:
    codec = scalar_codec(kind)
    assert codec
    return Leaf(codec.schema, codec.encode, codec.decode)


def _integer(name: str, bits: int) -> Leaf:
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    inner = _scalar(int)

    def read(data: JSON) -> int:
        value: int = inner.read(data)
        if not low <= value <= high:
            raise InputError.of(f"an integer from {low} to {high}", data)
        return value

    form = {"type": "integer", "format": name, "minimum": low, "maximum": high}
    return Leaf(form, inner.write, read)


_FLOAT_MAX = 3.4028234663852886e38


def _float(kind: Any) -> Leaf:
    """Null is NaN where the field itself takes no null."""
    inner = _scalar(float)
    narrow = isinstance(kind, T.FloatType)

    def write(value: float) -> JSON:
        if not math.isfinite(value):
            return None
        return _shortest(value) if narrow else float(value)

    def read(data: JSON) -> float:
        value: float = math.nan if data is None else inner.read(data)
        if narrow and math.isfinite(value) and abs(value) > _FLOAT_MAX:
            raise InputError.of(f"a number from {-_FLOAT_MAX} to {_FLOAT_MAX}", data)
        return value

    bounds = {"minimum": -_FLOAT_MAX, "maximum": _FLOAT_MAX} if narrow else {}
    name = "float" if narrow else "double"
    return Leaf({"type": ["number", "null"], "format": name, **bounds}, write, read)


def _shortest(value: float) -> float:
    """Return a float of 32 bits with as few digits as tell it: 0.1, not 0.10000000149011612."""
    texts = (f"{value:.{digits}g}" for digits in range(6, 10))
    short = (float(text) for text in texts if abs(float(text)) <= _FLOAT_MAX)
    return next((found for found in short if pack("f", found) == pack("f", value)), value)


def _timestamp(kind: Any) -> Leaf:
    inner = _scalar(dt.datetime)
    if isinstance(kind, T.TimestampNTZType):
        return inner
    utc = dt.timezone.utc  # Spark hands out naive local time, and takes aware values
    return Leaf(
        inner.form,
        lambda value: inner.write(value.astimezone(utc)),
        lambda data: inner.read(data).replace(tzinfo=utc),
    )


def _decimal(kind: Any) -> Leaf:
    inner = _scalar(Decimal)
    whole, scale = kind.precision - kind.scale, kind.scale

    def read(data: JSON) -> Decimal:
        value: Decimal = inner.read(data)
        try:
            exact = value.quantize(Decimal(1).scaleb(-scale), context=Context(prec=kind.precision))
        except InvalidOperation:
            exact = None
        if exact is None or exact != value:
            raise InputError.of(f"a number that decimal({kind.precision},{scale}) holds", data)
        return exact

    fraction = rf"(\.[0-9]{{0,{scale}}}0*)?" if scale else r"(\.0*)?"
    pattern = rf"^[+-]?0*[0-9]{{0,{whole}}}{fraction}$"
    return Leaf({**inner.form, "pattern": pattern}, lambda value: format(value, "f"), read)


def _text(kind: Any) -> Leaf:
    inner = _scalar(str)
    length = getattr(kind, "length", None)
    return Leaf({**inner.form, "maxLength": length}, inner.write, inner.read) if length else inner


def _array(kind: Any) -> Leaf:
    item = leaf_of(kind.elementType).taking_null(kind.containsNull)

    def read(data: JSON) -> list[Any]:
        if not isinstance(data, (list, tuple)):
            raise InputError.of("an array", data)
        return each(enumerate(data), item.read)

    form = {"type": "array", "items": item.form}
    return Leaf(form, lambda value: [item.write(cell) for cell in value], read)


def _map(kind: Any) -> Leaf:
    value = leaf_of(kind.valueType).taking_null(kind.valueContainsNull)
    key = _key(kind.keyType)

    def read(data: JSON) -> dict[Any, Any]:
        if not isinstance(data, dict):
            raise InputError.of("an object", data)
        keys = each(((name, name) for name in data), key)
        return dict(zip(keys, each(data.items(), value.read), strict=True))

    form: Schema = {"type": "object", "additionalProperties": value.form}
    if isinstance(kind.keyType, T.IntegralType):
        form["propertyNames"] = {"pattern": WHOLE_PATTERN}
    return Leaf(form, lambda held: {str(k): value.write(cell) for k, cell in held.items()}, read)


def _key(kind: Any) -> Callable[[str], Any]:
    """Return how a map's keys are read from an object's."""
    if isinstance(kind, T.StringType):
        return str
    if not isinstance(kind, T.IntegralType):
        raise UnsupportedSample(
            f"a map with keys of {kind.simpleString()} has no JSON form", _WAY_OUT
        )
    whole = leaf_of(kind)

    def read(name: str) -> Any:
        if not re.fullmatch(WHOLE_PATTERN, name):
            raise InputError.of("an integer as key", name)
        return whole.read(int(name))

    return read


def _struct(kind: Any) -> Leaf:
    struct = Struct.of(kind)
    return Leaf(struct.schema, struct.write, struct.read)


def _anything(write: Callable[[Any], JSON] = encode_any) -> Leaf:
    return Leaf({}, write, lambda data: data)


_PLAIN: dict[str, Callable[[], Leaf]] = {
    "ByteType": partial(_integer, "int8", 8),
    "ShortType": partial(_integer, "int16", 16),
    "IntegerType": partial(_integer, "int32", 32),
    "LongType": partial(_integer, "int64", 64),
    "BooleanType": partial(_scalar, bool),
    "BinaryType": partial(_scalar, bytearray),
    "DateType": partial(_scalar, dt.date),
    "TimeType": partial(_scalar, dt.time),
    "DayTimeIntervalType": partial(_scalar, dt.timedelta),
    "NullType": _anything,
    "VariantType": partial(_anything, lambda value: encode_any(value.toPython())),
}
"""Types that their name says all of."""

_MADE: dict[str, Callable[[Any], Leaf]] = {
    "FloatType": _float,
    "DoubleType": _float,
    "DecimalType": _decimal,
    "StringType": _text,
    "CharType": _text,
    "VarcharType": _text,
    "TimestampType": _timestamp,
    "TimestampNTZType": _timestamp,
    "ArrayType": _array,
    "MapType": _map,
    "StructType": _struct,
}
"""Types with something of their own."""


def leaf_of(kind: T.DataType) -> Leaf:
    """Return what is known of a Spark type; UnsupportedSample when it has no JSON form."""
    name = type(kind).__name__
    if name in _PLAIN:
        return _PLAIN[name]()
    if name not in _MADE:
        raise UnsupportedSample(f"Spark's {kind.simpleString()} has no JSON form", _WAY_OUT)
    return _MADE[name](kind)
