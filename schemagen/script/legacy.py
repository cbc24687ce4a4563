"""Code written for older libraries: names that moved or are gone get their old meaning back.

A script sees numpy and pandas through a view that knows the old names; the libraries themselves
stay as they are. Each old name that is used is told as a hint.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

RENAMED = {
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "pandas.io.json._normalize": "pandas",
}
"""Modules that older scripts import, and where their names are today."""

_NUMPY = {
    "Inf": "inf",
    "Infinity": "inf",
    "NAN": "nan",
    "NaN": "nan",
    "alltrue": "all",
    "bool8": "bool_",
    "cumproduct": "cumprod",
    "float_": "float64",
    "infty": "inf",
    "int0": "intp",
    "mat": "asmatrix",
    "product": "prod",
    "row_stack": "vstack",
    "sometrue": "any",
    "str0": "str_",
    "string_": "bytes_",
    "trapz": "trapezoid",
    "uint0": "uintp",
    "unicode_": "str_",
}
_BUILTINS: dict[str, type] = {
    "bool": bool,
    "complex": complex,
    "float": float,
    "int": int,
    "long": int,
    "object": object,
    "str": str,
    "unicode": str,
}


def _numpy(numpy: Any, name: str) -> tuple[Any, str] | None:
    """Return what ``np.name`` meant, and how it is written today."""
    if name in _BUILTINS:
        return _BUILTINS[name], _BUILTINS[name].__name__
    if name in _NUMPY and hasattr(numpy, _NUMPY[name]):
        return getattr(numpy, _NUMPY[name]), f"np.{_NUMPY[name]}"
    return None


def _read_json(pandas: Any, told: Callable[[str], None]) -> Callable[..., Any]:
    """Return ``pd.read_json`` taking JSON text again, which pandas 3 takes for a file's name."""

    def read_json(path_or_buf: Any, *args: Any, **options: Any) -> Any:
        if isinstance(path_or_buf, str) and path_or_buf.lstrip()[:1] in ("[", "{"):
            from io import StringIO

            told("pd.read_json(text) reads no text any more; write pd.read_json(io.StringIO(text))")
            path_or_buf = StringIO(path_or_buf)
        return pandas.read_json(path_or_buf, *args, **options)

    return read_json


class Renewed(ModuleType):
    """A library as a script sees it: the library itself, and its old names."""

    def __init__(self, library: ModuleType, told: Callable[[str], None]) -> None:
        super().__init__(library.__name__, library.__doc__)
        self._library = library
        self._told = told

    def __getattr__(self, name: str) -> Any:
        """Give the library's attribute; of a name that is gone, its old meaning and a hint."""
        library = self.__dict__["_library"]
        if library.__name__ == "pandas" and name == "read_json":
            return _read_json(library, self._told)
        try:
            return getattr(library, name)
        except AttributeError:
            old = _numpy(library, name) if library.__name__ == "numpy" else None
            if old is None:
                raise
        self._told(f"np.{name} is gone from numpy {library.__version__}; write {old[1]}")
        return old[0]

    def __dir__(self) -> list[str]:
        """List the library's names."""
        return dir(self._library)


def renewed(library: ModuleType, told: Callable[[str], None]) -> ModuleType:
    """Return *library* as a script of its older days expects it."""
    return Renewed(library, told) if library.__name__ in ("numpy", "pandas") else library
