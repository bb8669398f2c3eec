"""Where a key stands in a TOML file: key path to line number, which ``tomllib`` does not tell.

The scanner knows just enough of TOML to walk from statement to statement. Of text that ``tomllib``
accepts it finds every key; in text that is not TOML it goes as far as it understands, so that
a syntax error can be given the key that it stands at.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

MAX_DEPTH = 32

# Possessive throughout: what has been taken is never given back, so that broken text costs no more than sound text.
_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_BARE_PART = re.compile(r"[A-Za-z0-9_-]+")
_LITERAL_TEXT = re.compile(r"'''[\s\S]*?''''{0,2}|'[^'\n]*'")
_BASIC_TEXT = re.compile(r'"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+""""{0,2}|"(?:[^"\\\n]++|\\.)*+"')
_ATOM = re.compile(r"[^,\]}#\n]+")


@dataclass
class Lines:
    """The lines of every key, table and array element of one TOML text.

    Attributes:
        first: key path to the 1-based line where it is first written; array elements by number, from 0.
        too_deep: line at which keys or values are nested more than ``MAX_DEPTH`` deep, or 0.
        starts: offset of the first character of each line.
        keys: offsets from which on a key is at work, in order, with the path of the key.
        statements: offsets of the first character of each statement and of the end of its last line.
    """

    first: dict[KeyPath, int] = field(default_factory=dict)
    too_deep: int = 0
    starts: list[int] = field(default_factory=lambda: [0])
    keys: list[tuple[int, KeyPath]] = field(default_factory=list)
    statements: list[tuple[int, int]] = field(default_factory=list)

    def line_of(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest table around it that is written; 0 if there is none."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.first:
                return self.first[path[:end]]
        return 0

    def line_at(self, offset: int) -> int:
        """The 1-based line that holds the character at ``offset``."""
        return bisect_right(self.starts, offset)

    def start_of(self, line: int) -> int:
        """The offset of the first character of a line, counted from 1."""
        return self.starts[line - 1]

    def key_at(self, offset: int) -> tuple[KeyPath, int]:
        """The key whose statement covers ``offset`` and the line of that statement; ``((), 0)`` if none does."""
        nearest = bisect_right(self.statements, offset, key=lambda statement: statement[0]) - 1
        if nearest < 0 or self.statements[nearest][1] < offset:
            return (), 0
        key = bisect_right(self.keys, offset, key=lambda entry: entry[0]) - 1
        start = self.statements[nearest][0]
        return (self.keys[key][1], self.line_at(start)) if key >= 0 and self.keys[key][0] >= start else ((), 0)


class _LostError(Exception):
    """The text from here on is not TOML that the scanner understands."""


def locate(text: str) -> Lines:
    """Find the lines of all keys in a TOML text whose lines end in a line feed alone; never raises."""
    scanner = _Scanner(text)
    with suppress(_LostError):
        scanner.walk()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.table: KeyPath = ()
        self.lines = Lines()
        self.lines.starts.extend(match.end() for match in re.finditer("\n", text))
        self._implied: set[KeyPath] = set()
        self._counts: dict[KeyPath, int] = {}

    def walk(self) -> None:
        """Go through the statements, one after the other."""
        self._take(_BLANK)
        while self.pos < len(self.text):
            start = self.pos
            self.lines.statements.append((start, len(self.text)))
            if self.text[start] == "[":
                self._header()
            else:
                self._assignment(self.table)
            self._take(_REST_OF_LINE)
            self.lines.statements[-1] = (start, self.pos)
            self._take(_BLANK)

    def _header(self) -> None:
        """``[table]`` or ``[[array of tables]]``; makes it the table that the next keys go into."""
        start = self.pos
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.pos += brackets
        parts = self._key()
        path: KeyPath = ()
        for part in parts[:-1]:
            path = self._last_of(self._note((*path, part), start, implied=True))
        path = self._note((*path, parts[-1]), start)
        if brackets == 2:
            self._counts[path] = self._counts.get(path, 0) + 1
            path = self._note(self._last_of(path), start)
        self.table = path
        self.lines.keys.append((start, path))
        self._expect("]" * brackets)

    def _assignment(self, table: KeyPath) -> None:
        """``key = value``, in a table or an inline table."""
        start = self.pos
        path = table
        parts = self._key()
        for number, part in enumerate(parts, start=1):
            path = self._note((*path, part), start, implied=number < len(parts))
        self.lines.keys.append((start, path))
        self._expect("=")
        self._take(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._take(_SPACE)
            parts.append(self._key_part())
            if len(parts) > MAX_DEPTH:
                self._too_deep()
            self._take(_SPACE)
            if not self.text.startswith(".", self.pos):
                return parts
            self.pos += 1

    def _key_part(self) -> str:
        if self.text.startswith(("'", '"'), self.pos):
            quoted = self._take(_LITERAL_TEXT if self.text[self.pos] == "'" else _BASIC_TEXT)
            return _unquoted(quoted)
        return self._take(_BARE_PART)

    def _value(self, path: KeyPath) -> None:
        opening = self.text[self.pos : self.pos + 1]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening == "'":
            self._take(_LITERAL_TEXT)
        elif opening == '"':
            self._take(_BASIC_TEXT)
        else:
            self._take(_ATOM)

    def _array(self, path: KeyPath) -> None:
        self.pos += 1
        number = 0
        while not self._closed("]"):
            element = self._note((*path, number), self.pos)
            self._value(element)
            self.lines.keys.append((self.pos + 1, path))
            self._separator("]")
            number += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.pos += 1
        while not self._closed("}"):
            self._assignment(path)
            self.lines.keys.append((self.pos + 1, path))
            self._separator("}")

    def _closed(self, bracket: str) -> bool:
        self._take(_BLANK)
        if not self.text.startswith(bracket, self.pos):
            return False
        self.pos += 1
        return True

    def _separator(self, bracket: str) -> None:
        """A comma, or the closing bracket, which is left where it is."""
        self._take(_BLANK)
        if not self.text.startswith(bracket, self.pos):
            self._expect(",")

    def _note(self, path: KeyPath, offset: int, *, implied: bool = False) -> KeyPath:
        """Remember where a path is written; the place where it is only implied gives way to a better one."""
        if len(path) > MAX_DEPTH:
            self._too_deep()
        if path not in self.lines.first or (path in self._implied and not implied):
            self.lines.first[path] = self.lines.line_at(offset)
            (self._implied.add if implied else self._implied.discard)(path)
        return path

    def _last_of(self, path: KeyPath) -> KeyPath:
        """The newest table of an array of tables; any other path as it is."""
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _too_deep(self) -> None:
        self.lines.too_deep = self.lines.line_at(self.pos)
        raise _LostError

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.pos)
        if match is None:
            raise _LostError
        self.pos = match.end()
        return match.group()

    def _expect(self, mark: str) -> None:
        if not self.text.startswith(mark, self.pos):
            raise _LostError
        self.pos += len(mark)


def _unquoted(part: str) -> str:
    try:
        return str(tomllib.loads(f"part = {part}")["part"])
    except tomllib.TOMLDecodeError:
        raise _LostError from None
