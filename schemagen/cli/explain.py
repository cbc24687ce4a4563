"""``schemagen explain PBI008``: what a rule says, how it is known, and the remedy."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from schemagen.cli import say, shared

if TYPE_CHECKING:
    from schemagen.checks.finding import Rule

EXAMPLES = """\
examples:
  schemagen explain                 all rules, one a line
  schemagen explain PBI008          one
  schemagen explain PBI1            those whose ids begin so
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    made = shared.new_parser("explain", "Explain rules by their ids.", EXAMPLES)
    made.add_argument("id", nargs="*", help="ids, or their beginnings")
    return made


def main(arguments: Sequence[str], out: BinaryIO) -> int:
    """Run the command; return the exit status."""
    options = shared.parsed(parser(), arguments, out)
    if isinstance(options, int):
        return options
    from schemagen.checks.catalogue import ALL

    if not options.id:
        lines = [f"{rule.id}  {rule.severity:7}  {rule.title}" for rule in ALL]
        shared.write("\n".join(lines) + "\n", None, out)
        return 0
    for name in options.id:
        found = [rule for rule in ALL if rule.id.startswith(name.upper())]
        if not found:
            say("error", f"no rule {name!r}; `schemagen explain` lists all")
            return 1
        shared.write("\n\n".join(map(_told, found)) + "\n", None, out)
    return 0


def _told(rule: Rule) -> str:
    lines = [
        f"{rule.id} ({rule.severity}, {rule.confidence}): {rule.title}",
        _sought(rule),
        f"remedy: {rule.remedy}",
        f"source: {rule.source}",
        f"takes the place of {rule.replaces}" if rule.replaces else "",
    ]
    return "\n".join(line for line in lines if line)


def _sought(rule: Rule) -> str:
    """Return what the rule looks for: the first words of its function say that it yields it."""
    text = " ".join((rule.find.__doc__ or "").split()).replace("``", "")
    head, _, rest = text.partition(" ")
    return textwrap.fill(f"it finds {rest}", 88) if head == "Yield" else ""
