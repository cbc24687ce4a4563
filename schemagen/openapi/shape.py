"""How a document can be shaped: one list of options for command line, configuration and API.

A field of :class:`Shape` is an option: ``service_version`` in Python, ``--service-version`` on the
command line, ``service-version`` in ``[tool.schemagen]``. Its metadata says what it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypedDict

from schemagen.errors import SchemagenError, shown
from schemagen.openapi.parts import Server
from schemagen.openapi.words import ERRORS
from schemagen.sample import EXAMPLE_ROWS
from schemagen.schema import JSON

DEFAULT_TITLE = "ML service"


class Options(TypedDict, total=False):
    """The keyword arguments of ``schemagen.export``; see :class:`Shape`."""

    title: str
    service_version: str
    description: str
    terms_of_service: str
    contact: Mapping[str, str]
    license: Mapping[str, str]
    servers: Sequence[str]
    host: str
    base_path: str
    schemes: Sequence[str]
    path_prefix: str
    route: str
    operation_id: str
    summary: str
    operation_description: str
    docstrings: bool
    tags: Sequence[str]
    get: bool
    security: str | Sequence[str]
    api_key_name: str
    api_key_in: str
    oauth2_flow: str
    authorization_url: str
    token_url: str
    scopes: Mapping[str, str]
    errors: Sequence[int] | Sequence[str] | str
    response_headers: Mapping[str, str] | Sequence[str]
    consumes: str | Sequence[str]
    produces: str | Sequence[str]
    components: bool
    examples: bool
    example_rows: int
    input_examples: Mapping[str, JSON]
    output_examples: Mapping[str, JSON]
    extensions: Mapping[str, JSON]
    operation_extensions: Mapping[str, JSON]
    patch: Mapping[str, JSON] | Sequence[Mapping[str, JSON]]
    dialect: str


class OptionError(SchemagenError, ValueError):
    """An option has a value that it does not take."""


def _option(kind: str, default: Any, text: str, choices: Sequence[str] = ()) -> Any:
    return field(default=default, metadata={"kind": kind, "help": text, "choices": choices})


def _text(text: str, default: str = "", choices: Sequence[str] = ()) -> Any:
    return _option("text", default, text, choices)


def _list(text: str, default: tuple[str, ...] = (), choices: Sequence[str] = ()) -> Any:
    return _option("list", default, text, choices)


def _flag(text: str, *, default: bool = False) -> Any:
    return _option("flag", default, text)


def _pairs(text: str, kind: str = "pairs") -> Any:
    return field(default_factory=dict, metadata={"kind": kind, "help": text, "choices": ()})


SECURITY = ("azure", "api-key", "bearer", "oauth2", "none")
FLOWS = ("client-credentials", "authorization-code", "implicit", "password")


@dataclass(frozen=True)
class Shape:
    """What a document says beside the contract, and how it says it."""

    title: str = _text("the service's name", DEFAULT_TITLE)
    service_version: str = _text("the service's version", "1.0")
    description: str = _text("what the service is for")
    terms_of_service: str = _text("address of the terms of service")
    contact: Mapping[str, str] = _pairs("whom to ask: name, url, email")
    license: Mapping[str, str] = _pairs("the licence: name, url")
    servers: tuple[str, ...] = _list("addresses of the service")
    host: str = _text("the service's host, instead of servers")
    base_path: str = _text("the path before all others at that host")
    schemes: tuple[str, ...] = _list("https, http, at that host")
    path_prefix: str = _text("put before every path")
    route: str = _text("the path that scores", "/score")
    operation_id: str = _text("the name of the operation that scores", "RunMLService")
    summary: str = _text("the operation in a few words")
    operation_description: str = _text("what the operation does")
    docstrings: bool = _flag("describe by the docstrings of the script and run()")
    tags: tuple[str, ...] = _list("tags of the operations")
    get: bool = _flag("describe GET with the inputs in the query, too")
    security: tuple[str, ...] = _list("how callers prove who they are", ("azure",), SECURITY)
    api_key_name: str = _text("the name of the API key", "X-API-Key")
    api_key_in: str = _text("where the API key stands", "header", ("header", "query", "cookie"))
    oauth2_flow: str = _text("how a token is got", FLOWS[0], FLOWS)
    authorization_url: str = _text("where OAuth2 users agree")
    token_url: str = _text("where OAuth2 tokens are given")
    scopes: Mapping[str, str] = _pairs("OAuth2 scopes and what they permit")
    errors: tuple[str, ...] = _list("statuses to document with our error body, or all")
    response_headers: Mapping[str, str] = _pairs("headers of answers and what they say", "names")
    consumes: tuple[str, ...] = _list("media types that an undecorated or raw run() takes")
    produces: tuple[str, ...] = _list("media types that an undecorated or raw run() gives")
    components: bool = _flag("name the schemas of dataclasses and models")
    examples: bool = _flag("show the samples' values", default=True)
    example_rows: int = _option("count", EXAMPLE_ROWS, "rows of a sample that are shown")
    input_examples: Mapping[str, JSON] = _pairs("further request bodies by name", "files")
    output_examples: Mapping[str, JSON] = _pairs("further answers by name", "files")
    extensions: Mapping[str, JSON] = _pairs("x- extensions of the document", "values")
    operation_extensions: Mapping[str, JSON] = _pairs("x- extensions of the operation", "values")
    patch: tuple[Mapping[str, JSON], ...] = _option(
        "patches", (), 'JSON Merge Patches, in order; for one version: {"2.0": PATCH}'
    )
    dialect: str = _text("whose documents", "schemagen", ("schemagen", "azureml"))

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Shape:
        """Make a shape of options; OptionError names one that is unknown or has a wrong value."""
        known = {item.name: item for item in fields(cls)}
        for name in options.keys() - known.keys():
            raise OptionError(f"there is no option {name!r}{_nearest(name, known)}")
        shape = cls(**{name: _read(known[name], value) for name, value in options.items()})
        shape._check()
        return shape

    def _check(self) -> None:
        if self.servers and (self.host or self.base_path or self.schemes):
            raise OptionError("give servers, or host, base_path and schemes, not both")
        if not self.host and self.schemes:
            raise OptionError("schemes need a host")
        for name in ("extensions", "operation_extensions"):
            for key in getattr(self, name):
                if not key.startswith("x-"):
                    raise OptionError(f"{name}: {key!r} does not begin with x-")
        if self.license and "name" not in self.license:
            raise OptionError("license needs a name")
        if "oauth2" in self.security:
            self._check_oauth2()
        self.statuses  # noqa: B018 - it refuses what is no status

    def _check_oauth2(self) -> None:
        needs = {"token_url": self.oauth2_flow != "implicit"}
        needs["authorization_url"] = self.oauth2_flow in ("authorization-code", "implicit")
        for name, needed in needs.items():
            if needed and not getattr(self, name):
                raise OptionError(f"the OAuth2 flow {self.oauth2_flow} needs {name}")

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses to document, in ascending order."""
        if "all" in self.errors:
            return tuple(ERRORS)
        known = {str(status): status for status in ERRORS}
        for status in self.errors:
            if status not in known:
                raise OptionError(f"errors: {status} is not one of all, {', '.join(known)}")
        return tuple(sorted(known[status] for status in self.errors))

    @property
    def prefix(self) -> str:
        """The path prefix with one slash in front and none behind, or nothing."""
        return _slashed(self.path_prefix)

    @property
    def places(self) -> tuple[Server, ...]:
        """The servers; none where nothing is said of them."""
        if self.servers:
            return tuple(map(_server, self.servers))
        if not self.host and not self.base_path:
            return ()
        base = _slashed(self.base_path)
        return tuple(Server(scheme, self.host, base) for scheme in self.schemes or ("https",))

    @property
    def path(self) -> str:
        """The route with one slash in front."""
        return _slashed(self.route) or "/"


