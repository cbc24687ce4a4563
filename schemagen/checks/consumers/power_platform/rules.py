"""The table of Power Platform's rules."""
# ruff: noqa: E501 - a table reads best with a rule a line

from __future__ import annotations

from schemagen.checks.consumers.power_platform import on_documents as document
from schemagen.checks.finding import Rule

DEFINE = "https://learn.microsoft.com/connectors/custom-connectors/define-openapi-definition"
FAQ = "https://learn.microsoft.com/connectors/custom-connectors/faq"
RULES_PAGE = (
    "https://learn.microsoft.com/connectors/custom-connectors/certification-swagger-validator-rules"
)
STRINGS = "https://learn.microsoft.com/connectors/custom-connectors/connector-string-guidance"
SCHEMA = "https://github.com/microsoft/PowerPlatformConnectors/blob/dev/schemas/apiDefinition.swagger.schema.json"

DOCUMENT: tuple[Rule, ...] = (
    Rule("PPC301", "error", "the document is Swagger 2.0", "export --openapi 2.0", DEFINE, "documented", document.not_2_0),
    Rule("PPC302", "error", "the document is below 1 MB", "export --no-examples", FAQ, "documented", document.too_big),
    Rule("PPC303", "warning", "the service's address is said", "fill in host, basePath and schemes where it is deployed", RULES_PAGE, "documented", document.no_address),
    Rule("PPC304", "warning", "operation ids are unique PascalCase", "rename it", RULES_PAGE, "documented", document.operation_ids),
    Rule("PPC305", "warning", "operations have a summary", "add one of at most 80 characters", STRINGS, "documented", document.summaries),
    Rule("PPC306", "warning", "title and description are short and plain", "export with --title, and describe it without the word", STRINGS, "documented", document.title),
    Rule("PPC307", "error", "schemas are no unions", "give samples of one type", RULES_PAGE, "documented", document.unions),
    Rule("PPC308", "error", "formats are Power Platform's", "leave the format out", SCHEMA, "documented", document.formats),
    Rule("PPC309", "error", "required is not empty, and names properties", "leave it out, or name properties", RULES_PAGE, "documented", document.required),
    Rule("PPC310", "error", "arrays have items", "give a sample with an item", RULES_PAGE, "documented", document.no_items),
    Rule("PPC311", "warning", "one response has the schema", "keep the schema at 200 only, for the connector", RULES_PAGE, "documented", document.responses),
    Rule("PPC312", "error", "bodies have a schema", "add one; send nothing with GET", RULES_PAGE, "documented", document.bodies),
    Rule("PPC313", "error", "references name definitions and stand alone", "move the schema to definitions; say a schema that is inside itself to a fixed depth", RULES_PAGE, "documented", document.references),
    Rule("PPC314", "warning", "consumes is said", 'add "consumes": ["application/json"]', RULES_PAGE, "documented", document.consumes),
    Rule("PPC315", "warning", "security names one definition", "define one scheme, and name it", DEFINE, "documented", document.security),
    Rule("PPC316", "error", "defaults and enums fit", "give a value of the type", RULES_PAGE, "documented", document.values),
    Rule("PPC317", "error", "names are free", "rename it", RULES_PAGE, "documented", document.reserved_names),
    Rule("PPC318", "warning", "labels are short", "shorten it", STRINGS, "documented", document.labels),
    Rule("PPC319", "error", "keywords are Swagger's", "leave it out, or begin it with x-", SCHEMA, "documented", document.keywords),
)  # fmt: skip
