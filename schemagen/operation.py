"""The operation: what the decorators of one ``run()`` say, and the bodies it reads and writes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from schemagen.adapters import Codec
from schemagen.adapters.python.docstrings import described
from schemagen.adapters.python.hints import hinted
from schemagen.adapters.python.union import encode_any
from schemagen.codec.decode import FastPath
from schemagen.codec.encode import NO_FORM, UNSURE, Write, encode, encode_finite, fast_writer
from schemagen.codec.judge import Judge
from schemagen.codec.own import copied, hands_out
from schemagen.codec.parse import parse_object
from schemagen.errors import InputError, UnsupportedSample, each
from schemagen.sample import EXAMPLE_ROWS, Sample
from schemagen.schema import JSON, UNCHECKED, Schema, with_null

MISSING = inspect.Parameter.empty
_PASSED_ON = {"parameters", "input_string"}  # a body that the old library hands over as it is


@dataclass(frozen=True)
class Input:
    """One parameter of ``run()``: its sample (None if no decorator names it) and its options.

    Without a sample its type *hint*, with names looked up where *scope* was defined, describes
    it, and the function gets the parsed JSON.
    """

    name: str
    sample: Sample | None = None
    convert: bool = True
    optional: bool = False
    default: Any = MISSING
    lax: bool = False
    hint: Any = MISSING
    scope: Any = field(default=None, repr=False, compare=False)

    @property
    def required(self) -> bool:
        """Tell whether a request must bring it."""
        return self.default is MISSING and not self.optional

    @property
    def schema(self) -> Schema:
        """The schema of its value, with ``default`` where there is one."""
        schema = self.sample.schema if self.sample else hinted(self.hint, self.scope)
        if schema and (self.optional or self.default is None):
            schema = with_null(schema)
        if self.default is not MISSING:
            schema |= self._default()
        return schema

    def _default(self) -> Schema:
        sample = self.sample if self.default is not None else None
        try:
            data = sample.encode(self.default) if sample else encode_any(self.default)
            if sample and UNCHECKED not in sample.codec.schema:
                data = sample.encode(sample.codec.decode(data))  # it may be of another type
        except NO_FORM:  # only Python knows it: that there is one shows in `required`
            return {}
        return {"default": data}

    def decode(self, data: JSON) -> Any:
        """Return the argument that judged JSON stands for."""
        if data is None and (self.optional or self.default is None):
            return None
        return self.sample.codec.decode(data) if self.sample and self.convert else data

    @property
    def codec(self) -> Codec | None:
        """What converts the value; None where it is handed over as it is."""
        return self.sample.codec if self.sample and self.convert else None

    @property
    def takes_null(self) -> bool:
        """Tell whether null stands for no value at all."""
        return self.optional or self.default is None

    def argument(self, value: Any, *, lax: bool) -> Any:
        """Return what a caller gave as ``run()`` wants it."""
        if value is None and (self.optional or self.default is None):
            return None
        if value is self.default or self.sample is None or not self.convert:
            return value
        try:
            return self.sample.convert(value, lax=lax)
        except InputError as error:
            if lax and self.lax and isinstance(value, dict) and value.keys() == _PASSED_ON:
                return value
            raise error.at(self.name) from error.__cause__


@dataclass(frozen=True, eq=False)
class Operation:
    """What the decorators of one ``run()`` say: its inputs in signature order, and its output."""

    parameters: tuple[Input, ...] = ()
    output: Sample | None = None
    name: str = "run"
    doc: str = field(default="", repr=False)

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The inputs by name, in signature order."""
        return MappingProxyType({item.name: item for item in self.parameters})

    @property
    def input_schema(self) -> Schema:
        """The schema of a request's body; keys that it does not name are ignored."""
        required = [item.name for item in self.parameters if item.required]
        needed = {"required": required} if required else {}
        named = {item.name: _schema_at(item) for item in self.parameters}
        return {"type": "object", **needed, "properties": described(named, self.doc)}

    @property
    def output_schema(self) -> Schema:
        """The schema of an answer's body; ``{}`` when none is declared."""
        return self.output.schema if self.output else {}

    def input_example(self, rows: int = EXAMPLE_ROWS) -> JSON:
        """Return a body made of the inputs' examples; inputs without one are left out."""
        shown = [item for item in self.parameters if item.sample and item.sample.has_example]
        return {item.name: _example_at(item, rows) for item in shown}

    @cached_property
    def judge(self) -> Judge:
        """The compiled schema of a body."""
        return Judge(self.input_schema)

    @cached_property
    def fast(self) -> FastPath | None:
        """The compiled decoder of ordinary bodies."""
        return FastPath.of(self.parameters)

    def decode(self, body: bytes | str | dict[str, JSON]) -> dict[str, Any]:
        """Return the arguments of ``run()`` that *body* (bytes, text or parsed JSON) stands for.

        An optional input that is left out and has no default is None; one with a default is left
        to it. Raises InputError with every problem; *body* is not changed, and no part of it
        handed out.
        """
        fast = self.fast
        if fast is not None and not isinstance(body, dict):
            arguments = fast.read(body)
            if arguments is not None:
                return self.omitted(arguments) | arguments if self._omissible else arguments
        return self.decode_carefully(body)

    def decode_carefully(self, body: bytes | str | dict[str, JSON]) -> dict[str, Any]:
        """Return what :meth:`decode` returns; the judge reads first and finds every problem."""
        data = self.judged(body)
        if isinstance(body, dict):
            data = {
                name: copied(value) if name in self._handed_out else value
                for name, value in data.items()
            }
        given = [
            (item.name, (item, data[item.name])) for item in self.parameters if item.name in data
        ]
        values = each(given, lambda pair: self._converted(*pair))
        arguments = {name: value for (name, _), value in zip(given, values, strict=True)}
        return self.omitted(data) | arguments

    @cached_property
    def _handed_out(self) -> frozenset[str]:
        """The inputs whose values may hold parts of the body itself."""
        open_ones = (
            item for item in self.parameters if item.codec is None or hands_out(item.schema)
        )
        return frozenset(item.name for item in open_ones)

    def _converted(self, item: Input, data: JSON) -> Any:
        """Return the argument that judged *data* stands for."""
        found = self.fast.convert(item.name, data) if self.fast else None
        return item.decode(data) if found is None else found[0]

    def judged(self, body: bytes | str | dict[str, JSON]) -> dict[str, JSON]:
        """Return the parsed JSON of *body*; InputError when the contract refuses it."""
        data: dict[str, JSON] = self.judge.check(
            body if isinstance(body, dict) else parse_object(body)
        )
        return data

    def omitted(self, data: dict[str, JSON]) -> dict[str, None]:
        """Return None for each optional input that *data* leaves out and that has no default."""
        return {name: None for name in self._omissible if name not in data}

    @cached_property
    def _omissible(self) -> tuple[str, ...]:
        items = (item for item in self.parameters if item.optional and item.default is MISSING)
        return tuple(item.name for item in items)

    def encode(self, result: Any, *, nan: str = "null") -> bytes:
        """Return a result of ``run()`` as strict JSON bytes, in the declared form where it fits.

        A result of another type than declared is written in its own form; what has none raises
        EncodeError, and so does NaN or infinity, otherwise null, with ``nan="error"``.
        """
        if nan != "null":
            return encode_finite(self.encode, result, nan)
        fast = self.fast_writer
        if fast is not None:
            try:
                return fast(result)
            except UNSURE:
                pass  # the codecs have the last word
        return encode(result, self.output.codec if self.output else None)

    @cached_property
    def fast_writer(self) -> Write | None:
        """The compiled encoder of ordinary results."""
        return fast_writer(self.output.codec if self.output else None)

    def with_input(self, item: Input) -> Operation:
        """Return the operation with *item* in the place of the parameter of its name."""
        if item.name in self.inputs:
            changed = tuple(item if old.name == item.name else old for old in self.parameters)
        else:
            changed = (*self.parameters, item)
        return replace(self, parameters=changed)


def _schema_at(item: Input) -> Schema:
    try:
        return item.schema
    except UnsupportedSample as error:
        raise error.at(item.name) from None


def _example_at(item: Input, rows: int) -> JSON:
    try:
        return item.sample.example(rows) if item.sample else None
    except UnsupportedSample as error:
        raise error.at(item.name) from None
