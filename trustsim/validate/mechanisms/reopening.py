"""Bugs that come back: fixes that fail, and product managers who see it differently in the meantime."""

from __future__ import annotations

from collections import Counter

from trustsim.records.happenings import Happening
from trustsim.scenario.organisation import Handoff
from trustsim.scenario.work import Building, TestWork
from trustsim.validate.mechanisms.fit import Fit, Standing
from trustsim.validate.small_worlds import FLAWLESS, WATERFALL, Settings, run, scenario

MECHANISM = "reopened bugs"
SOURCE = "Shihab et al., Eclipse: 246 of 1,530 bugs = 16.1 %"
KEYS = ("building.bad_fix", "test.new_idea", "test.detection")
PUBLISHED = 246.0 / 1530.0


def fits() -> list[Fit]:
    """Of bugs found in tests, those that are opened again before they are passed for good.

    Published bugs come back for both reasons, in a mix that is not known: so it lies between the two.
    """
    agreed, contested = reopened(disagree=False), reopened(disagree=True)
    return [
        Fit(MECHANISM, "fixes that fail alone, at most", 0.0, PUBLISHED, agreed, SOURCE, Standing.DERIVED, KEYS, False),
        Fit(MECHANISM, "with managers who read it their own way, at least", PUBLISHED, 1.0, contested, SOURCE,
            Standing.DERIVED, (*KEYS, "handoff.product_manager_keeps"), False),
    ]  # fmt: skip


def reopened(*, disagree: bool) -> float:
    """Requests of one attribute each: whatever is filed twice was fixed in between."""
    building, test, handoff = Building(), TestWork(), Handoff()
    settings: Settings = {
        "organisation": {"users": 60, "developers": 60, "testers": 60},
        "demand": {"size_median": 1.0},
        "building": {"defect_rate": 0.3, "bad_fix": building.bad_fix},
        "test": {"detection": test.detection, "new_idea": test.new_idea},
        "acceptance": {"notice": 0.0},
        "run": {"horizon_days": 500},
    }
    readings: Settings = {
        "handoff": {"ambiguity": handoff.ambiguity, "product_manager_keeps": handoff.product_manager_keeps}
    }
    setting = scenario(FLAWLESS, WATERFALL, settings, readings if disagree else {})
    events = run(setting, ledger=False).recorder.events.columns()
    filed: Counter[int] = Counter()
    found: set[int] = set()
    for kind, one, wishes in zip(
        events["kind"].tolist(), events["subject"].tolist(), events["b"].tolist(), strict=True
    ):
        if kind == Happening.TICKETS_FILED and not wishes:
            found.add(one)
        if kind in (Happening.TICKETS_FILED, Happening.REOPENED):
            filed[one] += 1
    return sum(filed[one] > 1 for one in found) / len(found)
