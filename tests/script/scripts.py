"""Entry scripts as users write them, each with what loading it must give."""

from dataclasses import dataclass, field

HEAD = """
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
"""
RUN = """
@input_schema('data', StandardPythonParameterType([1.0]))
@output_schema(StandardPythonParameterType({'Results': [1.0]}))
def run(data):
    return {'Results': data}
"""


@dataclass(frozen=True)
class Good:
    """A script that gives a contract: its inputs' names, and what it says besides."""

    id: str
    text: str
    inputs: tuple[str, ...] | None = ("data",)
    stubbed: tuple[str, ...] | None = ()
    warned: str = ""
    hinted: tuple[str, ...] = ()
    needs: str = ""
    files: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Bad:
    """A script that gives none: what its one line must hold."""

    id: str
    text: str
    says: tuple[str, ...]
    files: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)


ABSENT_BASES = """
import pytorch_absent as torch
import torch_absent.nn as nn
import torch_absent.nn.functional as F
from lightning_absent import LightningModule, seed_everything
from lightning_absent.callbacks import *
from typing import Dict, List, Optional
seed_everything(1)
class Mixin: pass
class Net(nn.Module, LightningModule, Mixin):
    def __init__(self, size: int = 3):
        super().__init__()
        self.layer = nn.Linear(size, 1)
    @torch.no_grad()
    def forward(self, x: torch.Tensor) -> Optional[torch.Tensor]:
        return F.relu(self.layer(x))
class Meta(nn.Module, metaclass=nn.Meta): pass
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
TABLE: Dict[str, List[torch.Tensor]] = {}
print(f"on {DEVICE:>10} {torch.__version__}")
with torch.inference_mode():
    pass
try:
    torch.load("x")
except torch.SomeError:
    pass
@nn.register
def helper(x): return x
assert helper(3) == 3
if torch.__version__ >= "1.0":
    OLD = False
for item in torch.things():
    print(item)
"""

