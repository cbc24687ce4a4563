"""Tells the real ``inference_schema`` what ours declares, so that Azure's own server serves it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from schemagen.azureml.schema_util import views
from schemagen.operation import Operation


def publish(real: ModuleType, function: Any, operation: Operation) -> None:
    """Enter *operation* into the tables of *real* under the key that its own look-up returns.

    Where that look-up fails, as in a closure that holds itself, nobody could read an entry.
    """
    try:
        key = real._get_function_full_qual_name(function)
    except (ValueError, RecursionError):
        return
    real.__functions_schema__[key], real.__versions__[key] = views(operation)
