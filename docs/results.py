"""Run what the README shows first, and write its table and picture, and the screen of the tutorial.

``python docs/results.py`` takes about a minute. A test runs each of the two scenarios once, and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from refresh import DOCS, README, ROOT, between, write
from rich.console import Console

from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.style import BLUE, SMALL, VERMILION, day_axis, faint_grid, level_axis, look
from trustsim.report.tables import WIDTH, run_screen
from trustsim.run import Ensemble, RunResult, replicate, run_one
from trustsim.run.ensemble import figure
from trustsim.scenario.loading import load_scenario
from trustsim.statistics.bounds import SHARE
from trustsim.statistics.intervals import mean_interval

PICTURE = DOCS / "images" / "contract-and-partnership.png"
TUTORIAL = DOCS / "tutorials" / "first-run.md"
COMPARED = ("waterfall-contract", "partnership")
REPS = 20

FIGURES = (
    ("Trust of users in IT at the start", "trust.start", "{:.2f}"),
    ("… at its lowest", "trust.lowest", "{:.2f}"),
    ("… at the end", "trust.end", "{:.2f}"),
    ("Trust of IT in the business at the end", "it_in_business.end", "{:.2f}"),
    ("Requests put into use", "requests.delivered", "{:.0f}"),
    ("… of these, later than first promised", "requests.late_share", "{:.0%}"),
    ("Median days from need to use", "requests.median_lead_time", "{:.0f}"),
    ("Need-fit", "requests.need_fit", "{:.0%}"),
    ("Developers' effort spent on fixes", "requests.rework_share", "{:.0%}"),
    ("Effort over what was promised", "requests.effort_overrun", "{:+.0%}"),
    ("Features that ended as workarounds", "requests.workarounds", "{:.0f}"),
)


def single_runs() -> dict[str, RunResult]:
    """The compared scenarios, each run once with its own seed."""
    return {name: run_one(load_scenario(ROOT / "scenarios" / f"{name}.toml")) for name in COMPARED}


def ensembles() -> dict[str, Ensemble]:
    """The compared scenarios, each run twenty times with the same twenty seeds."""
    loaded = {name: load_scenario(ROOT / "scenarios" / f"{name}.toml") for name in COMPARED}
    return {name: replicate(scenario, reps=REPS, jobs=2) for name, scenario in loaded.items()}


def one_run_columns(runs: Mapping[str, RunResult]) -> list[list[str]]:
    """A row a figure: its value in each single run."""
    return [[_said(figure(runs[name].summary, key), form) for name in COMPARED] for _, key, form in FIGURES]


def _many_runs_columns(many: Mapping[str, Ensemble]) -> list[list[str]]:
    return [[_range(many[name].summary, key, form) for name in COMPARED] for _, key, form in FIGURES]


def _range(summary: Mapping[str, Any], key: str, form: str) -> str:
    found: Any = summary
    for part in key.split("."):
        found = found[part]
    if found["mean"] is None:
        return "none"
    return f"{_said(found['mean'], form)} ({_said(found['p05'], form)} to {_said(found['p95'], form)})"


def _said(value: float | None, form: str) -> str:
    return "none" if value is None else form.format(value).replace("%", " %")


def results_table(runs: Mapping[str, RunResult], many: Mapping[str, Ensemble]) -> str:
    """The table of first results."""
    heads = [
        *(f"`{name}`, seed {runs[name].seed}" for name in COMPARED),
        *(f"`{name}`, {REPS} seeds" for name in COMPARED),
    ]
    lines = [["", *heads], ["---", *["---:"] * len(heads)]]
    for (label, _, _), one, several in zip(FIGURES, one_run_columns(runs), _many_runs_columns(many), strict=True):
        lines.append([label, *one, *several])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def screen(result: RunResult) -> str:
    """What ``trustsim run`` shows at its end, as a block of code."""
    console = Console(width=WIDTH, highlight=False, force_terminal=False, color_system=None)
    title = f"{result.scenario.story.title} (seed {result.seed})"
    with console.capture() as captured:
        console.print(run_screen(result.summary, title, f"Written to runs/partnership-seed{result.seed}"))
    lines = "\n".join(line.rstrip() for line in captured.get().splitlines())
    run = f"partnership-seed{result.seed}"
    page = f"Pictures, figures and causes on one page: runs/{run}/index.html"
    return f"```text\n{lines}\n{page}\nNext: trustsim explain {run}\n```"


def draw(many: Mapping[str, Ensemble], file: Path) -> None:
    """Trust over time in both worlds: medians and bands of nine runs in ten, and the line of the first seed."""
    with look():
        page = Page(
            "Trust in IT under a contract and under a partnership",
            f"The same people, needs and luck; only the process differs. Lines: median of {REPS} runs. Bands: nine "
            "runs in ten. Thin lines: the run with the first seed.",
            f"trustsim · waterfall-contract and partnership · {REPS} seeds",
            size=(8.0, 4.4),
        )
        axes = page.panel(MARGIN + 0.6, page.width - MARGIN - 1.25)
        level_axis(axes, _all_values(many), "trust in IT, mean over users")
        looks = ((VERMILION, "--", "contract"), (BLUE, "-", "partnership"))
        for (colour, line, name), found in zip(looks, many.values(), strict=True):
            _draw_world(axes, found, colour, line, name)
        day_axis(axes, many[COMPARED[0]].scenario.run.horizon_days)
        faint_grid(axes)
        file.parent.mkdir(exist_ok=True)
        page.figure.savefig(file, dpi=110, metadata={"Title": page.title})


def _all_values(many: Mapping[str, Ensemble]) -> Any:
    return np.concatenate([found.daily["trust"].to_numpy() for found in many.values()])


def _draw_world(axes: Any, found: Ensemble, colour: str, line: str, name: str) -> None:
    trust = found.bands[found.bands["measure"] == "trust"]
    days = trust["day"].to_numpy()
    axes.fill_between(days, trust["p05"], trust["p95"], color=colour, alpha=0.18, linewidth=0)
    axes.plot(days, trust["p50"], color=colour, linestyle=line, linewidth=2.2)
    first = found.daily[found.daily["rep"] == 0]
    axes.plot(first["day"], first["trust"], color=colour, linewidth=0.7)
    end = float(trust["p50"].iloc[-1])
    along = axes.get_yaxis_transform()
    axes.text(1.015, end, f"{end:.2f}\n{name}", transform=along, color=colour, fontsize=SMALL + 0.5, va="center")


def paired(many: Mapping[str, Ensemble]) -> str:
    """How far apart the two worlds end, seed by seed."""
    one, other = (many[name].runs["trust_end"] for name in COMPARED)
    difference = other - one
    low, mean, high = mean_interval(difference, bounds=SHARE.of_difference)
    higher = int((difference > 0).sum())
    return (
        f"Taken in pairs of one seed, trust ends {abs(mean):.2f} {'higher' if mean > 0 else 'lower'} under "
        f"`{COMPARED[1]}` (95 % interval {low:+.2f} to {high:+.2f}), higher in {higher} of "
        f"{len(difference)} pairs."
    )


def main() -> None:
    """Run both scenarios, once and often, and write what comes of it."""
    runs, many = single_runs(), ensembles()
    readme = README.read_text(encoding="utf-8")
    write(README, between(readme, "first results", f"{results_table(runs, many)}\n{paired(many)}"))
    tutorial = TUTORIAL.read_text(encoding="utf-8")
    write(TUTORIAL, between(tutorial, "the screen", screen(runs["partnership"])))
    draw(many, PICTURE)


if __name__ == "__main__":
    main()
