"""A page on which a world is watched and its levers are moved, made of Mesa's SolaraViz.

``trustsim viz`` opens it. It needs ``pip install "trustsim[viz]"``, and nothing else in trustsim imports this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from trustsim.model.adapter import CollectedTrustModel
from trustsim.records.stages import STAGE_WORDS
from trustsim.report.plots.style import BLUE, ORANGE
from trustsim.scenario.library import scenarios
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Stage

FIRST = "partnership"
MOST_SEEDS = 100
FIRST_DAYS = 60  # so many have room in the picture at once; then it grows


class Lever(NamedTuple):
    """A key of a scenario that can be moved on the page, from ``low`` to ``high``; its unit is in the label."""

    key: str
    label: str
    low: float
    high: float
    step: float


LEVERS = (
    Lever("organisation.users", "Users", 1, 60, 1),
    Lever("organisation.developers", "Developers", 1, 40, 1),
    Lever("organisation.analyst_layers", "Analyst layers", 0, 7, 1),
    Lever("demand.needs_per_user", "Needs a user and month", 0.0, 3.0, 0.1),
    Lever("knowledge.it", "Domain knowledge of IT", 0.0, 1.0, 0.05),
    Lever("planning.window_days", "Intake window of a release (days)", 5, 250, 5),
)

TRUST = {
    "trust": ("of users in IT", BLUE, "-"),
    "trust_it_in_business": ("of IT in the business", ORANGE, "--"),
}


@solara.component  # type: ignore[untyped-decorator]
def Page() -> None:  # noqa: N802 (the name that Solara looks for)
    """Choose a scenario; watch it below, with the levers beside it."""
    known = list(scenarios())
    name, choose = solara.use_state(FIRST if FIRST in known else known[0])
    model = solara.use_memo(lambda: CollectedTrustModel(world=name, rng=1), [name])
    with solara.Sidebar():
        solara.Select(label="Scenario", value=name, values=known, on_value=choose)
    SolaraViz(
        model, components=[TrustCurves, HowItIs], model_params=parameters(name, model.config), name="trustsim"
    ).key(name)


def parameters(name: str, scenario: Scenario) -> dict[str, Any]:
    """What SolaraViz makes a model with: the world, the seed, and the levers, which stand as in the scenario."""
    values = scenario.model_dump(mode="json")
    seed = {"type": "SliderInt", "label": "Seed", "value": 1, "min": 1, "max": MOST_SEEDS, "step": 1}
    return {"world": name, "rng": seed, **{lever.key: _slider(lever, values) for lever in LEVERS}}


def _slider(lever: Lever, values: Mapping[str, Any]) -> dict[str, Any]:
    value = _value(lever, values)
    kind = "SliderInt" if isinstance(value, int) else "SliderFloat"
    low, high = min(lever.low, value), max(lever.high, value)
    return {"type": kind, "label": lever.label, "value": value, "min": low, "max": high, "step": lever.step}


@solara.component  # type: ignore[untyped-decorator]
def TrustCurves(model: CollectedTrustModel) -> None:  # noqa: N802 (as components are called)
    """Trust of both sides over the days, on the whole scale from 0 to 1."""
    update_counter.get()
    solara.FigureMatplotlib(curves(model), format="svg", bbox_inches="tight", dependencies=[model, model.day])


def curves(model: CollectedTrustModel) -> Figure:
    """The picture of both curves; empty before the first day."""
    daily = model.datacollector.model_vars
    figure = Figure(figsize=(6.4, 3.8))
    axes = figure.subplots()
    for column, (whose, colour, line) in TRUST.items():
        axes.plot(daily["day"], daily[column], color=colour, linestyle=line, label=whose)
    axes.set(xlim=(0, min(max(FIRST_DAYS, model.day), model.last_day)), ylim=(0, 1), xlabel="day", title="Trust")
    axes.legend(loc="lower left", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


@solara.component  # type: ignore[untyped-decorator]
def HowItIs(model: CollectedTrustModel) -> None:  # noqa: N802
    """The day, the trust and the stage in words."""
    update_counter.get()
    for line in state(model):
        solara.Text(line)


def state(model: CollectedTrustModel) -> list[str]:
    """What there is to say of the day, a line each."""
    title = f"{model.config.story.title}, seed {model.seed_of_draws}"
    lines = [title, f"Day {model.day} of {model.last_day}"]
    if model.recorder.daily:
        today = model.recorder.daily[-1]
        lines += [f"Trust {whose}: {_number(today[column])}" for column, (whose, *_) in TRUST.items()]
        lines.append(f"The relationship: {STAGE_WORDS[Stage(int(today['stage'] or 0))]}")
    values = model.config.model_dump(mode="json")
    return [*lines, *(f"{lever.label}: {_value(lever, values):g}" for lever in LEVERS)]


def _value(lever: Lever, values: Mapping[str, Any]) -> float:
    section, key = lever.key.split(".")
    value: float = values[section][key]
    return value


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"
