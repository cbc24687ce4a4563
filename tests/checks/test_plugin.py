"""The pytest plugin, in a project of its own."""

import json

import pytest

pytest_plugins = ["pytester"]

SCRIPT = """
from schemagen import input_schema, output_schema
@input_schema('x', 1.5)
@output_schema(2.5)
def run(x): return x + 1
"""
TESTS = """
import schemagen

def test_call(entry_script, call):
    assert entry_script.operation.inputs['x'].required
    assert call({'x': 1}).json == 2.0
    assert call({'x': 'a'}).status == 400

def test_compatible(entry_script, assert_compatible):
    assert_compatible('swagger.json', entry_script)

def test_incompatible(entry_script, assert_compatible):
    assert_compatible('other.json', entry_script)
"""


@pytest.mark.parametrize("name", ["score.py", "entry.py"])
def test_the_fixtures(pytester, monkeypatch, name):
    """The script is loaded, called and compared; a break is told without a traceback."""
    import schemagen

    monkeypatch.setenv("PYTHONPATH", str(schemagen.__path__[0]) + "/..")
    script = pytester.path / name
    script.write_text(SCRIPT)
    document = schemagen.export(schemagen.load(script).operation)
    (pytester.path / "swagger.json").write_text(json.dumps(document))
    document["definitions"]["ServiceInput"]["required"] = []
    (pytester.path / "other.json").write_text(json.dumps(document))
    pytester.makepyfile(TESTS)
    options = [] if name == "score.py" else ["--entry-script", name]
    result = pytester.runpytest_subprocess(
        "-p", "no:schemagen", "-p", "schemagen.pytest_plugin", "-p", "no:cacheprovider", *options
    )
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*breaking: input $.x: required*"])
