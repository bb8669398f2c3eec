"""The scorecard: every pattern over pairs of runs, over the plausible ranges, and under every rule of trust."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from trustsim.run.pool import workers
from trustsim.statistics.intervals import Interval, mean_interval, unknown
from trustsim.validate.patterns import PATTERNS
from trustsim.validate.patterns.hypercube import points
from trustsim.validate.patterns.kept import Kept, Values
from trustsim.validate.patterns.lived import Lived, Settings, World, live
from trustsim.validate.patterns.pattern import Finding, Pattern, Verdict, verdict
from trustsim.vocabulary import TrustRule


class Depth(NamedTuple):
    """How much is run.

    Attributes:
        pairs: seeds of the verdict, from 1 on.
        points: points of a Latin hypercube over the plausible ranges.
        pairs_a_point: seeds at each.
        pairs_a_rule: seeds under each rule of trust.
    """

    pairs: int
    points: int
    pairs_a_point: int
    pairs_a_rule: int


FULL = Depth(40, 200, 1, 10)
QUICK = Depth(6, 6, 1, 1)


@dataclass(frozen=True)
class Score:
    """What came out of one pattern.

    Attributes:
        pattern: which.
        findings: one a criterion.
        over_ranges: the mean figure of each criterion over all points of the plausible ranges, with its interval;
            luck averages out of it, as it does not out of ``held_at``.
        held_at: at how many points of the plausible ranges the means of all criteria lie above their bars.
        looked_at: at how many points that could be seen.
        rules: under which rules of trust they do.
    """

    pattern: Pattern
    findings: tuple[Finding, ...]
    over_ranges: tuple[Interval, ...]
    held_at: int
    looked_at: int
    rules: tuple[TrustRule, ...]

    @property
    def verdict(self) -> Verdict:
        """Held, not held or cannot tell."""
        return verdict(self.findings)


class Ask(NamedTuple):
    """The runs of one seed in every world, with what lies below the settings of the patterns."""

    seed: int
    below: Settings


def asks(depth: Depth) -> tuple[list[Ask], list[list[Ask]], list[list[Ask]]]:
    """For the verdict, for each point of the plausible ranges, and under each rule of trust."""
    pairs = [Ask(seed, {}) for seed in range(1, depth.pairs + 1)]
    spread = [[Ask(seed, point) for seed in range(1, depth.pairs_a_point + 1)] for point in points(depth.points)]
    rules = [
        [Ask(seed, {"trust": {"rule": rule.value}}) for seed in range(1, depth.pairs_a_rule + 1)] for rule in TrustRule
    ]
    return pairs, spread, rules


def score(
    depth: Depth,
    jobs: int,
    on_done: Callable[[int], object] | None = None,
    patterns: Sequence[Pattern] | None = None,
    keep: Path | None = None,
) -> list[Score]:
    """Score patterns.

    Args:
        depth: how much is run.
        jobs: processes; what comes out does not depend on it.
        on_done: called with the number of seeds that are done, of all that ``asks`` names.
        patterns: which of them; all if None.
        keep: a file that takes every result as it comes, and from which an earlier, stopped one goes on.
    """
    patterns = PATTERNS if patterns is None else patterns
    pairs, spread, rules = asks(depth)
    everything = [*pairs, *(ask for point in spread for ask in point), *(ask for rule in rules for ask in rule)]
    numbers = tuple(pattern.number for pattern in patterns)
    calls = [(*ask, numbers) for ask in everything]
    kept = Kept(keep)
    _run([call for call in calls if call not in kept], kept, jobs, on_done, len(calls))
    taken = iter([kept[call] for call in calls])
    base = [next(taken) for _ in pairs]
    at_points = [[next(taken) for _ in point] for point in spread]
    under_rules = [[next(taken) for _ in rule] for rule in rules]
    return [_score(place, pattern, base, at_points, under_rules) for place, pattern in enumerate(patterns)]


def _run(
    calls: list[tuple[Any, ...]], kept: Kept, jobs: int, on_done: Callable[[int], object] | None, total: int
) -> None:
    """Do what is missing, a few at a time, and keep it."""
    tell = on_done or (lambda _: None)
    tell(total - len(calls))
    with workers(jobs) as call:
        for first in range(0, len(calls), jobs):
            some = calls[first : first + jobs]
            kept.add(some, call(values, some, None))
            tell(total - len(calls) + first + len(some))


def values(seed: int, below: Settings, numbers: tuple[int, ...]) -> Values:
    """The figures of all criteria of some patterns, from one run of each of their worlds.

    Where a world cannot be, as with ranges that do not go together, they are NaN.
    """
    runs: dict[str, Lived | None] = {}
    found = []
    for pattern in PATTERNS:
        if pattern.number not in numbers:
            continue
        for world in pattern.worlds.values():
            if world.identity not in runs:
                runs[world.identity] = _live(world, seed, below)
        mine = {name: runs[world.identity] for name, world in pattern.worlds.items()}
        lived = {name: run for name, run in mine.items() if run is not None}
        known = len(lived) == len(mine)
        found.append([criterion.of(lived) if known else math.nan for criterion in pattern.criteria])
    return found


def _live(world: World, seed: int, below: Settings) -> Lived | None:
    try:
        return live(world, seed, below)
    except ValidationError:
        return None


def _score(
    place: int, pattern: Pattern, base: list[Values], at_points: list[list[Values]], under_rules: list[list[Values]]
) -> Score:
    findings = tuple(_findings(pattern, [one[place] for one in base]))
    spread = [_findings(pattern, [one[place] for one in point]) for point in at_points]
    seen = [point for point in spread if all(finding.pairs for finding in point)]
    over = tuple(_mean([point[number].effect.estimate for point in spread]) for number in range(len(findings)))
    rules = [
        rule
        for rule, runs in zip(TrustRule, under_rules, strict=True)
        if _points_up(_findings(pattern, [one[place] for one in runs]))
    ]
    return Score(pattern, findings, over, sum(map(_points_up, seen)), len(seen), tuple(rules))


def _findings(pattern: Pattern, rows: Sequence[Sequence[float]]) -> list[Finding]:
    found = []
    for place, criterion in enumerate(pattern.criteria):
        known = _known([row[place] for row in rows])
        found.append(Finding(criterion, _mean(known), len(known)))
    return found


def _mean(values: Sequence[float]) -> Interval:
    known = _known(values)
    return mean_interval(known) if known else unknown()


def _known(values: Sequence[float]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _points_up(findings: Sequence[Finding]) -> bool:
    return all(finding.points_up for finding in findings)
