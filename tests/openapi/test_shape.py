"""Every option in every version: the document says it, and is valid."""

import typing
from dataclasses import fields

import pytest

from schemagen import export, input_schema, operation_of
from schemagen.openapi import OptionError, degraded
from schemagen.openapi.shape import Options, Shape
from tests.openapi.contracts import OPERATION, VERSIONS, documents, named, scored

OAUTH2 = {
    "security": "oauth2",
    "token_url": "https://login.example/token",
    "authorization_url": "https://login.example/authorize",
    "scopes": {"score": "Ask for scores"},
}


def test_the_options_are_typed_as_the_shape_has_them():
    """The keyword arguments of export() are the fields of Shape, in the same order."""
    assert list(Options.__annotations__) == [item.name for item in fields(Shape)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"title": "wine"}, {"title": "wine"}),
        ({"service_version": "2"}, {"version": "2"}),
        ({"description": "Rates wines."}, {"description": "Rates wines."}),
        ({"terms_of_service": "https://a.example"}, {"termsOfService": "https://a.example"}),
        ({"contact": {"name": "Ana", "email": "a@b.example"}},
         {"contact": {"name": "Ana", "email": "a@b.example"}}),
        ({"license": {"name": "MIT"}}, {"license": {"name": "MIT"}}),
    ],
)  # fmt: skip
def test_info(options, said):
    """What `info` holds in every version."""
    for document in documents(**options).values():
        assert document["info"].items() >= said.items()


def test_paths_and_operation():
    """Prefix, route, operation id, summary, description, tags and extensions."""
    options = {
        "path_prefix": "/v1/", "route": "predict", "operation_id": "RateWine", "tags": "a, b",
        "summary": "Rate", "operation_description": "Rates a wine.",
        "operation_extensions": {"x-a": {"b": 1}}, "extensions": {"x-c": [1]},
    }  # fmt: skip
    for document in documents(**options).values():
        assert list(document["paths"]) == ["/v1/", "/v1/predict", "/v1/swagger.json"]
        operation = document["paths"]["/v1/predict"]["post"]
        assert operation["operationId"] == "RateWine"
        assert (operation["summary"], operation["description"]) == ("Rate", "Rates a wine.")
        assert all(
            part["tags"] == ["a", "b"] for it in document["paths"].values() for part in it.values()
        )
        assert (operation["tags"], operation["x-a"], document["x-c"]) == (["a", "b"], {"b": 1}, [1])
        assert document["tags"] == [{"name": "a"}, {"name": "b"}]
        assert all("summary" in part for it in document["paths"].values() for part in it.values())


def test_docstrings_describe_only_when_asked():
    """The first line is the summary, the whole the description."""
    assert "nearest" not in scored(export(OPERATION))["description"]
    operation = scored(export(OPERATION, docstrings=True))
    assert operation["summary"] == "Score the points"
    assert operation["description"] == "Score the points.\n\nThe nearest one wins."


def test_servers_in_every_version():
    """2.0 has words for one host and base path; what it leaves out is marked."""
    urls = ("https://a.example/v1", "http://a.example/v1")
    made = documents(servers=urls)
    old = made["2.0"]
    assert (old["host"], old["basePath"], old["schemes"]) == ("a.example", "/v1", ["https", "http"])
    assert made["3.0"]["servers"] == [{"url": url} for url in urls] == made["3.1"]["servers"]
    assert list(degraded(old)) == []
    more = documents(servers="https://a.example,https://b.example")["2.0"]
    assert list(degraded(more)) == [((), "other servers: https://b.example")]


def test_host_base_path_and_schemes_are_a_server():
    """Given as 2.0 names them, 3.x says them in its own way."""
    made = documents(host="a.example", base_path="v1", schemes=("https",))
    assert made["3.0"]["servers"] == [{"url": "https://a.example/v1"}]
    assert documents(base_path="/v1")["3.1"]["servers"] == [{"url": "/v1"}]
    assert documents(base_path="/v1")["2.0"]["basePath"] == "/v1"


@pytest.mark.parametrize(
    ("options", "old", "new"),
    [
        ({"security": "azure"}, {"Bearer": "apiKey"}, {"Bearer": "apiKey"}),
        ({"security": "api-key"}, {"ApiKey": "apiKey"}, {"ApiKey": "apiKey"}),
        ({"security": "bearer"}, {"BearerToken": "apiKey"}, {"BearerToken": "http"}),
        (OAUTH2, {"OAuth2": "oauth2"}, {"OAuth2": "oauth2"}),
        ({"security": "none"}, {}, {}),
        ({"security": "api-key,bearer"}, {"ApiKey": "apiKey", "BearerToken": "apiKey"},
         {"ApiKey": "apiKey", "BearerToken": "http"}),
    ],
)  # fmt: skip
def test_security(options, old, new):
    """Each scheme in each version's words, and each asked for by the operation."""
    for version, document in documents(**options).items():
        components = document.get("components", {})
        found = document.get("securityDefinitions", components.get("securitySchemes", {}))
        wanted = old if version == "2.0" else new
        assert {name: scheme["type"] for name, scheme in found.items()} == wanted
        asked = scored(document).get("security", [])
        assert [name for requirement in asked for name in requirement] == list(wanted)


