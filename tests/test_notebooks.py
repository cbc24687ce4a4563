"""The notebooks: every cell runs, and what they show is what they showed when written.

``UPDATE_GOLDEN=1 pytest tests/test_notebooks.py`` writes them anew.
"""

import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHANGING = re.compile(r"0x[0-9a-f]+|\d+\.\d+ ?m?s\b")


def shown(notebook):
    """Return the text that the cells print and give."""
    parts = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            parts.append("".join(text))
    return CHANGING.sub("", "\n".join(parts))


def test_there_are_notebooks():
    """The folder is not empty."""
    assert len(NOTEBOOKS) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_the_same(path, tmp_path, monkeypatch):
    """A fresh kernel, from top to bottom."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("pandas")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = nbformat.read(path, as_version=4)
    before = shown(json.loads(path.read_text(encoding="utf-8")))
    client = nbclient.NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    client.execute()
    if os.environ.get("UPDATE_GOLDEN"):
        for cell in notebook["cells"]:
            cell["metadata"] = {}
        notebook["metadata"]["language_info"] = {"name": "python"}
        nbformat.write(notebook, path)
        return
    assert shown(notebook) == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_knows_no_machine(path):
    """No absolute paths, no kernel of somebody's."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)/|[A-Z]:\\\\", text)
    assert '"ename"' not in text
