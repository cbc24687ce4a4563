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
    """Answer a request, or put it off; tell whether granian has nothing to end with this call.

    It ends the body, which holds the connection until it has been read.
    """
    environ.update(_OURS)
    environ["wsgi.errors"] = sys.stderr
    if not _answered(app, sender, environ):
        again = partial(_answered, app, sender, environ)
        if not crew.put_off(again):
            again()
    if WHOLE in environ:
        environ["wsgi.input"] = None  # which keeps the body, while this thread may sleep long
        return True
    return "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ


def _answered(app: Callable[..., Any], sender: Any, environ: dict[str, Any]) -> bool:
    """Answer a request, whatever happens; False if it has to wait."""
    told: list[Any] = []
    try:
        body = app(environ, lambda *line: told.extend(line))
        status, headers = told
        if type(body) is list:
            sender.response_bytes(int(status[:3]), headers, b"".join(body))
        else:
            sender.response_iter(int(status[:3]), headers, iter(body))
    except Later:
        return False
    except BaseException:  # also SystemExit: the thread may be doing this for another
        log.exception("a request could not be answered")
        sender.response_bytes(500, [], b"")
    return True
