"""The module names that entry scripts import, answered by ours.

``install()`` puts them into ``sys.modules`` for good, ``provided()`` for the length of a block.
Both win over an installed ``inference_schema``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_ROOM = "schemagen.azureml"
_PEER = "inference_schema"
NAMES: dict[str, str] = {
    _PEER: f"{_ROOM}.inference_schema",
    f"{_PEER}.schema_decorators": f"{_ROOM}.schema_decorators",
    f"{_PEER}.schema_util": f"{_ROOM}.schema_util",
    f"{_PEER}.parameter_types": f"{_ROOM}.parameter_types",
    **{
        f"{_PEER}.parameter_types.{name}": f"{_ROOM}.parameter_types.{name}"
        for name in (
            "abstract_parameter_type",
            "numpy_parameter_type",
            "pandas_parameter_type",
            "spark_parameter_type",
            "standard_py_parameter_type",
        )
    },
}
"""The peer's module names, and ours that answer them. None imports the library it is about."""


def install() -> None:
    """Answer ``import inference_schema`` (and all its modules) with ours from now on."""
    for name, ours in NAMES.items():
        sys.modules[name] = import_module(ours)


@contextmanager
def provided() -> Iterator[None]:
    """Answer ``import inference_schema`` with ours inside the block; then all is as before."""
    before = {name: module for name, module in sys.modules.items() if _is_peer(name)}
    for name in before:
        del sys.modules[name]
    install()
    try:
        yield
    finally:
        for name in [name for name in sys.modules if _is_peer(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_peer(name: str) -> bool:
    return name == _PEER or name.startswith(f"{_PEER}.")
