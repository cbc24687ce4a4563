"""Entry scripts that work, as people write them: name, text, a request, its answer.

Those of POWER_BI answer a table row by row; those of AZURE work behind other clients only.
"""

PEER = """import json, os, logging
import numpy as np
import pandas as pd
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType

class Model:
    def predict(self, X):
        return np.asarray(X, dtype=float).sum(axis=1)
    def predict_proba(self, X):
        total = np.asarray(X, dtype=float).sum(axis=1)
        return np.stack([1 / (1 + total), total / (1 + total)], axis=1)

def init():
    global model
    model = Model()

frame = pd.DataFrame({'a': [1.5, 2.5], 'b': [0.5, 3.5]})
inputs = StandardPythonParameterType({'data': PandasParameterType(frame)})
numbers = StandardPythonParameterType({'Results': NumpyParameterType(np.array([0.5, 1.5]))})
texts = StandardPythonParameterType({'Results': StandardPythonParameterType(['yes', 'no'])})
"""
TABLE = {"Inputs": {"data": [{"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 4.5}]}}
IN = "@input_schema('Inputs', inputs)\n"
OUT = "@output_schema(numbers)\n"
SUMS = {"Results": [3.0, 7.5]}

POWER_BI = [
    ("dict of a list", PEER + IN + OUT + "def run(Inputs):\n    return {'Results': model.predict(Inputs['data']).tolist()}\n", TABLE, SUMS),
    ("dict of an array", PEER + IN + OUT + "def run(Inputs):\n    return {'Results': model.predict(Inputs['data'])}\n", TABLE, SUMS),
    ("dict of a series", PEER + IN + OUT + "def run(Inputs):\n    df = Inputs['data']\n    return {'Results': df['a'] + df['b']}\n", TABLE, SUMS),
    ("a name for the answer", PEER + IN + OUT + "def run(Inputs):\n    data = Inputs['data']\n    result = model.predict(data)\n    answer = {'Results': result.tolist()}\n    return answer\n", TABLE, SUMS),
    ("filled after it is made", PEER + IN + OUT + "def run(Inputs):\n    answer = {}\n    answer['Results'] = model.predict(Inputs['data']).tolist()\n    return answer\n", TABLE, SUMS),
    ("dict()", PEER + IN + OUT + "def run(Inputs):\n    return dict(Results=model.predict(Inputs['data']).tolist())\n", TABLE, SUMS),
    ("a merged dict", PEER + IN + OUT + "def run(Inputs):\n    base = {'Results': []}\n    return {**base, 'Results': model.predict(Inputs['data']).tolist()}\n", TABLE, SUMS),
    ("a helper answers", PEER + "def score(df):\n    return {'Results': model.predict(df).tolist()}\n" + IN + OUT + "def run(Inputs):\n    return score(Inputs['data'])\n", TABLE, SUMS),
    ("errors are raised", PEER + IN + OUT + "def run(Inputs):\n    try:\n        return {'Results': model.predict(Inputs['data']).tolist()}\n    except Exception as e:\n        logging.error(str(e))\n        raise\n", TABLE, SUMS),
    ("errors are raised anew", PEER + IN + OUT + "def run(Inputs):\n    try:\n        result = model.predict(Inputs['data'])\n    except ValueError as e:\n        raise RuntimeError('scoring failed') from e\n    return {'Results': result.tolist()}\n", TABLE, SUMS),
    ("errors as text", PEER + IN + OUT + "def run(Inputs):\n    try:\n        return {'Results': model.predict(Inputs['data']).tolist()}\n    except Exception as e:\n        return str(e)\n", TABLE, SUMS),
    ("errors as a dict", PEER + IN + OUT + "def run(Inputs):\n    try:\n        return {'Results': model.predict(Inputs['data']).tolist()}\n    except Exception as e:\n        return {'error': str(e)}\n", TABLE, SUMS),
    ("errors as JSON text", PEER + IN + OUT + "def run(Inputs):\n    try:\n        result = {'Results': model.predict(Inputs['data']).tolist()}\n    except Exception as e:\n        result = json.dumps({'error': str(e)})\n    return result\n", TABLE, SUMS),
    ("a default for GlobalParameters", PEER + "@input_schema('GlobalParameters', StandardPythonParameterType(1.0))\n" + IN + OUT + "def run(Inputs, GlobalParameters=1.0):\n    return {'Results': (model.predict(Inputs['data']) * GlobalParameters).tolist()}\n", TABLE, SUMS),
    ("GlobalParameters not converted", PEER + "method = StandardPythonParameterType({'method': StandardPythonParameterType('predict')})\n@input_schema('GlobalParameters', method, convert_to_provided_type=False)\n" + IN + OUT + "def run(Inputs, GlobalParameters={'method': 'predict'}):\n    data = Inputs['data']\n    if GlobalParameters.get('method', None) == 'predict_proba':\n        result = model.predict_proba(data)\n    else:\n        result = model.predict(data)\n    if isinstance(result, pd.DataFrame):\n        result = result.values\n    return {'Results': result.tolist()}\n", TABLE, SUMS),
    ("GlobalParameters left out of run()", PEER + IN + OUT + "def run(Inputs, **kwargs):\n    return {'Results': model.predict(Inputs['data']).tolist()}\n", TABLE, SUMS),
    ("lists in lists", PEER + IN + "@output_schema(StandardPythonParameterType({'Results': NumpyParameterType(np.array([[0.5, 0.5]]))}))\ndef run(Inputs):\n    return {'Results': model.predict_proba(Inputs['data']).round(3).tolist()}\n", TABLE, {"Results": [[0.25, 0.75], [0.118, 0.882]]}),
    ("records by to_dict", PEER + IN + "@output_schema(StandardPythonParameterType({'Results': [{'sum': 0.5, 'size': 'big'}]}))\ndef run(Inputs):\n    df = Inputs['data'].copy()\n    out = pd.DataFrame({'sum': model.predict(df)})\n    out['size'] = np.where(out['sum'] > 5, 'big', 'small')\n    return {'Results': out.to_dict(orient='records')}\n", TABLE, {"Results": [{"sum": 3.0, "size": "small"}, {"sum": 7.5, "size": "big"}]}),
    ("records by to_json and loads", PEER + IN + "@output_schema(StandardPythonParameterType({'Results': [{'sum': 0.5}]}))\ndef run(Inputs):\n    out = pd.DataFrame({'sum': model.predict(Inputs['data'])})\n    return {'Results': json.loads(out.to_json(orient='records'))}\n", TABLE, {"Results": [{"sum": 3.0}, {"sum": 7.5}]}),
    ("records as a frame", PEER + IN + "@output_schema(StandardPythonParameterType({'Results': PandasParameterType(pd.DataFrame({'sum': [0.5]}))}))\ndef run(Inputs):\n    return {'Results': pd.DataFrame({'sum': model.predict(Inputs['data'])})}\n", TABLE, {"Results": [{"sum": 3.0}, {"sum": 7.5}]}),
    ("records by a comprehension", PEER + IN + "@output_schema(StandardPythonParameterType({'Results': [{'low': 0.5, 'high': 1.5}]}))\ndef run(Inputs):\n    sums = model.predict(Inputs['data'])\n    return {'Results': [{'low': float(s) - 1, 'high': float(s) + 1} for s in sums]}\n", TABLE, {"Results": [{"low": 2.0, "high": 4.0}, {"low": 6.5, "high": 8.5}]}),
    ("texts", PEER + IN + "@output_schema(texts)\ndef run(Inputs):\n    return {'Results': ['yes' if s > 5 else 'no' for s in model.predict(Inputs['data'])]}\n", TABLE, {"Results": ["no", "yes"]}),
    ("texts by a map", PEER + IN + "@output_schema(texts)\ndef run(Inputs):\n    labels = {0: 'no', 1: 'yes'}\n    return {'Results': list(map(lambda s: labels[int(s > 5)], model.predict(Inputs['data'])))}\n", TABLE, {"Results": ["no", "yes"]}),
    ("JSON in each result", PEER + IN + "@output_schema(texts)\ndef run(Inputs):\n    return {'Results': [json.dumps({'s': float(s)}) for s in model.predict(Inputs['data'])]}\n", TABLE, {"Results": ['{"s": 3.0}', '{"s": 7.5}']}),
    ("json.loads of json.dumps", PEER + IN + OUT + "def run(Inputs):\n    text = json.dumps({'Results': model.predict(Inputs['data']).tolist()})\n    return json.loads(text)\n", TABLE, SUMS),
    ("dumps for the log", PEER + IN + OUT + "def run(Inputs):\n    result = model.predict(Inputs['data']).tolist()\n    logging.info(json.dumps({'n': len(result)}))\n    print(json.dumps(result))\n    return {'Results': result}\n", TABLE, SUMS),
    ("an inner function returns text", PEER + IN + OUT + "def run(Inputs):\n    def name(row):\n        return 'row %s' % row\n    names = [name(i) for i in range(2)]\n    return {'Results': model.predict(Inputs['data']).tolist()}\n", TABLE, SUMS),
    ("one table under data", PEER + "@input_schema('data', PandasParameterType(frame))\n@output_schema(NumpyParameterType(np.array([0.5])))\ndef run(data):\n    try:\n        result = model.predict(data)\n        return result.tolist()\n    except Exception as e:\n        error = str(e)\n        return error\n", {"data": TABLE["Inputs"]["data"]}, [3.0, 7.5]),
    ("one table, an array back", PEER + "@input_schema('data', PandasParameterType(frame))\n@output_schema(NumpyParameterType(np.array([0.5])))\ndef run(data):\n    return model.predict(data)\n", {"data": TABLE["Inputs"]["data"]}, [3.0, 7.5]),
    ("no output declared", PEER + "@input_schema('data', PandasParameterType(frame))\ndef run(data):\n    return model.predict(data).tolist()\n", {"data": TABLE["Inputs"]["data"]}, [3.0, 7.5]),
    ("a table called inputs", PEER + "@input_schema('inputs', PandasParameterType(frame))\n@output_schema(NumpyParameterType(np.array([0.5])))\ndef run(inputs):\n    return model.predict(inputs).tolist()\n", {"inputs": TABLE["Inputs"]["data"]}, [3.0, 7.5]),
    ("the designer's names", PEER + "@input_schema('Inputs', StandardPythonParameterType({'WebServiceInput0': PandasParameterType(frame)}))\n@input_schema('GlobalParameters', StandardPythonParameterType({}))\n@output_schema(StandardPythonParameterType({'Results': {'WebServiceOutput0': PandasParameterType(pd.DataFrame({'Scored Labels': [0.5]}))}}))\ndef run(Inputs, GlobalParameters={}):\n    out = pd.DataFrame({'Scored Labels': model.predict(Inputs['WebServiceInput0'])})\n    return {'Results': {'WebServiceOutput0': out.to_dict('records')}}\n", {"Inputs": {"WebServiceInput0": TABLE["Inputs"]["data"]}}, {"Results": {"WebServiceOutput0": [{"Scored Labels": 3.0}, {"Scored Labels": 7.5}]}}),
    ("dates and choices", PEER + "mixed = pd.DataFrame({'when': pd.to_datetime(['2020-01-01', '2020-06-01']), 'kind': pd.Categorical(['a', 'b']), 'n': [1, 2], 'ok': [True, False]})\n@input_schema('Inputs', StandardPythonParameterType({'data': PandasParameterType(mixed)}))\n" + OUT + "def run(Inputs):\n    df = Inputs['data']\n    month = df['when'].dt.month + df['n']\n    return {'Results': month.astype(float).values}\n", {"Inputs": {"data": [{"when": "2021-03-01T00:00:00", "kind": "a", "n": 4, "ok": True}]}}, {"Results": [7.0]}),
    ("typed series, as AutoML writes", PEER + "data_sample = PandasParameterType(pd.DataFrame({'Age': pd.Series([0], dtype='int64'), 'Work Life': pd.Series(['example_value'], dtype='object')}))\n@input_schema('Inputs', StandardPythonParameterType({'data': data_sample}))\n@output_schema(StandardPythonParameterType({'Results': NumpyParameterType(np.array(['example_value']))}))\ndef run(Inputs):\n    return {'Results': [f'{a}{w}' for a, w in Inputs['data'].values]}\n", {"Inputs": {"data": [{"Age": 4, "Work Life": "good"}]}}, {"Results": ["4good"]}),
    ("a generator's list", PEER + IN + OUT + "def run(Inputs):\n    return {'Results': list(float(s) for s in model.predict(Inputs['data']))}\n", TABLE, SUMS),
    ("batches inside", PEER + IN + OUT + "def run(Inputs):\n    df, parts = Inputs['data'], []\n    for start in range(0, len(df), 1):\n        parts.append(model.predict(df[start:start + 1]))\n    return {'Results': np.concatenate(parts)}\n", TABLE, SUMS),
    ("an early way out", PEER + IN + OUT + "def run(Inputs):\n    df = Inputs['data']\n    if df.empty:\n        return {'Results': []}\n    return {'Results': model.predict(df).tolist()}\n", TABLE, SUMS),
    ("a conditional answer", PEER + IN + OUT + "def run(Inputs):\n    r = model.predict(Inputs['data'])\n    return {'Results': r.tolist()} if hasattr(r, 'tolist') else {'Results': list(r)}\n", TABLE, SUMS),
    ("one name, two values", PEER + IN + OUT + "def run(Inputs):\n    result = 'nothing yet'\n    result = {'Results': model.predict(Inputs['data']).tolist()}\n    return result\n", TABLE, SUMS),
    ("a walrus", PEER + IN + OUT + "def run(Inputs):\n    return (answer := {'Results': model.predict(Inputs['data']).tolist()})\n", TABLE, SUMS),
    ("async", PEER + IN + OUT + "async def run(Inputs):\n    return {'Results': model.predict(Inputs['data']).tolist()}\n", TABLE, SUMS),
    ("annotated", PEER + IN + OUT + "def run(Inputs: dict) -> dict:\n    \"\"\"Score rows.\"\"\"\n    return {'Results': model.predict(Inputs['data']).tolist()}\n", TABLE, SUMS),
    ("finally", PEER + IN + OUT + "def run(Inputs):\n    try:\n        return {'Results': model.predict(Inputs['data']).tolist()}\n    finally:\n        logging.info('done')\n", TABLE, SUMS),
    ("null for NaN", PEER + IN + OUT + "def run(Inputs):\n    df = Inputs['data']\n    return {'Results': (df['a'] / df['b']).tolist()}\n", {"Inputs": {"data": [{"a": 1.0, "b": 2.0}, {"a": None, "b": 1.0}]}}, {"Results": [0.5, None]}),
    ("AMLResponse for errors", "from azureml.contrib.services.aml_response import AMLResponse\n" + PEER + IN + OUT + "def run(Inputs):\n    try:\n        return {'Results': model.predict(Inputs['data']).tolist()}\n    except Exception as e:\n        return AMLResponse(str(e), 500)\n", TABLE, SUMS),
]  # fmt: skip

BODY = "import json\ndef init():\n    global model\n    model = lambda rows: [sum(row) for row in rows]\n"
ROWS = {"data": [[1.0, 2.0], [3.0, 4.5]]}
ARRAY = PEER + "@input_schema('data', NumpyParameterType(np.array([[1.5, 2.5]])))\n"

AZURE = [
    ("the body as text", BODY + "def run(raw_data):\n    data = json.loads(raw_data)['data']\n    return model(data)\n", ROWS, [3.0, 7.5]),
    ("the body as text, JSON back", BODY + "def run(raw_data):\n    data = json.loads(raw_data)['data']\n    return json.dumps({'result': model(data)})\n", ROWS, '{"result": [3.0, 7.5]}'),
    ("the body as text, errors too", BODY + "def run(raw_data):\n    try:\n        data = json.loads(raw_data)['data']\n        return {'result': model(data)}\n    except Exception as e:\n        return {'error': str(e)}\n", ROWS, {"result": [3.0, 7.5]}),
    ("an array, a list back", ARRAY + "@output_schema(NumpyParameterType(np.array([0.5])))\ndef run(data):\n    return model.predict(data).tolist()\n", ROWS, [3.0, 7.5]),
    ("an array, JSON text declared as text", ARRAY + "@output_schema(StandardPythonParameterType('{}'))\ndef run(data):\n    return json.dumps({'result': model.predict(data).tolist()})\n", ROWS, '{"result": [3.0, 7.5]}'),
    ("an array, a number back", ARRAY + "@output_schema(StandardPythonParameterType(0.5))\ndef run(data):\n    return float(model.predict(data).sum())\n", ROWS, 10.5),
    ("an array, a dict back", ARRAY + "@output_schema(StandardPythonParameterType({'result': [0.5], 'version': '1'}))\ndef run(data):\n    return {'result': model.predict(data).tolist(), 'version': '2'}\n", ROWS, {"result": [3.0, 7.5], "version": "2"}),
    ("the request itself", "from azureml.contrib.services.aml_request import AMLRequest, rawhttp\nfrom azureml.contrib.services.aml_response import AMLResponse\ndef init(): pass\n@rawhttp\ndef run(request):\n    return AMLResponse(request.get_data(), 200)\n", ROWS, ROWS),
]  # fmt: skip
