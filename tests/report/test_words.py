"""The verdict says what the figures say: which way, how far, when, through what."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from trustsim.records.columns import KINDS_OF_EFFORT
from trustsim.records.naming import word
from trustsim.report.words import counted, ensemble_verdict, listed, percent, points, signed_points, times, verdict
from trustsim.run.ensemble import over_runs
from trustsim.vocabulary import Fate, Stage

CONCEALED = {"event": "concealed_slip", "words": "delays that IT had known and kept quiet", "contribution": -0.18}
OUTCOME = {"event": "outcome", "words": "what was delivered", "contribution": 0.034}


def turn(day: int, change: float, *causes: dict[str, Any]) -> dict[str, Any]:
    """A month of 21 days from the evening of ``day`` on in which trust moved, through the first of ``causes`` most."""
    sums = {cause["event"]: cause["contribution"] for cause in causes}
    rest = change - sum(sums.values())
    found = {"from_day": day, "to_day": day + 21, "change": change, "cause": causes[0] if causes else None}
    return {**found, "causes": list(causes), "everything_else": rest, "all": sums}


FELL: dict[str, Any] = {
    "days": 500,
    "trust": {
        "start": 0.66,
        "lowest": 0.40,
        "lowest_day": 431,
        "end": 0.45,
        "by_dimension": {name: {"start": 0.6, "end": 0.5} for name in ("ability", "benevolence", "integrity")},
    },
    "it_in_business": {"start": 0.5, "end": 0.4},
    "requests": {
        "arrived": 140,
        "delivered": 93,
        "refused": 0,
        "agreed_away": 0,
        "late": 61,
        "late_share": 61 / 93,
        "mean_slip": 12.0,
        "median_lead_time": 100.0,
        "need_fit": 0.71,
        "satisfaction": 0.4,
        "value_delivered": 800.0,
        "rounds": 5.0,
        "workarounds": 30,
        "uat_bugs": 100,
        "uat_bent_share": 0.4,
        "dropped_attributes": 0,
        "open_at_end": 47,
        "rework_share": 0.31,
        "effort_overrun": 0.24,
    },
    "needs": {
        "arose": 130,
        "at_start": 10,
        "delivered": 93,
        "in_hand": 47,
        **dict.fromkeys(("shadow", "vendor", "without", "refused_shadow", "refused_vendor", "refused_without"), 0),
    },
    "capacity": {"available": 126.0, "for_requests": 80.0, "asked": 76.0, "load": 0.95},
    "channels": {"needs": 130, "it": 1.0, "shadow": 0.0, "vendor": 0.0, "without": 0.0, "workaround": 0.1},
    "promises": {word(fate): 3 for fate in Fate},
    "organisation": {
        "worst_stage": 0,
        "last_stage": 0,
        "stages": {word(stage): {"days": 0, "first_day": None} for stage in Stage},
        "edicts": 0,
        "refusals": 0,
        "deferrals": 0,
        "orphans": 0,
        "orphans_refused": 0,
        "cio_changes": 0,
        "cost": 4000.0,
        "shadow_teams_at_most": 0,
        "layers_at_most": 1,
        "red_tape_at_most": 0.0,
        "interventions": 0,
    },
    "load": dict.fromkeys(KINDS_OF_EFFORT, 0.01),
    "turns": {
        "fall": turn(181, -0.12, CONCEALED | {"contribution": -0.14}, OUTCOME | {"contribution": 0.01}),
        "rise": turn(300, 0.012, OUTCOME | {"contribution": 0.012}),
    },
    "onsets": dict.fromkeys(word(stage) for stage in Stage if stage is not Stage.HEALTHY),
    "causes": {"gained": [OUTCOME], "lost": [CONCEALED], "all": {"concealed_slip": -0.18, "outcome": 0.034}},
}


def changed(summary: dict[str, Any], **figures: Any) -> dict[str, Any]:
    """A copy with figures replaced; ``trust__end`` stands for ``["trust"]["end"]``."""
    copy = deepcopy(summary)
    for name, value in figures.items():
        *above, last = name.split("__")
        table = copy
        for key in above:
            table = table[key]
        table[last] = value
    return copy


def test_a_run_in_which_trust_fell() -> None:
    assert verdict(FELL) == (
        "Over 500 days (2 years) the users' trust in IT fell by 21.0 points, from 0.66 to 0.45; it was lowest on "
        "day 431 (month 21), at 0.40. IT's trust in the business fell by 10.0 points, from 0.50 to 0.40. The users' "
        "trust fell fastest from day 181 to 202 (months 9 to 10), by 12.0 points (delays that IT had known and kept "
        "quiet -14.0, what was delivered +1.0, everything else +1.0). Over the whole run delays that IT had known and "
        "kept quiet cost most (-18.0) and what was delivered gave most (+3.4). Of 140 needs (10 of them open at the "
        "start) IT put 93 into use, 66 % of these late, with 71 % of what was needed; 47 are in hand."
    )


def test_a_run_in_which_trust_rose_says_so_and_when() -> None:
    rise = turn(10, 0.2)
    told = verdict(changed(FELL, trust__start=0.3, trust__lowest=0.3, turns__rise=rise))
    assert "rose by 15.0 points, from 0.30 to 0.45." in told
    assert "lowest" not in told
    assert (
        "The users' trust rose fastest from day 10 to 31 (months 1 to 2), by 20.0 points; it fell fastest from day 181"
        in told
    )


def test_a_run_in_which_nothing_moved() -> None:
    still = changed(FELL, trust__end=0.661, trust__lowest=0.66, turns={"fall": None, "rise": None})
    told = verdict(changed(still, causes={"gained": [], "lost": [], "all": {}}))
    assert told.startswith("Over 500 days (2 years) the users' trust in IT hardly moved from 0.66. IT's")


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"needs": dict.fromkeys(FELL["needs"], 0)}, "Nobody needed anything."),
        ({"needs__delivered": 0, "needs__in_hand": 140}, "IT put none into use; 140 are in hand."),
        ({"needs__in_hand": 0}, "with 71 % of what was needed."),
        ({"needs__in_hand": 1}, "; 1 is in hand."),
        ({"requests__late_share": 1.0}, "all of these late"),
        ({"requests__late_share": 0.0}, "none of these late"),
        ({"requests__late_share": None}, "IT put 93 into use, with"),
        ({"days": 1}, "Over 1 day the"),
    ],
)
def test_odd_runs_are_told_plainly(figures: dict[str, Any], told: str) -> None:
    assert told in verdict(changed(FELL, **figures))


@pytest.mark.parametrize("end", [0.1, 0.45, 0.656, 0.66, 0.664, 0.67, 0.95])
def test_the_direction_is_never_wrong(end: float) -> None:
    told = verdict(changed(FELL, trust__end=end))
    first = told.split(";", maxsplit=1)[0].split(". ", maxsplit=1)[0]
    assert ("fell" in first) == (end < 0.655)
    assert ("rose" in first) == (end > 0.665)


def ill(worst: Stage, last: Stage, changes: int = 0) -> dict[str, Any]:
    """The same run, down to a stage that was first reached 100 days after the one before."""
    stages = {word(stage): {"days": 9, "first_day": 100 * stage + 1 if stage <= worst else None} for stage in Stage}
    reached = {"worst_stage": int(worst), "last_stage": int(last), "stages": stages, "cio_changes": changes}
    onset = {"health": 0.415, "trust": 0.52, "it_in_business": 0.31, "below": 0.42, "raised": 0.0}
    onsets = {
        word(stage): {"day": 100 * stage + 1, **onset} if stage <= worst else None
        for stage in Stage
        if stage is not Stage.HEALTHY
    }
    return changed(FELL, organisation={**FELL["organisation"], **reached}, onsets=onsets)


RESTS = (
    "the mean trust of both sides, smoothed, fell below 0.42{}; the users' in IT was 0.52 and IT's in the business "
    "0.31."
)


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        (
            ill(Stage.SNIFFLES, Stage.SNIFFLES),
            f"as far as the sniffles, first on day 101 (month 5): {RESTS.format('')} It ended there.",
        ),
        (
            ill(Stage.FLU, Stage.HEALTHY),
            f"as far as flu, first on day 201 (month 10): {RESTS.format('')} It ended healthy.",
        ),
        (
            ill(Stage.END_STAGE, Stage.FLU, 2),
            (
                f"its end stage, first on day 401 (month 20): {RESTS.format('')} "
                "It ended at flu; leadership changed twice."
            ),
        ),
        (ill(Stage.HEALTHY, Stage.HEALTHY, 1), "in hand. Leadership changed once."),
    ],
)
def test_an_illness_is_told_with_its_worst_day_and_its_end(summary: dict[str, Any], told: str) -> None:
    assert verdict(summary).endswith(told)


def test_every_need_is_told_of_and_what_it_refused() -> None:
    elsewhere = {"in_hand": 7, "shadow": 20, "vendor": 5, "without": 1215, "arose": 1330}
    refused = {"refused_shadow": 11, "refused_vendor": 4, "refused_without": 985}
    summary = changed(FELL, needs={**FELL["needs"], **elsewhere, **refused}, requests__agreed_away=3, load__edict=0.15)
    assert verdict(summary).endswith(
        "Of 1,340 needs (10 of them open at the start) IT put 93 into use, 66 % of these late, with 71 % of what was "
        "needed; 7 are in hand, 20 went to own teams, 5 went to an outside provider and 1,215 were given up (3 by "
        "agreement with IT). IT refused 1,000 of them. Edicts took 15 % of developers' time."
    )


def test_edicts_are_told_of_where_they_take_much() -> None:
    assert "Edicts" not in verdict(changed(FELL, load__edict=0.04))
    assert verdict(changed(FELL, load__edict=0.05)).endswith("Edicts took 5 % of developers' time.")


OVERLOAD = {"available": 126.0, "for_requests": 82.0, "asked": 385.0, "load": 385 / 82}


def test_where_more_is_asked_than_can_be_built_that_is_the_story() -> None:
    outages = {"event": "outage", "words": "outages", "contribution": -0.048}
    every = {"outage": -0.048, "deferred": -0.041, "silence": -0.029, "refused": -0.002}
    summary = changed(FELL, capacity=OVERLOAD, causes={"gained": [], "lost": [outages], "all": every})
    told = verdict(summary)
    many = ensemble_verdict(over_runs([summary, summary], [1, 2]))
    for text in (told, many):
        assert (
            "More was asked of IT than could be built: 385 person-days a month, and its developers had 82 for it, so "
            "that requests piled up." in text
        )
        assert "waiting, being put off and being refused cost most (-7.2 together), then outages (-4.8)." in text
    assert "much was put off and refused" in verdict(changed(summary, requests__refused=9))


def test_where_something_else_cost_more_than_waiting_that_is_named() -> None:
    assert "delays that IT had known and kept quiet cost most" in verdict(changed(FELL, capacity=OVERLOAD))


@pytest.mark.parametrize(("load", "is_told"), [(1.09, False), (1.1, True), (None, False)])
def test_a_load_that_chance_may_bring_is_not_called_too_much(load: float | None, is_told: bool) -> None:
    summary = changed(FELL, capacity={**OVERLOAD, "load": load})
    assert ("More was asked of IT" in verdict(summary)) == is_told


def test_the_worst_stage_of_many_runs_is_the_one_that_half_of_them_reached() -> None:
    flu, end, well = ill(Stage.FLU, Stage.FLU), ill(Stage.END_STAGE, Stage.FLU), ill(Stage.HEALTHY, Stage.HEALTHY)
    for runs, told in (
        ([flu, flu, end], "fell ill as far as flu in every run, first on day 201 (month 10) on average: "),
        (
            [flu, end, end, well],
            "fell ill as far as its end stage in 2 of 4 runs, first on day 401 (month 20) on average: ",
        ),
        ([well, well, flu], "fell ill as far as flu in 1 of 3 runs, first on day 201 (month 10) on average: "),
    ):
        assert told in ensemble_verdict(over_runs(runs, list(range(len(runs)))))
    assert "ill" not in ensemble_verdict(over_runs([well, well], [1, 2]))


def test_the_verdict_fits_a_screen() -> None:
    assert len(verdict(FELL)) < 80 * 9
    assert 2 <= len(re.findall(r"\.( |$)", verdict(FELL))) <= 5


def test_many_runs_are_told_with_their_range() -> None:
    rose = changed(FELL, trust__end=0.67, trust__lowest=0.66)
    told = ensemble_verdict(over_runs([FELL, FELL, rose], [1, 2, 3]))
    assert told.startswith(
        "In 3 runs of 500 days (2 years) the users' trust in IT fell by 13.7 points on average, from 0.66 to 0.52; "
        "it fell in 2 of them, and they ended between 0.45 and 0.67."
    )
    assert (
        "The steepest fall within a month was 12.0 points on average (delays that IT had known and kept quiet -14.0, "
        "what was delivered +1.0, everything else +1.0); in every run it came most of all through delays that" in told
    )
    assert "IT's trust in the business fell by 10.0 points on average, from 0.50 to 0.40." in told


def test_nine_of_ten_are_told_of_where_there_are_enough_runs() -> None:
    runs = [changed(FELL, trust__end=0.4 + number / 100) for number in range(21)]
    told = ensemble_verdict(over_runs(runs, list(range(21))))
    assert "it fell in all of them, and nine runs of ten ended between 0.41 and 0.59" in told


def test_one_run_of_many_has_no_range() -> None:
    told = ensemble_verdict(over_runs([FELL], [1]))
    assert told.startswith(
        "In 1 run of 500 days (2 years) the users' trust in IT fell by 21.0 points on average, from 0.66 to 0.45."
    )


def test_runs_without_anything_are_told_plainly() -> None:
    none = changed(FELL, turns={"fall": None, "rise": None}, causes={"gained": [], "lost": [], "all": {}})
    nobody = {**FELL["needs"], "delivered": 0, "in_hand": 140, "at_start": 0, "arose": 140}
    told = ensemble_verdict(over_runs([changed(none, trust__end=0.66, needs=nobody)], [1]))
    assert told == (
        "In 1 run of 500 days (2 years) the users' trust in IT hardly moved from 0.66 on average. "
        "IT's trust in the business fell by 10.0 points on average, from 0.50 to 0.40. "
        "Of 140 needs IT put none into use; 140 are in hand."
    )


@pytest.mark.parametrize(
    ("change", "told"), [(0.21, "21.0 points"), (-0.01, "1.0 points"), (0.004, "0.4 points"), (-0.0151, "1.5 points")]
)
def test_points_are_hundredths(change: float, told: str) -> None:
    assert points(change) == told


def test_figures_are_rounded_as_people_read_them() -> None:
    assert signed_points(-0.0123) == "-1.2"
    assert percent(0.314) == "31 %"
    assert percent(0.001) == "below 1 %"
    assert percent(0.0) == "0 %"
    assert counted(0, "run") == "no runs"
    assert [times(number) for number in (1, 2, 3)] == ["once", "twice", "3 times"]
    assert counted(1, "run") == "1 run"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_change_in_points_is_never_minus_nought() -> None:
    assert (signed_points(-0.0004), signed_points(-0.0006)) == ("0.0", "-0.1")
