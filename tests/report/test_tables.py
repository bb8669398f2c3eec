"""The one screen of a run fits a terminal and shows the figures."""

from __future__ import annotations

import re
from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from rich.console import Console, RenderableType

from trustsim.measures import summarise
from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.records.naming import word
from trustsim.report.tables import ensemble_screen, run_screen
from trustsim.run import run_one
from trustsim.run.ensemble import over_runs
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Stage


@pytest.fixture(scope="module")
def summary() -> dict[str, Any]:
    small = {"run": {"horizon_days": 63, "warmup_days": 42}, "planning": {"window_days": 10}}
    result = run_one(Scenario.model_validate(small))
    assert (
        summarise(result.tables, result.initial, 10, result.scenario.story, result.scenario.illness) == result.summary
    )
    return result.summary


def printed(screen: RenderableType, width: int = 80) -> list[str]:
    out = StringIO()
    Console(file=out, width=width, highlight=False).print(screen)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def worst(summary: dict[str, Any]) -> dict[str, Any]:
    """The same run, with the longest causes that there are."""
    longest = sorted(Experience, key=lambda event: -len(EXPERIENCE_WORDS[event]))[:3]
    causes = [{"event": "x", "words": EXPERIENCE_WORDS[event], "contribution": -0.25, "rows": 9} for event in longest]
    result = deepcopy(summary)
    sums = {word(event): -0.01 * (1 + place) for place, event in enumerate(Experience)}
    gains = [{**cause, "contribution": 0.25} for cause in causes]
    result["causes"] = {"gained": gains, "lost": causes, "all": sums | {word(event): 0.25 for event in longest}}
    onset = {"health": 0.37, "trust": 0.41, "it_in_business": 0.32, "below": 0.37, "raised": 0.03}
    onsets = {word(one): {"day": 100 * one + 1, **onset} for one in Stage if one is not Stage.HEALTHY}
    result["onsets"] = onsets
    result["story"]["look_for"] = "What a scenario says about itself here. " * 4
    result["needs"] |= {"arose": 1200, "at_start": 34, "delivered": 1000, "in_hand": 34, "shadow": 100, "vendor": 60}
    result["needs"] |= {"without": 40, "refused_shadow": 90, "refused_vendor": 50, "refused_without": 30}
    result["capacity"] |= {"asked": 385.0, "for_requests": 82.0, "load": 4.7}
    result["load"]["edict"] = 0.2
    stages = {word(stage): {"days": 12, "first_day": 100 * stage + 1} for stage in Stage}
    worst_and_last = {"worst_stage": int(Stage.END_STAGE), "last_stage": int(Stage.PNEUMONIA), "cio_changes": 3}
    result["organisation"] |= {**worst_and_last, "stages": stages}
    return result


def test_a_run_fits_a_screen(summary: dict[str, Any]) -> None:
    files = "Written to runs/story-seed1; pictures in plots/"
    assert len(printed(run_screen(summary, "A story (seed 1)", files))) <= 34
    lines = printed(run_screen(worst(summary), "A story (seed 1)", files))
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 52


def test_many_runs_fit_a_screen(summary: dict[str, Any]) -> None:
    many = over_runs([worst(summary)] * 3, [1, 2, 3])
    lines = printed(ensemble_screen(many, "A story (seeds 1 to 3)", "Written to runs/story-seed1-x3"))
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 52


