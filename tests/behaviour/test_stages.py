"""The stages of an ailing relationship: one at a time, with hysteresis; what leadership does about them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, WATERFALL, Settings, run, scenario, within
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Happening
from trustsim.rules.illness import hazard_a_day
from trustsim.vocabulary import Stage

ENTRY = {"sniffles": 0.6, "flu": 0.5, "pneumonia": 0.4, "end_stage": 0.3}
AT_ONCE: Settings = {"illness": {**ENTRY, "recovery": 0.05, "smoothing_days": 1.0, "failure_weight": 0.0}}
QUIET: Settings = {"demand": {"needs_per_user": 0.0}}
ILL_FOR_GOOD = dict.fromkeys(ENTRY, 1.0)  # no trust is as high as that


def stages(model: TrustModel) -> list[int]:
    return [int(row["stage"] or 0) for row in model.recorder.daily]


def shocks(*days_and_weights: tuple[int, float]) -> list[dict[str, Any]]:
    return [{"what": "trust_shock", "day": day, "amount": weight} for day, weight in days_and_weights]


# --- one at a time


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
@pytest.mark.parametrize("seed", range(4))
def test_stages_never_skip_however_hard_trust_is_shaken(preset: Settings, seed: int) -> None:
    # every few days all users live through as much as they ever have, for better or worse
    luck = [20.0 if (place + 3 * seed) // (4 + seed) % 2 else -20.0 for place in range(40)]
    timeline = shocks(*((6 * place + 1, weight) for place, weight in enumerate(luck)))
    model = run(scenario(LIVELY, preset, {"illness": {"smoothing_days": 2.0}}, timeline=timeline), seed)
    changes = [after - before for before, after in pairwise(stages(model))]
    assert {0, 1} <= set(changes) <= {-1, 0, 1}
    told = model.recorder.events.columns()
    worse, better = (told["a"][told["kind"] == kind] for kind in (Happening.STAGE_WORSE, Happening.STAGE_BETTER))
    assert len(worse) + len(better) >= sum(change != 0 for change in changes) >= 3


def test_it_gets_worse_and_better_a_stage_a_day_at_most() -> None:
    timeline = shocks(*[(10, -20.0)] * 3, *[(60, 20.0)] * 12)
    model = run(scenario(FLAWLESS, AT_ONCE, {"start": {"it_in_business": {"experiences": 0.0}}}, timeline=timeline))
    passed = stages(model)
    assert passed[:9] == [Stage.HEALTHY] * 9
    fall = passed[9:40]
    assert fall == sorted(fall)
    assert max(fall) >= Stage.FLU
    rise = passed[59:]
    assert rise == sorted(rise, reverse=True)
    assert rise[-1] == Stage.HEALTHY
    assert {abs(after - before) for before, after in pairwise(passed)} == {0, 1}


# --- hysteresis


def walk(model: TrustModel, path: list[float]) -> dict[tuple[Stage, Stage], float]:
    """Lead both sides' trust along a path, an evening each; the trust at which each change of stage came."""
    changes = {}
    for trust in path:
        before = model.illness.stage
        model.illness.end_day(trust, trust)
        if model.illness.stage != before:
            changes[before, model.illness.stage] = trust
    return changes


def ramp(low: float, high: float, steps: int) -> list[float]:
    return [low + (high - low) * step / steps for step in range(steps + 1)]


@pytest.mark.parametrize("recovery", [0.0, 0.05, 0.12])
def test_recovery_thresholds_lie_above_entry_ones(recovery: float) -> None:
    model = TrustModel(scenario(FLAWLESS, AT_ONCE, QUIET, {"illness": {"recovery": recovery}}))
    slowly = ramp(0.9, 0.1, 4000)
    down = walk(model, slowly)
    up = walk(model, slowly[::-1])
    thresholds = list(ENTRY.values())
    for worse, threshold in zip(list(Stage)[1:], thresholds, strict=True):
        better = Stage(worse - 1)
        assert down[better, worse] == pytest.approx(threshold, abs=0.002)
        assert up[worse, better] == pytest.approx(threshold + recovery, abs=0.002)
        assert up[worse, better] > down[better, worse]


def test_between_the_thresholds_it_stays_as_it_is() -> None:
    model = TrustModel(scenario(FLAWLESS, AT_ONCE, QUIET))
    assert walk(model, [0.62] * 50) == {}
    walk(model, [0.59] * 3)
    assert model.illness.stage == Stage.SNIFFLES
    assert walk(model, [0.62] * 50) == {}  # the same trust, and still the sniffles
    walk(model, [0.66] * 3)
    assert model.illness.stage == Stage.HEALTHY


def test_one_bad_day_is_smoothed_away() -> None:
    model = TrustModel(scenario(FLAWLESS, AT_ONCE, QUIET, {"illness": {"smoothing_days": 30.0}}))
    assert walk(model, [0.65, 0.0, *[0.65] * 20]) == {}
    assert walk(model, [0.3] * 10)


