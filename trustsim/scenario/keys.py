"""How a scenario key is declared: with its unit, range, default, meaning and source, in one place.

Validation, the reference table and the JSON Schema are all read from these declarations.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

ASSUMPTION = "assumption"


class Section(BaseModel):
    """A table of a scenario file: frozen, no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def number(
    default: float | None,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    source: str = ASSUMPTION,
    left_out: str = "",
) -> Any:
    """Declare a key that holds a number from ``low`` to ``high``, both included.

    Where ``default`` is None, ``left_out`` says what holds then; so it does for ``choice``.
    """
    return Field(
        default=default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "left_out": left_out},
    )


def choice(default: Any, meaning: str, source: str = ASSUMPTION, left_out: str = "as the preset") -> Any:
    """Declare a key that holds one word of an enumeration."""
    return Field(
        default=default,
        strict=False,
        description=meaning,
        json_schema_extra={"unit": "word", "source": source, "left_out": left_out},
    )


def flag(default: bool, meaning: str, source: str = ASSUMPTION) -> Any:
    """Declare a key that is true or false."""
    return Field(
        default=default,
        description=meaning,
        json_schema_extra={"unit": "true or false", "source": source},
    )


def text(default: str, meaning: str) -> Any:
    """Declare a key that holds free text, at most 500 characters."""
    return Field(
        default=default,
        max_length=500,
        description=meaning,
        json_schema_extra={"unit": "text", "source": "the author"},
    )


def section(meaning: str, kind: type[BaseModel]) -> Any:
    """Declare a table; left out of a file, it holds its defaults."""
    return Field(default_factory=kind, description=meaning)
