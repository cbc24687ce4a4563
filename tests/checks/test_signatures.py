"""Ten more documents, and what the connector's public steps make of each."""

import copy

import pytest

from schemagen.checks.consumers.power_bi import session
from schemagen.checks.consumers.power_bi.service import discover
from schemagen.checks.document import Document

TEXT, INT, NUM = {"type": "string"}, {"type": "integer", "format": "int64"}, {"type": "number"}
FLAG = {"type": "boolean"}
MOMENT, DAY = {"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}


def rows(*required, **columns):
    """Return a table."""
    items = {"type": "object", "properties": columns}
    return {"type": "array", "items": {**items, "required": list(required)} if required else items}


def made(body, answer, title="svc", path="/score", **definitions):
    """Return a document of the known frame."""
    post = {
        "operationId": "RunMLService",
        "parameters": [{"name": "serviceInputPayload", "in": "body", "schema": body}],
        "responses": {"200": {"description": "", "schema": answer}, "default": {"description": ""}},
    }
    return {
        "swagger": "2.0",
        "info": {"title": title, "version": "1"},
        "paths": {"/": {"get": {"responses": {"200": {"description": ""}}}}, path: {"post": post}},
        "securityDefinitions": {
            "Bearer": {"type": "apiKey", "name": "Authorization", "in": "header"}
        },
        "definitions": definitions,
    }


def thing(**properties):
    """Return an object."""
    return {"type": "object", "properties": properties}


def to(name):
    """Return a reference."""
    return {"$ref": f"#/definitions/{name}"}


LIST = {"type": "array", "items": NUM}
MANY_TYPES = rows(
    "i", "x",
    i=INT, x=NUM | {"x-nullable": True}, flag=FLAG, when=MOMENT, day=DAY, photo={"type": "string", "format": "byte"},
    kind={"type": "string", "enum": ["a", "b"]}, tags={"type": "array", "items": TEXT}, place=thing(lat=NUM), what={"type": "object"}, free={},
)  # fmt: skip
TYPELESS = {"properties": {"Work Life": TEXT, "normalized-losses": INT}, "required": ["Work Life"]}

CASES = {
    "A, one column": (
        made(thing(data=rows("Image", Image=TEXT)), LIST, "HotelImageClassifier"),
        "A", "AzureML.HotelImageClassifier (Image as text) as any", ["Image *"], (),
    ),
    "A, the table is not the first": (
        made(thing(method=TEXT, readings=rows(a=INT, b=NUM)), LIST),
        "A", "AzureML.svc (optional a as nullable Int64.Type, optional b as nullable number) as any", ["a", "b"], (),
    ),
    "A, Inputs is the table itself": (
        made(thing(Inputs=rows("a", a=TEXT)), LIST), "A", "AzureML.svc (a as text) as any", ["a *"], (),
    ),
    "B, every type": (
        made(thing(Inputs=thing(data=MANY_TYPES), GlobalParameters=NUM), thing(Results=LIST), "my-model.v2"),
        "B",
        '#"AzureML.my-model.v2" (i as Int64.Type, x as nullable number, optional flag as nullable logical, '
        "optional when as nullable datetime, optional day as nullable date, optional photo as nullable text, "
        "optional kind as nullable text, optional tags as nullable list, optional place as nullable record, "
        "optional what as any, optional free as any) as any",
        ["i *", "x *", "flag", "when", "day", "photo", "kind", "tags", "place", "what", "free"], ("Results",),
    ),
    "B, of two tables the first": (
        made(thing(Inputs=thing(one=rows("a", a=INT), two=rows("b", b=INT))), thing(Results=LIST)),
        "B", "AzureML.svc (a as Int64.Type) as any", ["a *"], ("Results",),
    ),
    "B, an array before the table": (
        made(thing(Inputs=thing(points=LIST, data=rows("a", a=INT))), thing(Results=LIST)),
        "B", "AzureML.svc (a as Int64.Type) as any", ["a *"], ("Results",),
    ),
    "B, references all the way": (
        made(to("ServiceInput"), to("ServiceOutput"), ServiceInput=thing(Inputs=to("Inputs")), Inputs={"properties": {"data": to("Rows")}},
             Rows={"type": "array", "items": to("Row")}, Row=TYPELESS, ServiceOutput=thing(Results=to("Out")), Out=LIST),
        "B", 'AzureML.svc (#"Work Life" as text, optional #"normalized-losses" as nullable Int64.Type) as any',
        ["Work Life *", "normalized-losses"], ("Results",),
    ),
    "C, of a request": (
        made(thing(Inputs=thing(WebServiceInput0=rows("0", "1", **{"0": NUM, "1": NUM})), GlobalParameters=thing()),
             thing(Results=thing(WebServiceOutput0=rows(**{"Scored Labels": NUM})))),
        "C", 'AzureML.svc (#"0" as number, #"1" as number) as any', ["0 *", "1 *"], ("Results", "WebServiceOutput0"),
    ),
    "B, a name with a quote and a keyword": (
        made(thing(Inputs=thing(data=rows("if", **{"if": TEXT, 'say "hi"': TEXT, "größe": NUM}))), thing(Results=LIST), "x y"),
        "B", '#"AzureML.x y" (#"if" as text, optional #"say ""hi""" as nullable text, optional größe as nullable number) as any',
        ["if *", 'say "hi"', "größe"], ("Results",),
    ),
    "no table": (
        made(thing(Inputs=thing(data=LIST)), thing(Results=LIST)), "B", "AzureML.svc () as any", [], ("Results",),
    ),
    "A, below a prefix": (
        made(thing(data=rows("a", a=FLAG)), LIST, path="/v1/score"), "A", "AzureML.svc (a as logical) as any", ["a *"], (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_signatures(name):
    """Shape, function, dialog, and where the result stands."""
    document, shape, signature, dialog, result = CASES[name]
    service = discover(Document(copy.deepcopy(document)))
    assert service.shape == shape
    assert service.signature == signature
    assert [column.shown for column in service.columns] == dialog
    assert service.result_path == result


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"swagger": "3.0"}, "not Swagger 2.0"),
        ({"swagger": None, "openapi": "3.0.3"}, "3.0, not Swagger 2.0"),
        ({"paths": {}}, "no POST operation"),
        ({"paths": {"/score": {"get": {}}}}, "no POST operation"),
    ],
)
def test_listed_and_not_callable(change, why):
    """There is no function, and the reason is told."""
    document = {**CASES["A, one column"][0], **change}
    with pytest.raises(session.NotCallableError, match=f"listed, not callable: .*{why}"):
        session.found_in(Document(document))


def test_what_is_described():
    """Each parameter with its description and the sample's value, as the dialog shows them."""
    body = thing(
        data=rows("a", a=INT | {"description": "years"}), GlobalParameters=NUM | {"default": 1.0}
    )
    body["example"] = {"data": [{"a": 7}]}
    said = session.described(discover(Document(made(body, LIST))))
    assert said["parameters"] == [
        {
            "name": "a",
            "type": "Int64.Type",
            "required": True,
            "nullable": False,
            "description": "years",
            "sample": 7,
        }
    ]
    assert said["global_parameters"] is True
    assert said["m"] == '= Table.AddColumn(Source, "AzureML.svc", each AzureML.svc([a]))'
