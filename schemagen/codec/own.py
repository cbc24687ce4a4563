"""What is handed out as it came, copied where it is the caller's own."""

from __future__ import annotations

from typing import Any

from schemagen.schema import JSON, UNCHECKED, Schema, types_of, walk


def hands_out(schema: Schema) -> bool:
    """Tell whether values may hold what *schema* does not name, which nothing is made of."""
    return any(map(_is_open, (node for _, node in walk(schema))))


def _is_open(node: Schema) -> bool:
    kinds = types_of(node)
    return bool(
        node.get(UNCHECKED)
        or not (kinds or "anyOf" in node)
        or ("object" in kinds and "additionalProperties" not in node)
        or ("array" in kinds and not node.keys() & {"items", "prefixItems"})
    )


def copied(data: JSON) -> JSON:
    """Return *data* with new lists and dicts, however deep."""
    whole = [data]
    made: dict[int, Any] = {}  # what holds itself ends too
    left: list[Any] = [whole]
    while left:
        part = left.pop()
        for step, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
            if isinstance(value, (dict, list)):
                if id(value) not in made:
                    made[id(value)] = value.copy()
                    left.append(made[id(value)])
                part[step] = made[id(value)]
    return whole[0]