def test_a_run_shows_its_figures(summary: dict[str, Any]) -> None:
    text = "\n".join(printed(run_screen(summary, "A story", "Written to somewhere")))
    requests, trust = summary["requests"], summary["trust"]
    needs = summary["needs"]
    assert re.search(rf"all +{needs['arose'] + needs['at_start']} \({needs['at_start']} before\)", text)
    assert re.search(rf"in use from IT +{needs['delivered']}\n", text)
    assert re.search(rf"in hand at IT +{needs['in_hand']}\n", text)
    asked, left = (summary["capacity"][name] for name in ("asked", "for_requests"))
    assert re.search(f"load a month +{asked:.0f} of {left:.0f} days", text)
    assert f"lowest, day {trust['lowest_day']}" in text
    sides = [*(trust[name] for name in ("start", "end")), *summary["it_in_business"].values()]
    shown = [
        float(level) for name in ("start", "end") for level in re.findall(rf"^at the {name} +(0\.\d\d)", text, re.M)
    ]
    assert sorted(shown) == sorted(round(level, 2) for level in sides)
    assert f"{requests['effort_overrun'] * 100:+.0f} %" in text
    for cause in summary["causes"]["lost"] + summary["causes"]["gained"]:
        assert f"{cause['contribution'] * 100:+.1f}" in text


def test_many_runs_show_means_and_ranges(summary: dict[str, Any]) -> None:
    other = deepcopy(summary)
    other["trust"]["end"] = 0.2
    many = over_runs([summary, other], [1, 2])
    text = "\n".join(printed(ensemble_screen(many, "A story", "Written to somewhere")))
    end = many["trust"]["end"]
    assert f"{end['mean']:.2f} ({end['p05']:.2f} to {end['p95']:.2f})" in text


def test_the_screen_tells_of_illness_other_channels_and_what_to_look_for(summary: dict[str, Any]) -> None:
    text = "\n".join(printed(run_screen(worst(summary), "A story", "Written to somewhere")))
    squeezed = re.sub(" {2,}", "  ", text)  # rich before 15 takes two more spaces for a column of a least width
    for row in (
        "worst, from day 401  end stage",
        "at the end  pneumonia",
        "Stages: sniffles, people grumble and point fingers; flu, people turn to rules;",
        "all  1,234 (34 before)",
        "in hand at IT  34",
        "outside provider  60 (50 refused)",
        "385 of 82 days",
        "A story\nLook for: What a scenario says",
    ):  # fmt: skip
        assert row in squeezed
    many = over_runs([worst(summary), summary], [1, 2])
    text = "\n".join(printed(ensemble_screen(many, "A story", "Written to somewhere")))
    assert "end stage (1 of 2)" in text
    assert re.search(r"outside provider +30 \(25 refused\)", text)


def test_a_healthy_relationship_served_by_it_alone_needs_no_further_rows(summary: dict[str, Any]) -> None:
    well = deepcopy(summary)
    well["organisation"]["worst_stage"] = 0
    well["needs"] |= {"in_hand": 20, "shadow": 0, "vendor": 0, "without": 0}
    well["story"]["look_for"] = ""
    text = "\n".join(printed(run_screen(well, "A story", "Written to somewhere")))
    assert not [words for words in ("Stage", "own teams", "outside", "given up", "Look for") if words in text]


def test_a_run_without_deliveries_shows_none(summary: dict[str, Any]) -> None:
    empty = deepcopy(summary)
    empty["requests"] |= dict.fromkeys(("late_share", "need_fit", "rework_share", "effort_overrun"))
    empty["requests"] |= {"delivered": 0, "late": 0}
    empty["causes"] = {"gained": [], "lost": [], "all": {}}
    text = "\n".join(printed(run_screen(empty, "A story", "Written to somewhere")))
    assert text.count("none") >= 5
    assert "None" not in text
    assert printed(ensemble_screen(over_runs([empty], [1]), "A story", "Written to somewhere"))


def test_a_long_folder_name_is_shown_whole(summary: dict[str, Any]) -> None:
    name = "/".join(["a-long-folder-name"] * 12)
    text = "".join(printed(run_screen(summary, "A story", f"Written to {name}")))
    assert name in text.replace("\n", "")


def test_markup_in_a_title_is_only_text(summary: dict[str, Any]) -> None:
    assert printed(run_screen(summary, "[bold]A story[/nonsense]", "[red]"))[0] == "[bold]A story[/nonsense]"
