"""When entries of a timeline begin and end: on their day, or once when a condition holds; in the order of the file."""

from __future__ import annotations

import operator
from collections import defaultdict
from statistics import median
from typing import Any

import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, WATERFALL, known, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.vocabulary import CONDITION_MEASURES, Preset

Entry = dict[str, Any]
HOLDS = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">": operator.gt, ">=": operator.ge}
BOTH = pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])


def days_of(model: TrustModel, what: Happening) -> dict[int, list[int]]:
    """On which days something happened to an entry of the timeline, by its number."""
    events = model.recorder.events.columns()
    chosen = events["kind"] == what
    days: dict[int, list[int]] = defaultdict(list)
    for entry, day in zip(events["subject"][chosen].tolist(), events["day"][chosen].tolist(), strict=True):
        days[entry].append(day)
    return days


def first_day(model: TrustModel, measure: str, compared: str, value: float, evenings: int, since: int) -> int | None:
    """The first morning, from a day on, before which a comparison held on so many evenings; by the daily rows alone."""
    rows = model.recorder.daily
    for day in range(max(since, evenings + 1), len(rows) + 1):
        known = [row[measure] for row in rows[day - 1 - evenings : day - 1]]
        if all(one is not None and HOLDS[compared](one, value) for one in known):
            return day
    return None


VARIANTS = [(1, None), (5, None), (30, None), (1, 80), (10, 80)]
NEVER = [("trust", ">", 0.999), ("lead_time", "<", 0.0), ("layers", "<", 0)]


def watched(preset: Any) -> list[tuple[str, str, float]]:
    """Every measure that can be watched against the middle of what it will be, so that it crosses it, both ways."""
    rows = run(scenario(LIVELY, preset)).recorder.daily
    middles = {name: median(known([row[name] for row in rows]) or [0.0]) for name in CONDITION_MEASURES}
    counts = {"stage", "layers", "waiting", "work_in_progress"}
    values = {name: int(value) if name in counts else value for name, value in middles.items()}
    return [(name, op, value) for name, value in values.items() for op in ("<", ">", "<=", ">=", "=")]


@BOTH
def test_each_condition_fires_on_the_first_morning_on_which_it_should_and_once(preset: Any) -> None:
    conditions = watched(preset)
    assert {name for name, _, _ in conditions} == set(CONDITION_MEASURES)
    later = never = 0
    for days, since in VARIANTS:
        # almost without effect on what is watched: at next to no strength, an entry only tells that it begins
        entries: list[Entry] = [
            {"what": "reliability_first", "when": f"{one} {op} {value!r} for {days} days", "strength": 1e-12}
            | ({} if since is None else {"day": since})
            for one, op, value in conditions + NEVER
        ]
        model = run(scenario(LIVELY, preset, timeline=entries))
        began = days_of(model, Happening.INTERVENTION_BEGAN)
        for number, (one, op, value) in enumerate(conditions + NEVER):
            expected = first_day(model, one, op, value, days, since or 1)
            assert began[number] == ([] if expected is None else [expected]), entries[number]
            later += expected is not None and expected > (since or days + 1)
            never += expected is None
        assert not any(began[number] for number in range(len(conditions), len(entries)))
    assert later > 75  # not just at the first opportunity
    assert never > 45  # by now


@BOTH
def test_a_condition_that_comes_and_goes_begins_an_entry_once(preset: Any) -> None:
    many = median(row["work_in_progress"] or 0 for row in run(scenario(LIVELY, preset)).recorder.daily)
    often = {"what": "outage", "when": f"work_in_progress > {many}"}
    model = run(scenario(LIVELY, preset, timeline=[often]))
    evenings = [row["day"] for row in model.recorder.daily if (row["work_in_progress"] or 0) > many]
    assert len(evenings) > 20
    assert evenings != list(range(evenings[0], evenings[-1] + 1))
    assert days_of(model, Happening.INTERVENTION_BEGAN) == {0: [evenings[0] + 1]}


