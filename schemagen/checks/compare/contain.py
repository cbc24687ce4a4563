"""Does a schema take all that another one gives, and if not, what does it refuse?

The answer "all" is sure. A refusal is sure for the keywords that say one thing each; where
alternatives meet (``anyOf``, ``not``, patterns), what is not surely taken counts as refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from schemagen.checks.compare import arrays, numbers, objects
from schemagen.checks.compare.merged import UNREAD, both, few
from schemagen.checks.compare.words import kinds, taken
from schemagen.openapi.words import DEGRADED
from schemagen.schema import Schema

Path = tuple[str, ...]
_DEPTH = 40
_TYPES = ("array", "boolean", "null", "number", "object", "string")
_ASSERTED = frozenset({
    "date", "date-time", "time", "duration", "uuid", "email", "hostname", "ipv4", "ipv6", "uri",
    "byte", "decimal",
})  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """What *given* allows and *taken* does not: the *thing* (type, required …) at *path*."""

    path: Path
    thing: str
    given: str
    taken: str


def refusals(given: Schema, into: Schema, path: Path = ()) -> Iterator[Refusal]:
    """Yield what *given* allows and *into* refuses."""
    if len(path) > _DEPTH or not _says(into) or given == into:
        return
    if (DEGRADED in given) != (DEGRADED in into):  # what a version cannot say is no promise
        yield from _other_types(given, into, path)
        return
    if "enum" in given or "const" in given:
        yield from _values(given, into, path)
        return
    for part in parts(given):
        known = "enum" in part or "const" in part
        yield from (_values if known else _part)(part, into, path)


def _other_types(given: Schema, into: Schema, path: Path) -> Iterator[Refusal]:
    """Compare a schema with one that was widened: only types that never meet are sure."""
    alternatives = [part for part in parts(given) if "type" in part]
    if alternatives and not any(_may_hold(b, a) for a in alternatives for b in parts(into)):
        yield Refusal(path, "type", kinds(given), kinds(into))


def _says(schema: Schema) -> bool:
    return any(not key.startswith("x-") or key == UNREAD for key in schema.keys() - _REMARKS)


_REMARKS = frozenset({"title", "description", "default", "example", "examples", "deprecated"})


def _values(given: Schema, into: Schema, path: Path) -> Iterator[Refusal]:
    """Try the values themselves, which are few."""
    named = few(given) or []
    refused = [value for value in named if taken(given, value) and not taken(into, value)]
    if refused:
        yield Refusal(path, "values", ", ".join(map(repr, refused)), _known(into))


def _known(schema: Schema) -> str:
    named = schema.get("enum", [schema["const"]] if "const" in schema else None)
    return ", ".join(map(repr, named)) if named is not None else kinds(schema)


def parts(schema: Schema) -> list[Schema]:
    """Split *schema* into schemas of one type each, as far as it says its types."""
    union = "anyOf" if "anyOf" in schema else "oneOf" if "oneOf" in schema else ""
    if union:
        rest = {key: value for key, value in schema.items() if key != union}
        joined = [both(part, rest) for part in schema[union]]
        return [one for part in joined for one in parts(part)]
    if "allOf" in schema:
        whole = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            whole = both(whole, part)
        return parts(whole)
    names = schema.get("type")
    if isinstance(names, list):
        return [{**schema, "type": name} for name in names]
    return [schema]


def _part(given: Schema, into: Schema, path: Path) -> Iterator[Refusal]:
    """Compare a schema of one type with another."""
    for part in into.get("allOf", ()):
        yield from refusals(given, part, path)
    if "not" in into and given.get("not") != into["not"] and _may_meet(given, into["not"]):
        yield Refusal(path, "not", kinds(given), str(into["not"]))
    rest = {key: value for key, value in into.items() if key not in ("not", "allOf")}
    for union in ("anyOf", "oneOf"):
        if union in rest:
            choices = rest.pop(union)
            yield from _alternatives(given, choices, path, disjoint=union == "oneOf")
    fitting = [part for part in parts(rest) if _may_hold(part, given)]
    told = [list(_plain(given, part, path)) for part in fitting]
    if not fitting:
        if "type" in given or not _takes_each_type(given, rest):
            yield Refusal(path, "type", kinds(given), kinds(rest))
    elif all(told):
        yield from min(told, key=len)


def _alternatives(
    given: Schema, choices: list[Schema], path: Path, *, disjoint: bool
) -> Iterator[Refusal]:
    """Compare a schema of one type with alternatives: one that takes it whole is enough."""
    whole = {"anyOf": choices}
    if disjoint and not _is_disjoint(choices):
        yield Refusal(path, "alternatives", kinds(given), kinds(whole))
        return
    told = [list(_part(given, choice, path)) for choice in choices]
    if not all(told) or ("type" not in given and _takes_each_type(given, whole)):
        return
    other_type = (path, "type")
    near = [found for found in told if (found[0].path, found[0].thing) != other_type]
    yield from min(near, key=len, default=[Refusal(path, "type", kinds(given), kinds(whole))])


def _may_meet(given: Schema, refused: Schema) -> bool:
    """Tell whether a schema of one type may have values that *refused* has."""
    known = kinds_of(refused)
    kind = {"integer": "number"}.get(given.get("type", ""), given.get("type", ""))
    return not kind or not known or kind in known


def _takes_each_type(given: Schema, into: Schema) -> bool:
    """Tell whether *into* names every type there is, and takes *given*'s values of each."""
    if len(kinds_of(into)) < len(_TYPES):
        return False
    return not any(list(refusals({**given, "type": name}, into)) for name in _TYPES)


