"""The interactive page at ``/docs``: one file, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import Path


def page(title: str) -> bytes:
    """Return the page, headed by *title*."""
    text = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    return text.replace("{{title}}", escape(title)).encode()
