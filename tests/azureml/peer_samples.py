"""Samples for both libraries: the real ``inference_schema`` 1.8 and ours, in the same words.

``python -m tests.azureml.peer_samples [spark]`` prints what the library that answers
``import inference_schema`` says of each, as JSON.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

from tests.samples.rows import Lazy

np, pd = Lazy("numpy"), Lazy("pandas")
sql, T = Lazy("pyspark.sql"), Lazy("pyspark.sql.types")


TYPES = {
    "N": ("numpy", "NumpyParameterType"),
    "P": ("pandas", "PandasParameterType"),
    "S": ("standard_py", "StandardPythonParameterType"),
    "K": ("spark", "SparkParameterType"),
}


class Names:
    """The names that scripts import: ``N``, ``P``, ``S`` and ``K`` are the ParameterTypes."""

    def __init__(self) -> None:
        self.decorators = import_module("inference_schema.schema_decorators")
        self.util = import_module("inference_schema.schema_util")

    def __getattr__(self, short: str) -> Any:
        module, name = TYPES[short]
        loaded = import_module(f"inference_schema.parameter_types.{module}_parameter_type")
        return getattr(loaded, name)


Make = Callable[[Any], Any]
_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
_FLAT = [("a", "i4"), ("b", "f8"), ("c", "U5")]


def _array(values: Any, dtype: Any = None) -> Make:
    return lambda t: t.N(np.array(values, dtype))


def _numpy() -> dict[str, Make]:
    return {
        **{name: _array([1, 2], name) for name in (*_INTEGERS, "longlong")},
        **{name: _array([0.5, 2.25], name) for name in ("float16", "float32", "float64")},
        "uint64-most": _array([2**64 - 1], "uint64"),
        "text": _array(["a", "Sarah"]),
        "1-d": _array([1.5]),
        "2-d": _array([[1, 2], [3, 4]]),
        "3-d": lambda t: t.N(np.arange(8).reshape(2, 2, 2)),
        "4-d": lambda t: t.N(np.arange(16).reshape(2, 2, 2, 2)),
        "f-order": lambda t: t.N(np.asfortranarray(np.arange(6).reshape(2, 3))),
        "strided": lambda t: t.N(np.arange(10)[::3]),
        "big-endian": _array([1, 2], ">i4"),
        "text-variable": lambda t: t.N(np.array(["a"], _variable_text())),
        "no-rows": lambda t: t.N(np.zeros(0)),
        "rows-of-none": lambda t: t.N(np.zeros((2, 0))),
        "timedelta-minutes": _array([90, 60], "m8[m]"),
        "timedelta-days": _array([2], "m8[D]"),
        "timedelta-hours": _array([36], "m8[h]"),
        "timedelta-seconds": _array([86400, -5], "m8[s]"),
        "timedelta-ms": _array([1500], "m8[ms]"),
        "timedelta-us": _array([7], "m8[us]"),
        "timedelta-ns": _array([7], "m8[ns]"),
        "timedelta-weeks": _array([3], "m8[W]"),
        "timedelta-months": _array([14], "m8[M]"),
        "timedelta-years": _array([2], "m8[Y]"),
        "structured": _array([(1, 0.5, "x")], _FLAT),
        "structured-nested": _array(
            [(1, (2, 0.5))], [("a", "i4"), ("b", [("c", "i2"), ("d", "f8")])]
        ),
        "structured-sub-array": _array([(1, [1.5, 2.5])], [("a", "i4"), ("m", "f4", (2,))]),
        "structured-times": _array([(5,)], [("d", "m8[s]")]),
        "structured-titles": _array([(1,)], [(("T", "a"), "i4")]),
        "structured-2-d": _array([[(1, 0.5)]], [("a", "i4"), ("b", "f8")]),
        "structured-sub-array-of-its-own": _array([([(1,), (2,)],)], [("m", [("x", "i2")], (2,))]),
        "recarray": lambda t: t.N(np.rec.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")])),
        "masked-nothing": lambda t: t.N(np.ma.MaskedArray([1, 2], [False, False])),
        "free": lambda t: t.N(np.array([[1, 2]]), enforce_shape=False),
        "untyped": lambda t: t.N(np.array([[1, 2]]), enforce_column_type=False),
    }


def _variable_text() -> Any:
    """Return numpy 2's text of any length; before it, of one letter."""
    return getattr(getattr(np, "dtypes", None), "StringDType", lambda: "U1")()


