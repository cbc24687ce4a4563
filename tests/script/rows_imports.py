"""Entry scripts by what they import: absent packages, fall-backs, siblings, older names."""

from tests.script.scripts import HEAD, RUN, Bad, Good

SAMPLE = "@input_schema('data', StandardPythonParameterType(SAMPLE))\ndef run(data): return data\n"

GOOD = [
    Good(
        "a bare except is a fall-back",
        """
try: import absent_torch as torch
except: torch = None
assert torch is None
"""
        + HEAD
        + RUN,
    ),
    Good(
        "a handler that prints and raises is none",
        """
try:
    import absent_torch
except ImportError as error:
    print("absent_torch is needed")
    raise
try:
    import absent_keras
except Exception:
    import sys
    sys.exit("absent_keras is needed")
"""
        + HEAD
        + RUN,
        stubbed=("absent_torch", "absent_keras"),
    ),
    Good(
        "a handler that installs the package is none",
        """
import subprocess, sys
try:
    import absent_torch
except ImportError:
    subprocess.check_call([sys.executable, "-m", "pip", "install", "absent_torch"])
    import absent_torch
"""
        + HEAD
        + RUN,
        stubbed=("absent_torch",),
    ),
    Good(
        "suppress is a fall-back",
        """
import contextlib
with contextlib.suppress(ImportError):
    import absent_torch
assert "absent_torch" not in globals()
"""
        + HEAD
        + RUN,
    ),
    Good(
        "an except of something else is no fall-back",
        """
try:
    import absent_torch
except ValueError:
    pass
"""
        + HEAD
        + RUN,
        stubbed=("absent_torch",),
    ),
    Good(
        "everything from an absent package",
        """
from absent_fastai.vision import *
from absent_fastai.basics import *
defaults.device = torch.device("cpu")
class Callback(LearnerCallback):
    order = -10
def accuracy(guess, target):
    return (guess.argmax(dim=1) == target).float().mean()
assert len([1]) == 1
"""
        + HEAD
        + RUN,
        stubbed=("absent_fastai.vision", "absent_fastai.basics"),
    ),
    Good(
        "everything from a sibling",
        "from helper import *\n" + HEAD + SAMPLE,
        files={"helper.py": "SAMPLE = [1]\n"},
    ),
    Good(
        "functions and classes that import",
        """
def outer():
    def inner():
        import absent_late
        return absent_late
    return inner()
class Holder:
    import absent_in_class as held
outer()
"""
        + HEAD
        + RUN,
        stubbed=("absent_in_class", "absent_late"),
    ),
    Good(
        "imports for type checkers only",
        """
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from absent_torch import Tensor
def helper(x: Tensor) -> Tensor: return x
"""
        + HEAD
        + RUN,
    ),
    Good(
        "imports by name",
        """
import importlib
from importlib import import_module
one = importlib.import_module("absent_one.inner")
two = import_module("absent_two")
three = __import__("absent_three")
four = importlib.import_module("helper")
five = importlib.import_module(".helper", __package__)
assert four is five and four.__name__ != "helper" and one.__name__ == "absent_one.inner"
try: six = import_module("absent_six")
except ImportError: six = None
assert six is None
"""
        + HEAD
        + RUN,
        stubbed=("absent_one.inner", "absent_two", "absent_three", "absent_in_helper"),
        files={"helper.py": "import absent_in_helper\n"},
    ),
    Good(
        "pkg_resources and other things of setuptools",
        """
import pkg_resources, distutils.version
try:
    pkg_resources.require("absent>=1")
    VERSION = pkg_resources.get_distribution("absent").version
except pkg_resources.DistributionNotFound:
    VERSION = "0"
"""
        + HEAD
        + RUN,
        stubbed=None,
    ),
    Good(
        "a submodule that an installed package has not",
        """
import jsonschema_rs.absent_inner
import jsonschema_rs.absent_inner as inner
from jsonschema_rs.absent_inner.deep import thing
from jsonschema_rs import absent_name
import jsonschema_rs
jsonschema_rs.absent_inner.use(thing, absent_name, inner.x)
assert jsonschema_rs.ValidationError.__module__
"""
        + HEAD
        + RUN,
        stubbed=(
            "jsonschema_rs.absent_inner",
            "jsonschema_rs.absent_inner.deep",
            "jsonschema_rs.absent_name",
        ),
    ),
    Good(
        "modules of sklearn that have moved",
        """
from sklearn.externals import joblib
import sklearn.externals.joblib as again
from sklearn.externals.joblib import load
from sklearn.cross_validation import train_test_split
from sklearn.preprocessing import Imputer, StandardScaler
import sklearn.externals.joblib
assert joblib.load is again.load is load is sklearn.externals.joblib.load
StandardScaler()
"""
        + HEAD
        + RUN,
        needs="sklearn",
        hinted=("sklearn.externals.joblib",),
        stubbed=("sklearn.cross_validation", "sklearn.preprocessing.Imputer"),
    ),
    Good(
        "azure's names beside the ones that are ours",
        """
from azureml.core.model import Model, Dataset, InferenceConfig
from azureml.core import Model as Same, Workspace, Run
from inference_schema.parameter_types.numpy_parameter_type import AbstractParameterType as One
from inference_schema.parameter_types.abstract_parameter_type import AbstractParameterType as Two
import azureml.contrib.services.aml_request as requests
assert Model is Same and One is Two and requests.rawhttp
"""
        + HEAD
        + RUN,
        stubbed=("azureml.core.model.Dataset", "azureml.core.model.InferenceConfig"),
    ),
    Good(
        "run from a sibling",
        "from app import run, init\n",
        files={"app.py": "import absent_app\n" + HEAD + RUN + "def init(): pass\n"},
        stubbed=("absent_app",),
    ),
    Good(
        "siblings in a circle",
        "import one\n" + HEAD + "SAMPLE = one.SAMPLE\n" + SAMPLE,
        files={
            "one.py": "import two\nSAMPLE = [1]\n",
            "two.py": "import one\ndef late(): return one.SAMPLE\n",
        },
    ),
    Good(
        "a sibling that imports the script",
        "VALUE = 3\nimport helper\n" + HEAD + "SAMPLE = helper.SAMPLE\n" + SAMPLE,
        files={"helper.py": "from score import VALUE\nSAMPLE = [VALUE]\n"},
    ),
    Good(
        "a package with relative imports",
        "from app.model.net import SAMPLE\nfrom .app import data\n" + HEAD + SAMPLE,
        files={
            "app/__init__.py": "",
            "app/data.py": "SAMPLE = [1, 2]\n",
            "app/model/__init__.py": "from .net import *\n",
            "app/model/net.py": "import absent_net\nfrom ..data import SAMPLE\nfrom app import data\nassert data.SAMPLE is SAMPLE\n",
        },
        stubbed=("absent_net",),
    ),
    Good(
        "a folder without __init__.py",
        "from lib.inner import SAMPLE\n" + HEAD + SAMPLE,
        files={"lib/inner.py": "SAMPLE = [1]\n"},
    ),
    Good(
        "a library's own probe is left alone",
        "import json, importlib.util\n"
        + HEAD
        + """
assert importlib.util.find_spec("absent_probe") is None
"""
        + RUN,
    ),
    Good(
        "decorators of an absent package around ours",
        "import absent_monitor as monitor\n"
        + HEAD
        + """
@monitor.timed
@input_schema('data', StandardPythonParameterType([1.0]))
@monitor.logged
@output_schema(StandardPythonParameterType([1.0]))
def run(data): return data
""",
        stubbed=("absent_monitor",),
    ),
    Good(
        "a dataclass with fields of an absent package",
        """
import absent_torch as torch
from dataclasses import dataclass, field
@dataclass
class Config:
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    dtype: "torch.dtype" = None
CONFIG = Config()
"""
        + HEAD
        + RUN,
        stubbed=("absent_torch",),
    ),
    Good(
        "a pydantic model with fields of an absent package",
        """
import absent_torch as torch
from pydantic import BaseModel, ConfigDict
from typing import Optional
class Row(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    tensor: Optional[torch.Tensor] = None
    size: int = 1
Row(size=2)
"""
        + HEAD
        + RUN,
        stubbed=("absent_torch",),
        needs="pydantic",
    ),
    Good(
        "times with an offset for a dtype without",
        """
import pandas as pd
FRAME = pd.DataFrame({"date": pd.Series(["2020-09-01T00:00:00.000Z"], dtype="datetime64[ns]")})
assert str(FRAME.date.dtype) == "datetime64[ns]" and str(FRAME.date[0]) == "2020-09-01 00:00:00"
assert isinstance(FRAME.date, pd.Series) and issubclass(pd.Series, pd.Series)
class Mine(pd.Series): pass
assert isinstance(Mine([1]), Mine)
"""
        + HEAD
        + "@input_schema('data', PandasParameterType(FRAME))\ndef run(data): return 1\n",
        hinted=("datetime64",),
        needs="pandas",
    ),
]

