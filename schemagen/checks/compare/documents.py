"""Two documents: paths, parameters, bodies, answers, security, and Power BI's column order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schemagen.checks.compare import payloads
from schemagen.checks.compare.change import EACH, Change, Level
from schemagen.checks.compare.contain import refusals
from schemagen.checks.consumers.power_bi.service import discover
from schemagen.checks.document import Document, Endpoint, Node
from schemagen.checks.plain import as_dict, as_list
from schemagen.schema import Schema

Pair = tuple[Endpoint, Endpoint]
_CLIENTS = "clients that call it fail"


def changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield every change from *old* to *new*."""
    pairs = _pairs(old, new)
    yield from _version(old, new)
    yield from _address(old, new)
    yield from _paths(old, new, pairs)
    for was, now in pairs:
        yield from _parameters(was, now)
        if old.version == new.version or was is old.scoring:  # versions say less of the others
            yield from _operation(was, now)
            yield from _security(was, now)
        yield from payloads.inputs(_schema(was.body), _schema(now.body))
        yield from payloads.outputs(_schema(was.answer), _schema(now.answer))
    yield from _columns(old, new)


def _schema(node: Node | None) -> Schema:
    return node.canonical if node else {}


def _pairs(old: Document, new: Document) -> list[Pair]:
    """Return the operations of one path and method, and the scoring ones wherever they stand."""
    there = {(e.path, e.method): e for e in new.endpoints}
    found = [(e, there[e.path, e.method]) for e in old.endpoints if (e.path, e.method) in there]
    if old.scoring and new.scoring and old.scoring not in [was for was, _ in found]:
        found.append((old.scoring, new.scoring))
    return found


def _document(level: Level, where: str, what: str, reason: str) -> Change:
    return Change(level, "document", (where,), what, reason)


def _version(old: Document, new: Document) -> Iterator[Change]:
    if old.version != new.version:
        what, reason = (
            f"{old.version or 'unknown'} → {new.version or 'unknown'}",
            "not every reader reads it",
        )
        yield _document("risky", "version", what, reason)


def _address(old: Document, new: Document) -> Iterator[Change]:
    before, after = _base(old), _base(new)
    if before != after:
        yield _document("breaking", "base path", f"{before} → {after}", _CLIENTS)
    if old.version != new.version:  # the words for addresses are others
        return
    for key in ("host", "servers", "schemes"):
        if key in old.raw and old.raw[key] != new.raw.get(key):
            what = f"{old.raw[key]} → {new.raw.get(key, 'not said')}"
            yield _document("risky", key, what, "clients may take the address from here")


def _base(document: Document) -> str:
    """Return the path that stands before all paths."""
    servers = as_list(document.raw.get("servers"))
    address = str(as_dict(servers[0]).get("url", "")) if servers else ""
    said = document.raw.get("basePath") if document.version == "2.0" else _path_of(address)
    return f"/{str(said or '').strip('/')}"


def _path_of(address: str) -> str:
    return re.sub(r"^[a-z]+://[^/]*", "", address)


def _paths(old: Document, new: Document, pairs: list[Pair]) -> Iterator[Change]:
    before = {(e.path, e.method) for e in old.endpoints}
    after = {(e.path, e.method) for e in new.endpoints}
    for path, method in sorted(before - after):
        yield _document("breaking", f"{method.upper()} {path}", "is gone", _CLIENTS)
    for path, method in sorted(after - before):
        yield _document("compatible", f"{method.upper()} {path}", "is new", "nobody calls it yet")


def _name(endpoint: Endpoint) -> str:
    return f"{endpoint.method.upper()} {endpoint.path}"


def _operation(was: Endpoint, now: Endpoint) -> Iterator[Change]:
    before, after = was.raw.get("operationId"), now.raw.get("operationId")
    if before and before != after:
        reason = "generated clients name their functions after it"
        yield _document("risky", _name(was), f"operationId: {before} → {after}", reason)
    for key, reason in (
        ("consumes", "requests of this type are refused"),
        ("produces", "readers ask for this type"),
    ):
        gone = [kind for kind in _media(was, key) if kind not in _media(now, key)]
        if gone:
            yield _document("breaking", _name(was), f"{key}: {', '.join(gone)} is gone", reason)
    if was.body is None and now.body is not None and now.body.required:
        yield _document(
            "breaking", _name(was), "a body must be sent", "requests without one are refused"
        )


