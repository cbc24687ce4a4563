"""What a project says about checks: in ``[tool.schemagen]``, and in comments of the script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemagen.config import Config, ConfigError, config_at

_COMMENT = re.compile(r"#\s*schemagen:\s*ignore(?:\[([\w\s,-]*)\])?")
_LISTS = ("select", "ignore", "allow", "for")
_LEAST = ("error", "warning", "note", "never")


@dataclass(frozen=True)
class Settings:
    """``select``, ``ignore``: (beginnings of) ids; ``allow``: patterns of sample values."""

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
    config = config_at(place)
    select, ignore, allow, consumers = (_texts(config, key) for key in _LISTS)
    return Settings(select, ignore, allow, consumers, _fail_on(config))


def _texts(config: Config, key: str) -> tuple[str, ...]:
    value: Any = config.table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{config.file}: [tool.schemagen] {key} is to be a list of text")
    return tuple(value)


def _fail_on(config: Config) -> str:
    value = config.table.get("fail_on", "error")
    if value not in _LEAST:
        raise ConfigError(f"{config.file}: [tool.schemagen] fail-on is one of {', '.join(_LEAST)}")
    return str(value)


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
