"""Libraries as a script sees them: themselves, and what only this script is to see in them.

The libraries stay as they are. A view answers as its library does, but for names that are the
script's own: older names, and stand-ins for what the installed release has not.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from schemagen.script.legacy import OLD_NAMES, WHILE_LOADED

Told = Callable[[str], None]
"""Takes a hint for the script's author."""


class View(ModuleType):
    """A library and the script's own additions to it."""

    def __init__(self, library: ModuleType, views: Views) -> None:
        super().__init__(library.__name__, library.__doc__)
        self._library = library
        self._views = views

    def __getattr__(self, name: str) -> Any:
        """Give the script's own addition, the library's attribute, or an old name's meaning."""
        own: dict[str, Any] = self.__dict__
        return own["_views"].attribute(own["_library"], name)

    def __dir__(self) -> list[str]:
        """List the library's names."""
        return dir(self._library)


class Views:
    """The views of one script: the same each time, made where there is something to add."""

    def __init__(self, told: Told, replaced: dict[tuple[str, str], Any]) -> None:
        self._told = told
        self._views: dict[str, View] = {}
        self._added = dict(replaced)
        self.loading = True

    def of(self, module: ModuleType) -> ModuleType:
        """Return *module* as the script sees it."""
        name = module.__name__
        if isinstance(module, View) or not (name in OLD_NAMES or self._adds_below(name)):
            return module
        if name not in self._views:
            self._views[name] = View(module, self)
        return self._views[name]

    def add(self, module: str, name: str, value: Any) -> None:
        """Let the script see *value* as the attribute *name* of *module*."""
        self._added[module, name] = value

    def _adds_below(self, name: str) -> bool:
        return any(module == name or module.startswith(f"{name}.") for module, _ in self._added)

    def attribute(self, library: ModuleType, name: str) -> Any:
        """Return what the script sees as *library*'s attribute *name*."""
        if (library.__name__, name) in self._added:
            return self._added[library.__name__, name]
        value = self._old(library, name)
        if value is None:
            value = getattr(library, name)
        return self.of(value) if isinstance(value, ModuleType) else value

    def _old(self, library: ModuleType, name: str) -> Any:
        known = OLD_NAMES.get(library.__name__)
        if known is None or (not self.loading and (library.__name__, name) in WHILE_LOADED):
            return None
        return known(library, name, self._told)
