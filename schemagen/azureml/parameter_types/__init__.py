"""Answers ``inference_schema.parameter_types``: a ParameterType is a sample with its options."""

from __future__ import annotations

from schemagen.azureml.parameter_types.numpy_parameter_type import NumpyParameterType
from schemagen.azureml.parameter_types.pandas_parameter_type import PandasParameterType
from schemagen.azureml.parameter_types.spark_parameter_type import SparkParameterType
from schemagen.azureml.parameter_types.standard_py_parameter_type import (
    StandardPythonParameterType,
)

__all__ = [
    "NumpyParameterType",
    "PandasParameterType",
    "SparkParameterType",
    "StandardPythonParameterType",
]
