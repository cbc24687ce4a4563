"""Power Platform's rules: what a custom connector's document must hold to (PPC301-319)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from schemagen.checks.document import Endpoint, Node
from schemagen.checks.finding import Hit
from schemagen.checks.plain import as_dict, as_list
from schemagen.checks.references import definitions_in_a_circle
from schemagen.checks.subject import Subject
from schemagen.errors import InputError, Path

_MEGABYTE = 1_000_000
_FORMATS = frozenset({
    "int32", "int64", "float", "double", "byte", "binary", "date", "date-time", "password",
    "date-no-tz", "email", "html", "uri", "uuid",
})  # fmt: skip
_MIME = (
    "application/json",
    "text/plain",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
)
_KNOWN = frozenset({
    "$ref", "additionalProperties", "allOf", "default", "description", "discriminator", "enum",
    "example", "exclusiveMaximum", "exclusiveMinimum", "externalDocs", "format", "items",
    "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties",
    "minimum", "multipleOf", "pattern", "properties", "readOnly", "required", "title", "type",
    "uniqueItems", "xml",
})  # fmt: skip
_DEEP = 32


def _schemas(subject: Subject) -> Iterator[Node]:
    """Yield every schema of every definition and body, references not followed twice."""
    seen: set[Path] = set()
    named = as_dict(subject.document.raw.get("definitions"))
    roots = [
        Node(subject.document, as_dict(part), ("definitions", name)) for name, part in named.items()
    ]
    roots += [e.body for e in subject.document.endpoints if e.body]
    for root in roots:
        yield from root.walk(seen)


def not_2_0(subject: Subject) -> Iterator[Hit]:
    """Yield a document of another version."""
    if subject.document.version != "2.0":
        yield Hit(f"the document is {subject.document.version or 'of no version'}, not Swagger 2.0")


def too_big(subject: Subject) -> Iterator[Hit]:
    """Yield a document of 1 MB or more."""
    size = len(json.dumps(subject.document.raw, ensure_ascii=False).encode("utf-8", "replace"))
    if size >= _MEGABYTE:
        yield Hit(f"the document has {size / _MEGABYTE:.1f} MB")


def no_address(subject: Subject) -> Iterator[Hit]:
    """Yield what is missing of the service's address, and a host that is no host name."""
    raw = subject.document.raw
    missing = [name for name in ("host", "basePath", "schemes") if not raw.get(name)]
    if missing:
        yield Hit(f"no {', '.join(missing)}")
    host = raw.get("host")
    if isinstance(host, str) and not re.fullmatch(r"[\w.-]+(:\d+)?", host):
        yield Hit(f"host {host!r} is no plain host name", ("host",))


def operation_ids(subject: Subject) -> Iterator[Hit]:
    """Yield operations whose id is missing, not unique, or no PascalCase."""
    ids = [(e, e.raw.get("operationId")) for e in subject.document.endpoints]
    counted = Counter(name for _, name in ids if isinstance(name, str))
    for endpoint, name in ids:
        if not isinstance(name, str) or not name:
            yield Hit("no operationId", endpoint.where)
        elif counted[name] > 1 or not re.fullmatch(r"[A-Z][A-Za-z0-9]{0,79}", name):
            yield Hit(
                f"operationId {name!r} is not unique, or no PascalCase",
                (*endpoint.where, "operationId"),
            )


def summaries(subject: Subject) -> Iterator[Hit]:
    """Yield operations without a short summary of plain words."""
    for endpoint in subject.document.endpoints:
        summary = endpoint.raw.get("summary")
        if not isinstance(summary, str) or not summary:
            yield Hit("no summary", endpoint.where)
        elif (
            len(summary) > 80
            or "/" in summary
            or not summary[-1].isalnum()
            or summary == endpoint.raw.get("description")
        ):
            yield Hit(f"summary {summary[:80]!r}", (*endpoint.where, "summary"))


