"""The command line as its users meet it: real processes, real descriptors."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.script.scripts import HEAD, RUN

ROOT = Path(__file__).parents[1]


def schemagen(*arguments, cwd=None, **environ):
    """Run the command without PYTHONUNBUFFERED, as a user's shell does."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONUNBUFFERED",)}
    env = {k: v for k, v in env.items() if not k.startswith(("SERVICE_", "AZUREML_"))}
    return subprocess.run(
        [sys.executable, "-m", "schemagen", *map(str, arguments)],
        capture_output=True,
        cwd=cwd or ROOT,
        env={**env, "PYTHONPATH": str(ROOT), **environ},
        timeout=60,
        check=False,
    )


@pytest.fixture
def script(tmp_path):
    """Return the path of a plain script."""
    path = tmp_path / "score.py"
    path.write_text(HEAD + RUN)
    return path


def test_the_document_is_strict_json_and_the_same_each_time(script):
    """Bytes do not change from run to run, end in a newline and are UTF-8."""
    first, second = schemagen(script), schemagen(script, PYTHONHASHSEED="7")
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert first.stdout.endswith(b"}\n")
    assert json.loads(first.stdout)["swagger"] == "2.0"
    assert first.stderr == b""


@pytest.mark.parametrize(
    ("version", "key"), [("2.0", "swagger"), ("3.0", "openapi"), ("3.1", "openapi")]
)
def test_each_version_says_its_own_number(script, version, key):
    """--openapi chooses the version."""
    assert json.loads(schemagen(script, "--openapi", version).stdout)[key].startswith(version)


def test_noise_goes_to_standard_error(tmp_path):
    """print, os.write, a child and what is printed at exit leave standard output alone."""
    noise = (
        "import atexit, os, subprocess, sys\n"
        "print('from python', end='')\nos.write(1, b'from C\\n')\n"
        "subprocess.run([sys.executable, '-c', 'print(\"from a child\")'])\n"
        "atexit.register(print, 'at exit')\n"
    )
    path = tmp_path / "score.py"
    path.write_text(noise + HEAD + RUN)
    result = schemagen(path)
    json.loads(result.stdout)
    for said in (b"from python", b"from C", b"from a child", b"at exit"):
        assert said in result.stderr


def test_title_version_and_prefix_come_from_options_or_the_environment(script):
    """Options win over SERVICE_NAME, SERVICE_VERSION and SERVICE_PATH_PREFIX."""
    environ = {"SERVICE_NAME": 'wi"ne', "SERVICE_VERSION": "2", "SERVICE_PATH_PREFIX": "/a/b/"}
    document = json.loads(schemagen(script, **environ).stdout)
    assert document["info"]["title"] == 'wi"ne'
    assert document["info"]["version"] == "2"
    assert "/a/b/score" in document["paths"]
    options = ("--title", "beer", "--service-version", "3", "--path-prefix", "c")
    document = json.loads(schemagen(script, *options, **environ).stdout)
    assert (document["info"]["title"], document["info"]["version"]) == ("beer", "3")
    assert "/c/score" in document["paths"]


def test_no_examples_leaves_every_sample_value_out(tmp_path):
    """Samples are public: --no-examples keeps them out of the document."""
    path = tmp_path / "score.py"
    path.write_text(HEAD + RUN.replace("[1.0]", "['a private value']"))
    assert b"private value" in schemagen(path).stdout
    assert b"private value" not in schemagen(path, "--no-examples").stdout


def test_output_file_is_written_whole_or_not_at_all(script, tmp_path):
    """-o writes the document; a failure leaves an older file and no leftovers."""
    target = tmp_path / "out" / "swagger.json"
    target.parent.mkdir()
    assert schemagen(script, "-o", target).stdout == b""
    before = target.read_bytes()
    assert json.loads(before)["swagger"] == "2.0"
    broken = tmp_path / "broken.py"
    broken.write_text("1 / 0")
    assert schemagen(broken, "-o", target).returncode == 1
    assert target.read_bytes() == before
    assert os.listdir(target.parent) == ["swagger.json"]


