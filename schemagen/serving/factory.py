"""From a script's path to a WSGI callable, ``init()`` called."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemagen.serving.app import App
from schemagen.serving.crew import Crew
from schemagen.serving.documents import Documents
from schemagen.serving.gate import Stuck
from schemagen.serving.logs import logged
from schemagen.serving.score import Scorer
from schemagen.serving.script import loaded, start, surroundings
from schemagen.serving.settings import Settings, settings_from

if TYPE_CHECKING:
    from schemagen.serving.front import Wsgi

log = logging.getLogger("schemagen.serving")


def create_app(script: str | Path | None = None, **options: Any) -> Wsgi:
    """Return *script* as a WSGI callable for any server; its ``init()`` has been called.

    *options* are the fields of :class:`Settings`; what is not given comes from the environment,
    as Azure's server reads it, and from ``config.json``. Raises LoadError or SettingsError when
    the script cannot be served, and what ``init()`` raises.
    """
    given = {**options, "script": str(Path(script).absolute()) if script else None}
    return app_of(settings_from(os.environ, **given))


def app_of(settings: Settings, stuck: Stuck = lambda why: None, crew: Crew | None = None) -> Wsgi:
    """Return the WSGI callable of *settings*; *stuck* is told why it cannot go on, if it cannot.

    *crew* has the threads that call it, where they are ours.
    """
    surroundings(settings)
    served = loaded(settings)
    scorer = Scorer(served, settings, stuck, crew)
    start(served)
    documents = Documents(lambda: served.contract, settings)
    app = App(scorer, documents, settings)
    shown = logged(app) if settings.access_log else app
    return _fronted(shown, settings) if settings.front else shown


def _fronted(app: Wsgi, settings: Settings) -> Wsgi:
    from schemagen.serving.front import front
    from schemagen.serving.front_notes import notes

    for note in notes(settings):
        log.warning("--front %s: %s", settings.front, note)
    return front(settings, app)
