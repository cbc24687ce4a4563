"""Classes whose instances are records: dataclasses, namedtuples, pydantic models."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True)
class Fields:
    """A record class: its field *names*, those that may be left out, and how it is made."""

    type: type
    names: tuple[str, ...]
    optional: frozenset[str]

    def read(self, record: Any) -> dict[str, Any]:
        """Return the record's fields by name."""
        return {name: getattr(record, name) for name in self.names}

    def make(self, values: dict[str, Any]) -> Any:
        """Return a record of *values*; what the class itself refuses raises its own error."""
        return self.type(**{name: values[name] for name in self.names if name in values})


@lru_cache(maxsize=256)
def fields_of(cls: type) -> Fields | None:
    """Return what is known of *cls* if its instances are records."""
    if dataclasses.is_dataclass(cls):
        shown = [f for f in dataclasses.fields(cls) if f.init]
        return Fields(
            cls, tuple(f.name for f in shown), frozenset(filter(None, map(_default, shown)))
        )
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return Fields(cls, tuple(cls._fields), frozenset(cls._field_defaults))  # type: ignore[attr-defined]
    pydantic = sys.modules.get("pydantic")
    if pydantic is not None and issubclass(cls, pydantic.BaseModel):
        known = cls.model_fields  # type: ignore[attr-defined]
        optional = frozenset(name for name, f in known.items() if not f.is_required())
        return Fields(cls, tuple(known), optional)
    return None


def _default(field: dataclasses.Field[Any]) -> str | None:
    missing = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    return None if missing else field.name
