"""Answers ``inference_schema.parameter_types.abstract_parameter_type``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from schemagen.adapters import Adapter
from schemagen.adapters.python.union import encode_any
from schemagen.sample import Sample
from schemagen.schema import JSON, TYPE_EXTENSION, Schema, map_schema, with_null

_PEER_FORMATS = ("numpy.ndarray", "pandas.DataFrame")


class AbstractParameterType(ABC):
    """A sample and how its parameter is read and described; users derive their own from it.

    A subclass gives ``deserialize_input`` (parsed JSON to the argument) and ``input_to_swagger``
    (its schema, with an ``example``). It judges its input itself.
    """

    sample_input: Any
    sample_data_type: type

    def __init__(self, sample_input: Any) -> None:
        self.sample_input = sample_input
        self.sample_data_type = type(sample_input)

    @abstractmethod
    def deserialize_input(self, input_data: Any) -> Any:
        """Return the argument that parsed JSON stands for; what it raises refuses the request."""

    @abstractmethod
    def input_to_swagger(self) -> Schema:
        """Return the schema of the sample, with its ``example``."""

    def supported_versions(self) -> list[str]:
        """Return the OpenAPI versions that can describe the sample."""
        from schemagen.azureml.peer_form import supports_2_0

        fit = supports_2_0(self.input_to_swagger())
        return ["2.0", "3.0", "3.1"] if fit else ["3.0", "3.1"]

    def __schemagen_sample__(self) -> Sample:
        """Return the sample that this type stands for."""
        return self._own_sample

    @cached_property
    def _own_sample(self) -> Sample:
        return _SelfJudging(self)


class BuiltInParameterType(AbstractParameterType):
    """A ParameterType of the library itself: a sample of one of our adapters.

    A user's subclass that overrides how it reads or describes judges itself, like any other.
    """

    @cached_property
    def _own_sample(self) -> Sample:
        cls = type(self)
        kept = (
            cls.deserialize_input is BuiltInParameterType.deserialize_input
            and cls.input_to_swagger is BuiltInParameterType.input_to_swagger
        )
        return self._built_in if kept else _SelfJudging(self)

    @cached_property
    def _built_in(self) -> Sample:
        return Sample(self.sample_input, adapter=self._adapter())

    def _adapter(self) -> Adapter | None:
        """Return the adapter with this type's options; None = the sample's own."""
        return None

    def deserialize_input(self, input_data: Any) -> Any:
        """Return the argument that parsed JSON stands for; InputError (a ValueError) otherwise."""
        return self._built_in.convert(input_data, lax=True)

    def input_to_swagger(self) -> Schema:
        """Return the schema of the sample, with its ``example``, in the old library's form."""
        from schemagen.azureml.peer_form import peer_schema

        return peer_schema(self._built_in)


class _SelfJudging(Sample):
    """The sample of a user's ParameterType: described by its swagger, read by its own code."""

    def __init__(self, own: AbstractParameterType) -> None:
        super().__init__(own.sample_input, adapter=_OwnCode(own))
        self._own = own

    @property
    def peer_schema(self) -> Schema:
        """What the type itself says."""
        return self._own.input_to_swagger()

    def example(self, rows: int = 0) -> JSON:
        """Return the example that the type itself gives."""
        return self.peer_schema.get("example")

    @property
    def has_example(self) -> bool:
        """Tell whether the type gives one."""
        return "example" in self.peer_schema


class _OwnCode:
    """A user's ParameterType as an adapter."""

    def __init__(self, own: AbstractParameterType) -> None:
        self._own = own

    def schema(self, sample: Any) -> Schema:
        return swagger_to_schema(self._own.input_to_swagger())

    def encode(self, value: Any) -> JSON:
        return encode_any(value)

    def decode(self, data: JSON) -> Any:
        return self._own.deserialize_input(data)


def swagger_to_schema(swagger: Schema) -> Schema:
    """Return the old library's form of a schema as JSON Schema 2020-12, without its example."""
    return map_schema(
        {key: value for key, value in swagger.items() if key != "example"}, _canonical
    )


def _canonical(node: Schema) -> Schema:
    kept = {key: value for key, value in node.items() if key != "x-nullable"}
    if str(kept.get("format", "")).startswith(_PEER_FORMATS):
        kept[TYPE_EXTENSION] = kept.pop("format")
    if kept.get("format") in ("byte", "binary"):
        kept = {**{k: v for k, v in kept.items() if k != "format"}, "contentEncoding": "base64"}
    return with_null(kept) if node.get("x-nullable") else kept