def _media(endpoint: Endpoint, key: str) -> list[str]:
    """Return media types; 2.0 says those of all operations once, which is meant for scoring."""
    if endpoint.document.version == "2.0":
        shared = endpoint.document.raw.get(key) if endpoint.bodies else None
        return [kind for kind in as_list(endpoint.raw.get(key, shared)) if isinstance(kind, str)]
    if key == "consumes":
        return list(as_dict(as_dict(endpoint.raw.get("requestBody")).get("content")))
    answers = as_dict(endpoint.raw.get("responses"))
    return list(as_dict(as_dict(answers.get("200")).get("content")))


def _parameters(was: Endpoint, now: Endpoint) -> Iterator[Change]:
    before, after = _named(was), _named(now)
    for key in before.keys() - after.keys():
        yield _document(
            "risky", _name(was), f"{key[0]} parameter {key[1]!r} is gone", "it is ignored"
        )
    for key, parameter in after.items():
        label = f"{key[0]} parameter {key[1]!r}"
        if parameter.get("required") is True and before.get(key, {}).get("required") is not True:
            yield _document(
                "breaking", _name(was), f"{label} must be given", "requests without it are refused"
            )
        elif key not in before:
            yield _document(
                "compatible", _name(was), f"{label} is new", "requests need not give it"
            )
        if key in before:
            for refusal in refusals(_typed(was, before[key]), _typed(now, parameter)):
                what = f"{label}: {refusal.thing}: {refusal.given} → {refusal.taken}"
                yield _document("breaking", _name(was), what, "values that were valid are refused")


def _named(endpoint: Endpoint) -> dict[tuple[str, str], dict[str, Any]]:
    given = [
        item
        for item in endpoint.parameters
        if item.get("in") in ("query", "header", "path", "cookie", "formData")
    ]
    return {(str(item["in"]), str(item.get("name"))): item for item in given}


def _typed(endpoint: Endpoint, parameter: dict[str, Any]) -> Schema:
    """Return a parameter's schema; 2.0 writes it beside the name, where ``required`` is a flag."""
    inner = parameter.get("schema")
    raw = (
        inner
        if isinstance(inner, dict)
        else {k: v for k, v in parameter.items() if k != "required"}
    )
    return Node(endpoint.document, raw, endpoint.where).followed.canonical


def _security(was: Endpoint, now: Endpoint) -> Iterator[Change]:
    before, after = _ways(was), _ways(now)
    gone = [way for way in before if not any(other <= way for other in after)]
    if gone:
        said = " + ".join(sorted(gone[0])) or "no key"
        yield _document(
            "breaking", _name(was), f"security: {said} is not enough any more", "requests get 401"
        )
    elif before != after:
        yield _document(
            "compatible", _name(was), "security: more ways in", "keys that worked still do"
        )
    for name in frozenset().union(*before) & frozenset().union(*after):
        if _scheme(was, name) != _scheme(now, name):
            yield _document(
                "breaking", _name(was), f"security: {name} is another scheme", "requests get 401"
            )


def _ways(endpoint: Endpoint) -> list[frozenset[str]]:
    """Return the sets of schemes of which one must be met; none needed is the empty set."""
    said = endpoint.raw.get("security", endpoint.document.raw.get("security"))
    ways = [frozenset(as_dict(item)) for item in as_list(said)]
    return ways or [frozenset()]


def _scheme(endpoint: Endpoint, name: str) -> dict[str, Any]:
    raw = endpoint.document.raw
    schemes = as_dict(raw.get("securityDefinitions")) or as_dict(
        as_dict(raw.get("components")).get("securitySchemes")
    )
    return {key: value for key, value in as_dict(schemes.get(name)).items() if key != "description"}


def _columns(old: Document, new: Document) -> Iterator[Change]:
    """Yield columns that moved: Power BI's saved calls give them by position."""
    before, after = discover(old), discover(new)
    for name, table in before.tables.items():
        if name not in after.tables:
            continue
        rows = after.tables[name].items
        was, now = list(_order(table)), list(rows.properties if rows else ())
        kept = [column for column in was if column in now]
        if kept != now[: len(kept)] or len(kept) < len(was):
            yield _moved(before.shape, name, was, now)


def _order(table: Node) -> dict[str, Node]:
    return table.items.properties if table.items else {}


def _moved(shape: str, name: str, was: list[str], now: list[str]) -> Change:
    at = next(i for i in range(len(was)) if i >= len(now) or was[i] != now[i])
    got = repr(now[at]) if at < len(now) else "nothing"
    path = (name, EACH) if shape == "A" else ("Inputs", name, EACH)
    what = f"columns: place {at + 1} was {was[at]!r}, is {got}"
    return Change(
        "breaking",
        "input",
        path,
        what,
        "Power BI calls by position, and saved queries go on doing so",
    )
