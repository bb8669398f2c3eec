"""What ``trustsim validate`` prints: plain tables that fit a terminal, the same in the documentation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trustsim.validate.limits.case import Outcome
    from trustsim.validate.mechanisms.fit import Fit
    from trustsim.validate.worlds import Look

HELD = {True: "held", False: "NOT HELD"}


def limits(outcomes: Sequence[Outcome]) -> str:
    """Each limit with its cases: expected, observed, interval, held or not; and how many held in all."""
    lines = []
    for limit, cases in groupby(outcomes, key=lambda outcome: outcome.case.limit):
        rows = [_limit(outcome) for outcome in cases]
        lines += [limit, *_aligned(("case", "quantity", "expected", "observed", "interval", ""), rows), ""]
    held = sum(outcome.held for outcome in outcomes)
    exact = sum(outcome.case.is_exact for outcome in outcomes)
    lines.append(
        f"{held} of {len(outcomes)} cases held: {exact} must be exact, {len(outcomes) - exact} within intervals"
    )
    lines.append("that all hold together with a confidence of 99.9 %.")
    return "\n".join(lines) + "\n"


def _limit(outcome: Outcome) -> tuple[str, ...]:
    case, seen = outcome.case, outcome.observed
    interval = "exact" if case.is_exact else f"{seen.low:.4g} to {seen.high:.4g}"
    if case.tolerance:
        interval = f"to {case.tolerance:g}"
    held = HELD[outcome.held]
    return (case.name, case.quantity, f"{case.expected:.4g}", f"{seen.estimate:.4g}", interval, held)


def mechanisms(fits: Sequence[Fit]) -> str:
    """Each mechanism next to what was published, and whether it fits."""
    lines = []
    for mechanism, figures in groupby(fits, key=lambda fit: fit.mechanism):
        rows = [
            (
                fit.figure,
                f"{fit.low:.4g} to {fit.high:.4g}",
                f"{fit.observed:.3g}",
                "fits" if fit.fits else "DOES NOT FIT",
                "fitted" if fit.fitted else "follows",
                fit.standing.value,
                fit.source,
            )
            for fit in figures
        ]
        lines += [mechanism, *_aligned(("figure", "published", "model", "", "", "standing", "source"), rows), ""]
    lines.append(f"{sum(fit.fits for fit in fits)} of {len(fits)} figures fit.")
    return "\n".join(lines) + "\n"


def worlds(looks: Sequence[Look]) -> str:
    """Each figure with its plausible range and what every world has; ``*`` marks what lies outside of it."""
    from trustsim.validate.worlds.figures import FIGURES

    lines = []
    for figure, plausible in FIGURES.items():
        lines.append(f"{plausible.name}: {plausible.low:g} to {plausible.high:g} ({plausible.why})")
        mine = [one for one in looks if one.figure == figure and not math.isnan(one.observed)]
        cells = [f"{one.scenario} {one.observed:.3g}{'' if one.is_plausible else '*'}" for one in mine]
        lines += [*_wrapped(cells), ""]
    outside = [one for one in looks if not one.is_plausible]
    for one in outside:
        why = one.story or "NOT PLAUSIBLE"
        lines.append(f"* {one.scenario}, {FIGURES[one.figure].name}: {one.observed:.3g}; {why}")
    lines.append(
        f"{len(looks)} figures, {len(outside)} outside, {sum(not one.is_right for one in looks)} without a reason."
    )
    return "\n".join(lines) + "\n"


def _wrapped(cells: Sequence[str], width: int = 96) -> list[str]:
    lines, line = [], "  "
    for cell in cells:
        if len(line) + len(cell) > width:
            lines.append(line.rstrip(" ,") + ",")
            line = "  "
        line += f"{cell}, "
    return [*lines, line.rstrip(" ,")]


def _aligned(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell, two spaces apart."""
    table = [heads, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    ]
