"""``diff``: each pair has its class, and an oracle that knows nothing of it agrees."""

import copy
import itertools
import json
import random
import subprocess

import pytest

import schemagen
from schemagen.checks.compare import LEVELS
from tests.checks.oracle import counterexample
from tests.checks.pairs import (
    INPUTS,
    INT,
    INT32,
    INT64,
    MOMENT,
    MORE,
    NUM,
    OUTPUTS,
    TABLES,
    TEXT,
    UNSEEN,
    array,
    document,
    enum,
    member,
    null,
    optional,
    row,
    table,
    union,
)

CASES = [
    *[(level, member(old), member(new), "input") for level, old, new in (*INPUTS, *MORE)],
    *[
        (level, table(old, list(old)), table(new, required), "input")
        for level, old, new, required in TABLES
    ],
    *[(level, old, new, "output") for level, old, new in OUTPUTS],
]


def documents(old, new, side):
    """Return two documents that differ on one side."""
    if side == "input":
        return document(old), document(new)
    return document({"type": "object"}, old), document({"type": "object"}, new)


def worst(changes):
    """Return the gravest level; no change is compatible."""
    return min((change.level for change in changes), key=LEVELS.index, default="compatible")


def label(case):
    level, old, new, side = case
    return f"{side}-{level}-{json.dumps(old)[:40]}-{json.dumps(new)[:40]}"


def test_there_are_more_than_a_hundred_pairs():
    """The table is as long as promised."""
    assert len(CASES) + len(UNSEEN) > 230


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_pair_has_its_class(case):
    """The gravest change is the expected one."""
    level, old, new, side = case
    changes = schemagen.diff(*documents(old, new, side))
    assert worst(changes) == level, [str(change) for change in changes]


@pytest.mark.parametrize(("level", "old", "new"), UNSEEN)
def test_a_pair_that_values_do_not_show(level, old, new):
    """Formats, patterns of keys, and what only few values would tell."""
    assert worst(schemagen.diff(*documents(member(old), member(new), "input"))) == level


@pytest.mark.full
@pytest.mark.parametrize("case", CASES, ids=label)
def test_jsoncompat_agrees(case):
    """Another judge of JSON Schemas refuses what we do, and nothing that we call compatible."""
    jsoncompat = pytest.importorskip("jsoncompat")
    level, old, new, side = case
    role = "deserializer" if side == "input" else "serializer"
    said = jsoncompat.analyze_compat(json.dumps(old), json.dumps(new), role)["status"]
    if said == "incompatible":
        assert level == "breaking" or (side, level) == ("output", "risky")
    if said == "compatible" and level == "breaking":
        assert _only_said(case) or "format" in json.dumps([old, new])


@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_oracle_agrees(case):
    """What valid values show to be refused is said to be breaking; what breaks shows."""
    level, old, new, side = case
    given, into = (old, new) if side == "input" else (new, old)
    found = counterexample(given, into)
    if found and not (side == "output" and level == "risky"):  # new keys in a closed object
        assert level == "breaking", found
    if level == "breaking" and not _only_said(case):
        assert found


def _only_said(case):
    """Tell whether the break is one of position, or of a format that no validator checks."""
    _, old, new, _ = case
    if "data" in old.get("properties", {}):
        columns = [d["properties"]["data"]["items"]["properties"] for d in (old, new)]
        return list(columns[0]) != list(columns[1])
    after = new.get("properties", {}).get("x", new)
    bounded = {"type": "integer", "format": "int32"}
    return after == bounded


LEAVES = [
    INT,
    INT32,
    INT64,
    NUM,
    TEXT,
    MOMENT,
    null(NUM),
    null(TEXT),
    enum("a", "b"),
    enum("a"),
    {},
    INT | {"minimum": 0},
]


def random_schema(chance, depth=0):
    """Return some schema."""
    kind = chance.randint(0, 7 if depth < 3 else 3)

    def inner():
        return random_schema(chance, depth + 1)

    if kind <= 3:
        return copy.deepcopy(chance.choice(LEAVES))
    if kind == 4:
        bounds = chance.choice(
            [{}, {"minItems": 1}, {"maxItems": 2}, {"minItems": 2, "maxItems": 2}]
        )
        return array(inner(), **bounds)
    if kind == 5:
        return union(inner(), inner())
    names = chance.sample("abc", chance.randint(1, 3))
    made = {name: inner() for name in names}
    closed = chance.random() < 0.5
    if kind == 6:
        return row(*names, closed=closed, **made)
    return optional(closed=closed, **made)


