"""Every event comes from an earlier one or from chance; a broken promise leads back to the edict that broke it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, WATERFALL, Settings, run, scenario
from tests.model.measured import check_causes
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Happening

EDICT = [{"what": "edict", "day": 30, "amount": 40.0}]
# One developer, work that takes ten days, and an edict of forty in the middle of it; plans are exact.
ONE_AT_WORK: Settings = {
    "demand": {"needs_per_user": 1.6, "size_median": 10.0},
    "evidence": {"slip_revealed": 1.0, "slip_told": 0.5, "slip_concealed": 1.0, "outcome": 1.0, "escalation": 0.5},
    "planning": {"review_days": 1},
    "run": {"horizon_days": 150},
}


def kinds_of(model: TrustModel) -> list[Happening]:
    return [Happening(kind) for kind in model.recorder.events.columns()["kind"].tolist()]


def numbers(model: TrustModel, what: Happening) -> list[int]:
    return [number for number, kind in enumerate(kinds_of(model)) if kind == what]


def chain(model: TrustModel, event: int) -> list[Happening]:
    """An event and what it came from, back to its origin."""
    causes, kinds, found = model.recorder.events.columns()["cause"].tolist(), kinds_of(model), []
    while event >= 0:
        found.append(kinds[event])
        assert causes[event] < event
        event = causes[event]
    return found


def sources(model: TrustModel, what: Experience) -> set[int]:
    ledger = model.recorder.ledger.columns()
    return set(ledger["source"][ledger["event"] == what].tolist())


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
@pytest.mark.parametrize("seed", range(3))
def test_an_event_comes_from_an_earlier_one_and_a_change_of_trust_from_one_that_was_logged(
    preset: Settings, seed: int
) -> None:
    timeline: list[dict[str, Any]] = [
        *EDICT, {"what": "layoff", "day": 50}, {"what": "tour_of_duty", "when": "trust < 0.6"},
        {"what": "outsourcing", "day": 150}, {"what": "insight_visits", "day": 40}, {"what": "counselling", "day": 60},
    ]  # fmt: skip
    model = run(scenario(LIVELY, preset, timeline=timeline), seed)
    check_causes(model)
    events = model.recorder.events.columns()
    assert np.count_nonzero(events["cause"] >= 0) > 0.2 * len(events["cause"])
    assert max(len(chain(model, event)) for event in range(len(events["day"]))) >= 4
    assert (model.recorder.ledger.columns()["source"] >= 0).mean() > 0.2


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
@pytest.mark.parametrize("repromise", [0.0, 1.0])
def test_what_an_edict_pushes_aside_says_so(preset: Settings, repromise: float) -> None:
    model = run(scenario(LIVELY, preset, {"edicts": {"rate": 4.0, "repromise": repromise}}))
    events = model.recorder.events.columns()
    aside = numbers(model, Happening.PUSHED_ASIDE)
    assert len(aside) > 15
    for event in aside:
        assert chain(model, event)[1] == Happening.EDICT_ISSUED
        assert events["day"][events["cause"][event]] == events["day"][event]
    renewed = numbers(model, Happening.REPROMISED)
    assert (len(renewed) > 10) == (repromise == 1.0)
    for event in renewed:
        assert chain(model, event)[1:3] == [Happening.PUSHED_ASIDE, Happening.EDICT_ISSUED]
        assert events["b"][event] > events["a"][event]  # a later day than before
    done = numbers(model, Happening.EDICT_DONE)
    assert len(done) > 15
    assert all(chain(model, event) == [Happening.EDICT_DONE, Happening.EDICT_ISSUED] for event in done)


def test_a_promise_that_an_edict_broke_leads_back_to_it() -> None:
    settings: Settings = {"process": {"reporting": "green"}, "edicts": {"repromise": 0.0}}
    plain = run(scenario(FLAWLESS, ONE_AT_WORK, settings))
    assert plain.recorder.daily[-1]["promises_broken"] == 0
    model = run(scenario(FLAWLESS, ONE_AT_WORK, settings, timeline=EDICT))
    (issued,) = numbers(model, Happening.EDICT_ISSUED)
    origin = [Happening.EDICT_ISSUED, Happening.INTERVENTION_BEGAN]
    broken = numbers(model, Happening.CONCEALED_SLIP_REVEALED) + numbers(model, Happening.SLIP_REVEALED)
    late = [event for event in numbers(model, Happening.RELEASED) if model.recorder.events.columns()["b"][event] > 0]
    escalated = numbers(model, Happening.ESCALATED)
    assert broken
    assert late
    assert escalated
    # the release in hand was held up by it; those behind it were not begun, and promised later
    for event in (broken[0], late[0], escalated[0]):
        assert chain(model, event)[1:] == origin
    # and so does what it did to trust
    revealed = sources(model, Experience.SLIP_REVEALED)
    assert revealed
    assert revealed <= set(broken)
    assert late[0] in sources(model, Experience.OUTCOME)
    assert issued not in sources(model, Experience.OUTCOME)


def test_a_promise_renewed_at_once_is_not_broken() -> None:
    settings: Settings = {"edicts": {"repromise": 1.0}, "process": {"reporting": "green"}}
    model = run(scenario(FLAWLESS, ONE_AT_WORK, settings, timeline=EDICT))
    assert len(numbers(model, Happening.REPROMISED)) == 1
    last = model.recorder.daily[-1]
    assert last["promises_broken"] == 0
    assert last["promises_renewed"] == 1
    (told,) = sources(model, Experience.SLIP_TOLD)
    assert chain(model, told)[:3] == [Happening.REPROMISED, Happening.PUSHED_ASIDE, Happening.EDICT_ISSUED]


def test_a_team_that_was_founded_over_a_broken_promise_leads_back_to_it() -> None:
    settings: Settings = {
        "process": {"reporting": "green"},
        "edicts": {"repromise": 0.0},
        "channels": {"trust": 50.0, "habit": 0.0, "without": -50.0},
        "shadow": {"births_at": 1},
        "vendor": {"knowledge": 0.0},
        "trust": {"gain_failure": 10.0},
        "run": {"horizon_days": 300},
        "start": {"business_in_own_teams": {"good_share": 0.3}, "business_in_vendor": {"good_share": 0.0}},
    }
    assert not numbers(run(scenario(FLAWLESS, ONE_AT_WORK, settings)), Happening.SHADOW_BORN)
    model = run(scenario(FLAWLESS, ONE_AT_WORK, settings, timeline=EDICT))
    (born,) = numbers(model, Happening.SHADOW_BORN)
    told = chain(model, born)
    assert told[1] in (Happening.SLIP_REVEALED, Happening.CONCEALED_SLIP_REVEALED)
    assert told[-2:] == [Happening.EDICT_ISSUED, Happening.INTERVENTION_BEGAN]


def test_illness_leads_back_to_what_made_it_worse_and_layers_to_illness() -> None:
    settings: Settings = {
        "process": {"reporting": "green"},
        "edicts": {"repromise": 0.0},
        "illness": {"sniffles": 0.64, "flu": 0.62, "smoothing_days": 2.0},
        "leadership": {"reacts": True, "step_days": 20},
        "evidence": {"slip_revealed": 5.0},
    }
    model = run(scenario(FLAWLESS, ONE_AT_WORK, settings, timeline=EDICT))
    worse = numbers(model, Happening.STAGE_WORSE)
    assert len(worse) == 2
    for event in worse:
        assert chain(model, event)[1] in (Happening.SLIP_REVEALED, Happening.CONCEALED_SLIP_REVEALED)
        assert Happening.EDICT_ISSUED in chain(model, event)
    added = numbers(model, Happening.LAYER_ADDED)
    assert added
    assert all(chain(model, event)[1] == Happening.STAGE_WORSE for event in added)
