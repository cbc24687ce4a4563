"""Loads an entry script anywhere: without its model, without Azure, without its heavy packages.

``load`` never calls ``init()``, touches no file descriptor, and leaves ``sys.argv``, ``sys.path``
and ``sys.modules`` (but for the script's own unique names) as they were.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from schemagen.azureml.aml_request import RAW_HTTP
from schemagen.decorators import operation_of
from schemagen.errors import SchemagenError
from schemagen.operation import Operation
from schemagen.script.entry import EntryScript
from schemagen.script.errors import LoadError
from schemagen.script.imports import Importer, Policy
from schemagen.script.source import Source, read
from schemagen.script.surroundings import ONE_AT_A_TIME, Surroundings
from schemagen.script.watchdog import Overdue, within

TIMEOUT = 60.0
"""Seconds that a script may take to load."""


def load(
    path: str | Path,
    *,
    stub: str | Iterable[str] = "auto",
    timeout: float = TIMEOUT,
    on_overdue: Callable[[LoadError], None] = lambda _: None,
    name: str | None = None,
) -> EntryScript:
    """Run the entry script at *path* and return what it declares.

    *stub* says which absent packages are stood in for: ``"auto"`` (all), ``"never"``, or names.
    A script that takes longer than *timeout* seconds is ended by an exception; *on_overdue* is
    told at once, in another thread, since compiled code may keep the exception waiting. *name*
    is the module's name, in ``sys.modules`` too, where it matters: pickles carry it.
    Raises LoadError, whose text is one line, when the script gives no contract.
    """
    file = Path(path).absolute()
    source = Source(file, read(file))
    surroundings = Surroundings()
    with ONE_AT_A_TIME:
        _compile(source)
        importer = Importer(file, f"schemagen_{os.urandom(6).hex()}", _policy(stub))
        module = importer.siblings.script(source, name)
        try:
            with surroundings.of_load(file):
                warned = _run(module, source, importer, timeout, on_overdue)
                importer.settle()
            warned += _elsewhere(module, source)
            return _checked(module, source, importer, warned, surroundings)
        except BaseException:
            importer.siblings.forget()
            raise


def _compile(source: Source) -> None:
    """Compile the text; what is not Python is told before anything runs."""
    from schemagen.script.syntax import not_python, refuse_json

    try:
        source.code  # noqa: B018 - compiled once, kept
    except SyntaxError as error:
        raise not_python(error, source.path, {str(source.path): source}) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise LoadError(f"not valid Python: {error}", source.path) from error
    refuse_json(source)


def _policy(stub: str | Iterable[str]) -> Policy:
    if stub == "auto":
        return lambda _: True
    if stub == "never":
        return lambda _: False
    names = {stub} if isinstance(stub, str) else set(stub)
    return lambda name: any(f"{name}.".startswith(f"{allowed}.") for allowed in names)


def _run(
    module: ModuleType,
    source: Source,
    importer: Importer,
    timeout: float,
    on_overdue: Callable[[LoadError], None],
) -> list[str]:
    """Run the module's body; return warnings. A failure after ``run`` is decorated is one."""
    stuck: list[LoadError] = []

    def expired(frame: FrameType | None) -> None:
        stuck.append(_overdue(importer, frame, timeout))
        on_overdue(stuck[0])

    try:
        within(timeout, lambda: exec(source.code, vars(module)), expired)  # noqa: S102
    except BaseException as error:  # whatever a script raises is told in one line
        if stuck or isinstance(error, Overdue):
            raise (stuck or [_overdue(importer, None, timeout)])[0] from None
        if isinstance(error, KeyboardInterrupt):
            raise
        return [_salvaged(error, module, source, importer)]
    if stuck:
        raise stuck[0]
    return []


def _overdue(importer: Importer, frame: FrameType | None, timeout: float) -> LoadError:
    remedy = "move the work into init(), or allow more with --load-timeout"
    while frame is not None and frame.f_code.co_filename not in importer.sources:
        frame = frame.f_back
    where = frame.f_code.co_filename if frame else next(iter(importer.sources))
    line = frame.f_lineno if frame else None
    return LoadError(f"still running after {timeout:g} s", where, line, remedy)