def mutated(schema, chance):
    """Return *schema* with one part replaced."""
    result = copy.deepcopy(schema)
    nodes = [result]
    for node in nodes:
        nodes += list(node.get("properties", {}).values())
        nodes += [node["items"]] if isinstance(node.get("items"), dict) else []
        nodes += node.get("anyOf", [])
    node = chance.choice(nodes)
    other = random_schema(chance, 2)
    node.clear()
    node.update(other)
    return result


@pytest.mark.parametrize("seed", range(150))
def test_random_pairs_never_break_unsaid(seed):
    """Whatever two schemas are: a refused value that was valid means breaking."""
    chance = random.Random(seed)
    old = random_schema(chance)
    new = mutated(old, chance) if chance.random() < 0.8 else random_schema(chance)
    level = worst(schemagen.diff(*documents(member(old), member(new), "input")))
    found = counterexample(member(old), member(new), 150, seed)
    assert not found or level == "breaking", (old, new, found)


DOCUMENTS = [
    ("breaking", {}, {"paths": {}}),
    ("risky", {}, {"openapi": "3.0.3"}),
    (
        "risky",
        {"servers": [{"url": "https://a.example"}]},
        {"servers": [{"url": "https://b.example"}]},
    ),
]


@pytest.mark.parametrize(("level", "old", "new"), DOCUMENTS)
def test_documents_as_a_whole(level, old, new):
    """Paths, versions and addresses count."""
    plain = document({"type": "object"})
    assert worst(schemagen.diff({**plain, **old}, {**plain, **new})) == level


OPERATIONS = [
    ("breaking", {}, {"security": [{"Bearer": []}]}),
    ("compatible", {"security": [{"Bearer": []}]}, {}),
    ("compatible", {"security": [{"a": []}]}, {"security": [{"a": []}, {"b": []}]}),
    ("breaking", {"security": [{"a": []}, {"b": []}]}, {"security": [{"a": []}]}),
    ("breaking", {"security": [{"a": []}]}, {"security": [{"a": [], "b": []}]}),
    ("risky", {}, {"operationId": "Other"}),
    (
        "breaking",
        {},
        {"parameters": [{"name": "n", "in": "query", "required": True, "schema": INT}]},
    ),
    ("compatible", {}, {"parameters": [{"name": "n", "in": "query", "schema": INT}]}),
    ("risky", {"parameters": [{"name": "n", "in": "query", "schema": INT}]}, {}),
    (
        "breaking",
        {"parameters": [{"name": "n", "in": "query", "schema": NUM}]},
        {"parameters": [{"name": "n", "in": "query", "schema": INT}]},
    ),
]


@pytest.mark.parametrize(("level", "old", "new"), OPERATIONS)
def test_operations(level, old, new):
    """Security, parameters and names count."""
    body = {"type": "object"}
    assert worst(schemagen.diff(document(body, **old), document(body, **new))) == level


VERSIONS = ("2.0", "3.0", "3.1")
STANDARD = """
import datetime, decimal, enum, uuid
from schemagen import Sample, input_schema, output_schema
class Size(enum.Enum):
    SMALL = "s"
    BIG = "b"
@input_schema("day", [datetime.date(2020, 1, 1)])
@input_schema("size", Size.BIG)
@input_schema("price", decimal.Decimal("1.5"))
@input_schema("time", datetime.timedelta(1))
@input_schema("raw", b"abc")
@input_schema("maybe", Sample({"a": None, "b": 1}))
@output_schema({"id": uuid.uuid4()})
def run(day, size, price, time, raw, maybe=None, many=3): return day
"""


def in_versions(script):
    """Return the script's documents, by version."""
    return {v: schemagen.export(script.operation, version=v) for v in VERSIONS}


