"""The log: lines of text or of JSON on standard error."""

from __future__ import annotations

import io
import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

from schemagen.serving.settings import Settings

_TEXT = "%(asctime)s %(levelname)s [%(process)d] %(name)s: %(message)s"


def configure(settings: Settings) -> None:
    """Send what the script and the server log to standard error, from *log_level* on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else logging.Formatter(_TEXT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())


def by_line(stream: Any) -> None:
    """Have each line that a script prints seen at once, also where the output is no terminal."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(line_buffering=True)


def logged(app: Callable[..., Any]) -> Callable[..., Any]:
    """Return the WSGI callable *app* with a line in the log for each request."""
    log = logging.getLogger("schemagen.access")

    def noting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        began = environ.setdefault("schemagen.began", time.perf_counter())  # it may have waited

        def start(status: str, headers: list[tuple[str, str]]) -> Any:
            own = next((value for name, value in headers if name == "x-request-id"), "")
            took = (time.perf_counter() - began) * 1000
            place = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            log.info("%s %s %.3f ms [%s]", place, status.partition(" ")[0], took, own)
            return start_response(status, headers)

        return app(environ, start)

    return noting


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of *record*."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)
