"""Who reads the document: one folder each, one line in the table."""

from __future__ import annotations

from schemagen.checks.consumers.power_bi import rules as power_bi
from schemagen.checks.consumers.power_platform import rules as power_platform
from schemagen.checks.finding import Rule

CONSUMERS: dict[str, tuple[Rule, ...]] = {
    "power-bi": (*power_bi.DOCUMENT, *power_bi.SAMPLES),
    "power-platform": power_platform.DOCUMENT,
}