def _slashed(path: str) -> str:
    bare = path.strip("/")
    return f"/{bare}" if bare else ""


def _server(url: str) -> Server:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return Server(parts.scheme, parts.netloc, _slashed(parts.path))


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, known, 1)
    return f" (is it {found[0]!r}?)" if found else ""


def _read(item: Field[Any], value: Any) -> Any:
    """Return *value* in the form that the option keeps."""
    kind, choices = item.metadata["kind"], item.metadata["choices"]
    read, expected = _KINDS[kind]
    made = read(value)
    if made is None:
        raise OptionError(f"{item.name}: expected {expected}, got {shown(value)}")
    for given in (made if isinstance(made, tuple) else (made,)) if choices else ():
        if given not in choices:
            raise OptionError(f"{item.name}: {given} is not one of {', '.join(choices)}")
    return made


def _as_list(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(map(str, value)) if isinstance(value, Sequence) else None


def _as_mapping(value: Any) -> dict[str, Any] | None:
    return deepcopy(dict(value)) if isinstance(value, Mapping) else None


def _as_names(value: Any) -> dict[str, str] | None:
    """Read names with texts, or names alone."""
    names = None if isinstance(value, Mapping) else _as_list(value)
    return dict.fromkeys(names, "") if names is not None else _as_mapping(value)


def _as_patches(value: Any) -> tuple[Mapping[str, Any], ...] | None:
    many = (value,) if isinstance(value, Mapping) else tuple(value)
    many = deepcopy(many)
    return many if all(isinstance(patch, Mapping) for patch in many) else None


def _as_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _as_flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _as_count(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None


_KINDS: dict[str, tuple[Any, str]] = {
    "text": (_as_text, "text"),
    "flag": (_as_flag, "true or false"),
    "count": (_as_count, "a number of rows"),
    "list": (_as_list, "a list"),
    "pairs": (_as_mapping, "names and texts"),
    "names": (_as_names, "names, or names and texts"),
    "values": (_as_mapping, "names and values"),
    "files": (_as_mapping, "names and values"),
    "patches": (_as_patches, "objects"),
}
