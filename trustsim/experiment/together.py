"""What must hold between the parts of an experiment that are each right by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trustsim.experiment.design import count
from trustsim.experiment.factors import keys_of, values, with_usual
from trustsim.experiment.plan import Base, DesignKind, Experiment, Factor, Level
from trustsim.experiment.schema import FOLLOWED, LARGEST_SEED
from trustsim.experiment.sheet import Sheet
from trustsim.scenario.feasible import findings
from trustsim.scenario.loading import merged, nested
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import figure, listed, quoted


def check_together(sheet: Sheet, experiment: Experiment) -> None:
    """Tell of seeds that run out, of levels that no base admits, and of a centre that bases do not share."""
    _seeds(sheet, experiment)
    _followed(sheet, experiment)
    bases = [(base, base.scenario.model_dump(mode="json", exclude_none=True)) for base in experiment.bases]
    for number, factor in enumerate(experiment.factors):
        place: KeyPath = ("factor", number)
        if experiment.design.kind == DesignKind.OFAT:
            _centre(sheet, place, factor, experiment.bases)
        others = {key for other in experiment.factors if other is not factor for key in keys_of(other)}
        for where, level in _ends(factor, place):
            _admitted(sheet, where, level, bases, others)


def _seeds(sheet: Sheet, experiment: Experiment) -> None:
    points = 1 if experiment.common else count(experiment.design, experiment.factors)
    last = experiment.first_seed + points * experiment.replications - 1
    if last > LARGEST_SEED:
        sheet.wrong(("runs", "first_seed"), f"the last run would have seed {last}; expected at most {LARGEST_SEED}")


def _followed(sheet: Sheet, experiment: Experiment) -> None:
    """What is followed over time are the indices of factors, which not every design has."""
    kind = experiment.design.kind
    if experiment.over_time and kind not in FOLLOWED:
        sheet.wrong(
            ("measures", "over_time"),
            f'a design of kind = "{kind}" has no indices to follow over time; expected none, or kind = '
            f"{listed([quoted(one.value) for one in FOLLOWED])}",
        )
    elif experiment.over_time and not experiment.factors:
        sheet.wrong(("measures", "over_time"), "no [[factor]] is given whose share could be followed; expected none")


def _ends(factor: Factor, place: KeyPath) -> Iterator[tuple[KeyPath, Level]]:
    """The levels of a factor, or both ends of its range, with their places in the file."""
    if not factor.levels:
        low, high = factor.over(2)
        yield from (((*place, "range", 0), low), ((*place, "range", 1), high))
    for number, level in enumerate(factor.levels):
        yield (*place, *(("levels", number) if factor.key else ("settings", str(level.label)))), level


def _admitted(
    sheet: Sheet, place: KeyPath, level: Level, bases: list[tuple[Base, dict[str, Any]]], others: set[str]
) -> None:
    """What a level makes of a base, where no other factor has a say in it."""
    own = {key.split(".")[0] if key.startswith("timeline") else key for key, _ in level.sets}
    for base, plain in bases:
        changed = Scenario.model_validate(merged((plain, nested(dict(level.sets)))))
        for finding in findings(changed):
            keys = {_dotted(key) for key in finding.keys}
            if keys & own and not keys & others:
                sheet.wrong(place, f"in {base.label}: {finding.message}")


def _dotted(key: KeyPath) -> str:
    return "timeline" if key[0] == "timeline" else ".".join(str(part) for part in key)


def _centre(sheet: Sheet, place: KeyPath, factor: Factor, bases: tuple[Base, ...]) -> None:
    """One-factor-at-a-time designs start from what is usual, which all bases must share."""
    usual = {base.label: with_usual(factor, base.scenario).usual for base in bases}
    if len(set(usual.values())) > 1:
        told = ", ".join(f"{label} has {quoted(value)}" for label, value in usual.items())
        sheet.wrong(place, f"{told}; expected bases that share what an ofat design starts from")
    have = values(bases[0].scenario).get(factor.key)
    if not factor.levels and have is not None and not factor.low <= have <= factor.high:
        sheet.wrong(
            (*place, "range"),
            f"{quoted(have)}, from which an ofat design starts, lies outside of {figure(factor.low)} to "
            f"{figure(factor.high)}; expected a range that holds it",
        )