GOOD = [
    Good("plain", HEAD + RUN),
    Good("bom and crlf", "\ufeff" + (HEAD + RUN).replace("\n", "\r\n")),
    Good(
        "absent packages everywhere",
        ABSENT_BASES + HEAD + RUN,
        stubbed=(
            "pytorch_absent",
            "torch_absent.nn",
            "torch_absent.nn.functional",
            "lightning_absent",
            "lightning_absent.callbacks",
        ),
    ),
    Good(
        "azure's own imports",
        """
import azureml.train.automl
from azureml.core import Workspace, Run
from azureml.core.model import Model
from azureml.monitoring import ModelDataCollector
from azureml.contrib.services.aml_response import AMLResponse
"""
        + HEAD
        + RUN,
        stubbed=("azureml.train.automl", "azureml.monitoring"),
    ),
    Good(
        "a fall-back of its own",
        """
try:
    import absent_fast as engine
except ImportError:
    engine = None
assert engine is None
try:
    import absent_one
except ModuleNotFoundError:
    import absent_two as absent_one
"""
        + HEAD
        + RUN,
        stubbed=("absent_two",),
    ),
    Good(
        "a try that gives up is no fall-back",
        """
try:
    import absent_thing
except ImportError as error:
    raise SystemExit("install absent_thing") from error
"""
        + HEAD
        + RUN,
        stubbed=("absent_thing",),
    ),
    Good(
        "prints, also from C and children",
        """
import os, subprocess, sys
print("noise"); os.write(1, b"from C\\n"); os.system("echo child")
sys.stdout.write("partial")
"""
        + HEAD
        + RUN,
    ),
    Good(
        "argparse at import",
        """
import argparse
p = argparse.ArgumentParser(); p.add_argument("--x", default=1); args = p.parse_args()
"""
        + HEAD
        + RUN,
    ),
    Good(
        "sibling with a missing import",
        HEAD
        + """
from helpers import SAMPLE
from package.inner import twice
@input_schema('data', StandardPythonParameterType(SAMPLE))
def run(data):
    return twice(data)
""",
        stubbed=("absent_in_sibling",),
        files={
            "helpers.py": "import absent_in_sibling\nSAMPLE = [1, 2]\n",
            "package/__init__.py": "from . import inner\n",
            "package/inner.py": "from ..helpers import SAMPLE\ndef twice(x): return [x, x]\n".replace(
                "from ..helpers", "from helpers"
            ),
        },
    ),
    Good(
        "sys.path edits",
        """
import os, sys
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "src"))
from inside import SAMPLE
"""
        + HEAD
        + "@input_schema('data', StandardPythonParameterType(SAMPLE))\ndef run(data): return data\n",
        stubbed=("absent_inside",),
        files={"src/inside.py": "import absent_inside\nSAMPLE = {'a': 1}\n"},
    ),
    Good(
        "a sibling beats Azure's names and stubs",
        "import absent_lib\nassert absent_lib.X == 1\n" + HEAD + RUN,
        files={"absent_lib.py": "X = 1\n"},
    ),
    Good(
        "a file read beside the script",
        """
import json, os
with open(os.path.join(os.path.dirname(__file__), "sample.json")) as f:
    SAMPLE = json.load(f)
"""
        + HEAD
        + "@input_schema('data', StandardPythonParameterType(SAMPLE))\ndef run(data): return data\n",
        files={"sample.json": "[1, 2, 3]"},
    ),
    Good(
        "init and run called at the bottom",
        HEAD
        + """
import os, pickle
def init():
    global model
    model = pickle.load(open(os.path.join(os.getenv('AZUREML_MODEL_DIR'), 'model.pkl'), 'rb'))
"""
        + RUN
        + "\ninit()\nprint(run([1.0]))\n",
        warned="AZUREML_MODEL_DIR",
    ),
    Good("exits after run", HEAD + RUN + "\nimport sys\nsys.exit(3)\n", warned="SystemExit: 3"),
    Good("undecorated", "def init(): pass\ndef run(data): return data\n", inputs=None),
    Good(
        "rawhttp",
        """
from azureml.contrib.services.aml_request import AMLRequest, rawhttp
from azureml.contrib.services.aml_response import AMLResponse
@rawhttp
def run(request):
    return AMLResponse(request.get_data(False), 200)
""",
        inputs=None,
    ),
    Good(
        "server's own api module",
        """
from azureml_inference_server_http.api.aml_request import rawhttp
from azureml_inference_server_http.api.aml_response import AMLResponse
@rawhttp
def run(request):
    return AMLResponse("x", 200)
""",
        inputs=None,
    ),
    Good(
        "dataclass and pickle of its own",
        HEAD
        + """
from __future__ import annotations
""".replace("from __future__ import annotations\n", "")
        + """
import dataclasses, pickle
@dataclasses.dataclass
class Point:
    x: "int"
assert pickle.loads(pickle.dumps(Point(1))) == Point(1)
"""
        + RUN,
    ),
    Good(
        "old names of numpy and pandas",
        """
import numpy as np, pandas as pd
from numpy import unicode_
DATA = np.array([1, 2], dtype=np.float)
assert DATA.dtype == float and np.unicode_ is unicode_ is np.str_
FRAME = pd.read_json('[{"a": 1}]')
assert isinstance(FRAME, pd.DataFrame) and np.linalg.norm([3, 4]) == 5
import numpy.random as npr
npr.seed(1)
"""
        + HEAD
        + RUN,
        hinted=("np.float", "np.unicode_", "pd.read_json"),
        needs="pandas",
    ),
    Good(
        "a stub in a branch that declares nothing",
        """
import absent_torch as torch
if torch.cuda.is_available():
    device = "cuda"
else:
    device = "cpu"
"""
        + HEAD
        + RUN,
        stubbed=("absent_torch",),
    ),
    Good(
        "imports inside functions",
        HEAD + RUN.replace("    return", "    import absent_late\n    return"),
    ),
    Good(
        "type hints of absent packages",
        "import absent_np\n"
        + HEAD
        + """
@input_schema('data', StandardPythonParameterType([1.0]))
def run(data: "absent_np.Array") -> absent_np.Result:
    return data
""",
        stubbed=("absent_np",),
    ),
    Good(
        "the driver's run",
        "import driver_module\ndef init(): pass\ndef run(x): return driver_module.run(x)\n",
        files={"driver_module.py": HEAD + RUN},
    ),
    Good(
        "logging and warnings",
        "import logging, warnings\nlogging.basicConfig()\nwarnings.filterwarnings('ignore')\n"
        + HEAD
        + RUN,
    ),
    Good(
        "two inputs in signature order",
        HEAD
        + """
@input_schema('GlobalParameters', StandardPythonParameterType(1.0))
@input_schema('Inputs', StandardPythonParameterType({'a': 1}))
def run(Inputs, GlobalParameters=1.0): return Inputs
""",
        inputs=("Inputs", "GlobalParameters"),
    ),
]

