"""``section.key=value`` as given on the command line, read into the same shape as a file."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from trustsim.errors import Problem, ScenarioError
from trustsim.scenario.locate import MAX_DEPTH, locate
from trustsim.scenario.reading import Layer
from trustsim.scenario.wording import dotted, quoted

SOURCE = "--set"

_LOOSE_FLOAT = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?")
_EXAMPLE = "expected section.key=value, such as organisation.users=20"


def read_override(text: str) -> Layer:
    """One override as a layer; raises ``ScenarioError`` where it is no ``section.key=value``.

    The value is TOML; numbers may be written like ``.5``, and whatever does not begin like a quoted
    text, an array or a table and is not TOML otherwise is taken as text: ``trust.rule=ewma``.
    """
    name, equals, written = text.partition("=")
    parts = tuple(part.strip() for part in name.split("."))
    path = parts if all(parts) else ()
    if not equals or not path:
        raise _error(path, f"{quoted(text)} sets nothing; {_EXAMPLE}")
    if len(parts) > MAX_DEPTH:
        raise _error((), f"{quoted(text)} is nested too deep; {_EXAMPLE}")
    if path == ("extends",):
        raise _error(path, "extends can only be written in a scenario file; " + _EXAMPLE)
    if path[0] == "timeline" and len(path) > 1:
        raise _error(path, "single entries of the timeline cannot be set; expected timeline=[{day = 250, …}, …]")
    data: Any = _value(path, written.strip())
    for part in reversed(path):
        data = {part: data}
    return Layer(SOURCE, data)


def _value(path: tuple[str, ...], written: str) -> Any:
    if not written:
        raise _error(path, f"a value is missing after the equals sign; {_EXAMPLE}")
    toml = f"value = {written}"
    try:
        if not locate(toml).too_deep and "\n" not in written:
            return _only(tomllib.loads(toml))
    except (ValueError, RecursionError):
        pass
    if _LOOSE_FLOAT.fullmatch(written):
        return float(written)
    if written[0] in "\"'[{":
        raise _error(path, f"{quoted(written)} is not a TOML value; expected closed quotes and brackets")
    return written


def _only(table: dict[str, Any]) -> Any:
    (value,) = table.values()
    return value


def _error(path: tuple[str, ...], message: str) -> ScenarioError:
    return ScenarioError([Problem(SOURCE, 0, dotted(path), message)])
