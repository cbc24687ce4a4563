"""Our canonical schema in the form of the old library, which peers' tests compare as a whole.

Only the words differ: bounds, patterns and closedness are left out, the sample's type stands in
``format``, null is ``x-nullable`` and said only where the sample holds one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from schemagen import formats
from schemagen.sample import Sample
from schemagen.schema import JSON, TYPE_EXTENSION, UNCHECKED, Schema, alternatives, walk

ROWS = 100
"""An example has at most this many rows; the old library published all of them."""

_LEFT_OUT = frozenset(
    {"minimum", "maximum", "minItems", "maxItems", "pattern", "additionalProperties", "const"}
    | {"contentEncoding", "prefixItems", "propertyNames", UNCHECKED, TYPE_EXTENSION}
)


def peer_schema(sample: Sample) -> Schema:
    """Return the schema of *sample* with its example, a new dict."""
    own = getattr(sample, "peer_schema", None)
    if own is not None:
        return dict(own)
    example = sample.example(ROWS)
    schema = sample.schema
    kind = _library(schema, "")
    result = _form(schema, [example], "")
    return {**result, "example": _example(schema, example, kind)}


def supports_2_0(schema: Schema) -> bool:
    """Tell whether 2.0 can say it: there is no union, and no array mixes JSON types."""
    return _uniform(schema.get("example")) and not any("anyOf" in node for _, node in walk(schema))


def _uniform(value: JSON) -> bool:
    if isinstance(value, dict):
        return all(map(_uniform, value.values()))
    if isinstance(value, list):
        kinds = {float if type(item) is int else type(item) for item in value if item is not None}
        return len(kinds) <= 1 and all(map(_uniform, value))
    return True


def _library(schema: Schema, around: str) -> str:
    """Return whose values these are: numpy, pandas, pyspark or nobody's."""
    return str(schema.get(TYPE_EXTENSION, around)).partition(".")[0]


def _form(schema: Schema, seen: Sequence[JSON], kind: str) -> Schema:
    """Return *schema* in the old form; *seen* are the example's values at this place."""
    around, kind = kind, _library(schema, kind)
    parts = [part for part in alternatives(schema) if part.get("type") != "null"]
    holds_null = any(value is None for value in seen)
    if not parts:
        return {"x-nullable": True}
    if len(parts) > 1:
        forms = [_one(part, seen, kind, around) for part in parts]
        return {"anyOf": [*forms, *([{"enum": [None]}] if holds_null else [])]}
    form = _one(parts[0], seen, kind, around)
    return {**form, "x-nullable": True} if holds_null else form


def _one(schema: Schema, seen: Sequence[JSON], kind: str, around: str) -> Schema:
    form = {key: value for key, value in schema.items() if key not in _LEFT_OUT}
    form |= _format(schema, kind, around)
    if kind in ("numpy", "pyspark"):
        form.pop("required", None)
    if kind == "pandas":
        form.pop("enum", None)
    if "properties" in schema:
        form["properties"] = {
            name: _form(part, [v[name] for v in seen if isinstance(v, dict) and name in v], kind)
            for name, part in schema["properties"].items()
        }
    if isinstance(schema.get("additionalProperties"), dict):
        values = [item for value in seen if isinstance(value, dict) for item in value.values()]
        form["additionalProperties"] = _form(schema["additionalProperties"], values, kind)
    if schema.get("type") == "array":
        form["items"] = _items(schema, seen, kind)
        if schema.get(TYPE_EXTENSION) == "pandas.DataFrame:records" and form["items"]["properties"]:
            form["items"]["required"] = list(form["items"]["properties"])
    return form


def _items(schema: Schema, seen: Sequence[JSON], kind: str) -> Schema:
    """Return the form of an array's items; of a tuple, any of what its places may hold."""
    rows = [value for value in seen if isinstance(value, list)]
    items = [item for row in rows for item in row]
    if "prefixItems" not in schema:
        return _form(schema.get("items", {}), items, kind)
    forms: list[Schema] = []
    for at, part in enumerate(schema["prefixItems"]):
        form = _form(part, [row[at] for row in rows if row[at] is not None], kind)
        if form not in forms:
            forms.append(form)
    null = any(item is None for item in items)
    if len(forms) == 1:
        return {**forms[0], "x-nullable": True} if null else forms[0]
    return {"anyOf": [*forms, *([{"enum": [None]}] if null else [])]}


