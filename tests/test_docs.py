"""The documents: their code runs, their links lead somewhere, what they list exists."""

import io
import os
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import schemagen

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
EXPECTED = re.compile(r"^print\(.*\)\s+# (.+)$|^# (\$.*)$", re.MULTILINE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_code_in_a_document_runs_and_prints_what_it_says(path, monkeypatch):
    """Blocks of one document run in order, in one namespace, from the repository's folder."""
    blocks = CODE.findall(path.read_text(encoding="utf-8"))
    if blocks:
        pytest.importorskip("numpy")
        pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    names = {"__name__": path.stem}
    with redirect_stdout(printed):
        for block in blocks:
            exec(compile(block, str(path), "exec"), names)
    for block in blocks:
        for match in EXPECTED.finditer(block):
            said = match[1] or match[2]
            if not said.startswith("what "):
                assert said in printed.getvalue()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(path):
    """Relative links name files that are there, and headings in them."""
    for target in re.findall(r"\]\(([^)#:\s]*)(?:#([\w-]+))?\)", path.read_text(encoding="utf-8")):
        file = path.parent / target[0] if target[0] else path
        assert file.exists(), target
        if target[1]:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert target[1] in {
                re.sub(r"[^\w-]", "", h.lower().replace(" ", "-")) for h in headings
            }


def test_options_in_the_readme_exist():
    """Every command that the README shows is taken by the parser."""
    from schemagen.cli.export import parser

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"`(schemagen score\.py[^`]*)`", text)
    assert len(commands) > 4
    for command in commands:
        parser().parse_args(shlex.split(command.partition(">")[0])[1:])


def test_public_names_have_docstrings():
    """What `import schemagen` offers is documented."""
    for name in schemagen.__all__:
        assert getattr(schemagen, name).__doc__, name


def test_the_changelog_knows_the_version():
    """The newest heading is the package's version, or Unreleased."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", text, re.MULTILINE)
    assert newest
    assert newest[1] in ("Unreleased", schemagen.__version__)


def test_examples_stand_in_folders_of_their_own():
    """Each example is a folder with a score.py."""
    assert {entry.name for entry in os.scandir(ROOT / "examples") if entry.is_dir()} >= {
        "power_bi",
        "sklearn",
        "series",
        "records",
        "split",
        "custom_type",
    }
