"""Each mechanism pushes the way it should: the same luck, one thing changed, a few seeds.

Trust is held still and the organisation around the pipeline left out, so that an effect is that of the mechanism and
not of what people make of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import LIVELY, NO_EVIDENCE, PARTNERSHIP, PIPELINE_ALONE, WATERFALL, known, mean, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening

Settings = dict[str, dict[str, Any]]

STILL: Settings = {"evidence": NO_EVIDENCE, "trust": {"memory": 1.0, "ceiling_drop": 0.0}, "motivation": {"gain": 0.0}}
SEEDS = (1, 2, 3)


def over_seeds(measure: Callable[[TrustModel], float], *changes: Settings) -> float:
    return mean(measure(run(scenario(LIVELY, PIPELINE_ALONE, STILL, *changes), seed, ledger=False)) for seed in SEEDS)


def need_fit(model: TrustModel) -> float:
    return mean(known(row["need_fit"] for row in model.request_rows()))


def lead_time(model: TrustModel) -> float:
    return mean(row["live"] - row["arose"] for row in model.request_rows() if row["live"] is not None)


def delivered(model: TrustModel) -> float:
    return float(sum(row["live"] is not None for row in model.request_rows()))


def trusting(good_share: float) -> Settings:
    """A relationship that begins, and stays, so."""
    return {"start": {"business_in_it": {"experiences": 500.0, "good_share": good_share},
                      "it_in_business": {"experiences": 500.0, "good_share": good_share}}}  # fmt: skip


NEED_FIT: dict[str, tuple[Settings, Settings, Settings]] = {
    "survival, by relay": (WATERFALL, {"handoff": {"survival": 0.65}}, {"handoff": {"survival": 0.97}}),
    "survival, jointly": (
        PARTNERSHIP | {"acceptance": {"notice": 0.3}},
        {"handoff": {"survival": 0.4, "read_back": 0.0}},
        {"handoff": {"survival": 0.97, "read_back": 0.0}},
    ),
    "reading back": (
        PARTNERSHIP | {"acceptance": {"notice": 0.3}},
        {"handoff": {"read_back": 0.0}},
        {"handoff": {"read_back": 1.0}},
    ),
    "ambiguity": (WATERFALL, {"handoff": {"ambiguity": 0.6}}, {"handoff": {"ambiguity": 0.0}}),
    "layers": (WATERFALL, {"organisation": {"analyst_layers": 7}}, {"organisation": {"analyst_layers": 0}}),
    "product managers' own ideas": (
        WATERFALL, {"handoff": {"product_manager_keeps": 0.1}}, {"handoff": {"product_manager_keeps": 0.9}},
    ),
    "domain knowledge": (WATERFALL, {"knowledge": {"it": 0.4}}, {"knowledge": {"it": 0.8}}),
    "drift": (WATERFALL, {"demand": {"drift": 0.2}}, {"demand": {"drift": 0.0}}),
    "defects": (WATERFALL, {"building": {"defect_rate": 0.4}}, {"building": {"defect_rate": 0.0}}),
    "detection": (
        WATERFALL | {"building": {"defect_rate": 0.3}}, {"test": {"detection": 0.2}}, {"test": {"detection": 0.9}},
    ),
    "users who look closely": (PARTNERSHIP, {"acceptance": {"notice": 0.1}}, {"acceptance": {"notice": 1.0}}),
    "openness, which rises with trust": (
        WATERFALL | {"reactions": {"openness": 1.0, "openness_distrust": 0.2}, "acceptance": {"bend_slope": 0.0}},
        trusting(0.05), trusting(0.95),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("around", "worse", "better"), NEED_FIT.values(), ids=NEED_FIT)
def test_need_fit_rises_with(around: Settings, worse: Settings, better: Settings) -> None:
    assert over_seeds(need_fit, around, better) > over_seeds(need_fit, around, worse) + 0.01


LEAD_TIME: dict[str, tuple[Settings, Settings, Settings]] = {
    "relay days": (WATERFALL, {"handoff": {"relay_days": 20}}, {"handoff": {"relay_days": 0}}),
    "the window": (WATERFALL, {"planning": {"window_days": 90}}, {"planning": {"window_days": 10}}),
    "too few developers": (
        PARTNERSHIP | {"demand": {"needs_per_user": 1.4}},
        {"organisation": {"developers": 2}}, {"organisation": {"developers": 8}},
    ),
    "rework": (PARTNERSHIP, {"building": {"defect_rate": 0.4, "bad_fix": 0.4}}, {"building": {"defect_rate": 0.0}}),
    "a steep cost of fixes": (WATERFALL, {"building": {"fix_cost": "boehm"}}, {"building": {"fix_cost": "flat"}}),
    "support of what is there": (
        PARTNERSHIP | {"demand": {"needs_per_user": 1.2}},
        {"release": {"legacy_support": 0.5}}, {"release": {"legacy_support": 0.0}},
    ),
    "low spirits": (
        PARTNERSHIP | {"demand": {"needs_per_user": 1.2}, "building": {"motivation_effect": 1.0}},
        {"motivation": {"start": 0.0}}, {"motivation": {"start": 1.0}},
    ),
    "patience for quarrels": (
        WATERFALL | {"handoff": {"ambiguity": 0.4}, "test": {"constant_concession": True}},
        {"test": {"first_concession": 0.03}}, {"test": {"first_concession": 0.9}},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("around", "more", "less"), LEAD_TIME.values(), ids=LEAD_TIME)
def test_lead_time_rises_with(around: Settings, more: Settings, less: Settings) -> None:
    assert over_seeds(lead_time, around, more) > over_seeds(lead_time, around, less) + 1.0


# --- what trust changes


def bent_share(model: TrustModel) -> float:
    """Wishes among all that was filed as bugs."""
    rows = model.request_rows()
    return sum(row["uat_bent"] for row in rows) / sum(row["uat_bugs"] for row in rows)


def padding(model: TrustModel) -> float:
    return mean(row["size"] for row in model.request_rows())


def estimates(model: TrustModel) -> float:
    return mean(row["effort_estimated"] / row["size"] for row in model.request_rows() if row["effort_estimated"])


def dropped(model: TrustModel) -> float:
    return mean(float(row["dropped"] > 0) for row in model.request_rows())


BENT: Settings = WATERFALL | {
    "reactions": {"openness": 0.9, "openness_distrust": 0.9, "padding": 0.0},
    "acceptance": {"bend": 0.4, "bend_slope": 0.8},
}
PADDED: Settings = WATERFALL | {"reactions": {"padding": 0.5}}
ESTIMATED: Settings = WATERFALL | {"reactions": {"estimate_padding": 0.5}}
AGREED: Settings = PARTNERSHIP | {
    "reactions": {"agreement": 0.0, "push_back": 1.0},
    "planning": {"optimism": 0.8, "review_days": 2, "slice_days": 1.0},
}


@pytest.mark.parametrize(
    ("measure", "around", "least"),
    [(bent_share, BENT, 0.1), (padding, PADDED, 1.0), (estimates, ESTIMATED, 0.2)],
    ids=["bug-bending", "padded wishes", "padded estimates"],
)
def test_distrust_brings(measure: Callable[[TrustModel], float], around: Settings, least: float) -> None:
    assert over_seeds(measure, around, trusting(0.05)) > over_seeds(measure, around, trusting(0.95)) + least


def test_trust_lets_scope_be_dropped() -> None:
    assert over_seeds(dropped, AGREED, trusting(0.95)) > over_seeds(dropped, AGREED, trusting(0.05)) + 0.05


def test_trust_of_it_lets_slips_be_told() -> None:
    def told(model: TrustModel) -> float:
        kinds = model.recorder.events.columns()["kind"]
        silent = (kinds == Happening.CONCEALED_SLIP_REVEALED).sum()
        candid = (kinds == Happening.SLIP_TOLD).sum()
        return float(candid / (candid + silent))

    late: Settings = PARTNERSHIP | {
        "reactions": {"disclosure": 0.5, "disclosure_slope": 1.0},
        "planning": {"optimism": 0.8, "review_days": 2},
        "contacts": {"report_days": 5},
    }
    assert over_seeds(told, late, trusting(0.95)) > over_seeds(told, late, trusting(0.05)) + 0.1


# --- the virtuous circle, with trust and motivation let go


def spirited(thanks_from: float, blame_below: float) -> Settings:
    return {"reactions": {"thanks_from": thanks_from, "blame_below": blame_below}, "motivation": {"gain": 0.1},
            "building": {"motivation_effect": 1.0}}  # fmt: skip


def test_thanks_lift_spirits_and_spirits_lift_output() -> None:
    busy: Settings = PARTNERSHIP | {"demand": {"needs_per_user": 2.5}}
    thanked, blamed = spirited(0.0, 0.0), spirited(1.0, 1.0)

    def motivation(model: TrustModel) -> float:
        return mean(row["motivation"] or 0.0 for row in model.recorder.daily)

    assert over_seeds(motivation, busy, thanked) > over_seeds(motivation, busy, blamed) + 0.2
    assert over_seeds(delivered, busy, thanked) > over_seeds(delivered, busy, blamed) + 3
