"""What ``run()`` surely returns, as far as its text tells: a kind of JSON, the keys of a dict."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef
_METHODS = {"tolist": "array", "to_list": "array", "to_json": "string", "isoformat": "string"}
_CALLS = {
    "dumps": "string", "str": "string", "repr": "string", "list": "array", "sorted": "array",
    "dict": "object", "float": "number", "int": "number", "len": "number", "bool": "boolean",
}  # fmt: skip
_BROAD = frozenset({"Exception", "BaseException"})
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True)
class Returned:
    """A return statement: its line, the kind of JSON (nothing = unknown), the keys of a dict."""

    line: int
    kind: str
    keys: tuple[str, ...] | None = None
    names: dict[str, Returned] | None = None


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function's own body, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _NESTED):
            yield child
            yield from own_nodes(child)


def broad_handlers(function: Function) -> Iterator[ast.ExceptHandler]:
    """Yield the handlers that catch whatever goes wrong."""
    for node in own_nodes(function):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
            yield node


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    return any(isinstance(part, ast.Name) and part.id in _BROAD for part in ast.walk(caught))


def answers(function: Function) -> Iterator[Returned]:
    """Yield what *function* returns when nothing goes wrong."""
    for node in _outside_handlers(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield kind_of(node.value, function, node.lineno)


def _outside_handlers(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (*_NESTED, ast.ExceptHandler)):
            yield child
            yield from _outside_handlers(child)


def kind_of(value: ast.expr, function: Function, line: int, depth: int = 5) -> Returned:
    """Return what *value* is, following names that are assigned once."""
    if isinstance(value, ast.Name) and depth:
        assigned = _assigned(value.id, function)
        return kind_of(assigned, function, line, depth - 1) if assigned else Returned(line, "")
    if isinstance(value, ast.Dict):
        return _dict(value, function, line, depth)
    if isinstance(value, ast.Call):
        return Returned(line, _called(value))
    return Returned(line, _literal(value))


def _assigned(name: str, function: Function) -> ast.expr | None:
    """Return what *name* is assigned, if that happens once and nothing changes it afterwards."""
    stores = [
        n
        for n in ast.walk(function)
        if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)
    ]
    parameters = {
        argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)
    }
    if len(stores) != 1 or name in parameters or _is_changed(name, function):
        return None
    for node in own_nodes(function):
        if isinstance(node, ast.Assign) and stores[0] in node.targets:
            return node.value
    return None


def _is_changed(name: str, function: Function) -> bool:
    """Tell whether items of *name* are set, or methods of it called: its keys are then unknown."""
    for node in ast.walk(function):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.value, ast.Name):
            if node.value.id == name and not isinstance(node.ctx, ast.Load):
                return True
            if node.value.id == name and getattr(node, "attr", "") in (
                "update",
                "setdefault",
                "pop",
            ):
                return True
    return False


def _dict(value: ast.Dict, function: Function, line: int, depth: int) -> Returned:
    if not all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in value.keys):
        return Returned(line, "object")
    keys = tuple(str(key.value) for key in value.keys if isinstance(key, ast.Constant))
    parts = [kind_of(part, function, line, depth - 1) for part in value.values] if depth else []
    return Returned(line, "object", keys, dict(zip(keys, parts, strict=False)))


def _literal(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return _CONSTANTS.get(type(value.value), "")
    return next((kind for types, kind in _LITERALS if isinstance(value, types)), "")


_CONSTANTS: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
}
_LITERALS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((ast.List, ast.Tuple, ast.ListComp), "array"),
    ((ast.DictComp,), "object"),
    ((ast.JoinedStr,), "string"),
)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        if function.attr == "to_dict":
            return _to_dict(call)
        return _CALLS["dumps"] if function.attr == "dumps" else _METHODS.get(function.attr, "")
    return _CALLS.get(function.id, "") if isinstance(function, ast.Name) else ""


def _to_dict(call: ast.Call) -> str:
    """Return the kind of ``frame.to_dict(...)``: a list for records."""
    given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "orient")]
    if not given:
        return "object"
    orient = given[0].value if isinstance(given[0], ast.Constant) else None
    if orient is None:
        return ""
    return "array" if orient == "records" else "object"
