"""Spark Connect: its frames are described, written and read as classic ones are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.full
@pytest.mark.spark
def test_connect_frames_come_back_as_connect_frames() -> None:
    """All of the table's frames, in a zone that is neither UTC's nor the session's."""
    for needed in ("pyspark", "grpc", "grpc_status", "google.rpc", "pandas", "pyarrow"):
        pytest.importorskip(needed, reason='pip install "pyspark[connect]"')
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.adapters.connect_session"],
        cwd=ROOT,
        env={**os.environ, "TZ": "Europe/Berlin", "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split() == [
        "spark-frame-flat",
        "spark-frame-nested",
        "spark-frame-flagged",
        "spark-frame-no-rows",
    ]
