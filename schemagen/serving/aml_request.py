"""``AMLRequest`` in a server: Werkzeug's request, under the names that scripts import it by."""

from __future__ import annotations

from werkzeug.wrappers import Request

from schemagen.azureml.aml_request import rawhttp


class AMLRequest(Request):
    """The HTTP request that a ``@rawhttp`` function gets."""

    max_form_memory_size = 500_000
    max_form_parts = 1000


__all__ = ["AMLRequest", "rawhttp"]
