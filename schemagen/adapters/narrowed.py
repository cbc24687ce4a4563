"""An adapter with a user's options: what it binds is narrowed or widened as they say."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from schemagen.adapters import Adapter, Codec, resolve
from schemagen.adapters.digits import TextIntegers
from schemagen.adapters.options import Options, names_in
from schemagen.errors import Path, UnsupportedSample, shown
from schemagen.schema import JSON, Schema, allows_null, alternatives, types_of, walk

_CHECKED_ROWS = 100


@dataclass(frozen=True, eq=False)
class Configured:
    """An adapter and the options of one Sample."""

    adapter: Adapter
    options: Options

    def bind(self, *samples: Any) -> Codec:
        """Return the codec of *samples*; UnsupportedSample where they break an option."""
        own = _fields(self.adapter)
        if self.options.categories and "options" not in own:
            raise UnsupportedSample("categories= is for frames", "give a DataFrame as the sample")
        adapter: Any = self.adapter
        if "options" in own:
            adapter = replace(adapter, options=self.options)
        elif self.options.nullable:
            adapter, samples = _roomy(adapter, own, samples, self.options)
        codec = adapter.bind(*samples)
        if not hasattr(codec, "options"):
            codec = Narrowed(codec, self.options)
            _check_room(codec.schema, self.options)
        self.options.check_names(names_in(codec.schema) | set(getattr(codec, "names", ())))
        self.options.check_kinds(codec.schema, "the sample")
        check_example(codec.schema, codec.example(_CHECKED_ROWS))
        if self.options.integers != "text":
            return codec  # type: ignore[no-any-return]
        texts = TextIntegers(codec)
        _ = texts.schema  # told here where text and integers could not be told apart
        return texts


def _fields(adapter: Any) -> set[str]:
    return {item.name for item in fields(adapter)} if is_dataclass(adapter) else set()


def together(values: Sequence[Any], mixed: Adapter) -> tuple[Adapter, tuple[Any, ...]]:
    """Return the adapter that all *values* share, else *mixed*, and what it binds."""
    found = [resolve(value) for value in values]
    if any(adapter is not found[0][0] for adapter, _ in found):
        return mixed, tuple(values)
    return found[0][0], tuple(sample for _, samples in found for sample in samples)


def _roomy(adapter: Any, own: set[str], samples: Any, options: Options) -> tuple[Any, Any]:
    """Return adapter and samples that make room for null."""
    if "nullable" in own and options.nullable is True:
        return replace(adapter, nullable=True), samples
    if type(adapter).__module__ == "schemagen.adapters.python":
        return adapter, (*samples, *(_nulled(sample, options) for sample in samples))
    raise UnsupportedSample(
        "nullable= of these samples says nothing",
        "give True for an array, names for a frame or a dict; a Spark field has its own flag",
    )


def _nulled(value: Any, options: Options, name: str | None = None) -> Any:
    """Return *value* with None where null is to be taken: at leaves, or at the members named."""
    if name is not None and options.of(name).nullable:
        return None
    if isinstance(value, dict):
        return {key: _nulled(item, options, str(key)) for key, item in value.items()}
    if hasattr(value, "_replace"):
        members = value._asdict().items()
        return value._replace(**{key: _nulled(item, options, key) for key, item in members})
    if is_dataclass(value):
        return _record_nulled(value, options)
    if type(value) in _ITEMS:
        items = [_nulled(item, options) for item in value]
        return type(value)(items or ([None] if options.nullable is True else []))
    return None if options.nullable is True else value


_ITEMS = frozenset({list, tuple, deque, set, frozenset})


def _record_nulled(value: Any, options: Options) -> Any:
    """Return a dataclass' instance with None in its fields; its own checks are not asked."""
    made = copy(value)
    for item in fields(value):
        filled = _nulled(getattr(value, item.name), options, item.name)
        object.__setattr__(made, item.name, filled)
    return made


def _check_room(schema: Schema, options: Options) -> None:
    """Refuse a nullable= whose null the adapter could make no room for."""
    for _, node in walk(schema):
        for name, member in node.get("properties", {}).items():
            if options.of(name).nullable and not allows_null(member):
                raise UnsupportedSample(
                    f"{name!r} cannot be made to take null", "give a sample that holds None there"
                )


@dataclass(frozen=True, eq=False)
class Narrowed:
    """A codec whose schema says what the options say; the judge enforces it."""

    inner: Codec
    said: Options

    @property
    def schema(self) -> Schema:
        """The schema, a new dict each time."""
        return self.said.narrowing.apply(self.inner.schema)

    def encode(self, value: Any) -> JSON:
        """Return *value* as JSON."""
        return self.inner.encode(value)

    def decode(self, data: JSON) -> Any:
        """Return what *data* stands for."""
        return self.inner.decode(data)

    def example(self, rows: int) -> JSON:
        """Return the sample as JSON."""
        return self.inner.example(rows)

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is already of the samples' own type."""
        return self.inner.holds(value)


def check_example(schema: Schema, example: JSON) -> None:
    """Refuse options that the sample itself breaks."""
    for path, said, value in _broken(schema, example, ()):
        raise UnsupportedSample(
            f"the sample holds {shown(value)}, but {said} is asked for",
            "change the option or the sample",
            path,
        )


def _broken(schema: Schema, data: JSON, path: Path) -> Iterator[tuple[Path, str, JSON]]:
    """Yield what breaks a bound, a pattern, a choice or the lack of null."""
    parts = list(alternatives(schema))
    if data is None and parts and not any(part.get("type", "null") == "null" for part in parts):
        yield path, "nullable=False", data
    if isinstance(data, dict):
        for name, item in data.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            if isinstance(inner, dict):
                yield from _broken(inner, item, (*path, name))
    elif isinstance(data, list):
        places = schema.get("prefixItems", [])
        for at, item in enumerate(data):
            inner = places[at] if at < len(places) else schema.get("items")
            if isinstance(inner, dict):
                yield from _broken(inner, item, (*path, at))
    elif data is not None and types_of(schema):
        yield from ((path, said, data) for said in _leaf_breaks(schema, data))


def _leaf_breaks(schema: Schema, data: Any) -> Iterator[str]:
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        if data < schema.get("minimum", data):
            yield f"minimum={schema['minimum']}"
        if data > schema.get("maximum", data):
            yield f"maximum={schema['maximum']}"
    if isinstance(data, str) and not re.search(schema.get("pattern", ""), data):
        yield f"pattern={schema['pattern']!r}"
    if data not in schema.get("enum", [data]):
        yield f"enum={shown(schema['enum'])}"
