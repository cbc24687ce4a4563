"""Which imports of a script have a fall-back of their own, and so are left to fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_EXITS = frozenset({"exit", "quit", "_exit", "abort"})
_IMPORTERS = frozenset({"import_module", "__import__"})


def guarded_lines(tree: ast.Module) -> Iterator[int]:
    """Yield the lines of imports that a ``try`` or ``suppress`` goes on without."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Try, ast.With)) and _goes_on(node):
            yield from _import_lines(node.body)


def _goes_on(node: ast.Try | ast.With) -> bool:
    if isinstance(node, ast.With):
        return any(map(_suppresses, node.items))
    return any(_falls_back(handler, node.body) for handler in node.handlers)


def _import_lines(body: list[ast.stmt]) -> Iterator[int]:
    for part in _parts(body):
        if _imported(part) or _called(part) in _IMPORTERS:
            yield from range(part.lineno, (part.end_lineno or part.lineno) + 1)  # type: ignore[attr-defined]


def _parts(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        yield from ast.walk(statement)


def _falls_back(handler: ast.ExceptHandler, body: list[ast.stmt]) -> bool:
    """Tell whether *handler* goes on without what *body* imports.

    It does not when it raises or exits, nor when it imports the same again, after installing it.
    """
    caught = names_in(handler.type) if handler.type else _IMPORT_ERRORS
    if not caught & _IMPORT_ERRORS or _gives_up(handler.body[-1]):
        return False
    first = {name for part in _parts(body) for name in _imported(part)}
    again = {name for part in _parts(handler.body) for name in _imported(part)}
    return not first & again


def _imported(node: ast.AST) -> set[tuple[str | None, str]]:
    if isinstance(node, ast.Import):
        return {(None, alias.name) for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module, alias.name) for alias in node.names}
    return set()


def _suppresses(item: ast.withitem) -> bool:
    call = item.context_expr
    return _called(call) == "suppress" and bool(names_in(call) & _IMPORT_ERRORS)


def _gives_up(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise):
        return True
    return isinstance(statement, ast.Expr) and _called(statement.value) in _EXITS


def _called(node: ast.AST) -> str:
    """Return the last name of what *node* calls, "" if it is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def names_in(node: ast.AST) -> set[str]:
    """Return the names that *node* reads or writes."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
