"""The tables of Power BI's rules: on documents and samples, and on what a service answers."""
# ruff: noqa: E501 - a table reads best with a rule a line

from __future__ import annotations

from schemagen.checks import on_samples as general
from schemagen.checks.consumers.power_bi import on_documents as document
from schemagen.checks.consumers.power_bi import on_samples as sample
from schemagen.checks.consumers.power_bi import on_trials as trial
from schemagen.checks.finding import Rule
from schemagen.checks.on_documents import wrong_example
from schemagen.checks.on_scripts import errors_as_text, json_in_text, wrong_result

ENTRY = "https://learn.microsoft.com/azure/machine-learning/v1/how-to-deploy-advanced-entry-script"
INSIGHTS = "https://learn.microsoft.com/power-bi/transform-model/desktop-ai-insights"
TUTORIAL = "https://learn.microsoft.com/power-bi/connect-data/service-aml-integrate"
SERVER = "https://github.com/microsoft/azureml-inference-server"
AUTOML = "azureml-automl-core 1.62, its scoring files for Power BI"
EXAMPLES = "published documents of Azure ML services"
MEASURED = "inference-schema 1.8, tried out"
FROM_VALUE = "https://learn.microsoft.com/powerquery-m/json-fromvalue"
CARPRICE = "https://github.com/Azure/carprice"

