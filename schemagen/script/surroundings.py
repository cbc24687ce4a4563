"""What a script finds around itself, and what it makes of it.

While a script is loaded it has the process's arguments, path, streams and warnings for itself;
then they are as before. The variables and the working folder that it set are put back too, and
are there again whenever its functions are called.
"""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ONE_AT_A_TIME = threading.RLock()
"""Arguments, path, folder and variables are the process's: one script at a time changes them."""


@dataclass
class Surroundings:
    """The variables and the working folder that a script has set; none at first."""

    variables: dict[str, str | None] = field(default_factory=dict)
    folder: str | None = None

    @contextmanager
    def of_load(self, file: Path) -> Iterator[None]:
        """Give the script at *file* what it has when it is run by itself; note what it sets."""
        argv, path = sys.argv, list(sys.path)
        streams = sys.stdin, sys.stdout, sys.stderr
        sys.argv = [str(file)]
        sys.path.insert(0, str(file.parent))
        try:
            with self._noted(), warnings.catch_warnings():
                yield
        finally:
            sys.argv = argv
            sys.path[:] = path
            sys.stdin, sys.stdout, sys.stderr = streams

    @contextmanager
    def _noted(self) -> Iterator[None]:
        variables, folder = dict(os.environ), _folder()
        try:
            yield
        finally:
            self.variables = _changes(variables, dict(os.environ))
            self.folder = _folder() if _folder() != folder else None
            self._put_back(variables, folder)

    def _put_back(self, variables: dict[str, str], folder: str | None) -> None:
        _set({name: variables.get(name) for name in self.variables})
        if self.folder and folder:
            os.chdir(folder)

    @contextmanager
    def again(self) -> Iterator[None]:
        """Give the script's functions what the script has set; nothing where it set nothing."""
        if not self.variables and not self.folder:
            yield
            return
        with ONE_AT_A_TIME:
            variables, folder = dict(os.environ), _folder()
            self.apply()
            try:
                yield
            finally:
                _set(_changes(dict(os.environ), variables))
                if folder:
                    os.chdir(folder)

    def apply(self) -> None:
        """Set what the script has set, for good: a process that serves it is its own."""
        _set(self.variables)
        if self.folder:
            os.chdir(self.folder)


def _folder() -> str | None:
    with suppress(OSError):  # it may have been removed
        return str(Path.cwd())
    return None


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, str | None]:
    names = {*before, *after}
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
