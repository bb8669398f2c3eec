"""What was found, as plain data for a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def as_data(value: Any) -> Any:
    """A record, or anything made of records, as what JSON knows: dicts, lists, numbers, texts and None."""
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_data(one) for key, one in value.items()}
    if hasattr(value, "_asdict"):
        return as_data(value._asdict())
    return [as_data(one) for one in value] if isinstance(value, list | tuple) else value