def test_output_file_is_meant_from_where_the_command_was_given(tmp_path):
    """A script that changes the folder does not move the output."""
    (tmp_path / "elsewhere").mkdir()
    path = tmp_path / "score.py"
    path.write_text(f"import os; os.chdir({str(tmp_path / 'elsewhere')!r})\n" + HEAD + RUN)
    assert schemagen(path, "-o", "here.json", cwd=tmp_path).returncode == 0
    assert (tmp_path / "here.json").exists()


def test_a_place_that_cannot_be_written_is_told(script, tmp_path):
    """An output in no folder gives one line and status 1."""
    result = schemagen(script, "-o", tmp_path / "no" / "such" / "file.json")
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"cannot be written" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "text", ["1 / 0\n", "def run(:\n", "def init(): pass\n", "import os; os.environ['NOPE']\n"]
)
def test_failure_is_one_last_line_and_status_1(tmp_path, text):
    """Standard output stays empty, there is no traceback, the last line says what and where."""
    path = tmp_path / "score.py"
    path.write_text(text)
    result = schemagen(path)
    last = result.stderr.decode().splitlines()[-1]
    assert (result.returncode, result.stdout) == (1, b"")
    assert last.startswith("error: ")
    assert "score.py" in last
    assert len(last) <= 600
    assert b"Traceback" not in result.stderr


def test_traceback_is_shown_when_asked_for(tmp_path):
    """--traceback shows where the script failed, before the line."""
    path = tmp_path / "score.py"
    path.write_text("1 / 0\n")
    result = schemagen(path, "--traceback")
    assert b"Traceback" in result.stderr
    assert result.stderr.decode().splitlines()[-1].startswith("error: ")


def test_stand_ins_are_named_once_on_one_line(tmp_path):
    """What is not installed is said in one note."""
    path = tmp_path / "score.py"
    path.write_text("import absent_a, absent_b.c\nimport absent_a\n" + HEAD + RUN)
    notes = [
        line for line in schemagen(path).stderr.decode().splitlines() if line.startswith("note:")
    ]
    assert notes == ["note: not installed, stood in for: absent_a, absent_b.c"]
    assert schemagen(path, "--stub", "never").returncode == 1
    assert schemagen(path, "--stub", "absent_a", "--stub", "absent_b").returncode == 0


def test_what_a_version_cannot_say_is_warned_of_on_one_line(tmp_path):
    """A union in 2.0 is widened, marked and told; 3.1 says it all."""
    path = tmp_path / "score.py"
    path.write_text(HEAD + RUN.replace("[1.0]", "[1, 'a']", 1))
    result = schemagen(path)
    warnings = [line for line in result.stderr.decode().splitlines() if line.startswith("warning:")]
    assert len(warnings) == 1
    assert "$.definitions.ServiceInput.properties.data.items" in warnings[0]
    assert b"x-schemagen-degraded" in result.stdout
    assert schemagen(path, "--openapi", "3.1").stderr == b""


@pytest.mark.parametrize(
    "arguments", [["--nonsense"], ["a.py", "b.py"], ["a.py", "--openapi", "4"]]
)
def test_wrong_usage_is_status_2(arguments):
    """argparse's own words, on standard error."""
    result = schemagen(*arguments)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"usage:" in result.stderr


def test_help_and_version_are_printed_on_standard_output():
    """--help shows worked examples and the exit statuses."""
    text = schemagen("--help").stdout
    for part in (b"schemagen score.py > swagger.json", b"exit status"):
        assert part in text
    assert schemagen("--version").stdout.startswith(b"schemagen ")
    assert schemagen().stdout == text


def test_a_closed_pipe_ends_quietly(script):
    """`schemagen score.py | head -c 1` says nothing on standard error."""
    command = f"{sys.executable} -m schemagen {script} | head -c 1"
    result = subprocess.run(
        ["sh", "-c", command], capture_output=True, cwd=ROOT, timeout=60, check=False
    )
    assert result.stderr == b""


