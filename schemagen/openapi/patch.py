"""JSON Merge Patch (RFC 7396), for every version of a document or for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from schemagen.errors import shown
from schemagen.openapi.shape import OptionError
from schemagen.schema import JSON


def merged(document: JSON, *patches: Mapping[str, JSON]) -> Any:
    """Return *document* with *patches* applied in order: null takes out, objects merge."""
    for patch in patches:
        document = _patched(document, patch)
    return document


def patches_for(
    version: str, known: Collection[str], patches: Iterable[Mapping[str, JSON]]
) -> Iterator[Mapping[str, JSON]]:
    """Yield what is for *version*: whole patches, and of those whose keys are versions its part."""
    for patch in patches:
        by_version = bool(patch) and all(key in known for key in patch)
        part = patch.get(version, {}) if by_version else patch
        if not isinstance(part, Mapping):
            raise OptionError(f"patch: expected an object for {version}, got {shown(part)}")
        yield part


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
