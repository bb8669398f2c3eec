"""Bug reports that are none: an acceptance test by itself, at the published mix of misreadings and faults."""

from __future__ import annotations

from trustsim.scenario.organisation import Handoff, Knowledge
from trustsim.scenario.work import AcceptanceTest, Building
from trustsim.validate.mechanisms.fit import Fit, Standing
from trustsim.validate.small_worlds import FLAWLESS, WATERFALL, Settings, run, scenario

MECHANISM = "share of bug reports that are none"
SOURCE = "Herzig et al. 2013: 33.8 %"
SEEDS = range(1, 11)


def fits() -> list[Fit]:
    """The share of what is filed as bugs, by users who neither trust nor distrust."""
    keys = ("acceptance.bend", "building.defect_rate", "handoff.survival", "handoff.ambiguity", "knowledge.it")
    return [
        Fit(
            MECHANISM,
            "one written handoff, no tests before",
            0.318,
            0.358,
            bent(),
            SOURCE,
            Standing.CHECKED,
            keys,
            True,
        )
    ]


def bent() -> float:
    """One specification, read once; no tests; one round of acceptance, with nobody tired and nobody cross."""
    handoff, acceptance = Handoff(), AcceptanceTest()
    settings: Settings = {
        "organisation": {"users": 20, "developers": 40},
        "demand": {"attributes": 16, "size_median": 1.0},
        "knowledge": {"it": Knowledge().it},
        "handoff": {"survival": handoff.survival, "ambiguity": handoff.ambiguity},
        "building": {"defect_rate": Building().defect_rate},
        "test": {"detection": 0.0},
        "process": {"testing": "shared-reading"},
        "acceptance": {"bend": acceptance.bend, "notice": acceptance.notice},
    }
    runs = [run(scenario(FLAWLESS, WATERFALL, settings), seed, ledger=False).recorder.daily[-1] for seed in SEEDS]
    return sum(row["uat_bent"] or 0 for row in runs) / sum(row["uat_bugs"] or 0 for row in runs)
