"""Input and output of an operation, each judged in its own direction."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.checks.compare.change import EACH, Change, Level, Side
from schemagen.checks.compare.contain import Path, Refusal, refusals
from schemagen.errors import shown
from schemagen.openapi.words import DEGRADED
from schemagen.schema import Schema

_SENT = "requests that were valid are refused"
_WIDER = "requests that were valid still are"
_GIVEN = "readers may get what they did not before"
_NARROWER = "readers get nothing that they did not before"
_NEW_KEYS = "readers that check strictly refuse it, all others go on"
_UNREAD = ("key", "other keys")


def inputs(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield the changes of what is taken: what was valid must stay so."""
    broken = [_change("breaking", "input", it, _SENT) for it in refusals(old, new)]
    wider = [_change("compatible", "input", _turned(it), _WIDER) for it in refusals(new, old)]
    yield from broken
    yield from _elsewhere(wider, broken)
    yield from _silent(old, new, "input")
    yield from _added(old, new)
    yield from _dropped(old, new)


def outputs(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield the changes of what is given: nothing may come that could not come before."""
    found = list(refusals(new, old))
    broken = [_change("breaking", "output", it, _GIVEN) for it in found if it.thing not in _UNREAD]
    strict = [_change("risky", "output", it, _NEW_KEYS) for it in found if it.thing in _UNREAD]
    narrower = [
        _change("compatible", "output", _turned(it), _NARROWER) for it in refusals(old, new)
    ]
    yield from broken
    yield from strict
    yield from _elsewhere(narrower, [*broken, *strict])
    yield from _silent(old, new, "output")
    yield from _given_anew(old, new)
    yield from _missed(old, new)


def _change(level: Level, side: Side, refusal: Refusal, reason: str) -> Change:
    now, was = (refusal.taken, refusal.given) if side == "input" else (refusal.given, refusal.taken)
    return Change(level, side, refusal.path, f"{refusal.thing}: {was} → {now}", reason)


def _turned(refusal: Refusal) -> Refusal:
    return Refusal(refusal.path, refusal.thing, refusal.taken, refusal.given)


def _elsewhere(changes: list[Change], told: list[Change]) -> Iterator[Change]:
    """Yield the changes at places that are not told of yet."""
    places = {(change.path, change.what.partition(":")[0]) for change in told}
    heads = {path for path, _ in places}
    for change in changes:
        thing = change.what.partition(":")[0]
        if (change.path, thing) not in places and not (thing in _SAME and change.path in heads):
            yield change


_SAME = ("type", "values")


def pairs(old: Schema, new: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema, Schema]]:
    """Yield the schemas that stand at the same place."""
    yield path, old, new
    ours, theirs = old.get("properties", {}), new.get("properties", {})
    for name in ours:
        if name in theirs:
            yield from pairs(ours[name], theirs[name], (*path, name))
    if isinstance(old.get("items"), dict) and isinstance(new.get("items"), dict):
        yield from pairs(old["items"], new["items"], (*path, EACH))


def _silent(old: Schema, new: Schema, side: Side) -> Iterator[Change]:
    """Yield what changes the meaning without changing what is valid."""
    for path, was, now in pairs(old, new):
        if side == "input" and (change := _default(path, was, now)):
            yield change
        for when, schema, other in (("says less now", now, was), ("said less", was, now)):
            if DEGRADED in schema and DEGRADED not in other:
                what = f"the document {when}: {schema[DEGRADED]}"
                yield Change("risky", side, path, what, "compare the scripts, or documents of 3.1")


def _default(path: Path, was: Schema, now: Schema) -> Change | None:
    if was.get("default", ...) == now.get("default", ...):
        return None
    if "default" in was and "default" in now:
        what = f"default: {shown(was['default'])} → {shown(now['default'])}"
        return Change(
            "risky", "input", path, what, "requests that leave it out mean something else"
        )
    if "default" in now:
        return Change(
            "compatible", "input", path, f"default: {shown(now['default'])} is new", _WIDER
        )
    what = f"default: {shown(was['default'])} is gone"
    return Change("risky", "input", path, what, "what is left out may mean something else")


def _added(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield keys that are new and may be left out."""
    for path, was, now in pairs(old, new):
        for name in _only(now, was):
            if name not in now.get("required", ()) and was.get("additionalProperties") is not False:
                what, reason = "key: is new, and may be left out", "requests did not name it before"
                level: Level = "risky" if was.get("additionalProperties") is True else "compatible"
                yield Change(level, "input", (*path, name), what, reason)


def _dropped(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield keys that are taken still, and read no more."""
    for path, was, now in pairs(old, new):
        if now.get("additionalProperties", True) is not False and _is_object(now):
            for name in _only(was, now):
                reason = "what requests say there is ignored, or passed on unchecked"
                yield Change("risky", "input", (*path, name), "key: is not named any more", reason)


def _given_anew(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield keys that come now, where any others might come before."""
    for path, was, now in pairs(old, new):
        if was.get("additionalProperties", True) is not False and _is_object(was):
            for name in _only(now, was):
                yield Change(
                    "compatible", "output", (*path, name), "key: is new", "readers skip it"
                )


def _missed(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield keys that might come before, and are not named any more."""
    for path, was, now in pairs(old, new):
        for name in _only(was, now):
            if name not in was.get("required", ()):
                reason = "readers that look for it find nothing"
                yield Change("risky", "output", (*path, name), "key: is not named any more", reason)


def _only(schema: Schema, other: Schema) -> list[str]:
    return [
        name for name in schema.get("properties", {}) if name not in other.get("properties", {})
    ]


def _is_object(schema: Schema) -> bool:
    return "properties" in schema or schema.get("type") == "object"
