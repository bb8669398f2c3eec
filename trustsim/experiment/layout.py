"""[design]: how the points are laid out, and whether that can be done with these factors."""

from __future__ import annotations

from typing import Any

from trustsim.experiment.balance import check_balance
from trustsim.experiment.design import count
from trustsim.experiment.plan import Design, DesignKind, Factor, Value
from trustsim.experiment.schema import MOST_POINTS, POINTS, TAKERS, USUAL_SAMPLES, USUAL_STEPS, takers
from trustsim.experiment.sheet import Sheet, fits, one_of
from trustsim.experiment.varied import as_held
from trustsim.scenario.catalogue import key_at
from trustsim.scenario.faults import named, wrong_value
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.wording import figure, listed, quoted

LEAST_FACTORS = {DesignKind.SOBOL: 2, DesignKind.MORRIS: 2, DesignKind.LHS: 1, DesignKind.OFAT: 1, DesignKind.LIST: 1}


def read_design(sheet: Sheet, factors: tuple[Factor, ...]) -> Design:
    """The design, with what is usual for its kind where nothing is said; problems are told."""
    table = sheet.section("design") or {}
    kind = DesignKind(table.get("kind", DesignKind.GRID))
    for name in TAKERS:
        if name in table and kind not in TAKERS[name]:
            sheet.wrong(("design", name), f'kind = "{kind}" takes no {name}; only {takers(name)}')
    if kind == DesignKind.SOBOL:
        _power_of_two(sheet, table)
    if kind == DesignKind.MORRIS:
        _trajectories(sheet, table)
    points = _points(sheet, table, factors) if kind == DesignKind.LIST else ()
    plan = Design(
        kind,
        samples=table.get("samples", USUAL_SAMPLES.get(kind, Design.samples)),
        steps=table.get("steps", USUAL_STEPS.get(kind, Design.steps)),
        second_order=table.get("second_order", False),
        points=points,
        seed=table.get("seed", Design.seed),
    )
    _size(sheet, plan, factors)
    check_balance(sheet, plan, factors)
    return plan


def _power_of_two(sheet: Sheet, table: dict[str, Any]) -> None:
    samples = table.get("samples", 2)
    if samples & (samples - 1):
        below = 1 << (samples.bit_length() - 1)
        sheet.wrong(
            ("design", "samples"),
            f"{samples} is no power of two, which a Sobol sequence asks for; did you mean {below} or {2 * below}?",
        )


def _trajectories(sheet: Sheet, table: dict[str, Any]) -> None:
    if table.get("samples", 2) < 2:
        sheet.wrong(("design", "samples"), "1 trajectory tells no spread; expected 2 or more")
    if (steps := table.get("steps", 2)) % 2:
        sheet.wrong(("design", "steps"), f"{steps} is odd; expected an even number of levels for morris")


def _size(sheet: Sheet, plan: Design, factors: tuple[Factor, ...]) -> None:
    """Whether there are factors enough for the design, and not too many points."""
    given = _given(sheet)
    least = LEAST_FACTORS.get(plan.kind, 0)
    if given < least and isinstance(sheet.layer.data.get("factor", []), list):
        have = "1 [[factor]] is" if given else "no [[factor]] is"
        sheet.wrong(("design", "kind"), f'{have} given; expected at least {least} for kind = "{plan.kind}"')
    points = count(plan, factors)
    if points > MOST_POINTS:
        sheet.wrong(
            ("design",),
            f"{points:,} points ({_product(plan, factors)}); expected at most {MOST_POINTS:,}: fewer levels, steps, "
            "samples or factors, or a design that does not try everything with everything, such as lhs",
        )


def _given(sheet: Sheet) -> int:
    """How many factors the file has, sound or not."""
    given = sheet.layer.data.get("factor", [])
    return len(given) if isinstance(given, list) else 1


def _product(plan: Design, factors: tuple[Factor, ...]) -> str:
    if plan.kind == DesignKind.GRID:
        return " x ".join(str(len(factor.over(plan.steps))) for factor in factors)
    return f"{plan.samples:,} samples of {len(factors)} factors"


def _points(sheet: Sheet, table: dict[str, Any], factors: tuple[Factor, ...]) -> tuple[dict[str, Value], ...]:
    where: KeyPath = ("design", "points")
    if "points" not in table:
        sheet.wrong(where, f"missing; expected {POINTS}")
        return ()
    found: list[dict[str, Value]] = []
    for number, given in enumerate(sheet.array(where, table["points"], POINTS)):
        if not isinstance(given, dict):
            sheet.wrong((*where, number), f"{named(given)}; expected a table such as {{ {_example(factors)} }}")
            continue
        point = _point(sheet, (*where, number), given, factors)
        if point is not None and point in found:
            sheet.wrong(
                (*where, number), f"is the same as point {found.index(point) + 1}; expected each point only once"
            )
        elif point is not None:
            found.append(point)
    return tuple(found)


def _point(sheet: Sheet, place: KeyPath, given: dict[str, Any], factors: tuple[Factor, ...]) -> dict[str, Value] | None:
    """The labels of a point by factor; None where any is wrong."""
    if len(factors) < _given(sheet):
        return None  # a factor is wrong, and was told
    names = [factor.name for factor in factors]
    right = True
    for name in given:
        if name not in names:
            sheet.wrong((*place, name), f"unknown factor; {one_of(names, name)}")
            right = False
    point: dict[str, Value] = {}
    for factor in factors:
        if factor.name not in given:
            sheet.wrong(place, f"{factor.name} is missing; expected a level of every factor")
        elif (label := _label(sheet, (*place, factor.name), factor, given[factor.name])) is not None:
            point[factor.name] = label
    return point if right and len(point) == len(factors) else None


def _label(sheet: Sheet, place: KeyPath, factor: Factor, value: Any) -> Value | None:
    if factor.levels:
        labels = [level.label for level in factor.levels]
        for label in labels:
            if label == value and isinstance(label, bool) == isinstance(value, bool):
                return label
        sheet.wrong(place, f"{quoted(value)} is no level of {factor.name}; expected {listed(map(quoted, labels))}")
        return None
    key = key_at(tuple(factor.key.split(".")))
    assert key is not None  # a range is of a known key
    if not fits(key, value):
        sheet.wrong(place, wrong_value(key, value))
    elif not factor.low <= value <= factor.high:
        sheet.wrong(
            place,
            f"{quoted(value)} lies outside of the range; expected {figure(factor.low)} to {figure(factor.high)}",
        )
    else:
        return as_held(key, value)
    return None


def _example(factors: tuple[Factor, ...]) -> str:
    return ", ".join(f"{quoted(factor.name)} = {quoted(factor.over(2)[0].label)}" for factor in factors[:2])
