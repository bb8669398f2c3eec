"""[[factor]]: what an experiment varies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trustsim.experiment.numbers import DIGITS, canonical
from trustsim.experiment.plan import Factor, Scale
from trustsim.experiment.schema import LEVELS, MOST_STEPS, RANGE, SECTIONS
from trustsim.experiment.settings import of_settings
from trustsim.experiment.sheet import Sheet
from trustsim.experiment.varied import as_held, factor_name, flat, key_path, key_to_vary
from trustsim.scenario.catalogue import Key
from trustsim.scenario.faults import named
from trustsim.scenario.loading import nested
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.wording import figure, listed, quoted

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

_VARIANTS = ("levels", "range", "settings")


def read_factors(sheet: Sheet) -> tuple[Factor, ...]:
    """The factors that are sound; all that is wrong with the others is told."""
    given = sheet.layer.data.get("factor", [])
    if not isinstance(given, list):
        sheet.wrong(("factor",), f"{named(given)}; expected tables, written as [[factor]]")
        return ()
    found: list[tuple[int, Factor]] = []
    for number, value in enumerate(given):
        factor = _factor(sheet, ("factor", number), value)
        if factor is not None:
            found.append((number, factor))
    _apart(sheet, found)
    return tuple(factor for _, factor in found)


def with_usual(factor: Factor, base: Scenario) -> Factor:
    """The factor, with what a scenario has of it: the value of its key, or the setting that it equals."""
    have = values(base)
    if factor.key:
        return replace(factor, usual=have[factor.key])
    same = (level.label for level in factor.levels if all(have[key] == value for key, value in level.sets))
    return replace(factor, usual=next(same, None))


def values(scenario: Scenario) -> dict[str, Any]:
    """Every key by dotted name: numbers as levels have them, policies as they result; the timeline as a whole."""
    plain = scenario.model_dump(mode="json", exclude_none=True)
    plain["process"] |= {name: policy.value for name, policy in scenario.process.policies()._asdict().items()}
    return {name: canonical(value) if isinstance(value, float) else value for name, value in flat(plain)}


def keys_of(factor: Factor) -> set[str]:
    """The scenario keys that a factor sets at one level or another."""
    return {factor.key} if factor.key else {key for level in factor.levels for key, _ in level.sets}


def _factor(sheet: Sheet, place: KeyPath, value: Any) -> Factor | None:
    table = sheet.table(SECTIONS["factor"], value, place)
    if table is None:
        return None
    given = [name for name in _VARIANTS if name in value]
    if len(given) != 1:
        what = f"{listed(given, 'and')} are given" if given else "nothing to vary is given"
        sheet.wrong(place, f"{what}; expected exactly one of {listed(_VARIANTS)}")
        return None
    if "scale" in value and given != ["range"]:
        sheet.wrong((*place, "scale"), f"{given[0]} have no scale; only a range has one")
    if given == ["settings"]:
        return of_settings(sheet, place, table, value)
    key = _key(sheet, place, table, value)
    name = factor_name(sheet, place, table, value)
    if key is None or name is None:
        return None
    if given == ["levels"]:
        return _of_levels(sheet, (*place, "levels"), key, Factor(name, key=key.dotted), table["levels"])
    return _of_range(sheet, place, key, Factor(name, key=key.dotted), table)


def _key(sheet: Sheet, place: KeyPath, table: dict[str, Any], given: dict[str, Any]) -> Key | None:
    """The scenario key that a factor varies."""
    where = (*place, "key")
    if "key" not in table:
        if "key" not in given:
            sheet.wrong(where, "missing; expected a dotted key of a scenario, such as organisation.users")
        return None
    return key_to_vary(sheet, where, table["key"])


def _of_levels(sheet: Sheet, place: KeyPath, key: Key, factor: Factor, given: Any) -> Factor | None:
    """A factor with levels of one key."""
    found = [
        factor.set(as_held(key, value))
        for number, value in enumerate(sheet.array(place, given, LEVELS))
        if sheet.scenario_keys(nested({key.dotted: value}), {key_path(key.dotted): (*place, number)})
    ]
    if not found or len(found) < len(given):
        return None
    labels = [level.label for level in found]
    for number, label in enumerate(labels):
        if label in labels[:number]:
            sheet.wrong((*place, number), f"{quoted(label)} is given twice; expected {LEVELS}")
            return None
    if len(found) < 2:
        sheet.wrong(
            place, f"only {quoted(labels[0])} is given; expected {LEVELS}; a value that never varies goes in set"
        )
        return None
    return replace(factor, levels=tuple(found))


def _of_range(sheet: Sheet, place: KeyPath, key: Key, factor: Factor, table: dict[str, Any]) -> Factor | None:
    """A factor with a range of one key."""
    where = (*place, "range")
    ends = _ends(sheet, where, key, table["range"])
    if ends is None:
        return None
    scale = Scale(table.get("scale", Scale.LINEAR))
    if scale == Scale.LOG and ends[0] <= 0:
        told = f'{figure(ends[0])} has no place on a scale of ratios; expected a low above 0, or scale = "linear"'
        sheet.wrong(where, told)
        return None
    found = replace(factor, low=ends[0], high=ends[1], scale=scale, whole=key.kind == "int")
    if not found.whole and len(found.over(MOST_STEPS)) < MOST_STEPS:
        told = f"{figure(ends[0])} and {figure(ends[1])} are too close together: numbers are kept to {DIGITS} digits"
        sheet.wrong(where, f"{told}; expected ends further apart, or levels")
        return None
    return found


def _ends(sheet: Sheet, where: KeyPath, key: Key, given: Any) -> tuple[float, float] | None:
    """The ends of a range, as designs keep numbers."""
    if key.kind not in ("int", "float"):
        sheet.wrong(where, f"{key.dotted} has no range, but takes {key.expected}; expected levels")
        return None
    if not isinstance(given, list) or len(given) != 2:
        what = f"{len(given)} elements are given" if isinstance(given, list) else named(given)
        sheet.wrong(where, f"{what}; expected {RANGE}")
        return None
    right = [
        sheet.scenario_keys(nested({key.dotted: end}), {key_path(key.dotted): (*where, n)})
        for n, end in enumerate(given)
    ]
    if not all(right):
        return None
    low, high = (float(as_held(key, end)) for end in given)
    if low >= high:
        told = f"{figure(given[0])} is not below {figure(given[1])}"
        told += f" in the first {DIGITS} digits, which are all that is kept" if given[0] < given[1] else ""
        sheet.wrong(where, f"{told}; expected {RANGE}")
        return None
    return low, high


def _apart(sheet: Sheet, found: list[tuple[int, Factor]]) -> None:
    """No two factors have one name, or set one key."""
    names: dict[str, int] = {}
    setters: dict[str, int] = {}
    for number, factor in found:
        if factor.name in names:
            sheet.wrong(
                ("factor", number, "name"),
                f"{quoted(factor.name)} is the name of factor {names[factor.name] + 1} as well; expected another",
            )
        names.setdefault(factor.name, number)
        for key in sorted(keys_of(factor)):
            if key in setters:
                sheet.wrong(
                    ("factor", number),
                    f"{key} is set by factor {setters[key] + 1} as well; expected one factor for each key",
                )
            setters.setdefault(key, number)
