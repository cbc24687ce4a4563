"""Every version provides what CONTRIBUTING.md says, and all who name versions name the same."""

import inspect
import re
from pathlib import Path
from typing import get_args

import pytest

from schemagen.cli.documents import FILES
from schemagen.openapi import VERSIONS, Version
from schemagen.openapi.parts import Room
from schemagen.serving import documents as served
from tests.openapi import contracts

PROVIDED = ("schema", "with_example", "document")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_provides_what_a_room_has(version):
    """The functions of the protocol, with as many parameters, each with a docstring."""
    for name in PROVIDED:
        function = getattr(VERSIONS[version], name)
        wanted = inspect.signature(getattr(Room, name)).parameters
        assert len(inspect.signature(function).parameters) == len(wanted) - 1
        assert function.__doc__
    assert {name for name in vars(Room) if not name.startswith("_")} == set(PROVIDED)


def test_everybody_knows_the_same_versions():
    """The hint, the names of files, the server, and the tests."""
    versions = tuple(VERSIONS)
    assert get_args(Version) == versions == contracts.VERSIONS == tuple(FILES)
    assert tuple(served._VERSIONS.values()) == versions


def test_the_recipe_names_what_is_there():
    """What CONTRIBUTING.md says of a new version leads somewhere."""
    root = Path(__file__).parents[2]
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = text.partition("## Add an OpenAPI version")[2].partition("\n## ")[0]
    assert all(f"`{name}`" in recipe for name in PROVIDED)
    for path in re.findall(r"`((?:schemagen|tests)/[\w/]+\.py)`", recipe):
        assert (root / path).exists(), path
