"""Answers ``inference_schema.parameter_types.standard_py_parameter_type``."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from schemagen.azureml.parameter_types.abstract_parameter_type import (
    AbstractParameterType,
    BuiltInParameterType,
)
from schemagen.errors import UnsupportedSample
from schemagen.sample import Sample


class StandardPythonParameterType(BuiltInParameterType):
    """A standard Python value, ParameterTypes and arrays at any depth inside."""

    def __init__(self, sample_input: Any) -> None:
        super().__init__(sample_input)
        members = sample_input.items() if isinstance(sample_input, dict) else ()
        self.sample_data_type_map = {
            k: v for k, v in members if isinstance(v, AbstractParameterType)
        }
        items = sample_input if isinstance(sample_input, (list, tuple)) else ()
        self.sample_data_type_list = [v for v in items if isinstance(v, AbstractParameterType)]

    @cached_property
    def _built_in(self) -> Sample:
        if self.sample_input is None:
            raise UnsupportedSample("a sample of None says nothing", "give a typical value")
        return Sample(self.sample_input)
