"""What odd but valid bodies cost, as ratios to the plain body of the same contract, per byte.

pip install numpy pandas
python benchmarks/oddities.py
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from schemagen import Sample
from schemagen.operation import Input, Operation

ROUNDS = 7


def frame(rows: int) -> Any:
    """Return a frame of all ordinary kinds of columns."""
    number = np.arange(rows)
    moments = np.datetime64("2020-01-01T00:00:00", "us") + number.astype("m8[s]")
    columns = {"i": number, "f": number / 7, "s": [f"text {n}" for n in number], "t": moments}
    return pd.DataFrame(
        {f"{name}{at}": column for at in range(3) for name, column in columns.items()}
    )


def bodies(data: Any, changed: Callable[[str, Any], Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the bodies by name; the first is the plain one."""
    for name, odd in (
        ("plain", data),
        ("3.0 for an integer", changed("i", 3.0)),
        ("an integer for a float", changed("f", 3)),
        ("null", changed("f", None)),
        ("an escape", changed("s", "é\n")),
        ("a surrogate pair", changed("s", "\U0001f600")),
        ("a date-time with an offset", changed("t", "2020-01-01T00:00:00+02:00")),
        ("a date-time in another layout", changed("t", "2020-01-01t00:00:00z")),
    ):
        if odd is not None:
            yield name, json.dumps({"data": odd}).encode()
    plain = json.dumps({"data": data})
    yield "a key that nobody named", f'{plain[:-1]}, "more": 1}}'.encode()
    yield "indented", json.dumps({"data": data}, indent=1).encode()
    yield "a byte order mark", b"\xef\xbb\xbf" + plain.encode()
    yield "UTF-16", plain.encode("utf-16")


def cost(op: Operation, body: bytes) -> float:
    """Return the median time for a byte of *body*."""
    op.decode(body)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(10):
            op.decode(body)
        times.append(time.perf_counter() - began)
    return statistics.median(times) / len(body)


def show(title: str, sample: Any, data: Any, changed: Callable[[str, Any], Any]) -> None:
    """Print the ratios of one contract."""
    op = Operation((Input("data", Sample(sample)),))
    plain = 0.0
    for name, body in bodies(data, changed):
        taken = cost(op, body)
        plain = plain or taken
        print(f"{title:20} {name:32} {taken / plain:6.2f}x", flush=True)


def main() -> None:
    """Print all ratios."""
    for rows in (100, 10_000):
        value = frame(rows)
        records = Sample(value).encode(value)
        records = [{key: _naive(cell) for key, cell in row.items()} for row in records]

        def in_row(kind: str, cell: Any, records: Any = records) -> Any:
            return [{**records[0], f"{kind}0": cell}, *records[1:]]

        show(f"records {rows}", value.head(3), records, in_row)
    for dtype in ("i8", "f8"):
        matrix = np.arange(10_000, dtype=dtype).reshape(-1, 10)

        def in_matrix(kind: str, cell: Any, matrix: Any = matrix) -> Any:
            number = not isinstance(cell, str) and (cell is not None or matrix.dtype == "f8")
            items = matrix.tolist()
            return [[cell, *items[0][1:]], *items[1:]] if number and kind in "if" else None

        show(f"{dtype} 1000x10", matrix[:2], matrix.tolist(), in_matrix)
    items = [
        {"i": n, "f": n / 7, "s": "text", "t": "x", "at": {"i": n, "tags": ["a"]}}
        for n in range(100)
    ]
    show(
        "nested 100",
        items[:2],
        items,
        lambda kind, cell: [{**items[0], kind: cell or 1}, *items[1:]],
    )


def _naive(cell: Any) -> Any:
    return cell.removesuffix("Z") if isinstance(cell, str) else cell


if __name__ == "__main__":
    main()
