"""Names of files and folders: made of any text, and checked where a user gives them."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

LONGEST = 255
"""Bytes of one name; no file system in common use takes longer ones."""

_SHORT = 120
_UNSAFE = re.compile(r"[^\w.,+=@()\- ]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def file_name(text: str, longest: int = _SHORT) -> str:
    """A name for a file or folder that is made of ``text``: the text itself where that will do everywhere.

    Else what will not do becomes a dash, and six digits of the text's SHA-256 tell it from others that come out alike.

    Args:
        text: any text.
        longest: most characters of the name.
    """
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", text)).strip(" .").lstrip("-")
    if (
        plain
        and plain == text
        and len(plain) <= longest
        and len(plain.encode()) <= LONGEST - 60
        and not _DEVICES.match(plain)
    ):
        return plain
    return f"{_cut(plain or 'unnamed', longest - 7)}-{digits(text)}"


def digits(text: str) -> str:
    """Six hexadecimal digits that tell a text from others."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def name_problem(path: Path) -> str:
    """Why a path that a user gave will not do as a folder to write; empty where it will."""
    for part in Path(path).parts:
        length = len(part.encode("utf-8", "surrogatepass"))
        if length > LONGEST:
            return f"{part[:40]}…: this name is too long, with {length} bytes; expected at most {LONGEST}"
        if not part.isprintable():
            return f"{ascii(part)[1:-1]}: this name holds characters that cannot be shown; expected a plain one"
    return ""


def _cut(text: str, longest: int) -> str:
    """The text cut to so many characters, and to the bytes that a name may have."""
    cut = text[:longest]
    while len(cut.encode()) > LONGEST - 60:
        cut = cut[:-1]
    return cut.rstrip(" .")
