"""The commands on a terminal, in a pipe, interrupted; and the hooks of a repository."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemagen.cli import progress, run
from tests.checks.test_hard_inputs import GOOD, SCRIPT

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "schemagen"]
SLOW = SCRIPT.replace("    return", "    return").replace(
    "def run(data): return [row['a'] for row in data]",
    "def run(data):\n    import time; time.sleep(0.3)\n    return [row['a'] for row in data]",
)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a slow script, a document and rows."""
    (tmp_path / "score.py").write_text(SLOW)
    (tmp_path / "good.json").write_text(GOOD)
    (tmp_path / "rows.csv").write_text("a\n" + "1.5\n" * 6)
    return tmp_path


def environment():
    """Return the environment in which the package is found from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


SCORE = ["power-bi", "score.py", "--table", "rows.csv"]


def test_a_long_table_shows_its_progress_on_a_terminal(folder):
    """A bar on standard error, wiped at the end; standard output is the same as ever."""
    pty = pytest.importorskip("pty")
    terminal, side = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *SCORE], stdout=subprocess.PIPE, stderr=side, cwd=folder, env=environment()
    )
    os.close(side)
    seen = b""
    while True:
        try:
            part = os.read(terminal, 1000)
        except OSError:  # Linux says so when the other side is closed
            break
        seen += part
        if not part:
            break
    out, _ = process.communicate(timeout=60)
    os.close(terminal)
    assert re.search(rb"\r\[#+ *\] +\d+% \d+ rows sent", seen)
    assert seen.endswith(b"\r\x1b[K")
    assert b"6 results, 0 error cells" in out
    assert b"rows sent" not in out


def test_no_bar_where_nobody_looks(folder):
    """In a pipe there is no bar."""
    done = subprocess.run(
        [*COMMAND, *SCORE], capture_output=True, cwd=folder, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_short_work_shows_no_bar(monkeypatch, capsys):
    """The bar comes after half a second."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    short = progress.Progress(10, "rows")
    short(5)
    short.end()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "arguments",
    [["check", "good.json", "--format", "json"], ["explain"], ["diff", "good.json", "good.json"], SCORE],
    ids=" ".join,
)  # fmt: skip
def test_a_closed_pipe_ends_quietly(arguments, folder):
    """`| head` takes what it wants; nobody complains."""
    command = " ".join(map(shlex.quote, [*COMMAND, *arguments])) + " | head -c 1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, cwd=folder, env=environment(), check=False
    )
    assert done.stderr == b""


WAITING = "import sys, time\nsys.stderr.write('ready\\n'); sys.stderr.flush()\ntime.sleep(60)\n"
ANSWERING = SCRIPT.replace("return [row", "__import__('time').sleep(60); return [row").replace(
    "def run(data): ", "def run(data): print('ready', flush=True); "
)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (WAITING, ["check", "score.py"]),
        (WAITING, ["diff", "good.json", "score.py"]),
        (ANSWERING, SCORE),
    ],
)
def test_ctrl_c_ends_with_one_line(text, arguments, folder):
    """Status 130, whatever is going on."""
    (folder / "score.py").write_text(text)
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(),
    )
    assert process.stderr.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"error: interrupted\n")


STUCK = "import time\nwhile True:\n  try:\n    time.sleep(0.01)\n  except BaseException: pass\n"


@pytest.mark.parametrize("command", [["check"], ["diff", "good.json"], ["power-bi"]], ids=" ".join)
def test_a_script_that_does_not_end_is_ended(command, folder):
    """As the export ends it."""
    (folder / "score.py").write_text(STUCK)
    start = time.monotonic()
    done = subprocess.run(
        [*COMMAND, *command, "score.py", "--load-timeout", "1"],
        capture_output=True,
        cwd=folder,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert b"still running after 1 s" in done.stdout + done.stderr  # of `check` it is a finding
    assert time.monotonic() - start < 30


def hooks():
    """Return the hooks, read as the few lines of YAML that they are."""
    found, text = [], (ROOT / ".pre-commit-hooks.yaml").read_text()
    for line in text.splitlines():
        key, _, value = line.removeprefix("- ").strip().partition(": ")
        if line.startswith("- "):
            found.append({})
        found[-1][key] = value
    return {hook["id"]: hook for hook in found}


def listed(text):
    """Return the items of a YAML list on one line."""
    return [part.strip().strip('"') for part in text.strip("[]").split(",")] if text else []


def hooked(name, folder, files):
    """Run a hook as pre-commit does: entry, args, then the staged files that its pattern names."""
    hook = hooks()[name]
    chosen = [file for file in files if re.search(hook["files"], file)]
    passed = chosen if hook.get("pass_filenames") != "false" else []
    entry = shlex.split(hook["entry"])
    assert entry[0] == "schemagen"
    arguments = [*COMMAND, *entry[1:], *listed(hook.get("args", "")), *passed]
    return chosen, subprocess.run(
        arguments, capture_output=True, cwd=folder, env=environment(), check=False, timeout=60
    )


def repository(folder, **files):
    """Make a repository with *files* staged; return their names as git lists them."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_py", ".py").replace("_json", ".json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    listing = subprocess.run(["git", "ls-files"], cwd=folder, check=True, capture_output=True)
    return listing.stdout.decode().split()


def test_hooks_take_the_files_of_a_repository(tmp_path):
    """Scripts and documents of any folder are checked; others are let be."""
    files = repository(
        tmp_path, score_py=SCRIPT, sub__score_py=SCRIPT, swagger_json=GOOD, my_score_py="x = (\n"
    )
    chosen, done = hooked("schemagen-check", tmp_path, files)
    assert chosen == ["score.py", "sub/score.py", "swagger.json"]
    assert (done.returncode, done.stderr) == (0, b"")
    (tmp_path / "sub" / "score.py").write_text("def init(): pass\n")
    _, done = hooked("schemagen-check", tmp_path, files)
    assert done.returncode == 1
    assert b"sub/score.py: error SCR001" in done.stdout


def test_the_drift_hook_writes_the_document(tmp_path):
    """It mends what is behind; a second run finds nothing to do."""
    files = repository(tmp_path, score_py=SCRIPT, swagger_json=GOOD)
    chosen, done = hooked("schemagen-drift", tmp_path, files)
    assert chosen == ["score.py", "swagger.json"]
    assert (done.returncode, done.stderr) == (0, b"note: swagger.json is written anew\n")
    before = (tmp_path / "swagger.json").read_bytes()
    _, done = hooked("schemagen-drift", tmp_path, files)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "swagger.json").read_bytes() == before
    assert (
        run(["check", str(tmp_path / "swagger.json"), "-o", str(tmp_path / "said.txt")], None) == 0
    )


def test_hooks_name_what_pre_commit_needs():
    """Every hook has an id, a name, an entry, a language and a pattern that compiles."""
    for hook in hooks().values():
        assert {"id", "name", "description", "entry", "language", "files"} <= hook.keys()
        assert hook["language"] == "python"
        assert re.compile(hook["files"])
