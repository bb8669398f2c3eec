"""Worlds compared, measure by measure: paired differences, how sure they are, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from trustsim.compare.pairs import Numbers, Pairs
from trustsim.compare.precision import Watched
from trustsim.compare.verdict import Verdict, judge, judge_alike, most_unlike, usual_margin
from trustsim.compare.worlds import World, same_scenario
from trustsim.draws import Resampling, generator
from trustsim.measures.responses import Response, response
from trustsim.statistics.alike import may_be_unlike, values_needed
from trustsim.statistics.bounds import Bounds
from trustsim.statistics.effects import (
    holm,
    paired_effect,
    pooled_deviation,
    pooled_effect,
    t_test,
    variance_reduction,
)
from trustsim.statistics.intervals import (
    Interval,
    bootstrap_interval,
    mean_interval,
    share_interval,
    standard_deviation,
    unknown,
)
from trustsim.statistics.needed import half_width_needed, runs_needed, t_reach
from trustsim.statistics.sequence import sequence_interval, sequence_reach

FIGURES = 12
"""Significant figures of a measure to which differences are taken: what is left of two sums below them is rounding."""


@dataclass(frozen=True)
class Finding:
    """One measure of one world beside the reference; differences are world less reference.

    Attributes:
        response: what is measured.
        pairs: number of pairs in which both worlds have it.
        dropped: number of pairs in which one of them has not.
        reference: mean of the reference over these pairs, with its interval by t, which lies where the measure can.
        world: mean of the world, likewise.
        difference: mean paired difference, with the interval that the verdict goes by. Where all differences are
            alike there is none, unless the worlds are the same scenario: then it is 0, and known to be.
        by_t: the same by Student's t, for a number of pairs fixed beforehand; of shares it lies from -1 to 1.
        by_bootstrap: the same by the bootstrap.
        bootstrap: its method: ``BCa``, ``percentile`` or, where there is no interval, ``none``.
        may_differ: where all differences are alike, up to what share of further ones may not be, with 95 %
            confidence; 0 where the worlds are the same scenario, NaN where the differences are not alike.
        wins: pairs in which the world is better (where neither can be said: higher).
        ties: pairs without a difference.
        beats: the probability of that, ties half, with its interval by Wilson's score.
        deviation: standard deviation of the paired differences.
        spread: pooled standard deviation over the runs of a world.
        effect_paired: d_z, the difference in standard deviations of paired differences.
        effect_pooled: d, the difference in standard deviations of unpaired runs.
        reduction: how many times pairing has reduced the variance of the difference.
        p: two-sided p-value of no difference, by t.
        p_holm: the same, adjusted by Holm's rule for all measures of this world.
        margin: a difference within it counts as none.
        verdict: in one word.
        more_pairs: about how many more pairs it takes to tell; 0 where it can be told, infinite where no
            number will do, NaN where that cannot be estimated.
    """

    response: Response
    pairs: int
    dropped: int
    reference: Interval
    world: Interval
    difference: Interval
    by_t: Interval
    by_bootstrap: Interval
    bootstrap: str
    may_differ: float
    wins: int
    ties: int
    beats: Interval
    deviation: float
    spread: float
    effect_paired: float
    effect_pooled: float
    reduction: float
    p: float
    p_holm: float
    margin: float
    verdict: Verdict
    more_pairs: float

    @property
    def alike(self) -> bool:
        """Whether all differences are one number."""
        return not math.isnan(self.may_differ)


@dataclass(frozen=True)
class Comparison:
    """Two worlds or more, compared with the first of them.

    Attributes:
        worlds: the reference first.
        seeds: of the pairs.
        measures: names, the headline first.
        findings: for each further world, a finding a measure.
        watched: how the precision was reached; None where the number of pairs was fixed beforehand.
    """

    worlds: tuple[World, ...]
    seeds: list[int]
    measures: tuple[str, ...]
    findings: tuple[tuple[Finding, ...], ...]
    watched: Watched | None = None


def compare(
    pairs: Pairs, measures: Sequence[str], margins: Mapping[str, float] | None = None, watched: Watched | None = None
) -> Comparison:
    """Compare each world with the first one.

    Args:
        pairs: the runs.
        measures: names of responses, the headline first.
        margins: by name, differences that count as none; else ``usual_margin``.
        watched: how the number of pairs came about, where it was not fixed beforehand. The intervals of differences
            are then those of a confidence sequence.

    Raises:
        InputError: there is no such response.
    """
    findings = tuple(
        _jointly([_finding(pairs, world, name, (margins or {}).get(name), watched) for name in measures])
        for world in range(1, len(pairs.worlds))
    )
    return Comparison(pairs.worlds, pairs.seeds, tuple(measures), findings, watched)


def complete(pairs: Pairs, world: int, measure: str) -> tuple[Numbers, Numbers]:
    """A measure of the reference and of a world, in the pairs in which both have it."""
    reference, other = pairs.values(0, measure), pairs.values(world, measure)
    both = ~(np.isnan(reference) | np.isnan(other))
    return reference[both], other[both]


def differences(pairs: Pairs, world: int, measure: str) -> Numbers:
    """Paired differences of a measure, world less reference; NaN in pairs in which one of them has none."""
    return _less(pairs.values(world, measure), pairs.values(0, measure))


def _less(other: Numbers, reference: Numbers) -> Numbers:
    """Differences, less what is rounding: so those that should be alike are."""
    scales = np.maximum(np.abs(other), np.abs(reference)).tolist()
    taken = zip((other - reference).tolist(), scales, strict=True)
    return np.array([round(one, FIGURES - math.ceil(math.log10(scale))) if scale > 0 else one for one, scale in taken])


class _Estimates(NamedTuple):
    """The part of a finding that says how large the difference is, and how sure that is."""

    difference: Interval
    by_t: Interval
    by_bootstrap: Interval
    bootstrap: str
    may_differ: float


def _estimates(differences: Numbers, same: bool, seed: int, watched: Watched | None, bounds: Bounds) -> _Estimates:
    may_differ = may_be_unlike(differences)
    if not math.isnan(may_differ):
        known = same and not differences.any()
        found = Interval(0.0, 0.0, 0.0) if known else unknown(float(differences[0]))
        return _Estimates(found, found, found, "none", 0.0 if known else may_differ)
    by_t = mean_interval(differences, bounds=bounds)
    by_bootstrap, method = bootstrap_interval(differences, generator(seed, Resampling.BOOTSTRAP))
    told = by_t if watched is None else sequence_interval(differences, bounds=bounds)
    return _Estimates(told, by_t, by_bootstrap, method, math.nan)


def _finding(pairs: Pairs, world: int, measure: str, margin: float | None, watched: Watched | None) -> Finding:
    about = response(measure)
    reference, other = complete(pairs, world, measure)
    differences, number = _less(other, reference), len(reference)
    same = same_scenario(pairs.worlds[0], pairs.worlds[world])
    within = about.bounds.of_difference
    sure = _estimates(differences, same, pairs.seeds[0], watched, within)
    mean = mean_interval(reference, bounds=about.bounds)
    margin = usual_margin(about, mean.estimate) if margin is None else margin
    wins, ties = int(np.sum(differences * (about.better or 1) > 0)), int(np.sum(differences == 0))
    verdict = _verdict(sure, margin, about.better)
    return Finding(
        response=about,
        pairs=number,
        dropped=len(pairs) - number,
        reference=mean,
        world=mean_interval(other, bounds=about.bounds),
        **sure._asdict(),
        wins=wins,
        ties=ties,
        beats=share_interval((wins + ties / 2) / max(number, 1), number),
        deviation=standard_deviation(differences),
        spread=pooled_deviation(reference, other),
        effect_paired=paired_effect(differences),
        effect_pooled=pooled_effect(reference, other),
        reduction=variance_reduction(reference, other, differences),
        p=t_test(differences, within),
        p_holm=math.nan,
        margin=margin,
        verdict=verdict,
        more_pairs=0.0 if verdict != Verdict.CANNOT_TELL else _more_pairs(differences, margin, len(pairs), watched),
    )


def _verdict(sure: _Estimates, margin: float, better: int) -> Verdict:
    if math.isnan(sure.may_differ):
        return judge(sure.difference, margin, better)
    return judge_alike(sure.difference.estimate, sure.may_differ, margin, better)


def _more_pairs(differences: Numbers, margin: float, pairs: int, watched: Watched | None) -> float:
    """About how many more it takes, if the differences go on as they were, the missing ones among them."""
    number = len(differences)
    if number < 2:
        return math.nan
    mean, deviation = float(differences.mean()), standard_deviation(differences)
    if deviation == 0:
        needed = float(values_needed(differences, most_unlike(float(differences[0]), margin)))
    else:
        reach = t_reach if watched is None else sequence_reach
        needed = runs_needed(deviation, half_width_needed(mean, margin), reach=reach)
    return max(1.0, needed * pairs / number - pairs)


def _jointly(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    adjusted = holm([finding.p for finding in findings])
    return tuple(replace(finding, p_holm=p) for finding, p in zip(findings, adjusted, strict=True))
