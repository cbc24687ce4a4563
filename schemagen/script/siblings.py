"""A script's siblings: files beside it, or on a path that it added, run like the script itself.

They are known to ``sys.modules`` under the script's own unique prefix, so that two scripts with
a sibling of one name do not meet.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from schemagen.script.source import Source, read

Builtins = Callable[[Source], dict[str, Any]]
"""Gives the ``__builtins__`` that a file is run with."""


class Siblings:
    """The script and the files that it imports; *sources* are those that were run."""

    def __init__(self, script: Path, prefix: str, builtins: Builtins) -> None:
        self.prefix = prefix
        self.sources: dict[str, Source] = {}
        self.added: list[str] = []
        self.plain = False
        self._folders = list(dict.fromkeys([str(script.parent), str(script.resolve().parent)]))
        self._builtins = builtins
        self._before = frozenset(sys.path)

    def script(self, source: Source, name: str | None) -> ModuleType:
        """Return a new module for the script, known to ``sys.modules``, not yet run."""
        self.plain = name is not None  # the process is this script's: pickles name siblings so
        package = ModuleType(self.prefix)
        package.__path__ = list(self._folders)
        sys.modules[self.prefix] = package
        unique = f"{self.prefix}.{_module_name(source.path)}"
        made = ModuleType(name or unique)
        made.__file__ = str(source.path)
        made.__package__ = self.prefix
        made.__spec__ = ModuleSpec(made.__name__, None, origin=str(source.path))
        self._prepare(made, source)
        sys.modules[unique] = made
        return made

    def _prepare(self, made: ModuleType, source: Source) -> None:
        self.sources[str(source.path)] = source
        vars(made)["__builtins__"] = self._builtins(source)
        sys.modules[made.__name__] = made

    def settle(self) -> None:
        """Keep the paths that the script has added, for imports that are done later."""
        self.added = [path for path in sys.path if path not in self._before]

    def _paths(self) -> list[str]:
        now = (path for path in sys.path if path not in self._before)
        return list(dict.fromkeys([*self._folders, *self.added, *now]))

    def has(self, top: str, *, namespaces: bool = False) -> bool:
        """Tell whether there is a sibling *top*; a folder without ``__init__.py`` if asked for."""
        spec = PathFinder.find_spec(top, self._paths())
        return spec is not None and (spec.origin is not None or namespaces)

    def get(self, full: str) -> ModuleType:
        """Return the sibling of the full name *full*; it and its parents are run once."""
        if full in sys.modules:
            return sys.modules[full]
        parent, _, last = full.rpartition(".")
        above = None if parent == self.prefix else self.get(parent)
        if full in sys.modules:  # the parent has imported it
            return sys.modules[full]
        spec = self._spec(full, last, above)
        if spec is None:
            name = full[len(self.prefix) + 1 :]
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        made = self._run(spec)
        if above is not None:
            setattr(above, last, made)
        elif self.plain:
            sys.modules[last] = made
        return made

    def _spec(self, full: str, last: str, above: ModuleType | None) -> ModuleSpec | None:
        if above is None:
            return _renamed_spec(full, last, self._paths())
        return PathFinder.find_spec(full, list(getattr(above, "__path__", ())))

    def _run(self, spec: ModuleSpec) -> ModuleType:
        made = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = made
        try:
            if spec.origin and spec.origin.endswith(".py"):
                source = Source(Path(spec.origin), read(Path(spec.origin)))
                self._prepare(made, source)
                exec(source.code, vars(made))  # noqa: S102
            elif spec.loader is not None:
                spec.loader.exec_module(made)
        except BaseException:
            del sys.modules[spec.name]
            raise
        return made

    def forget(self) -> None:
        """Take the script and its siblings out of ``sys.modules``."""
        own = {name for name in sys.modules if f"{name}.".startswith(f"{self.prefix}.")}
        modules = [sys.modules[name] for name in own]
        for name, module in list(sys.modules.items()):
            if any(module is one for one in modules):
                del sys.modules[name]


def _module_name(file: Path) -> str:
    return file.stem if file.stem.isidentifier() else "entry_module"


def _renamed_spec(full: str, last: str, paths: list[str]) -> ModuleSpec | None:
    """Return the spec of *last* on *paths* under the script's own unique name."""
    found = PathFinder.find_spec(last, paths)
    if found is None:
        return None
    if found.origin is None:  # a folder without __init__.py
        spec = ModuleSpec(full, None, is_package=True)
        spec.submodule_search_locations = list(found.submodule_search_locations or ())
        return spec
    return importlib.util.spec_from_file_location(
        full, found.origin, submodule_search_locations=found.submodule_search_locations
    )
