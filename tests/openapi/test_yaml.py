"""YAML that every reader takes for the same values."""

import json
from pathlib import Path

import pytest

from schemagen.cli.yaml import yaml_text

yaml = pytest.importorskip("yaml")
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.json"))
NASTY = [
    "", " ", "a: b", "a #b", "- a", "null", "Null", "~", "yes", "No", "on", "1", "1.5", "0x1", "1e3",
    "2020-01-01", "12:30:45", "é", "\u2028", "\n", "a\nb", "'", '"', "\\", "!a", "&a", "*a", "%a",
    "@a", "`a", "a:", "?", "|", ">", "[", "{", "=", "<<", ".inf", "-", "---", "a ", "\t", "\x00", "😀",
]  # fmt: skip


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_documents_are_the_same_in_yaml(path):
    """PyYAML, which reads YAML 1.1, gives the document back, keys in order."""
    document = json.loads(path.read_text(encoding="utf-8"))
    back = yaml.safe_load(yaml_text(document))
    assert json.dumps(back) == json.dumps(document)


@pytest.mark.parametrize("text", NASTY, ids=repr)
def test_text_stays_text(text):
    """As a value, a key, and an item."""
    for value in (text, {text: text}, [text], {"a": [{text: [text]}]}):
        assert yaml.safe_load(yaml_text(value)) == value


@pytest.mark.parametrize(
    "value",
    [None, True, 1, -1.5, 1e300, [], {}, [[]], [[1, [2]], {"a": []}], {"a": {"b": [{"c": 1}, 2]}}],
    ids=repr,
)
def test_other_values(value):
    """Every JSON value, at every depth."""
    assert yaml.safe_load(yaml_text(value)) == value
