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
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from schemagen.script.azure import AzureNames
from schemagen.script.errors import one_line
from schemagen.script.legacy import RENAMED
from schemagen.script.siblings import Siblings
from schemagen.script.source import Source
from schemagen.script.trace import Trace
from schemagen.script.views import View, Views

Policy = Callable[[str], bool]
"""Tells whether an absent package may be stubbed."""


class _StarredBuiltins(dict[str, Any]):
    """Builtins of a file with ``import *``: an unknown name is one of the stubs' so imported."""

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__(known)
        self.starred: list[ModuleType] = []

    def __missing__(self, name: str) -> Any:
        if not self.starred or name.startswith("__"):
            raise KeyError(name)
        return getattr(self.starred[-1], name)


class Importer:
    """The imports of one entry script and its siblings; alive as long as its functions are."""

    def __init__(self, script: Path, prefix: str, policy: Policy) -> None:
        self.prefix = prefix
        self.trace = Trace()
        self.siblings = Siblings(script, prefix, self._builtins_of)
        self.sources = self.siblings.sources
        self.trace.files = self.sources
        self.hints: list[str] = []
        self._policy = policy
        self._stubs: dict[str, ModuleType] = {}
        self._views = Views(self._hint, {("importlib", "import_module"): self._import_module})
        self._asked: list[str] = []
        self._azure = AzureNames(self.trace, self._stubs)
        self._builtins = {**vars(builtins), "__import__": self._import}

    @property
    def stubbed(self) -> tuple[str, ...]:
        """The absent modules that the script asked for, in that order."""
        return tuple(dict.fromkeys(self._asked))

    def settle(self) -> None:
        """Note that the script is loaded; imports that its functions do are answered on."""
        self.siblings.settle()
        self._views.loading = False

    def _builtins_of(self, source: Source) -> dict[str, Any]:
        return _StarredBuiltins(self._builtins) if source.takes_all else self._builtins

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
            found = self.siblings.get(importlib.util.resolve_name("." * level + name, package))
            return self._with_members(found, found.__name__, fromlist)
        found = self._find(name)
        if "*" in (fromlist or ()):
            return self._starred(found, globals or {})
        if fromlist:
            return self._with_members(found, name, fromlist)
        top = name.partition(".")[0]
        return found if top == name else self._top(top)

    def _import_module(self, name: str, package: str | None = None) -> ModuleType:
        """Answer ``importlib.import_module``."""
        full = importlib.util.resolve_name(name, package) if name.startswith(".") else name
        own = full.startswith(f"{self.prefix}.")
        return self.siblings.get(full) if own else self._find(full)

    def _starred(self, found: ModuleType, importing: dict[str, Any]) -> ModuleType:
        known = importing.get("__builtins__")
        if isinstance(known, _StarredBuiltins) and any(found is s for s in self._stubs.values()):
            known.starred.append(found)
        return vars(found)["_library"] if isinstance(found, View) else found

    def _top(self, top: str) -> ModuleType:
        """Return what ``import top.inner`` binds: the stub, if inner made one."""
        return self._stubs[top] if top in self._stubs else self._find(top)

    def _find(self, name: str) -> ModuleType:
        """Return the module *name*, by the order that this file's head gives."""
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and self.siblings.has(top):
            return self._sibling(name)
        if self._azure.knows(name):
            return self._azure.module(name)
        return self._installed(name)

    def _sibling(self, name: str) -> ModuleType:
        return self.siblings.get(f"{self.prefix}.{name}")

    def _installed(self, name: str) -> ModuleType:
        try:
            return self._views.of(importlib.import_module(name))
        except ImportError as error:
            if name in RENAMED:
                return self._renamed(name)
            if self.siblings.has(name.partition(".")[0], namespaces=True):
                return self._sibling(name)
            if not self._may_stub(name):
                raise
            self._note_absent(error, name)
            return self._stub(name)

    def _note_absent(self, error: ImportError, name: str) -> None:
        self._asked.append(name)
        if not (isinstance(error, ModuleNotFoundError) and _is_about(error, name)):
            self._hint(f"{name} is installed but cannot be imported: {one_line(str(error), 200)}")

    def _renamed(self, name: str) -> ModuleType:
        """Return the module that took the place of one that older libraries had."""
        self._hint(f"{name} is gone; write {RENAMED[name]}")
        found = self._find(RENAMED[name])
        self._show(name, found)
        return found

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

            parent = name.rpartition(".")[0]
            if parent and parent not in sys.modules:
                self._stub(parent)
            self._stubs[name] = stub_module(name, self.trace)
            self._show(name, self._stubs[name])
        return self._stubs[name]

    def _show(self, name: str, module: ModuleType) -> None:
        """Make *module* an attribute of its parent, or of what the script sees of its parent."""
        parent, _, last = name.rpartition(".")
        if parent in self._stubs:
            setattr(self._stubs[parent], last, module)
        elif parent:
            self._views.add(parent, last, module)

    def _with_members(
        self, module: ModuleType, asked: str, fromlist: Sequence[str] | None
    ) -> ModuleType:
        """Import the submodules that ``from module import name`` names, or stand in for names.

        *asked* is the name that *module* was asked for by. What only the script is to see is put
        on a copy: a library's own module stays as it is.
        """
        own = module.__name__.startswith(self.prefix)
        asked = module.__name__ if own else asked
        absent = [name for name in fromlist or () if not hasattr(module, name)]
        extra = {name: self._member(module, asked, name) for name in absent}
        if not any(extra.values()):
            return module
        copy = ModuleType(module.__name__)
        kept = {name: getattr(module, name) for name in fromlist or () if name not in extra}
        vars(copy).update(vars(module), **kept, **{n: v for n, v in extra.items() if v})
        return copy

    def _member(self, module: ModuleType, asked: str, name: str) -> Any:
        """Return *name* in *module*, None where the import statement is to say that it is not."""
        full = f"{asked}.{name}"
        package = hasattr(module, "__path__")
        if full.startswith(f"{self.prefix}."):
            return self._inner_sibling(full) if package else None
        if full in RENAMED or self._azure.knows(full):
            return self._find(full)
        if package and importlib.util.find_spec(full):
            return self._find(full)
        return self._azure.member(asked, name) or self._absent_name(asked, name)

    def _inner_sibling(self, full: str) -> ModuleType | None:
        try:
            return self.siblings.get(full)
        except ModuleNotFoundError as error:
            if error.name != full[len(self.prefix) + 1 :]:
                raise
            return None

    def _absent_name(self, asked: str, name: str) -> Any:
        """Return a stand-in for a name that the installed release of a library has not."""
        full = f"{asked}.{name}"
        if asked.startswith("inference_schema") or not self._may_stub(full):
            return None
        from schemagen.script.stubs import stub_module

        self._asked.append(full)
        return getattr(stub_module(full, self.trace), name)


def _is_about(error: ModuleNotFoundError, name: str) -> bool:
    """Tell whether *error* says that *name* itself, or a parent of it, is not there."""
    return bool(error.name) and f"{name}.".startswith(f"{error.name}.")