DOCUMENT: tuple[Rule, ...] = (
    Rule("PBI001", "error", "the document is Swagger 2.0", "export --openapi 2.0", SERVER, "observed", document.not_2_0),
    Rule("PBI002", "error", "one POST takes one body", "declare it, with definitions that are there", EXAMPLES, "observed", document.no_operation),
    Rule("PBI003", "error", "names are in the documented case", "write it so, in the decorator and in run()", ENTRY, "documented", document.misspelt),
    Rule("PBI004", "warning", "an input is a table", "give a DataFrame, or a list of dicts, as the sample", TUTORIAL, "inferred", document.no_table),
    Rule("PBI005", "warning", "the table is the only input", "put the other values into columns", ENTRY, "inferred", document.more_than_the_table),
    Rule("PBI006", "warning", "the table stands in Inputs", "name the parameter Inputs, its sample {'data': table}", ENTRY, "documented", document.legacy_shape),
    Rule("PBI007", "warning", "Inputs goes with Results", "declare both or none", ENTRY, "documented", document.half_a_frame),
    Rule("PBI008", "warning", "GlobalParameters may be left out", "give it a default: def run(Inputs, GlobalParameters=...)", SERVER, "observed", document.required_globals, "SCR003"),
    Rule("PBI009", "warning", "several outputs are records", "return one record per row", AUTOML, "inferred", document.object_of_lists),
    Rule("PBI010", "error", "the result is an array", "declare and return one element per row there", ENTRY, "documented", document.no_array),
    Rule("PBI011", "error", "arrays and frames in a dict are wrapped", "wrap it: NumpyParameterType(...), PandasParameterType(...)", MEASURED, "measured", sample.unwrapped),
    Rule("PBI012", "warning", "columns hold single values", "spread it over columns", EXAMPLES, "inferred", document.nested_column),
    Rule("PBI013", "warning", "columns have a type", "give the sample a value in that column", EXAMPLES, "inferred", document.untyped_column),
    Rule("PBI014", "warning", "column names differ by more than case", "rename one", INSIGHTS, "inferred", document.clashing_names),
    Rule("PBI015", "warning", "columns stay where they were", "add columns at the end, and keep the order", TUTORIAL, "observed", document.moved_columns),
    Rule("PBI016", "note", "columns are plain identifiers", "nothing needs to be done", TUTORIAL, "observed", document.quoted_names),
    Rule("PBI017", "note", "columns are described", "describe the columns where users look for it", INSIGHTS, "observed", document.undescribed),
    Rule("PBI018", "warning", "required names what is there", "leave it out, or name properties", EXAMPLES, "observed", document.empty_required),
    Rule("PBI019", "warning", "the service's name makes a function name", "export with --title, without blanks and quotes", INSIGHTS, "inferred", document.unsafe_title),
    Rule("PBI020", "note", "the feature is here to stay", "plan for another way, e.g. Fabric's endpoints", INSIGHTS, "documented", document.deprecating),
    Rule("PBI021", "warning", "settings are columns", "offer it as a column: a user can give a constant for it", AUTOML, "inferred", document.settings),
    Rule("PBI022", "warning", "the document looks like all known ones", "keep it: what the connector reads is not known", EXAMPLES, "inferred", document.unusual),
    Rule("PBI201", "error", "run() returns the declared container", "return it in 'Results', as declared", ENTRY, "measured", wrong_result, "SCR004"),
    Rule("PBI203", "error", "results are values, not JSON text", "return the value itself", AUTOML, "observed", json_in_text, "SCR008"),
    Rule("PBI212", "warning", "errors are no results", "let it be raised: text cannot be put beside rows", ENTRY, "documented", errors_as_text, "SCR002"),
)  # fmt: skip
SAMPLES: tuple[Rule, ...] = (
    Rule("PBI101", "warning", "a column shows a value", "give one row a value in it", MEASURED, "measured", general.unshown, "SMP007"),
    Rule("PBI102", "error", "samples have rows", "give a sample with at least one row", MEASURED, "measured", sample.no_rows, "SMP001"),
    Rule("PBI103", "warning", "a column has one type", "give every row the same type in it", MEASURED, "measured", general.mixed, "SMP003"),
    Rule("PBI104", "warning", "the output's sample shows its type", "give 0.5 where the model gives fractions", CARPRICE, "observed", sample.placeholder),
    Rule("PBI105", "warning", "whole-number columns take empty cells", "give a float or a nullable Int64 column, or be sure there are none", MEASURED, "measured", sample.integers_without_null),
    Rule("PBI106", "warning", "true/false columns take empty cells", "give a nullable boolean column, or be sure there are none", MEASURED, "measured", sample.booleans_without_null),
    Rule("PBI107", "warning", "dates are declared as dates", "give datetime64 or datetime values", FROM_VALUE, "inferred", sample.dates_as_text),
    Rule("PBI108", "warning", "dates are written as RFC 3339", "export the document with schemagen", MEASURED, "measured", sample.strange_dates),
    Rule("PBI109", "warning", "examples fit the schema", "give an example that is a valid value", MEASURED, "measured", wrong_example, "DOC002"),
    Rule("PBI110", "warning", "samples hold nobody's data", "invent a value, or export with --no-examples", ENTRY, "documented", general.looks_personal, "SMP005"),
    Rule("PBI111", "note", "samples have several rows", "give two rows that differ", MEASURED, "inferred", general.single, "SMP002"),
    Rule("PBI112", "note", "dates carry no offset", "give naive dates, or use datetimezone columns", FROM_VALUE, "documented", sample.offsets),
    Rule("PBI113", "warning", "integers are at most 2^53", "send them as text: M's numbers are doubles", FROM_VALUE, "inferred", general.inexact, "SMP004"),
)  # fmt: skip
TRIAL: tuple[Rule, ...] = (
    Rule("PBI201", "error", "results stand in the declared place", "return the declared container", ENTRY, "documented", trial.no_container),
    Rule("PBI202", "error", "there is one result for each row", "return as many elements as rows", TUTORIAL, "observed", trial.wrong_count),
    Rule("PBI203", "error", "results are no text with status 200", "let errors be raised; return values, not JSON text", AUTOML, "observed", trial.text_answer),
    Rule("PBI204", "error", "answers are strict JSON", "return no NaN or Infinity, no objects of libraries", "RFC 8259", "documented", trial.not_json),
    Rule("PBI205", "warning", "results are of the declared type", "declare what is given", CARPRICE, "observed", trial.undeclared_type),
    Rule("PBI206", "warning", "records have the same fields", "give every record all fields, in one order", INSIGHTS, "inferred", trial.unlike_records),
    Rule("PBI207", "warning", "results are single values", "return records, whose fields expand to columns", TUTORIAL, "observed", trial.long_lists),
    Rule("PBI208", "error", "a row's result depends on that row", "compute each row by itself", INSIGHTS, "documented", trial.depends_on_others),
    Rule("PBI209", "error", "GlobalParameters may be left out or empty", "give it a default, and settings in it too", SERVER, "observed", trial.needs_globals),
    Rule("PBI210", "warning", "cells that Power BI sends are taken", "widen the sample, e.g. to a nullable dtype", MEASURED, "measured", trial.refuses),
    Rule("PBI211", "warning", "cells are not changed unseen", "refuse what does not fit, as `serve` does", MEASURED, "measured", trial.changes),
    Rule("PBI213", "warning", "columns are found by name", "take columns by their names", MEASURED, "measured", trial.depends_on_columns),
    Rule("PBI214", "note", "1000 rows take less than 5 s", "score all rows of a request at once", "https://learn.microsoft.com/rest/api/azureml", "documented", trial.slow),
    Rule("PBI215", "warning", "dates are written as text", "write dates as ISO 8601", AUTOML, "observed", trial.epoch_dates),
    Rule("PBI216", "warning", "settings hold for their own row", "read the setting in every row", AUTOML, "observed", trial.depends_on_the_first),
    Rule("PBI217", "warning", "a refused row stands alone", "mend the row, or widen the sample: a server refuses a request as a whole", SERVER, "observed", trial.refused_with_another),
    Rule("PBI218", "error", "some row gives a result", "see what the service says; its key is read from SCHEMAGEN_KEY", SERVER, "observed", trial.no_results),
)  # fmt: skip