def test_a_stage_is_waited_for_by_its_word() -> None:
    entries = [{"what": "edict", "when": f"stage {word}"} for word in (">= flu", "= pneumonia", "<= sniffles")]
    model = run(scenario(LIVELY, WATERFALL, timeline=entries))
    began = days_of(model, Happening.INTERVENTION_BEGAN)
    assert began[0] == [first_day(model, "stage", ">=", 2, 1, 1)]
    assert began[1] == [first_day(model, "stage", "=", 3, 1, 1)]
    assert began[2] == [2]  # there is no evening before day 1


def test_a_day_is_the_earliest_on_which_a_condition_counts() -> None:
    entries = [{"what": "edict", "when": "trust > 0 for 10 days", "day": day} for day in (1, 11, 12, 100)]
    began = days_of(run(scenario(LIVELY, timeline=entries)), Happening.INTERVENTION_BEGAN)
    assert dict(began) == {0: [11], 1: [11], 2: [12], 3: [100]}


def test_entries_of_a_day_begin_in_the_order_of_the_file_and_days_may_be_in_any() -> None:
    entries = [
        {"what": "chargeback", "day": 50}, {"what": "edict", "day": 20}, {"what": "hire", "day": 50},
        {"what": "edict", "day": 20}, {"what": "outage", "day": 50}, {"what": "edict", "when": "trust > 0", "day": 50},
    ]  # fmt: skip
    model = run(scenario(FLAWLESS, timeline=entries))
    events = model.recorder.events.columns()
    began = events["kind"] == Happening.INTERVENTION_BEGAN
    assert events["subject"][began].tolist() == [1, 3, 0, 2, 4, 5]
    assert events["day"][began].tolist() == [20, 20, 50, 50, 50, 50]


def test_of_two_changes_on_a_day_the_later_in_the_file_stands() -> None:
    to = {one: {"day": 30, "preset": one.value} for one in Preset}
    one, other = Preset
    for entries in ([to[one], to[other]], [to[other], to[one]]):
        model = TrustModel(scenario(LIVELY, timeline=entries))
        while model.day < 30:
            model.step()
        expected = "contract" if entries[-1]["preset"] == Preset.WATERFALL_CONTRACT else "forecast"
        assert model.policies.names.commitment == expected


def test_what_lasts_so_many_days_is_in_force_on_so_many() -> None:
    entries = [
        {"what": "budget", "amount": -0.5, "day": 10, "days": 1},
        {"what": "budget", "amount": -0.5, "day": 20, "days": 30},
        {"what": "tour_of_duty", "day": 100},  # 63 days, as usual
        {"what": "budget", "amount": 0.5, "day": 190},  # for good
    ]
    model = run(scenario(FLAWLESS, timeline=entries))
    halved = [row["day"] for row in model.recorder.daily if row["effort_available"] == 0.5]
    assert halved == [10, *range(20, 50)]
    assert [row["day"] for row in model.recorder.daily if row["effort_away"]] == list(range(100, 163))
    assert [row["day"] for row in model.recorder.daily if row["effort_available"] == 1.5] == list(range(190, 201))
    assert dict(days_of(model, Happening.INTERVENTION_ENDED)) == {0: [11], 1: [50], 2: [163]}


def test_one_that_ends_on_the_day_on_which_its_like_begins_leaves_it_alone() -> None:
    entries = [{"what": "budget", "amount": -0.5, "day": day, "days": 10} for day in (40, 10, 20, 30)]
    model = run(scenario(FLAWLESS, timeline=entries))
    assert [row["day"] for row in model.recorder.daily if row["effort_available"] == 0.5] == list(range(10, 50))


def test_what_is_instant_happens_once() -> None:
    model = run(scenario(FLAWLESS, timeline=[{"what": "outage", "day": 10}, {"what": "edict", "day": 20}]))
    events = model.recorder.events.columns()
    for kind, day in ((Happening.INCIDENT, 10), (Happening.EDICT_ISSUED, 20)):
        assert events["day"][events["kind"] == kind].tolist() == [day]
    assert days_of(model, Happening.INTERVENTION_ENDED) == {}
