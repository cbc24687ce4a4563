"""What an export costs at start-up, as a ratio to a bare interpreter.

Each round runs `python -c pass`, the import of schemagen, a script of plain samples by itself, and
its export, one after the other; the medians' ratios are printed.

    python benchmarks/startup.py [rounds]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRIPT = """
from schemagen import input_schema, output_schema

@input_schema("data", [1.5, 2.5])
@output_schema({"Results": [1.0]})
def run(data):
    return {"Results": data}
"""


def seconds(*arguments: str) -> float:
    """Run the interpreter and return how long it took."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "score.py")
        script.write_text(SCRIPT)
        cases = {
            "python -c pass": ("-c", "pass"),
            "import schemagen": ("-c", "import schemagen"),
            "python score.py (its own imports)": (str(script),),
            "python -m schemagen score.py": ("-m", "schemagen", str(script)),
        }
        times: dict[str, list[float]] = {name: [] for name in cases}
        for name, arguments in [*cases.items()] * (rounds + 1):
            times[name].append(seconds(*arguments))
    bare = statistics.median(times["python -c pass"][1:])
    print("| | times a bare interpreter |\n|---|---:|")
    ratio = {name: statistics.median(taken[1:]) / bare for name, taken in times.items()}
    for name, value in ratio.items():
        print(f"| {name} | {value:.1f} |")
    beyond = ratio["python -m schemagen score.py"] - ratio["python score.py (its own imports)"]
    print(f"| the export beyond the script's own imports | {beyond:.1f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
