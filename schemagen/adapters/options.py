"""What a user adds to what the samples show: null or none, bounds, patterns, choices, words.

Each option is one value for every leaf (a cell, an item, a number on its own), or a mapping of
column or key to value. Options narrow the schema, so the judge enforces them; *nullable* widens
it where it is true, and then the sample's adapter makes room for the null.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from schemagen.errors import EncodeError, UnsupportedSample
from schemagen.schema import JSON, Schema, map_schema, types_of, walk, with_null, without_null

_NUMERIC = frozenset({"integer", "number"})
_LEAVES = frozenset({*_NUMERIC, "string", "boolean"})


@dataclass(frozen=True)
class Options:
    """The options of one Sample, each None where it is not given."""

    nullable: bool | Mapping[str, bool] | None = None
    minimum: float | Mapping[str, float] | None = None
    maximum: float | Mapping[str, float] | None = None
    pattern: str | Mapping[str, str] | None = None
    enum: Any = None
    description: str | Mapping[str, str] | None = None
    categories: str | None = None
    integers: str | None = None

    def __post_init__(self) -> None:
        for name, words in (("categories", ("closed", "open")), ("integers", ("number", "text"))):
            given = getattr(self, name)
            if given not in (None, *words):
                raise TypeError(f"{name}={given!r} is neither {words[0]!r} nor {words[1]!r}")
        for name, read in _AS_JSON.items():
            given = getattr(self, name)
            if isinstance(given, Mapping):
                items = given.items()
                given = {key: read(name, value) for key, value in items if value is not None}
            elif given is not None:
                given = read(name, given)
            object.__setattr__(self, name, given)

    @property
    def given(self) -> dict[str, Any]:
        """The options that are given, by name."""
        named = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in named.items() if value is not None}

    @property
    def judged(self) -> bool:
        """Whether something is said that only the judge enforces."""
        return bool(self.given.keys() - {"description", "categories", "integers"})

    @property
    def names(self) -> frozenset[str]:
        """The columns and keys that some option names."""
        mappings = (value for value in self.given.values() if isinstance(value, Mapping))
        return frozenset(name for mapping in mappings for name in mapping)

    def of(self, name: str) -> Options:
        """Return what is said of one column or key alone."""
        said = {key: value for key, value in self.given.items() if isinstance(value, Mapping)}
        return Options(**{key: value[name] for key, value in said.items() if name in value})

    def whole(self) -> Options:
        """Return what is said of every leaf."""
        said = {key: value for key, value in self.given.items() if not isinstance(value, Mapping)}
        return Options(**said)

    @property
    def narrowing(self) -> Options:
        """The same but for a nullable= that widens: the adapter has made that room itself."""
        if isinstance(self.nullable, Mapping):
            kept = {name: False for name, takes in self.nullable.items() if not takes}
            return replace(self, nullable=kept)
        return replace(self, nullable=None if self.nullable else self.nullable)

    def takes_null(self, name: str) -> bool:
        """Tell whether the column or key *name* is to take null."""
        return bool(
            self.nullable.get(name) if isinstance(self.nullable, Mapping) else self.nullable
        )

    def cell(self, name: str, schema: Schema) -> Schema:
        """Return the schema of a column's cells with what is said of all, and of this one."""
        schema = replace(self.whole(), description=None).leaves(schema)
        return self._member(name, schema)

    def _member(self, name: str, schema: Schema) -> Schema:
        """Return the schema of a column or key with what is said of it alone."""
        own = self.of(name)
        own.check_kinds(schema, f"{name!r}")
        return own.described(own.leaves(schema))

    def apply(self, schema: Schema) -> Schema:
        """Return the schema of a whole value with everything that is said."""
        found = self.whole().leaves(schema) if self.whole().given else schema
        if self.names:
            found = map_schema(found, self._members)
        return self.whole().described(found)

    def _members(self, node: Schema) -> Schema:
        named = node.get("properties", {})
        changed = {name: self._member(name, named[name]) for name in named if name in self.names}
        return {**node, "properties": {**named, **changed}} if changed else node

    def leaves(self, schema: Schema) -> Schema:
        """Return *schema* with each of its leaves narrowed."""
        return map_schema(schema, self._leaf)

    def _leaf(self, node: Schema) -> Schema:
        kinds = set(types_of(node))
        if not kinds & _LEAVES:
            return node
        node = dict(node)
        if kinds & _NUMERIC:
            node |= self._bounds(node)
        if "string" in kinds and self.pattern is not None:
            _one_pattern(node)
            node["pattern"] = self.pattern
        if self.enum is not None:
            node["enum"] = [*self.enum, *([None] if "null" in kinds else [])]
        if self.nullable is None or isinstance(self.nullable, Mapping):
            return node
        return with_null(node) if self.nullable else without_null(node)

    def _bounds(self, node: Schema) -> Schema:
        bounds: Schema = {}
        if self.minimum is not None:
            bounds["minimum"] = max(self.minimum, node.get("minimum", self.minimum))  # type: ignore[type-var]
        if self.maximum is not None:
            bounds["maximum"] = min(self.maximum, node.get("maximum", self.maximum))  # type: ignore[type-var]
        return bounds

    def described(self, schema: Schema) -> Schema:
        """Return *schema* with the description, if it is one text."""
        own = isinstance(self.description, str) and self.description
        return {**schema, "description": self.description} if own else schema

    def check_kinds(self, schema: Schema, what: str) -> None:
        """Refuse what would say nothing: a bound where no number is, a pattern without a text."""
        kinds = {kind for _, node in walk(schema) for kind in types_of(node)}
        for name, wanted in _SAID_OF.items():
            if getattr(self.whole(), name) is not None and not kinds & wanted[0]:
                raise UnsupportedSample(f"{name}= says nothing of {what}", wanted[1])

    def check_names(self, known: set[str]) -> None:
        """Refuse a mapping that names what the sample has not."""
        strange = sorted(self.names - known)
        if strange:
            raise UnsupportedSample(
                f"an option names {strange[0]!r}, which the sample does not have",
                f"it has {', '.join(sorted(known)) or 'no names'}",
            )


