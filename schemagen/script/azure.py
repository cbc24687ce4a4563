"""Azure's module names as a script sees them: ours where it needs them real, stubs around them.

``inference_schema`` is always ours; the rest loses to an ``azureml`` that is really installed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from schemagen.azureml import NAMES
from schemagen.script.trace import Trace

_SERVED: dict[str, str] = {
    "azureml.contrib.services.aml_request": "schemagen.azureml.aml_request",
    "azureml.contrib.services.aml_response": "schemagen.azureml.aml_response",
    "azureml_inference_server_http.api.aml_request": "schemagen.azureml.aml_request",
    "azureml_inference_server_http.api.aml_response": "schemagen.azureml.aml_response",
    "azureml.core.model": "schemagen.azureml.model",
}
"""Modules that scripts need real."""
_REEXPORTED = {("azureml.core", "Model"): "schemagen.azureml.model"}
_OURS = {**NAMES, **_SERVED}
_TYPES = "inference_schema.parameter_types."
_ABSTRACT = "schemagen.azureml.parameter_types.abstract_parameter_type"


class AzureNames:
    """Answers for Azure's names; packages between them are stubs that are not worth a note."""

    def __init__(self, trace: Trace, stubs: dict[str, ModuleType]) -> None:
        self._trace = trace
        self._stubs = stubs

    def knows(self, name: str) -> bool:
        """Tell whether *name* is one of ours, or a package on the way to one."""
        top = name.partition(".")[0]
        if top == "inference_schema":
            return name in NAMES
        on_the_way = any(known == name or known.startswith(f"{name}.") for known in _SERVED)
        return on_the_way and not _installed(name)

    def module(self, name: str) -> ModuleType:
        """Return the module *name*."""
        if name in _OURS:
            made = import_module(_OURS[name])
            self._attach(name, made)
            return made
        return self._package(name)

    def member(self, module: str, name: str) -> Any:
        """Return what scripts import from *module* though it is at home elsewhere, or None."""
        if module.startswith(_TYPES) and name == "AbstractParameterType":
            return getattr(import_module(_ABSTRACT), name)
        return None

    def _package(self, name: str) -> ModuleType:
        if name not in self._stubs:
            from schemagen.script.stubs import stub_module

            made = self._stubs[name] = stub_module(name, self._trace)
            for (package, member), home in _REEXPORTED.items():
                if package == name:
                    setattr(made, member, getattr(import_module(home), member))
            self._attach(name, made)
        return self._stubs[name]

    def _attach(self, name: str, made: ModuleType) -> None:
        """Make *made* an attribute of the package that it is in."""
        parent, _, last = name.rpartition(".")
        if parent and parent not in _OURS:
            setattr(self.module(parent), last, made)


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
