"""Code written for older libraries: names that moved or are gone get their old meaning back.

A script sees numpy and pandas through a view that knows the old names; the libraries themselves
stay as they are. Each old name that is used is told as a hint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Told = Callable[[str], None]

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


def _numpy(numpy: Any, name: str, told: Told) -> Any:
    """Return what ``np.name`` meant, None where numpy itself answers."""
    if name.startswith("__") or hasattr(numpy, name):
        return None
    if name in _BUILTINS:
        value, today = _BUILTINS[name], _BUILTINS[name].__name__
    elif name in _NUMPY and hasattr(numpy, _NUMPY[name]):
        value, today = getattr(numpy, _NUMPY[name]), f"np.{_NUMPY[name]}"
    else:
        return None
    told(f"np.{name} is gone from numpy {numpy.__version__}; write {today}")
    return value


def _pandas(pandas: Any, name: str, told: Told) -> Any:
    """Return ``pd.name`` with its old meaning, None where pandas itself answers."""
    if name == "read_json":
        return _read_json(pandas, told)
    return _series(pandas, told) if name == "Series" else None


def _read_json(pandas: Any, told: Told) -> Callable[..., Any]:
    """Return ``pd.read_json`` taking JSON text again, which pandas 3 takes for a file's name."""

    def read_json(path_or_buf: Any, *args: Any, **options: Any) -> Any:
        if isinstance(path_or_buf, str) and path_or_buf.lstrip()[:1] in ("[", "{"):
            from io import StringIO

            told("pd.read_json(text) reads no text any more; write pd.read_json(io.StringIO(text))")
            path_or_buf = StringIO(path_or_buf)
        return pandas.read_json(path_or_buf, *args, **options)

    return read_json


def _series(pandas: Any, told: Told) -> type:
    """Return ``pd.Series`` taking times with an offset for a dtype without one, as it did."""

    class Meta(type(pandas.Series)):  # type: ignore[misc]
        def __call__(cls, data: Any = None, *args: Any, **options: Any) -> Any:
            if cls is not series:
                return super().__call__(data, *args, **options)
            try:
                return pandas.Series(data, *args, **options)
            except (TypeError, ValueError) as error:
                if "timezone-naive" not in str(error):
                    raise
            told("times with an offset do not fit datetime64; write pd.to_datetime(..., utc=True)")
            naive = pandas.to_datetime(data, utc=True).tz_localize(None)
            return pandas.Series(naive, *args, **options)

        def __instancecheck__(cls, value: Any) -> bool:
            return isinstance(value, pandas.Series)

        def __subclasscheck__(cls, kind: type) -> bool:
            return issubclass(kind, pandas.Series)

    series: type = Meta("Series", (pandas.Series,), {})
    return series


OLD_NAMES: dict[str, Callable[[Any, str, Told], Any]] = {"numpy": _numpy, "pandas": _pandas}
"""Libraries that have lost names, and what knows them."""

WHILE_LOADED = {("pandas", "Series")}
"""Old names that a script gets while it is loaded only: later, a type is compared with ``is``."""
