"""Which other origins may read an answer: ``AML_CORS_ORIGINS``."""

from __future__ import annotations

from dataclasses import dataclass

from schemagen.serving.answer import Answer, Headers
from schemagen.serving.request import Request

_METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Cors:
    """The allowed origins, in the order given: texts, ``*``, or ``https://*.example.org``."""

    origins: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Cors | None:
        """Return what a comma list allows; None for an empty one."""
        origins = tuple(part.strip() for part in text.split(",") if part.strip())
        return cls(origins) if origins else None

    def apply(self, request: Request, answer: Answer) -> None:
        """Add the headers that tell a browser whether its page may read *answer*."""
        if answer.header("access-control-allow-origin") is not None:
            return  # the script's own word stands
        answer.headers += self._headers(request)

    def _headers(self, request: Request) -> Headers:
        origin = request.header("ORIGIN")
        allowed = self._allowed(origin)
        vary = [("Vary", "Origin")] if allowed != "*" and self._varies else []
        if not allowed:
            return vary
        preflight = self._preflight(request) if request.method == "OPTIONS" else []
        return [("Access-Control-Allow-Origin", allowed), *preflight, *vary]

    @property
    def _varies(self) -> bool:
        """Tell whether origins are answered differently."""
        return len(self.origins) > 1 or "*" in self.origins[0]

    def _allowed(self, origin: str) -> str:
        if not origin:
            literal = sorted(known for known in self.origins if "*" not in known)
            return "*" if "*" in self.origins else next(iter(literal), "")
        return origin if any(matches(known, origin) for known in self.origins) else ""

    def _preflight(self, request: Request) -> Headers:
        asked = request.header("ACCESS_CONTROL_REQUEST_METHOD").strip().upper()
        if asked not in _METHODS:
            return []
        wanted = request.header("ACCESS_CONTROL_REQUEST_HEADERS")
        names = ", ".join(sorted(name.strip() for name in wanted.split(",") if name.strip()))
        told = [("Access-Control-Allow-Headers", names)] if names else []
        return [*told, ("Access-Control-Allow-Methods", ", ".join(_METHODS))]


def matches(known: str, origin: str) -> bool:
    """Tell whether *known* allows *origin*; ``*.`` stands for one label, never for a pattern."""
    known, origin = known.lower(), origin.lower()
    if known in ("*", origin):
        return True
    before, star, after = known.partition("*.")
    if not star or not origin.startswith(before) or not origin.endswith(f".{after}"):
        return False
    label = origin[len(before) : -len(after) - 1]
    return bool(label) and "." not in label and label.replace("-", "").isalnum()
