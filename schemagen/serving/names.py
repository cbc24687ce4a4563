"""Answers Azure's module names as its server does: the raw request and response are Werkzeug's."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from schemagen.script.siblings import Siblings

_HOMES = {
    f"{package}.{name}": name
    for package in ("azureml.contrib.services", "azureml_inference_server_http.api")
    for name in ("aml_request", "aml_response")
}
_PACKAGES = frozenset(
    {"azureml", "azureml.contrib", "azureml.contrib.services"}
    | {"azureml_inference_server_http", "azureml_inference_server_http.api"}
)
"""The packages that the names are in; a real one is taken where there is one."""


class _Served(Loader):
    """Gives a module of ours under another name."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        home = _HOMES.get(spec.name)
        if home is None:
            return None
        found = importlib.import_module(f"{_rooms()}.{home}")
        made = ModuleType(spec.name, found.__doc__)
        vars(made).update({name: value for name, value in vars(found).items() if name[:2] != "__"})
        return made

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module as it is."""


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in _HOMES:
            return ModuleSpec(fullname, _Served())
        if fullname in _PACKAGES and PathFinder.find_spec(fullname, path) is None:
            return ModuleSpec(fullname, _Served(), is_package=True)
        return None


def _rooms() -> str:
    """Return the package with the fuller classes, or without Werkzeug the plain ones'."""
    from importlib.util import find_spec

    return "schemagen.serving" if find_spec("werkzeug") else "schemagen.azureml"


class _SiblingFinder(MetaPathFinder, Loader):
    """Gives a script's siblings under their plain names too: pickles name them so."""

    def __init__(self, siblings: Siblings) -> None:
        self._siblings = siblings

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if "." in fullname or fullname in sys.stdlib_module_names:
            return None
        return ModuleSpec(fullname, self) if self._siblings.has(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._siblings.get(f"{self._siblings.prefix}.{spec.name}")

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module as it is."""


def alias(siblings: Siblings) -> None:
    """Answer imports by others, such as pickle, with the script's own siblings."""
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, _SiblingFinder)]
    sys.meta_path.insert(0, _SiblingFinder(siblings))


def provide() -> None:
    """Answer the names from now on, in this process."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
