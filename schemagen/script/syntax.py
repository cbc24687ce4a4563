"""Why a text is not Python, or is Python and no script, told from the line that Python stops at."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from schemagen.script.errors import LoadError
from schemagen.script.source import Source

_NOTEBOOK = "this looks like a notebook or other JSON, not Python"
_EXPORT = "export it as a script"
_SIGNS = (
    (r"[%!]", "a notebook magic: {}", "save the cell as plain Python without its % and ! lines"),
    (r"(<{7}|={7}|>{7})", "a merge conflict was left in: {}", "keep one side and delete the marks"),
    (r"print\s+[^(]", "a print statement of Python 2: {}", "write print(...)"),
    (
        r"except\s+[\w.]+\s*,\s*\w+\s*:",
        "an except clause of Python 2: {}",
        "write except X as name:",
    ),
    (r"raise\s+[\w.]+\s*,", "a raise statement of Python 2: {}", "write raise X(...)"),
    (
        r"(>>>|Python \d\.\d+\.\d+ \()",
        "text of a Python prompt: {}",
        "leave the prompt's own text out",
    ),
    (r".*(\{%|\{\{|<<\w+>>|\$\{)", "a template's placeholder: {}", "fill in the template first"),
    (r"<(!DOCTYPE|html|\?xml)", "this is markup, not Python: {}", "download the script itself"),
    (r"```", "a Markdown fence: {}", "keep the lines between the fences only"),
    (r"\{\s*$|\{\s*\"", _NOTEBOOK, _EXPORT),
)


def not_python(error: SyntaxError, path: Path, sources: Mapping[str, Source]) -> LoadError:
    """Return the line that says why the text of *path*, or of a sibling, is not Python."""
    file = error.filename or str(path)
    text = (error.text or _line_of(sources.get(file), error.lineno)).strip()
    for sign, cause, remedy in _SIGNS:
        if re.match(sign, text):
            return LoadError(cause.format(text[:80]), file, error.lineno, remedy)
    cause = f"not valid Python: {error.msg}" + (f": {text[:80]}" if text else "")
    return LoadError(cause, file, error.lineno, "mend the line, or give another file")


def refuse_json(source: Source) -> None:
    """Raise LoadError when the text is one JSON value, which Python would take for a statement."""
    body = source.tree.body
    if len(body) == 1 and isinstance(body[0], ast.Expr) and _is_json(body[0].value):
        raise LoadError(_NOTEBOOK, source.path, body[0].lineno, _EXPORT)


def _is_json(value: ast.expr) -> bool:
    return isinstance(value, (ast.Dict, ast.List))


def _line_of(source: Source | None, line: int | None) -> str:
    lines = source.text.splitlines() if source else []
    return lines[line - 1] if line and line <= len(lines) else ""
