from __future__ import annotations

import math

import numpy as np
import pytest

from trustsim.errors import InputError
from trustsim.measures.responses import CURVES, MEAN, responses
from trustsim.records.figures import FIGURES
from trustsim.run import run_one
from trustsim.run.ensemble import figure
from trustsim.run.outcome import outcome
from trustsim.scenario.loading import load_scenario, with_overrides
from trustsim.scenario.schema import Scenario

SHORT = ["run.horizon_days=90", "organisation.users=6"]


@pytest.mark.parametrize("name", ["waterfall-contract", "partnership", "illness", "shadow-it"])
def test_an_outcome_has_the_figures_of_the_summary_to_the_last_bit(name: str) -> None:
    world = load_scenario(f"scenarios/{name}.toml", SHORT)
    measured, run = outcome(world, 3), run_one(world, 3)
    for known in FIGURES:
        expected = figure(run.summary, known)
        found = measured.figures[known]
        assert math.isnan(found) if expected is None else found == expected, known


def test_curves_are_those_of_the_daily_table() -> None:
    world = load_scenario("scenarios/partnership.toml", SHORT)
    measured, daily = outcome(world, 3), run_one(world, 3).tables["daily"]
    assert set(measured.curves) == set(CURVES)
    for name, curve in measured.curves.items():
        np.testing.assert_array_equal(curve, daily[name].to_numpy(dtype="float64"), err_msg=name)
        assert measured.figures[f"{name}{MEAN}"] == pytest.approx(daily[name].mean(), nan_ok=True), name


def test_an_outcome_has_every_response() -> None:
    assert set(outcome(with_overrides(Scenario(), SHORT), 1).figures) == set(responses())


def test_a_seed_out_of_range_is_refused() -> None:
    with pytest.raises(InputError, match="seed: -1 given"):
        outcome(Scenario(), -1)
