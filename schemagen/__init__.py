"""A decorated entry script is a contract: schemagen reads it once, everyone else speaks from it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemagen import azureml as azureml
    from schemagen.checks import check as check
    from schemagen.checks.compare import diff as diff
    from schemagen.decorators import input_schema as input_schema
    from schemagen.decorators import operation_of as operation_of
    from schemagen.decorators import output_schema as output_schema
    from schemagen.errors import InputError as InputError
    from schemagen.errors import SchemagenError as SchemagenError
    from schemagen.openapi import File as File
    from schemagen.openapi import export as export
    from schemagen.openapi import http_schema as http_schema
    from schemagen.operation import Operation as Operation
    from schemagen.sample import Sample as Sample
    from schemagen.script import load as load

__version__ = "0.1.0"

_HOMES = {
    "File": "schemagen.openapi",
    "InputError": "schemagen.errors",
    "Operation": "schemagen.operation",
    "Sample": "schemagen.sample",
    "SchemagenError": "schemagen.errors",
    "azureml": "schemagen.azureml",
    "check": "schemagen.checks",
    "diff": "schemagen.checks.compare",
    "export": "schemagen.openapi",
    "http_schema": "schemagen.openapi",
    "input_schema": "schemagen.decorators",
    "load": "schemagen.script",
    "operation_of": "schemagen.decorators",
    "output_schema": "schemagen.decorators",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Import what is asked for: start-up costs nothing that is not used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'schemagen' has no attribute {name!r}")
    home = import_module(_HOMES[name])
    return home if _HOMES[name].endswith(f".{name}") and name == "azureml" else getattr(home, name)


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