def title(subject: Subject) -> Iterator[Hit]:
    """Yield titles of more than 30 characters, and the word "API"."""
    info = subject.document.info
    if len(subject.document.title) > 30:
        yield Hit(f"the title has {len(subject.document.title)} characters", ("info", "title"))
    for key in ("title", "description"):
        if re.search(r"\bAPI\b", str(info.get(key, ""))):
            yield Hit(f'the {key} has the word "API"', ("info", key))


def unions(subject: Subject) -> Iterator[Hit]:
    """Yield ``anyOf``, ``oneOf`` and ``not``."""
    for node in _schemas(subject):
        for key in ("anyOf", "oneOf", "not"):
            if key in node.raw:
                yield Hit(f"{key} is not taken", (*node.where, key))


def formats(subject: Subject) -> Iterator[Hit]:
    """Yield formats that Power Platform does not know."""
    for node in _schemas(subject):
        if node.format and node.format not in _FORMATS:
            yield Hit(f"format {node.format!r} is not taken", (*node.where, "format"))


def required(subject: Subject) -> Iterator[Hit]:
    """Yield ``required`` that is empty, names what is not there, or stands on no object."""
    for node in _schemas(subject):
        strange = [name for name in node.required if name not in node.properties]
        if node.raw.get("required") == [] or strange:
            yield Hit("required is empty, or names what is no property", (*node.where, "required"))
        elif node.required and node.type != "object":
            yield Hit("required stands on what is no object", (*node.where, "required"))


def no_items(subject: Subject) -> Iterator[Hit]:
    """Yield arrays that do not say their items."""
    for node in _schemas(subject):
        if node.raw.get("type") == "array" and "items" not in node.raw:
            yield Hit("an array without items", node.where)


def responses(subject: Subject) -> Iterator[Hit]:
    """Yield responses without a schema, and all but one with one."""
    for endpoint in subject.document.endpoints:
        answers = as_dict(endpoint.raw.get("responses"))
        for status, words in _wrong_responses(answers):
            yield Hit(words, (*endpoint.where, "responses", status))


