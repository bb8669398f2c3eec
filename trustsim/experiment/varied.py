"""Which keys of a scenario an experiment may vary, and what a factor may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trustsim.experiment.numbers import canonical
from trustsim.experiment.plan import Value
from trustsim.experiment.sheet import Sheet
from trustsim.measures.responses import responses
from trustsim.scenario.catalogue import Key, groups, key_at
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.nearest import near
from trustsim.scenario.wording import listed, quoted

NAME = re.compile(r"\w[\w .-]*")
NAME_FORM = "letters, digits, spaces, dots, hyphens and underscores, with a letter or digit first"
_TAKEN = ("point", "base", "run", "rep", "seed", "key", "status", "error", "id")
_FIXED = {
    "run.seed": "seeds come from [runs]",
    "run.horizon_days": "all points last equally long; give horizon_days in [base]",
}


def factor_name(sheet: Sheet, place: KeyPath, table: dict[str, Any], given: dict[str, Any]) -> str | None:
    """The name of a factor, its own or its key; None where it cannot be one.

    Args:
        sheet: the file.
        place: of the factor.
        table: its sound keys.
        given: all of its keys.
    """
    where = (*place, "name")
    name = table.get("name", table.get("key"))
    if not isinstance(name, str):
        if "name" not in given and "key" not in given and "settings" in given:
            sheet.wrong(where, "missing; expected a name for the settings")
    elif not NAME.fullmatch(name):
        if "name" in table:
            sheet.wrong(where, f"{quoted(name)} cannot be a name; expected {NAME_FORM}")
    elif name in _TAKEN or name.startswith("u.") or name in responses():
        sheet.wrong(where, f"{quoted(name)} is what a column of the results is called; expected another name")
    else:
        return name
    return None


def key_to_vary(sheet: Sheet, where: KeyPath, dotted: str) -> Key | None:
    """A scenario key that may be varied."""
    if dotted.split(".", maxsplit=1)[0] == "timeline":
        sheet.wrong(where, "the timeline is only varied as a whole; expected it in a table [factor.settings.NAME]")
        return None
    if dotted in _FIXED or dotted.startswith("story."):
        instead = _FIXED.get(dotted, "it changes no result")
        sheet.wrong(where, f"{quoted(dotted)} cannot be varied: {instead}")
        return None
    key = key_at(tuple(dotted.split(".")))
    if key is None:
        sheet.wrong(where, f"{quoted(dotted)} is no key of a scenario; {_advice(dotted)}")
    return key


def _advice(dotted: str) -> str:
    section, _, name = dotted.rpartition(".")
    own = [key.dotted for key in groups()[section].keys.values()] if section in groups() else []
    every = [key.dotted for group in groups().values() if not group.repeated for key in group.keys.values()]
    same = [one for one in every if one.rpartition(".")[2] == name]
    found = same or near(dotted, own) or near(dotted, every) or [one for one in every if near(name, [_last(one)])]
    return f"did you mean {listed(found[:3])}?" if found else "expected section.key, such as organisation.users"


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def as_held(key: Key, value: Any) -> Value:
    """A value as the scenario holds it; of numbers with a point, the one that stands for all its like."""
    held: Value = canonical(value) if key.kind == "float" else value
    return held


def flat(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Tables within tables as values by dotted key."""
    for name, value in table.items():
        dotted = f"{above}.{name}" if above else name
        if isinstance(value, dict):
            yield from flat(value, dotted)
        else:
            yield dotted, value


def key_path(dotted: str) -> KeyPath:
    """The place of a dotted key in a scenario."""
    return tuple(dotted.split("."))
