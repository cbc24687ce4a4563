"""The text of an entry script, and what can be told from it without running it."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType

from schemagen.script.errors import LoadError

_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_EXITS = frozenset({"exit", "quit", "_exit", "abort"})


def read(path: Path) -> str:
    """Return the text of *path* by its BOM or coding line; LoadError when it is no text."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise LoadError("no such file", path, remedy="give the path of the entry script") from None
    except IsADirectoryError:
        raise LoadError("is a folder", path, remedy="give the script in it, e.g. score.py") from None
    except OSError as error:
        raise LoadError(f"cannot be read: {error.strerror}", path) from None
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        text = raw.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        remedy = "save it as UTF-8, or name its encoding in a '# coding:' line"
        raise LoadError(f"is not text: {error}", path, remedy=remedy) from None
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text)


@dataclass(frozen=True)
class Source:
    """A parsed Python file."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; SyntaxError when the text is not Python."""
        return ast.parse(self.text, str(self.path))

    @cached_property
    def code(self) -> CodeType:
        """The compiled module."""
        return compile(self.tree, str(self.path), "exec", dont_inherit=True)

    @cached_property
    def guarded(self) -> frozenset[int]:
        """Lines of the imports that stand in a ``try`` with a fall-back of its own."""
        return frozenset(_guarded(self.tree))

    def shapes_contract(self, line: int) -> bool:
        """Tell whether what is decided at *line* reaches what is exported.

        It does when a branch there defines or decorates ``run`` or makes what the decorators
        use, when a statement there assigns it, or a function they use is there.
        """
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.stmt) and _spans(node, line):
                names |= _decided(node, line)
        return bool(names & self.contract_names)

    @cached_property
    def contract_names(self) -> frozenset[str]:
        """``run``, and the names that its decorators are made of, however far back."""
        uses: dict[str, set[str]] = {}
        for node in ast.walk(self.tree):
            for name, used in _uses(node):
                uses.setdefault(name, set()).update(used)
        names, new = set(), {"run"}
        while new:
            names |= new
            new = {used for name in new for used in uses.get(name, ())} - names
        return frozenset(names)

    def binds_run_after(self, line: int) -> bool:
        """Tell whether a statement below *line* defines or decorates ``run`` (again)."""
        return any("run" in _bound_names(node) for node in self.tree.body if node.lineno > line)


def _spans(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _decided(node: ast.stmt, line: int) -> set[str]:
    """Return the names that depend on what *line* of *node* says."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name} - {"run"} if line >= node.body[0].lineno else {node.name}
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return _bound_names(node)
    if isinstance(node, (ast.If, ast.While, ast.For, ast.With)) and line < node.body[0].lineno:
        return _bound_names(node)
    return set()


def _bound_names(statement: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def _uses(node: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Yield what a statement binds and the names that the bound value is made of."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        parts = node.decorator_list if node.name == "run" else [*node.decorator_list, *node.body]
        yield node.name, {name for part in parts for name in _loaded(part)}
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value:
        for name in _bound_names(node):
            yield name, _loaded(node.value)


def _loaded(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _guarded(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_falls_back, node.handlers)):
            for statement in node.body:
                yield from (
                    line
                    for part in ast.walk(statement)
                    if isinstance(part, (ast.Import, ast.ImportFrom))
                    for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)
                )


def _falls_back(handler: ast.ExceptHandler) -> bool:
    """Tell whether *handler* goes on without the import: it catches, and does not give up."""
    caught = _loaded(handler.type) if handler.type else set(_IMPORT_ERRORS)
    return bool(caught & _IMPORT_ERRORS) and not _gives_up(handler.body[-1])


def _gives_up(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise):
        return True
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    called = statement.value.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _EXITS
