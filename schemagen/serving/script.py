"""The entry script in a server: loaded without stand-ins, checked, ``init()`` called."""

from __future__ import annotations

import inspect
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemagen.azureml.aml_request import RAW_HTTP
from schemagen.operation import Operation
from schemagen.script import EntryScript, LoadError, load
from schemagen.serving import models, names
from schemagen.serving.settings import Settings
from schemagen.serving.tasks import Tasks
from schemagen.wrapping import ways_in

if TYPE_CHECKING:
    from schemagen.openapi import Http

MODULE = "entry_module"
"""The module's name on Azure's server; pickles carry it."""

_LOAD_TIMEOUT = 3600.0
log = logging.getLogger("schemagen.serving")


class StartError(LoadError):
    """The script cannot be served."""


@dataclass(frozen=True)
class Served:
    """What a server needs of a script: ``run``, its first parameter, and what it wants."""

    script: EntryScript
    run: Any
    operation: Operation | None
    raw: bool
    first: str
    wants_headers: bool

    @property
    def contract(self) -> Operation | Http | None:
        """What the document is made of."""
        from schemagen.openapi import http_of

        return self.operation or http_of(self.run)


def surroundings(settings: Settings) -> None:
    """Set what Azure's server sets for the script: variables, and the path imports look along."""
    os.environ.setdefault("AML_APP_ROOT", str(settings.root))
    os.environ["AZUREML_ENTRY_SCRIPT"] = str(settings.script_path)
    os.environ["AML_APP_INSIGHTS_ENABLED"] = "false"
    os.environ["WORKER_COUNT"] = str(settings.workers)
    folder = models.model_folder(settings)
    if folder:
        os.environ["AZUREML_MODEL_DIR"] = folder
    roots = [settings.root, settings.root / settings.source_dir]
    sys.path += [str(root) for root in dict.fromkeys(roots) if str(root) not in sys.path]


def loaded(settings: Settings) -> Served:
    """Return the script, its module body run; LoadError when it cannot be served."""
    names.provide()
    script = load(settings.script_path, stub="never", timeout=_LOAD_TIMEOUT, name=MODULE)
    script.surroundings.apply()
    names.alias(script.siblings)
    _hint(script, settings)
    return checked(script)


def checked(script: EntryScript) -> Served:
    """Return what a server needs of *script*; StartError when it could never answer."""
    path = script.path
    if script.warnings:
        raise StartError(script.warnings[0], path)
    if not callable(getattr(script.module, "init", None)):
        raise StartError("the script defines no init()", path, remedy="define it, even empty")
    run, operation = script.run, script.operation
    raw = script.raw_http or _is_raw(run)
    if raw and operation is not None:
        raise StartError("run() is decorated with @rawhttp and with @input_schema", path)
    first, wants_headers = _parameters(run, path, decorated=operation is not None)
    return Served(script, run, operation, raw, first, wants_headers)


def _is_raw(run: Any) -> bool:
    """Tell whether @rawhttp marks a function inside *run*."""
    marks = (inspect.getattr_static(path[-1], RAW_HTTP, None) for path in ways_in(run))
    return any(mark is True for mark in marks)


def _parameters(run: Any, path: Path, *, decorated: bool) -> tuple[str, bool]:
    """Return the first parameter's name, and whether ``request_headers`` is one."""
    found = list(inspect.signature(run).parameters.values())
    if any(item.kind not in (item.KEYWORD_ONLY, item.POSITIONAL_OR_KEYWORD) for item in found):
        raise StartError(
            "run() cannot accept positional-only arguments, *args, or **kwargs",
            path,
            remedy="name its parameters",
        )
    data = [item for item in found if item.name != "request_headers"]
    if not data:
        raise StartError("run() needs to accept an argument for input data", path)
    others = [item.name for item in data[1:] if item.default is item.empty]
    if others and not decorated:
        told = f"run() has parameters that no request can fill: {', '.join(others)}"
        raise StartError(told, path, remedy="give them defaults, or name them in @input_schema")
    return data[0].name, len(data) < len(found)


def _hint(script: EntryScript, settings: Settings) -> None:
    folder = script.path.parent
    if str(folder) not in sys.path and folder != settings.root:
        sys.path.append(str(folder))
        if any(other.suffix == ".py" and other != script.path for other in folder.iterdir()):
            log.warning(
                "the script's folder is importable here; on Azure's server AML_APP_ROOT is (%s)",
                settings.root,
            )


def start(served: Served) -> None:
    """Call ``init()``; StartError when it ends the process instead of returning."""
    try:
        Tasks().settled(served.script.module.init())
    except (SystemExit, KeyboardInterrupt) as end:
        raise StartError(f"init() ended the process ({end!r})", served.script.path) from end
