"""Decode and encode next to inference-schema 1.8, as ratios: how many times faster.

Contenders run in turns, round after round; the medians' ratios are printed. The peer decodes with
``json.loads`` and its own ``deserialize_input``, and encodes as its scripts do: ``json.dumps`` of
``tolist()`` or of ``json.loads(frame.to_json())``. Floors: parsing alone, copying alone.

    pip install inference-schema==1.8 numpy pandas
    python benchmarks/codec.py [--rounds 7] [--only "records 100"]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import pandas as pd
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType

from schemagen import Sample
from schemagen.adapters.pandas import PandasAdapter
from schemagen.operation import Input, Operation

SECONDS = 0.05
"""Short calls are repeated until a measurement takes so long."""


@dataclass(frozen=True)
class Case:
    """One payload: *calls* by name, the first of them the peer."""

    name: str
    calls: dict[str, Callable[[], Any]] = field(default_factory=dict)


def measured(case: Case, rounds: int) -> dict[str, float]:
    """Return the ratio of the peer's time to each call's."""
    times: dict[str, list[float]] = {name: [] for name in case.calls}
    repeats = {name: _repeats(call) for name, call in case.calls.items()}
    for _ in range(rounds):
        for name, call in case.calls.items():
            started = time.perf_counter()
            for _ in range(repeats[name]):
                call()
            times[name].append((time.perf_counter() - started) / repeats[name])
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    peer = next(iter(medians.values()))
    return {name: peer / taken for name, taken in list(medians.items())[1:]}


def _repeats(call: Callable[[], Any]) -> int:
    call()
    started = time.perf_counter()
    call()
    return max(1, int(SECONDS / max(time.perf_counter() - started, 1e-7)))


def _case(
    name: str, sample: Any, value: Any, payload: Any, peer: Callable[[Any], Any], **calls: Any
) -> Iterator[Case]:
    """Yield the decoding and the encoding of *value*, whose JSON is *payload*."""
    op = Operation((Input("data", Sample.of(sample)),), Sample.of(sample))
    body = json.dumps({"data": payload}).encode()
    copied = bytearray(body)
    yield Case(
        f"decode {name}",
        {
            "peer": lambda: peer(json.loads(body)["data"]),
            "schemagen": lambda: op.decode(body),
            "parse alone": lambda: msgspec.json.decode(body),
            "copy alone": lambda: bytes(copied),
        },
    )
    if calls:
        yield Case(
            f"encode {name}", {"peer": calls["dumps"], "schemagen": lambda: op.encode(value)}
        )


def arrays() -> Iterator[Case]:
    """Yield float64 matrices, and other arrays."""
    for rows, columns in ((1, 10), (100, 10), (10_000, 100), (1_000_000, 10)):
        value = np.random.default_rng(0).random((rows, columns))
        yield from array(f"float64 {rows}x{columns}", value)
    yield from array("float64 wide 1x2000", np.random.default_rng(0).random((1, 2000)))
    yield from array("int64 100x10", np.random.default_rng(0).integers(0, 1000, (100, 10)))
    image = np.random.default_rng(0).integers(0, 255, (224, 224, 3)).astype("u1")
    yield from array("uint8 image 224x224x3", image)


def array(name: str, value: Any) -> Iterator[Case]:
    """Yield one array."""
    peer = NumpyParameterType(value[:3]).deserialize_input
    yield from _case(
        name, value[:3], value, value.tolist(), peer, dumps=lambda: json.dumps(value.tolist())
    )


def mixed(rows: int) -> Any:
    """Return a frame of ten columns: integers, floats, text, a boolean, a date-time."""
    random = np.random.default_rng(0)
    start = np.datetime64("2020-01-01T00:00:00", "us")
    return pd.DataFrame(
        {
            **{f"i{at}": random.integers(0, 100_000, rows) for at in range(3)},
            **{f"f{at}": random.random(rows) for at in range(3)},
            **{f"s{at}": [f"text {n % 100}" for n in range(rows)] for at in range(2)},
            "b": random.random(rows) > 0.5,
            "t": start + random.integers(0, 10**8, rows).astype("m8[s]"),
        }
    )


def nullable(rows: int) -> Any:
    """Return a frame of nullable, categorical and date-time columns."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "I": pd.array(random.integers(0, 100, rows), dtype="Int64"),
            "F": pd.array(random.random(rows), dtype="Float64"),
            "B": pd.array(random.random(rows) > 0.5, dtype="boolean"),
            "c": pd.Categorical([f"c{n % 5}" for n in range(rows)], [f"c{n}" for n in range(5)]),
            "t": np.datetime64("2020-01-01", "us")
            + random.integers(0, 10**8, rows).astype("m8[s]"),
        }
    )
    frame.loc[frame.index[1::7], ["I", "F", "B", "c", "t"]] = None
    return frame