def test_a_scenario_begins_in_the_stage_of_its_trust() -> None:
    begins = {0.0: Stage.END_STAGE, 0.2: Stage.PNEUMONIA, 0.3: Stage.FLU, 0.5: Stage.SNIFFLES, 1.0: Stage.HEALTHY}
    for share, stage in begins.items():
        start = {side: {"experiences": 10.0, "good_share": share} for side in ("business_in_it", "it_in_business")}
        model = TrustModel(scenario(FLAWLESS, AT_ONCE, QUIET, {"start": start}))
        trust = (10.0 * share + 4.55) / 17.0
        assert stage == sum(trust < threshold for threshold in ENTRY.values())
        assert model.illness.stage == stage


def test_a_large_release_that_failed_makes_it_worse_and_is_remembered() -> None:
    # ten needs collected over 20 days, built by one in fifty: far later than a plan that counts on half of that
    settings: Settings = {
        "planning": {"optimism": 0.7, "window_days": 20},
        "demand": {"needs_per_user": 9.0},
        "illness": {**ENTRY, "failure_requests": 8, "failure_weight": 0.1, "failure_days": 30, "failure_lateness": 0.1},
    }
    model = run(scenario(FLAWLESS, WATERFALL, settings, {"run": {"horizon_days": 300}}))
    events = model.recorder.events.columns()
    failed = events["day"][events["kind"] == Happening.HIGH_PROFILE_FAILED].tolist()
    worse = events["day"][events["kind"] == Happening.STAGE_WORSE].tolist()
    assert failed
    assert model.recorder.daily[-1]["trust"] == pytest.approx(0.65)  # no experience counts here
    assert worse[0] == failed[0]  # .65 is below .6 + .1
    better = events["day"][events["kind"] == Happening.STAGE_BETTER].tolist()
    assert better[0] >= failed[0] + 30
    cause = events["cause"][events["kind"] == Happening.STAGE_WORSE][0]
    assert events["kind"][cause] == Happening.HIGH_PROFILE_FAILED


# --- leadership


def led(good_share: float, days: int, **leadership: Any) -> TrustModel:
    """A quiet world in which trust stays as it begins, and leadership reacts every 20 days."""
    start = {side: {"good_share": good_share} for side in ("business_in_it", "it_in_business")}
    reacts = {"reacts": True, "step_days": 20, "red_tape_step": 0.04, "most_red_tape": 0.1, **leadership}
    settings = {"start": start, "leadership": reacts, "organisation": {"analyst_layers": 1}}
    return run(scenario(FLAWLESS, AT_ONCE, QUIET, settings, {"run": {"horizon_days": days}}))


def by_step(model: TrustModel, measure: str) -> list[Any]:
    """A measure on the evening of each of leadership's steps."""
    return [pytest.approx(row[measure]) for row in model.recorder.daily[::20]]


def test_leadership_leaves_things_alone_until_there_is_flu() -> None:
    for share in (1.0, 0.5):  # health, and the sniffles
        model = led(share, 100)
        assert set(stages(model)) <= {Stage.HEALTHY, Stage.SNIFFLES}
        assert {row["layers"] for row in model.recorder.daily} == {1}
        assert {row["red_tape"] for row in model.recorder.daily} == {0.0}


def test_in_flu_it_adds_a_layer_and_method_at_a_time() -> None:
    model = led(0.3, 180)
    assert set(stages(model)) == {Stage.FLU}
    assert by_step(model, "layers") == [2, 3, 4, 5, 6, 7, 7, 7, 7]
    assert by_step(model, "red_tape") == [0.04, 0.08, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]


def test_in_pneumonia_two_layers_up_to_the_most() -> None:
    assert by_step(led(0.2, 100), "layers") == [3, 5, 7, 7, 7]
    assert by_step(led(0.2, 100, most_layers=4), "layers") == [3, 4, 4, 4, 4]


def test_leadership_takes_away_no_layer_in_flu() -> None:
    assert by_step(led(0.3, 60, most_layers=0), "layers") == [1, 1, 1]


def test_who_does_not_react_does_not() -> None:
    assert by_step(led(0.0, 60, reacts=False), "layers") == [1, 1, 1]


