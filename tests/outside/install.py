"""Installs what the full tests run beside us: client generators, Azure's server, npm's validators.

``python tests/outside/install.py FOLDER`` makes ``FOLDER/clients``, ``FOLDER/azure`` (virtual
environments) and ``FOLDER/node``, each from the file of its name beside this one. What is there
already, made of the same file, stays. npm and Java are taken from PATH; the tests that need an
absent one are skipped, and the last lines say so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
STAMP = "made-of"
"""Names the file, in each folder, that holds what the folder was made of."""


def environment(folder: Path, wanted: Path) -> None:
    """Make a virtual environment with the packages of a requirements file."""
    venv.create(folder, with_pip=True, clear=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)


def modules(folder: Path, wanted: Path) -> None:
    """Install the npm modules that a package.json names."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(wanted, folder / "package.json")
    npm = str(shutil.which("npm"))
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)


def once(make: Callable[[Path, Path], None], folder: Path, wanted: Path) -> None:
    """Make *folder*, unless it was made of the same file by the same Python."""
    stamp, content = folder / STAMP, f"{sys.version}\n{wanted.read_text(encoding='utf-8')}"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == content:
        print(f"{folder}: is there")
        return
    print(f"{folder}: installing {wanted.name}", flush=True)
    stamp.unlink(missing_ok=True)
    make(folder, wanted)
    stamp.write_text(content, encoding="utf-8")


def main(folder: Path) -> None:
    """Install everything that can be; say what cannot."""
    once(environment, folder / "clients", HERE / "clients.txt")
    once(environment, folder / "azure", HERE / "azure.txt")
    if shutil.which("npm"):
        once(modules, folder / "node", HERE / "package.json")
    for program, remedy in ABSENT.items():
        if not shutil.which(program):
            print(f"{program} is not on PATH: {remedy}")


ABSENT = {
    "npm": "the tests of swagger-parser and Redocly are skipped; install Node.js 20 or newer",
    "java": "the tests of openapi-generator and Spark are skipped; install Java 17",
}

if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
