"""What ``trustsim run`` makes of a run that is in place: its page, and what to ask next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trustsim.cli.drawing import PLOTS

PAGE = "index.html"


def write_page(
    folder: Path, about: Mapping[str, Any], summary: Mapping[str, Any], title: str, commands: Sequence[tuple[str, str]]
) -> None:
    """Write the page into ``folder``, with the pictures that are in it by then.

    Args:
        folder: of the run.
        about: the manifest.
        summary: of a run or of an ensemble, as the manifest says.
        title: of the story, with the luck.
        commands: what to ask next, each with what it answers.
    """
    from trustsim.report.run_page import Told, run_page
    from trustsim.report.tables import ensemble_figures, run_figures
    from trustsim.report.words import ensemble_verdict, verdict

    once = about["kind"] == "run"
    words, figures = (verdict, run_figures) if once else (ensemble_verdict, ensemble_figures)
    look_for = summary["story"]["look_for"]
    told = Told(title, look_for, words(summary), figures(summary), summary["causes"], commands, about)
    (folder / PAGE).write_text(run_page(told, folder / PLOTS), encoding="utf-8", newline="\n")


def next_commands(folder: str, file: str, often: bool) -> list[tuple[str, str]]:
    """What to ask next, and what it answers; the first is the one to name.

    Args:
        folder: of the run, as one would type it.
        file: the scenario, as it was given.
        often: whether there are many runs in the folder, which keeps no causes of each.
    """
    run, scenario = shlex.quote(folder), shlex.quote(file)
    compare = (f"trustsim compare {scenario} OTHER --reps 20", "is another scenario better, and how sure is that?")
    if often:
        return [compare, (f"trustsim run {scenario}", "one of these runs, with the causes of everything in it")]
    return [
        (f"trustsim explain {run}", "why did trust move?"),
        (f"trustsim trace {run} worst", "how did the request fare that went worst?"),
        (f"trustsim run {scenario} --reps 20", "is this run typical, or luck?"),
        compare,
    ]