BAD = [
    Bad(
        "no such sibling",
        "from score_helper import x\n" + HEAD + RUN,
        ("score_helper", "score.py:1"),
        options={"stub": "never"},
    ),
    Bad("syntax error", "def run(:\n", ("score.py:1", "Python")),
    Bad("notebook magic", "import os\n%matplotlib inline\n" + RUN, ("score.py:2", "magic")),
    Bad("shell line", "!pip install x\n", ("score.py:1", "magic")),
    Bad(
        "merge conflict",
        "x = 1\n<<<<<<< HEAD\ny = 1\n=======\ny = 2\n>>>>>>> b\n",
        ("score.py:2", "merge conflict"),
    ),
    Bad("python 2", "print 'hello'\n", ("score.py:1", "print")),
    Bad("no run", "def init(): pass\n", ("run()",)),
    Bad(
        "wrong name",
        HEAD
        + "@input_schema('data', StandardPythonParameterType(1))\ndef run(raw_data): return 1\n",
        ("score.py:", "data", "raw_data"),
    ),
    Bad(
        "declared twice",
        HEAD
        + "@input_schema('d', StandardPythonParameterType(1))\n" * 2
        + "def run(d): return 1\n",
        ("twice", "'d'"),
    ),
    Bad(
        "rawhttp with a schema",
        "from azureml.contrib.services.aml_request import rawhttp\n"
        + HEAD
        + RUN.replace("\n@input", "\n@rawhttp\n@input", 1),
        ("@rawhttp", "@input_schema"),
    ),
    Bad(
        "a stub is the sample",
        "import absent_torch\n"
        + HEAD
        + "@input_schema('d', StandardPythonParameterType(absent_torch.zeros(3)))\ndef run(d): return 1\n",
        ("absent_torch",),
    ),
    Bad(
        "a stub inside the sample",
        "import absent_torch\n"
        + HEAD
        + "@input_schema('d', StandardPythonParameterType({'a': [absent_torch.x]}))\ndef run(d): return 1\n",
        ("absent_torch",),
    ),
    Bad(
        "a stub's text in an example",
        "import absent_torch\n"
        + HEAD
        + "@input_schema('d', StandardPythonParameterType(f'cuda {absent_torch.__version__}'))\ndef run(d): return 1\n",
        ("absent_torch",),
    ),
    Bad(
        "a stub's number in a sample",
        "import absent_torch\n" + HEAD + "SIZE = int(absent_torch.size)\nSAMPLE = [1.0] * SIZE\n"
        "@input_schema('d', StandardPythonParameterType(SAMPLE))\ndef run(d): return 1\n",
        ("absent_torch", "score.py:7"),
    ),
    Bad(
        "a stub decides what is decorated",
        "import absent_torch\n"
        + HEAD
        + "if absent_torch.cuda.is_available():\n    SAMPLE = [1]\nelse:\n    SAMPLE = ['a']\n"
        "@input_schema('d', StandardPythonParameterType(SAMPLE))\ndef run(d): return 1\n",
        ("absent_torch", "score.py:7"),
    ),
    Bad(
        "a stub's number through a library",
        "import absent_torch\nimport random\n"
        + HEAD
        + "def sample():\n    return [1.0] * random.randrange(absent_torch.size + 1, 9)\n"
        "@input_schema('d', StandardPythonParameterType(sample()))\ndef run(d): return 1\n",
        ("absent_torch", "score.py:9"),
    ),
    Bad(
        "a one-line branch",
        "import absent_torch\n" + HEAD + "SAMPLE = [1] if absent_torch.ok() else ['a']\n"
        "@input_schema('d', StandardPythonParameterType(SAMPLE))\ndef run(d): return 1\n",
        ("absent_torch", "score.py:7"),
    ),
    Bad(
        "no variable",
        "import os\nP = os.environ['MY_SETTING']\n" + HEAD + RUN,
        ("MY_SETTING", "score.py:2"),
    ),
    Bad(
        "no model folder",
        "import os\nP = os.path.join(os.getenv('AZUREML_MODEL_DIR'), 'm.pkl')\n" + HEAD + RUN,
        ("AZUREML_MODEL_DIR", "score.py:2"),
    ),
    Bad(
        "get_model_path at import",
        "from azureml.core.model import Model\nP = Model.get_model_path('m')\n" + HEAD + RUN,
        ("AZUREML_MODEL_DIR", "score.py:2", "'m'"),
    ),
    Bad(
        "missing file",
        "S = open('sample_data.json').read()\n" + HEAD + RUN,
        ("sample_data.json", "score.py:1"),
    ),
    Bad("exits before run", "import sys\nsys.exit(2)\n" + HEAD + RUN, ("score.py:2", "SystemExit")),
    Bad(
        "endless loop",
        "while True:\n    pass\n",
        ("score.py:", "still running", "--load-timeout"),
        options={"timeout": 0.5},
    ),
    Bad(
        "endless sleep",
        "import time\ntime.sleep(1000)\n",
        ("score.py:2", "still running"),
        options={"timeout": 0.5},
    ),
    Bad(
        "swallows everything",
        "import time\nfor _ in range(9):\n  try:\n    time.sleep(0.3)\n  except BaseException:\n    pass\n"
        + HEAD
        + RUN,
        ("still running",),
        options={"timeout": 0.4},
    ),
    Bad(
        "stub never",
        "import absent_torch\n" + HEAD + RUN,
        ("absent_torch", "score.py:1"),
        options={"stub": "never"},
    ),
    Bad(
        "stub only others",
        "import absent_torch\n" + HEAD + RUN,
        ("absent_torch",),
        options={"stub": ["absent_other"]},
    ),
    Bad(
        "error in a sibling",
        "import helper\n" + HEAD + RUN,
        ("helper.py:2", "ZeroDivisionError"),
        files={"helper.py": "x = 1\ny = 1 / 0\n"},
    ),
    Bad(
        "syntax error in a sibling",
        "import helper\n" + HEAD + RUN,
        ("helper.py:1",),
        files={"helper.py": "def (:\n"},
    ),
    Bad(
        "run is rebound after the failure",
        HEAD + RUN + "\n1 / 0\nrun = input_schema('x', 1)(run)\n",
        ("ZeroDivisionError",),
    ),
    Bad(
        "relative import that is not there",
        "from .nothing import x\n" + HEAD + RUN,
        ("nothing", "score.py:1"),
    ),
]
