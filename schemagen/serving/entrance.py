"""What granian calls for each request: the WSGI callable, in a thread of the crew."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from schemagen.serving.crew import Crew, Later
from schemagen.serving.request import WHOLE

log = logging.getLogger("schemagen.serving")

_OURS: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "schemagen",
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": False,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
"""What WSGI wants beside what granian tells: the variables of this process are none of it."""


def entrance(app: Callable[..., Any], crew: Crew) -> Callable[[Any, dict[str, Any]], None]:
    """Return what granian calls with an answer's sender and its request's environment."""
    return lambda sender, environ: crew.take(partial(_serve, app, crew, sender, environ))


def _serve(app: Callable[..., Any], crew: Crew, sender: Any, environ: dict[str, Any]) -> bool:
    """Answer a request; tell whether its body was read to the end.

    As long as it was not, granian keeps the connection for the thread that brought it.
    """
    environ.update(_OURS)
    environ["wsgi.errors"] = sys.stderr
    told: list[Any] = []
    try:
        body = app(environ, lambda *line: told.extend(line))
        status, headers = told
        if type(body) is list:
            sender.response_bytes(int(status[:3]), headers, b"".join(body))
        else:
            sender.response_iter(int(status[:3]), headers, iter(body))
    except Later:
        again = partial(_serve, app, crew, sender, environ)
        return crew.put_off(again) or again()
    except Exception:
        log.exception("a request could not be answered")
        sender.response_bytes(500, [], b"")
    return WHOLE in environ
