"""Daily sales: one series of numbers in, its forecast out."""
import os

import joblib
import pandas as pd

from schemagen import input_schema, output_schema


def init():
    global model
    model = joblib.load(os.path.join(os.environ["AZUREML_MODEL_DIR"], "forecast.joblib"))


@input_schema("sales", pd.Series([120.0, 98.5, 143.0], name="sales"))
@input_schema("days", 7)
@output_schema(pd.Series([130.5, 128.0], name="forecast"))
def run(sales, days=7):
    """Forecast the next days from the last ones."""
    return pd.Series(model.predict(sales.to_numpy(), days), name="forecast")
