"""Answers to the table of requests, from any server, with what differs by nature taken out.

``python -m tests.serving.replay PATH-OF-AZMLINFSRV`` records those of Azure's server.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.serving.running import Reply, served
from tests.serving.scripts import SCRIPTS
from tests.serving.table import ROWS, Row

GOLDEN = Path(__file__).with_name("golden.json")

KEPT = (
    "content-type",
    "location",
    "retry-after",
    "traceid",
    "x-list",
    "x-ms-client-request-id",
    "x-ms-run-function-failed",
    "x-own",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "vary",
)
"""Headers that clients depend on. Ids that the server makes are told by whether they are there."""


def told(row: Row, reply: Reply) -> dict[str, Any]:
    """Return what of an answer is compared."""
    headers = {name: reply.header(name) for name in KEPT if reply.header(name) is not None}
    for name in ("x-request-id", "x-ms-request-id"):
        value = reply.header(name)
        given = {key.lower() for key in row.headers}
        if value is not None:
            headers[name] = value if given & {"x-request-id", "x-ms-request-id"} else "made"
    timed = reply.header("x-ms-run-fn-exec-ms") is not None
    return {
        "status": reply.status,
        "body": reply.body.decode("latin-1"),
        "headers": headers,
        "timed": timed,
    }


def replayed(rows: list[Row], peer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the answer of each row; rows of one script and surroundings share a server."""

    def key(row: Row) -> tuple[Any, ...]:
        return row.script, row.environ

    for (script, environ), same in groupby(sorted(rows, key=key), key):
        with served(SCRIPTS[script], environ=environ, peer=peer) as server:
            for row in same:
                reply = server.ask(row.method, row.path, row.body, row.headers)
                yield row.name, told(row, reply)


def agrees(want: dict[str, Any], got: dict[str, Any]) -> bool:
    """Tell whether *got* is what a client of *want* relies on.

    JSON is compared as JSON. What routing refuses may carry more headers than Azure's answer.
    """
    if want["status"] in (404, 405):
        got = {
            **got,
            "headers": {**got["headers"], **want["headers"]} if _within(want, got) else {},
        }
        want = {**want, "headers": got["headers"]}
    return _read(want) == _read(got)


def _within(want: dict[str, Any], got: dict[str, Any]) -> bool:
    return bool(want["headers"].items() <= got["headers"].items())


def _read(answer: dict[str, Any]) -> dict[str, Any]:
    is_json = answer["headers"].get("content-type") == "application/json" and answer["body"]
    return {**answer, "body": json.loads(answer["body"])} if is_json else answer


if __name__ == "__main__":
    recorded = dict(replayed(ROWS, sys.argv[1]))
    GOLDEN.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n", encoding="utf-8")
