"""Answers ``import inference_schema``: a package whose modules are those of this room."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__path__: list[str] = []
_MODULES = frozenset({"schema_decorators", "schema_util", "parameter_types"})


def __getattr__(name: str) -> Any:
    """Give the modules as attributes, as after ``import inference_schema.schema_util``."""
    if name in _MODULES:
        return import_module(f"schemagen.azureml.{name}")
    raise AttributeError(f"module 'inference_schema' has no attribute {name!r}")
