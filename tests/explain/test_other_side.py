"""Both sides of trust, and what stages rest on, worked out from the tables of whole runs."""

from __future__ import annotations

import pytest

from trustsim.explain.other_side import other_side
from trustsim.explain.question import Question
from trustsim.records.naming import word
from trustsim.run import RunResult, run_one
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Stage

SETTINGS = {"illness": {"sniffles": 0.645, "flu": 0.63, "pneumonia": 0.6, "end_stage": 0.56}}


@pytest.fixture(scope="module")
def ill() -> RunResult:
    small = {"run": {"horizon_days": 150, "warmup_days": 42}, "planning": {"window_days": 20}}
    return run_one(Scenario.model_validate({**small, **SETTINGS, "process": {"preset": "waterfall-contract"}}))


def test_it_begins_and_ends_where_the_summary_says(ill: RunResult) -> None:
    side = other_side(ill.tables["daily"], ill.tables["ledger"], ill.tables["events"], 2, Question(1, 150))
    assert side.before == pytest.approx(ill.summary["it_in_business"]["start"], abs=1e-9)
    assert side.after == ill.summary["it_in_business"]["end"]
    assert side.worst == ill.summary["organisation"]["worst_stage"] > Stage.HEALTHY


def test_changes_of_the_stage_are_those_of_the_log(ill: RunResult) -> None:
    events, daily = ill.tables["events"], ill.tables["daily"].set_index("day")
    logged = events[events["kind"].isin(["stage_worse", "stage_better"]) & (events["day"] >= 1)]
    side = other_side(ill.tables["daily"], ill.tables["ledger"], events, 2, Question(1, 150))
    assert len(logged)
    assert [(one.day, one.stage, one.health) for one in side.changes] == list(
        zip(logged["day"], logged["a"], logged["b"], strict=True)
    )
    for one in side.changes:
        assert (one.users, one.it) == (daily.loc[one.day, "trust"], daily.loc[one.day, "trust_it_in_business"])
    part = other_side(ill.tables["daily"], ill.tables["ledger"], events, 2, Question(side.changes[0].day + 1, 150))
    assert part.changes == side.changes[1:]
    assert part.stage == side.changes[0].stage


def test_each_stage_was_reached_because_the_smoothed_trust_of_both_fell_below_its_limit(ill: RunResult) -> None:
    daily = ill.tables["daily"].set_index("day")
    reached = {name: onset for name, onset in ill.summary["onsets"].items() if onset is not None}
    assert list(reached)[-1] == word(Stage(ill.summary["organisation"]["worst_stage"]))
    for name, onset in reached.items():
        assert onset["day"] == ill.summary["organisation"]["stages"][name]["first_day"]
        assert onset["health"] < onset["below"]
        assert onset["below"] - onset["raised"] == pytest.approx(SETTINGS["illness"][name])
        if onset["day"] > 1 and not onset["raised"]:
            assert daily.loc[onset["day"] - 1, "health"] >= onset["below"] or daily["stage"].diff().max() > 0
        assert onset["trust"] == daily.loc[onset["day"], "trust"]


def test_the_turns_of_a_run_sum_to_their_net_change(ill: RunResult) -> None:
    for turn in ill.summary["turns"].values():
        told = sum(cause["contribution"] for cause in turn["causes"])
        assert told + turn["everything_else"] == pytest.approx(turn["change"])
        assert turn["causes"][0] == turn["cause"]
        signs = {cause["contribution"] > 0 for cause in turn["causes"]}
        assert len(signs) == len({value > 0 for event, value in turn["all"].items() if event != "forgetting"})
