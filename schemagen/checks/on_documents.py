"""Rules on the document itself, whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from schemagen.checks.canonical import answers_examples, example_of
from schemagen.checks.document import Document, Node
from schemagen.checks.finding import Hit
from schemagen.checks.plain import as_dict
from schemagen.checks.references import broken
from schemagen.checks.subject import Subject
from schemagen.codec.judge import Judge
from schemagen.errors import InputError, Path, install_hint, path_text
from schemagen.openapi import degraded
from schemagen.schema import JSON, Schema

_MOST = 20
_FORMATS = frozenset({
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "double-int",
    "float", "double", "half", "single", "decimal", "decimal128", "date", "date-time",
    "date-time-local", "time", "time-local", "duration", "byte", "base64url", "binary",
    "password", "char", "commonmark", "html", "email", "idn-email", "hostname", "idn-hostname",
    "ipv4", "ipv6", "uri", "uri-reference", "uri-template", "iri", "iri-reference",
    "json-pointer", "relative-json-pointer", "regex", "uuid", "media-range", "http-date",
    "unixtime", "sf-binary", "sf-boolean", "sf-decimal", "sf-integer", "sf-string", "sf-token",
})  # fmt: skip


def invalid(subject: Subject) -> Iterator[Hit]:
    """Yield where the document breaks the rules of its version."""
    validator = _validator(subject.document)
    if validator is None or unresolved(subject):
        return
    try:
        errors = list(islice(validator.iter_errors(), _MOST))
    except RecursionError:  # a circle of references, which is allowed
        return
    except Exception as error:  # noqa: BLE001 - it takes for granted what is not there
        yield Hit(f"not valid OpenAPI: its validator fails on it ({type(error).__name__}: {error})")
        return
    for one in errors:
        yield Hit(f"not valid OpenAPI: {_reason(one)}", tuple(one.absolute_path))


def _validator(document: Document) -> Any:
    """Return the validator of the document's version, if it is installed."""
    try:
        from openapi_spec_validator import (
            OpenAPIV2SpecValidator,
            OpenAPIV30SpecValidator,
            OpenAPIV31SpecValidator,
        )
    except ImportError:
        return None
    validators = {
        "2.0": OpenAPIV2SpecValidator,
        "3.0": OpenAPIV30SpecValidator,
        "3.1": OpenAPIV31SpecValidator,
    }
    known = validators.get(document.version)
    return known(document.raw) if known else None


def _reason(error: Any) -> str:
    """Return the deepest cause that the validator knows, on one line."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return " ".join(str(error.message).split())[:200]


def unvalidated(subject: Subject) -> Iterator[Hit]:
    """Say so when the validator is not there."""
    from importlib.util import find_spec

    if find_spec("openapi_spec_validator") is None:
        yield Hit(f"not checked against OpenAPI: {install_hint('ci')}")


def unknown_version(subject: Subject) -> Iterator[Hit]:
    """Yield when the document names no known version."""
    if not subject.document.version:
        yield Hit('neither `swagger: "2.0"` nor `openapi: 3.0.x or 3.1.x` is said')


def no_scoring(subject: Subject) -> Iterator[Hit]:
    """Yield when nothing can be posted."""
    if subject.document.version and subject.scoring is None:
        yield Hit("no POST operation takes a body", ("paths",))


def unresolved(subject: Subject) -> list[Hit]:
    """Return the references that cannot be followed inside the document."""
    return [Hit(why, path) for path, why in broken(subject.document)]


def wrong_example(subject: Subject) -> Iterator[Hit]:
    """Yield where an example does not fit the schema beside it."""
    for node in subject.schemas:
        for path, value in example_of(node):
            yield from _misfits(node.canonical, path, value)
    endpoint = subject.scoring
    for status, answer in as_dict(endpoint.raw.get("responses")).items() if endpoint else ():
        where = (*endpoint.where, "responses", status) if endpoint else ()
        if endpoint and endpoint.answer and status == "200":
            for path, value in answers_examples(as_dict(answer), where):
                yield from _misfits(endpoint.answer.canonical, path, value)


def _misfits(schema: Schema, path: Path, value: JSON) -> Iterator[Hit]:
    try:
        Judge(schema).check(value)
    except InputError as error:
        for problem in error.problems[:3]:
            yield Hit(
                f"the example has {problem.got}, not {problem.expected}", (*path, *problem.path)
            )
    except ValueError:  # a schema of others that no validator compiles
        return


def said_less(subject: Subject) -> Iterator[Hit]:
    """Yield where the version cannot say the whole contract."""
    for path, reason in degraded(subject.document.raw):
        yield Hit(f"{subject.document.version} cannot say it all ({reason})", path)


def unknown_format(subject: Subject) -> Iterator[Hit]:
    """Yield formats that are in no registry: readers may refuse them."""
    for node in subject.schemas:
        if node.format and node.format not in _FORMATS:
            yield Hit(f"format {node.format!r} is in no registry", (*node.where, "format"))


def impossible_required(subject: Subject) -> Iterator[Hit]:
    """Yield names that are required and not declared."""
    for node in subject.schemas:
        for name in node.required:
            if node.properties and name not in node.properties:
                yield Hit(f"{name!r} is required, but no property", (*node.where, "required"))


def repeated_ids(subject: Subject) -> Iterator[Hit]:
    """Yield operation ids that stand twice."""
    seen: dict[str, Path] = {}
    for endpoint in subject.document.endpoints:
        name = endpoint.raw.get("operationId")
        if isinstance(name, str) and name in seen:
            yield Hit(
                f"{name!r} is also at {path_text(seen[name])}", (*endpoint.where, "operationId")
            )
        elif isinstance(name, str):
            seen[name] = endpoint.where


def nothing_said(subject: Subject) -> Iterator[Hit]:
    """Yield where a part of the input or output may be anything."""
    for node in (subject.document.input, subject.document.output):
        for part in node.walk() if node else ():
            if _says_nothing(part):
                yield Hit("nothing is said about this value", part.where)


def _says_nothing(node: Node) -> bool:
    words = {key for key in node.raw if not key.startswith("x-")}
    marked = any(key.startswith("x-schemagen") for key in node.raw)
    return not marked and words <= {"description", "title", "default", "example"}