def _format(schema: Schema, kind: str, around: str) -> Schema:
    """Return the old library's ``format`` where it differs from ours."""
    extension = str(schema.get(TYPE_EXTENSION, ""))
    if not around and extension.startswith(("numpy.ndarray", "pandas.DataFrame")):
        return {"format": extension}
    if "contentEncoding" in schema:
        return {"format": "byte"}
    if kind == "pandas" and schema.get("type") == "integer":
        return {"format": "uint64" if schema.get("format") == "uint64" else "int64"}
    if kind == "pandas" and schema.get("format") == "float":
        return {"format": "double"}
    if kind in ("numpy", "pandas") and schema.get("format") == "duration":
        return {"format": "timedelta"}
    if kind == "pyspark" and _is_short_decimal(schema):
        return {"type": "number"}
    return {}


def _is_short_decimal(schema: Schema) -> bool:
    """Tell whether a JSON number holds all the digits that Spark's decimal can have."""
    digits = re.findall(r"\{0,([0-9]+)\}", schema.get("pattern", ""))
    return schema.get("format") == "decimal" and sum(map(int, digits)) <= 15


def _example(schema: Schema, value: JSON, kind: str) -> JSON:
    """Return the example with times as the old library writes them."""
    kind = _library(schema, kind)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [_example(schema["items"], item, kind) for item in value]
    if isinstance(value, dict):
        named = schema.get("properties", {})
        rest = schema.get("additionalProperties")
        rest = rest if isinstance(rest, dict) else {}
        return {name: _example(named.get(name, rest), item, kind) for name, item in value.items()}
    if kind == "pyspark" and isinstance(value, str) and _is_short_decimal(schema):
        return float(value)
    write = _TIMES.get((kind, schema.get("format", "")))
    if write is None or not isinstance(value, str) or "enum" in schema:
        return value  # a choice is published as it is read
    return write(value, str(schema.get(TYPE_EXTENSION, "")))


def _pandas_moment(text: str, _: str) -> str:
    """Write three digits at least, as ``to_json`` does; other offsets than Z are left alone."""
    if not text.endswith("Z"):
        return text
    head, _, digits = text.removesuffix("Z").partition(".")
    return f"{head}.{digits.ljust(3, '0')}Z"


def _pandas_span(text: str, _: str) -> str:
    """Write days, hours, minutes and seconds all, as ``to_json`` does."""
    span = formats.parse_duration(text)
    minutes, seconds = divmod(span.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    sign = "-" if span.sign < 0 else ""
    digits = f".{span.digits.ljust(3, '0')}" if span.digits else ""
    return f"{sign}P{days}DT{hours}H{minutes}M{seconds}{digits}S"


_SIZES = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
_PLACES = {"milliseconds": 3, "microseconds": 6, "nanoseconds": 9, "picoseconds": 12}
_WORDS = {
    "Y": "years", "M": "months", "W": "weeks", "D": "days", "h": "hours", "m": "minutes",
    "s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds",
    "ps": "picoseconds",
}  # fmt: skip


def _numpy_span(text: str, dtype: str) -> str:
    """Write ``90 minutes``, in the dtype's own unit."""
    match = re.search(r"\[[0-9]*([a-zA-Z]+)\]", dtype)
    words = _WORDS.get(match[1], "") if match else ""
    if not words:
        return text
    span = formats.parse_duration(text)
    if words in ("years", "months"):
        return f"{span.sign * span.months // (12 if words == 'years' else 1)} {words}"
    places = _PLACES.get(words, 0)
    count = span.seconds * 10**places + int(span.digits.ljust(places, "0") or 0)
    return f"{span.sign * count // _SIZES.get(words, 1)} {words}"


_TIMES: dict[tuple[str, str], Any] = {
    ("pandas", "date-time"): _pandas_moment,
    ("pandas", "duration"): _pandas_span,
    ("numpy", "duration"): _numpy_span,
}
