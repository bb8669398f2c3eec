"""Reading what may have been edited or damaged: an object in a JSON file, or a sentence about why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from trustsim.errors import InputError
from trustsim.text import in_json

MOST_BYTES = 100_000_000
"""More than any manifest or summary of ours; it is read within a second."""


def read_object(path: Path, expected: str) -> dict[str, Any]:
    """Read the object that a JSON file holds.

    Args:
        path: the file.
        expected: what should stand there, for the message: ``a run folder``.

    Raises:
        InputError: it is missing, cannot be read, is too large, or holds something else.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB; expected {expected}")
        found = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_no_number)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: {_reason(error)}; expected {expected}") from error
    if not isinstance(found, dict):
        raise InputError(f"{path}: holds no JSON object; expected {expected}")
    return found


def object_in(path: Path) -> dict[str, Any] | None:
    """The object that a JSON file holds; None where there is none that can be read."""
    try:
        return read_object(path, "")
    except InputError:
        return None


def write_object(path: Path, value: Any) -> None:
    """Write a value as JSON that people can read.

    Raises:
        ValueError: a number in it is not finite.
    """
    path.write_text(in_json(value) + "\n", encoding="utf-8", newline="\n")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return "cannot be read as JSON: it is not text in UTF-8"
    if isinstance(error, RecursionError):
        return "cannot be read as JSON: it is nested too deeply"
    if "int string conversion" in str(error):
        return "cannot be read as JSON: a number in it has thousands of digits"
    return f"cannot be read as JSON: {error}"
