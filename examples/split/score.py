# Sensor readings as pandas writes them with orient="split": columns, index and data.
import pandas as pd
import tensorflow as tf
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
import numpy as np

readings = pd.DataFrame(
    [[20.5, 0.41, 3], [21.0, 0.39, 4]],
    columns=["temperature", "humidity", "windows open"],
    index=pd.to_datetime(["2024-01-01 00:00", "2024-01-01 01:00"]),
)


def init():
    global model
    model = tf.keras.models.load_model("model.keras")


@input_schema("readings", PandasParameterType(readings, orient="split"))
@output_schema(NumpyParameterType(np.array([0.1, 0.9])))
def run(readings):
    return model.predict(readings.to_numpy()).ravel()
