"""docs/mapping.md and the schemas of the whole table, the same whatever a library's version.

``UPDATE_GOLDEN=1 pytest tests/test_mapping.py`` writes both files anew; that needs every library.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from schemagen import Sample, export
from schemagen.operation import Input, Operation
from tests.samples import ROWS, Row

DOCUMENT = Path(__file__).parents[1] / "docs" / "mapping.md"
SCHEMAS = Path(__file__).parent / "samples" / "schemas.jsonl"
LONGEST = 400
"""A schema of more characters is cut in the document."""

HEAD = """# What becomes of each sample

One row for each sample of the tests' table (`tests/samples`), which all go through one contract: the
schema (JSON Schema 2020-12, as 3.1 has it), the same in the words of OpenAPI 3.0 and Swagger 2.0 (`=`: no
difference), what comes back from JSON, and what is lost on the way. Made by
`UPDATE_GOLDEN=1 pytest tests/test_mapping.py` and compared in the tests.
"""
_COLUMNS = "| sample | schema | 3.0 | 2.0 | comes back | lost |\n|---|---|---|---|---|---|\n"
_TITLES = {
    "python": "Standard Python",
    "numpy": "numpy",
    "column": "Columns of pandas",
    "frame": "Frames of pandas",
    "mix": "Samples inside samples",
    "spark": "Spark",
}


def _sample(row: Row) -> Sample:
    made = row.make()
    return Sample(*made) if row.several else Sample.of(made)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True).replace("|", "\\|")
    return f"`{text}`" if len(text) <= LONGEST else f"`{text[:LONGEST]}` …"


def _in_version(sample: Sample, version: str) -> Any:
    document = export(Operation((Input("data", sample),)), version=version)
    named = document.get("definitions") or document["components"]["schemas"]
    found = named["ServiceInput"]["properties"]["data"]
    return {key: part for key, part in found.items() if key not in ("example", "examples")}


def line(row: Row) -> str:
    """Return the row of the document."""
    if row.refused:
        return f"| {row.id} | refused, with what to give instead | | | | |"
    sample = _sample(row)
    schema = sample.schema
    newer, older = _in_version(sample, "3.0"), _in_version(sample, "2.0")
    cells = [
        _shown(schema),
        "=" if newer == schema else _shown(newer),
        "= 3.0" if older == newer else _shown(older),
        "(a type)" if row.described else "the same" if not row.back else "another value",
        row.lost.replace("|", "\\|"),
    ]
    return f"| {row.id} | {' | '.join(cells)} |"


def _known(row: Row) -> bool:
    """Tell whether the row can be described here, without a session."""
    return not row.missing and not row.spark


def _document() -> str:
    parts = [HEAD]
    for prefix, title in _TITLES.items():
        rows = [row for row in ROWS if row.id.partition("-")[0] == prefix and not row.spark]
        parts.append(f"\n## {title}\n\n{_COLUMNS}" + "\n".join(map(line, rows)) + "\n")
    return "".join(parts)


def _golden() -> str:
    rows = [row for row in ROWS if not row.spark and not row.refused]
    return "".join(f"{_text({'id': row.id, 'schema': _sample(row).schema})}\n" for row in rows)


@pytest.fixture(scope="module", autouse=True)
def _update() -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        DOCUMENT.write_text(_document(), encoding="utf-8")
        SCHEMAS.write_text(_golden(), encoding="utf-8")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_document_says_what_is_so() -> None:
    """Each row that the libraries here can make stands in the document as it is."""
    written = set(_lines(DOCUMENT))
    missing = [row.id for row in ROWS if _known(row) and line(row) not in written]
    assert not missing, "run UPDATE_GOLDEN=1 pytest tests/test_mapping.py"


def test_the_document_has_every_row() -> None:
    """And no row that the table has not."""
    named = [text.split(" | ")[0].strip("| ") for text in _lines(DOCUMENT) if text.startswith("| ")]
    wanted = [row.id for row in ROWS if not row.spark]
    assert sorted(set(named) - {"sample"}) == sorted(wanted)


def test_a_schema_does_not_depend_on_the_version_of_a_library() -> None:
    """The same bytes for the same sample, with the oldest libraries as the newest."""
    golden = {item["id"]: _text(item["schema"]) for item in map(json.loads, _lines(SCHEMAS))}
    rows = [row for row in ROWS if _known(row) and not row.refused]
    changed = {
        row.id: (golden[row.id], now)
        for row in rows
        if (now := _text(_sample(row).schema)) != golden[row.id]
    }
    assert not changed
