"""Answers ``azureml.core.model``: where a deployed model's files are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from schemagen.errors import SchemagenError

VARIABLE = "AZUREML_MODEL_DIR"


class ModelNotFound(SchemagenError, FileNotFoundError):
    """There is no such model where Azure would have put it."""

    def __str__(self) -> str:
        """Give the reason and the remedy."""
        return str(self.args[0])


class Model:
    """A registered model; only where its files are is known away from Azure."""

    def __init__(self, workspace: Any = None, name: str = "", **more: Any) -> None:
        self.name = name
        self.version = more.get("version")

    @staticmethod
    def get_model_path(model_name: str, version: Any = None, _workspace: Any = None) -> str:
        """Return the model's file or folder inside ``AZUREML_MODEL_DIR``.

        With several models they are in ``<name>/<version>`` (the highest version if none is
        asked for); with one, its files are in the folder itself. Raises ModelNotFound.
        """
        root = os.environ.get(VARIABLE)
        if not root:
            raise ModelNotFound(
                f"{VARIABLE} is not set, so model {model_name!r} cannot be found; "
                "set it to the folder with the model's files"
            )
        return str(_path_in(Path(root), model_name, version))


def _path_in(root: Path, name: str, version: Any) -> Path:
    own = root / name
    if own.is_dir():
        versions = sorted((p for p in own.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))
        wanted = [p for p in versions if version is None or p.name == str(version)]
        if versions and not wanted:
            raise ModelNotFound(f"model {name!r} has no version {version} in {root}")
        return _content(wanted[-1]) if wanted else own
    if own.exists():
        return own
    if not root.is_dir():
        raise ModelNotFound(f"{VARIABLE} names {root}, which is no folder")
    return _content(root)


def _content(folder: Path) -> Path:
    """Return the one entry of *folder*, or the folder where there are several or none."""
    entries = list(folder.iterdir())
    return entries[0] if len(entries) == 1 else folder
