"""Whether two values are the same: class, dtype, labels, index and values, NaN equal to NaN."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from typing import Any


def assert_same(got: Any, wanted: Any, at: str = "$") -> None:
    """Fail where *got* differs from *wanted*."""
    for package, compare in _COMPARERS:
        if package in sys.modules and any(
            base.__module__.partition(".")[0] == package for base in type(wanted).__mro__
        ):
            compare(got, wanted, at)
            return
    _python(got, wanted, at)


def _python(got: Any, wanted: Any, at: str) -> None:
    assert type(got) is type(wanted), f"{at}: {type(got)} is not {type(wanted)}"
    if isinstance(wanted, Mapping):
        assert list(got) == list(wanted), f"{at}: other keys"
        for key in wanted:
            assert_same(got[key], wanted[key], f"{at}.{key}")
    elif isinstance(wanted, (list, tuple)):
        assert len(got) == len(wanted), f"{at}: other length"
        for index, (one, other) in enumerate(zip(got, wanted, strict=True)):
            assert_same(one, other, f"{at}[{index}]")
    elif dataclasses.is_dataclass(wanted) and not isinstance(wanted, type):
        assert_same(vars(got), vars(wanted), at)
    elif isinstance(wanted, float):
        assert got == wanted or (got != got and wanted != wanted), f"{at}: {got!r} != {wanted!r}"
        assert str(got) == str(wanted), f"{at}: {got!r} != {wanted!r}"
    else:
        assert got == wanted, f"{at}: {got!r} != {wanted!r}"
        assert getattr(got, "tzinfo", None) == getattr(wanted, "tzinfo", None), f"{at}: other zone"


def _numpy(got: Any, wanted: Any, at: str) -> None:
    import numpy as np

    assert type(got) is type(wanted), f"{at}: {type(got)} is not {type(wanted)}"
    assert got.dtype == wanted.dtype, f"{at}: {got.dtype} != {wanted.dtype}"
    if not isinstance(wanted, np.ndarray):
        return _numpy_values(np.asarray(got), np.asarray(wanted), at)
    assert got.shape == wanted.shape, f"{at}: {got.shape} != {wanted.shape}"
    assert got.flags.writeable or not got.shape, f"{at}: read-only"
    if isinstance(wanted, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(wanted)
        assert (np.ma.getmaskarray(got) == mask).all(), f"{at}: other mask"
        got, wanted = np.ma.getdata(got)[~mask], np.ma.getdata(wanted)[~mask]
    return _numpy_values(got, wanted, at)


def _numpy_values(got: Any, wanted: Any, at: str) -> None:
    if wanted.dtype.names:
        for name in wanted.dtype.names:
            _numpy_values(got[name], wanted[name], f"{at}.{name}")
    elif wanted.dtype.kind == "O":
        for one, other in zip(got.ravel().tolist(), wanted.ravel().tolist(), strict=True):
            assert_same(one, other, at)
    else:
        assert list(map(str, got.ravel())) == list(map(str, wanted.ravel())), (
            f"{at}: {got} != {wanted}"
        )


def _pandas(got: Any, wanted: Any, at: str) -> None:
    import pandas as pd

    assert type(got) is type(wanted), f"{at}: {type(got)} is not {type(wanted)}"
    exact = {"check_exact": True, "check_freq": False}
    if isinstance(wanted, pd.DataFrame):
        assert got.dtypes.tolist() == wanted.dtypes.tolist(), f"{at}: other dtypes"
        pd.testing.assert_frame_equal(got, wanted, **exact)
        _objects(got, wanted, at)
    elif isinstance(wanted, pd.Series):
        pd.testing.assert_series_equal(got, wanted, **exact)
    elif isinstance(wanted, pd.Index):
        pd.testing.assert_index_equal(got, wanted, exact=True)
    else:
        assert got == wanted or (pd.isna(got) and pd.isna(wanted)), f"{at}: {got!r} != {wanted!r}"
        assert getattr(got, "tz", None) == getattr(wanted, "tz", None), f"{at}: other zone"


def _objects(got: Any, wanted: Any, at: str) -> None:
    """Compare the cells of object columns one by one: their classes matter."""
    for position, dtype in enumerate(wanted.dtypes):
        if dtype.name == "object":
            pairs = zip(got.iloc[:, position], wanted.iloc[:, position], strict=True)
            for index, (one, other) in enumerate(pairs):
                assert_same(one, other, f"{at}[{index}]")


def _pyspark(got: Any, wanted: Any, at: str) -> None:
    if hasattr(wanted, "collect"):
        assert got.schema == wanted.schema, f"{at}: {got.schema} != {wanted.schema}"
        assert got.collect() == wanted.collect(), f"{at}: other rows"
    else:
        assert got == wanted


_COMPARERS = (("numpy", _numpy), ("pandas", _pandas), ("pyspark", _pyspark))
