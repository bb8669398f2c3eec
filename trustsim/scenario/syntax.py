"""What ``tomllib`` says about a file that is not TOML, in plain words, with the key that it happened at."""

from __future__ import annotations

import re

from trustsim.errors import Problem
from trustsim.scenario.catalogue import Key, key_at
from trustsim.scenario.condition import is_condition
from trustsim.scenario.locate import KeyPath, Lines
from trustsim.scenario.nearest import near
from trustsim.scenario.wording import dotted, printable

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SHORT_NUMBER = re.compile(r"([+-]?)(?:(\d+)\.|(\.\d+))")
_LINE = re.compile(r"[^#\n]*")
_VALUE_END = re.compile(r"[,\]}#\n]|\Z")
_CURLY_QUOTES = "“”„‟«»‘’"
_BARE_WORDS = re.compile(r"[A-Za-z][\w -]*")

_NEVER_CLOSED = (
    ("Unclosed array", 'the array that begins here is not closed; expected a comma or "]"'),
    ("Unclosed inline table", 'the table that begins here is not closed on its line; expected a comma or "}"'),
    ("Unterminated string", "the text that begins here is not closed; expected a closing quote"),
    ('Expected "', "the text that begins here is not closed; expected a closing quote"),
    ("Expected \"'", "the text that begins here is not closed; expected a closing quote"),
)
_PLAIN = (
    ("Expected '='", 'expected "=" between a key and its value'),
    ("Expected ']' at", 'the name of a section is not closed; expected "]", as in [run]'),
    ("Expected ']]' at", 'the name of a section is not closed; expected "]]", as in [[timeline]]'),
    ("Invalid initial character", "a key is missing or has no valid name; expected letters, digits, - or _"),
    ("Invalid statement", "this is neither key = value nor a [section]"),
    ("Unescaped '\\'", "a backslash in text in double quotes; expected two of them, or single quotes around the text"),
    ("Invalid hex value", "a backslash and u in text; expected four hexadecimal digits after them, or two backslashes"),
    ("Escaped character is not", "a \\u in text that stands for no character"),
    ("Invalid date or datetime", "a date that does not exist"),
    ("Illegal character '\\n'", "the text that begins here is not closed on its line; expected a closing quote"),
    ("Found invalid character '\\n'", "the text that begins here is not closed on its line; expected a closing quote"),
    ("Illegal character", "a character that may not stand here; expected text without control characters"),
    ("Found invalid character", "a character that may not stand here; expected text without control characters"),
)  # fmt: skip
_TWICE = ("Cannot overwrite", "Cannot declare", "Duplicate inline", "Cannot mutate", "Cannot redefine")


def syntax_problem(file: str, text: str, lines: Lines, error: str) -> Problem:
    """The problem behind a ``TOMLDecodeError`` with the words ``error``, placed and put plainly."""
    said = _PLACE.sub("", error)
    offset = _offset(_PLACE.search(error), text, lines)
    path, begun = lines.key_at(offset)
    line = lines.line_at(min(offset, len(text.rstrip())))
    for start, words in _NEVER_CLOSED:
        if said.startswith(start):
            return Problem(file, begun or line, dotted(path), f"not TOML: {words}")
    if said.startswith(_TWICE):
        return Problem(file, line, dotted(path), _twice(path, lines, line))
    return Problem(file, line, dotted(path), _words(said, path, text, offset))


def _offset(place: re.Match[str] | None, text: str, lines: Lines) -> int:
    if place is None or place[1] is None:
        return len(text)
    return lines.start_of(int(place[1])) + int(place[2]) - 1


def _twice(path: KeyPath, lines: Lines, line: int) -> str:
    first = lines.line_of(path)
    where = f", first at line {first}" if first and first != line else ""
    return f"given twice{where}; expected once"


def _words(said: str, path: KeyPath, text: str, offset: int) -> str:
    if said == "Invalid value" or said.startswith("Expected newline"):
        return _wrong_value(said, path, text, offset)
    for start, words in _PLAIN:
        if said.startswith(start):
            return f"not TOML: {words}"
    return f"not TOML: {printable(said)}"


def _wrong_value(said: str, path: KeyPath, text: str, offset: int) -> str:
    """A value that TOML does not know, or something left over behind one."""
    line = _LINE.match(text, text.rfind("\n", 0, offset) + 1)[0].strip()  # type: ignore[index]
    if said == "Invalid value":
        written = text[offset : _VALUE_END.search(text, offset).start()].strip()  # type: ignore[union-attr]
    elif "=" not in line or line.startswith("["):
        return f"not TOML: {printable(line)} has something left over; expected the end of the line"
    else:
        written = line.split("=", 1)[1].strip()
    key = key_at(path)
    expected = f"; expected {key.expected}" if key else "; text goes in quotes, numbers are written like 5 or 0.5"
    if not written:
        return f"not TOML: a value is missing{expected}"
    return f"not TOML: {printable(written)} is not a value{expected}{_meant(written, key)}"


def _meant(written: str, key: Key | None) -> str:
    """What may have been meant by something that is no value, as a question; empty if nothing comes to mind."""
    number = _SHORT_NUMBER.fullmatch(written)
    if number:
        return f"; did you mean {number[1]}{number[2]}.0?" if number[2] else f"; did you mean {number[1]}0{number[3]}?"
    if written.lower() in ("true", "false"):
        return f"; did you mean {written.lower()}?"
    if re.fullmatch(r"[+-]?\d+,\d+", written):
        return f"; did you mean {written.replace(',', '.')}?"
    word = written.strip(_CURLY_QUOTES)
    if key and key.form:
        return f'; did you mean "{printable(word)}"?' if is_condition(word) else ""
    if key and key.kind == "word":
        word = next(iter(near(word, key.words)), "")
    elif key and key.kind != "text":
        word = ""
    return f'; did you mean "{printable(word)}"?' if _BARE_WORDS.fullmatch(word) else ""
