"""``[tool.schemagen]`` in the nearest pyproject.toml: what a project says once for all commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from schemagen.errors import SchemagenError


class ConfigError(SchemagenError, ValueError):
    """``[tool.schemagen]`` cannot be read."""


@dataclass(frozen=True)
class Config:
    """The table, its keys written as in Python; *file* is None where no project has one."""

    file: Path | None = None
    table: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the paths in the table begin."""
        return self.file.parent if self.file else Path()


def config_at(place: str | Path) -> Config:
    """Return the configuration of the nearest pyproject.toml above *place* that has one."""
    folder = Path(place).absolute()
    for above in (folder, *folder.parents):
        file = above / "pyproject.toml"
        if file.is_file() and b"[tool.schemagen" in (content := file.read_bytes()):
            return Config(file, _table(content, file))
    return Config()


def _table(content: bytes, file: Path) -> dict[str, Any]:
    toml = _toml(file)
    try:
        table = toml.loads(content.decode()).get("tool", {}).get("schemagen", {})
    except ValueError as error:
        raise ConfigError(f"{file}: is not TOML: {error}") from None
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: [tool.schemagen] is no table")
    return {key.replace("-", "_"): value for key, value in table.items()}


def _toml(file: Path) -> Any:
    """Return the library that reads TOML, which Python has since 3.11."""
    try:
        return import_module("tomllib")
    except ModuleNotFoundError:
        pass
    try:
        return import_module("tomli")
    except ModuleNotFoundError:
        raise ConfigError(f"{file}: Python 3.10 reads this with tomli: pip install tomli") from None
