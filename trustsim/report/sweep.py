"""The screen that a sweep ends with, and the one that says beforehand what it would take."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from trustsim.experiment.failures import MOST_CAUSES, may_pass
from trustsim.measures.responses import label_of_measure
from trustsim.report.durations import duration
from trustsim.report.words import counted
from trustsim.text import one_line

if TYPE_CHECKING:
    from trustsim.experiment.counts import Counts
    from trustsim.experiment.failures import Cause
    from trustsim.experiment.pilot import Forecast

Row = tuple[str, str]


class Ended(NamedTuple):
    """What a sweep ended with.

    Attributes:
        title: of the experiment.
        counts: of its runs.
        seconds: that it took.
        causes: why runs failed, the commonest first.
        folder: the sweep folder, as one would type it.
        store: the store, likewise.
        retry: the command that does failed runs again.
    """

    title: str
    counts: Counts
    seconds: float
    causes: Sequence[Cause]
    folder: str
    store: str
    retry: str


def sweep_screen(found: Ended) -> RenderableType:
    """Runs, failures with their commonest causes, time, where it all is, and what to do next."""
    parts: list[RenderableType] = [
        Text(one_line(found.title), style="bold"),
        "",
        _pairs(_runs(found.counts, found.seconds)),
    ]
    if found.causes:
        parts += ["", Text("Why runs failed", style="bold"), _pairs(_causes(found.causes), right=True)]
    if may_pass(found.causes):
        parts.append(Text(f"Do them again with: {found.retry}", overflow="fold"))
    parts += [
        "",
        Text(f"Written to {found.folder}; every run is kept in {found.store}", overflow="fold"),
        Text(f"Next: trustsim analyse {shlex.quote(found.folder)}", overflow="fold"),
    ]
    return Group(*parts)


def forecast_screen(title: str, found: Forecast, store: str) -> RenderableType:
    """What a sweep would take: runs, time, disk, and how precise it would be."""
    parts: list[RenderableType] = [Text(one_line(title), style="bold"), "", _pairs(_plan(found, store))]
    if found.pilots:
        heading = f"From {counted(found.pilots, 'trial run')} (not kept)"
        parts += ["", Text(heading, style="bold"), _pairs(_costs(found))]
    if found.half_widths:
        each = f"with {counted(found.replications, 'replication')}"
        parts += ["", Text(f"Half-width of the 95 % interval of a point's mean, {each}", style="bold")]
        parts.append(_pairs(_widths(found.half_widths)))
    if found.cautions:
        parts += ["", Text("Before you run it", style="bold"), *(Text(f"- {one}") for one in found.cautions)]
    parts += ["", Text("Nothing was written.")]
    return Group(*parts)


def _runs(counts: Counts, seconds: float) -> list[Row]:
    rows = [("design points", f"{counts.points:,}"), ("runs", f"{counts.runs:,}")]
    rows += [("  done", f"{counts.done:,}"), ("  failed", f"{counts.failed:,}")]
    rows.append(("there already", f"{counts.cached:,}"))
    rate = f", {counts.ran / seconds:.3g} runs a second" if counts.ran and seconds > 0.0 else ""
    return [*rows, ("time", f"{duration(seconds)}{rate}")]


def _causes(causes: Sequence[Cause]) -> list[Row]:
    shown = [(f"{cause.runs:,}", cause.text) for cause in causes[:MOST_CAUSES]]
    rest = sum(cause.runs for cause in causes[MOST_CAUSES:])
    return [*shown, (f"{rest:,}", "others")] if rest else shown


def _plan(found: Forecast, store: str) -> list[Row]:
    about = "about " if found.looked_up < found.runs else ""
    rows = [
        ("design points", f"{found.points:,}, each in {counted(found.bases, 'base')}"),
        ("runs", f"{found.runs:,}, {counted(found.replications, 'replication')} each"),
        (f"in {store}", f"{about}{found.cached:,}" + (f", {found.failed:,} of them failed" if found.failed else "")),
    ]
    if found.impossible:
        rows.append(("impossible", f"{about}{found.impossible:,}: the levels of their points do not go together"))
    some = f", by the {found.looked_up:,} that were looked up" if about else ""
    return [*rows, ("still to do", f"{about}{found.missing:,}{some}")]


def _costs(found: Forecast) -> list[Row]:
    each = f"{found.seconds_a_run:.2g} s a run"
    with_jobs = f"about {duration(found.wall_seconds)} with {counted(found.jobs, 'job')}"
    return [
        ("CPU time", f"about {duration(found.cpu_seconds)} ({each})"),
        ("time", with_jobs),
        ("disk", f"about {_size(found.disk_bytes)}"),
    ]


def _widths(widths: Mapping[str, float | None]) -> list[Row]:
    return [
        (label_of_measure(name), "not known" if width is None else f"± {width:.2g}") for name, width in widths.items()
    ]


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.3g} {unit}"
        size /= 1000
    raise AssertionError


def _pairs(rows: Sequence[Row], *, right: bool = False) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right" if right else "left", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, figure in rows:
        grid.add_row(Text(name), Text(figure))
    return grid
