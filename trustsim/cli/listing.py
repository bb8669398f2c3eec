"""What ``trustsim list`` shows: the story of each scenario, or the question of each experiment, read from its file.

A file is read as TOML and no further, which takes a millisecond; whether it can be run, ``trustsim check`` says.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from trustsim.cli.front import WIDEST, columns
from trustsim.scenario.shipped import named
from trustsim.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_BYTES = 1_000_000
MOST_DOTS = 200  # a line with more is no key that a scenario has, and takes tomllib more time than people have
LONGEST_CHAIN = 20

STORY = {"title": "untitled", "teaches": "", "look_for": ""}
"""The keys of [story], with their defaults."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class _UnreadableError(Exception):
    """A file is no TOML, or what is looked for in it is no text; the message says which."""


def listing(*, experiments: bool, as_json: bool) -> str:
    """Scenarios or experiments, those here and those that come with trustsim, as text or as JSON."""
    what = "experiments" if experiments else "scenarios"
    about, keys = (_question, ("title", "question")) if experiments else (_story, tuple(STORY))
    found = [_described(name, path, about, keys) for name, path in named(what).items()]
    if as_json:
        import json

        return json.dumps(found, indent=2) + "\n"
    if not found:
        return f"No {what} here; expected TOML files in ./{what}.\n"
    return "\n".join(line for one in found for line in _paragraph(one))


def _described(name: str, path: Path, about: Callable[[Path], dict[str, str]], keys: Iterable[str]) -> dict[str, Any]:
    """Name, file and what is said in it; ``problem`` says why nothing is, and is None where all is well."""
    found = {"name": name, "file": _shortest(path)}
    try:
        return {**found, **about(path), "problem": None}
    except _UnreadableError as error:
        return {**found, **dict.fromkeys(keys), "problem": str(error)}


def _story(path: Path) -> dict[str, str]:
    """The [story] of a scenario, what it extends included."""
    told: dict[str, Any] = {}
    for _ in range(LONGEST_CHAIN):
        data = _read(path)
        story = data.get("story", {})
        if not isinstance(story, dict):
            raise _UnreadableError("story is no table")
        told = story | told
        if "extends" not in data:
            return {key: _text(told, key, usual) for key, usual in STORY.items()}
        if not isinstance(data["extends"], str):
            raise _UnreadableError("extends names no file")
        path = path.parent / data["extends"]
    raise _UnreadableError("extends leads in a circle, or too far")


def _question(path: Path) -> dict[str, str]:
    """Title and question of an experiment."""
    data = _read(path)
    return {"title": _text(data, "title", path.stem), "question": _text(data, "question", "")}


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise _UnreadableError(f"{path.name} is larger than {MOST_BYTES // 1000:,} kB")
        text = raw.decode("utf-8-sig")
        if max(line.count(".") for line in text.split("\n")) > MOST_DOTS:
            raise _UnreadableError(f"a line of {path.name} holds more than {MOST_DOTS} dots")
        return tomllib.loads(text)
    except (OSError, ValueError, RecursionError):
        raise _UnreadableError(f"{path.name} is no TOML that can be read") from None


def _text(table: dict[str, Any], key: str, usual: str) -> str:
    value = table.get(key, usual)
    if not isinstance(value, str):
        raise _UnreadableError(f"{key} is no text")
    return value


def _shortest(path: Path) -> str:
    """The path as one would type it here."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):  # the current folder is gone, or on another drive
        return str(path)
    return str(path) if relative.startswith("..") else relative


def _paragraph(one: dict[str, Any]) -> list[str]:
    """The lines of one scenario or experiment, with an empty one at the end."""
    width = max(min(columns(), WIDEST), 20)
    name = visible(one["name"])
    if one["problem"]:
        advice = f"cannot be shown: {one['problem']}\nsee: trustsim check {one['file']}"
        return [_bold(name), *_indented(advice, width), ""]
    first, *others = wrap(f"{name}  {visible(one['title'])}", width, subsequent_indent="    ", drop_whitespace=False)
    below = [one.get("question") or one.get("teaches") or one["file"]]
    if one.get("look_for"):
        below.append(f"Look for: {one['look_for']}")
    lines = [line for text in below for line in _indented(text, width)]
    return [first.replace(name, _bold(name), 1), *others, *lines, ""]


def _indented(text: str, width: int) -> list[str]:
    return [
        line
        for paragraph in text.splitlines()
        for line in wrap(visible(paragraph), width, initial_indent="    ", subsequent_indent="    ")
    ]


def _bold(name: str) -> str:
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or os.name == "nt"
    return name if plain else f"{_BOLD}{name}{_PLAIN}"