def test_in_health_it_takes_back_what_it_put_in() -> None:
    start = {side: {"experiences": 5.0, "good_share": 0.0} for side in ("business_in_it", "it_in_business")}
    settings: Settings = {
        "start": {"business_in_it": start["business_in_it"], "it_in_business": {"good_share": 0.5}},
        "leadership": {"reacts": True, "step_days": 10, "red_tape_step": 0.04, "most_red_tape": 0.1},
        "organisation": {"analyst_layers": 1},
    }
    cured = shocks(*((60, 20.0) for _ in range(5)))
    model = run(scenario(FLAWLESS, AT_ONCE, QUIET, settings, timeline=cured))
    layers, tape = ([row[name] or 0.0 for row in model.recorder.daily] for name in ("layers", "red_tape"))
    well = next(day for day in range(60, 200) if stages(model)[day - 1] < Stage.FLU)
    assert layers[:well] == sorted(layers[:well])
    assert layers[well - 2] >= 5
    back = layers[well:]
    assert back == sorted(back, reverse=True)
    assert back[-1] == 1
    assert max(before - after for before, after in pairwise(back)) == 1
    assert tape[-1] == 0.0
    assert tape[well - 2] == pytest.approx(0.1)


# --- the end


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_at_the_end_stage_it_just_says_no(chance: float) -> None:
    settings: Settings = {
        "illness": ILL_FOR_GOOD,
        "leadership": {"just_say_no": chance},
        "demand": {"needs_per_user": 5.0, "size_median": 0.1},
        "organisation": {"users": 5},
        "evidence": {"refused": 0.5},
    }
    model = run(scenario(FLAWLESS, settings))
    needs = len(model.pipeline.requests)
    refused = [one for one in model.pipeline.requests if one.turned_away]
    assert needs > 180
    assert within(len(refused), needs, chance)
    events = model.recorder.events.columns()
    said = events["kind"] == Happening.REFUSED
    assert said.sum() == len(refused) == model.recorder.daily[-1]["refusals"]
    assert (events["kind"] == Happening.REFUSED_WITH_REASON).sum() == 0
    felt = model.recorder.ledger.columns()["event"] == Experience.REFUSED
    assert felt.sum() == len(refused)


def test_before_the_end_stage_nobody_just_says_no() -> None:
    settings: Settings = {"illness": ILL_FOR_GOOD | {"end_stage": 0.0}, "leadership": {"just_say_no": 1.0}}
    model = run(scenario(FLAWLESS, settings))
    assert set(stages(model)) == {Stage.PNEUMONIA}
    assert model.recorder.daily[-1]["refusals"] == 0


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_at_the_end_stage_both_sides_avoid_contact(chance: float) -> None:
    settings: Settings = {
        "illness": ILL_FOR_GOOD,
        "leadership": {"avoidance": chance},
        "demand": {"needs_per_user": 3.0},
        "organisation": {"users": 10, "developers": 5},
        "contacts": {"report_days": 1},
    }
    model = run(scenario(FLAWLESS, settings))
    kinds = model.recorder.events.columns()["kind"].tolist()
    avoided = kinds.count(Happening.CONTACT_AVOIDED)
    held = kinds.count(Happening.STATUS_REPORT)
    assert Happening.SLIP_TOLD not in kinds
    assert avoided + held > 300
    assert within(avoided, avoided + held, chance)
    healthy = run(scenario(FLAWLESS, settings, {"illness": FLAWLESS["illness"]}))
    assert Happening.CONTACT_AVOIDED not in healthy.recorder.events.columns()["kind"].tolist()


# --- the CIO


@pytest.mark.parametrize("hazard", [2.0, 10.0])
@pytest.mark.parametrize("good_share", [0.0, 0.5, 1.0])
def test_a_cio_is_replaced_as_often_as_the_hazard_says(good_share: float, hazard: float) -> None:
    start = {"business_in_it": {"experiences": 100.0, "good_share": good_share}}
    leadership = {"hazard": hazard, "hazard_slope": 3.0, "honeymoon_days": 0, "reset": 0.0, "outsourcing": 0.0}
    settings = {"start": start, "leadership": leadership, "run": {"horizon_days": 2000}}
    trust = (100.0 * good_share + 7.0 * 0.65) / 107.0
    chance = 1.0 - math.exp(-hazard * math.exp(3.0 * (0.5 - trust)) / 250.0)
    assert hazard_a_day(hazard, 3.0, trust) == pytest.approx(chance)
    changes = days = 0
    for seed in range(3):
        model = run(scenario(FLAWLESS, QUIET, settings), seed)
        assert model.recorder.daily[-1]["trust"] == pytest.approx(trust)  # it does not move
        changes += model.leadership.changes
        days += model.day
    assert within(changes, days, chance)
    assert changes > 5


def test_who_takes_over_is_a_provider_as_often_as_it_says() -> None:
    leadership = {"hazard": 10.0, "hazard_slope": 0.0, "outsourcing": 0.3, "reset": 0.0}
    outsourced = 0
    for seed in range(60):
        model = TrustModel(scenario(FLAWLESS, QUIET, {"leadership": leadership, "run": {"horizon_days": 400}}), seed)
        while not model.leadership.changes:
            model.step()
        outsourced += model.leadership.outsourced
    assert within(outsourced, 60, 0.3)
