"""What a ``run(request)`` that handles HTTP itself takes and gives: nothing else can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from inspect import getdoc
from typing import Any, TypeVar

from schemagen.openapi.words import FORM_MEDIA, JSON_MEDIA
from schemagen.sample import Sample
from schemagen.schema import Schema

HTTP = "__schemagen_http__"
"""The attribute that holds what was declared of a function."""

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class File:
    """Bytes as they are: a body, or a part of a form, of a media type."""

    media_type: str = "application/octet-stream"

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return {"type": "string", "format": "binary", "contentMediaType": self.media_type}


Part = Sample | File


@dataclass(frozen=True, eq=False)
class Http:
    """Media types, form parts, query and result of a raw ``run()``."""

    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()
    body: Part | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    query: Mapping[str, Sample] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    output: Part | None = None
    methods: tuple[str, ...] = ("post",)
    doc: str = ""

    @property
    def request(self) -> Part | None:
        """What the body is, where it is no form."""
        if self.body is None and self.consumes and not self.parts:
            return _undescribed(self.consumes)
        return self.body

    @property
    def answer(self) -> Part | None:
        """What the answer is."""
        return _undescribed(self.produces) if self.output is None and self.produces else self.output

    @property
    def taken(self) -> tuple[str, ...]:
        """The media types that the service takes."""
        return self.consumes or ((FORM_MEDIA,) if self.parts else _media(self.body))

    @property
    def given(self) -> tuple[str, ...]:
        """The media types of its answers."""
        return self.produces or _media(self.output)


def http_schema(  # noqa: PLR0913 - keywords, none of them needed
    *,
    body: Any = None,
    parts: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    optional: Sequence[str] = (),
    output: Any = None,
    consumes: str | Sequence[str] = (),
    produces: str | Sequence[str] = (),
    methods: Sequence[str] = ("POST",),
) -> Callable[[Function], Function]:
    """Declare what the ``@rawhttp`` function below takes and gives; it comes back as it is.

    *body*, *output*, the *parts* of a form and the *query* are samples of values, or a
    :class:`File` for bytes as they are; *optional* names parts and query parameters that may be
    left out. ``@http_schema(parts={"image": File("image/png"), "options": {"top": 3}})``.
    """
    if body is not None and parts:
        raise ValueError("http_schema() takes a body or the parts of a form, not both")
    declared = Http(
        _texts(consumes),
        _texts(produces),
        _part(body),
        {name: _as_part(value) for name, value in (parts or {}).items()},
        {name: Sample.of(value) for name, value in (query or {}).items()},
        frozenset(optional),
        _part(output),
        tuple(method.lower() for method in methods),
    )

    def decorate(function: Function) -> Function:
        setattr(function, HTTP, declared)
        return function

    return decorate


def http_of(function: Any) -> Http | None:
    """Return what was declared of *function* by :func:`http_schema`."""
    found = getattr(function, HTTP, None)
    return replace(found, doc=getdoc(function) or "") if isinstance(found, Http) else None


def _texts(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _part(value: Any) -> Part | None:
    return None if value is None else _as_part(value)


def _as_part(value: Any) -> Part:
    return value if isinstance(value, File) else Sample.of(value)


def _media(part: Part | None) -> tuple[str, ...]:
    return (part.media_type,) if isinstance(part, File) else (JSON_MEDIA,)


def _undescribed(media: tuple[str, ...]) -> Part | None:
    """Return bytes of the first media type; JSON of which nothing is known is not described."""
    return None if _is_json(media[0]) else File(media[0])


def _is_json(media: str) -> bool:
    return media.partition(";")[0].strip().endswith(("/json", "+json"))
