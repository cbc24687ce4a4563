"""The folder that ``AZUREML_MODEL_DIR`` names, laid out as Azure does it.

One model: its own folder. Several: ``<name>/<version>/...`` in one folder.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from schemagen.serving.settings import Settings, SettingsError


def model_folder(settings: Settings) -> str:
    """Return the folder for ``AZUREML_MODEL_DIR``; empty when no model was given."""
    if settings.models and settings.model_dir:
        raise SettingsError("give --model-dir or --model, not both")
    if settings.models:
        return str(_laid_out([_parsed(text) for text in settings.models]))
    if settings.model_dir and not Path(settings.model_dir).exists():
        raise SettingsError(f"the model folder {settings.model_dir} does not exist")
    return settings.model_dir


def _parsed(text: str) -> tuple[str, str, Path]:
    """Return name, version and path of ``NAME[:VERSION]=PATH``."""
    label, _, place = text.partition("=")
    name, _, version = label.partition(":")
    if not name or not place or {"/", "\\", ".."} & {*name, *version, name, version}:
        raise SettingsError(f"--model {text}: write NAME=PATH or NAME:VERSION=PATH")
    path = Path(place).absolute()
    if not path.exists():
        raise SettingsError(f"--model {text}: {path} does not exist")
    return name, version or "1", path


def _laid_out(models: list[tuple[str, str, Path]]) -> Path:
    root = Path(tempfile.mkdtemp(prefix="schemagen-models-"))
    for name, version, path in models:
        folder = root if len(models) == 1 else root / name / version
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and len(models) > 1:
            raise SettingsError(f"--model {name}:{version} is given twice")
        _put(path, folder / path.name)
    return root


def _put(path: Path, target: Path) -> None:
    try:
        target.symlink_to(path, target_is_directory=path.is_dir())
    except OSError:  # Windows without the right to make links
        if path.is_dir():
            shutil.copytree(path, target)
        else:
            shutil.copy2(path, target)
