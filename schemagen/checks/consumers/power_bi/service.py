"""Finds in a document what Power BI's connector would find: the table, the function, the result.

Three shapes are known. A: one array of objects under any name, the result at the body's root.
B: it stands in ``Inputs``, the result in ``Results``. C, of the designer: in
``Inputs.WebServiceInput0``, the result in ``Results.WebServiceOutput0``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from schemagen.checks.canonical import example_of
from schemagen.checks.consumers.power_bi import m
from schemagen.checks.document import Document, Node
from schemagen.checks.plain import as_dict, as_list
from schemagen.errors import Path
from schemagen.schema import JSON

INPUTS, GLOBALS, RESULTS = "Inputs", "GlobalParameters", "Results"
_DESIGNER = re.compile(r"WebServiceInput\d+")
_CASELESS = {"inputs": INPUTS, "globalparameters": GLOBALS, "results": RESULTS}


@dataclass(frozen=True, eq=False)
class Service:
    """The service of a document, as the connector sees it."""

    document: Document
    title: str

    @property
    def name(self) -> str:
        """The function's name."""
        return f"AzureML.{self.title}"

    @property
    def input(self) -> dict[str, Node]:
        """The parts of a request's body."""
        node = self.document.input
        return node.properties if node else {}

    @property
    def output(self) -> Node | None:
        """The schema of an answer's body."""
        return self.document.output

    @cached_property
    def shape(self) -> str:
        """``A``, ``B`` or ``C``; nothing where no body is declared."""
        if INPUTS in self.input and not self.input[INPUTS].is_table:
            return "C" if any(map(_DESIGNER.fullmatch, self.input[INPUTS].properties)) else "B"
        return "A" if self.input else ""

    @property
    def members(self) -> dict[str, Node]:
        """The named inputs."""
        if self.shape == "A":
            return {name: node for name, node in self.input.items() if name != GLOBALS}
        return self.input[INPUTS].properties if self.shape else {}

    @property
    def tables(self) -> dict[str, Node]:
        """The inputs that have named columns."""
        return {name: node for name, node in self.members.items() if node.is_table}

    @cached_property
    def member(self) -> str:
        """The name of the table that is called for, or nothing."""
        return next(iter(self.tables), "")

    @cached_property
    def columns(self) -> tuple[m.Column, ...]:
        """The function's parameters, by position."""
        rows = self.tables[self.member].items if self.member else None
        if rows is None:
            return ()
        required, sample = set(rows.required), as_dict((as_list(self.sample) or [None])[0])
        return tuple(
            m.Column(name, m.m_type(node), name in required, node.nullable, node, sample.get(name))
            for name, node in rows.properties.items()
        )

    @property
    def signature(self) -> str:
        """The function as Power Query shows it."""
        return m.signature(self.name, self.columns)

    @cached_property
    def example(self) -> dict[str, JSON]:
        """The document's example of a body."""
        node = self.document.input
        found = example_of(node) if node else []
        return as_dict(found[0][1]) if found else {}

    @property
    def sample(self) -> JSON:
        """The example of the table."""
        body = self.example if self.shape == "A" else as_dict(self.example.get(INPUTS))
        return body.get(self.member)

    @property
    def takes_globals(self) -> bool:
        """Tell whether ``GlobalParameters`` is declared."""
        return GLOBALS in self.input

    @property
    def result_path(self) -> tuple[str, ...]:
        """Where in an answer's body the array of results stands."""
        if self.shape in ("", "A"):
            return ()
        results = self.output.properties.get(RESULTS) if self.output else None
        if self.shape == "C":
            return (RESULTS, next(iter(results.properties), "")) if results else (RESULTS,)
        return (RESULTS,)

    @property
    def result(self) -> Node | None:
        """The schema at :attr:`result_path`, or None where it is not declared."""
        node = self.output
        for name in self.result_path:
            node = node.properties.get(name) if node else None
        return node

    @property
    def misspelt(self) -> list[tuple[Path, str, str]]:
        """The parts whose names differ from the documented ones in case: place, name, right one."""
        found = []
        for node in (self.document.input, self.output):
            for name, part in (node.properties if node else {}).items():
                right = _CASELESS.get(name.replace("_", "").lower())
                if right and right != name and not (right == INPUTS and part.is_table):
                    found.append((part.where, name, right))
        return found

    def body(self, rows: list[dict[str, JSON]]) -> dict[str, JSON]:
        """Return the request for *rows*, without ``GlobalParameters``; other inputs as sampled."""
        if self.shape == "A":
            return {**self._others(self.example), self.member: rows}
        return {INPUTS: {**self._others(as_dict(self.example.get(INPUTS))), self.member: rows}}

    def _others(self, example: dict[str, JSON]) -> dict[str, JSON]:
        return {name: example[name] for name in self.members if name in example}


def discover(document: Document, title: str = "") -> Service:
    """Return the service that *document* describes; *title* names it, else the document does."""
    return Service(document, title or document.title or "service")
