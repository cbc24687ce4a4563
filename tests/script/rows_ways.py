"""Entry scripts by what they do at import: files, folders, processes, exits, and their texts."""

from tests.script.rows_imports import SAMPLE
from tests.script.scripts import HEAD, RUN, Bad, Good

NUMBERS = """
import numpy as np
@input_schema('data', NumpyParameterType(np.random.random(4)[np.newaxis, ...]))
def run(data): return data
"""

GOOD = [
    Good(
        "a bound method is run",
        HEAD
        + """
class Scorer:
    @input_schema('data', StandardPythonParameterType([1.0]))
    def run(self, data): return data
run = Scorer().run
""",
    ),
    Good(
        "an object that is called is run",
        HEAD
        + """
class Scorer:
    @input_schema('data', StandardPythonParameterType([1.0]))
    def __call__(self, data): return data
run = Scorer()
""",
    ),
    Good("async run", HEAD + RUN.replace("def run", "async def run")),
    Good("run with headers", HEAD + RUN.replace("run(data)", "run(data, request_headers)")),
    Good(
        "a sample from a helper",
        HEAD
        + """
def sample():
    rows = [{"a": n, "b": str(n)} for n in range(3)]
    return rows
SAMPLE = sample()
"""
        + SAMPLE,
    ),
    Good(
        "a sample from a csv file",
        HEAD
        + """
import csv, pathlib
SAMPLE = list(csv.DictReader(open(pathlib.Path(__file__).with_name("sample.csv"))))
"""
        + SAMPLE,
        files={"sample.csv": "a,b\n1,2\n"},
    ),
    Good(
        "folders and files are made",
        """
import os, logging, tempfile
os.chdir(tempfile.mkdtemp())
os.makedirs("outputs", exist_ok=True)
logging.basicConfig(filename="outputs/score.log", level=logging.INFO)
logging.info("started")
with open("outputs/state.json", "w") as file:
    file.write("{}")
"""
        + HEAD
        + RUN,
    ),
    Good(
        "warnings are errors",
        """
import warnings
warnings.simplefilter("error")
import helper
"""
        + HEAD
        + "SAMPLE = '\\d'\n"
        + SAMPLE,
        files={"helper.py": "X = '\\d'\n"},
    ),
    Good(
        "streams are replaced",
        """
import io, sys
sys.stdout = sys.stderr = io.StringIO()
print("lost")
"""
        + HEAD
        + RUN,
    ),
    Good(
        "threads, processes and event loops",
        """
import asyncio, multiprocessing, threading
threading.Thread(target=lambda: None).start()
async def start(): await asyncio.sleep(0)
asyncio.run(start())
loop = asyncio.new_event_loop(); loop.run_until_complete(start()); loop.close()
LOCK, QUEUE = multiprocessing.Lock(), multiprocessing.get_context("spawn")
"""
        + HEAD
        + RUN,
    ),
    Good(
        "init exits at the bottom",
        HEAD + RUN + "\nimport sys\ndef init(): sys.exit('no model')\ninit()\n",
        warned="no model",
    ),
    Good(
        "variables are set",
        "import os\nos.environ['SET_BY_SCRIPT'] = '1'\nassert os.environ['SET_BY_SCRIPT']\n"
        + HEAD
        + RUN,
    ),
    Good(
        "variables with defaults",
        "import os\nP = os.path.join(os.getenv('AZUREML_MODEL_DIR', '.'), 'm')\n" + HEAD + RUN,
    ),
    Good("random samples", HEAD + NUMBERS, needs="numpy"),
    Good(
        "samples stand on another function",
        HEAD
        + """
@input_schema('data', StandardPythonParameterType([1.0]))
def incoming(data): return data
def run(raw): return raw
""",
        inputs=None,
        warned="incoming()",
    ),
    Good(
        "the main block is not run",
        HEAD + RUN + "\nif __name__ == '__main__':\n    raise SystemExit(1)\n",
    ),
    Good("cells of an editor", "#%%\nimport os\n# %% [markdown]\n# text\n" + HEAD + RUN),
    Good("a deep recursion limit", "import sys\nsys.setrecursionlimit(3000)\n" + HEAD + RUN),
    Good("a path that is written as on Windows", HEAD + "PATH = 'modelo\\model.pkl'\n" + RUN),
    Good("the last run counts", HEAD + "def run(x): return x\n" + RUN),
]

