"""What can be said of an experiment before it is run: what it will not be able to tell, and what would be enough."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby

from trustsim.experiment.design import count
from trustsim.experiment.factors import keys_of, values
from trustsim.experiment.plan import Base, DesignKind, Experiment, Factor
from trustsim.experiment.schema import FEWEST_FOR_SHARES, FEWEST_OF_INTEREST
from trustsim.scenario.used_under import USED_UNDER
from trustsim.scenario.wording import listed

WIDE = 0.25
"""Sobol indices with wider intervals than this to either side say little."""

USEFUL = 0.1
SPREAD = 2.0
"""The 95 % interval of a first-order index reaches SPREAD / sqrt(base samples) to either side, measured on additive
functions and on Ishigami's; that of a total index up to half as far again."""

FEWEST_TRAJECTORIES = 10
"""As Campolongo et al. 2007 have them (10 to 50)."""

FEWEST_RUNS = 2
FEWEST_RUNS_OF_A_GRID = 3


def cautions(experiment: Experiment) -> list[str]:
    """Sentences on what the experiment will not be able to tell as it stands; none where nothing is amiss."""
    return [*_samples(experiment), *_runs(experiment), *_discovery(experiment), *_idle(experiment)]


def idle_because(factor: Factor, base: Base, factors: tuple[Factor, ...]) -> str:
    """Why nothing that a factor sets is used in a base, as far as that is declared; empty where it is, or may be.

    Args:
        factor: of the experiment.
        base: a world that it is varied in.
        factors: all of them, since one may set the policy or rule that another needs.
    """
    if base.scenario.timeline or any("timeline" in keys_of(one) for one in factors):
        return ""  # policies may change on the way
    have, varied = values(base.scenario), {key for one in factors for key in keys_of(one)}
    reasons = []
    for key in sorted(keys_of(factor)):
        use = USED_UNDER.get(key)
        if use is None or {use.switch, "process.preset"} & varied:
            return ""
        reasons.append(use.but_for(have[use.switch]))
    return listed(dict.fromkeys(reasons), "and") if all(reasons) else ""


def _samples(experiment: Experiment) -> Iterator[str]:
    plan = experiment.design
    if plan.kind == DesignKind.SOBOL and SPREAD / math.sqrt(plan.samples) > WIDE:
        enough, good = (_power_of_two(SPREAD / reach) for reach in (WIDE, USEFUL))
        yield (
            f"{plan.samples} base samples are few: the interval of a Sobol index will reach about "
            f"{_reach(plan.samples)} to either side; expected samples = {enough} ({_reach(enough)}) at least, "
            f"{good} for {_reach(good)}"
        )
    if plan.kind == DesignKind.MORRIS and plan.samples < FEWEST_TRAJECTORIES:
        yield (
            f"{plan.samples} trajectories are few: each factor is moved {plan.samples} times, too seldom to tell what "
            f"it does from where it was moved; expected samples = {FEWEST_TRAJECTORIES} at least"
        )
    if plan.kind == DesignKind.LHS and plan.samples < FEWEST_FOR_SHARES:
        yield (
            f"{plan.samples} points are too few for the factors' shares of variance, which will be missing; expected "
            f"samples = {FEWEST_FOR_SHARES} at least"
        )


def _power_of_two(root: float) -> int:
    return 1 << math.ceil(math.log2(root * root))


def _reach(samples: int) -> str:
    return f"± {SPREAD / math.sqrt(samples):.2f}"


def _runs(experiment: Experiment) -> Iterator[str]:
    runs = experiment.replications
    if runs < FEWEST_RUNS:
        yield (
            "1 run of each point: no mean will have an interval, and no effect can be told from luck; expected "
            f"replications = {FEWEST_RUNS} at least"
        )
    elif experiment.design.kind == DesignKind.GRID and experiment.factors and runs < FEWEST_RUNS_OF_A_GRID:
        yield (
            f"{runs} runs of each point: shares of variance will have no interval; expected replications = "
            f"{FEWEST_RUNS_OF_A_GRID} at least"
        )


def _discovery(experiment: Experiment) -> Iterator[str]:
    points, least = count(experiment.design, experiment.factors), 2 * FEWEST_OF_INTEREST
    if experiment.discovery is not None and points < least:
        yield (
            f"{points} points are too few to discover conditions: {FEWEST_OF_INTEREST} must be of interest, and as "
            f"many must not; expected {least} at least, and hundreds to find anything"
        )


def _idle(experiment: Experiment) -> Iterator[str]:
    """Factors that nothing uses, with the same reason in the same bases told together."""
    found = []
    for factor in experiment.factors:
        why = {base.label: idle_because(factor, base, experiment.factors) for base in experiment.bases}
        where = tuple(label for label, reason in why.items() if reason)
        if where:
            found.append((where, why[where[0]], factor.name))
    for (where, reason), group in groupby(sorted(found), key=lambda one: one[:2]):
        names = [name for _, _, name in group]
        does = "does" if len(names) == 1 else "do"
        place = "" if len(where) == len(experiment.bases) else f" in {listed(where, 'and')}"
        yield f"{listed(names, 'and')} {does} nothing{place}: {reason}"
