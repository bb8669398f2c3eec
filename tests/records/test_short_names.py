"""Every measure has a short name, and bounds that its values keep."""

from __future__ import annotations

import re

import pytest

from tests.builders import LIVELY, scenario
from trustsim.measures.responses import CURVES, MEAN, bounds_of_measure, label_of_measure, responses
from trustsim.records.columns import DAILY
from trustsim.records.figures import FIGURES
from trustsim.records.short_names import OF_DAILY, OF_FIGURES
from trustsim.run.outcome import outcome
from trustsim.statistics.bounds import ANY, SHARE, Bounds

LONGEST = 46


def test_every_figure_and_daily_column_has_a_short_name_and_nothing_else_has() -> None:
    assert list(OF_DAILY) == list(DAILY)
    assert list(OF_FIGURES) == list(FIGURES)


@pytest.mark.parametrize("names", [OF_DAILY, OF_FIGURES])
def test_names_are_words_that_differ(names: dict[str, str]) -> None:
    assert len(set(names.values())) == len(names)
    for name in names.values():
        assert 4 < len(name) <= LONGEST
        assert re.fullmatch(r"[A-Za-z][A-Za-z',-]*( [A-Za-z',-]+)*", name), name
        assert name.split()[0] == name.split()[0].lower()


def test_a_label_has_the_name_and_the_id() -> None:
    assert label_of_measure("trust.end") == "trust of users in IT at the end (trust.end)"
    assert label_of_measure("trust@mean") == "trust of users in IT, mean over days (trust@mean)"
    assert label_of_measure("trust") == "trust of users in IT (trust)"
    assert label_of_measure("unheard of") == "unheard of"
    assert all(one.label == f"{one.words} ({one.name})" for one in responses().values())


def test_bounds_come_from_the_units() -> None:
    known = {name: one.bounds for name, one in responses().items()}
    assert known["trust.end"] == known["requests.late_share"] == bounds_of_measure("trust") == SHARE
    assert known["requests.effort_overrun"] == Bounds(-1.0)
    assert known["organisation.worst_stage"] == Bounds(0.0, 4.0)
    assert known["organisation.cost"] == known["requests.rounds"] == Bounds(0.0)
    assert known["requests.mean_slip"] == bounds_of_measure("unheard of") == ANY


@pytest.mark.parametrize("seed", [1, 2])
def test_runs_keep_the_bounds(seed: int) -> None:
    found = outcome(scenario(LIVELY), seed)
    for name, about in responses().items():
        value = found.figures[name]
        assert not value < about.bounds.low, name
        assert not value > about.bounds.high, name
    for name in CURVES:
        bounds = bounds_of_measure(name)
        assert not (found.curves[name] < bounds.low).any(), name
        assert not (found.curves[name] > bounds.high).any(), name
        assert f"{name}{MEAN}" in found.figures
