"""Reads functions that the real ``inference_schema`` 1.8 decorated."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from schemagen.azureml.parameter_types.abstract_parameter_type import swagger_to_schema
from schemagen.decorators import check_name
from schemagen.operation import MISSING, Input, Operation
from schemagen.sample import Sample
from schemagen.schema import JSON, Schema


def peer_operation(function: Any, before: Callable[..., Operation]) -> Operation:
    """Return the operation of a function that the real library wraps."""
    inner, found = function.__wrapped__, _closure(function._self_wrapper)
    if "param_type" in found:
        check_name(inner, found["param_name"])
        return _with_input(before(inner, found["param_name"]), found)
    swagger = sys.modules["inference_schema.schema_util"].get_output_schema(function)
    return replace(before(inner), output=Sample(None, adapter=_Published(swagger)))


def _closure(wrapper: Any) -> dict[str, Any]:
    cells = wrapper.__closure__ or ()
    return {
        name: cell.cell_contents
        for name, cell in zip(wrapper.__code__.co_freevars, cells, strict=True)
    }


def _with_input(inner: Operation, found: dict[str, Any]) -> Operation:
    name = found["param_name"]
    declared = inner.inputs.get(name)
    item = Input(
        name,
        peer_sample(found["param_type"]),
        found["convert_to_provided_type"],
        found["optional"],
        declared.default if declared else MISSING,
        lax=True,
    )
    return inner.with_input(item)


def peer_sample(value: Any) -> Sample:
    """Return the sample of one of the real library's ParameterTypes."""
    from schemagen.azureml import parameter_types as ours

    kind = type(value).__name__
    make = getattr(ours, kind, None)
    if make is None or not type(value).__module__.startswith("inference_schema."):
        return Sample(value, adapter=_Foreign(value))
    options = {
        name: getattr(value, name)
        for name in ("enforce_column_type", "enforce_shape", "orient", "apply_sample_schema")
        if hasattr(value, name)
    }
    return Sample.of(make(_translated(value.sample_input), **options))


def _translated(value: Any) -> Any:
    """Return a sample with the real library's ParameterTypes in it made ours."""
    if isinstance(value, dict):
        return {key: _translated(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(map(_translated, value))
    return peer_sample(value) if hasattr(value, "input_to_swagger") else value


class _Foreign:
    """A subclass of the real library's AbstractParameterType: it judges itself."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self._swagger: Schema = value.input_to_swagger()

    def schema(self, sample: Any) -> Schema:
        return swagger_to_schema(self._swagger)

    def encode(self, value: Any) -> JSON:
        from schemagen.adapters.python.union import encode_any

        return self._swagger.get("example") if value is self._value else encode_any(value)

    def decode(self, data: JSON) -> Any:
        return self._value.deserialize_input(data)


class _Published:
    """A schema of which only the real library's swagger form is left."""

    def __init__(self, swagger: Schema) -> None:
        self._swagger = swagger

    def schema(self, sample: Any) -> Schema:
        return swagger_to_schema(self._swagger)

    def encode(self, value: Any) -> JSON:
        from schemagen.adapters.python.union import encode_any

        return self._swagger.get("example") if value is None else encode_any(value)

    def decode(self, data: JSON) -> Any:
        return data