BAD = [
    Bad(
        "input at import",
        "import io, sys\nsys.stdin = io.StringIO()\nNAME = input('name? ')\n" + HEAD + RUN,
        ("score.py:3", "waits for input"),
    ),
    Bad(
        "arguments that are required",
        """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--model-name", required=True)
parser.parse_args()
"""
        + HEAD
        + RUN,
        ("score.py:5", "--model-name", "__main__"),
    ),
    Bad(
        "an argument by its number",
        "import sys\nNAME = sys.argv[1]\n" + HEAD + RUN,
        ("score.py:2", "argument"),
    ),
    Bad(
        "a number from a variable",
        "import os\nTIMEOUT = int(os.getenv('MY_TIMEOUT'))\n" + HEAD + RUN,
        ("score.py:2", "MY_TIMEOUT is not set"),
    ),
    Bad(
        "a path from a variable, later",
        """
import os
folder = os.environ.get('AZUREML_MODEL_DIR')
path = folder + '/model.pkl'
"""
        + HEAD
        + RUN,
        ("score.py:4", "AZUREML_MODEL_DIR is not set"),
    ),
    Bad(
        "a path from a variable, as an object",
        "import os, pathlib\nP = pathlib.Path(os.getenv('AZUREML_MODEL_DIR'))\n" + HEAD + RUN,
        ("score.py:2", "AZUREML_MODEL_DIR is not set"),
    ),
    Bad(
        "a variable in a function",
        "import os\ndef read():\n    return os.environ['MY_SECRET']\nS = read()\n" + HEAD + RUN,
        ("score.py:3", "MY_SECRET is not set"),
    ),
    Bad("a very long error", "raise ValueError('x' * 10_000)\n", ("score.py:1", "ValueError", "…")),
    Bad(
        "an error of many lines",
        "raise ValueError('one\\n\\ntwo\\r\\n\\tthree')\n",
        ("ValueError: one two three",),
    ),
    Bad("an error without a text", "raise ValueError\n", ("score.py:1: ValueError; ",)),
    Bad(
        "an error that cannot be shown",
        """
class Odd(Exception):
    def __str__(self): raise RuntimeError("no")
raise Odd
""",
        ("score.py:4", "Odd"),
    ),
    Bad("endless recursion", "def f(): return f()\nf()\n", ("score.py:1", "RecursionError")),
    Bad(
        "a server that does not answer",
        "raise ConnectionRefusedError('refused')\n",
        ("score.py:1", "network", "init()"),
    ),
    Bad(
        "a notebook",
        '{"cells": [{"cell_type": "code", "source": []}], "nbformat": 4}\n',
        ("score.py:1", "notebook"),
    ),
    Bad("a notebook with null", '{"cells": [],\n "metadata": null}\n', ("score.py:1", "notebook")),
    Bad(
        "a template",
        "import os\nMODEL = {{ model_name }}\n{% if x %}\n",
        ("score.py:3", "template"),
    ),
    Bad(
        "a placeholder", "def init():\n    model = load(<<modelid>>)\n", ("score.py:2", "template")
    ),
    Bad("a prompt", "Python 3.8.5 (tags/v3.8.5) [MSC]\n>>> import os\n", ("score.py:1", "prompt")),
    Bad(
        "an except clause of Python 2",
        "try:\n    x = 1\nexcept Exception, e:\n    pass\n",
        ("score.py:3", "Python 2", "as name"),
    ),
    Bad("a fence of Markdown", "```python\nimport os\n```\n", ("score.py:1", "Markdown")),
    Bad("a page", "<!DOCTYPE html>\n<html></html>\n", ("score.py:1", "markup")),
    Bad(
        "tabs and blanks",
        "def run(data):\n\tx = 1\n        return x\n",
        ("score.py:3", "indentation"),
    ),
    Bad("a null byte", "x = '\0'\n", ("score.py", "Python")),
    Bad("nothing", "", ("run()", "neither")),
    Bad("run is no function", "run = 3\n", ("run()",)),
    Bad(
        "a sample of another kind",
        HEAD + "@input_schema('data', NumpyParameterType('thing.jpg'))\ndef run(data): return 1\n",
        ("score.py:6", "NumpyParameterType takes a numpy array, not str"),
    ),
    Bad(
        "an endless loop in a sibling",
        "import helper\n" + HEAD + RUN,
        ("helper.py:2", "still running"),
        files={"helper.py": "\nwhile True:\n    pass\n"},
        options={"timeout": 0.5},
    ),
]
