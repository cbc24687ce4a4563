"""What usually lies behind an exception of an entry script, and what helps: cause and remedy."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable

from schemagen.azureml.model import VARIABLE
from schemagen.errors import SchemagenError, UnsupportedSample

Found = tuple[str, str] | None
"""Cause and remedy, or None where another explanation is to be tried."""

_DISTRIBUTIONS = {
    "PIL": "Pillow",
    "azureml": "azureml-core",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "PyYAML",
}
_WELL_KNOWN = (
    " catboost fastai geopandas keras lightgbm mlflow nltk numpy onnxruntime pandas polars pyarrow "
    "pydantic pyspark requests scipy spacy statsmodels tensorflow torch torchvision transformers "
    "xgboost "
)
_INIT = "or read it in init() instead of at import"


def to_install(package: str) -> str:
    """Return what makes ``import package`` work: an installation, or a file beside the script."""
    top, _, inner = package.partition(".")
    if inner and is_installed(top):
        return f"install the release of {top} that has it"
    command = f"pip install {_DISTRIBUTIONS.get(top, top)}"
    known = top in _DISTRIBUTIONS or f" {top} " in _WELL_KNOWN
    return command if known else f"put {top}.py beside the script, or {command}"


def is_installed(package: str) -> bool:
    """Tell whether there is such a top-level package, without importing it."""
    from importlib.util import find_spec

    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def explain(error: BaseException) -> tuple[str, str]:
    """Return cause and remedy of *error*; its own text where nothing better is known."""
    found = known(error)
    return found or (text_of(error), "mend the line, or move what needs the service into init()")


def known(error: BaseException) -> Found:
    """Return cause and remedy of *error*, None where it has no usual cause."""
    return next(filter(None, (cause(error) for cause in _KNOWN)), None)


def text_of(error: BaseException) -> str:
    """Return the kind and the text of *error*."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _exit(error: BaseException) -> Found:
    if not isinstance(error, SystemExit):
        return None
    said = _argparse_said(error)
    cause = f"its argparse says: {said}" if said else f"SystemExit: {error.code}"
    remedy = "put command line code under if __name__ == '__main__'"
    return f"the script ends itself at import ({cause})", remedy


_REFUSES = ("argparse", "error")


def _argparse_said(error: SystemExit) -> str:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    asked = [f for f in frames if (f.f_globals.get("__name__"), f.f_code.co_name) == _REFUSES]
    return str(asked[-1].f_locals.get("message", "")) if asked else ""


def _own(error: BaseException) -> Found:
    if isinstance(error, UnsupportedSample):
        return f"the sample cannot be described: {error}", ""
    return (str(error), "") if isinstance(error, SchemagenError) else None


def _module(error: BaseException) -> Found:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"no module named {error.name!r}", to_install(error.name)
    if type(error).__name__ in ("DistributionNotFound", "VersionConflict"):  # of pkg_resources
        return str(error), "install what it asks for"
    return None


def _import(error: BaseException) -> Found:
    if not isinstance(error, ImportError):
        return None
    home = error.name or ""
    if _OWN_PREFIX.match(home):
        remedy = "define it there, or mend the name"
    elif home.partition(".")[0] in sys.stdlib_module_names:
        remedy = f"write what took its place in Python {sys.version_info[0]}.{sys.version_info[1]}"
    else:
        remedy = "install the release of the library that has it"
    return _OWN_PREFIX.sub("", f"ImportError: {error}"), remedy


_OWN_PREFIX = re.compile(r"\bschemagen_[0-9a-f]{12}\.")
"""The unique name that a script and its siblings go by."""


def _missing_file(error: BaseException) -> Found:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return f"no such file: {error.filename or error}", f"put it there, {_INIT}"
    if isinstance(error, OSError) and "does not exist" in str(error):
        return str(error), f"put it there, {_INIT}"
    return None


