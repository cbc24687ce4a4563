"""What can be set, and where from: flags first, then the environment, then ``config.json``.

Names of the environment and of ``config.json`` are those of Azure's inference server.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from schemagen import __version__
from schemagen.errors import SchemagenError, shown

PRODUCT = f"schemagen/{__version__}"
"""What ``x-ms-server-version`` says."""

Errors = Literal["full", "path", "generic"]


class SettingsError(SchemagenError, ValueError):
    """A setting cannot be used; the text names it."""


@dataclass(frozen=True)
class Settings:
    """All settings of a service; times in seconds unless the name says otherwise."""

    script: str = ""
    app_root: str = ""
    source_dir: str = ""
    model_dir: str = ""
    models: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 5001
    workers: int = 1
    threads: int = 128
    concurrency: int = 1
    queue: int = 128
    timeout_ms: int = 3_600_000
    timeout_grace: float = 10.0
    stop_timeout: float = 30.0
    body_timeout: float = 60.0
    max_body: int = 100 << 20
    max_depth: int = 512
    cors_origins: str = ""
    service_name: str = "ML service"
    service_version: str = "1.0"
    path_prefix: str = ""
    server_version: str = PRODUCT
    dialect: Literal["schemagen", "azureml"] = "schemagen"
    examples: bool = True
    body_key: str = ""
    errors: Errors = "full"
    lax: bool = False
    nan: Literal["null", "error"] = "null"
    check_output: bool = False
    front: Literal["", "azureml-fe", "managed"] = ""
    front_timeout: float = 5.0
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"
    access_log: bool = False

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise SettingsError(f"{name} must be at least {least}, not {getattr(self, name)}")
        if not isinstance(logging.getLevelName(self.log_level.upper()), int):
            raise SettingsError(f"log level {shown(self.log_level)} is not known")
        if not 0 < self.port < 65536:
            raise SettingsError(f"port must be from 1 to 65535, not {self.port}")

    @property
    def root(self) -> Path:
        """The folder that Azure calls the app root."""
        return Path(self.app_root or ".").absolute()

    @property
    def script_path(self) -> Path:
        """The entry script, which may be given relative to the app root."""
        if not self.script:
            raise SettingsError("no entry script: name it, or set AZUREML_ENTRY_SCRIPT")
        return Path(os.path.normpath(self.root / self.script))


_LEAST = {
    "workers": 1,
    "threads": 8,
    "concurrency": 1,
    "queue": 0,
    "timeout_ms": 0,
    "timeout_grace": 0,
    "stop_timeout": 0,
    "body_timeout": 0,
    "max_body": 1,
    "max_depth": 1,
    "front_timeout": 0,
}


def settings_from(environ: Mapping[str, str], **given: Any) -> Settings:
    """Return the settings: *given* ones (None = not given), *environ*, ``config.json``, defaults.

    Raises SettingsError for what cannot be read.
    """
    known = {name: value for name, value in given.items() if value is not None}
    root = known.get("app_root") or environ.get("AML_APP_ROOT") or str(Path.cwd())
    script = known.get("script") or environ.get("AZUREML_ENTRY_SCRIPT") or ""
    file = _config_file(environ, known.pop("config_file", None), Path(root), script)
    values = _read(_config(file), "config.json") | _read(environ, "the environment")
    values["server_version"] = _server_version(environ)
    values |= {"app_root": root, **known}
    names = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in values.items() if name in names})


def _server_version(environ: Mapping[str, str]) -> str:
    told = environ.get("SERVER_VERSION_LOG_RESPONSE_ENABLED")
    if told is None or told.lower() == "true":
        return PRODUCT
    return environ.get("HTTP_X_MS_SERVER_VERSION", "")


def _config_file(
    environ: Mapping[str, str], named: str | None, root: Path, script: str
) -> Path | None:
    """Return the first configuration file that is there and not empty."""
    asked = named or environ.get("AZUREML_CONFIG_FILE")
    beside = (root / script).parent if script else root
    found = [Path(asked)] if asked else []
    found += [root / "config.json", beside / "config.json"]
    return next((file for file in found if file.is_file() and file.stat().st_size), None)


def _config(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise SettingsError(f"{file} must hold a JSON object")
    return data


def _read(source: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the settings that *source* names, in Azure's words or in our own field names."""
    read: dict[str, Any] = {}
    for name, (setting, convert) in _AZURE.items():
        value = source.get(name)
        if value is None:
            continue
        try:
            read[setting] = convert(value)
        except (TypeError, ValueError):
            raise SettingsError(f"{name} in {where}: {shown(value)} cannot be used") from None
    return read


def _whole(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(value)


_Reader = Callable[[Any], Any]
_AZURE: dict[str, tuple[str, _Reader]] = {
    "AML_APP_ROOT": ("app_root", str),
    "AZUREML_SOURCE_DIRECTORY": ("source_dir", str),
    "AZUREML_ENTRY_SCRIPT": ("script", str),
    "AZUREML_MODEL_DIR": ("model_dir", str),
    "SERVICE_NAME": ("service_name", str),
    "SERVICE_VERSION": ("service_version", str),
    "SERVICE_PATH_PREFIX": ("path_prefix", str),
    "SCORING_TIMEOUT_MS": ("timeout_ms", _whole),
    "AZUREML_LOG_LEVEL": ("log_level", str),
    "AML_CORS_ORIGINS": ("cors_origins", str),
    "WORKER_COUNT": ("workers", _whole),
}
"""Names in the environment and in ``config.json``, the setting they are, and how it is read."""
