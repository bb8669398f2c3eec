"""Write anew whatever in the documentation comes from the code.

``python docs/refresh.py`` writes the reference pages, the order of the day and every default that a page
names right behind its key. With ``--results`` it also runs the two scenarios of the README, which takes about
a minute, and writes its table, its screen and its picture. The tests of the documentation compare with
what is made here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.cli import describe as commands
from trustsim.model.day import ORDER
from trustsim.records import describe as records
from trustsim.scenario import describe as scenarios
from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.wording import figure

if TYPE_CHECKING:
    from trustsim.run import Ensemble, RunResult

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
ODD = DOCS / "explanation" / "odd.md"
README = ROOT / "README.md"
PICTURE = DOCS / "images" / "contract-and-partnership.png"
TUTORIAL = DOCS / "tutorials" / "first-run.md"
COMPARED = ("waterfall-contract", "partnership")
REPS = 20

DEFAULT = re.compile(r"`(?P<key>[a-z_]+(?:\.[a-z_]+)+)`(?P<space>\s)\((?P<value>[^()\n]*)\)")


def reference() -> dict[Path, str]:
    """The reference pages, by file."""
    folder = DOCS / "reference"
    return {
        folder / "scenario.md": scenarios.reference_markdown(),
        folder / "records.md": records.reference_markdown(),
        folder / "cli.md": commands.reference_markdown(),
    }


def pages() -> Iterator[Path]:
    """Every page that is written by hand."""
    made = reference()
    yield README
    yield ROOT / "scenarios" / "README.md"
    yield from (page for page in sorted(DOCS.rglob("*.md")) if page not in made)


def keys() -> dict[str, Key]:
    """Every key of a scenario by its dotted name."""
    return {key.dotted: key for group in groups().values() for key in group.keys.values()}


def with_defaults(text: str) -> str:
    """The text with today's default in the brackets behind each key."""
    known = keys()

    def renewed(found: re.Match[str]) -> str:
        key = known.get(found["key"])
        return found[0] if key is None else f"`{found['key']}`{found['space']}({default(key)})"

    return DEFAULT.sub(renewed, text)


def default(key: Key) -> str:
    """A default as the pages write it."""
    if key.default is None:
        return "as the preset"
    if isinstance(key.default, bool):
        return str(key.default).lower()
    return figure(key.default) if key.kind in ("int", "float") else str(key.default)


def order_of_the_day() -> str:
    """The phases of a day as a numbered list."""
    return "".join(f"{n}. **{phase.name}**: {phase.sentence}\n" for n, phase in enumerate(ORDER, 1))


def between(text: str, mark: str, content: str) -> str:
    """The text with ``content`` between the comments ``<!-- mark -->`` and ``<!-- end of mark -->``."""
    begin, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->"
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"no place for {mark!r}: expected {begin.strip()} and {end}")
    return f"{head}{begin}\n{content.strip()}\n\n{end}{tail}"


def renewed(page: Path) -> str:
    """A page that is written by hand, with what comes from the code as it should be."""
    text = with_defaults(page.read_text(encoding="utf-8"))
    return between(text, "the order of the day", order_of_the_day()) if page == ODD else text


# --- results in the README

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
    from trustsim.run import run_one
    from trustsim.scenario.loading import load_scenario

    return {name: run_one(load_scenario(ROOT / "scenarios" / f"{name}.toml")) for name in COMPARED}


def ensembles() -> dict[str, Ensemble]:
    """The compared scenarios, each run twenty times with the same twenty seeds."""
    from trustsim.run import replicate
    from trustsim.scenario.loading import load_scenario

    loaded = {name: load_scenario(ROOT / "scenarios" / f"{name}.toml") for name in COMPARED}
    return {name: replicate(scenario, reps=REPS, jobs=2) for name, scenario in loaded.items()}


def one_run_columns(runs: Mapping[str, RunResult]) -> list[list[str]]:
    """A row a figure: its value in each single run."""
    from trustsim.run.ensemble import figure as looked_up

    return [[_said(looked_up(runs[name].summary, key), form) for name in COMPARED] for _, key, form in FIGURES]


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
    from rich.console import Console

    from trustsim.report.tables import WIDTH, run_screen

    console = Console(width=WIDTH, highlight=False, force_terminal=False, color_system=None)
    title = f"{result.scenario.story.title} (seed {result.seed})"
    with console.capture() as captured:
        console.print(run_screen(result.summary, title, f"Written to runs/partnership-seed{result.seed}; pictures in plots/"))
    lines = "\n".join(line.rstrip() for line in captured.get().splitlines())
    return f"```text\n{lines}\n```"


def draw(many: Mapping[str, Ensemble], file: Path) -> None:
    """Trust over time in both worlds: medians and bands of nine runs in ten, and the line of the first seed."""
    from trustsim.report.plots.page import MARGIN, Page
    from trustsim.report.plots.style import BLUE, VERMILION, day_axis, faint_grid, level_axis, look

    with look():
        page = Page(
            "Trust in IT under a contract and under a partnership",
            f"The same people, needs and luck; only the process differs. Lines: median of {REPS} runs. Bands: nine runs "
            "in ten. Thin lines: the run with the first seed.",
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
    import numpy as np

    return np.concatenate([found.daily["trust"].to_numpy() for found in many.values()])


def _draw_world(axes: Any, found: Ensemble, colour: str, line: str, name: str) -> None:
    from trustsim.report.plots.style import SMALL

    trust = found.bands[found.bands["measure"] == "trust"]
    days = trust["day"].to_numpy()
    axes.fill_between(days, trust["p05"], trust["p95"], color=colour, alpha=0.18, linewidth=0)
    axes.plot(days, trust["p50"], color=colour, linestyle=line, linewidth=2.2)
    first = found.daily[found.daily["rep"] == 0]
    axes.plot(first["day"], first["trust"], color=colour, linewidth=0.7)
    end = float(trust["p50"].iloc[-1])
    along = axes.get_yaxis_transform()
    axes.text(1.015, end, f"{end:.2f}\n{name}", transform=along, color=colour, fontsize=SMALL + 0.5, va="center")


def write_results() -> None:
    """Run what the README shows, and write its table, its picture and the screen of the tutorial."""
    runs, many = single_runs(), ensembles()
    readme = README.read_text(encoding="utf-8")
    _write(README, between(readme, "first results", results_table(runs, many)))
    tutorial = TUTORIAL.read_text(encoding="utf-8")
    _write(TUTORIAL, between(tutorial, "the screen", screen(runs["partnership"])))
    draw(many, PICTURE)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> None:
    """Write everything that comes from the code; with ``--results`` also what comes from runs."""
    for page, text in reference().items():
        _write(page, text)
    for page in pages():
        _write(page, renewed(page))
    if "--results" in arguments:
        write_results()


if __name__ == "__main__":
    main(sys.argv[1:])
