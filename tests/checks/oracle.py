"""An oracle for ``diff``: values that one schema takes, tried on another by jsonschema."""

import math
import random
import string

import jsonschema

MOMENTS = ["2020-01-01T00:00:00Z", "1999-12-31T23:59:59.5+02:00"]
DATES = ["2020-01-01", "1999-12-31"]
FORMATS = {"date-time": MOMENTS, "date": DATES, "time": ["10:00:00Z"]}

CHECKER = jsonschema.FormatChecker(formats=())
CHECKER.checks("date-time")(
    lambda v: not isinstance(v, str) or v in MOMENTS or ("T" in v and v[:1] in "12")
)
CHECKER.checks("date")(lambda v: not isinstance(v, str) or (len(v) == 10 and v[4:5] == "-"))
CHECKER.checks("time")(lambda v: not isinstance(v, str) or (v[2:3] == ":" and len(v) > 7))


def takes(schema, value):
    """Tell whether *value* is valid."""
    return jsonschema.Draft202012Validator(schema, format_checker=CHECKER).is_valid(value)


def counterexample(old, new, tries=400, seed=0):
    """Return a value that *old* takes and *new* refuses, in a list; or an empty one."""
    chance = random.Random(seed)
    for _ in range(tries):
        value = some(old, chance)
        if takes(old, value) and not takes(new, value):
            return [value]
    return []


def some(schema, chance, depth=0):
    """Return a value that is probably valid."""
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return some(chance.choice(schema[key]), chance, depth)
    if "allOf" in schema:
        return some(
            {key: value for part in schema["allOf"] for key, value in part.items()}, chance, depth
        )
    kinds = schema.get("type", list(MAKERS))
    kind = kinds if isinstance(kinds, str) else chance.choice(kinds)
    return MAKERS[kind](schema, chance, depth)


def integer(schema, chance, depth):
    """Return a whole number, often at an edge."""
    low = schema.get("minimum", schema.get("exclusiveMinimum", -(2**70)))
    high = schema.get("maximum", schema.get("exclusiveMaximum", 2**70))
    if "format" in schema:
        low, high = max(low, -(2**63)), min(high, 2**63 - 1)
    step = schema.get("multipleOf", 1)
    value = chance.choice([low, high, 0, 1, 3, -1, chance.randint(-50, 50)])
    return int(value // step * step)


def number(schema, chance, depth):
    """Return a number, often at an edge, sometimes whole."""
    low, high = schema.get("minimum", -1e300), schema.get("maximum", 1e300)
    value = chance.choice([low, high, 0.5, 0, 1.5, -1.25, 4.5, chance.uniform(-9, 9)])
    step = schema.get("multipleOf")
    return math.floor(value / step) * step if step else value


def text(schema, chance, depth):
    """Return a text."""
    if schema.get("format") in FORMATS:
        return chance.choice(FORMATS[schema["format"]])
    least, most = schema.get("minLength", 0), schema.get("maxLength", 6)
    letters = "".join(
        chance.choices(string.ascii_lowercase, k=chance.randint(least, max(least, most)))
    )
    head = {"^a": "a"}.get(schema.get("pattern"), "")
    return chance.choice(["a", head + letters, letters])


def array(schema, chance, depth):
    """Return an array."""
    first = [some(part, chance, depth + 1) for part in schema.get("prefixItems", ())]
    items = schema.get("items", {})
    least, most = schema.get("minItems", 0), schema.get("maxItems", 4)
    if items is False or depth > 3:
        return first
    count = max(chance.randint(least, max(least, most)) - len(first), 0)
    rest = [some(items, chance, depth + 1) for _ in range(count)]
    return first + (rest[:1] * count if chance.random() < 0.3 else rest)


def record(schema, chance, depth):
    """Return an object; unknown keys come where they may."""
    required, value = schema.get("required", ()), {}
    for name, part in schema.get("properties", {}).items():
        if name in required or chance.random() < 0.5:
            value[name] = some(part, chance, depth + 1)
    rest = schema.get("additionalProperties", True)
    if rest is not False and chance.random() < 0.4:
        name = chance.choice(["zz", "a"]) if isinstance(rest, dict) else "zz"
        value.setdefault(name, some(rest, chance, depth + 1) if isinstance(rest, dict) else 1)
    return value


MAKERS = {
    "integer": integer,
    "number": number,
    "string": text,
    "boolean": lambda schema, chance, depth: chance.random() < 0.5,
    "null": lambda schema, chance, depth: None,
    "array": array,
    "object": record,
}
