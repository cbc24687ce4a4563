"""The contract in CI: rules, comparison of contracts, and clients that act as consumers do."""

from __future__ import annotations

from schemagen.checks.engine import check
from schemagen.checks.finding import Finding, Rule

__all__ = ["Finding", "Rule", "check"]
