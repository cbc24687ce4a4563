"""Entry scripts that are served, ours and Azure's server side by side."""

UNDECORATED = """
import json
def init():
    global calls
    calls = 0
def run(data):
    global calls
    calls += 1
    return {"got": data, "kind": type(data).__name__}
"""

SCRIPTS = {
    "plain": UNDECORATED,
    "returns": """
import enum, json
class Colour(enum.IntEnum):
    RED = 1
VALUES = {
    "none": None, "int": 3, "float": 1.5, "true": True, "text": "a", "list": [1, "b"],
    "tuple": ("body", 201), "dict": {"a": 1}, "enum": Colour.RED, "big": 10 ** 30,
    "keys": {1: "a", None: "b", True: "c"}, "latin": "é", "dumped": json.dumps({"a": 1}),
    "empty": "", "nested": {"a": [{"b": None}]},
}
def init(): pass
def run(data): return VALUES[data]
""",
    "decorated": """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
def init(): pass
@input_schema("data", StandardPythonParameterType([1, 2]))
@input_schema("name", StandardPythonParameterType("x"))
def run(data, name="default"): return {"data": data, "name": name}
""",
    "extra": """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
def init(): pass
@input_schema("data", StandardPythonParameterType({"a": 1}))
def run(data, other, more=5): return [data, other, more]
""",
    "frame": """
import pandas as pd
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
def init(): pass
@input_schema("data", PandasParameterType(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})))
@output_schema(StandardPythonParameterType([1]))
def run(data): return data["a"].tolist()
""",
    "array": """
import numpy as np
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
def init(): pass
@input_schema("data", NumpyParameterType(np.array([[1.0, 2.0]])))
@output_schema(NumpyParameterType(np.array([1.0])))
def run(data): return data.sum(axis=1).tolist()
""",
    "headers": """
def init(): pass
def run(data, request_headers):
    keep = ("X-Test-One", "X-Rep", "Content-Type", "Host", "Accept")
    return {key: value for key, value in request_headers.items() if key in keep[:3]}
""",
    "headers_decorated": """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
def init(): pass
@input_schema("data", StandardPythonParameterType(1))
def run(data, request_headers): return [data, request_headers.get("X-Test-One"), type(request_headers).__name__]
""",
    "raises": """
def init(): pass
def run(data): raise ValueError("secret " + data)
""",
    "state": """
def init():
    global seen
    seen = []
def run(data):
    seen.append(data)
    return seen
""",
    "module": """
import os
def init(): pass
def run(data):
    names = ("AML_APP_INSIGHTS_ENABLED", "WORKER_COUNT")
    return [__name__, {name: os.environ.get(name) for name in names},
            os.path.isabs(os.environ["AZUREML_ENTRY_SCRIPT"]), "AML_APP_ROOT" in os.environ]
""",
    "default_argument": """
def init(): pass
def run(data, extra=3): return [data, extra]
""",
    "raw": """
from azureml.contrib.services.aml_request import AMLRequest, rawhttp
from azureml.contrib.services.aml_response import AMLResponse
def init(): pass
@rawhttp
def run(request):
    return {
        "method": request.method, "path": request.path, "full_path": request.full_path,
        "query": request.query_string.decode(), "args": request.args.to_dict(flat=False),
        "type": request.content_type, "mime": request.mimetype, "is_json": request.is_json,
        "json": request.get_json(silent=True, force=True), "data": request.get_data(cache=True).decode("latin-1"),
        "form": request.form.to_dict(), "scheme": request.scheme,
        "one": request.headers.get("x-test-one"), "has": "X-Test-One" in request.headers,
        "cookie": request.cookies.get("a"), "length": request.content_length,
    }
""",
    "raw_files": """
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
def init(): pass
@rawhttp
def run(request):
    found = request.files["image"]
    return [found.filename, found.content_type, found.read().decode(), request.form.get("note"), request.data.decode()]
""",
    "raw_answers": """
import json
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse
ANSWERS = {
    "text": lambda: AMLResponse("hello", 200),
    "bytes": lambda: AMLResponse(b"\\x00\\x01", 200, {"Content-Type": "image/png"}),
    "json": lambda: AMLResponse({"a": 1}, 200, json_str=True),
    "none": lambda: AMLResponse(None, 200),
    "created": lambda: AMLResponse("made", 201),
    "bad": lambda: AMLResponse("bad request", 400),
    "gone": lambda: AMLResponse("", 204),
    "moved": lambda: AMLResponse("", 302, {"Location": "http://example.org/x"}),
    "busy": lambda: AMLResponse("later", 503, {"Retry-After": "7"}),
    "limit": lambda: AMLResponse("later", 429, {"Retry-After": "7"}),
    "teapot": lambda: AMLResponse("short", "418 text"),
    "strange": lambda: AMLResponse("odd", 599),
    "broken": lambda: AMLResponse("broken", 500),
    "failed": lambda: AMLResponse("failed", 200, run_function_failed=True),
    "split": lambda: AMLResponse("x", 200, {"X-List": "a, b,c"}),
    "ids": lambda: AMLResponse("x", 200, {"x-request-id": "mine", "x-ms-request-id": "mine"}),
    "dict": lambda: {"a": [1, None]},
    "pieces": lambda: AMLResponse((piece for piece in ("a", "b", "c")), 200),
    "cors": lambda: AMLResponse("x", 200, {"Access-Control-Allow-Origin": "https://own.example"}),
}
def init(): pass
@rawhttp
def run(request):
    return ANSWERS[request.args.get("a", "text")]()
""",
    "raw_fails": """
from azureml_inference_server_http.api.aml_request import rawhttp
def init(): pass
@rawhttp
def run(request): raise RuntimeError("no")
""",
    "response_undecorated": """
from azureml.contrib.services.aml_response import AMLResponse
def init(): pass
def run(data): return AMLResponse("plain " + data, 202, {"X-Own": "1"})
""",
    "keyword_only": """
def init(): pass
def run(*, data): return data
""",
    "numbers": """
import numpy as np
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
def init(): pass
@input_schema("x", StandardPythonParameterType(1.5))
@input_schema("y", StandardPythonParameterType(2))
def run(x, y=3): return x * y
""",
    "nested": """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
import pandas as pd
inner = StandardPythonParameterType({"input1": PandasParameterType(pd.DataFrame({"a": [1], "b": [0.5]}))})
def init(): pass
@input_schema("Inputs", inner)
@input_schema("GlobalParameters", StandardPythonParameterType(1.0))
def run(Inputs, GlobalParameters): return [Inputs["input1"]["b"].tolist(), GlobalParameters]
""",
    "driver": """
import types
driver_module = types.ModuleType("driver")
driver_module.__file__ = "driver.py"
exec("def run(data): return 'inner ' + data", driver_module.__dict__)
def init(): pass
def run(data): return "outer"
""",
}
"""Scripts that both serve."""

