"""The table of the rules of everybody: on documents, samples and scripts."""
# ruff: noqa: E501 - a table reads best with a rule a line

from __future__ import annotations

from schemagen.checks import on_documents as document
from schemagen.checks import on_samples as sample
from schemagen.checks import on_scripts as script
from schemagen.checks.finding import Rule

OPENAPI = "https://spec.openapis.org/oas/"
REGISTRY = "https://spec.openapis.org/registry/format/"
ENTRY = "https://learn.microsoft.com/azure/machine-learning/v1/how-to-deploy-advanced-entry-script"
SERVER = "https://github.com/microsoft/azureml-inference-server"
MEASURED = "inference-schema 1.8, tried out"

DOCUMENT: tuple[Rule, ...] = (
    Rule("DOC001", "error", "the document is valid OpenAPI in its version", "mend the place; readers may refuse the whole document", OPENAPI, "documented", document.invalid),
    Rule("DOC002", "warning", "examples fit the schema beside them", "give an example that is a valid value", f"{OPENAPI}v3.1.0#schema-object", "documented", document.wrong_example),
    Rule("DOC003", "error", "the document says its version", 'begin it with `"swagger": "2.0"` or `"openapi": "3.1.0"`', f"{OPENAPI}v2.0#swagger-object", "documented", document.unknown_version),
    Rule("DOC004", "warning", "there is a POST operation with a body", "declare the operation that scores", f"{OPENAPI}v2.0#operation-object", "documented", document.no_scoring),
    Rule("DOC005", "error", "every $ref leads somewhere", "add the definition, or name one that is there", f"{OPENAPI}v2.0#reference-object", "documented", document.unresolved),
    Rule("DOC006", "note", "the version can say the whole contract", "export --openapi 3.1 for readers that take it", "docs/architecture.md", "measured", document.said_less),
    Rule("DOC007", "note", "formats are those of OpenAPI's registry", "leave the format out, or move the name to an x- extension", REGISTRY, "documented", document.unknown_format),
    Rule("DOC008", "warning", "required names are properties", "declare the property, or require it no more", "JSON Schema 2020-12, validation 6.5.3", "documented", document.impossible_required),
    Rule("DOC009", "error", "operation ids are unique", "give each operation an id of its own", f"{OPENAPI}v2.0#operation-object", "documented", document.repeated_ids),
    Rule("DOC010", "note", "every value is described", "give a sample that shows a value there", "docs/checks.md", "inferred", document.nothing_said),
    Rule("DOC011", "note", "the validator of OpenAPI is installed", "install it where the contract is checked", "https://pypi.org/project/openapi-spec-validator", "documented", document.unvalidated),
)  # fmt: skip
SAMPLES: tuple[Rule, ...] = (
    Rule("SMP001", "warning", "samples have rows", "give a sample with at least one row", MEASURED, "measured", sample.empty),
    Rule("SMP002", "note", "samples have several rows", "give two rows that differ", "docs/checks.md", "inferred", sample.single),
    Rule("SMP003", "warning", "a column has one type", "give every row the same type in it", MEASURED, "measured", sample.mixed),
    Rule("SMP004", "warning", "integers are at most 2^53", "give Sample(..., integers=\"text\"), or use smaller ones", "RFC 8259, section 6", "documented", sample.inexact),
    Rule("SMP005", "warning", "samples hold nobody's data", "invent a value, export with --no-examples, or list it under `allow` in [tool.schemagen]", ENTRY, "documented", sample.looks_personal),
    Rule("SMP006", "warning", "samples hold no secrets", "invent a value, and replace the key: documents are public", ENTRY, "documented", sample.looks_secret),
    Rule("SMP007", "warning", "a column shows a value", "give one row a value in it", MEASURED, "measured", sample.unshown),
)  # fmt: skip
SCRIPT: tuple[Rule, ...] = (
    Rule("SCR001", "error", "the script loads", "see the cause", "docs/loading.md", "measured", script.unloadable),
    Rule("SCR002", "warning", "errors are no results", "let the error be raised: the server answers it with a status of its own", ENTRY, "documented", script.errors_as_text),
    Rule("SCR003", "warning", "GlobalParameters has a default", "give it one: def run(Inputs, GlobalParameters=...)", SERVER, "observed", script.omitted_parameters),
    Rule("SCR004", "warning", "run() returns what it declares", "return the declared form, or declare the returned one", ENTRY, "measured", script.wrong_result),
    Rule("SCR005", "warning", "every parameter of run() is described", "add an @input_schema for it", ENTRY, "documented", script.undescribed),
    Rule("SCR006", "note", "the input is declared", "add @input_schema with a sample", ENTRY, "documented", script.no_input),
    Rule("SCR007", "note", "the output is declared", "add @output_schema with a sample", ENTRY, "documented", script.no_output),
    Rule("SCR008", "warning", "results are values, not JSON text", "return the value itself; the server writes the JSON", SERVER, "observed", script.json_in_text),
    Rule("SCR009", "warning", "the whole script runs", "mend what fails, or move it into init()", "docs/loading.md", "measured", script.failed_partly),
    Rule("SCR010", "note", "names are those of today's libraries", "write the new name", "docs/loading.md", "measured", script.old_names),
)  # fmt: skip