def _frame(make: Callable[[], Any], **options: Any) -> Make:
    return lambda t: t.P(pd.DataFrame(make()), **options)


def _column(values: Any, dtype: Any = None) -> Make:
    return _frame(lambda: {"c": pd.Series(values, dtype=dtype)})


def _labelled(*labels: Any) -> Make:
    return _frame(lambda: pd.DataFrame([[1.5] * len(labels)], columns=list(labels)))


def _pandas() -> dict[str, Make]:
    names = [name for name in _INTEGERS if name != "uint64"]
    return {
        **{name: _column([1, 2], name) for name in (*names, "Int64", "UInt8")},
        **{
            name: _column([0.5, 2.25], name)
            for name in ("float16", "float32", "float64", "Float64")
        },
        "bool": _column([True, False]),
        "boolean": _column([True, False], "boolean"),
        "str": _column(["a", "b"]),
        "str-object": _column(["a", "b"], object),
        "string": _column(["a", "b"], "string"),
        "string-python": _column(["a", "b"], "string[python]"),
        "category": _column(["a", "b"], "category"),
        "category-int": _column([3, 1], "category"),
        "sparse-int": _frame(lambda: {"c": pd.arrays.SparseArray([0, 0, 3])}),
        "datetime-zone": _frame(
            lambda: {"t": pd.to_datetime(["2020-02-03T04:05:06"]).tz_localize("America/New_York")}
        ),
        "datetime-utc": _frame(
            lambda: {"t": pd.to_datetime(["2020-02-03T04:05:06.123"]).tz_localize("UTC")}
        ),
        "timedelta": _frame(lambda: {"d": pd.to_timedelta(["1 days 02:03:04.5"])}),
        "timedelta-short": _frame(lambda: {"d": pd.to_timedelta([90], unit="s")}),
        "object-list": _frame(lambda: {"c": [[1, 2], [3]]}),
        "object-dict": _frame(lambda: {"c": [{"a": 1}, {"a": 2}]}),
        "object-array": _frame(lambda: {"c": [np.array([1, 2]), np.array([3, 4])]}),
        "labels-int": _labelled(1, 2),
        "labels-float": _labelled(0.5, 1.5),
        "labels-numeric-text": _labelled("1", "2020-01"),
        "labels-mixed": _labelled("a", 1),
        "labels-bool": _labelled(*[True, False]),
        "labels-multi": _frame(
            lambda: pd.DataFrame(
                [[1.5, 2.5]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
            )
        ),
        "mixed": _frame(lambda: {"n": [1, 2], "s": ["x", "y"], "f": [0.5, 1.5]}),
        "index-dropped": _frame(lambda: pd.DataFrame({"a": [1, 2]}, index=["p", "q"])),
        "values-one-type": _frame(lambda: {"a": [1, 2], "b": [3, 4]}, orient="values"),
        "free": _frame(lambda: {"a": [1], "b": [2.5]}, enforce_shape=False),
        "untyped": _frame(lambda: {"a": [1], "b": [2.5]}, enforce_column_type=False),
    }


def _value(value: Any) -> Make:
    return lambda t: t.S(value)


def _standard() -> dict[str, Make]:
    values = {
        "int": 3, "bool": True, "str": "text", "float": 0.5,
        "bytes": b"abc", "bytearray": bytearray(b"x"),
        "dict": {"a": 1, "b": "x"}, "dict-nested": {"a": {"b": [1.5]}}, "list": [1, 2],
        "list-text": ["a"], "list-nested": [[1, 2], [3]], "list-dicts": [{"a": 1}, {"a": 2}],
        "tuple": (1, 2), "tuple-nested": [(1,), (2,)],
    }  # fmt: skip
    return {
        **{name: _value(value) for name, value in values.items()},
        "array-in-dict": lambda t: t.S({"a": t.N(np.array([[1, 2]])), "n": 3}),
        "frame-in-dict": lambda t: t.S({"f": t.P(pd.DataFrame({"a": [1], "b": ["x"]}))}),
        "types-deep": lambda t: t.S({"o": t.S({"i": t.N(np.array([0.5]))})}),
        "types-in-plain-dict": lambda t: t.S({"o": {"i": t.N(np.array([0.5]))}}),
        "types-in-list": lambda t: t.S([t.N(np.array([1])), t.N(np.array([2, 3]))]),
        "power-bi": lambda t: t.S(
            {
                "input1": t.N(np.array([[0.5, 1.5]])),
                "input2": t.P(pd.DataFrame({"a": [1], "b": ["x"], "c": [0.5]})),
                "input3": t.S(1.0),
            }
        ),
    }


def _spark_frame(schema: Any, *rows: Any) -> Make:
    return lambda t: t.K(sql.SparkSession.active().createDataFrame(list(rows), schema))


def _spark() -> dict[str, Make]:
    return {
        "numbers": _spark_frame(
            "a byte, b short, c int, d long, e float, f double", (1, 2, 3, 4, 0.5, 1.5)
        ),
        "string": _spark_frame("a string, b string", ("x", "y"), ("z", "")),
        "decimal": _spark_frame("a decimal(10,2)", (_decimal("1.50"),)),
        "array": _spark_frame("a array<int>, b array<array<string>>", ([1, 2], [["x"], []])),
        "map": _spark_frame("a map<string,double>", ({"x": 0.5},)),
        "struct": _spark_frame("a struct<b:int,c:struct<d:string>>", ((1, ("x",)),)),
        "empty": _spark_frame("a long, b string"),
        "dotted": _spark_frame("`a.b` long", (1,)),
    }


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


KEPT: dict[str, Make] = {
    f"{room}-{name}": make
    for room, table in (("numpy", _numpy()), ("pandas", _pandas()), ("python", _standard()))
    for name, make in table.items()
}
KEPT_SPARK: dict[str, Make] = {f"spark-{name}": make for name, make in _spark().items()}
TABLES = {"plain": KEPT, "spark": KEPT_SPARK}


def said(names: Names, make: Make) -> dict[str, Any]:
    """Return what the library says of a function with this sample for parameter and result."""
    names.util.__functions_schema__.clear()  # the real one keeps functions by their names
    names.util.__versions__.clear()

    def run(data: Any) -> Any:
        return data

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        decorated = names.decorators.input_schema("data", make(names))(run)
        decorated = names.decorators.output_schema(make(names))(decorated)
        return {
            "input": names.util.get_input_schema(decorated),
            "output": names.util.get_output_schema(decorated),
            "versions": names.util.get_supported_versions(decorated),
        }


def all_said(names: Names, table: dict[str, Make]) -> dict[str, Any]:
    """Return what the library says of every sample; of one that it refuses, the error."""
    answers: dict[str, Any] = {}
    for name, make in table.items():
        try:
            answers[name] = json.loads(json.dumps(said(names, make)))
        except Exception as error:
            answers[name] = {"error": f"{type(error).__name__}: {error}"}
    return answers


def main(which: str) -> None:
    """Print the answers of the installed library."""
    if which == "spark":
        from tests.conftest import new_session

        new_session()
    print(json.dumps(all_said(Names(), TABLES[which])))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "plain")
