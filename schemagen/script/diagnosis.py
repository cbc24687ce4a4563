"""What went wrong while a script was loaded, in one line that names place, cause and remedy."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Mapping
from pathlib import Path

from schemagen.errors import UnsupportedSample, path_text
from schemagen.script.causes import explain, known, text_of, to_install
from schemagen.script.errors import LoadError
from schemagen.script.source import Source
from schemagen.script.stubs import stub_of
from schemagen.script.syntax import not_python
from schemagen.script.trace import Trace


def diagnose(
    error: BaseException, path: Path, sources: Mapping[str, Source], trace: Trace
) -> LoadError:
    """Return *error*, raised while *path* was run, as the line that the user sees.

    *sources* are the files of the script and its siblings; *trace* knows its stubs.
    """
    if isinstance(error, LoadError):
        return error
    error = _showable(error)
    if isinstance(error, SyntaxError) and error.filename in {*sources, str(path)}:
        return not_python(error, path, sources)
    file, line = _place(error, sources) or (str(path), None)
    named = _stand_in(error, trace) or _variable(error, sources.get(file), line)
    cause, remedy = named or known(error) or _suspected(error, sources) or explain(error)
    told = LoadError(re.sub(rf" ?{trace.token}(x\d+x)?", "", cause), file, line, remedy)
    told.beside = _beside(error, path)
    return told


def _showable(error: BaseException) -> BaseException:
    """Return *error*, or one of its name and place where it fails to give its text."""
    try:
        str(error)
    except Exception:  # noqa: BLE001 - the script's own __str__
        return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
    return error


def _place(error: BaseException, sources: Mapping[str, Source]) -> tuple[str, int | None] | None:
    """Return the innermost line of the script or a sibling that the error passed through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in sources]
    return (frames[-1].filename, frames[-1].lineno) if frames else None


def _stand_in(error: BaseException, trace: Trace) -> tuple[str, str] | None:
    """Explain what a stand-in has led to: a sample made of it, or an error that shows it."""
    if isinstance(error, ModuleNotFoundError) and error.name in trace.packages:
        needed = _adapted(error, trace) or str(error.name)
        return f"{needed} is not installed, and a sample needs it", to_install(needed)
    package = stub_of(getattr(error, "value", None)) or trace.package_in(str(error))
    if not package:
        return None
    if isinstance(error, UnsupportedSample):
        where = f" ({path_text(error.path)})" if error.path else ""
        return f"{package} is not installed, and is part of a sample{where}", to_install(package)
    cause, _ = explain(error)
    cause = f"{package} is not installed, and only a stand-in for it is there: {cause}"
    return cause, to_install(package)


def _adapted(error: BaseException, trace: Trace) -> str | None:
    """Return the library whose adapter was asked for, though it may miss another one first."""
    modules = (f.f_globals.get("__name__", "") for f, _ in traceback.walk_tb(error.__traceback__))
    parts = (name.split(".") for name in modules if name.startswith("schemagen.adapters."))
    return next((names[2] for names in parts if names[2] in trace.packages), None)


def _suspected(error: BaseException, sources: Mapping[str, Source]) -> tuple[str, str] | None:
    """Name the stand-in that the failing statement works with."""
    frames = [
        f for f in traceback.walk_tb(error.__traceback__) if f[0].f_code.co_filename in sources
    ]
    if not frames:
        return None
    frame, line = frames[-1]
    values = {**frame.f_globals, **frame.f_locals}
    names = sources[frame.f_code.co_filename].names_at(line)
    packages = sorted(filter(None, (stub_of(values.get(name)) for name in names)))
    if not packages:
        return None
    cause = re.sub(r"'?_Stub(Meta|Module)'?", "a stand-in", text_of(error))
    cause = f"{packages[0]} is not installed, and only a stand-in for it is there: {cause}"
    return cause, to_install(packages[0])


def _variable(
    error: BaseException, source: Source | None, line: int | None
) -> tuple[str, str] | None:
    """Name the unset environment variable that the failing statement reads."""
    if source is None or line is None or isinstance(error, (ImportError, NameError, SystemExit)):
        return None
    unset = [name for name in source.variables_at(line) if name not in os.environ]
    if not unset:
        return None
    cause, _ = explain(error)
    shown = "" if "not set" in cause else f" ({cause})"
    remedy = f"set {unset[0]}, or read it in init() instead of at import"
    return f"the environment variable {unset[0]} is not set{shown}", remedy


def _beside(error: BaseException, script: Path) -> bool:
    """Tell whether a missing file stands beside the script, where the command was not given."""
    if not isinstance(error, FileNotFoundError) or not isinstance(error.filename, str):
        return False
    name = Path(error.filename)
    return not name.is_absolute() and (script.parent / name).exists()
