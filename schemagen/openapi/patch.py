"""JSON Merge Patch (RFC 7396)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemagen.schema import JSON


def merged(document: JSON, *patches: Mapping[str, JSON]) -> Any:
    """Return *document* with *patches* applied in order: null takes out, objects merge."""
    for patch in patches:
        document = _patched(document, patch)
    return document


def _patched(target: JSON, patch: JSON) -> JSON:
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _patched(result.get(key), value)
    return result