def _salvaged(error: BaseException, module: ModuleType, source: Source, importer: Importer) -> str:
    """Return the warning about *error* if ``run`` stood before it; raise LoadError otherwise."""
    from schemagen.script.diagnosis import diagnose

    told = diagnose(error, source.path, importer.sources, importer.trace)
    run = vars(module).get("run")
    line = _line_reached(error, source)
    if run is None or line is None or source.binds_run_after(line):
        raise told from error
    return f"the script failed after run() was defined, so the contract stands: {told}"


def _line_reached(error: BaseException, source: Source) -> int | None:
    """Return the module-level line that was running when *error* was raised."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is source.code:
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _elsewhere(module: ModuleType, source: Source) -> list[str]:
    """Return the warning about samples that stand on another function than an undecorated run."""
    names = vars(module)
    if "run" not in names or _operation(names["run"], source):
        return []
    others = [name for name, value in names.items() if _is_ours(value, module)]
    text = "@input_schema stands on {}(), not on run(): it declares nothing"
    return [text.format(others[0])] if others else []


def _is_ours(value: Any, module: ModuleType) -> bool:
    from schemagen.decorators import Converting

    return type(value) is Converting and value.__module__ == module.__name__


def _checked(
    module: ModuleType,
    source: Source,
    importer: Importer,
    warned: list[str],
    surroundings: Surroundings,
) -> EntryScript:
    """Return the script as a record, unless a stub has shaped what it declares."""
    names = vars(module)
    driver = names.get("driver_module")
    run = getattr(driver, "run", None) if isinstance(driver, ModuleType) else None
    run = run or names.get("run")
    if not callable(run):
        raise _no_run(source, names)
    _refuse_stubs_in_branches(importer)
    operation = _operation(run, source)
    if operation is None:  # it may be an object with a decorated __call__
        operation = _operation(run.__call__, source)
        run = run.__call__ if operation else run
    raw = bool(getattr(run, RAW_HTTP, False))
    if raw and operation is not None:
        raise LoadError(
            "run() is decorated with @rawhttp and with @input_schema",
            source.path,
            _line_of_run(source),
            "Azure's server refuses both; keep one",
        )
    if operation is not None:
        _refuse_stubs_in_contract(operation, source, importer)
    return EntryScript(
        source.path, module, run, operation, raw, tuple(warned), surroundings, importer
    )


def _operation(run: Any, source: Source) -> Operation | None:
    try:
        return operation_of(run)
    except SchemagenError as error:
        raise LoadError(str(error), source.path, _line_of_run(source)) from error


def _no_run(source: Source, names: dict[str, Any]) -> LoadError:
    has = "it has init() only" if callable(names.get("init")) else "it has neither init() nor run()"
    remedy = "give the script that defines run()"
    return LoadError(f"the script defines no run(); {has}", source.path, None, remedy)


def _line_of_run(source: Source) -> int | None:
    lines = [
        node.lineno
        for node in source.tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "run"
    ]
    return lines[-1] if lines else None


def _refuse_stubs_in_branches(importer: Importer) -> None:
    for decision in importer.trace.decisions:
        asked = importer.sources.get(decision.filename)
        if asked and asked.shapes_contract(decision.line):
            raise _stubbed(decision.package, "decides what run() declares", asked, decision.line)


def _refuse_stubs_in_contract(operation: Operation, source: Source, importer: Importer) -> None:
    """Refuse a contract that a stub's text has reached."""
    if not importer.trace.packages:
        return
    try:
        rows = 1000
        text = json.dumps([operation.input_schema, operation.output_schema])
        text += json.dumps(operation.input_example(rows))
        text += json.dumps(operation.output.example(rows) if operation.output else None)
    except (SchemagenError, ValueError) as error:
        raise LoadError(str(error), source.path, _line_of_run(source)) from error
    package = importer.trace.package_in(text)
    if package:
        raise _stubbed(package, "is part of a sample of run()", source, _line_of_run(source))


def _stubbed(package: str, role: str, source: Source, line: int | None) -> LoadError:
    from schemagen.script.causes import to_install

    cause = f"{package} is not installed, and {role}"
    return LoadError(cause, source.path, line, to_install(package))
