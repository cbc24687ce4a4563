"""What went wrong while a script was loaded, in one line that names place, cause and remedy."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from schemagen.azureml.model import VARIABLE
from schemagen.errors import UnsupportedSample
from schemagen.script.errors import LoadError
from schemagen.script.stubs import stub_of
from schemagen.script.trace import Trace

_DISTRIBUTIONS = {
    "PIL": "Pillow",
    "azureml": "azureml-core",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "PyYAML",
}


def to_install(package: str) -> str:
    """Return the command that installs what ``import package`` needs."""
    top = package.partition(".")[0]
    return f"pip install {_DISTRIBUTIONS.get(top, top)}"


def diagnose(
    error: BaseException, path: Path, sources: Iterable[str], trace: Trace
) -> LoadError:
    """Return *error*, raised while *path* was run, as the line that the user sees.

    *sources* are the files of the script and its siblings; *trace* knows its stubs.
    """
    if isinstance(error, LoadError):
        return error
    if isinstance(error, SyntaxError) and error.filename in {*sources, str(path)}:
        return _syntax(error, path)
    where, line = _place(error, set(sources)) or (str(path), None)
    found = next(filter(None, (explain(error) for explain in _EXPLANATIONS)), None)
    cause, remedy = found or (f"{type(error).__name__}: {error}", "")
    package = stub_of(getattr(error, "value", None)) or trace.package_in(cause)
    if package:
        cause = f"{package} is not installed, and only a stand-in for it is there: {cause}"
        remedy = to_install(package)
    return LoadError(re.sub(rf" ?{trace.token}(x\d+x)?", "", cause), where, line, remedy)


def _place(error: BaseException, sources: set[str]) -> tuple[str, int | None] | None:
    """Return the innermost line of the script or a sibling that the error passed through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in sources]
    return (frames[-1].filename, frames[-1].lineno) if frames else None


def _syntax(error: SyntaxError, path: Path) -> LoadError:
    line = error.lineno
    text = (error.text or _line_of(path, line)).strip()
    for pattern, cause, remedy in _SYNTAX:
        if re.match(pattern, text):
            return LoadError(cause.format(text), error.filename or path, line, remedy)
    cause = f"not valid Python: {error.msg}" + (f": {text[:80]}" if text else "")
    return LoadError(cause, error.filename or path, line, "mend the line, or give another file")


def _line_of(path: Path, line: int | None) -> str:
    try:
        return path.read_text(encoding="utf-8").splitlines()[(line or 1) - 1]
    except (OSError, ValueError, IndexError):
        return ""


_SYNTAX = (
    (r"[%!]", "a notebook magic: {}", "save the cell as plain Python without its % and ! lines"),
    (r"(<{7}|={7}|>{7})", "a merge conflict was left in: {}", "keep one side and delete the marks"),
    (r"print\s+[^(]", "a print statement of Python 2: {}", "write print(...)"),
    (r"\{\s*$|\{\s*\"", "this looks like a notebook or JSON, not Python", "export it as a script"),
)


def _sample(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, UnsupportedSample):
        return f"the sample cannot be described: {error}", ""
    return None


def _module(error: BaseException) -> tuple[str, str] | None:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    name = error.name
    if name.partition(".")[0] in ("main", "score", "entry", "driver_module"):
        return f"no module named {name!r}", "put the file beside the script"
    return f"no module named {name!r}", f"{to_install(name)}, or let it be stubbed"


def _import(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
        return f"ImportError: {error}", "install the release of the library that has it"
    return None


def _missing_file(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, FileNotFoundError):
        if str(error).startswith(VARIABLE):
            return str(error), ""
        name = error.filename or error
        return f"no such file: {name}", "put it there, or read it in init() instead of at import"
    return None


def _model_folder(error: BaseException) -> tuple[str, str] | None:
    """Explain ``os.path.join(os.getenv("AZUREML_MODEL_DIR"), ...)`` at import."""
    told = "expected str, bytes or os.PathLike object, not NoneType"
    if isinstance(error, TypeError) and told in str(error):
        return (
            f"an environment variable is not set, most likely {VARIABLE}",
            f"set {VARIABLE} to a folder, or read it in init() instead of at import",
        )
    return None


def _variable(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, KeyError) and _is_environment(error):
        name = error.args[0]
        return f"the environment variable {name} is not set", f"set {name}, or read it in init()"
    return None


def _is_environment(error: KeyError) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename.replace("\\", "/").endswith(("/os.py", "<frozen os>"))


def _exit(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, SystemExit):
        cause = f"the script ends itself at import (SystemExit: {error.code})"
        return cause, "put command line code under if __name__ == '__main__'"
    return None


def _old_numpy(error: BaseException) -> tuple[str, str] | None:
    match = re.search(r"module 'numpy' has no attribute '(\w+)'|np\.(\w+)` was removed", str(error))
    if not isinstance(error, AttributeError) or not match:
        return None
    name = match[1] or match[2]
    return f"np.{name} is gone from numpy {_version('numpy')}", _NUMPY_NOW.get(name, "install numpy<2")


_NUMPY_NOW = {
    "unicode_": "write np.str_",
    "string_": "write np.bytes_",
    "float_": "write np.float64",
    "float": "write float or np.float64",
    "int": "write int or np.int64",
    "bool": "write bool or np.bool_",
    "object": "write object",
    "str": "write str",
}


def _old_pandas(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, FileNotFoundError) and re.search(r"[\[{]", str(error.filename or error)):
        return "pd.read_json() takes no JSON text any more", "wrap it: pd.read_json(io.StringIO(text))"
    match = re.search(r"'(?:DataFrame|Series)' object has no attribute '(append|ix|as_matrix)'", str(error))
    if match:
        return f".{match[1]} is gone from pandas {_version('pandas')}", "install pandas<2, or rewrite it"
    if "timezone-naive" in str(error) or "tz-aware" in str(error).lower():
        return f"{type(error).__name__}: {error}", "convert with .dt.tz_localize(None) or utc=True"
    return None


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


_EXPLANATIONS: tuple[Callable[[BaseException], tuple[str, str] | None], ...] = (
    _exit,
    _sample,
    _old_numpy,
    _old_pandas,
    _module,
    _import,
    _missing_file,
    _model_folder,
    _variable,
)
