"""Serves an entry script over HTTP as Azure's inference server does, without its faults.

``create_app(script)`` is a WSGI callable for any server; ``schemagen serve`` runs it on granian.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemagen.serving.app import App as App
    from schemagen.serving.factory import create_app as create_app
    from schemagen.serving.settings import Settings as Settings

_HOMES = {"App": "app", "Settings": "settings", "create_app": "factory"}

__all__ = ["App", "Settings", "create_app"]


def __getattr__(name: str) -> Any:
    """Import what is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'schemagen.serving' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"schemagen.serving.{_HOMES[name]}"), name)
