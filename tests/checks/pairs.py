"""Pairs of contracts, and how grave the change from one to the other is."""

INT = {"type": "integer", "format": "int64"}
INT32 = {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1}
INT64 = {"type": "integer", "format": "int64", "minimum": -(2**63), "maximum": 2**63 - 1}
UINT8 = {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255}
NUM = {"type": "number", "format": "double"}
FLOAT = {
    "type": "number",
    "format": "float",
    "minimum": -3.4028234663852886e38,
    "maximum": 3.4028234663852886e38,
}
TEXT = {"type": "string"}
BOOL = {"type": "boolean"}
DATE = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
NULL = {"type": "null"}


def null(schema):
    """Return *schema* taking null as well."""
    return {**schema, "type": [schema["type"], "null"]}


def enum(*values):
    """Return a choice of texts."""
    return {"type": "string", "enum": list(values)}


def array(items, **more):
    """Return an array."""
    return {"type": "array", "items": items, **more}


def row(*required, closed=True, **properties):
    """Return an object; names before are required."""
    names = list(required) if required else list(properties)
    made = {"type": "object", "properties": properties, "required": names}
    if not names:
        del made["required"]
    return {**made, "additionalProperties": False} if closed else made


def optional(closed=True, **properties):
    """Return an object of which nothing is required."""
    made = {"type": "object", "properties": properties}
    return {**made, "additionalProperties": False} if closed else made


def union(*parts):
    """Return alternatives."""
    return {"anyOf": list(parts)}


