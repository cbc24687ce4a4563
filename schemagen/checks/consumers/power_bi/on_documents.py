"""Power BI's rules on the document (PBI001 to PBI022)."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.checks.consumers.power_bi import m
from schemagen.checks.consumers.power_bi.service import GLOBALS, RESULTS, Service, discover
from schemagen.checks.document import Node
from schemagen.checks.finding import Hit
from schemagen.checks.on_documents import unresolved
from schemagen.checks.on_scripts import omitted_parameters
from schemagen.checks.plain import as_dict
from schemagen.checks.subject import Subject

_SHOWN = 6


def _service(subject: Subject) -> Service:
    return discover(subject.document)


def not_2_0(subject: Subject) -> Iterator[Hit]:
    """Yield a document of another version: only 2.0 was ever seen to work."""
    if subject.document.version != "2.0":
        said = subject.document.version or "no version"
        yield Hit(f"the document is {said}, not Swagger 2.0")


def no_operation(subject: Subject) -> Iterator[Hit]:
    """Yield a document without a POST that takes exactly one body, or with broken references."""
    endpoint = subject.scoring
    if endpoint is None:
        yield Hit("no POST operation takes a body", ("paths",))
    elif len(endpoint.bodies) != 1 and subject.document.version == "2.0":
        yield Hit(f"the operation has {len(endpoint.bodies)} body parameters", endpoint.where)
    yield from unresolved(subject)


def misspelt(subject: Subject) -> Iterator[Hit]:
    """Yield names in another case than the documented one."""
    for path, name, right in _service(subject).misspelt:
        yield Hit(f"{name!r} is written {right!r}", path)


def no_table(subject: Subject) -> Iterator[Hit]:
    """Yield a document in which nothing has named columns."""
    service, node = _service(subject), subject.document.input
    if node is not None and not service.tables:
        yield Hit("no input is an array of objects: the function has no parameters", node.where)


def more_than_the_table(subject: Subject) -> Iterator[Hit]:
    """Yield inputs beside the table: nobody has seen what becomes of them."""
    service = _service(subject)
    others = [name for name in service.members if name != service.member]
    if service.member and others:
        path = service.members[others[0]].where
        yield Hit(
            f"beside the table {service.member!r} there is {', '.join(map(repr, others))}", path
        )


def legacy_shape(subject: Subject) -> Iterator[Hit]:
    """Yield the form that works and is not the documented one."""
    service, node = _service(subject), subject.document.input
    if service.shape == "A" and service.member and node:
        yield Hit(f"the table stands under {service.member!r}, not in 'Inputs'", node.where)


def half_a_frame(subject: Subject) -> Iterator[Hit]:
    """Yield ``Inputs`` without ``Results``, or the reverse."""
    service, node = _service(subject), subject.document.output
    has_results = bool(node and RESULTS in node.properties)
    if service.shape in ("B", "C") and node and node.raw and not has_results:
        yield Hit("there is 'Inputs', but no 'Results'", node.where)
    if service.shape == "A" and node and has_results:
        yield Hit("there is 'Results', but no 'Inputs'", node.where)


def required_globals(subject: Subject) -> Iterator[Hit]:
    """Yield ``GlobalParameters`` that a request must bring."""
    node = subject.document.input
    if subject.operation is not None:
        yield from omitted_parameters(subject)
    elif node and GLOBALS in node.required:
        yield Hit("a request must bring GlobalParameters", (*node.where, "required"))


def object_of_lists(subject: Subject) -> Iterator[Hit]:
    """Yield ``Results`` made of lists side by side."""
    service, node = _service(subject), subject.document.output
    results = node.properties.get(RESULTS) if node else None
    lists = _lists(results) if service.shape == "B" and results else []
    if results and lists:
        yield Hit(f"Results holds lists side by side ({', '.join(lists)})", results.where)


def _lists(node: Node) -> list[str]:
    """Return the lists that stand side by side in an object."""
    return [name for name, part in node.properties.items() if part.type == "array"]


def no_array(subject: Subject) -> Iterator[Hit]:
    """Yield a result that is no array where the shape calls for one."""
    service, node = _service(subject), subject.document.output
    if node is None or not node.types or not service.shape:
        return
    place = ".".join(service.result_path) or "the body"
    if service.result is None:
        yield Hit(f"{place} is to be the array of results, and is not declared", node.where)
    elif (
        service.result.types
        and "array" not in service.result.types
        and not (service.shape == "B" and _lists(service.result))
    ):
        yield Hit(
            f"{place} is to be the array of results, not {service.result.types[0]}",
            service.result.where,
        )


def nested_column(subject: Subject) -> Iterator[Hit]:
    """Yield columns that are lists or records."""
    for column in _service(subject).columns:
        if column.type in ("list", "record"):
            yield Hit(f"column {column.name!r} is a {column.type}", column.node.where)


def untyped_column(subject: Subject) -> Iterator[Hit]:
    """Yield columns whose type is not said."""
    for column in _service(subject).columns:
        if column.type == m.ANY:
            yield Hit(f"column {column.name!r} has no type", column.node.where)


def clashing_names(subject: Subject) -> Iterator[Hit]:
    """Yield columns that differ in case or blanks only, and empty names."""
    seen: dict[str, str] = {}
    for column in _service(subject).columns:
        plain = column.name.strip().lower()
        if not plain:
            yield Hit("a column has no name", column.node.where)
        elif plain in seen:
            yield Hit(
                f"{column.name!r} and {seen[plain]!r} are one name in Power BI", column.node.where
            )
        seen.setdefault(plain, column.name)


def moved_columns(subject: Subject) -> Iterator[Hit]:
    """Yield changes of the columns since the published document (``--drift``)."""
    if subject.published is None:
        return
    old = [(c.name, c.type) for c in discover(subject.published).columns]
    new = [(c.name, c.type) for c in _service(subject).columns]
    if old and old != new[: len(old)]:
        at = next(i for i, pair in enumerate([*old, None]) if i >= len(new) or pair != new[i])
        was, node = old[at][0], subject.document.input
        now = new[at][0] if at < len(new) else "nothing"
        yield Hit(
            f"parameter {at + 1} was {was!r} and is {now!r}: saved calls go by position",
            node.where if node else (),
        )


def quoted_names(subject: Subject) -> Iterator[Hit]:
    """Yield columns that M writes as ``#"..."``."""
    columns = _service(subject).columns
    found = [column for column in columns if m.quoted(column.name) != column.name]
    if found:
        names = _some([m.quoted(column.name) for column in found])
        yield Hit(f"M writes {names}", found[0].node.where)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def undescribed(subject: Subject) -> Iterator[Hit]:
    """Yield a service or columns without a description."""
    columns = [c.name for c in _service(subject).columns if not c.node.raw.get("description")]
    if columns:
        yield Hit(f"no description: {_some(columns)}", ("info",))


