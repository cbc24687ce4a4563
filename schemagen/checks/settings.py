"""What a project says once: ``[tool.schemagen]`` in pyproject.toml, and comments in the script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from schemagen.errors import SchemagenError, install_hint

_COMMENT = re.compile(r"#\s*schemagen:\s*ignore(?:\[([\w\s,-]*)\])?")


class SettingsError(SchemagenError, ValueError):
    """``[tool.schemagen]`` says what is not understood."""


@dataclass(frozen=True)
class Settings:
    """``select`` and ``ignore`` are ids or their beginnings, ``allow`` patterns of sample values."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    fail_on: str = "error"

    def with_more(
        self,
        consumers: Iterable[str],
        select: Iterable[str],
        ignore: Iterable[str],
        allow: Iterable[str],
    ) -> Settings:
        """Return these settings and what a caller adds."""
        return Settings(
            (*self.select, *select),
            (*self.ignore, *ignore),
            (*self.allow, *allow),
            tuple(dict.fromkeys((*self.consumers, *consumers))),
            self.fail_on,
        )

    def wants(self, rule: str) -> bool:
        """Tell whether *rule* is selected, and not ignored by a beginning at least as long."""
        chosen = _longest(rule, self.select) if self.select else 0
        return chosen >= 0 and _longest(rule, self.ignore) <= (chosen if chosen else -1)


def _longest(rule: str, beginnings: Iterable[str]) -> int:
    return max((len(text) for text in beginnings if rule.startswith(text)), default=-1)


def settings_at(place: str | Path) -> Settings:
    """Return the settings of the nearest pyproject.toml above *place* that has some."""
    folder = Path(place).absolute()
    for above in (folder, *folder.parents):
        file = above / "pyproject.toml"
        if file.is_file() and "[tool.schemagen" in (text := file.read_text(encoding="utf-8")):
            return _read(_table(text, file), file)
    return Settings()


def _table(text: str, file: Path) -> dict[str, Any]:
    try:
        toml = import_module("tomllib")
    except ModuleNotFoundError:
        toml = _before_3_11(file)
    try:
        table = toml.loads(text).get("tool", {}).get("schemagen", {})
    except ValueError as error:
        raise SettingsError(f"{file}: is not TOML: {error}") from None
    return table if isinstance(table, dict) else {}


def _before_3_11(file: Path) -> Any:
    try:
        return import_module("tomli")
    except ModuleNotFoundError:
        raise SettingsError(f"{file}: reading it needs tomli: {install_hint('ci')}") from None


def _read(table: dict[str, Any], file: Path) -> Settings:
    known = {field.name for field in fields(Settings)}
    given = {_NAMES.get(key, key.replace("-", "_")): value for key, value in table.items()}
    for key, value in given.items():
        is_right = isinstance(value, str) if key == "fail_on" else _is_texts(value)
        if key not in known or not is_right:
            names = "select, ignore, allow, for (lists of text), fail-on"
            raise SettingsError(f"{file}: [tool.schemagen] has {key!r}; it knows {names}")
    texts = {key: tuple(value) for key, value in given.items() if key != "fail_on"}
    return Settings(**texts, fail_on=given.get("fail_on", "error"))


_NAMES = {"for": "consumers"}


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def ignored_lines(text: str) -> dict[int, tuple[str, ...]]:
    """Return the ids that comments in a script ignore, by line; an empty id stands for all.

    A comment that stands alone is for the line below it.
    """
    found: dict[int, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _COMMENT.search(line)
        if match:
            ids = tuple(part.strip() for part in (match[1] or "").split(","))
            alone = not line[: match.start()].strip()
            found[number + alone] = found.get(number + alone, ()) + ids
    return found
