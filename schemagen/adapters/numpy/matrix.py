"""Big matrices of float64 by simdjson, where it is installed (the extra ``fast``).

The same results as by the typed decoder: every number must be a number, every row of one length,
no other key; whatever is not sure is left to the typed decoder.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from schemagen.adapters.fast import Unsure
from schemagen.adapters.numpy.base import Array


def matrix_reader(columns: int) -> Callable[[bytes, str], Array] | None:
    """Return what reads a body that is a matrix at one key; None without simdjson."""
    if not columns or find_spec("simdjson") is None:
        return None
    import simdjson

    parsers = threading.local()  # a parser serves one thread

    def read(body: bytes, name: str) -> Array:
        try:
            parser = parsers.parser
        except AttributeError:
            parser = parsers.parser = simdjson.Parser()
        try:
            return _matrix(parser.parse(body), body, name, columns)
        except (RuntimeError, AttributeError) as error:
            raise Unsure from error

    return read


def _matrix(document: Any, body: bytes, name: str, columns: int) -> Array:
    """Return the matrix; each row is a list of numbers if no other bracket opens."""
    if list(document.keys()) != [name]:
        raise Unsure
    rows = document[name]
    size = len(rows)
    if body.count(b"[") != size + 1 or set(map(len, rows)) != {columns}:
        raise Unsure
    return np.frombuffer(rows.as_buffer(of_type="d"), "f8").reshape(size, columns)
