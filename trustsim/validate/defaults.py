"""Every default in one table, and the hash by which one can tell whether any of them has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from trustsim.model.process.pipeline import FEWEST_TO_LEARN_FROM
from trustsim.rules import effort, experience
from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.process import PRESETS
from trustsim.scenario.wording import figure
from trustsim.validate.plausible import ALTERNATIVES, CHOSEN, plausible, standing
from trustsim.vocabulary import FixCost, NoiseLaw

_NO_DEFAULTS = ("story", "timeline")
_OPENING = """\
# Defaults

Every number that a scenario file can set, and below those that none can: its default, the range over which it is to be
examined, where it comes from and how well it is known. *Checked* was read in the source, *derived* was computed from
published data, *memory* is cited from memory, *contested* is a choice on which published work disagrees, and everything
else is an *assumption*. Where no range is given, the number shapes a house or a story, or it is uncertain and was not
examined. What each key means, and what a file may say, is in [the reference of scenario files](scenario.md); how
mechanisms compare with data, in [the validation of the model](../explanation/validation.md).

Hash of all defaults, the presets and the constants of the rules: `{hash}` (`trustsim validate --defaults`).
"""
_CONSTANTS = """
## What no file can set

| Number | Value | Standing | Source |
| --- | --- | --- | --- |
| log-odds of a good outcome: nothing right | {intercept} | derived | vignettes of Milis (PhD) |
| and added by on time, on budget, to spec, need fit, benefit | {weights} | derived | the same; to spec is weak |
{curves}| Pareto law of effort: least and most, over the estimate | {least}, {most} | assumption | assumption |
| releases before plans learn from how they turned out | {releases} | assumption | assumption |
"""
_CURVES = {
    FixCost.FLAT: ("derived", "Menzies et al. 2016 found no rise"),
    FixCost.MODERATE: ("assumption", "between the two others"),
    FixCost.BOEHM: ("memory", "Boehm 1981"),
}
_COLUMNS = ("Key", "Default", "Examined from", "to", "Standing", "Source")


def keys() -> Iterator[Key]:
    """Every key that a run depends on, in the order of the scenario file."""
    for name, group in groups().items():
        if name not in _NO_DEFAULTS:
            yield from (key for key in group.keys.values() if key.dotted != "run.seed")


def digest() -> str:
    """SHA-256 of every default, of the presets and of the constants of the rules, as 64 hexadecimal digits."""
    lines = [f"{key.dotted} = {key.default!s}" for key in keys()]
    lines += [f"{preset.value} = {', '.join(one.value for one in policies)}" for preset, policies in PRESETS.items()]
    weights = (experience.INTERCEPT, experience.ON_TIME, experience.ON_BUDGET, experience.TO_SPEC)
    lines.append(f"outcome = {(*weights, experience.NEED_FIT, experience.BENEFIT)}")
    lines += [f"{curve.value} = {factors}" for curve, factors in effort.FIX_FACTORS.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def markdown() -> str:
    """The page of all defaults."""
    ranges = plausible()
    rows = [_COLUMNS, tuple("---" for _ in _COLUMNS), *(_row(key, ranges) for key in keys())]
    return _OPENING.format(hash=digest()) + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows) + _constants()


def _constants() -> str:
    weights = (experience.ON_TIME, experience.ON_BUDGET, experience.TO_SPEC, experience.NEED_FIT, experience.BENEFIT)
    curves = [
        f"| cost of a fix by phase, `{curve.value}` | {_listed(effort.FIX_FACTORS[curve])} | {' | '.join(known)} |\n"
        for curve, known in _CURVES.items()
    ]
    least, most = (effort.effort_ratio(u, NoiseLaw.PARETO, 0.0, 1.0) for u in (0.0, 1.0))
    return _CONSTANTS.format(
        intercept=figure(experience.INTERCEPT),
        weights=_listed(weights),
        curves="".join(curves),
        least=figure(least),
        most=figure(most),
        releases=FEWEST_TO_LEARN_FROM,
    )


def _listed(values: Iterable[float]) -> str:
    return ", ".join(figure(value) for value in values)


def _row(key: Key, ranges: dict[str, tuple[float, float]]) -> tuple[str, ...]:
    low = high = ""
    if key.dotted in ranges:
        low, high = (figure(bound) for bound in ranges[key.dotted])
    elif key.dotted in ALTERNATIVES:
        low, high = ", ".join(f"`{word}`" for word in ALTERNATIVES[key.dotted]), ""
    return (f"`{key.dotted}`", _default(key), low, high, standing(key), CHOSEN.get(key.dotted, key.source))


def _default(key: Key) -> str:
    if key.default is None:
        return key.left_out
    return figure(key.default) if key.kind in ("int", "float") else f"`{str(key.default).lower()}`"