def frames() -> Iterator[Case]:
    """Yield frames in several orients."""
    for rows in (1, 100, 10_000, 200_000):
        yield from frame(f"records {rows}", mixed(rows), "records", encode=True)
    yield from frame("split 100", mixed(100), "split", encode=True)
    yield from frame("columns 100", mixed(100), "columns")
    yield from frame("nullable 100", nullable(100), "records")
    text = pd.DataFrame({f"s{at}": [f"some text {n}" for n in range(1000)] for at in range(10)})
    yield from frame("strings 1000", text, "records")


def _naive(payload: Any) -> Any:
    """Return *payload* with the date-times as the peer takes them for a naive column."""
    return json.loads(json.dumps(payload).replace('Z"', '"'))


def frame(name: str, value: Any, orient: str, *, encode: bool = False) -> Iterator[Case]:
    """Yield one frame."""
    sample = Sample(value.head(3), adapter=PandasAdapter(orient=orient))
    payload = _naive(sample.encode(value))
    peer = PandasParameterType(value.head(3), orient=orient).deserialize_input

    def dumps() -> str:
        return json.dumps(json.loads(value.to_json(orient=orient, date_format="iso")))

    yield from _case(name, sample, value, payload, peer, **({"dumps": dumps} if encode else {}))


def nested() -> Iterator[Case]:
    """Yield nested Python values, and the body of Power BI."""
    items = [
        {
            "id": n,
            "score": n / 7,
            "name": f"item {n}",
            "tags": ["a", "b"],
            "ok": True,
            "at": {"x": 1.5, "y": n},
        }
        for n in range(100)
    ]
    value = {"items": items}
    peer = StandardPythonParameterType(value).deserialize_input
    yield from _case("nested 100", value, value, value, peer, dumps=lambda: json.dumps(value))
    yield power_bi(100)


def power_bi(rows: int) -> Case:
    """Return the body that Power BI sends."""
    value = mixed(rows)
    records = _naive(Sample(value).encode(value))
    body = json.dumps({"Inputs": {"input1": records}, "GlobalParameters": 1.0}).encode()
    op = Operation(
        (Input("Inputs", Sample({"input1": value.head(3)})), Input("GlobalParameters", Sample(1.0)))
    )
    inner = {"input1": PandasParameterType(value.head(3))}
    number = StandardPythonParameterType(1.0)

    def peer() -> Any:
        data = json.loads(body)
        return (
            {name: kind.deserialize_input(data["Inputs"][name]) for name, kind in inner.items()},
            number.deserialize_input(data["GlobalParameters"]),
        )

    calls = {
        "peer": peer,
        "schemagen": lambda: op.decode(body),
        "parse alone": lambda: msgspec.json.decode(body),
    }
    return Case(f"decode Power BI {rows}", calls)


def main(rounds: int, wanted: str) -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    print("| times faster than inference-schema 1.8 | schemagen | parse alone | copy alone |")
    print("|---|---:|---:|---:|")
    for make in (arrays, frames, nested):
        for case in make():
            if wanted in case.name:
                found = measured(case, rounds)
                columns = (found.get(name) for name in ("schemagen", "parse alone", "copy alone"))
                cells = ("" if value is None else f"{value:.3g}" for value in columns)
                print(f"| {case.name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each contender (7)")
    parser.add_argument("--only", default="", help="cases whose names hold this text")
    options = parser.parse_args()
    main(options.rounds, options.only)
