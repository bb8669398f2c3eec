"""Every key of a scenario as one flat list of facts, read from the declarations in the schema.

Messages about wrong values, suggestions, the reference table and the JSON Schema all draw on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from trustsim.scenario.locate import KeyPath
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import figure, listed

_KINDS = {bool: "bool", int: "int", float: "float", str: "text"}


@dataclass(frozen=True)
class Key:
    """One key: ``kind`` is ``int``, ``float``, ``bool``, ``word`` or ``text``; bounds are both included.

    ``form`` says what a text has to be, where not every text will do; ``left_out`` what holds where a key without
    a default is left out.
    """

    group: str
    name: str
    kind: str
    unit: str
    default: Any
    meaning: str
    source: str
    required: bool = False
    low: float = 0.0
    high: float = 0.0
    longest: int = 0
    words: tuple[str, ...] = ()
    form: str = ""
    left_out: str = ""

    @property
    def dotted(self) -> str:
        """``section.key``."""
        return f"{self.group}.{self.name}"

    @property
    def expected(self) -> str:
        """What a value has to be, in words."""
        if self.kind == "word":
            return listed([f'"{word}"' for word in self.words])
        if self.kind == "bool":
            return "true or false"
        if self.form:
            return self.form
        if self.kind == "text":
            return f"text of at most {self.longest} characters"
        what = "a whole number" if self.kind == "int" else "a number"
        return f"{what} from {figure(self.low)} to {figure(self.high)} ({self.unit})"


@dataclass(frozen=True)
class Group:
    """One table of a scenario file: its dotted name, what it is about, its keys and the tables within it."""

    name: str
    meaning: str
    repeated: bool
    keys: MappingProxyType[str, Key]
    inner: tuple[str, ...]

    @property
    def header(self) -> str:
        """``[name]``, or ``[[name]]`` for a table that may be given more than once."""
        return f"[[{self.name}]]" if self.repeated else f"[{self.name}]"


@cache
def groups() -> MappingProxyType[str, Group]:
    """All tables by dotted name, in the order of the schema."""
    found: dict[str, Group] = {}
    for name, field in Scenario.model_fields.items():
        _collect(name, field, found)
    return MappingProxyType(found)


def key_at(path: KeyPath) -> Key | None:
    """The key that a path leads to; None for tables and for what is unknown."""
    names = [part for part in path if isinstance(part, str)]
    group = groups().get(".".join(names[:-1]))
    return group.keys.get(names[-1]) if group else None


def group_at(path: KeyPath) -> Group | None:
    """The table that a path leads to; None for keys and for what is unknown."""
    return groups().get(".".join(part for part in path if isinstance(part, str)))


def _collect(name: str, field: FieldInfo, found: dict[str, Group]) -> None:
    """Add the table of ``field``, and the tables within it, to ``found``."""
    arguments = [part for part in get_args(field.annotation) if part is not Ellipsis]
    kind = arguments[0] if arguments else field.annotation
    assert isinstance(kind, type)
    assert issubclass(kind, BaseModel)  # a scenario consists of tables
    inner = {part: below for part, below in kind.model_fields.items() if _is_table(below)}
    keys = {part: _key(name, part, below) for part, below in kind.model_fields.items() if part not in inner}
    found[name] = Group(
        name,
        field.description or "",
        bool(arguments),
        MappingProxyType(keys),
        tuple(f"{name}.{part}" for part in inner),
    )
    for part, below in inner.items():
        _collect(f"{name}.{part}", below, found)


def _is_table(field: FieldInfo) -> bool:
    return isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)


def _key(group: str, name: str, field: FieldInfo) -> Key:
    kind = next((part for part in get_args(field.annotation) if part is not type(None)), field.annotation)
    assert isinstance(kind, type)  # a key holds one kind of value, or may be left out
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    limits = {
        limit: getattr(bound, limit)
        for bound in field.metadata
        for limit in ("ge", "le", "max_length")
        if hasattr(bound, limit)
    }
    return Key(
        group=group,
        name=name,
        kind="word" if issubclass(kind, StrEnum) else _KINDS[kind],
        unit=str(extra.get("unit", "")),
        default=None if field.is_required() else field.default,
        meaning=field.description or "",
        source=str(extra.get("source", "")),
        required=field.is_required(),
        low=limits.get("ge", 0.0),
        high=limits.get("le", 0.0),
        longest=limits.get("max_length", 0),
        words=tuple(word.value for word in kind) if issubclass(kind, StrEnum) else (),
        form=str(extra.get("form", "")),
        left_out=str(extra.get("left_out", "")),
    )
