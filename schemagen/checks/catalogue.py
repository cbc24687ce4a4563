"""All rules there are, for ``explain`` and the documents."""

from __future__ import annotations

from schemagen.checks.consumers import CONSUMERS
from schemagen.checks.consumers.power_bi import rules
from schemagen.checks.drift import DRIFTED
from schemagen.checks.engine import GENERAL
from schemagen.checks.finding import Rule
from schemagen.checks.payload import INVALID

_CONSUMERS = [rule for table in CONSUMERS.values() for rule in table]
ALL: tuple[Rule, ...] = tuple(
    sorted([*GENERAL, DRIFTED, INVALID, *_CONSUMERS, *rules.TRIAL], key=lambda rule: rule.id)
)
