"""Named schemas: ``$defs`` are lifted out to the document, titled records become components."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemagen.openapi.parts import NotExpressible, without
from schemagen.openapi.words import REF
from schemagen.schema import Schema, allows_null, map_schema, walk

_LOCAL = "#/$defs/"
_NOTES = ("description", "default", "examples", "deprecated", "readOnly", "writeOnly")
"""Keywords that belong to the place where a model is used."""


class Components:
    """The named schemas of one document; :attr:`named` grows as schemas pass through."""

    def __init__(self, taken: Iterable[str] = (), *, models: bool = False) -> None:
        self.named: dict[str, Schema] = {}
        self._models = models
        self._origin: dict[str, object] = dict.fromkeys(taken)

    def take(self, schema: Schema) -> Schema:
        """Return *schema* with references to the document in the place of its own definitions.

        NotExpressible names a reference that leads nowhere.
        """
        lifted = map_schema(schema, self._lifted)
        for path, node in walk(lifted):
            if not str(node.get("$ref", REF)).startswith(REF):
                raise NotExpressible("documents", f"the reference {node['$ref']}", path)
        return map_schema(lifted, self._hoisted) if self._models else lifted

    def _lifted(self, node: Schema) -> Schema:
        if "$defs" not in node:
            return node
        local = node["$defs"]
        names = {_LOCAL + old: REF + self._name(old, (local[old], local)) for old in local}

        def refer(part: Schema) -> Schema:
            return {**part, "$ref": names[part["$ref"]]} if part.get("$ref") in names else part

        for old, part in local.items():
            self.named[names[_LOCAL + old].removeprefix(REF)] = map_schema(part, refer)
        return map_schema(without(node, "$defs"), refer)

    def _hoisted(self, node: Schema) -> Schema:
        title = node.get("title")
        if not isinstance(title, str) or "properties" not in node:
            return node
        model = without(node, *_NOTES)
        name = self._name(title + ("OrNull" if allows_null(model) else ""), model)
        self.named[name] = {**model, "title": name}  # bravado names classes by their titles
        return {"$ref": REF + name, **{key: node[key] for key in _NOTES if key in node}}

    def _name(self, wanted: str, origin: object) -> str:
        """Return the name of *origin*: the wanted one, numbered where another has it."""
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", wanted)
        name, count = plain, 1
        while name in self._origin and self._origin[name] != origin:
            count += 1
            name = f"{plain}{count}"
        self._origin[name] = origin
        return name


def standalone(schema: Schema) -> Schema:
    """Return *schema* as a JSON Schema of its own, what it refers to in its ``$defs``."""
    components = Components()
    taken = components.take(schema)

    def local(node: Schema) -> Schema:
        if "$ref" not in node:
            return node
        return {**node, "$ref": node["$ref"].replace(REF, _LOCAL, 1)}

    named = {name: map_schema(part, local) for name, part in components.named.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **map_schema(taken, local),
        **({"$defs": named} if named else {}),
    }
