"""What of a script and its settings a front end of Azure's will change, told at the start."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from schemagen.serving.settings import Settings

_METHODS = {"HEAD", "OPTIONS"}


def notes(settings: Settings) -> list[str]:
    """Return a line for each thing that clients will see otherwise than it was written."""
    if not settings.front:
        return []
    tree = ast.parse(settings.script_path.read_bytes())
    return [*_of_methods(tree, settings), *_of_statuses(tree, settings.front)]


def _of_methods(tree: ast.AST, settings: Settings) -> Iterator[str]:
    if settings.cors_origins:
        yield "AML_CORS_ORIGINS: a browser's preflight (OPTIONS) does not reach the service"
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    for method in sorted(_METHODS & {word for word in words if isinstance(word, str)}):
        yield f"the script names {method}: such requests do not reach it"


def _of_statuses(tree: ast.AST, front: str) -> Iterator[str]:
    for line, status in sorted(_statuses(tree)):
        seen = _seen(front, status)
        if seen != status:
            yield f"line {line}: AMLResponse with {status} is seen as {seen}"


def _statuses(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield line and status of each AMLResponse whose status is written as a number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("AMLResponse"):
            named = [word.value for word in node.keywords if word.arg == "status_code"]
            for given in (*node.args[1:2], *named):
                if isinstance(given, ast.Constant) and isinstance(given.value, int):
                    yield node.lineno, given.value


def _seen(front: str, status: int) -> int:
    if front == "managed":
        return 200 if status == 200 else 424
    return 502 if status == 500 else status