BAD = [
    Bad(
        "a missing sibling gives the sample",
        "from constants import SAMPLE\n" + HEAD + SAMPLE,
        (
            "score.py:",
            "constants is not installed",
            "part of a sample",
            "put constants.py beside the script",
        ),
    ),
    Bad(
        "numpy is missing and gives the sample",
        "import absent_numpy as np\n"
        + HEAD
        + "@input_schema('data', NumpyParameterType(np.array([1])))\ndef run(data): return 1\n",
        ("score.py:", "absent_numpy is not installed", "part of a sample"),
    ),
    Bad(
        "everything from an absent package, also the sample",
        "from absent_data import *\n" + HEAD + SAMPLE,
        ("absent_data", "part of a sample"),
    ),
    Bad("a name that is nowhere", HEAD + SAMPLE, ("score.py:6", "'SAMPLE'", "define it")),
    Bad(
        "the decorators are not imported",
        "@input_schema('data', 1)\ndef run(data): return 1\n",
        ("score.py:1", "from inference_schema.schema_decorators import input_schema"),
    ),
    Bad(
        "both ways of an import fail",
        """
try: import absent_one
except ImportError: import absent_two
"""
        + HEAD
        + RUN,
        ("absent_two", "score.py:3", "pip install absent_two"),
        options={"stub": "never"},
    ),
    Bad(
        "an import by name, with stubs forbidden",
        "import importlib\nimportlib.import_module('absent_one')\n" + HEAD + RUN,
        ("absent_one", "score.py:2"),
        options={"stub": "never"},
    ),
    Bad(
        "a sibling's missing import, with stubs forbidden",
        "from app import data\n" + HEAD + RUN,
        ("absent_deep", "data.py:1"),
        options={"stub": "never"},
        files={"app/__init__.py": "", "app/data.py": "import absent_deep\n"},
    ),
    Bad(
        "a sibling has no such name",
        "from helper import nothing\n" + HEAD + RUN,
        ("'nothing' from 'helper'", "score.py:1", "define it"),
        files={"helper.py": "X = 1\n"},
    ),
    Bad(
        "a package has no such sibling",
        "from app import nothing\n" + HEAD + RUN,
        ("nothing", "score.py:1"),
        files={"app/__init__.py": ""},
    ),
    Bad(
        "a distribution's version",
        "from importlib.metadata import version\nV = version('absent_torch')\n" + HEAD + RUN,
        ("absent_torch", "score.py:2"),
    ),
    Bad(
        "a name that a standard module has lost",
        "from collections import NoSuchThing\n" + HEAD + RUN,
        ("NoSuchThing", "score.py:1", "what took its place"),
    ),
    Bad(
        "a stub's version decides a sample",
        "import absent_torch\n"
        + HEAD
        + "SAMPLE = [1] if absent_torch.__version__ >= '2' else ['a']\n"
        + SAMPLE,
        ("absent_torch", "score.py:7"),
    ),
    Bad(
        "a loop over a stub makes the sample",
        "import absent_torch\n"
        + HEAD
        + "SAMPLE = [name for name in absent_torch.columns]\n"
        + SAMPLE,
        ("absent_torch", "score.py:7"),
    ),
    Bad(
        "a library refuses a stub",
        "import absent_web, json\nLABELS = json.loads(absent_web.get('u').text)\n" + HEAD + RUN,
        (
            "score.py:2",
            "absent_web is not installed, and only a stand-in",
            "pip install absent_web",
        ),
    ),
    Bad(
        "an assertion on a stub",
        "import absent_web\nassert absent_web.version == '2'\n" + HEAD + RUN,
        ("score.py:2", "absent_web is not installed"),
    ),
    Bad(
        "a stub in an except makes the sample",
        "import absent_db\n"
        + HEAD
        + """
try:
    SAMPLE = absent_db.read("sample")
    SAMPLE = list(SAMPLE)
except Exception:
    SAMPLE = [1]
"""
        + SAMPLE,
        ("absent_db",),
    ),
]
