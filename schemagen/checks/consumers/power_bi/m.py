"""Power Query's words: M types, identifiers, the signature and the call of a function."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schemagen.checks.document import Node
from schemagen.schema import JSON

ANY = "any"
M_TYPES: dict[tuple[str, str], str] = {
    ("string", ""): "text",
    ("integer", ""): "Int64.Type",
    ("number", ""): "number",
    ("boolean", ""): "logical",
    ("string", "date-time"): "datetime",
    ("string", "date"): "date",
    ("string", "time"): "time",
    ("string", "duration"): "duration",
    ("array", ""): "list",
}
"""JSON type and format to M type. ``string`` to text was seen in Power BI, the rest is inferred."""
OBSERVED = frozenset({"text", ANY})

_IDENTIFIER = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_KEYWORDS = frozenset({
    "and", "as", "each", "else", "error", "false", "if", "in", "is", "let", "meta", "not", "null",
    "or", "otherwise", "section", "shared", "then", "true", "try", "type",
})  # fmt: skip


def m_type(node: Node) -> str:
    """Return the M type of a column; what the document leaves open is ``any``."""
    if node.type == "object":
        return "record" if node.properties else ANY
    return M_TYPES.get((node.type, node.format)) or M_TYPES.get((node.type, "")) or ANY


def quoted(name: str) -> str:
    """Return *name* as an M identifier: ``#"Work Life"`` where it is no plain one."""
    if re.fullmatch(_IDENTIFIER, name) and name not in _KEYWORDS:
        return name
    return '#"{}"'.format(name.replace('"', '""'))


@dataclass(frozen=True)
class Column:
    """A parameter of the function: one property of the table's rows."""

    name: str
    type: str
    required: bool
    nullable: bool
    node: Node
    sample: JSON = None

    @property
    def declared(self) -> str:
        """The parameter in the function's signature."""
        optional = "" if self.required else "optional "
        null = "nullable " if (self.nullable or not self.required) and self.type != ANY else ""
        return f"{optional}{quoted(self.name)} as {null}{self.type}"

    @property
    def shown(self) -> str:
        """The parameter in the dialog: required ones carry a star."""
        return f"{self.name} *" if self.required else self.name


def signature(name: str, columns: Iterable[Column]) -> str:
    """Return the function as Power Query shows it."""
    return f"{quoted(name)} ({', '.join(column.declared for column in columns)}) as any"


def call_text(name: str, bound: Iterable[str]) -> str:
    """Return the step that adds the column; *bound* are the table's columns, by position."""
    cells = ", ".join(f"[{quoted(column)}]" for column in bound)
    text = name.replace('"', '""')
    return f'= Table.AddColumn(Source, "{text}", each {quoted(name)}({cells}))'