@pytest.mark.parametrize(
    "flow", ["client-credentials", "authorization-code", "implicit", "password"]
)
def test_oauth2_flows(flow):
    """Every flow is valid in every version, with its scopes."""
    for document in documents(**OAUTH2, oauth2_flow=flow).values():
        assert scored(document)["security"] == [{"OAuth2": ["score"]}]


def test_an_api_key_stands_where_it_is_said_to():
    """A cookie is refused by 2.0, by name."""
    made = export(OPERATION, security="api-key", api_key_name="key", api_key_in="query")
    assert made["securityDefinitions"]["ApiKey"] == {"type": "apiKey", "name": "key", "in": "query"}
    with pytest.raises(ValueError, match=r"2\.0 cannot express an API key in a cookie"):
        export(OPERATION, security="api-key", api_key_in="cookie")


def test_errors_are_documented_with_our_body():
    """Each status is there, and `default` for the rest."""
    for document in documents(errors="all").values():
        responses = scored(document)["responses"]
        assert list(responses) == "200 400 404 405 413 415 500 503 default".split()
        assert named(document)["ErrorResponse"]["properties"].keys() == {"message", "errors"}
    assert list(scored(export(OPERATION, errors=[500, 400]))["responses"]) == [
        "200", "400", "500", "default",
    ]  # fmt: skip


def test_each_path_has_the_errors_that_it_can_answer():
    """A request without a body is never too large; the document may lack a version."""
    for document in documents(errors="all", get=True).values():
        found = {
            (path, method): " ".join(sorted(operation["responses"]))
            for path, operations in document["paths"].items()
            for method, operation in operations.items()
        }
        assert found == {
            ("/", "get"): "200 405 503 default",
            ("/score", "post"): "200 400 404 405 413 415 500 503 default",
            ("/score", "get"): "200 400 404 405 500 503 default",
            ("/swagger.json", "get"): "200 404 405 503 default",
        }


def test_response_headers_are_documented():
    """Known ones have their words, others bring their own."""
    for document in documents(
        response_headers={"x-request-id": "", "x-cost": "In cents."}
    ).values():
        headers = scored(document)["responses"]["200"]["headers"]
        assert headers["x-cost"]["description"] == "In cents."
        assert "request's id" in headers["x-request-id"]["description"]
    document = export(OPERATION, response_headers=["x-request-id"])
    assert list(scored(document)["responses"]["200"]["headers"]) == ["x-request-id"]


def test_get_takes_the_inputs_from_the_query():
    """Plain values and lists of them as they are, all else as JSON text."""
    for version, document in documents(get=True).items():
        operation = scored(document, "get")
        found = {item["name"]: item for item in operation["parameters"]}
        assert operation["operationId"] == "RunMLServiceByGet"
        assert [name for name, item in found.items() if item["required"]] == [
            "points",
            "line",
            "names",
        ]
        assert list(found) == ["points", "line", "names", "top"]
        if version == "2.0":
            assert found["names"]["collectionFormat"] == "multi"
            assert found["points"]["x-schemagen-degraded"]
            assert (found["top"]["type"], found["top"]["default"]) == ("integer", 3)
        else:
            assert "schema" in found["names"]
            assert "application/json" in found["line"]["content"]


def test_models_are_named_once_when_asked():
    """Dataclasses and named tuples become components, at every depth."""
    assert list(named(export(OPERATION))) == ["ServiceInput", "ServiceOutput", "ErrorResponse"]
    for document in documents(components=True).values():
        schemas = named(document)
        assert list(schemas)[3:] == ["Point", "Line"]
        assert schemas["Line"]["properties"]["end"]["$ref"].endswith("/Point")
        assert schemas["ServiceOutput"]["properties"]["nearest"]["$ref"].endswith("/Point")


def test_named_examples_are_shown_and_judged():
    """Each has its name in every version; one that the contract refuses is refused."""
    body = {"points": [], "line": [], "names": []}
    body["line"] = {"start": {"x": 0, "y": 0}, "end": {"x": 1, "y": 1}}
    answer = {"score": 2, "nearest": {"x": 0, "y": 0}}
    made = documents(input_examples={"none": body}, output_examples={"two": answer})
    for version in ("3.0", "3.1"):
        operation = scored(made[version])
        content = operation["requestBody"]["content"]["application/json"]
        assert content["examples"] == {"none": {"value": body}}
        content = operation["responses"]["200"]["content"]["application/json"]
        assert content["examples"] == {"two": {"value": answer}}
    assert scored(made["2.0"])["parameters"][0]["x-examples"] == {"none": body}
    with pytest.raises(OptionError, match=r"input_examples: bad: \$\.points: expected a value"):
        export(OPERATION, input_examples={"bad": {"line": body["line"], "names": []}})