def _wrong_responses(answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    shaped = [status for status, answer in answers.items() if "schema" in as_dict(answer)]
    for status in ("200", "201"):
        if status in answers and status not in shaped:
            yield status, f"response {status} has no schema"
    if "default" in shaped:
        yield "default", "the default response has a schema"
    for status in [status for status in shaped if status != "default"][1:]:
        yield status, f"response {status} is the second one with a schema"


def bodies(subject: Subject) -> Iterator[Hit]:
    """Yield bodies without a schema, and bodies of GET."""
    for endpoint in subject.document.endpoints:
        for parameter in endpoint.parameters:
            if parameter.get("in") == "body" and not isinstance(parameter.get("schema"), dict):
                yield Hit("a body without a schema", endpoint.where)
            if parameter.get("in") == "body" and endpoint.method == "get":
                yield Hit("a GET with a body", endpoint.where)


def references(subject: Subject) -> Iterator[Hit]:
    """Yield references out of the definitions, or with words beside them, and schemas too deep."""
    for path, schema in _raw_schemas(subject.document.raw, ()):
        ref = schema.get("$ref")
        if isinstance(ref, str) and not ref.startswith(
            ("#/definitions/", "#/parameters/", "#/responses/")
        ):
            yield Hit(f"reference to {ref}", path)
        if isinstance(ref, str) and len(schema) > 1:
            yield Hit("keys beside $ref are not read", path)
    deep = [path for path, _ in _raw_schemas(subject.document.raw, ()) if len(path) > _DEEP * 2]
    if deep:
        yield Hit("nested too deeply", deep[0])
    circle = definitions_in_a_circle(subject.document)
    if circle:
        yield Hit(
            f"definitions inside each other: {' → '.join(circle)}", ("definitions", circle[0])
        )


def _raw_schemas(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    waiting: list[tuple[Path, Any]] = [(path, value)]
    while waiting:
        where, item = waiting.pop(0)
        if isinstance(item, dict):
            yield where, item
            waiting += [
                ((*where, k), v)
                for k, v in item.items()
                if k not in ("example", "examples", "default")
            ]
        elif isinstance(item, list):
            waiting += [((*where, i), v) for i, v in enumerate(item)]


def consumes(subject: Subject) -> Iterator[Hit]:
    """Yield bodies of no, or of an unknown, media type."""
    shared = as_list(subject.document.raw.get("consumes"))
    for endpoint in subject.document.endpoints:
        types = as_list(endpoint.raw.get("consumes")) or shared
        if endpoint.body is not None and not types:
            yield Hit("a body, and no consumes", endpoint.where)
        if endpoint.body is not None and any(str(t).partition(";")[0] not in _MIME for t in types):
            yield Hit(f"consumes {types}", endpoint.where)


def security(subject: Subject) -> Iterator[Hit]:
    """Yield security that is not defined, not taken, or not used."""
    defined = list(as_dict(subject.document.raw.get("securityDefinitions")))
    wanted: list[tuple[Path, Any]] = [(("security",), subject.document.raw.get("security"))]
    wanted += [((*e.where, "security"), e.raw.get("security")) for e in subject.document.endpoints]
    for path, value in wanted:
        for name in (name for item in as_list(value) for name in as_dict(item)):
            if name not in defined:
                yield Hit(f"security {name!r} is not defined", path)
    for name, scheme in as_dict(subject.document.raw.get("securityDefinitions")).items():
        if as_dict(scheme).get("flow") == "application":
            yield Hit("client credentials are not taken", ("securityDefinitions", name))
    if len(defined) > 1:
        yield Hit(
            f"only the first security definition is used: {defined[0]!r}", ("securityDefinitions",)
        )


def values(subject: Subject) -> Iterator[Hit]:
    """Yield defaults that do not fit, and enums without values."""
    from schemagen.codec.judge import Judge

    for node in _schemas(subject):
        if "enum" in node.raw and not as_list(node.raw["enum"]):
            yield Hit("enum is empty", (*node.where, "enum"))
        if "default" in node.raw:
            try:
                Judge({k: v for k, v in node.canonical.items() if k != "default"}).check(
                    node.raw["default"]
                )
            except InputError as error:
                yield Hit(f"default is {error.got}, not {error.expected}", (*node.where, "default"))
            except ValueError:  # a schema of others that no validator compiles
                continue


def reserved_names(subject: Subject) -> Iterator[Hit]:
    """Yield parameters called connectionId, and paths that stand twice."""
    for endpoint in subject.document.endpoints:
        if any(parameter.get("name") == "connectionId" for parameter in endpoint.parameters):
            yield Hit("a parameter is called connectionId", endpoint.where)
    plain = Counter(_plain_path(e) + e.method for e in subject.document.endpoints)
    for endpoint in subject.document.endpoints:
        if plain[_plain_path(endpoint) + endpoint.method] > 1:
            yield Hit("the path is declared twice", endpoint.where)


def _plain_path(endpoint: Endpoint) -> str:
    return re.sub(r"\{.*?\}", "{}", endpoint.path).rstrip("/").lower() or "/"


def labels(subject: Subject) -> Iterator[Hit]:
    """Yield labels that are too long, and visibilities that are not known."""
    for node in _schemas(subject):
        label, visibility = node.raw.get("x-ms-summary"), node.raw.get("x-ms-visibility")
        if isinstance(label, str) and len(label) > 80:
            yield Hit("x-ms-summary has more than 80 characters", (*node.where, "x-ms-summary"))
        if visibility is not None and visibility not in ("important", "advanced", "internal"):
            yield Hit(f"x-ms-visibility {visibility!r}", (*node.where, "x-ms-visibility"))


def keywords(subject: Subject) -> Iterator[Hit]:
    """Yield keywords that Swagger does not have."""
    for node in _schemas(subject):
        for key in node.raw:
            if key not in _KNOWN and not key.startswith("x-"):
                yield Hit(f"keyword {key!r} is not known", (*node.where, key))
