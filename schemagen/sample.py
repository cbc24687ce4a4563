"""A sample: representative values, and the adapter that knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from schemagen.adapters import Adapter, Codec, Custom
from schemagen.adapters.custom import CustomAdapter
from schemagen.adapters.narrowed import Configured, together
from schemagen.adapters.options import Options
from schemagen.adapters.python import ADAPTER as PYTHON
from schemagen.codec.judge import Judge
from schemagen.schema import JSON, Schema

EXAMPLE_ROWS = 3


class Sample:
    """A representative value, or several that merge, and the adapter that knows them.

    ``Sample(frame)``, ``Sample([], [1.5])`` (two samples), ``Sample(value, adapter=MyAdapter())``.

    The options from *nullable* to *description* are one value for all, or a mapping of column or
    key to value; docs/adapters.md has them all. *example*: what the document shows; ``False`` for
    none, since samples are public. *max_example_rows*: how much of the sample it shows.
    """

    def __init__(  # noqa: PLR0913 - each is an option with a name
        self,
        *values: Any,
        adapter: Adapter | Custom | None = None,
        nullable: bool | Mapping[str, bool] | None = None,
        minimum: float | Mapping[str, float] | None = None,
        maximum: float | Mapping[str, float] | None = None,
        pattern: str | Mapping[str, str] | None = None,
        enum: Sequence[Any] | Mapping[str, Sequence[Any]] | None = None,
        categories: str | None = None,
        integers: str | None = None,
        description: str | Mapping[str, str] = "",
        example: Any = True,
        max_example_rows: int | None = None,
    ) -> None:
        if not values:
            raise TypeError("Sample() takes at least one value")
        self.values = values
        self.adapter = adapter
        words = description or None
        self.options = Options(
            nullable, minimum, maximum, pattern, enum, words, categories, integers
        )
        self.max_example_rows = max_example_rows
        self._example = example

    @classmethod
    def of(cls, value: Any) -> Sample:
        """Return *value* as a Sample, whatever form it came in."""
        own = getattr(type(value), "__schemagen_sample__", None)
        if own is None or isinstance(value, type):
            return cls(value)
        found: Sample = own(value)
        return found

    def __schemagen_sample__(self) -> Sample:
        """Return the sample itself; ParameterTypes answer with the one they stand for."""
        return self

    @property
    def resolved(self) -> tuple[Adapter, tuple[Any, ...]]:
        """The adapter, and the values it binds."""
        if self.adapter is None:
            adapter, values = together(self.values, PYTHON)
        else:
            own = self.adapter
            adapter, values = own if isinstance(own, Adapter) else CustomAdapter(own), self.values
        return Configured(adapter, self.options) if self.options.given else adapter, values

    @cached_property
    def codec(self) -> Codec:
        """The values' codec; UnsupportedSample when they have no JSON form."""
        adapter, values = self.resolved
        return adapter.bind(*values)

    @cached_property
    def judge(self) -> Judge:
        """The compiled schema."""
        return Judge(self.codec.schema)

    @property
    def schema(self) -> Schema:
        """The JSON Schema 2020-12, a new dict each time."""
        return self.codec.schema

    @property
    def has_example(self) -> bool:
        """Tell whether the document may show one."""
        return self._example is not False

    def example(self, rows: int = EXAMPLE_ROWS) -> JSON:
        """Return the example, its first axis cut to *rows*, or to the sample's own limit."""
        rows = self.max_example_rows or rows
        return self.codec.example(rows) if self._example is True else self._example

    def encode(self, value: Any) -> JSON:
        """Return *value* as strict JSON; EncodeError when it cannot be."""
        return self.codec.encode(value)

    def decode(self, data: JSON) -> Any:
        """Return what parsed JSON stands for; InputError when the schema refuses it."""
        return self.codec.decode(self.judge.check(data))

    def convert(self, value: Any, *, lax: bool = False) -> Any:
        """Return an argument as ``run()`` wants it; one already of the sample's type stays.

        *lax* leaves out the judge, unless options ask for it: what the old library took is taken.
        """
        if self.codec.holds(value):
            return value
        return self.codec.decode(value) if lax and not self.options.judged else self.decode(value)

    def __repr__(self) -> str:
        """Show the values' types only: samples can be large."""
        return f"Sample({', '.join(type(value).__name__ for value in self.values)})"
