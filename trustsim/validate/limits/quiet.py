"""No events: trust stays where it is if nothing is forgotten, and falls back to the base rate otherwise."""

from __future__ import annotations

import math

from trustsim.model.model import TrustModel
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, LIVELY, NO_EVIDENCE, Settings, run, scenario
from trustsim.vocabulary import TrustRule

STAYS = "no events: trust is constant where nothing is forgotten"
FALLS_BACK = "no events: trust decays to a"
GOOD, ALL = 4.0, 20.0
BASE_RATE, PRIOR = 0.65, 7.0
START: Settings = {"start": {"business_in_it": {"experiences": ALL, "good_share": GOOD / ALL}}}
FORGETS_ALWAYS = TrustRule.FIRE


def largest_move(rule: str) -> float:
    """How far trust gets from its start where no need arises and memory is full."""
    quiet: Settings = {"demand": {"needs_per_user": 0.0}, "trust": {"rule": rule, "memory": 1.0}}
    model = run(scenario(FLAWLESS, quiet, START))
    return _largest_move(model)


def largest_move_unseen(rule: str, contract: bool) -> float:
    """The same where everything happens, and nothing of it weighs anything."""
    preset = "waterfall-contract" if contract else "partnership"
    blind: Settings = {
        "process": {"preset": preset},
        "evidence": NO_EVIDENCE,
        "trust": {"rule": rule, "memory": 1.0, "ceiling_drop": 0.0},
    }
    model = run(scenario(LIVELY, blind))
    return _largest_move(model)


def _largest_move(model: TrustModel) -> float:
    start = model.initial["trust"] or 0.0
    return max(abs((row["trust"] or 0.0) - start) for row in model.recorder.daily)


def off_the_way_back(memory: float) -> float:
    """How far trust is at most from E = (r m^t + W a) / ((r + s) m^t + W)."""
    keys = {"memory": memory, "prior_weight": PRIOR, "base_rate": BASE_RATE}
    model = run(scenario(FLAWLESS, {"demand": {"needs_per_user": 0.0}, "trust": keys}, START))
    off = 0.0
    for row in model.recorder.daily:
        assert row["day"] is not None  # every row has one
        kept = math.pow(memory, row["day"])
        expected = (GOOD * kept + PRIOR * BASE_RATE) / (ALL * kept + PRIOR)
        off = max(off, abs((row["trust"] or 0.0) - expected))
    return off


def end(rule: str) -> float:
    """Trust after 600 days of silence, with a short memory."""
    keys = {"rule": rule, "memory": 0.97, "fire_half_life": 20.0, "base_rate": BASE_RATE, "prior_weight": PRIOR}
    quiet: Settings = {"demand": {"needs_per_user": 0.0}, "trust": keys, "run": {"horizon_days": 600}}
    return run(scenario(FLAWLESS, quiet, START)).recorder.daily[-1]["trust"] or 0.0


def cases() -> list[Case]:
    """Under each rule; fire has a half-life instead of a memory, and always forgets."""
    held = [rule.value for rule in TrustRule if rule != FORGETS_ALWAYS]
    found = [Case(STAYS, f"rule {rule}", "largest move", 0.0, largest_move, (rule,), 0.0) for rule in held]
    for name, contract in (("contract", True), ("partnership", False)):
        found += [
            Case(STAYS, f"rule {rule}, {name} in which nothing weighs", "largest move", 0.0, largest_move_unseen,
                 (rule, contract), 0.0)
            for rule in held
        ]  # fmt: skip
    for memory in (0.9, 0.98, 0.997, 1.0):
        what = "largest distance from forgotten evidence"
        found.append(Case(FALLS_BACK, f"rule beta, memory {memory:g}", what, 0.0, off_the_way_back, (memory,), 1e-12))
    for rule in TrustRule:
        name = f"rule {rule.value}, 600 days"
        found.append(Case(FALLS_BACK, name, "trust at the end", BASE_RATE, end, (rule.value,), 1e-6))
    return found
