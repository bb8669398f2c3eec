"""The rules of trust by themselves: beta, forgetting, ewma, cusp."""

from __future__ import annotations

import math
from typing import Any

from trustsim.draws import Draws, Purpose
from trustsim.model.trust import Party, Trust
from trustsim.records.happenings import Actor, Experience
from trustsim.records.recorder import Recorder
from trustsim.rules.opinion import relax
from trustsim.scenario.relationship import Side
from trustsim.scenario.relationship import Trust as TrustSection
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS

BETA = "rule beta, unit gains: E = (r+1)/(r+s+2)"
FORGETTING = "forgetting: a geometric sum"
EWMA = "rule ewma: E[T*] = p·g_s/(p·g_s + (1-p)·g_f)"
CUSP = "rule cusp: two stable states iff k > 4 and θ between the folds"

ABILITY = 0
HISTORY, BURNT_IN = 4000, 400
BASE_RATE, PRIOR = 0.65, 7.0


def opinions(**keys: Any) -> Trust:
    """What holds the opinions of a run, with a law of one's own."""
    section = TrustSection.model_validate(FLAWLESS["trust"] | keys)
    return Trust(section, Recorder(), HISTORY)


def opinion(held: Trust) -> int:
    """A new opinion, without any past."""
    return held.bond(Party(Actor.USER), Party(Actor.IT), Side(experiences=0.0, good_share=0.5))


def laplace(good: int, bad: int) -> float:
    """The opinion after so many good and bad experiences."""
    held = opinions(prior_weight=2.0, base_rate=0.5, gain_success=1.0, gain_failure=1.0)
    one = opinion(held)
    for value in [1.0] * good + [0.0] * bad:
        held.live_through(one, Experience.OUTCOME, ABILITY, value, 1.0)
    return held.expectation(one, ABILITY)


def forgotten(memory: float, days: int, silent: int) -> float:
    """The opinion after a good experience a day, and then nothing for a while."""
    held = opinions(memory=memory, prior_weight=PRIOR, base_rate=BASE_RATE)
    one = opinion(held)
    for held.day in range(1, days + 1):
        held.live_through(one, Experience.OUTCOME, ABILITY, 1.0, 1.0)
    held.day += silent
    return held.expectation(one, ABILITY)


def _geometric(memory: float, days: int, silent: int) -> float:
    good = (1.0 - math.pow(memory, days)) / (1.0 - memory) * math.pow(memory, silent)
    return (good + PRIOR * BASE_RATE) / (good + PRIOR)


def moved(chance: float, up: float, down: float, seed: int) -> Sums:
    """Opinions after each of many experiences that are good with ``chance``."""
    held, draws = opinions(rule="ewma", ewma_success=up, ewma_failure=down), Draws(seed)
    one, total = opinion(held), 0.0
    for n in range(HISTORY):
        u = draws.block(Purpose.HEARSAY, (0, 0), n, 1)[0]
        held.live_through(one, Experience.OUTCOME, ABILITY, 1.0 if u < chance else 0.0, 1.0)
        total += held.expectation(one, ABILITY) if n >= BURNT_IN else 0.0
    return total, HISTORY - BURNT_IN


def folds(k: float) -> tuple[float, float]:
    """Thresholds between which two states are stable: where k T (1 - T) = 1 at a fixed point."""
    root = math.sqrt(1.0 - 4.0 / k)
    low, high = sorted(T - math.log(T / (1.0 - T)) / k for T in ((1.0 - root) / 2.0, (1.0 + root) / 2.0))
    return low, high


def stable_states(k: float, theta: float) -> float:
    """In how many different states trust comes to rest from nil and from full."""
    law = opinions(rule="cusp", cusp_steepness=k, cusp_threshold=theta, cusp_step=0.5).law
    rests = set()
    for trust in (0.0, 1.0):
        for _ in range(20_000):
            trust = relax(law, trust)  # noqa: PLW2901 (it is what moves)
        rests.add(round(trust, 3))
    return float(len(rests))


def cases() -> list[Case]:
    """Exact but for ewma, whose opinion never rests."""
    found = []
    for good, bad in ((0, 0), (1, 0), (0, 1), (3, 5), (40, 2)):
        expected = (good + 1) / (good + bad + 2)
        found.append(Case(BETA, f"r = {good}, s = {bad}", "E", expected, laplace, (good, bad), 1e-15))
    for memory, days, silent in ((0.97, 50, 0), (0.97, 50, 100), (0.997, 500, 0), (0.9, 10, 20)):
        name = f"memory {memory:g}, {days} good days, then {silent} without any"
        expected = _geometric(memory, days, silent)
        found.append(Case(FORGETTING, name, "E", expected, forgotten, (memory, days, silent), 1e-12))
    for chance, up, down in ((0.5, 0.1, 0.1), (0.8, 0.1, 0.2), (0.3, 0.3, 0.05), (0.65, 0.118, 0.159)):
        name = f"p = {chance:g}, g_s = {up:g}, g_f = {down:g}"
        expected = chance * up / (chance * up + (1.0 - chance) * down)
        found.append(Case(EWMA, name, "mean T", expected, moved, (chance, up, down)))
    return found + _cusps()


def _cusps() -> list[Case]:
    found = [Case(CUSP, f"k = 3.9, θ = {theta:g}", "stable states", 1.0, stable_states, (3.9, theta), 0.0)
             for theta in (0.3, 0.5, 0.7)]  # fmt: skip
    for k in (4.5, 6.0, 12.0):
        low, high = folds(k)
        near = ((low - 0.003, 1), (low + 0.003, 2), (0.5, 2), (high - 0.003, 2), (high + 0.003, 1))
        found += [
            Case(CUSP, f"k = {k:g}, θ = {theta:.3f}, folds at {low:.3f} and {high:.3f}", "stable states", float(states),
                 stable_states, (k, theta), 0.0)
            for theta, states in near
        ]  # fmt: skip
    return found
