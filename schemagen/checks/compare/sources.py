"""Where contracts come from: a dict, a document, a script, or either in a commit of git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from schemagen.checks.document import Document
from schemagen.checks.plain import DocumentError
from schemagen.checks.subject import contract, is_document, read_document
from schemagen.openapi import export
from schemagen.openapi.http import Http
from schemagen.operation import Operation
from schemagen.script import EntryScript, load

_GIT = "git:"
Source = str | Path | dict[str, Any] | EntryScript
Contract = Document | Operation | Http | None
"""A document as it is, or what a script declares (None: nothing), not exported yet."""


def contract_of(source: Source, **loading: Any) -> Contract:
    """Return the contract in *source*; ``git:REV:path`` is the file as it was in that commit."""
    if isinstance(source, dict):
        return Document(source)
    if isinstance(source, EntryScript):
        return contract(source)
    if str(source).startswith(_GIT):
        return _from_git(str(source), **loading)
    if is_document(source):
        return Document(read_document(source))
    return contract(load(source, **loading))


def documents_of(old: Contract, new: Contract) -> tuple[Document, Document]:
    """Return both as documents; a script is exported in the version of the other's document."""
    versions = [c.version for c in (old, new) if isinstance(c, Document) and c.version]
    version = versions[0] if versions else "3.1"
    return _exported(old, version), _exported(new, version)


def _exported(given: Contract, version: str) -> Document:
    return given if isinstance(given, Document) else Document(export(given, version=version))


def _from_git(source: str, **loading: Any) -> Contract:
    revision, _, path = source.removeprefix(_GIT).partition(":")
    if not revision or revision.startswith("-") or not path:
        raise DocumentError(f"{source}: write git:REVISION:path")
    if is_document(path):
        return Document(read_document(source, _git(source, "show", f"{revision}:{_at(path)}")))
    with TemporaryDirectory() as folder:
        place = PurePosixPath(path)
        packed = _git(source, "archive", "--format=tar", f"{revision}:{_at(str(place.parent))}")
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        return contract(load(Path(folder) / place.name, **loading))


def _at(path: str) -> str:
    """Return *path* as git reads it: from the current folder, unless it says otherwise."""
    return path if path.startswith(("/", "./", "../")) else f"./{path}"


def _git(source: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise DocumentError(f"{source}: git is not installed") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise DocumentError(f"{source}: {said[0]}")
    return done.stdout
