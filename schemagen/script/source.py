"""The text of an entry script, and what can be told from it without running it."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType

from schemagen.script.errors import LoadError
from schemagen.script.guards import guarded_lines, names_in


def read(path: Path) -> str:
    """Return the text of *path* by its BOM or coding line; LoadError when it is no text."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise LoadError("no such file", path, remedy="give the path of the entry script") from None
    except IsADirectoryError:
        remedy = "give the script in it, e.g. score.py"
        raise LoadError("is a folder", path, remedy=remedy) from None
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
        with warnings.catch_warnings():  # a script may have turned them into errors
            warnings.simplefilter("ignore")
            return ast.parse(self.text, str(self.path))

    @cached_property
    def code(self) -> CodeType:
        """The compiled module."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(self.tree, str(self.path), "exec", dont_inherit=True)

    @cached_property
    def guarded(self) -> frozenset[int]:
        """Lines of the imports that stand in a ``try`` with a fall-back of its own."""
        return frozenset(guarded_lines(self.tree))

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

    @cached_property
    def takes_all(self) -> bool:
        """Tell whether the text says ``from module import *``."""
        imports = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        return any(alias.name == "*" for node in imports for alias in node.names)

    def variables_at(self, line: int) -> list[str]:
        """Return the environment variables that the statement at *line* reads.

        They are read there with ``getenv`` or ``environ``, or by the statement that assigned a
        name which is used there.
        """
        statement = self._statement_at(line)
        if statement is None:
            return []
        return [*_variables(statement), *self._assigned_from(names_in(statement))]

    def names_at(self, line: int) -> set[str]:
        """Return the names in the statement at *line*."""
        statement = self._statement_at(line)
        return names_in(statement) if statement else set()

    def _statement_at(self, line: int) -> ast.stmt | None:
        statements = (n for n in ast.walk(self.tree) if isinstance(n, ast.stmt))
        return min((n for n in statements if _spans(n, line)), key=_height, default=None)

    def _assigned_from(self, names: set[str]) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and _bound_names(node) & names:
                yield from _variables(node)

    def binds_run_after(self, line: int) -> bool:
        """Tell whether a statement below *line* defines or decorates ``run`` (again)."""
        return any("run" in _bound_names(node) for node in self.tree.body if node.lineno > line)


def _variables(statement: ast.AST) -> Iterator[str]:
    """Yield the names in ``getenv("NAME")``, ``environ.get("NAME")`` and ``environ["NAME"]``."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and node.args:
            asked, name = ast.unparse(node.func), node.args[0]
        elif isinstance(node, ast.Subscript):
            asked, name = ast.unparse(node.value), node.slice
        else:
            continue
        read = asked.endswith(("getenv", "environ.get", "environ"))
        if read and isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield name.value


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno


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
        yield node.name, {name for part in parts for name in names_in(part)}
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value:
        for name in _bound_names(node):
            yield name, names_in(node.value)
