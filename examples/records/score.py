# Churn: a table of customers in, a label and a probability for each out.
import os
import logging

import mlflow
import pandas as pd
from azureml.core.model import Model
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType

logger = logging.getLogger(__name__)

input_sample = pd.DataFrame({
    "customer_id": ["C-001", "C-002"],
    "tenure_months": [12, 48],
    "monthly_charge": [29.85, 56.95],
    "is_senior": [False, True],
    "signed_up": pd.to_datetime(["2024-03-01", "2021-07-15"]),
})
output_sample = pd.DataFrame({"label": ["stay", "churn"], "probability": [0.12, 0.91]})


def init():
    global model
    model = mlflow.sklearn.load_model(Model.get_model_path("churn"))
    logger.info("model loaded")


@input_schema("data", PandasParameterType(input_sample))
@output_schema(PandasParameterType(output_sample))
def run(data):
    probability = model.predict_proba(data.drop(columns=["customer_id"]))[:, 1]
    return pd.DataFrame({
        "label": ["churn" if p > 0.5 else "stay" for p in probability],
        "probability": probability,
    })
