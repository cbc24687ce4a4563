"""The options that shape a document: on the command line, in the environment, in the project.

They are the fields of :class:`schemagen.openapi.shape.Shape`. The command line wins over
``SERVICE_NAME``, ``SERVICE_VERSION`` and ``SERVICE_PATH_PREFIX``, which win over
``[tool.schemagen]``.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from schemagen.config import Config, config_at
from schemagen.openapi import VERSIONS
from schemagen.openapi.shape import OptionError, Shape

ENVIRONMENT = {
    "title": "SERVICE_NAME",
    "service_version": "SERVICE_VERSION",
    "path_prefix": "SERVICE_PATH_PREFIX",
}
"""Options that Azure's server reads from the environment."""

CHECKS = frozenset({"select", "ignore", "allow", "for", "fail_on", "check"})
"""Keys of ``[tool.schemagen]`` that are about checks."""


def add_shape(made: argparse.ArgumentParser) -> None:
    """Add the options; those that are not given leave no trace in the namespace."""
    group = made.add_argument_group("the document")
    for item in fields(Shape):
        name = f"--{item.name.replace('_', '-')}"
        common = {"default": argparse.SUPPRESS, "help": item.metadata["help"]}
        kind, choices = item.metadata["kind"], item.metadata["choices"]
        if kind == "flag":
            group.add_argument(name, action=argparse.BooleanOptionalAction, **common)
        elif kind == "count":
            group.add_argument(name, type=int, metavar="N", **common)
        elif kind == "text" and choices:
            group.add_argument(name, choices=choices, **common)
        elif kind == "text":
            group.add_argument(name, metavar="TEXT", **common)
        else:
            metavar = "|".join(choices) or _METAVARS[kind]
            group.add_argument(name, action="append", metavar=metavar, **common)


_METAVARS = {
    "list": "A,B",
    "pairs": "KEY=TEXT",
    "names": "NAME[=TEXT]",
    "values": "KEY=JSON",
    "files": "NAME=FILE",
    "patches": "FILE",
}


def shape_options(given: argparse.Namespace, script: str) -> dict[str, Any]:
    """Return the options for ``export``, from all three places; OptionError for a wrong one."""
    config = config_at(Path(script).absolute().parent)
    environ = {name: os.environ[key] for name, key in ENVIRONMENT.items() if key in os.environ}
    said = {
        item.name: _READERS.get(item.metadata["kind"], _as_given)(getattr(given, item.name))
        for item in fields(Shape)
        if hasattr(given, item.name)
    }
    return {**_configured(config), **environ, **said}


def chosen_version(given: argparse.Namespace) -> str:
    """Return the OpenAPI version that is asked for, or ``all``; 2.0 where nothing is said."""
    config = config_at(Path(given.script).absolute().parent)
    version = str(given.openapi or config.table.get("openapi", "2.0"))
    if version not in (*VERSIONS, "all"):
        raise OptionError(f"openapi: {version} is not one of {', '.join(VERSIONS)}, all")
    if version == "all" and not given.output:
        raise OptionError("--openapi all writes several documents: name a folder with -o")
    return version


def _configured(config: Config) -> dict[str, Any]:
    kinds = {item.name: item.metadata["kind"] for item in fields(Shape)}
    table = {k: v for k, v in config.table.items() if k not in CHECKS and k != "openapi"}
    return {name: _from_files(kinds.get(name), value, config) for name, value in table.items()}


def _from_files(kind: str | None, value: Any, config: Config) -> Any:
    """Read the files that the configuration names; values that stand in it stay."""

    def read(part: Any) -> Any:
        return _json(config.folder / part) if isinstance(part, str) else part

    if kind == "files" and isinstance(value, Mapping):
        return {name: read(part) for name, part in value.items()}
    if kind == "patches":
        return [read(part) for part in (value if isinstance(value, list) else [value])]
    return value


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise OptionError(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise OptionError(f"{file}: is not JSON: {error}") from None


def _pairs(texts: list[str], read: Callable[[str], Any]) -> dict[str, Any]:
    result = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark:
            raise OptionError(f"{text}: expected NAME=VALUE")
        result[name] = read(value)
    return result


def _names(texts: list[str]) -> dict[str, str]:
    split = [text.partition("=") for text in texts]
    return {name: value for name, _, value in split}


def _value(text: str) -> Any:
    """Read JSON; what is none is text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _as_given(value: Any) -> Any:
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "list": ",".join,
    "pairs": lambda texts: _pairs(texts, str),
    "names": _names,
    "values": lambda texts: _pairs(texts, _value),
    "files": lambda texts: _pairs(texts, lambda name: _json(Path(name))),
    "patches": lambda names: [_json(Path(name)) for name in names],
}
