"""Answers ``inference_schema.schema_decorators``.

Called directly, a script decorated here converts as it did before (*lax*): what the old library
took is taken, if nothing is lost. A runner such as ``script.call`` follows the law instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemagen.azureml import schema_util
from schemagen.decorators import declare
from schemagen.decorators import output_schema as declare_output
from schemagen.operation import Input
from schemagen.sample import Sample


def input_schema(
    param_name: str,
    param_type: Any,
    convert_to_provided_type: bool = True,
    optional: bool = False,
) -> Callable[[Any], Any]:
    """Declare a parameter by a ParameterType (or a bare sample); see schemagen.input_schema."""
    sample = Sample.of(param_type)
    item = Input(param_name, sample, convert_to_provided_type, optional, lax=True)
    return schema_util.noting(declare(item))


def output_schema(output_type: Any) -> Callable[[Any], Any]:
    """Declare the result by a ParameterType (or a bare sample); see schemagen.output_schema."""
    return schema_util.noting(declare_output(output_type))
