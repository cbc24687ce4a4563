"""From a place in the document to the line of score.py that it comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from schemagen.errors import Path
from schemagen.script.source import Source

_ROOTS = {"ServiceInput": "input", "ServiceOutput": "output"}
_DEPTH = 20


class Places:
    """The lines of a script's contract, told from its text."""

    def __init__(self, source: Source) -> None:
        self._tree = source.tree

    @cached_property
    def run(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The last function ``run`` of the module, in a branch too."""
        found = [
            node
            for node in ast.walk(self._tree)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "run"
        ]
        top = [node for node in found if node in self._tree.body]
        named = top or found
        return named[-1] if named else None

    @property
    def run_line(self) -> int | None:
        """The line of ``def run``."""
        return self.run.lineno if self.run else None

    def line(self, path: Path) -> int | None:
        """Return the line that the *path* in the document comes from; that of ``run`` at least."""
        roots = [index for index, step in enumerate(path) if step in _ROOTS]
        if not roots:
            return self.run_line
        names = _names(path[roots[0] + 1 :])
        if _ROOTS[str(path[roots[0]])] == "output":
            return self._inside(self._decorator("output_schema", None), names)
        if not names:
            return self.run_line
        found = self._decorator("input_schema", names[0])
        return self._inside(found, names[1:]) if found else self._parameter(names[0])

    def _decorator(self, kind: str, name: str | None) -> ast.Call | None:
        """Return the decorator of *kind* (for the input *name*), from top to bottom."""
        for node in self.run.decorator_list if self.run else []:
            if not isinstance(node, ast.Call) or _called(node) != kind:
                continue
            if name is None or name in (_constant(part) for part in self._arguments(node)):
                return node
        return None

    def _arguments(self, call: ast.Call) -> Iterator[ast.expr]:
        """Yield what a call is given; names stand for the values they were assigned."""
        for value in [*call.args, *(keyword.value for keyword in call.keywords)]:
            yield value
            if isinstance(value, ast.Name):
                yield from self._assigned.get(value.id, [])

    @cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        """The values that module-level names are assigned, in order."""
        found: dict[str, list[ast.expr]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).append(node.value)
        return found

    def _inside(self, call: ast.Call | None, names: list[str]) -> int | None:
        """Return the line of the last of *names* that is written where *call*'s sample is made."""
        if call is None:
            return self.run_line
        line, nodes = call.lineno, list(self._reached(call))
        for name in names:
            hits = [node for node in nodes if _constant(node) == name]
            if not hits:
                break
            line = hits[0].lineno
            nodes = self._after(hits[0], nodes)
        return line

    def _after(self, key: ast.expr, nodes: list[ast.expr]) -> list[ast.expr]:
        """Return the nodes of the value that *key* stands for in a dict, or all."""
        for node in nodes:
            if isinstance(node, ast.Dict) and key in node.keys:
                return list(self._reached(node.values[node.keys.index(key)]))
        return nodes

    def _reached(self, root: ast.expr) -> Iterator[ast.expr]:
        """Yield the expressions inside *root*, and inside what its names were assigned."""
        waiting, seen, depth = [root], set(), 0
        while waiting and depth < _DEPTH:
            depth += 1
            further: list[ast.expr] = []
            for expression in waiting:
                for node in ast.walk(expression):
                    if isinstance(node, ast.expr):
                        yield node
                    if isinstance(node, ast.Name) and node.id not in seen:
                        seen.add(node.id)
                        further += self._assigned.get(node.id, [])
            waiting = further

    def _parameter(self, name: str) -> int | None:
        """Return the line of ``run``'s own parameter *name*."""
        if self.run is None:
            return None
        arguments = self.run.args
        found = [
            a.lineno
            for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            if a.arg == name
        ]
        return (found or [self.run.lineno])[0]


def _names(path: Path) -> list[str]:
    """Return the names of data in a schema's or an example's path, without keywords and indices."""
    if path and path[0] in ("example", "examples"):
        return [step for step in path[1:] if isinstance(step, str)]
    names: list[str] = []
    steps = iter(path)
    for step in steps:
        if step == "properties":
            names += [str(next(steps, ""))]
    return names


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
