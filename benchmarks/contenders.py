"""The servers that ``serve.py`` compares: what each is installed from, its files, its command.

Each lives in an environment of its own, made once in a cache folder, of the Python that runs the
benchmark; ours is what stands in this checkout, whenever it was installed. Every one answers
``POST /score`` with what the entry script would, checked as its own users check.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FLOATS = """
import numpy as np
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType

def init(): pass

@input_schema("data", NumpyParameterType(np.array([[1.5] * 10])))
@output_schema(NumpyParameterType(np.array([1.5])))
def run(data): return [float(data[0, 0])]
"""
RECORDS = """
import pandas as pd
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
import numpy as np

ROW = {"i0": 1, "i1": 2, "i2": 3, "f0": 0.5, "f1": 1.5, "f2": 2.5}
ROW |= {"s0": "a", "s1": "b", "b0": True, "i3": 4}

def init(): pass

@input_schema("data", PandasParameterType(pd.DataFrame([ROW, ROW])))
@output_schema(NumpyParameterType(np.array([1.5])))
def run(data): return [float(data["f0"].sum())]
"""
BUSY = """
import time
def init(): pass
def run(data):
    time.sleep(0.05)
    return 1
"""
FLOOR = """
import sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from schemagen.serving.gate import Gate

gate = Gate(1, 128, timeout=3600)

def app(environ, start_response):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    with gate:
        body = gate.watch.run(lambda: b"[1.5]")
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]

if __name__ == "__main__":
    options = {"interface": Interfaces.WSGI, "http": HTTPModes.http1, "websockets": False}
    server = Granian("floor", port=int(sys.argv[1]), blocking_threads=256, backpressure=512,
                     log_enabled=False, **options)
    server.serve(target_loader=lambda: app, wrap_loader=False)
"""

MODELS = """
import time
import numpy as np
import pandas as pd
from pydantic import BaseModel

class Row(BaseModel):
    i0: int
    i1: int
    i2: int
    f0: float
    f1: float
    f2: float
    s0: str
    s1: str
    b0: bool
    i3: int

class Floats(BaseModel):
    data: list[list[float]]

class Records(BaseModel):
    data: list[Row]

class Busy(BaseModel):
    data: int = 0

def floats(body):
    return [float(np.array(body.data)[0, 0])]

def records(body):
    return [float(pd.DataFrame([row.model_dump() for row in body.data])["f0"].sum())]

def busy(body):
    time.sleep(0.05)
    return 1

CASES = {"floats": (Floats, floats), "records": (Records, records), "busy": (Busy, busy)}
Model, predict = CASES[open("case.txt").read()]
"""
FASTAPI = """
from fastapi import FastAPI
from models import Model, predict
app = FastAPI()

@app.get("/")
def health(): return "Healthy"

@app.post("/score")
def score(body: Model): return predict(body)
"""
LITSERVE = """
import sys
import litserve
from models import Model, predict

class Api(litserve.LitAPI):
    def setup(self, device): pass
    def decode_request(self, request: Model): return request
    def predict(self, body): return predict(body)
    def encode_response(self, output): return output

if __name__ == "__main__":
    server = litserve.LitServer(Api(api_path="/score"), accelerator="cpu", workers_per_device=1)
    server.run(port=int(sys.argv[1]), num_api_servers=1, generate_client_file=False)
"""
MLSERVER = """
import json
import sys
from mlserver import MLModel, MLServer, ModelSettings, Settings
from mlserver.handlers import custom_handler
from starlette.requests import Request
from starlette.responses import Response
from models import Model, predict

class Served(MLModel):
    async def load(self): return True

    @custom_handler(rest_path="/score")
    async def score(self, request: Request) -> Response:
        body = Model.model_validate_json(await request.body())
        return Response(json.dumps(predict(body)), media_type="application/json")

async def main(port):
    settings = Settings(http_port=port, grpc_port=0, metrics_endpoint=None, debug=False,
                        parallel_workers=0, host="127.0.0.1")
    server = MLServer(settings)
    await server.start([ModelSettings(name="served", implementation=Served)])

if __name__ == "__main__":
    import asyncio
    asyncio.run(main(int(sys.argv[1])))
"""

SCRIPTS = {"floats": FLOATS, "records": RECORDS, "busy": BUSY}
_LIBRARIES = ("numpy", "pandas")


@dataclass(frozen=True)
class Contender:
    """A way to serve; ``{port}`` stands for the port, ``{bin}`` for its environment's programs."""

    name: str
    command: tuple[str, ...]
    packages: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    health: str = "/"

    def write(self, folder: Path, case: str) -> None:
        """Put into *folder* what the server needs to serve *case*."""
        for name, text in {"score.py": SCRIPTS[case], "case.txt": case, **self.files}.items():
            (folder / name).write_text(text)


ROOT = Path(__file__).parents[1]
_SERVE = ("-m", "schemagen", "serve", "score.py", "--port", "{port}")
_PEER = ("--entry_script", "score.py", "--port", "{port}")
_UVICORN = ("-m", "uvicorn", "app:app", "--port", "{port}", "--log-level", "critical")
_PYTHON = "{bin}/python"

OWN = (
    Contender("schemagen", (_PYTHON, *_SERVE), (f"{ROOT}[serve,numpy,pandas]",)),
    Contender("floor", (_PYTHON, "floor.py", "{port}"), (f"{ROOT}[serve]",), {"floor.py": FLOOR}),
)
OTHERS = (
    Contender(
        "azmlinfsrv",
        ("{bin}/azmlinfsrv", *_PEER),
        ("azureml-inference-server-http==1.5.1", *_LIBRARIES),
    ),
    Contender(
        "fastapi",
        (_PYTHON, *_UVICORN, "--no-access-log"),
        ("fastapi", "uvicorn[standard]", *_LIBRARIES),
        {"models.py": MODELS, "app.py": FASTAPI},
    ),
    Contender(
        "litserve",
        (_PYTHON, "app.py", "{port}"),
        ("litserve", *_LIBRARIES),
        {"models.py": MODELS, "app.py": LITSERVE},
        "/health",
    ),
    Contender(
        "mlserver",
        (_PYTHON, "app.py", "{port}"),
        ("mlserver", *_LIBRARIES),
        {"models.py": MODELS, "app.py": MLSERVER},
        "/v2/health/ready",
    ),
)


def programs(contender: Contender, cache: Path) -> Path | None:
    """Return the folder of *contender*'s programs, installed at need; None when it cannot be."""
    folder = cache / contender.name
    done = folder / "installed"
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if done.exists():
        return bin_folder
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install = [bin_folder / "python", "-m", "pip", "install", "-q", *contender.packages]
    if subprocess.run(install, check=False).returncode:
        return None
    done.touch()
    return bin_folder
