"""Answers ``inference_schema.parameter_types.numpy_parameter_type``."""

from __future__ import annotations

from typing import Any

from schemagen.adapters import Adapter, is_a
from schemagen.azureml.parameter_types.abstract_parameter_type import BuiltInParameterType
from schemagen.errors import UnsupportedSample


class NumpyParameterType(BuiltInParameterType):
    """A numpy array; see :mod:`schemagen.adapters.numpy`."""

    def __init__(
        self, sample_input: Any, enforce_column_type: bool = True, enforce_shape: bool = True
    ) -> None:
        if not is_a(sample_input, "numpy", "ndarray"):
            raise UnsupportedSample(
                f"NumpyParameterType takes a numpy array, not {type(sample_input).__name__}",
                "give np.array(...), or the ParameterType of the sample's own library",
                value=sample_input,
            )
        super().__init__(sample_input)
        self.enforce_column_type = enforce_column_type
        self.enforce_shape = enforce_shape

    def _adapter(self) -> Adapter:
        from schemagen.adapters.numpy import NumpyAdapter

        return NumpyAdapter(self.enforce_column_type, self.enforce_shape)
