"""Rules on the script's text and on what its decorators say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from schemagen.checks.finding import Hit
from schemagen.checks.returned import (
    Function,
    Returned,
    answers,
    broad_handlers,
    kind_of,
    own_nodes,
)
from schemagen.checks.subject import Subject
from schemagen.errors import Path
from schemagen.schema import Schema, alternatives, types_of

_IN, _OUT = ("definitions", "ServiceInput"), ("definitions", "ServiceOutput")


def _run(subject: Subject) -> Function | None:
    return subject.places.run if subject.places else None


def unloadable(subject: Subject) -> Iterator[Hit]:
    """Yield nothing of a script that is loaded: the check ends where it is not."""
    yield from ()


def errors_as_text(subject: Subject) -> Iterator[Hit]:
    """Yield handlers in ``run`` that answer an error as if it were a result."""
    function = _run(subject)
    for handler in broad_handlers(function) if function else ():
        if function and _answers(handler, function):
            what = "every error is caught and answered with status 200"
            yield Hit(what, _OUT, handler.lineno)


def _answers(handler: ast.ExceptHandler, function: Function) -> bool:
    """Tell whether text, or what is made of the error, is returned in *handler* or after it."""
    told = _made_of_error(handler)
    for value in _returned(handler):
        if kind_of(value, function, 0).kind == "string" or _names(value) & told:
            return True
    if any(isinstance(node, ast.Raise) for node in handler.body):
        return False
    return any(isinstance(v, ast.Name) and v.id in told for v in _returned(function))


def _made_of_error(handler: ast.ExceptHandler) -> set[str]:
    """Return the names in *handler* that hold the error, text, or what is made of these."""
    names = {handler.name} if handler.name else set()
    for node in own_nodes(handler):
        if isinstance(node, ast.Assign) and (_is_text(node.value) or _names(node.value) & names):
            names |= {name for target in node.targets for name in _names(target)}
    return names


def _returned(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what is returned, but for responses: they carry a status of their own."""
    for part in own_nodes(node):
        if isinstance(part, ast.Return) and part.value and not _is_response(part.value):
            yield part.value


def _is_response(value: ast.expr) -> bool:
    function = value.func if isinstance(value, ast.Call) else None
    name = getattr(function, "attr", "") or getattr(function, "id", "")
    return name.endswith("Response")


def _names(value: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def _is_text(value: ast.expr) -> bool:
    constant = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return constant or isinstance(value, ast.JoinedStr)


def omitted_parameters(subject: Subject) -> Iterator[Hit]:
    """Yield ``GlobalParameters`` without a default: clients may leave it out."""
    operation = subject.operation
    for item in operation.parameters if operation else ():
        if item.name == "GlobalParameters" and item.required:
            path = (*_IN, "properties", item.name)
            yield Hit(
                "run() gives GlobalParameters no default, so a request without it fails", path
            )


def wrong_result(subject: Subject) -> Iterator[Hit]:
    """Yield returns whose text shows another container than the declared one."""
    function = _run(subject)
    if function is None or subject.operation is None or subject.operation.output is None:
        return
    for returned in answers(function):
        for what, path in _mismatches(returned, subject.operation.output_schema, _OUT):
            yield Hit(what, path, returned.line)


def _mismatches(returned: Returned, schema: Schema, path: Path) -> Iterator[tuple[str, Path]]:
    declared = {kind for part in alternatives(schema) for kind in types_of(part)}
    if not declared or not returned.kind or returned.kind == "null":
        return
    if returned.kind not in {"number" if kind == "integer" else kind for kind in declared}:
        yield f"run() returns {_said(returned.kind)}, and declares {_words(declared)}", path
    elif returned.keys is not None and "object" in declared:
        yield from _key_mismatches(returned, schema, path)


def _key_mismatches(returned: Returned, schema: Schema, path: Path) -> Iterator[tuple[str, Path]]:
    keys, named = returned.keys or (), schema.get("properties", {})
    missing = [name for name in schema.get("required", ()) if name not in keys]
    strange = [name for name in keys if named and name not in named]
    if missing:
        got = f", but {', '.join(map(repr, strange))}" if strange else ""
        yield f"run() returns no {', '.join(map(repr, missing))}{got}", path
    for name, part in (returned.names or {}).items():
        if name in named:
            yield from _mismatches(part, named[name], (*path, "properties", name))


def _said(kind: str) -> str:
    return {"array": "a list", "object": "a dict", "string": "text", "number": "a number"}.get(
        kind, kind
    )


def _words(kinds: set[str]) -> str:
    words = {_said("number" if kind == "integer" else kind) for kind in kinds if kind != "null"}
    return " or ".join(sorted(words))


def undescribed(subject: Subject) -> Iterator[Hit]:
    """Yield parameters of ``run`` that no decorator names."""
    operation = subject.operation
    for item in operation.parameters if operation else ():
        if item.sample is None:
            yield Hit(f"no @input_schema describes {item.name!r}", (*_IN, "properties", item.name))


def no_input(subject: Subject) -> Iterator[Hit]:
    """Yield a script that declares nothing."""
    if subject.script and not subject.script.raw_http and subject.operation is None:
        yield Hit("run() has no @input_schema: the document says nothing of what it takes", _IN)


def no_output(subject: Subject) -> Iterator[Hit]:
    """Yield a script that declares what it takes only."""
    operation = subject.operation
    if operation and operation.output is None:
        yield Hit("run() has no @output_schema: the document says nothing of what it gives", _OUT)


def failed_partly(subject: Subject) -> Iterator[Hit]:
    """Yield the warnings that loading the script gave."""
    for text in subject.script.warnings if subject.script else ():
        yield Hit(text, line=_line_said(text, subject))


def _line_said(text: str, subject: Subject) -> int | None:
    """Return the script's line that *text* itself names."""
    file = re.escape(str(subject.script.path)) if subject.script else ""
    found = re.search(rf"{file}:(\d+): ", text)
    return int(found[1]) if found else None


def old_names(subject: Subject) -> Iterator[Hit]:
    """Yield names of older libraries."""
    for text in subject.script.hints if subject.script else ():
        yield Hit(text, line=_line_of(text.partition(" ")[0], subject))


def _line_of(name: str, subject: Subject) -> int | None:
    """Return the line that imports the module *name*, or looks up its last part."""
    for node in ast.walk(subject.source.tree) if subject.source else ():
        if isinstance(node, ast.Import) and name in (alias.name for alias in node.names):
            return node.lineno
        if isinstance(node, ast.ImportFrom) and name in _imported(node):
            return node.lineno
        if isinstance(node, ast.Attribute) and name.endswith(f".{node.attr}"):
            return node.lineno
    return None


def _imported(node: ast.ImportFrom) -> list[str]:
    return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]


def json_in_text(subject: Subject) -> Iterator[Hit]:
    """Yield returns of ``json.dumps``: the answer is then text that holds JSON."""
    function = _run(subject)
    if function is None or subject.script is None or subject.script.raw_http:
        return
    for node in own_nodes(function):
        if (
            isinstance(node, ast.Return)
            and isinstance(node.value, ast.Call)
            and _is_dumps(node.value.func)
        ):
            yield Hit("run() returns JSON as text: readers get one string", _OUT, node.lineno)


def _is_dumps(function: ast.expr) -> bool:
    return "dumps" in (getattr(function, "attr", ""), getattr(function, "id", ""))
