"""The house rules that a folder listing promises, checked on the source itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "schemagen"
FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = [
    ("errors",),
    ("schema", "formats", "config"),
    ("adapters",),
    ("codec",),
    ("sample",),
    ("operation",),
    ("decorators", "wrapping", "correct"),
    ("azureml", "openapi", "invoke"),
    ("script",),
    ("checks",),
    ("cli", "serving", "pytest_plugin"),
]
"""Rooms from the ground up: each may import from its own floor and those below."""

LOOKS_UPWARDS = {
    # The decorators tell a real inference_schema that a server has loaded, and read its wrappers.
    ("decorators.py", "schemagen.azureml.publish"),
    ("decorators.py", "schemagen.azureml.peer"),
    # schemagen's front door names every room, and imports each when it is asked for.
    ("__init__.py", "*"),
    ("__main__.py", "*"),
}
OWNERS = {"numpy": "numpy", "pandas": "pandas", "pyspark": "pyspark", "pyarrow": "pandas"}
"""Libraries and the adapters that may import them; pandas columns are numpy's too."""
ALSO = {("pandas", "numpy")}


def room(name):
    """Return the room of a module of ours."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "schemagen"


def floor(name):
    """Return the floor that a room stands on."""
    return next((level for level, rooms in enumerate(FLOORS) if name in rooms), None)


def imports(path):
    """Yield the modules that a file imports, at its top or inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def own_room(path):
    """Return the room that a file stands in."""
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_downwards(path):
    """A room imports from its own floor or those below."""
    here = str(path.relative_to(PACKAGE))
    if (here, "*") in LOOKS_UPWARDS:
        return
    own = floor(own_room(path))
    assert own is not None, f"{here} stands on no floor"
    for name in imports(path):
        if (
            name == "schemagen"
            or (here, name) in LOOKS_UPWARDS
            or not name.startswith("schemagen.")
        ):
            continue
        assert floor(room(name)) is not None, name
        assert floor(room(name)) <= own, f"{here} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_library_is_imported_by_its_own_adapter_only(path):
    """numpy, pandas and pyspark are imported by their adapters; a ParameterType checks by name."""
    relative = path.relative_to(PACKAGE)
    for name in imports(path):
        library = name.partition(".")[0]
        if library not in OWNERS:
            continue
        adapter = relative.parts[1].removesuffix(".py") if relative.parts[0] == "adapters" else ""
        fits = adapter == OWNERS[library] or (adapter, library) in ALSO
        assert fits, f"{relative} imports {library}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_short(path):
    """No module has more than 300 lines, no function more than 60."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno < 60, node.name


HEAVY = "numpy pandas pyspark msgspec orjson jsonschema_rs argparse pydantic werkzeug".split()
LOADED = "import sys; print(*sorted({{n.partition('.')[0] for n in sys.modules}} & set({heavy!r})))"


@pytest.mark.parametrize(
    "name", ["schemagen", "schemagen.decorators", "schemagen.openapi", "schemagen.script"]
)
def test_importing_a_room_loads_no_library(name):
    """Start-up is a feature: no sample library, no validator, no command line parser."""
    heavy = [lib for lib in HEAVY if not (name == "schemagen.script" and lib == "argparse")]
    code = f"import {name}; " + LOADED.format(heavy=heavy)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert result.stdout.split() == []


def test_the_old_names_load_no_library():
    """Installing Azure's names imports neither numpy nor pandas."""
    code = (
        "import schemagen; schemagen.azureml.install(); import inference_schema.parameter_types; "
    )
    result = subprocess.run(
        [sys.executable, "-c", code + LOADED.format(heavy=HEAVY)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert result.stdout.split() == []


def test_an_export_of_plain_samples_loads_no_library(tmp_path):
    """The export imports what the script imports, and no compiled codec."""
    script = tmp_path / "score.py"
    script.write_text(
        "from schemagen import input_schema\n@input_schema('x', {'a': 1})\ndef run(x): return x\n"
    )
    heavy = [lib for lib in HEAVY if lib != "argparse"]
    code = (
        "import io, schemagen.cli as c; c.run([%r], io.BytesIO()); " % str(script)
    ) + LOADED.format(heavy=heavy)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert result.stdout.split() == []