REFUSED = {
    "no_init": "def run(data): return data",
    "no_run": "def init(): pass",
    "star_args": "def init(): pass\ndef run(*data): return data",
    "star_kwargs": "def init(): pass\ndef run(**data): return data",
    "no_parameter": "def init(): pass\ndef run(): return 1",
    "headers_only": "def init(): pass\ndef run(request_headers): return 1",
    "import_error": "import no_such_module\ndef init(): pass\ndef run(data): return data",
    "late_error": "def init(): pass\ndef run(data): return data\nraise ValueError('late')",
    "syntax_error": "def init(: pass",
    "missing_package": "from no_such_package.part import thing\ndef init(): pass\ndef run(data): return data",
    "empty": "",
    "no_first": "def init(): pass\ndef run(*, request_headers): return 1",
    "not_a_function": "def init(): pass\nrun = 5",
    "init_interrupts": "def init(): raise KeyboardInterrupt\ndef run(data): return data",
    "init_raises": "def init(): raise RuntimeError('no model')\ndef run(data): return data",
    "init_exits": "import sys\ndef init(): sys.exit(0)\ndef run(data): return data",
    "raw_and_schema": """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from azureml.contrib.services.aml_request import rawhttp
def init(): pass
@rawhttp
@input_schema("data", StandardPythonParameterType([1]))
def run(data): return data
""",
}
"""Scripts that neither serves."""

NEVER_ANSWERS = {
    "more_parameters": "def init(): pass\ndef run(data, extra): return data",
    "unknown_name": """
from inference_schema.schema_decorators import input_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
def init(): pass
@input_schema("other", StandardPythonParameterType([1]))
def run(data): return data
""",
}
"""Scripts that Azure's server starts with, though no request can ever be answered: ours refuses."""
