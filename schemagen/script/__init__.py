"""Entry scripts, loaded anywhere."""

from __future__ import annotations

from schemagen.script.entry import EntryScript, Response
from schemagen.script.errors import LoadError
from schemagen.script.loader import load

__all__ = ["EntryScript", "LoadError", "Response", "load"]
