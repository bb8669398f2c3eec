"""One factor at a time: curves run through the values that were run, and swings are as wide as they are."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.analysis.made_up import MEASURE, MadeUp, experiment, levels, made_up, normal
from trustsim.analysis.data import Floats, SweepData
from trustsim.analysis.ofat import centre_of, ofat
from trustsim.experiment.design import design
from trustsim.experiment.plan import Design, DesignKind, Factor, Scale

FACTORS = (
    Factor("speed", key="x.speed", low=0.0, high=4.0, usual=1.0),
    Factor("rate", key="x.rate", low=0.01, high=1.0, scale=Scale.LOG, usual=0.1),
    levels("policy", "none", "some", "all"),
)


def sweep(noise: Floats | None = None, reps: int = 3) -> MadeUp:
    plan = experiment(FACTORS, Design(DesignKind.OFAT, steps=3), reps)
    frame = design(plan).frame()
    weight = frame["policy"].map({"none": 0.0, "some": 5.0, "all": 2.0})
    values = frame["speed"] + 10.0 * frame["rate"] + weight
    return made_up(plan, frame, values.to_numpy()[:, None], noise)


def test_the_centre_is_what_is_usual() -> None:
    assert centre_of(SweepData(sweep())) == {"speed": 1.0, "rate": 0.1, "policy": "none"}


def test_curves_go_through_the_values_in_their_order() -> None:
    curves, _ = ofat(SweepData(sweep()), [MEASURE])
    for name, expected in {
        "speed": {"0": 1.0, "1": 2.0, "2": 3.0, "4": 5.0},
        "rate": {"0.01": 1.1, "0.1": 2.0, "1": 11.0},
        "policy": {"none": 2.0, "some": 7.0, "all": 4.0},
    }.items():
        own = curves.frame[curves.frame["factor"] == name]
        assert dict(zip(own["level"], own["mean"], strict=True)) == pytest.approx(expected)
        assert own["level"].tolist() == list(expected)
        assert own["place"].is_monotonic_increasing


def test_changes_from_the_centre_are_paired() -> None:
    shared = 50.0 * normal((1, 1, 4))
    curves, _ = ofat(SweepData(sweep(shared, 4)), [MEASURE])
    own = curves.frame.set_index("id")
    row = own.loc[f"world/{MEASURE}/policy=some"]
    assert (row["change"], row["change_low"], row["change_high"]) == pytest.approx((5.0, 5.0, 5.0))
    assert row["high"] - row["low"] > 10.0
    assert own.loc[f"world/{MEASURE}/policy=none", "change"] == 0.0


def test_swings_go_from_the_lowest_to_the_highest_mean_the_widest_first() -> None:
    _, swings = ofat(SweepData(sweep()), [MEASURE])
    assert swings.frame["factor"].tolist() == ["rate", "policy", "speed"]
    assert swings.frame["swing"].tolist() == pytest.approx([9.9, 5.0, 4.0])
    row = swings.frame.set_index("factor").loc["policy"]
    assert (row["lowest"], row["highest"]) == ("none", "some")


def test_a_usual_setting_that_is_no_level_stands_before_the_levels() -> None:
    odd = Factor("policy", levels("policy", "some", "all").levels, usual="none")
    plan = experiment((FACTORS[0], odd), Design(DesignKind.OFAT, steps=3), 2)
    frame = pd.DataFrame(
        {"point": [0, 1, 2, 3], "speed": [1.0, 0.0, 1.0, 1.0], "policy": ["none", "none", "some", "all"]}
    )
    curves, _ = ofat(SweepData(made_up(plan, frame, frame[["speed"]].to_numpy())), [MEASURE])
    own = curves.frame[curves.frame["factor"] == "policy"]
    assert own["level"].tolist() == ["none", "some", "all"]
    assert own["place"].tolist() == [-1.0, 0.0, 1.0]
