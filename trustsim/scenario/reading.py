"""One scenario file read from disk: its bytes, its text, its tables and where everything stands."""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from trustsim.errors import Problem, ScenarioError
from trustsim.scenario.catalogue import key_at
from trustsim.scenario.locate import MAX_DEPTH, KeyPath, Lines, locate
from trustsim.scenario.syntax import syntax_problem
from trustsim.scenario.wording import dotted, listed, printable

MOST_BYTES = 1_000_000

_LONG_INTEGER = re.compile(r"\d[\d_]{4299,}")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Layer:
    """What one file, or one ``--set``, says: tables as TOML gives them, and the line of each key."""

    file: str
    data: dict[str, Any]
    lines: Lines = field(default_factory=Lines)

    def problem(self, path: KeyPath, message: str) -> Problem:
        """A problem with the key at ``path``, placed in this layer."""
        return Problem(self.file, self.lines.line_of(path), dotted(path), message)


class CannotReadError(Exception):
    """The file is not there or cannot be read; the text says why, without naming the file."""


def read_bytes(file: str, what: str = "a scenario file") -> bytes:
    """The content of a file of at most ``MOST_BYTES``; raises ``CannotReadError``, which says ``what`` was expected."""
    try:
        if Path(file).is_dir():
            raise CannotReadError(f"is a folder; expected {what}{_files_in(file)}")
        with Path(file).open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise CannotReadError(f"cannot be found; expected {what} (TOML){_near(file)}") from None
    except PermissionError:
        raise CannotReadError("may not be read; expected a file that you are allowed to read") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotReadError(f"cannot be read ({reason}); expected {what} (TOML)") from None
    if len(raw) > MOST_BYTES:
        raise CannotReadError(f"is larger than {MOST_BYTES // 1000:,} kB; expected {what} of a few kB")
    return raw


def parse(file: str, raw: bytes) -> Layer:
    """The tables in the bytes of a TOML file; raises ``ScenarioError`` with the one thing that is wrong."""
    text = _decoded(file, raw).replace("\r\n", "\n")
    lines = locate(text)
    if lines.too_deep:
        message = f"keys or brackets are nested more than {MAX_DEPTH} deep; expected section.key = value"
        raise ScenarioError([Problem(file, lines.too_deep, "", message)])
    try:
        return Layer(file, tomllib.loads(text), lines)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([syntax_problem(file, text, lines, str(error))]) from None
    except RecursionError:
        message = "brackets are nested too deeply; expected section.key = value"
        raise ScenarioError([Problem(file, 0, "", message)]) from None
    except ValueError:
        raise ScenarioError([_too_many_digits(file, text, lines)]) from None


def _decoded(file: str, raw: bytes) -> str:
    if raw.startswith(_WIDE_MARKS):
        raise ScenarioError([Problem(file, 0, "", "is UTF-16 text; expected UTF-8: save it with that encoding")])
    if b"\0" in raw:
        raise ScenarioError([Problem(file, 0, "", "holds binary data; expected a scenario file, which is text (TOML)")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        message = f"byte 0x{byte:02x} is not UTF-8 text; expected a scenario file (TOML) in UTF-8"
        raise ScenarioError([Problem(file, line, "", message)]) from None


def _too_many_digits(file: str, text: str, lines: Lines) -> Problem:
    number = _LONG_INTEGER.search(text)
    path, _ = lines.key_at(number.start()) if number else ((), 0)
    line = lines.line_at(number.start()) if number else 0
    key = key_at(path)
    expected = key.expected if key else "a number that can be read"
    return Problem(file, line, dotted(path), f"a number of more than 4300 digits; expected {expected}")


def _toml_files(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if path.name.endswith(".toml"))
    except (OSError, ValueError):
        return []


def _files_in(folder: str) -> str:
    names = [printable(name) for name in _toml_files(Path(folder))[:5]]
    return f", such as {listed(names)} in it" if names else " (TOML)"


def _near(file: str) -> str:
    path = Path(file)
    name = path.name.removesuffix(".toml") + ".toml"
    found = get_close_matches(name, _toml_files(path.parent), n=3, cutoff=0.75)
    return f"; did you mean {listed([printable(str(path.parent / match), 200) for match in found])}?" if found else ""
