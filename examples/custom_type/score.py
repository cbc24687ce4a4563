# Pictures: a parameter type of one's own reads base64 PNG into an array of pixels.
import base64
import io

import torch
import torch.nn as nn
from PIL import Image
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.abstract_parameter_type import AbstractParameterType
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType


class PictureType(AbstractParameterType):
    """A PNG picture, as base64 text."""

    def __init__(self, sample_input):
        super().__init__(sample_input)

    def deserialize_input(self, input_data):
        if not isinstance(input_data, str):
            raise ValueError("expected base64 text")
        return Image.open(io.BytesIO(base64.b64decode(input_data))).convert("RGB")

    def input_to_swagger(self):
        return {"type": "string", "format": "byte", "example": self.sample_input}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(512, 2)

    @torch.no_grad()
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(x)


def init():
    global model
    model = Net()


@input_schema("picture", PictureType("iVBORw0KGgo="))
@output_schema(StandardPythonParameterType({"label": "cat", "score": 0.98}))
def run(picture):
    return {"label": "cat", "score": float(model(picture))}
