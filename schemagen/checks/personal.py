"""Tells values that look personal or secret. Forms with a check digit must pass it."""

from __future__ import annotations

import re
from collections.abc import Callable

_HARMLESS = re.compile(
    r"(?i)@(?:[\w.-]+\.)?(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$"
    r"|^\+?1?[ (-]*\d{0,3}[) -]*555[ -]?01\d\d$|^(?:0+|1234567890?|123-45-6789|x+|\*+|<.*>|\{.*\})$"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"\+\d{1,3}[ ./-]?\(?\d{1,4}\)?(?:[ ./-]?\d{2,4}){2,4}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"
)
_CARD = re.compile(r"(?:\d[ -]?){13,19}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?")
_SSN = re.compile(r"(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_NAMES_OF_CARDS = re.compile(r"(?i)card|pan\b|iban|account")
_SECRETS = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), "a private key"),
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), "an AWS access key"),
    (re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_\w{22,}"), "a GitHub token"),
    (re.compile(r"\bxox[abprs]-[\w-]{10,}"), "a Slack token"),
    (re.compile(r"\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,}"), "an API key"),
    (re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+"), "a signed token (JWT)"),
    (
        re.compile(r"(?i)(?:AccountKey|SharedAccessKey|Password|Pwd)=[^;\s]{6,}"),
        "a connection string",
    ),
    (re.compile(r"[?&]sig=[\w%+/=-]{20,}"), "a signed address"),
    (re.compile(r"://[^/\s:@]+:[^/\s:@]{3,}@"), "an address with a password"),
)
_SECRET_NAME = re.compile(
    r"(?i)(?:^|_)(?:password|passwd|pwd|secret|token|api_?key|access_?key|private_?key)$"
)


def personal(name: str, text: str) -> str:
    """Return what *text*, under *name*, looks like that is somebody's own, or nothing."""
    if _HARMLESS.search(text):
        return ""
    return next((words for words, fits in _PERSONAL if fits(name, text)), "")


def _whole(pattern: re.Pattern[str]) -> Callable[[str, str], bool]:
    return lambda name, text: pattern.fullmatch(text.strip()) is not None


def _email(name: str, text: str) -> bool:
    found = _EMAIL.search(text) if "://" not in text else None
    return found is not None and not _HARMLESS.search(found[0])


def _card(name: str, text: str) -> bool:
    """Tell a card number by its check digit; bare digits only under a telling name or in groups."""
    if not _CARD.fullmatch(text) or len(set(text)) < 3:
        return False
    digits = [int(char) for char in text if char.isdigit()]
    grouped = " " in text or "-" in text or _NAMES_OF_CARDS.search(name)
    return bool(grouped) and 13 <= len(digits) <= 19 and _luhn(digits)


def _luhn(digits: list[int]) -> bool:
    doubled = [digit * 2 for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(sum(divmod(digit, 10)) for digit in doubled)) % 10 == 0


def _iban(name: str, text: str) -> bool:
    if not _IBAN.fullmatch(text):
        return False
    bare = text.replace(" ", "")
    number = "".join(str(int(char, 36)) for char in bare[4:] + bare[:4])
    return len(bare) >= 15 and int(number) % 97 == 1


_PERSONAL: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("an e-mail address", _email),
    ("a bank account (IBAN)", _iban),
    ("a social security number", _whole(_SSN)),
    ("a card number", _card),
    ("a phone number", _whole(_PHONE)),
)


def secret(name: str, text: str) -> str:
    """Return what *text*, under *name*, looks like that opens something, or nothing."""
    if _HARMLESS.search(text):
        return ""
    found = next((words for pattern, words in _SECRETS if pattern.search(text)), "")
    if not found and _SECRET_NAME.search(name) and len(text) >= 8 and " " not in text:
        return f"the value of {name!r}"
    return found
