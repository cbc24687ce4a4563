"""Comparing contracts: what was asked for and given before, and what is now."""

from __future__ import annotations

from typing import Any

from schemagen.checks.compare.change import LEVELS, Change
from schemagen.checks.compare.documents import changes
from schemagen.checks.compare.sources import Source, contract_of, documents_of
from schemagen.checks.plain import bounded


def diff(old: Source, new: Source, **loading: Any) -> list[Change]:
    """Return what changed from *old* to *new*, gravest first.

    Each is a document (dict or path), an entry script (loaded, or its path) or ``git:REV:path``.
    What is taken and what is given are judged each in its own direction: ``breaking`` refuses what
    was valid, or gives what could not come; ``risky`` breaks some readers; ``compatible`` none.
    """
    before, after = contract_of(old, **loading), contract_of(new, **loading)
    with bounded("one of the documents"):
        found = dict.fromkeys(changes(*documents_of(before, after)))
    return sorted(found, key=lambda change: LEVELS.index(change.level))


__all__ = ["LEVELS", "Change", "diff"]
