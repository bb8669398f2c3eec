"""A scenario written as a scenario file: the story, and whatever departs from the defaults."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tomli_w

from trustsim.errors import InputError
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import printable

_OPENING = "# A scenario of trustsim. Keys that are left out have their defaults.\n"


def to_toml(scenario: Scenario) -> str:
    """The text of a scenario file that loads as an equal scenario.

    It holds ``[story]``, every key that departs from its default, in the order of the schema, and the timeline.
    """
    usual, own = _plain(Scenario()), _plain(scenario)
    tables = {name: _departing(own[name], usual[name]) for name in own if name not in ("story", "timeline")}
    parts = [_OPENING, tomli_w.dumps({"story": own["story"]})]
    parts += [tomli_w.dumps({name: table}) for name, table in tables.items() if table]
    parts += [f"[[timeline]]\n{tomli_w.dumps(_entry(entry))}" for entry in own["timeline"]]
    return "\n".join(parts)


def save_scenario(scenario: Scenario, path: str | Path) -> None:
    """Write a scenario to a file in UTF-8; what stood there is replaced in one moment, or stays.

    Raises:
        InputError: where the file cannot be written.
    """
    text = to_toml(scenario)
    try:
        target = Path(path).resolve()  # a link stays one
        _replace(target, text)
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"{printable(str(path), 200)}: cannot be written ({reason}); expected the path of a scenario file"
        raise InputError(message) from None


def _replace(target: Path, text: str) -> None:
    """Write beside the target, then rename; nothing is left of it if that fails or is interrupted."""
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _plain(scenario: Scenario) -> dict[str, Any]:
    plain: dict[str, Any] = scenario.model_dump(mode="json", exclude_none=True)
    return plain


def _departing(table: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """What a table says otherwise than the usual one; tables within it likewise, if anything is left of them."""
    result = {}
    for name, value in table.items():
        if isinstance(value, dict):
            if inner := _departing(value, usual[name]):
                result[name] = inner
        elif name not in usual or value != usual[name]:
            result[name] = value
    return result


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of the timeline with what it is, and what else departs from the defaults."""
    return {name: value for name, value in entry.items() if not (name == "strength" and value == 1.0)}