def names_in(schema: Schema) -> set[str]:
    """Return the keys of all objects in *schema*, and the columns of a frame by position."""
    found: set[str] = set()
    for _, node in walk(schema):
        found |= set(node.get("properties", ()))
        columns = node.get("properties", {}).get("columns", {})
        found |= set(columns.get("const", ()))
    return found


def _one_pattern(node: Schema) -> None:
    if "pattern" in node:
        raise UnsupportedSample(
            "pattern= cannot be joined with the type's own pattern", "leave it out"
        )


_NUMBERS = "it is for what JSON has as numbers; leave it out, or say it with pattern= or enum="
_SAID_OF: dict[str, tuple[frozenset[str], str]] = {
    "minimum": (_NUMERIC, _NUMBERS),
    "maximum": (_NUMERIC, _NUMBERS),
    "pattern": (frozenset({"string"}), "it is for text; leave it out"),
}


def _bound(name: str, value: Any) -> int | float:
    """Return an end of a range as JSON writes it; no schema can say that of a date."""
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, Decimal):
        plain = int(plain) if plain == plain.to_integral_value() else float(plain)
    if type(plain) in (int, float) and math.isfinite(plain):
        return plain  # type: ignore[no-any-return]
    raise TypeError(f"{name}={value!r} is no number")


def _choices(name: str, values: Any) -> list[JSON]:
    """Return the values allowed as JSON writes them."""
    from schemagen.adapters.python.union import encode_any

    try:
        return [encode_any(value) for value in values]
    except EncodeError as error:
        raise TypeError(f"{name}= holds what has no JSON form: {error.what}") from None


def _expression(name: str, value: Any) -> str:
    try:
        re.compile(value)
    except (re.error, TypeError) as error:
        raise TypeError(f"{name}={value!r} is no regular expression: {error}") from None
    return value  # type: ignore[no-any-return]


_AS_JSON = {"minimum": _bound, "maximum": _bound, "enum": _choices, "pattern": _expression}
"""What reads the options that stand in the schema."""

NO_OPTIONS = Options()