def test_no_example_is_shown_when_samples_are_private():
    """No value of a sample is in the document."""
    for version in VERSIONS:
        schemas = named(export(OPERATION, version=version, examples=False))
        assert "example" not in repr(schemas)
        assert "example" in repr(named(export(OPERATION, version=version)))


def test_patches_have_the_last_word():
    """JSON Merge Patch: null takes out, objects merge, several in order."""
    first = {"info": {"x-a": [1], "description": None}, "host": "a.example"}
    document = export(OPERATION, patch=[first, {"host": "b.example"}])
    assert document["info"] == {"title": "ML service", "version": "1.0", "x-a": [1]}
    assert document["host"] == "b.example"
    first["info"]["x-a"].append(2)
    assert document["info"]["x-a"] == [1]


def test_a_patch_may_be_for_one_version():
    """One whose keys are versions holds a patch for each; others are for all."""
    each = {"2.0": {"host": "a.example"}, "3.1": {"info": {"summary": "b"}}}
    made = documents(patch=[{"x-c": 1}, each])
    assert [document["x-c"] for document in made.values()] == [1, 1, 1]
    assert ["host" in document for document in made.values()] == [True, False, False]
    assert ["summary" in document["info"] for document in made.values()] == [False, False, True]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"titel": "a"}, r"no option 'titel' \(is it 'title'\?\)"),
        ({"title": 3}, "title: expected text, got 3"),
        ({"get": "yes"}, "get: expected true or false"),
        ({"example_rows": -1}, "example_rows: expected a number"),
        ({"security": "magic"}, "security: magic is not one of azure"),
        ({"security": "oauth2"}, "client-credentials needs token_url"),
        ({"errors": [418]}, "errors: 418 is not one of"),
        ({"extensions": {"a": 1}}, "'a' does not begin with x-"),
        ({"license": {"url": "b"}}, "license needs a name"),
        ({"host": "a", "servers": ["b"]}, "not both"),
        ({"schemes": ["http"]}, "schemes need a host"),
        ({"contact": "me"}, "contact: expected names and texts"),
        ({"patch": ["a"]}, "patch: expected objects"),
        ({"patch": {"2.0": "a.json"}}, 'patch: expected an object for 2.0, got "a.json"'),
        ({"dialect": "b"}, "dialect: b is not one of"),
    ],
)
def test_wrong_options_are_told(options, message):
    """OptionError says which one, and what it takes."""
    with pytest.raises(OptionError, match=message):
        export(OPERATION, **options)


def test_what_is_given_is_neither_changed_nor_kept():
    """Options and documents share no list and no dict."""
    extensions = {"x-a": {"b": []}}
    document = export(OPERATION, extensions=extensions)
    document["x-a"]["b"].append(1)
    document["definitions"]["ErrorResponse"]["properties"].clear()
    assert extensions == {"x-a": {"b": []}}
    assert export(OPERATION)["definitions"]["ErrorResponse"]["properties"]


def test_export_is_typed():
    """The hints of the public function can be read."""
    assert typing.get_type_hints(Shape)["title"] is str


def test_a_body_is_required_where_an_input_is():
    """A request without a body would be refused; Azure's own document does not say so."""

    def said(contract, **options):
        made = documents(contract, **options)
        bodies = [scored(made[version])["requestBody"] for version in ("3.0", "3.1")]
        return [body.get("required") for body in (scored(made["2.0"])["parameters"][0], *bodies)]

    @input_schema("top", 3)
    def optional(top=3):
        return top

    assert said(OPERATION) == [True] * 3
    assert said(operation_of(optional)) == [None] * 3
    assert said(None) == [None] * 3
    assert "required" not in scored(export(OPERATION, dialect="azureml"))["parameters"][0]


@pytest.mark.parametrize("sample", [{"$ref": "#/a"}, [{"a": {"$ref": "x"}}]])
def test_an_example_that_readers_would_resolve_is_left_out(sample):
    """A sample may have a key ``$ref``; Redocly and Spectral take it for a reference."""

    @input_schema("data", sample)
    @input_schema("top", {"$ref": 1})
    def run(data, top):
        return data

    for document in documents(operation_of(run)).values():
        said = named(document)["ServiceInput"]
        assert not {"example", "examples"} & said.keys()
        assert said["x-schemagen-degraded"] == "an example with the key $ref"
    run = operation_of(input_schema("top", {"$ref": 1})(lambda top: top))
    assert named(export(run))["ServiceInput"]["example"] == {"top": {"$ref": 1}}
