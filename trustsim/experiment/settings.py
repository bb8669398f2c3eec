"""A factor with named settings: several keys of a scenario at a time, a whole timeline included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trustsim.experiment.plan import Factor, Level
from trustsim.experiment.schema import SETTINGS
from trustsim.experiment.sheet import Sheet
from trustsim.experiment.varied import NAME, NAME_FORM, as_held, factor_name, flat, key_path, key_to_vary
from trustsim.scenario.catalogue import key_at
from trustsim.scenario.faults import named
from trustsim.scenario.loading import nested
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.wording import quoted


def of_settings(sheet: Sheet, place: KeyPath, table: dict[str, Any], given: dict[str, Any]) -> Factor | None:
    """A factor with named settings of several keys."""
    if "key" in table:
        sheet.wrong((*place, "key"), "settings name their keys themselves; expected no key beside them")
    name = factor_name(sheet, place, {part: text for part, text in table.items() if part != "key"}, given)
    where = (*place, "settings")
    settings = table["settings"]
    if not isinstance(settings, dict) or len(settings) < 2:
        few = next(iter(settings), None) if isinstance(settings, dict) else None
        sheet.wrong(where, f"{named(settings) if few is None else f'only {quoted(few)} is given'}; expected {SETTINGS}")
        return None
    levels = [_setting(sheet, (*where, label), label, setting) for label, setting in settings.items()]
    sound = tuple(level for level in levels if level is not None)
    if name is None or len(sound) < len(levels):
        return None
    for number, level in enumerate(sound):
        if any(dict(level.sets) == dict(other.sets) for other in sound[:number]):
            sheet.wrong((*where, str(level.label)), "sets the same as another setting; expected settings that differ")
            return None
    return Factor(name, levels=sound)


def _setting(sheet: Sheet, place: KeyPath, label: str, given: Any) -> Level | None:
    if not NAME.fullmatch(label):
        sheet.wrong(place, f"{quoted(label)} cannot be the name of a setting; expected {NAME_FORM}")
        return None
    if not isinstance(given, dict):
        sheet.wrong(place, f"{named(given)}; expected a table of dotted keys and values")
        return None
    homes: dict[KeyPath, KeyPath] = {}
    right = True
    for dotted, home in _homes(given, place):
        right = _once(sheet, home, dotted, homes) and right
        homes[key_path(dotted)] = home
    found = dict(flat(given))
    if not right or not sheet.scenario_keys(nested(found), homes):
        return None
    return Level(label, tuple((dotted, _held(dotted, value)) for dotted, value in found.items()))


def _once(sheet: Sheet, home: KeyPath, dotted: str, before: dict[KeyPath, KeyPath]) -> bool:
    """Whether this is a key that may be varied, and that the setting has not set before."""
    if key_path(dotted) in before:
        sheet.wrong(home, f"{quoted(dotted)} is set twice; expected each key only once")
        return False
    return dotted == "timeline" or key_to_vary(sheet, home, dotted) is not None


def _homes(given: dict[str, Any], place: KeyPath, above: str = "") -> Iterator[tuple[str, KeyPath]]:
    """Where each dotted key of a setting stands; it may be written in quotes, or as tables within tables."""
    for name, value in given.items():
        dotted, home = f"{above}.{name}" if above else name, (*place, name)
        if isinstance(value, dict):
            yield from _homes(value, home, dotted)
        else:
            yield dotted, home


def _held(dotted: str, value: Any) -> Any:
    key = key_at(key_path(dotted))
    return value if key is None else as_held(key, value)