@pytest.mark.parametrize("name", ["records", "series", "sklearn", "power_bi", "custom_type", ""])
def test_the_same_contract_in_two_versions_is_the_same(name, tmp_path):
    """x-nullable, nullable and null; byte and base64; defaults of null; addresses."""
    path = tmp_path / "score.py"
    path.write_text(STANDARD)
    if name:
        pytest.importorskip("pandas")
        path = f"examples/{name}/score.py"
    script = schemagen.load(path)
    documents = in_versions(script)
    for old, new in itertools.permutations(VERSIONS, 2):
        changes = schemagen.diff(documents[old], documents[new])
        assert [str(change) for change in changes if change.path != ("version",)] == []
        assert (
            schemagen.diff(documents[old], script) == schemagen.diff(script, documents[old]) == []
        )


def test_what_a_version_cannot_say_is_risky():
    """2.0 widens unions: nobody can tell from it whether they changed, but for the type."""
    of = {"2.0": {"x-schemagen-degraded": "one of integer, string"}, "3.1": union(INT, TEXT)}
    assert (
        worst(schemagen.diff(document(member(of["2.0"])), document(member(of["3.1"])))) == "risky"
    )
    assert (
        worst(schemagen.diff(document(member(of["3.1"])), document(member(of["2.0"])))) == "risky"
    )
    widened = {"type": "array", "items": {}, "x-schemagen-degraded": "a tuple, by position"}
    assert worst(schemagen.diff(document(member(widened)), document(member(INT)))) == "breaking"


def said_null(word):
    """Return a body in which a number may be null, in a version's words."""
    number = {"2.0": {"type": "number", "x-nullable": True}, "3.0": {"type": "number", "nullable": True}, "3.1": {"type": ["number", "null"]}}[word]  # fmt: skip
    return document(member(number))


@pytest.mark.parametrize("pair", list(itertools.product(VERSIONS, VERSIONS)))
def test_null_is_null_in_every_version(pair):
    """And a number that is no more null is breaking in every one."""
    old, new = map(said_null, pair)
    assert schemagen.diff(old, new) == []
    assert worst(schemagen.diff(old, document(member({"type": "number"})))) == "breaking"


def changed_title(document):
    """Return the document under another name, which is no change of the contract."""
    return {**document, "info": {**document["info"], "title": "other"}}


def test_scripts_and_commits(tmp_path, monkeypatch):
    """A script is compared with itself as it was, siblings and all."""
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    (tmp_path / "values.py").write_text("X = [{'a': 1}]\n")
    script = tmp_path / "score.py"
    script.write_text(
        "from values import X\nfrom schemagen import input_schema\n@input_schema('data', X)\ndef run(data): return data\n"
    )
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], check=True)
    assert schemagen.diff("git:HEAD:score.py", "score.py") == []
    (tmp_path / "values.py").write_text("X = [{'a': 'x'}]\n")
    assert worst(schemagen.diff("git:HEAD:score.py", "score.py")) == "breaking"
    document = schemagen.export(schemagen.load("score.py").operation)
    (tmp_path / "api").mkdir()
    place = tmp_path / "api" / "swagger.json"
    place.write_text(json.dumps(document))
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "two"], check=True)
    place.write_text(json.dumps(changed_title(document)))
    assert schemagen.diff("git:HEAD:api/swagger.json", "api/swagger.json") == []
    assert schemagen.diff("git:HEAD:api/swagger.json", "git:HEAD:score.py") == []
    assert worst(schemagen.diff("git:HEAD~1:score.py", "git:HEAD:api/swagger.json")) == "breaking"
    monkeypatch.chdir(tmp_path / "api")
    assert schemagen.diff("git:HEAD:swagger.json", "git:HEAD:../score.py") == []
    for wrong in (
        "git:HEAD",
        "git::score.py",
        "git:--help:score.py",
        "git:HEAD:none.json",
        "git:HEAD:none.py",
    ):
        with pytest.raises(schemagen.SchemagenError, match=wrong):
            schemagen.diff(wrong, document)
    with pytest.raises(schemagen.SchemagenError, match=r"git:nowhere:score\.json"):
        schemagen.diff("git:nowhere:score.json", "score.py")
