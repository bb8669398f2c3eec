"""Layers with agendas, and visits past them: P(right) as the rules say, in runs of the model.

Each layer keeps an attribute with probability q or has its own idea of it, right with probability kappa; then replaces
it on purpose with probability g, right as often as not. A visit reads the need itself, with q_v for q.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, PARTNERSHIP, WATERFALL, Settings, interval, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Hand, Happening
from trustsim.rules.handoff import right_after

K = 64
SURVIVAL, KNOWLEDGE = 0.7, 0.4
VISITS: list[dict[str, Any]] = [{"what": "insight_visits", "day": 1}]


def told(
    process: Settings,
    layers: int = 0,
    agenda: float = 0.0,
    timeline: list[dict[str, Any]] | None = None,
    **more: dict[str, Any],
) -> TrustModel:
    settings: Settings = {
        "organisation": {"users": 10, "analyst_layers": layers},
        "demand": {"needs_per_user": 1.5, "attributes": K, "size_median": 0.1},
        "knowledge": {"it": KNOWLEDGE},
        "handoff": {"survival": SURVIVAL, "agenda": agenda},
    }
    unfading: Settings = {"treatment": {"fading": 0.0}}
    return run(scenario(FLAWLESS, process, settings, unfading, more, timeline=timeline or []), ledger=True)


def right(model: TrustModel, hand: Hand, layer: int = 0) -> list[float]:
    """The share that each reading of a hand holds rightly."""
    rows = model.recorder.handoffs.columns()
    chosen = (rows["hand"] == hand) & (rows["layer"] == layer)
    return [1.0 - int(wrong).bit_count() / K for wrong in rows["wrong"][chosen]]


def assert_around(shares: list[float], value: float) -> None:
    low, high = interval(shares)
    assert low <= value <= high
    assert high - low < 0.06


# --- agendas


@pytest.mark.parametrize("agenda", [0.0, 0.1, 0.4, 1.0])
@pytest.mark.parametrize("layers", [1, 3, 7])
def test_each_layer_has_an_agenda(layers: int, agenda: float) -> None:
    model = told(WATERFALL, layers, agenda)
    for layer in range(1, layers + 1):
        assert_around(right(model, Hand.ANALYST, layer - 1), right_after(layer, SURVIVAL, KNOWLEDGE, agenda))


def test_habit_alone_is_the_usual_handoff_and_agendas_alone_wear_all_down_to_a_coin() -> None:
    for layers in range(8):
        assert right_after(layers, SURVIVAL, KNOWLEDGE, 0.0) == pytest.approx(right_after(layers, SURVIVAL, KNOWLEDGE))
        assert right_after(layers, 1.0, KNOWLEDGE, 0.2) == pytest.approx(0.5 + 0.5 * 0.8**layers)


def test_agendas_make_it_worse_where_ideas_are_better_than_a_coin() -> None:
    shares = [right(told(WATERFALL, 3, agenda, knowledge={"it": 0.9}), Hand.ANALYST, 2) for agenda in (0.0, 0.3)]
    without, with_it = (interval(share) for share in shares)
    assert with_it[1] < without[0]


def test_nobody_else_has_an_agenda() -> None:
    assert right(told(WATERFALL, 0, 0.0), Hand.PRODUCT_MANAGER) == right(told(WATERFALL, 0, 1.0), Hand.PRODUCT_MANAGER)
    assert right(told(PARTNERSHIP, 5, 0.0), Hand.JOINT) == right(told(PARTNERSHIP, 5, 1.0), Hand.JOINT)


# --- visits


@pytest.mark.parametrize("survival", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("layers", [0, 5])
def test_a_visit_is_one_handoff_from_the_need_itself_whatever_came_before(layers: int, survival: float) -> None:
    model = told(WATERFALL, layers, 0.3, VISITS, treatment={"visit_survival": survival})
    shares = right(model, Hand.VISIT)
    assert len(shares) > 100
    expected = survival + (1.0 - survival) * KNOWLEDGE
    if survival == 1.0:
        assert set(shares) == {1.0}
    else:
        assert_around(shares, expected)


@pytest.mark.parametrize("teaches", [0.25, 0.75])
def test_what_is_not_taken_in_stays_as_it_was_handed_on(teaches: float) -> None:
    model = told(WATERFALL, 3, 0.2, VISITS, treatment={"visit_survival": 0.9, "visit_teaches": teaches})
    seen = 0.9 + 0.1 * KNOWLEDGE
    relayed = right_after(3, SURVIVAL, KNOWLEDGE, 0.2)
    assert_around(right(model, Hand.PRODUCT_MANAGER), relayed)
    assert_around(right(model, Hand.VISIT), teaches * seen + (1.0 - teaches) * relayed)


@pytest.mark.parametrize("process", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_a_visit_that_teaches_nothing_changes_no_reading_but_counts_as_a_contact(process: Settings) -> None:
    taught: Settings = {"treatment": {"visit_teaches": 0.0}}
    felt: Settings = {"evidence": {"visited": 0.3}}
    plain = told(process, 3, 0.2)
    visited = told(process, 3, 0.2, VISITS, **taught, **felt)
    rows = visited.recorder.handoffs.columns()
    visits = rows["hand"] == Hand.VISIT
    without = plain.recorder.handoffs.columns()
    assert visits.sum() > 100
    for column in ("request", "hand", "layer", "day", "wrong", "broken"):
        assert rows[column][~visits].tolist() == without[column].tolist()
    before, after = plain.recorder.daily[-1]["trust_benevolence"], visited.recorder.daily[-1]["trust_benevolence"]
    assert before is not None
    assert after is not None
    assert after > before + 0.05
    ledger = visited.recorder.ledger.columns()
    assert (ledger["event"] == Experience.VISITED).sum() == visits.sum()


def test_those_who_were_passed_over_resent_it_only_where_they_stand_between() -> None:
    resents: Settings = {"evidence": {"bypassed": 0.3}}
    for process, between in ((WATERFALL, True), (PARTNERSHIP, False)):
        model = told(process, 1, 0.0, VISITS, **resents)
        first, last = model.recorder.daily[0], model.recorder.daily[-1]
        falls = last["trust_managers_in_developers"] < first["trust_managers_in_developers"]  # type: ignore[operator]
        assert falls == between
        bypassed = (model.recorder.ledger.columns()["event"] == Experience.BYPASSED).sum()
        assert (bypassed > 0) == between


def test_a_visit_says_what_it_put_right() -> None:
    model = told(WATERFALL, 3, 0.2, VISITS, treatment={"visit_survival": 1.0})
    rows, events = model.recorder.handoffs.columns(), model.recorder.events.columns()
    handed_on = rows["wrong"][rows["hand"] == Hand.PRODUCT_MANAGER]
    visits = events["kind"] == Happening.VISITED
    assert events["a"][visits].tolist() == [int(wrong).bit_count() for wrong in handed_on]


def test_an_added_layer_is_the_cause_of_what_it_passes_on() -> None:
    added = [{"what": "add_layers", "day": 10, "amount": 2}]
    model = told(WATERFALL, 1, 0.2, added)
    events = model.recorder.events.columns()
    kinds, causes, days = events["kind"].tolist(), events["cause"].tolist(), events["day"].tolist()
    put_in = {int(events["a"][n]): n for n, kind in enumerate(kinds) if kind == Happening.LAYER_ADDED}
    assert set(put_in) == {2, 3}
    passed = [n for n, kind in enumerate(kinds) if kind == Happening.ANALYST_PASSED_ON and days[n] > 10]
    layer_of = {analyst.number: analyst.layer + 1 for analyst in model.analysts}  # layers are counted from 1
    actors = events["actor"].tolist()
    assert {causes[n] for n in passed} == {-1, *put_in.values()}
    assert all(causes[n] == put_in.get(layer_of[actors[n]], -1) for n in passed)