def test_ctrl_c_ends_with_one_line(tmp_path):
    """An interrupt gives status 130 and no traceback."""
    path = tmp_path / "score.py"
    path.write_text(
        "import time, sys\nsys.stderr.write('ready\\n'); sys.stderr.flush()\ntime.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "schemagen", str(path)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stderr.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"error: interrupted\n")


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "import time\ntime.sleep(1000)",
        "while True:\n  try:\n    pass\n  except BaseException: pass",
    ],
)
def test_a_script_that_does_not_end_is_ended(tmp_path, loop):
    """--load-timeout ends loops and waits, with the line where they stood."""
    path = tmp_path / "score.py"
    path.write_text(loop + "\n")
    started = time.monotonic()
    result = schemagen(path, "--load-timeout", "0.5")
    assert time.monotonic() - started < 20
    assert (result.returncode, result.stdout) == (1, b"")
    if sys.version_info < (3, 11) and "except" in loop:  # Python 3.10 lets no other thread run here
        assert b"score.py" in result.stderr
    else:
        assert b"still running after 0.5 s" in result.stderr.splitlines()[-1]


def test_a_script_stuck_in_compiled_code_is_ended(tmp_path):
    """Where no exception can reach the script, the process ends itself."""
    path = tmp_path / "score.py"
    path.write_text("import hashlib\nhashlib.pbkdf2_hmac('sha256', b'x', b'y', 10**9)\n")
    result = schemagen(path, "--load-timeout", "0.5")
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"score.py:2: still running after 0.5 s" in result.stderr.splitlines()[-1]


def test_a_script_that_lets_no_thread_run_is_ended(tmp_path):
    """Compiled code that never lets go of the interpreter is ended too, in the same words."""
    path = tmp_path / "score.py"
    path.write_text("import re\nre.match('(a+)+$', 'a' * 60 + 'b')\n")
    result = schemagen(path, "--load-timeout", "0.5")
    assert (result.returncode, result.stdout) == (1, b"")
    if hasattr(signal, "setitimer"):
        assert b"score.py:2: still running after 0.5 s" in result.stderr.splitlines()[-1]
    assert b"score.py" in result.stderr


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")
@pytest.mark.parametrize("own", ["signal.signal(signal.SIGALRM, print)", "signal.alarm(1000)", ""])
def test_a_script_keeps_its_own_alarms(tmp_path, own):
    """Ours is gone when the script is read."""
    path = tmp_path / "score.py"
    path.write_text(f"import signal\n{own}\n{HEAD}{RUN}")
    code = (
        "import schemagen, signal\n"
        f"schemagen.load({str(path)!r}, timeout=500)\n"
        "print(signal.getsignal(signal.SIGALRM) is print, signal.alarm(0))\n"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=True)
    expected = (f"{'signal.signal' in own} {1000 if 'alarm(1000)' in own else 0}").encode()
    assert result.stdout.split() == expected.split()


def test_a_script_in_a_read_only_folder_is_read(tmp_path):
    """A script and its siblings may stand where nothing can be written."""
    path = tmp_path / "score.py"
    (tmp_path / "helper.py").write_text("X = 1\n")
    path.write_text("import helper\n" + HEAD + RUN)
    os.chmod(tmp_path, 0o555)
    try:
        assert schemagen(path).returncode == 0
    finally:
        os.chmod(tmp_path, 0o755)


