"""The partnership as it is told: defined together, shown slice by slice, forecast anew, scope dropped by agreement."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, mean, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening, Subject
from trustsim.vocabulary import RequestState


@pytest.fixture(scope="module")
def model() -> TrustModel:
    busy = {"run": {"horizon_days": 400}, "demand": {"needs_per_user": 1.2, "size_median": 6.0}}
    return run(scenario(LIVELY, PARTNERSHIP, busy))


def kinds_of(model: TrustModel, subject_kind: Subject, subject: int) -> list[Happening]:
    rows = model.recorder.events.columns()
    chosen = (rows["subject_kind"] == subject_kind) & (rows["subject"] == subject)
    return [Happening(kind) for kind in rows["kind"][chosen].tolist()]


def test_each_slice_is_built_and_then_shown(model: TrustModel) -> None:
    several = 0
    for request in model.pipeline.requests:
        if request.state != RequestState.RELEASED:
            continue
        kinds = kinds_of(model, Subject.REQUEST, request.number)
        built = kinds.count(Happening.SLICE_BUILT)
        several += built > 1
        assert 1 <= built <= kinds.count(Happening.DEMO)
        assert kinds.index(Happening.DEFINED_JOINTLY) < kinds.index(Happening.SLICE_BUILT) < kinds.index(Happening.DEMO)
    assert several > 20


def test_what_did_not_fit_is_taken_in(model: TrustModel) -> None:
    rows = model.recorder.events.columns()
    asked = rows["a"][rows["kind"] == Happening.DEMO_MISFITS]
    shown = rows["b"][rows["kind"] == Happening.DEMO]
    assert asked.sum() == shown.sum() > 10


def test_forecasts_are_given_and_given_anew(model: TrustModel) -> None:
    rows = model.recorder.events.columns()
    assert {Happening.FORECAST_GIVEN, Happening.REFORECAST, Happening.SLIP_TOLD} <= set(rows["kind"].tolist())
    anew = rows["kind"] == Happening.REFORECAST
    assert (rows["b"][anew] > rows["a"][anew]).all()


def test_scope_is_dropped_by_agreement(model: TrustModel) -> None:
    dropped = [row for row in model.request_rows() if row["dropped"]]
    assert dropped
    for row in dropped:
        assert Happening.SCOPE_DROPPED in kinds_of(model, Subject.REQUEST, row["request"])
    for request in model.pipeline.requests:
        if Happening.DROP_REFUSED in kinds_of(model, Subject.REQUEST, request.number):
            assert request.dropped == 0


def test_nothing_waits_for_a_release_day(model: TrustModel) -> None:
    live = [row for row in model.request_rows() if row["state"] == "released"]
    assert len(live) > 20
    for row in live:
        assert row["live"] == row["accepted"] == row["tested"]
        assert row["defined"] == row["committed"]


FAITHFUL: dict[str, dict[str, Any]] = {
    "channels": {"habit": 20.0}, "chargeback": {"price": 0.0}, "intake": {"most_waiting": 5000.0},
    "leadership": {"just_say_no": 0.0}, "stance": {"low_value": 0.0}, "run": {"horizon_days": 400},
}  # fmt: skip


def served(preset: dict[str, dict[str, Any]]) -> dict[tuple[int, int], dict[str, Any]]:
    """What IT put into use after the start, by whose need it was; whatever it is like, nobody turns elsewhere."""
    rows = run(scenario(LIVELY, preset, FAITHFUL), ledger=False).request_rows()
    return {(row["user"], row["nth"]): row for row in rows if row["state"] == "released" and row["live"] > 0}


def test_it_serves_the_same_needs_sooner_and_better() -> None:
    contract, partnership = (served(WATERFALL), served(PARTNERSHIP))
    both = [(contract[need], partnership[need]) for need in contract.keys() & partnership.keys()]
    assert len(both) > 30
    assert all(one["arose"] == other["arose"] for one, other in both)
    lead = [mean(rows[side]["live"] - rows[side]["arose"] for rows in both) for side in (0, 1)]
    fit = [mean(rows[side]["need_fit"] for rows in both) for side in (0, 1)]
    assert lead[1] < 0.7 * lead[0]
    assert fit[1] > fit[0] + 0.05