def empty_required(subject: Subject) -> Iterator[Hit]:
    """Yield ``required: []``, and names in it that are not there."""
    for node in subject.schemas:
        if node.raw.get("required") == []:
            yield Hit("required is empty", (*node.where, "required"))
        strange = [name for name in node.required if name not in node.properties]
        if strange:
            yield Hit(
                f"required names {strange[0]!r}, which is no property", (*node.where, "required")
            )


def unsafe_title(subject: Subject) -> Iterator[Hit]:
    """Yield service names that make no function name."""
    title = subject.document.title
    if subject.script is not None:  # its name is given at the export
        return
    if not title.strip() or '"' in title or title != title.strip() or " " in title:
        yield Hit(
            f"the service is called {title!r}, the function {m.quoted('AzureML.' + title)}",
            ("info", "title"),
        )


def unusual(subject: Subject) -> Iterator[Hit]:
    """Yield what every published document has and this one has not."""
    endpoint = subject.scoring
    if endpoint is None or subject.document.version != "2.0":
        return
    name = next((p.get("name") for p in endpoint.parameters if p.get("in") == "body"), None)
    for text, holds in (
        ("path /score", endpoint.path == "/score"),
        ("operationId RunMLService", endpoint.raw.get("operationId") == "RunMLService"),
        ("body parameter serviceInputPayload", name == "serviceInputPayload"),
        (
            "security definition Bearer",
            "Bearer" in as_dict(subject.document.raw.get("securityDefinitions")),
        ),
        (
            "responses 200 and default",
            {"200", "default"} <= as_dict(endpoint.raw.get("responses")).keys(),
        ),
    ):
        if not holds:
            yield Hit(f"every known document has {text}", endpoint.where)


def deprecating(subject: Subject) -> Iterator[Hit]:
    """Say once that the feature is on its way out."""
    if subject.scoring is not None:
        yield Hit("Microsoft marks AI Insights in Power BI as deprecating (26 February 2025)")


def settings(subject: Subject) -> Iterator[Hit]:
    """Yield settings in ``GlobalParameters``, which no Power BI user was seen to reach."""
    given = _service(subject).input.get(GLOBALS)
    if given and given.properties:
        yield Hit(
            f"settings that Power BI does not show: {_some(list(given.properties))}", given.where
        )