def kinds_of(schema: Schema) -> set[str]:
    """Return the types that *schema* names, in its alternatives too."""
    named = {str(part.get("type", "")) for part in parts(schema)}
    return {"number" if name == "integer" else name for name in named} if "" not in named else set()


def _is_disjoint(alternatives: list[Schema]) -> bool:
    """Tell whether no value fits two: each alternative has types of its own."""
    seen: set[str] = set()
    for part in [one for schema in alternatives for one in parts(schema)]:
        names = {"integer": "number"}.get(part.get("type", ""), part.get("type", ""))
        if not names or names in seen:
            return False
        seen.add(names)
    return True


def _may_hold(into: Schema, given: Schema) -> bool:
    wanted, got = into.get("type"), given.get("type")
    return (
        wanted is None
        or wanted == got
        or (wanted == "number" and got == "integer")
        or (wanted == "integer" and got == "number" and given.get("multipleOf") == 1)
    )


def _plain(given: Schema, into: Schema, path: Path) -> Iterator[Refusal]:
    """Compare two schemas, the second of one type (or of none)."""
    if "enum" in into or "const" in into:
        yield from _chosen(given, into, path)
        return
    if UNREAD in into and given.get(UNREAD) != into[UNREAD]:
        yield Refusal(path, "keywords", str(given.get(UNREAD)), str(into[UNREAD]))
    kinds_given = [given["type"]] if "type" in given else list(_BY_TYPE)
    for name in kinds_given:
        for thing, got, wanted in _BY_TYPE.get(name, _nothing)(given, into):
            yield Refusal(path, thing, got, wanted)
    if "array" in kinds_given:
        for step, inner, outer in arrays.pairs(given, into):
            yield from refusals(inner, outer, (*path, step))
    if "object" in kinds_given:
        for step, inner, outer in objects.pairs(given, into):
            yield from refusals(inner, outer, (*path, step))
        for steps, thing, got, wanted in objects.keys(given, into):
            yield Refusal((*path, *steps), thing, got, wanted)


def _chosen(given: Schema, into: Schema, path: Path) -> Iterator[Refusal]:
    if few(given) is not None:
        yield from _values(given, into, path)
    else:
        yield Refusal(path, "values", kinds(given), _known(into))


Found = Iterator[tuple[str, str, str]]


def _nothing(given: Schema, into: Schema) -> Found:
    yield from ()


def _text(given: Schema, into: Schema) -> Found:
    yield from numbers.counts(given, into, "minLength", "maxLength", "length")
    for key in ("pattern", "contentEncoding"):
        if key in into and given.get(key) != into[key]:
            yield key, str(given.get(key, "any text")), str(into[key])
    wanted = into.get("format")
    if wanted in _ASSERTED and given.get("format") != wanted:
        yield "format", str(given.get("format", "any text")), str(wanted)


_BY_TYPE: dict[str, Callable[[Any, Any], Found]] = {
    "integer": numbers.numbers,
    "number": numbers.numbers,
    "string": _text,
    "array": arrays.counts,
    "object": objects.counts,
    "boolean": _nothing,
    "null": _nothing,
}
