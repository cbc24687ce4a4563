"""Is the committed document what the script gives?"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

from schemagen.checks.document import Document
from schemagen.checks.finding import Finding, Hit, Rule
from schemagen.checks.plain import as_dict
from schemagen.checks.subject import Subject, contract
from schemagen.openapi import export

DRIFTED = Rule(
    "DRF001", "error", "the committed document is what the script gives",
    "write it anew: schemagen check --drift FILE --write", "docs/checks.md", "measured",
    lambda _: (),
)  # fmt: skip


def text_of(document: dict[str, Any]) -> str:
    """Return *document* as the command writes it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def current(
    subject: Subject, committed: dict[str, Any], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the document that *committed* should be: the script's, or the subject's own.

    It has the version, name and paths of *committed*, where *options* of the export do not say.
    """
    if subject.script is None:
        return subject.document.raw
    old = Document(committed)
    described: Any = {**_described(old), **options}
    return export(contract(subject.script), version=old.version or "2.0", **described)


def _described(document: Document) -> dict[str, Any]:
    info = document.info
    texts = {"title": "title", "service_version": "version", "description": "description"}
    said = {name: info[key] for name, key in texts.items() if isinstance(info.get(key), str)}
    return {**said, "path_prefix": _prefix(document), "examples": _has_examples(document)}


def _prefix(document: Document) -> str:
    path = document.scoring.path if document.scoring else ""
    return path.removesuffix("/score") if path.endswith("/score") else ""


def _has_examples(document: Document) -> bool:
    """Tell whether examples are shown; a document that says nothing of its input counts as yes."""
    node = document.input
    named = as_dict(node.raw).keys() if node else set()
    return not named or bool({"example", "examples"} & named)


def difference(committed: dict[str, Any], current: dict[str, Any], file: str) -> str:
    """Return the difference as a unified diff; nothing where there is none.

    The order of keys counts: it is the order in which Power BI calls by position.
    """
    old, new = (text_of(document).splitlines(keepends=True) for document in (committed, current))
    return "".join(difflib.unified_diff(old, new, file, "what the script gives"))


def drifted(text: str, file: str) -> Finding:
    """Return the finding about a committed document that is out of date."""
    changed = [line for line in text.splitlines()[2:] if line[:1] in "+-"]
    return DRIFTED.finding(Hit(f"{len(changed)} lines differ from what the script gives"), file, 1)
