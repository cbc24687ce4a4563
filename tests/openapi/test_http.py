"""Raw scripts that declare what they take: media types, forms, query, binary results."""

import pytest

from schemagen import File, Sample, export, http_schema, load
from schemagen.openapi import Http, http_of
from tests.openapi.contracts import documents, named, scored


def declared(**options):
    """Return what a function declares."""

    @http_schema(**options)
    def run(request):
        """Look at a picture."""

    return http_of(run)


def test_a_script_that_declares_nothing_is_open():
    """As Azure's server describes it."""
    for document in documents(None).values():
        assert named(document)["ServiceInput"] == {"type": "object", "example": {}}
    assert export(None) == export(Http())


def test_binary_body_and_result():
    """Bytes as each version says them; 2.0 names the media types beside."""
    made = documents(declared(body=File("image/png"), output=File("image/jpeg")))
    old = scored(made["2.0"])
    assert (old["consumes"], old["produces"]) == (["image/png"], ["image/jpeg"])
    assert old["responses"]["200"]["schema"]["format"] == "binary"
    assert old["parameters"][0]["schema"]["format"] == "binary"
    assert old["parameters"][0]["required"]
    for version in ("3.0", "3.1"):
        operation = scored(made[version])
        assert operation["requestBody"]["required"]
        schema = operation["requestBody"]["content"]["image/png"]["schema"]
        assert (schema["type"], schema["format"]) == ("string", "binary")
        assert list(operation["responses"]["200"]["content"]) == ["image/jpeg"]


def test_several_media_types():
    """Each has the schema."""
    http = declared(consumes=("text/csv", "application/x-parquet"), output={"score": 1.5})
    operation = scored(documents(http)["3.1"])
    assert list(operation["requestBody"]["content"]) == ["text/csv", "application/x-parquet"]
    assert "application/json" in operation["responses"]["200"]["content"]


def test_parts_of_a_form():
    """Files, plain values, and values of any adapter as JSON; optional ones may be left out."""
    http = declared(
        parts={"image": File("image/png"), "top": 3, "options": {"a": [1.5]}, "tags": ["x"]},
        optional=["options"],
    )
    made = documents(http)
    for version in ("3.0", "3.1"):
        content = scored(made[version])["requestBody"]["content"]["multipart/form-data"]
        assert content["encoding"] == {
            "image": {"contentType": "image/png"},
            "options": {"contentType": "application/json"},
            "tags": {"contentType": "application/json"},
        }
        assert named(made[version])["ServiceInput"]["required"] == ["image", "top", "tags"]
    old = scored(made["2.0"])
    assert old["consumes"] == ["multipart/form-data"]
    found = {item["name"]: item for item in old["parameters"]}
    assert {item["in"] for item in found.values()} == {"formData"}
    assert (found["image"]["type"], found["top"]["type"]) == ("file", "integer")
    assert found["options"]["x-schemagen-degraded"]
    assert [name for name, item in found.items() if item["required"]] == ["image", "top", "tags"]


def test_query_parameters():
    """They stand beside the body, and alone where only GET is served."""
    http = declared(query={"top": 3, "lang": "en"}, optional=("lang",), body={"text": "a"})
    for document in documents(http).values():
        assert [p["name"] for p in scored(document)["parameters"] if p["in"] == "query"] == [
            "top",
            "lang",
        ]
    only = declared(query={"top": 3}, methods=("GET",))
    for document in documents(only).values():
        assert "post" not in document["paths"]["/score"]
        operation = scored(document, "get")
        assert operation["operationId"] == "RunMLService"
        assert "requestBody" not in operation


def test_samples_are_shown_and_kept_private():
    """A body's sample is its example, unless examples are off."""
    http = declared(body=Sample({"text": "secret"}))
    assert "secret" in repr(export(http))
    assert "secret" not in repr(export(http, examples=False))


def test_media_types_by_option():
    """An unmodified raw script is described by options."""
    for document in documents(None, consumes="image/png", produces="text/csv").values():
        assert "image/png" in repr(scored(document))
        assert "text/csv" in repr(scored(document))


def test_body_and_parts_exclude_each_other():
    """A request is the one or the other."""
    with pytest.raises(ValueError, match="not both"):
        http_schema(body=1, parts={"a": 1})


def test_a_raw_script_declares_what_it_takes(tmp_path):
    """The mark survives loading, and a decorator with functools.wraps around it."""
    path = tmp_path / "score.py"
    path.write_text(
        "import functools\n"
        "from azureml.contrib.services.aml_request import rawhttp\n"
        "from schemagen import File, http_schema\n"
        "def logged(f):\n    @functools.wraps(f)\n    def inner(r): return f(r)\n    return inner\n"
        "def init(): pass\n"
        "@logged\n@http_schema(parts={'image': File('image/png')})\n@rawhttp\n"
        "def run(request):\n    'Look.'\n    return 1\n"
    )
    script = load(path)
    assert script.operation is None
    found = http_of(script.run)
    assert (list(found.parts), found.doc) == (["image"], "Look.")
