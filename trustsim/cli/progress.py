"""Progress on stderr: a bar where there is somebody to look at it; for sweeps also lines and JSON, for logs."""

from __future__ import annotations

import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from trustsim.cli.exits import say

if TYPE_CHECKING:
    from trustsim.experiment.counts import Counts, Watch

SECONDS_A_LINE = 5.0
SECONDS_A_RECORD = 1.0
LATELY_SECONDS = 60.0
LEAST_SECONDS = 1.0
"""In less, it is chance how many runs come back."""


class Shown(StrEnum):
    """How the progress of a sweep is shown."""

    BAR = "bar"
    LINES = "lines"
    JSON = "json"
    NONE = "none"


@contextmanager
def progress(what: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar until the block is over, and give the function that says how much of ``total`` is done.

    Where stderr is no terminal, or ``quiet`` is asked for, nothing is shown.
    """
    if not _watched(quiet):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def busy(what: str, *, quiet: bool) -> Iterator[None]:
    """Say what is being done until the block is over, where ``progress`` would show a bar."""
    if not _watched(quiet):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


@contextmanager
def sweep_progress(shown: Shown) -> Iterator[Watch]:
    """Show how a sweep goes until the block is over; a bar only where stderr is a terminal."""
    if shown == Shown.BAR and _watched(quiet=False):
        with _bar() as watch:
            yield watch
    elif shown == Shown.LINES:
        yield _Lines(SECONDS_A_LINE, _line, lambda text: text)
    elif shown == Shown.JSON:
        yield _Lines(SECONDS_A_RECORD, _record, lambda text: json.dumps({"message": text}))
    else:
        yield _Silent()


class _Pace:
    """How many runs a second are done, lately, and how long the rest takes at that."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self.began = time.monotonic()

    def see(self, counts: Counts) -> tuple[float | None, float | None]:
        """Runs a second and seconds left; None where nothing can be said yet."""
        now = time.monotonic()
        if not counts.ran:  # workers are still starting
            return None, None
        self._seen.append((now, counts.ran))
        while self._seen[0][0] < now - LATELY_SECONDS:
            self._seen.popleft()
        then, ran = self._seen[0]
        rate = (counts.ran - ran) / (now - then) if now >= then + LEAST_SECONDS else 0.0
        return (rate, (counts.runs - counts.known) / rate) if rate > 0.0 else (None, None)


class _Silent:
    """Nothing is shown but what went wrong."""

    def counted(self, counts: Counts) -> None:
        """Show nothing."""

    def told(self, text: str) -> None:
        """Say it."""
        say(text)


class _Lines:
    """A line on stderr every few seconds, and when the last run is done."""

    def __init__(self, seconds: float, line: Callable[[Counts, _Pace], str], message: Callable[[str], str]) -> None:
        self._seconds = seconds
        self._line = line
        self._message = message
        self._pace = _Pace()
        self._next = 0.0
        self._said = -1

    def counted(self, counts: Counts) -> None:
        """Say it if it is time to."""
        over = counts.known == counts.runs
        if time.monotonic() < self._next and not (over and counts.known != self._said):
            return
        if counts.known != self._said or not over:
            self._next = time.monotonic() + self._seconds
            self._said = counts.known
            say(self._line(counts, self._pace))

    def told(self, text: str) -> None:
        """Say it."""
        say(self._message(text))


def _line(counts: Counts, pace: _Pace) -> str:
    from trustsim.report.durations import duration

    rate, left = pace.see(counts)
    beside = f"{counts.failed:,} failed, {counts.cached:,} there already"
    going = "" if rate is None or not left else f", {rate:.3g} a second, {duration(left)} left"
    return f"{counts.known:,} of {counts.runs:,} runs ({beside}){going}"


def _record(counts: Counts, pace: _Pace) -> str:
    rate, left = pace.see(counts)
    timed: dict[str, Any] = {"seconds": time.monotonic() - pace.began, "rate": rate, "seconds_left": left}
    return json.dumps(asdict(counts) | {name: value and round(value, 3) for name, value in timed.items()})


@contextmanager
def _bar() -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar)


class _Bar:
    """A bar, with what failed, what was there, how fast it goes and how long it takes."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None)
        self._pace = _Pace()

    def counted(self, counts: Counts) -> None:
        """Draw it."""
        from trustsim.report.durations import duration

        rate, left = self._pace.see(counts)
        parts = [f"{counts.failed:,} failed"] if counts.failed else []
        parts += [f"{counts.cached:,} there already"] if counts.cached else []
        parts += [] if rate is None or left is None else [f"{rate:.3g}/s", f"{duration(left)} left"]
        self._bar.update(self._task, total=counts.runs, completed=counts.known, description=", ".join(parts))

    def told(self, text: str) -> None:
        """Say it above the bar."""
        self._bar.console.print(text, markup=False, highlight=False)


def _watched(quiet: bool) -> bool:
    return not quiet and sys.stderr.isatty()
