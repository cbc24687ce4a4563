"""A pytest plugin: the entry script as a fixture, calls as a server makes them, contracts compared.

``--entry-script FILE``, or ``entry_script = FILE`` in pytest's configuration, names the script;
without either it is ``score.py`` in the root folder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from schemagen.checks.compare.sources import Source
    from schemagen.script import EntryScript, Response

_DEFAULT = "score.py"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the setting."""
    says = "the entry script under test (default: score.py)"
    parser.getgroup("schemagen").addoption("--entry-script", metavar="FILE", help=says)
    parser.addini("entry_script", says, default=_DEFAULT)


@pytest.fixture(scope="session")
def entry_script(request: pytest.FixtureRequest) -> EntryScript:
    """Give the loaded entry script; ``init()`` is not called yet."""
    from schemagen.script import load

    given = request.config.getoption("--entry-script") or request.config.getini("entry_script")
    return load(request.config.rootpath / str(given))


@pytest.fixture
def call(entry_script: EntryScript) -> Callable[[Any], Response]:
    """Give what answers a body (bytes, text, dict) as a server would."""
    return entry_script.call


@pytest.fixture
def assert_compatible() -> Callable[..., None]:
    """Give ``assert_compatible(old, new)``: it fails when *new* breaks whom *old* served."""
    return compatible


def compatible(old: Source, new: Source, *, fail_on: str = "breaking") -> None:
    """Fail with the changes from *old* to *new* that are as grave as *fail_on*, if any."""
    from schemagen.checks.compare import LEVELS, diff

    grave = LEVELS[: LEVELS.index(fail_on) + 1]  # type: ignore[arg-type]
    found = [str(change) for change in diff(old, new) if change.level in grave]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


__all__ = ["compatible"]
