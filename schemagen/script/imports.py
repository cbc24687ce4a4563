"""What an entry script's imports are answered with.

A script, and its siblings, are run with a ``__import__`` of their own (Python looks it up in the
module's ``__builtins__``). So only *their* imports are answered here, whenever they happen, and
no library ever meets a stub. In this order:

1. a sibling: a file beside the script, or on a path that the script added;
2. Azure's names that schemagen provides, unless ``azureml`` is really installed;
3. what is installed;
4. a stub, if the policy allows one and the import's own ``try`` has no fall-back.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from schemagen.script.azure import AzureNames
from schemagen.script.legacy import RENAMED, renewed
from schemagen.script.source import Source, read
from schemagen.script.trace import Trace

Policy = Callable[[str], bool]
"""Tells whether an absent package may be stubbed."""


class Importer:
    """The imports of one entry script and its siblings; alive as long as its functions are."""

    def __init__(self, folder: Path, prefix: str, policy: Policy) -> None:
        self.folder = folder
        self.prefix = prefix
        self.trace = Trace()
        self.sources: dict[str, Source] = {}
        self.trace.files = self.sources
        self.hints: list[str] = []
        self._policy = policy
        self._stubs: dict[str, ModuleType] = {}
        self._views: dict[str, ModuleType] = {}
        self._asked: list[str] = []
        self._before = frozenset(sys.path)
        self._azure = AzureNames(self.trace, self._stubs)
        self.builtins = {**vars(builtins), "__import__": self._import}

    @property
    def stubbed(self) -> tuple[str, ...]:
        """The absent modules that the script asked for, in that order."""
        return tuple(dict.fromkeys(self._asked))

    def module(self, name: str, source: Source) -> ModuleType:
        """Return a new module for *source*, known to ``sys.modules``, not yet run."""
        full = f"{self.prefix}.{name}"
        package = ModuleType(self.prefix)
        package.__path__ = [str(self.folder)]
        sys.modules[self.prefix] = package
        made = ModuleType(full)
        made.__file__ = str(source.path)
        made.__package__ = self.prefix
        made.__spec__ = ModuleSpec(full, None, origin=str(source.path))
        vars(made)["__builtins__"] = self.builtins
        sys.modules[full] = made
        self.sources[str(source.path)] = source
        return made

    def _import(
        self,
        name: str,
        globals: dict[str, Any] | None = None,  # noqa: A002 - __import__'s own names
        locals: Any = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if level:
            package = (globals or {}).get("__package__") or self.prefix
            full = importlib.util.resolve_name("." * level + name, package)
            return self._with_members(self._sibling(full), fromlist)
        found = self._find(name)
        if fromlist:
            return self._with_members(found, fromlist)
        top = name.partition(".")[0]
        return found if top == name else self._top(top)

    def _top(self, top: str) -> ModuleType:
        """Return what ``import top.inner`` binds: the stub, if inner made one."""
        return self._stubs[top] if top in self._stubs else self._find(top)

    def _find(self, name: str) -> ModuleType:
        """Return the module *name*, by the order that this file's head gives."""
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and self._is_sibling(top):
            return self._sibling(f"{self.prefix}.{name}")
        if self._azure.knows(name):
            return self._azure.module(name)
        return self._installed(name)

    def _installed(self, name: str) -> ModuleType:
        try:
            return self._view(importlib.import_module(name))
        except ModuleNotFoundError:
            if name in RENAMED:
                return self._renamed(name)
            if self._is_sibling(name.partition(".")[0], namespaces=True):
                return self._sibling(f"{self.prefix}.{name}")
            if not self._may_stub(name):
                raise
            self._asked.append(name)
            return self._stub(name)

    def _renamed(self, name: str) -> ModuleType:
        """Return the module that took the place of one that older libraries had."""
        self._hint(f"{name} is gone; write {RENAMED[name]}")
        return self._find(RENAMED[name])

    def _view(self, module: ModuleType) -> ModuleType:
        """Return a library as the script sees it, the same each time."""
        name = module.__name__
        if name not in self._views:
            self._views[name] = renewed(module, self._hint)
        return self._views[name]

    def _hint(self, text: str) -> None:
        if text not in self.hints:
            self.hints.append(text)

    def _may_stub(self, name: str) -> bool:
        if name.partition(".")[0] in sys.stdlib_module_names:
            return False
        return self._policy(name) and not self._has_fall_back()

    def _has_fall_back(self) -> bool:
        """Tell whether the import being done stands in a ``try`` that goes on without it."""
        frame = sys._getframe(1)
        while frame is not None:
            source = self.sources.get(frame.f_code.co_filename)
            if source:
                return frame.f_lineno in source.guarded
            frame = frame.f_back  # type: ignore[assignment]
        return False

    def _stub(self, name: str) -> ModuleType:
        """Return the stub of *name*, made after those of its parents."""
        if name not in self._stubs:
            from schemagen.script.stubs import stub_module

            parent, _, last = name.rpartition(".")
            above = self._stub(parent) if parent and parent not in sys.modules else None
            self._stubs[name] = stub_module(name, self.trace)
            if above is not None:
                setattr(above, last, self._stubs[name])
        return self._stubs[name]

    def _with_members(self, module: ModuleType, fromlist: Sequence[str] | None) -> ModuleType:
        """Import the submodules that ``from module import name`` names.

        What only the script may see is put on a copy: a library's own module stays as it is.
        """
        extra: dict[str, ModuleType] = {}
        for name in fromlist or ():
            if name != "*" and not hasattr(module, name) and hasattr(module, "__path__"):
                member = self._member(module, name)
                extra |= {name: member} if member else {}
        if not extra:
            return module
        view = ModuleType(module.__name__)
        vars(view).update(vars(module), **extra)
        return view

    def _member(self, module: ModuleType, name: str) -> ModuleType | None:
        full = f"{module.__name__}.{name}"
        try:
            if full.startswith(f"{self.prefix}."):
                return self._sibling(full)
            known = full in RENAMED or self._azure.knows(full) or importlib.util.find_spec(full)
            return self._find(full) if known else None
        except ModuleNotFoundError:
            return None  # the import statement itself says that there is no such name

    def _paths(self) -> list[str]:
        """Return where siblings are: the script's folder, and what the script added."""
        return [str(self.folder), *(path for path in sys.path if path not in self._before)]

    def _is_sibling(self, top: str, *, namespaces: bool = False) -> bool:
        spec = PathFinder.find_spec(top, self._paths())
        return spec is not None and (spec.origin is not None or namespaces)

    def _sibling(self, full: str) -> ModuleType:
        """Return a sibling, run with the script's own imports; its parents are run first."""
        if full in sys.modules:
            return sys.modules[full]
        parent, _, last = full.rpartition(".")
        above = None if parent == self.prefix else self._sibling(parent)
        paths = self._paths() if above is None else list(getattr(above, "__path__", ()))
        spec = PathFinder.find_spec(full, paths) if above else _renamed_spec(full, last, paths)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {full[len(self.prefix) + 1:]!r}", name=last)
        made = self._run_sibling(spec)
        if above is not None:
            setattr(above, last, made)
        return made

    def _run_sibling(self, spec: ModuleSpec) -> ModuleType:
        made = importlib.util.module_from_spec(spec)
        vars(made)["__builtins__"] = self.builtins
        if spec.origin and spec.origin.endswith(".py"):
            path = Path(spec.origin)
            self.sources[spec.origin] = Source(path, read(path))
        sys.modules[spec.name] = made
        try:
            if spec.loader is not None:
                spec.loader.exec_module(made)
        except BaseException:
            del sys.modules[spec.name]
            raise
        return made

    def forget(self) -> None:
        """Take the script and its siblings out of ``sys.modules``."""
        for name in list(self._own_modules()):
            del sys.modules[name]

    def _own_modules(self) -> Iterator[str]:
        yield from [n for n in sys.modules if n == self.prefix or n.startswith(f"{self.prefix}.")]


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
