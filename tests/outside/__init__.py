"""What the full tests run beside us, made by install.py and named by variables of the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

AZURE, CLIENTS, NODE = (
    "SCHEMAGEN_AZURE_PYTHON",
    "SCHEMAGEN_CLIENTS_PYTHON",
    "SCHEMAGEN_NODE_MODULES",
)


def python_with(module: str, variable: str) -> str:
    """Return the Python that *variable* names, or this one; skip the test where it has no *module*."""
    python = os.environ.get(variable, sys.executable)
    if not _imports(python, module):
        pytest.skip(f"{module} is not installed: `tox -e full` does, or {variable} names a Python")
    return python


@cache
def _imports(python: str, module: str) -> bool:
    command = [python, "-c", f"import {module}"]
    return not subprocess.run(command, capture_output=True, check=False).returncode


def azmlinfsrv() -> str | None:
    """Return the path of Azure's server, if there is one."""
    beside = Path(os.environ.get(AZURE, sys.executable)).with_name("azmlinfsrv")
    return str(beside) if beside.exists() else None


def node_modules(package: str) -> Path:
    """Return the folder whose ``node_modules`` has *package*; skip the test where none has."""
    folder = Path(os.environ.get(NODE, "absent"))
    if not shutil.which("node") or not (folder / "node_modules" / package).is_dir():
        pytest.skip(f"{package} is not installed: `tox -e full` does, where npm is on PATH")
    return folder
