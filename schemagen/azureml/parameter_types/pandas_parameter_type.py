"""Answers ``inference_schema.parameter_types.pandas_parameter_type``."""

from __future__ import annotations

from typing import Any
from warnings import warn

from schemagen.adapters import Adapter, is_a
from schemagen.azureml.parameter_types.abstract_parameter_type import BuiltInParameterType
from schemagen.errors import UnsupportedSample


class PandasParameterType(BuiltInParameterType):
    """A pandas DataFrame; see :mod:`schemagen.adapters.pandas`."""

    def __init__(
        self,
        sample_input: Any,
        enforce_column_type: bool = True,
        enforce_shape: bool = True,
        apply_column_names: bool = False,
        orient: str = "records",
    ) -> None:
        if not is_a(sample_input, "pandas", "DataFrame"):
            raise UnsupportedSample(
                f"PandasParameterType takes a DataFrame, not {type(sample_input).__name__}",
                "give pd.DataFrame(...), or the sample itself without a ParameterType",
                value=sample_input,
            )
        from schemagen.adapters.pandas.orients import ORIENTS

        if orient not in ORIENTS:
            raise UnsupportedSample(
                f"orient={orient!r} is unknown", f"give one of {', '.join(ORIENTS)}"
            )
        if apply_column_names:
            message = "apply_column_names is deprecated: columns are matched by name"
            warn(message, DeprecationWarning, stacklevel=2)
        super().__init__(sample_input)
        self.enforce_column_type = enforce_column_type
        self.enforce_shape = enforce_shape
        self.apply_column_names = apply_column_names
        self.orient = orient

    def _adapter(self) -> Adapter:
        from schemagen.adapters.pandas import PandasAdapter

        return PandasAdapter(
            self.orient,
            self.enforce_column_type,
            self.enforce_shape,
            apply_column_names=self.apply_column_names,
        )
