"""The schema and example of a sample of 1,000,000 rows over those of 1,000: ratios and sizes.

python benchmarks/schema.py
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from codec import mixed, nullable

from schemagen import Sample
from schemagen.operation import Input, Operation

SAMPLES: dict[str, Callable[[int], Any]] = {
    "array": lambda rows: np.random.default_rng(0).random((rows, 10)),
    "frame of ten mixed columns": mixed,
    "frame of nullable and categorical columns": nullable,
}


def described(value: Any) -> bytes:
    """Return the schema and the example of *value*."""
    operation = Operation((Input("data", Sample(value)),))
    return json.dumps([operation.input_schema, operation.input_example()]).encode()


def seconds(value: Any) -> float:
    """Return the best of five."""
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        described(value)
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    print("| sample | 1,000,000 rows over 1,000 | bytes |")
    print("|---|---:|---:|")
    for name, make in SAMPLES.items():
        few, many = make(1_000), make(1_000_000)
        print(f"| {name} | {seconds(many) / seconds(few):.1f} | {len(described(many)):,} |")


if __name__ == "__main__":
    main()