INPUTS = [
    # level, old, new: what a request's member `x` is
    ("compatible", INT, NUM), ("breaking", NUM, INT), ("breaking", INT, TEXT), ("breaking", TEXT, INT),
    ("breaking", BOOL, INT), ("breaking", INT, BOOL), ("breaking", TEXT, BOOL), ("compatible", INT, INT | {"title": "x"}),
    ("compatible", INT32, INT64), ("breaking", INT64, INT32), ("breaking", INT64, UINT8), ("compatible", UINT8, INT32),
    ("compatible", UINT8, INT64), ("compatible", INT, INT64), ("compatible", INT64, INT), ("breaking", INT, INT32),
    ("compatible", FLOAT, NUM), ("breaking", NUM, FLOAT), ("compatible", INT32, NUM), ("compatible", INT32, FLOAT),
    ("breaking", {"type": "integer"}, INT64), ("breaking", {"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}),
    ("compatible", {"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    ("compatible", NUM, null(NUM)), ("breaking", null(NUM), NUM), ("compatible", INT, null(INT)),
    ("breaking", null(TEXT), TEXT), ("compatible", INT, null(NUM)), ("breaking", null(INT), NUM),
    ("compatible", enum("a", "b"), enum("a", "b", "c")), ("breaking", enum("a", "b"), enum("a")),
    ("compatible", enum("a", "b"), enum("b", "a")), ("compatible", enum("a"), TEXT), ("breaking", TEXT, enum("a")),
    ("breaking", enum("a"), enum("b")), ("breaking", enum("a"), INT), ("compatible", {"const": "a"}, enum("a", "b")),
    ("breaking", enum("a", "b"), {"const": "a"}), ("breaking", {"type": ["string", "null"], "enum": ["a", None]}, enum("a")),
    ("compatible", INT, union(INT, TEXT)), ("breaking", union(INT, TEXT), INT), ("breaking", union(INT, TEXT), union(INT, BOOL)),
    ("compatible", union(INT, TEXT), union(TEXT, NUM)), ("compatible", union(INT, TEXT), {}), ("breaking", {}, INT),
    ("compatible", INT, {}), ("compatible", union(INT, NULL), null(INT)), ("compatible", null(INT), union(INT, NULL)),
    ("compatible", TEXT, TEXT | {"minLength": 0}), ("breaking", TEXT, TEXT | {"minLength": 1}), ("breaking", TEXT, TEXT | {"maxLength": 3}),
    ("compatible", TEXT | {"maxLength": 3}, TEXT | {"maxLength": 4}), ("breaking", TEXT, TEXT | {"pattern": "^a"}),
    ("compatible", TEXT | {"pattern": "^a"}, TEXT), ("breaking", TEXT, MOMENT), ("compatible", MOMENT, TEXT),
    ("breaking", MOMENT, DATE), ("breaking", DATE, TEXT | {"format": "time"}), ("compatible", TEXT | {"format": "numpy.ndarray"}, TEXT),
    ("breaking", NUM, NUM | {"minimum": 0}), ("compatible", NUM | {"minimum": 0}, NUM), ("breaking", NUM | {"minimum": 0}, NUM | {"exclusiveMinimum": 0}),
    ("compatible", NUM | {"exclusiveMinimum": 0}, NUM | {"minimum": 0}), ("breaking", NUM | {"maximum": 5}, NUM | {"maximum": 4}),
    ("breaking", INT, INT | {"multipleOf": 2}), ("compatible", INT | {"multipleOf": 4}, INT | {"multipleOf": 2}),
    ("compatible", array(INT), array(NUM)), ("breaking", array(NUM), array(INT)), ("breaking", array(INT), array(array(INT))),
    ("breaking", array(array(INT)), array(INT)), ("breaking", INT, array(INT)), ("breaking", array(INT), INT),
    ("breaking", array(NUM, minItems=3, maxItems=3), array(NUM, minItems=4, maxItems=4)),
    ("compatible", array(NUM, minItems=3, maxItems=3), array(NUM)), ("breaking", array(NUM), array(NUM, minItems=3, maxItems=3)),
    ("breaking", array(NUM), array(NUM, minItems=1)), ("compatible", array(NUM, minItems=1), array(NUM, minItems=0)),
    ("breaking", array(INT), array(INT, uniqueItems=True)), ("compatible", array(INT, uniqueItems=True), array(INT)),
    ("breaking", array(array(NUM, minItems=10, maxItems=10)), array(array(NUM, minItems=11, maxItems=11))),
    ("breaking", {"type": "array", "prefixItems": [INT, TEXT], "items": False, "minItems": 2}, {"type": "array", "prefixItems": [INT, INT], "items": False, "minItems": 2}),
    ("compatible", {"type": "array", "prefixItems": [INT, TEXT], "items": False, "minItems": 2}, array(union(INT, TEXT))),
    ("breaking", array(union(INT, TEXT)), {"type": "array", "prefixItems": [INT, TEXT], "items": False, "minItems": 2}),
    ("breaking", array(INT), {"type": "array", "prefixItems": [INT, INT], "items": False}),
    ("compatible", row(a=INT), row(a=NUM)), ("breaking", row(a=NUM), row(a=INT)), ("breaking", row(a=INT), row(a=INT, b=INT)),
    ("compatible", row("a", a=INT), row("a", a=INT, b=INT)), ("breaking", row(a=INT, b=INT), row(a=INT)),
    ("compatible", row(a=INT), row("z", a=INT) | {"required": []}), ("breaking", optional(a=INT), row(a=INT)),
    ("compatible", row(a=INT), optional(a=INT)), ("breaking", row("a", a=INT, closed=False), row("a", a=INT)),
    ("compatible", row("a", a=INT), row("a", a=INT, closed=False)), ("compatible", row("a", a=INT, closed=False), row("a", a=INT, b=TEXT, closed=False)),
    ("risky", row("a", a=INT, b=TEXT, closed=False), row("a", a=INT, closed=False)),
    ("breaking", {"type": "object", "additionalProperties": NUM}, {"type": "object", "additionalProperties": INT}),
    ("compatible", {"type": "object", "additionalProperties": INT}, {"type": "object", "additionalProperties": NUM}),
    ("breaking", {"type": "object", "additionalProperties": TEXT}, {"type": "object", "properties": {"a": INT}, "additionalProperties": TEXT}),
    ("breaking", row(a=row(b=NUM)), row(a=row(b=INT))), ("risky", INT | {"default": 1}, INT | {"default": 2}),
    ("compatible", INT, INT | {"default": 2}), ("risky", INT | {"default": 1}, INT), ("compatible", INT | {"default": 1}, INT | {"default": 1, "title": "x"}),
    ("breaking", TEXT, {"allOf": [TEXT, {"minLength": 2}]}), ("compatible", {"allOf": [TEXT, {"minLength": 2}]}, TEXT),
    ("breaking", union(INT, TEXT), {"oneOf": [INT, NUM]}), ("compatible", INT, {"oneOf": [INT, TEXT]}),
    ("breaking", TEXT, {"type": "string", "not": {"const": "a"}}), ("compatible", {"type": "string", "not": {"const": "a"}}, TEXT),
]  # fmt: skip

MORE = [
    # ranges and choices, alternatives, counts of keys, allOf, constants, widths
    ("compatible", INT|{"minimum":0,"maximum":5}, enum("a") | {"type":"integer","enum":[0,1,2,3,4,5]}),
    ("breaking", INT|{"minimum":0,"maximum":5}, {"type":"integer","enum":[0,1,2,3,4]}),
    ("compatible", BOOL, {"type":"boolean","enum":[True,False]}),
    ("breaking", BOOL, {"enum":[True]}),
    ("compatible", {"enum":[1,2]}, NUM),
    ("breaking", {"enum":[1,2.5]}, INT),
    ("compatible", {"enum":[1.0]}, INT),
    ("compatible", INT, {"type":"number","multipleOf":1}),
    ("compatible", {"type":"number","multipleOf":1}, {"type":"integer"}),
    ("breaking", {"type":"number","multipleOf":0.5}, {"type":"integer"}),
    ("compatible", {"type":"number","multipleOf":0.5}, {"type":"number","multipleOf":0.25}),
    ("breaking", {"type":"number","multipleOf":0.25}, {"type":"number","multipleOf":0.5}),
    ("compatible", {"type":["integer","string"]}, union(INT,TEXT)),
    ("compatible", union(INT,TEXT), {"type":["integer","string"]}),
    ("compatible", union(INT|{"minimum":0},INT|{"maximum":0}), {"type":"integer"}),
    ("breaking", {"type":"integer"}, union(INT|{"minimum":1},INT|{"maximum":-1})),
    ("compatible", union(array(INT),NULL), {"type":["array","null"],"items":INT}),
    ("breaking", {"type":["array","null"],"items":INT}, array(INT)),
    ("compatible", array(INT,maxItems=0), array(TEXT,maxItems=0)),
    ("compatible", array(INT,maxItems=0), array(TEXT)),
    ("breaking", array(INT,maxItems=1), array(TEXT)),
    ("compatible", array(INT,maxItems=1), array(INT,uniqueItems=True)),
    ("compatible", {"type":"array"}, array({})),
    ("compatible", array({}), {"type":"array"}),
    ("breaking", {"type":"array"}, array(INT)),
    ("compatible", {"type":"object"}, {"type":"object","additionalProperties":{}}),
    ("breaking", {"type":"object"}, row(a=INT)),
    ("risky", {"type":"object","properties":{"a":INT}}, {"type":"object"}),
    ("breaking", {"type":"object"}, {"type":"object","additionalProperties":False}),
    ("risky", row(a=INT,b=INT), {"type":"object","additionalProperties":INT}),
    ("breaking", {"type":"object","additionalProperties":INT}, row(a=INT)),
    ("breaking", {"type":"object","additionalProperties":INT}, {"type":"object","additionalProperties":INT,"required":["a"]}),
    ("risky", row("a",a=INT,b=TEXT), {"type":"object","properties":{"a":INT},"additionalProperties":TEXT,"required":["a"]}),
    ("breaking", row("a",a=INT,b=TEXT), {"type":"object","properties":{"a":INT},"additionalProperties":INT,"required":["a"]}),
    ("compatible", row(a=INT)|{"minProperties":1}, row(a=INT)),
    ("compatible", row(a=INT), row(a=INT)|{"minProperties":1}),
    ("breaking", row(a=INT), row(a=INT)|{"minProperties":2}),
    ("compatible", {"allOf":[INT,{"minimum":3}]}, INT|{"minimum":2}),
    ("breaking", {"allOf":[INT,{"minimum":3}]}, INT|{"minimum":4}),
    ("compatible", {"allOf":[{"minimum":3},{"minimum":5},INT]}, INT|{"minimum":5}),
    ("compatible", {"allOf":[row("a",a=INT,closed=False),{"type":"object","properties":{"b":TEXT},"required":["b"]}]}, {"type":"object","properties":{"a":INT,"b":TEXT},"required":["a","b"]}),
    ("breaking", {"type":"object","properties":{"a":INT},"required":["a"]}, {"allOf":[row("a",a=INT,closed=False),{"type":"object","properties":{"b":TEXT},"required":["b"]}]}),
    ("compatible", TEXT|{"minLength":2,"maxLength":2}, TEXT|{"minLength":1,"maxLength":3}),
    ("breaking", TEXT|{"minLength":1}, TEXT|{"minLength":2}),
    ("breaking", TEXT|{"maxLength":5}, TEXT|{"maxLength":4}),
    ("compatible", enum("ab","cd"), TEXT|{"minLength":2,"maxLength":2}),
    ("breaking", enum("ab","c"), TEXT|{"minLength":2}),
    ("compatible", enum("ab","ac"), TEXT|{"pattern":"^a"}),
    ("breaking", enum("ab","bc"), TEXT|{"pattern":"^a"}),
    ("breaking", TEXT|{"pattern":"^a"}, TEXT|{"pattern":"^b"}),
    ("compatible", null(INT), {"type":["integer","null","string"]}),
    ("compatible", null(INT), union(NULL,NUM)),
    ("breaking", union(NULL,NUM), null(INT)),
    ("compatible", {"enum":[None,"a"]}, null(TEXT)),
    ("compatible", null(enum("a","b")), enum("a","b")|{"type":["string","null"]}),
    ("compatible", {"const":None}, null(NUM)),
    ("breaking", {"const":1}, {"const":2}),
    ("compatible", {"const":1}, {"const":1.0}),
    ("compatible", {"const":[1,2]}, array(INT)),
    ("breaking", {"const":[1,"a"]}, array(INT)),
    ("compatible", {"const":{"a":1}}, row(a=INT)),
    ("breaking", {"const":{"b":1}}, row(a=INT)),
    ("compatible", {"type":"array","prefixItems":[INT,TEXT],"items":False}, {"type":"array","prefixItems":[INT]}),
    ("breaking", {"type":"array","prefixItems":[INT,TEXT]}, {"type":"array","prefixItems":[INT],"items":False}),
    ("compatible", {"type":"array","prefixItems":[INT,TEXT],"items":False,"minItems":2}, {"type":"array","prefixItems":[INT,TEXT]}),
    ("compatible", {"oneOf":[INT,TEXT]}, union(INT,TEXT)),
    ("breaking", {"oneOf":[INT,TEXT]}, INT),
    ("compatible", INT|{"exclusiveMinimum":0}, INT|{"minimum":1}),
    ("breaking", NUM|{"exclusiveMinimum":0}, NUM|{"minimum":1}),
    ("compatible", INT|{"maximum":5.5}, INT|{"maximum":5}),
    ("compatible", INT|{"minimum":0.5}, INT|{"minimum":1}),
    ("compatible", {}, {"description":"x"}),
    ("breaking", {}, {"type":["integer","string","boolean","array","object","null"]}),
    ("compatible", {}, {"type":["number","string","boolean","array","object","null"]}),
    ("compatible", {"type":"object","properties":{"a":INT}}, {"properties":{"a":INT}}),
    ("breaking", array(row("a",a=INT,b=NUM)), array(row("a",a=INT,b=INT))),
    ("compatible", array(optional(a=INT)), array(optional(a=NUM,b=TEXT))),
    ("breaking", union(row(a=INT),row(b=INT)), row(a=INT)),
    ("compatible", row(a=INT), union(row(a=INT),row(b=INT))),
    ("compatible", union(row(k={"const":"x"},v=INT),row(k={"const":"y"},v=TEXT)), row(k=enum("x","y"),v=union(INT,TEXT))),
    ("breaking", row(k=enum("x","y"),v=union(INT,TEXT)), union(row(k={"const":"x"},v=INT),row(k={"const":"y"},v=TEXT))),
    ("breaking", FLOAT, INT64),
    ("compatible", {"type":"integer","format":"int8","minimum":-128,"maximum":127}, INT32),
    ("breaking", INT64, {"type":"integer","format":"uint64","minimum":0,"maximum":2**64-1}),
    ("compatible", TEXT|{"format":"password"}, TEXT|{"format":"binary"}),
]  # fmt: skip

UNSEEN = [
    # what the oracle's values do not show
    ("breaking", {"type":"object","additionalProperties":INT}, {"type":"object","additionalProperties":INT,"maxProperties":2}),
    ("breaking", {"type":"array","prefixItems":[INT,TEXT],"items":False}, {"type":"array","prefixItems":[INT,TEXT],"items":False,"minItems":2}),
    ("breaking", {"type":"integer","format":"uint64","minimum":0,"maximum":2**64-1}, INT64),
    ("breaking", {"allOf":[{"minimum":5},{"minimum":3},INT]}, INT|{"minimum":6}),
    ("breaking", MOMENT, MOMENT|{"maxLength":20}),
    ("compatible", INT|{"not":{"const":3}}, INT),
    ("breaking", INT, INT|{"not":{"const":3}}),
    ("compatible", {"type":"object","propertyNames":{"pattern":"^a"}}, {"type":"object"}),
    ("breaking", {"type":"object"}, {"type":"object","propertyNames":{"pattern":"^a"}}),
    ("breaking", {"type":"object"}, {"type":"object","patternProperties":{"^a":INT}}),
    ("breaking", {"format":"date-time"}, {"type":"string","format":"date-time"}),
    ("compatible", {"properties":{"a":INT}}, {"type":"object","properties":{"a":INT}}),
    ("breaking", {"type":"string","contentEncoding":"base64"}, MOMENT),
    ("compatible", {"type":"string","contentEncoding":"base64"}, {"type":"string","format":"byte"}),
    ("compatible", {"type":"string","format":"byte"}, TEXT),
    ("breaking", TEXT, {"type":"string","format":"byte"}),
    ("compatible", {"type":"string","format":"uuid"}, TEXT),
    ("breaking", TEXT, {"type":"string","format":"uuid"}),
]  # fmt: skip

TABLES = [
    # level, old columns, new columns: what a table in `data` has
    ("compatible", {"a": INT, "b": TEXT}, {"a": INT, "b": TEXT}, ["a", "b"]),
    ("breaking", {"a": INT, "b": TEXT}, {"b": TEXT, "a": INT}, ["a", "b"]),
    ("breaking", {"a": INT, "b": INT}, {"b": INT, "a": INT}, ["a", "b"]),
    ("compatible", {"a": INT}, {"a": INT, "b": TEXT}, ["a"]),
    ("breaking", {"a": INT}, {"b": TEXT, "a": INT}, ["a"]),
    ("breaking", {"a": INT}, {"a": INT, "b": TEXT}, ["a", "b"]),
    ("breaking", {"a": INT, "b": TEXT}, {"a": INT}, ["a"]),
    ("breaking", {"a": INT}, {"A": INT}, ["A"]),
    ("compatible", {"a": INT}, {"a": NUM}, ["a"]),
    ("breaking", {"a": NUM}, {"a": INT}, ["a"]),
    ("compatible", {"a": INT}, {"a": null(INT)}, ["a"]),
    ("breaking", {"a": null(INT)}, {"a": INT}, ["a"]),
]

OUTPUTS = [
    # level, old, new: what an answer is
    ("breaking", INT, NUM), ("compatible", NUM, INT), ("breaking", INT, TEXT), ("breaking", array(INT), INT),
    ("breaking", NUM, null(NUM)), ("compatible", null(NUM), NUM), ("breaking", enum("a"), enum("a", "b")),
    ("compatible", enum("a", "b"), enum("a")), ("breaking", enum("a"), TEXT), ("compatible", TEXT, enum("a")),
    ("breaking", row(a=INT, b=INT), row(a=INT)), ("breaking", row(a=INT), optional(a=INT)), ("compatible", optional(a=INT), row(a=INT)),
    ("compatible", row(a=INT, closed=False), row(a=INT, b=INT, closed=False)), ("risky", row(a=INT), row(a=INT, b=INT)),
    ("risky", optional(a=INT, b=INT), optional(a=INT)), ("compatible", row("a", "b", a=INT, b=INT), row("b", "a", b=INT, a=INT)),
    ("breaking", array(NUM, minItems=2, maxItems=2), array(NUM)), ("compatible", array(NUM), array(NUM, minItems=2, maxItems=2)),
    ("breaking", array(NUM), array(array(NUM))), ("breaking", INT32, INT64), ("compatible", INT64, INT32), ("breaking", FLOAT, NUM),
    ("breaking", MOMENT, TEXT), ("compatible", TEXT, MOMENT), ("breaking", INT, union(INT, TEXT)), ("compatible", union(INT, TEXT), INT),
    ("breaking", INT, {}), ("compatible", {}, INT), ("breaking", array(row(a=INT)), array(row(a=TEXT))), ("compatible", INT, INT),
]  # fmt: skip


def document(body, answer=None, **more):
    """Return a document of version 3.1."""
    media = {"application/json": {"schema": body}}
    given = {"application/json": {"schema": answer if answer is not None else {}}}
    operation = {
        "operationId": "RunMLService",
        "requestBody": {"content": media},
        "responses": {"200": {"description": "", "content": given}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/score": {"post": {**operation, **more}}},
    }


def member(schema):
    """Return the body whose member `x` is *schema*."""
    return {"type": "object", "properties": {"x": schema}, "required": ["x"]}


def table(columns, required):
    """Return the body with a table under `data`."""
    rows = {
        "type": "object",
        "properties": columns,
        "required": required,
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"data": {"type": "array", "items": rows}},
        "required": ["data"],
    }
