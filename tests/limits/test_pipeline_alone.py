"""With everything around it switched off the pipeline is alone: nothing of the organisation shows in any table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, PIPELINE_ALONE, WATERFALL, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Actor, Happening
from trustsim.vocabulary import RequestState

Settings = dict[str, dict[str, Any]]

ALONE = pytest.mark.parametrize(
    "settings",
    [(LIVELY, WATERFALL, PIPELINE_ALONE), (LIVELY, PARTNERSHIP, PIPELINE_ALONE), (FLAWLESS,)],
    ids=["waterfall", "partnership", "flawless"],
)
NOTHING = (
    "stage", "understanding", "deferred", "needs_shadow", "needs_vendor", "needs_without", "refusals", "deferrals",
    "shadow_teams", "orphans", "orphans_refused", "edicts", "red_tape", "price", "cio_changes", "orphan_load",
    "effort_edict", "effort_improvement", "effort_orphans", "effort_reserved", "effort_red_tape", "effort_away",
    "effort_shadow", "effort_vendor",
)  # fmt: skip
STAYS = ("layers", "developers")
OF_THE_PIPELINE = {
    RequestState.WAITING, RequestState.DEFINING, RequestState.DEFINED, RequestState.IN_PROGRESS,
    RequestState.IN_ACCEPTANCE, RequestState.RELEASED,
}  # fmt: skip
OTHERS = {Actor.SHADOW_TEAM, Actor.VENDOR, Actor.LEADERSHIP, Actor.OWNERS, Actor.THIRD_PARTY}
OF_OTHERS = {
    Happening.TAKEN_TO_SHADOW, Happening.TAKEN_TO_VENDOR, Happening.DONE_WITHOUT, Happening.GAVE_UP_ON_IT,
    Happening.PRICED_OUT, Happening.DEFERRED, Happening.REFUSED, Happening.REFUSED_WITH_REASON, Happening.PUSHED_ASIDE,
    Happening.REPROMISED, Happening.LOW_VALUE_DROPPED, Happening.FOLLOWED_UP, Happening.IMPROVED,
    Happening.CONTACT_AVOIDED, Happening.HIGH_PROFILE_FAILED, Happening.INTERVENTION_BEGAN,
}  # fmt: skip


def lived(settings: tuple[Settings, ...]) -> TrustModel:
    model = run(scenario(*settings))
    assert model.pipeline.requests
    return model


@ALONE
def test_measures_show_nothing_of_it(settings: tuple[Settings, ...]) -> None:
    daily = lived(settings).recorder.daily
    assert {name for name in NOTHING for row in daily if row[name] != 0} == set()
    assert {name for name in STAYS if len({row[name] for row in daily}) > 1} == set()
    assert all(row["needs_it"] == row["needs"] for row in daily)
    for name in ("trust_in_shadow", "trust_in_vendor"):  # as it was at the start, which is the base rate as well
        assert [row[name] for row in daily] == pytest.approx([0.65] * len(daily), abs=1e-12)


@ALONE
def test_requests_and_events_are_those_of_the_pipeline(settings: tuple[Settings, ...]) -> None:
    model = lived(settings)
    assert {request.state for request in model.pipeline.requests} <= OF_THE_PIPELINE
    events = model.recorder.events.columns()
    assert OTHERS & {Actor(actor) for actor in set(events["actor_kind"].tolist())} == set()
    assert OF_OTHERS & {Happening(kind) for kind in set(events["kind"].tolist())} == set()


@pytest.mark.parametrize("process", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_switched_on_all_of_it_shows(process: Settings) -> None:
    seen = {name for name in NOTHING for row in run(scenario(LIVELY, process)).recorder.daily if row[name]}
    always = {"edicts", "effort_edict", "effort_improvement", "needs_shadow", "needs_vendor", "needs_without", "price"}
    assert always <= seen
    if process is WATERFALL:
        # what only the timeline brings is still missing
        assert set(NOTHING) - seen == {"understanding", "effort_reserved", "effort_away"}