def _model_folder(error: BaseException) -> Found:
    """Explain ``os.path.join(os.getenv("AZUREML_MODEL_DIR"), ...)`` at import."""
    if isinstance(error, TypeError) and "os.PathLike object" in str(error):
        cause = f"an environment variable is not set, most likely {VARIABLE}"
        return cause, f"set {VARIABLE} to a folder, {_INIT}"
    return None


def _variable(error: BaseException) -> Found:
    if isinstance(error, KeyError) and _is_environment(error):
        name = error.args[0]
        return f"the environment variable {name} is not set", f"set {name}, {_INIT}"
    return None


def _is_environment(error: KeyError) -> bool:
    *_, (innermost, _) = traceback.walk_tb(error.__traceback__)
    return innermost.f_globals.get("__name__") == "os"


def _old_numpy(error: BaseException) -> Found:
    match = re.search(r"module 'numpy' has no attribute '(\w+)'|np\.(\w+)` was removed", str(error))
    if not isinstance(error, AttributeError) or not match:
        return None
    name = match[1] or match[2]
    return f"np.{name} is gone from numpy {_version('numpy')}", "install numpy<2, or rewrite it"


def _old_pandas(error: BaseException) -> Found:
    if isinstance(error, FileNotFoundError) and re.search(r"[\[{]", str(error.filename or error)):
        return "pd.read_json() takes no JSON text any more", "write pd.read_json(io.StringIO(text))"
    match = re.search(r"'(?:DataFrame|Series)' .* no attribute '(append|ix|as_matrix)'", str(error))
    if match:
        cause = f".{match[1]} is gone from pandas {_version('pandas')}"
        return cause, "install pandas<2, or rewrite it"
    if "timezone-naive" in str(error) or "tz-aware" in str(error).lower():
        return f"{type(error).__name__}: {error}", "convert with .dt.tz_localize(None) or utc=True"
    return None


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _name(error: BaseException) -> Found:
    if not isinstance(error, NameError) or not error.name:
        return None
    home = _HOMES.get(error.name)
    remedy = f"write from {home} import {error.name}" if home else "define it above this line"
    return f"NameError: {error}", remedy


_HOMES = {
    "input_schema": "inference_schema.schema_decorators",
    "output_schema": "inference_schema.schema_decorators",
    "NumpyParameterType": "inference_schema.parameter_types.numpy_parameter_type",
    "PandasParameterType": "inference_schema.parameter_types.pandas_parameter_type",
    "StandardPythonParameterType": "inference_schema.parameter_types.standard_py_parameter_type",
    "SparkParameterType": "inference_schema.parameter_types.spark_parameter_type",
    "rawhttp": "azureml.contrib.services.aml_request",
    "AMLRequest": "azureml.contrib.services.aml_request",
    "AMLResponse": "azureml.contrib.services.aml_response",
}


def _network(error: BaseException) -> Found:
    names = {base.__name__ for base in type(error).__mro__}
    if not names & {"ConnectionError", "URLError", "gaierror", "TimeoutError", "Timeout"}:
        return None
    cause = f"the script needs the network at import ({type(error).__name__}: {error})"
    return cause, "move that into init()"


def _arguments(error: BaseException) -> Found:
    if isinstance(error, IndexError) and _line(error).count("argv"):
        cause = "the script reads a command line argument, and there is none"
        return cause, "read it under if __name__ == '__main__'"
    return None


def _line(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return (frames[-1].line or "") if frames else ""


def _asks(error: BaseException) -> Found:
    if isinstance(error, EOFError):
        return "the script waits for input at import", "ask under if __name__ == '__main__'"
    return None


_KNOWN: tuple[Callable[[BaseException], Found], ...] = (
    _exit,
    _own,
    _old_numpy,
    _old_pandas,
    _module,
    _import,
    _missing_file,
    _model_folder,
    _variable,
    _name,
    _asks,
    _network,
    _arguments,
)
