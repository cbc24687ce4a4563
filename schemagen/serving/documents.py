"""The documents at ``/swagger.json``: our own, the script's files, or those of Azure's server."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from schemagen.errors import SchemagenError
from schemagen.operation import Operation
from schemagen.serving.answer import Answer, error, json_answer
from schemagen.serving.settings import Settings, SettingsError

if TYPE_CHECKING:
    from schemagen.openapi import Http

Contract = Union[Operation, "Http", None]

_VERSIONS = {"2": "2.0", "3": "3.0", "3.1": "3.1"}
"""Versions as Azure's server calls them, and as OpenAPI does."""
_ALIASES = {"2": "2", "2.0": "2", "3": "3", "3.0": "3", "3.1": "3.1"}
_FILES = {
    "2": ("swagger.json", "swagger2.json"),
    "3": ("swagger3.json",),
    "3.1": ("swagger3.1.json",),
}
"""Files in the app root that are served as they are."""


class Documents:
    """The documents of one script, each written once; made when the first is asked for."""

    def __init__(self, contract: Callable[[], Contract], settings: Settings) -> None:
        self._contract = contract
        self._settings = settings
        self._files = {name: _from_file(settings.root, name) for name in _VERSIONS}

    @cached_property
    def _bodies(self) -> dict[str, bytes]:
        contract = self._contract()
        made = {
            name: self._files[name] or _document(contract, self._settings, version)
            for name, version in _VERSIONS.items()
        }
        return {name: json.dumps(document).encode() for name, document in made.items() if document}

    @property
    def _known(self) -> str:
        return ", ".join(sorted(self._bodies))

    def answer(self, version: str) -> Answer:
        """Return the document of *version*, or 404 with the versions there are."""
        if version not in _ALIASES:
            told = f"Swagger version [{version}] is not valid. Supported versions: [{self._known}]."
            return error(404, told)
        body = self._bodies.get(_ALIASES[version])
        if body is None:
            told = f"Swagger version [{version}] is not supported for the scoring script."
            return error(404, f"{told} Supported swagger versions: [{self._known}].")
        return json_answer(200, body)


def _from_file(root: Path, name: str) -> dict[str, Any] | None:
    """Return the first of the files for version *name*; SettingsError when it is broken."""
    for file in (root / candidate for candidate in _FILES[name]):
        if file.is_file():
            try:
                data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as why:
                raise SettingsError(f"{file} is not JSON: {why}") from None
            if data:
                return data
    return None


def _document(contract: Contract, settings: Settings, version: str) -> dict[str, Any] | None:
    """Return the document; None where its version lacks the words."""
    from schemagen.openapi import export  # what a service is seldom asked for costs no start

    try:
        return export(
            contract,
            version=version,
            dialect=settings.dialect,
            title=settings.service_name,
            service_version=settings.service_version,
            path_prefix=settings.path_prefix,
            examples=settings.examples,
        )
    except SchemagenError:
        return None
