"""One run: its tables, its seed, its days, and that nothing of it stays in memory."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pandas as pd
import pytest

from trustsim.errors import InputError
from trustsim.model.model import TrustModel
from trustsim.records.columns import TABLES
from trustsim.run import run_one, single, with_seed
from trustsim.scenario.schema import Scenario


def test_a_run_gives_a_row_a_day_and_all_tables(small: Scenario) -> None:
    result = run_one(small)
    assert list(result.tables) == list(TABLES)
    assert result.tables["daily"]["day"].tolist() == list(range(1, 43))
    assert result.seed == result.scenario.run.seed == 3
    assert result.summary["days"] == 42
    assert result.summary["trust"]["start"] == result.initial["trust"]


def test_the_same_seed_gives_the_same_run_and_another_seed_another(small: Scenario) -> None:
    one, same, other = run_one(small, 5), run_one(with_seed(small, 5)), run_one(small, 6)
    assert one.summary == same.summary
    for name in TABLES:
        pd.testing.assert_frame_equal(one.tables[name], same.tables[name])
    assert not one.tables["requests"].equals(other.tables["requests"])


def test_each_day_is_told_once(small: Scenario) -> None:
    days: list[int] = []
    run_one(small, on_day=days.append)
    assert days == list(range(1, 43))


def test_summary_and_tables_tell_the_same(small: Scenario) -> None:
    result = run_one(small)
    last, requests = result.tables["daily"].iloc[-1], result.summary["requests"]
    assert requests["arrived"] == last["arrived"]
    assert requests["delivered"] == last["delivered"] > 0
    assert requests["value_delivered"] == pytest.approx(last["value_delivered"], abs=1e-9)
    assert requests["open_at_end"] == last["work_in_progress"]


def test_the_causes_sum_to_the_change_of_trust(small: Scenario) -> None:
    summary = run_one(small).summary
    change = summary["trust"]["end"] - summary["trust"]["start"]
    assert sum(summary["causes"]["all"].values()) == pytest.approx(change, abs=1e-12)


@pytest.mark.parametrize("seed", [-1, 2**53 + 1])
def test_a_seed_out_of_range_is_refused(seed: int, small: Scenario) -> None:
    with pytest.raises(InputError, match=f"seed: {seed} given; expected a whole number from 0 to"):
        run_one(small, seed)


def test_the_scenario_itself_is_left_alone(small: Scenario) -> None:
    with_seed(small, 99)
    assert small.run.seed == 3


def test_no_model_stays_in_memory(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[weakref.ref[TrustModel]] = []

    class Watched(TrustModel):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            alive.append(weakref.ref(self))

    monkeypatch.setattr(single, "TrustModel", Watched)
    run_one(small)
    gc.collect()
    assert alive[0]() is None
