"""What ``trustsim validate`` prints: plain tables that fit a terminal, the same in the documentation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from trustsim.vocabulary import TrustRule

if TYPE_CHECKING:
    from trustsim.statistics.intervals import Interval
    from trustsim.validate.facts import Seen, Told
    from trustsim.validate.limits.case import Outcome
    from trustsim.validate.mechanisms.fit import Fit
    from trustsim.validate.patterns.scorecard import Depth, Score
    from trustsim.validate.worlds import Look

WIDTH = 100
BRIEF = 50
"""Of a claim in a line with other things."""
HELD = {True: "held", False: "NOT HELD"}


def limits(outcomes: Sequence[Outcome]) -> str:
    """Each limit with its cases: expected, observed, interval, held or not; and how many held in all."""
    lines = []
    heads = ("", "expected", "observed", "interval", "")
    for limit, cases in groupby(outcomes, key=lambda outcome: outcome.case.limit):
        lines.append(limit)
        by_quantity = sorted(cases, key=lambda outcome: outcome.case.quantity)  # stable: cases stay in their order
        for quantity, found in groupby(by_quantity, key=lambda outcome: outcome.case.quantity):
            lines += [f"  {quantity}", *_aligned(heads, [_limit(outcome) for outcome in found])]
        lines.append("")
    held = sum(outcome.held for outcome in outcomes)
    exact = sum(outcome.case.is_exact for outcome in outcomes)
    lines.append(
        f"{held} of {len(outcomes)} cases held: {exact} must be exact, {len(outcomes) - exact} lie within intervals"
    )
    lines.append("that all hold together with a confidence of 99.9 %.")
    return "\n".join(lines) + "\n"


def _limit(outcome: Outcome) -> tuple[str, ...]:
    case, seen = outcome.case, outcome.observed
    interval = "exact" if case.is_exact else f"{seen.low:.4g} to {seen.high:.4g}"
    if case.tolerance:
        interval = f"to {case.tolerance:g}"
    return (f"  {case.name}", f"{case.expected:.4g}", f"{seen.estimate:.4g}", interval, HELD[outcome.held])


def mechanisms(fits: Sequence[Fit]) -> str:
    """Each mechanism next to what was published, whether it fits, and who published it."""
    lines = []
    for mechanism, figures in groupby(fits, key=lambda fit: fit.mechanism):
        mine = list(figures)
        rows = [_mechanism(fit) for fit in mine]
        lines += [mechanism, *_aligned(("", "published", "model", "", ""), rows)]
        lines += [f"  {source}" for source in dict.fromkeys(f"{fit.source} ({fit.standing.value})" for fit in mine)]
        lines.append("")
    fitted, follow = [fit for fit in fits if fit.fitted], [fit for fit in fits if not fit.fitted]
    lines.append(f"{_fitting(fitted)} that were set after the data fit; {_fitting(follow)} that follow from others do.")
    return "\n".join(lines) + "\n"


def _fitting(fits: Sequence[Fit]) -> str:
    return f"{sum(fit.fits for fit in fits)} of {len(fits)} figures"


def _mechanism(fit: Fit) -> tuple[str, ...]:
    verdict = "fits" if fit.fits else "DOES NOT FIT"
    published = f"{fit.low:.4g} to {fit.high:.4g}"
    return (f"  {fit.figure}", published, f"{fit.observed:.3g}", verdict, "fitted" if fit.fitted else "follows")


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
        told = f"* {one.scenario}, {FIGURES[one.figure].name}: {one.observed:.3g}; {why}"
        lines += wrap(told, WIDTH, subsequent_indent="  ")
    seen = sum(not math.isnan(one.observed) for one in looks)
    lines.append(f"{seen} figures, {len(outside)} outside, {sum(not one.is_right for one in looks)} without a reason.")
    return "\n".join(lines) + "\n"


def scorecard(scores: Sequence[Score], depth: Depth) -> str:
    """Each claim with its verdict and robustness, and each criterion with its effect; all at a glance stand below."""
    from trustsim.validate.patterns.pattern import Verdict

    lines = [line for score in scores for line in _score(score)]
    lines += _aligned(("", "verdict", "points", "rules", "", "claim"), [_glance(score) for score in scores])
    said = [score.verdict for score in scores]
    counts = ", ".join(f"{said.count(verdict)} {verdict.value}" for verdict in Verdict)
    lines += ["", f"{len(scores)} claims: {counts}. Means of pairs of runs with 95 % intervals."]
    lines += wrap(
        f"{depth.pairs} pairs for the verdict; {depth.points} points of a Latin hypercube over the plausible ranges, "
        f"{depth.pairs_a_point} each; {depth.pairs_a_rule} under each rule of trust. Points and rules count where the "
        "means of all criteria lie above their bars; points at which a figure cannot be had are left out. (+) marks "
        "what was in part put into the model.",
        WIDTH,
    )
    return "\n".join(lines) + "\n"


def _score(score: Score) -> list[str]:
    """A claim, what of it was assumed, and its criteria with their effects."""
    lines = wrap(f"{score.pattern.number}. {score.pattern.claim}", WIDTH, subsequent_indent="    ")
    lines.append(f"    {score.verdict.value.upper()}; means point so at {_points(score)} points, under {_rules(score)}")
    if score.pattern.assumed:
        lines += wrap(f"Assumed: {score.pattern.assumed}", WIDTH, initial_indent="    ", subsequent_indent="    ")
    for finding, over in zip(score.findings, score.over_ranges, strict=True):
        lines += wrap(finding.criterion.says, WIDTH, initial_indent="    ", subsequent_indent="    ")
        effects = f"{_between(finding.effect)}; over the ranges {_between(over)}"
        lines.append(f"        {finding.verdict.value:11}  {effects}")
    return [*lines, ""]


def _glance(score: Score) -> tuple[str, ...]:
    assumed = "(+)" if score.pattern.assumed else ""
    claim = shorten(score.pattern.claim, BRIEF, placeholder=" …")
    return (str(score.pattern.number), score.verdict.value, _points(score), str(len(score.rules)), assumed, claim)


def _points(score: Score) -> str:
    return f"{score.held_at} of {score.looked_at}" if score.looked_at else "no"


def _rules(score: Score) -> str:
    return f"{len(score.rules)} of {len(TrustRule)} rules of trust"


def _between(found: Interval) -> str:
    return f"{_signed(found.estimate)} ({_signed(found.low)} to {_signed(found.high)})"


def facts(told: Sequence[Told]) -> str:
    """Each fact under both process models, with 95 % intervals over runs."""
    rows = [(one.name, _seen(one.contract), _seen(one.partnership)) for one in told]
    lines = [
        *_aligned(("fact", "contract", "partnership"), rows),
        "",
        "k/n: from k of n runs; in the others it cannot be had.",
    ]
    return "\n".join(lines) + "\n"


def _seen(found: Seen) -> str:
    """The interval, and in how many runs the fact could be had, where not in all."""
    mean = found.mean
    if not found.runs:
        return "none"
    if found.runs == 1:
        return f"{mean.estimate:.3g} 1/{found.of}"
    few = f" {found.runs}/{found.of}" if found.runs < found.of else ""
    return f"{mean.estimate:.3g} ({mean.low:.3g} to {mean.high:.3g}){few}"


def _signed(value: float) -> str:
    return "?" if math.isnan(value) or math.isinf(value) else f"{value:+.3g}"


def _wrapped(cells: Sequence[str], width: int = WIDTH) -> list[str]:
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
