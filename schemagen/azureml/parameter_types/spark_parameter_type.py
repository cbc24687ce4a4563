"""Answers ``inference_schema.parameter_types.spark_parameter_type``."""

from __future__ import annotations

from typing import Any

from schemagen.adapters import Adapter
from schemagen.azureml.parameter_types.abstract_parameter_type import BuiltInParameterType


class SparkParameterType(BuiltInParameterType):
    """A Spark frame (classic or Connect) or a StructType; see :mod:`schemagen.adapters.pyspark`."""

    def __init__(self, sample_input: Any, apply_sample_schema: bool = True) -> None:
        super().__init__(sample_input)
        self.apply_sample_schema = apply_sample_schema

    def _adapter(self) -> Adapter:
        from schemagen.adapters.pyspark import SparkAdapter

        return SparkAdapter(self.apply_sample_schema)
