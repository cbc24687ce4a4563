"""Samples with samples inside: arrays, frames and ParameterTypes in containers, own adapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.samples.frames import mixed, oriented
from tests.samples.rows import Lazy, table

np, pd = Lazy("numpy"), Lazy("pandas")
types = Lazy("schemagen.azureml.parameter_types")
schemagen = Lazy("schemagen")
row = table("mix")


class Celsius:
    """A class of the user's own."""

    def __init__(self, degrees: float) -> None:
        self.degrees = degrees

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Celsius) and other.degrees == self.degrees

    __hash__ = None  # type: ignore[assignment]


class CelsiusAdapter:
    """An adapter of the user's own."""

    def schema(self, sample: Celsius) -> dict[str, Any]:
        """Describe degrees."""
        return {"type": "number"}

    def encode(self, value: Celsius) -> float:
        """Write degrees."""
        return value.degrees

    def decode(self, data: float) -> Celsius:
        """Read degrees."""
        return Celsius(float(data))


@dataclass
class Batch:
    """A record that holds an array."""

    name: str
    data: Any

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Batch)
            and self.name == other.name
            and np.array_equal(self.data, other.data)
        )


def power_bi() -> Any:
    """Return the sample of the Power BI document."""
    return types.StandardPythonParameterType(
        {
            "input1": types.NumpyParameterType(np.array([[0.5, 1.5]])),
            "input2": types.PandasParameterType(mixed()),
            "input3": types.StandardPythonParameterType(1.0),
        }
    )


MIXES = (
    row("array-in-dict", lambda: {"a": np.array([1.5]), "n": 3}, "numpy"),
    row("frame-in-dict", lambda: {"f": mixed(), "n": None}, "pandas"),
    row("frame-in-list", lambda: [mixed(), mixed()], "pandas"),
    row("arrays-in-list", lambda: [np.array([1]), np.array([2, 3])], "numpy"),
    row("deep", lambda: {"a": {"b": [{"c": np.array([[1, 2]])}]}}, "numpy"),
    row("series-in-dict", lambda: {"s": pd.Series([1, 2])}, "pandas"),
    row("numpy-scalars", lambda: {"i": np.int64(1), "f": np.float32(0.5)}, "numpy"),
    row("timestamp-in-dict", lambda: {"t": pd.Timestamp("2020-01-02")}, "pandas"),
    row(
        "parameter-type-in-dict",
        lambda: {"a": types.NumpyParameterType(np.array([1.5]))},
        "numpy",
        back=lambda: {"a": np.array([1.5])},
    ),
    row(
        "parameter-type-in-list",
        lambda: [types.NumpyParameterType(np.array([1.5]))],
        "numpy",
        back=lambda: [np.array([1.5])],
    ),
    row(
        "parameter-type-deep",
        lambda: {"o": {"i": types.PandasParameterType(mixed())}},
        "pandas",
        back=lambda: {"o": {"i": mixed()}},
    ),
    row(
        "power-bi",
        power_bi,
        "pandas",
        back=lambda: {"input1": np.array([[0.5, 1.5]]), "input2": mixed(), "input3": 1.0},
    ),
    row("numpy-type", lambda: types.NumpyParameterType(np.array([[1, 2]])), "numpy"),
    row(
        "numpy-type-free",
        lambda: types.NumpyParameterType(np.array([[1, 2]]), enforce_shape=False),
        "numpy",
    ),
    row("pandas-type-split", lambda: types.PandasParameterType(mixed(), orient="split"), "pandas"),
    row("python-type", lambda: types.StandardPythonParameterType({"a": [1]})),
    row(
        "sample-in-dict",
        lambda: {"f": oriented(mixed(), "split")},
        "pandas",
        back=lambda: {"f": mixed()},
    ),
    row("own-adapter", lambda: schemagen.Sample(Celsius(1.5), adapter=CelsiusAdapter())),
    row(
        "own-adapter-inside",
        lambda: {"t": schemagen.Sample(Celsius(1.5), adapter=CelsiusAdapter())},
        back=lambda: {"t": Celsius(1.5)},
    ),
    row("array-in-dataclass", lambda: Batch("x", np.array([1, 2])), "numpy"),
    row("array-or-null", lambda: [{"a": np.array([1.5])}, {"a": None}], "numpy"),
    row("array-or-text", lambda: [np.array([1.5]), "none"], "numpy"),
    row(
        "torch-like",
        lambda: type("Tensor", (), {"__module__": "torch"})(),
        refused="torch.Tensor.*adapter=",
    ),
)