def test_a_file_beside_the_script_is_found_from_any_folder(tmp_path):
    """A relative name is looked up where the command is given, then beside the script."""
    folder = tmp_path / "my scripts"
    folder.mkdir()
    path = folder / "score.py"
    path.write_text(
        "import json\nSAMPLE = json.load(open('data/sample.json'))\n"
        + HEAD
        + RUN.replace("[1.0]", "SAMPLE", 1)
    )
    result = schemagen(path, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"no such file: data/sample.json" in result.stderr.splitlines()[-1]
    (folder / "data").mkdir()
    (folder / "data" / "sample.json").write_text('["x"]')
    result = schemagen(path, "-o", "out.json", cwd=tmp_path)
    assert (result.returncode, result.stderr.count(b"note: run again in")) == (0, 1)
    assert b'"x"' in (tmp_path / "out.json").read_bytes()


def test_a_script_that_asks_for_input_is_told_to_stop(tmp_path):
    """Standard input is not the script's: input() ends at once."""
    path = tmp_path / "score.py"
    path.write_text("NAME = input()\n" + HEAD + RUN)
    result = schemagen(path)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"score.py:1: the script waits for input" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "start",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(100,)).start()\n",
        "import multiprocessing, time\nmultiprocessing.get_context('fork').Process(target=time.sleep, args=(100,)).start()\n",
    ],
)
@pytest.mark.parametrize("end", ["", "1 / 0\n"])
def test_what_a_script_has_started_does_not_keep_the_command(tmp_path, start, end):
    """A thread or process that goes on is left behind, with the status that is due."""
    path = tmp_path / "score.py"
    path.write_text(start + end + HEAD + RUN)
    started = time.monotonic()
    result = schemagen(path)
    assert time.monotonic() - started < 20
    assert result.returncode == bool(end)
    assert bool(result.stdout) != bool(end)


def test_a_script_that_takes_the_streams_away_cannot_hide_the_line(tmp_path):
    """The error is said where the command's standard error is."""
    path = tmp_path / "score.py"
    path.write_text("import io, sys\nsys.stdout = sys.stderr = io.StringIO()\n1 / 0\n")
    assert schemagen(path).stderr.startswith(b"error: ")


def test_no_line_is_longer_than_600_characters(tmp_path):
    """Not even with a long path and a long error."""
    folder = tmp_path / ("long " * 40) / ("folder " * 30)
    folder.mkdir(parents=True)
    path = folder / "score.py"
    path.write_text("raise ValueError('x' * 10_000)\n")
    last = schemagen(path).stderr.decode().splitlines()[-1]
    assert len(last) <= 600
    assert "score.py:1: ValueError: xxx" in last
    assert last.endswith("init()")


def test_everything_said_besides_is_a_marked_line(tmp_path):
    """Lines of ours begin with note:, hint: or warning:."""
    path = tmp_path / "score.py"
    path.write_text(
        "import absent_a\nPATH = '\\m'\n" + HEAD + RUN.replace("[1.0]", "[1, 'a']", 1) + "\n1 / 0\n"
    )
    result = schemagen(path)
    assert result.returncode == 0
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 3
    assert all(line.startswith(("note: ", "hint: ", "warning: ")) for line in lines)


@pytest.mark.parametrize(
    ("library", "sample"),
    [
        ("numpy", "NumpyParameterType(np.array([[1, 2]]))"),
        ("pandas", "PandasParameterType(pd.DataFrame({'a': pd.Series([0], dtype='int64')}))"),
        (
            "pandas",
            "StandardPythonParameterType({'data': PandasParameterType(pd.DataFrame({'a': [1]}))})",
        ),
        ("numpy", "StandardPythonParameterType([np.float64(1)])"),
    ],
)
def test_a_sample_of_a_library_that_is_absent_names_the_library(tmp_path, library, sample):
    """Where neither numpy nor pandas is installed, the line says which one to install."""
    path = tmp_path / "score.py"
    text = f"import numpy as np, pandas as pd\n{HEAD}\n@input_schema('data', {sample})\ndef run(data): return 1\n"
    path.write_text(text)
    absent = "import sys; sys.modules.update(numpy=None, pandas=None); from schemagen.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", absent, str(path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, capture_output=True, env=env, timeout=60, check=False)
    last = result.stderr.decode().splitlines()[-1]
    assert (result.returncode, result.stdout) == (1, b"")
    assert f"{library} is not installed" in last
    assert last.endswith(f"pip install {library}")
