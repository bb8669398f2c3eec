"""Progress on stderr: a bar where there is somebody to look at it, lines for logs; for sweeps also JSON."""

from __future__ import annotations

import json
import sys
import threading
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
SHARE_A_LINE = 0.05
"""Of the time that has gone by: after an hour there is a line every three minutes."""

SECONDS_A_RECORD = 1.0
LATELY_SECONDS = 60.0
SECONDS_A_LOOK = 0.1
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
    """Show how far it is until the block is over, and give the function that says how much of ``total`` is done.

    On a terminal that is a bar; elsewhere a line on stderr every now and then, from some seconds on. With ``quiet``
    nothing is shown.
    """
    if quiet:
        yield lambda _: None
        return
    if not _on_a_terminal():
        yield _Steps(what, total).done
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def busy(what: str, *, quiet: bool) -> Iterator[None]:
    """Say what is being done, and for how long it has been, until the block is over; shown as by ``progress``."""
    if quiet:
        yield
    elif _on_a_terminal():
        with _spinner(what):
            yield
    else:
        with _told_now_and_then(what):
            yield


@contextmanager
def _spinner(what: str) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as spinner:
        spinner.add_task(what, total=None)
        yield


@contextmanager
def _told_now_and_then(what: str) -> Iterator[None]:
    over = threading.Event()
    teller = threading.Thread(target=_tell_the_time, args=(what, over), daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _tell_the_time(what: str, over: threading.Event) -> None:
    from trustsim.report.durations import duration

    beat = _Beat(SECONDS_A_LINE)
    while not over.wait(beat.seconds_left):
        beat.struck()
        say(f"{what}: {duration(beat.seconds)} so far")


@contextmanager
def sweep_progress(shown: Shown) -> Iterator[Watch]:
    """Show how a sweep goes until the block is over; in the place of a bar, lines where stderr is no terminal."""
    if shown == Shown.BAR and _on_a_terminal():
        with _bar() as watch:
            yield watch
    elif shown == Shown.BAR:
        yield _Lines(_Beat(SECONDS_A_LINE), _line, lambda text: text)
    elif shown == Shown.LINES:
        yield _Lines(_Beat(SECONDS_A_LINE, at_once=True), _line, lambda text: text)
    elif shown == Shown.JSON:
        yield _Lines(_Beat(SECONDS_A_RECORD, 0.0, at_once=True), _record, lambda text: json.dumps({"message": text}))
    else:
        yield _Silent()


class _Beat:
    """When the next line is due: after some seconds, and as time goes by after more, so that no log grows long."""

    def __init__(self, seconds: float, share: float = SHARE_A_LINE, *, at_once: bool = False) -> None:
        self._least = seconds
        self._share = share
        self._began = time.monotonic()
        self._next = self._began + (0.0 if at_once else seconds)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._began

    @property
    def seconds_left(self) -> float:
        """Until the next line is due."""
        return max(self._next - time.monotonic(), 0.0)

    @property
    def is_due(self) -> bool:
        """Whether it is time for a line."""
        return time.monotonic() >= self._next

    def struck(self) -> None:
        """Hear that a line was written."""
        self._next = time.monotonic() + max(self._least, self._share * self.seconds)


class _Steps:
    """A line on stderr every now and then about how much of something is done."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._beat = _Beat(SECONDS_A_LINE)
        self._pace = _Pace()

    def done(self, number: int) -> None:
        """Say it if it is time to."""
        rate, left = self._pace.of(number, self._total - number)
        if self._beat.is_due and number < self._total:
            self._beat.struck()
            say(f"{self._what}: {number:,} of {self._total:,}{_going(rate, left)}")


class _Pace:
    """How many runs a second are done, lately, and how long the rest takes at that."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self.began = time.monotonic()

    def see(self, counts: Counts) -> tuple[float | None, float | None]:
        """Runs of a sweep a second and seconds left; None where nothing can be said yet."""
        return self.of(counts.ran, counts.runs - counts.known)

    def of(self, done: int, to_do: int) -> tuple[float | None, float | None]:
        """How many are done a second, and seconds left; None where nothing can be said yet."""
        now = time.monotonic()
        if not done:  # workers are still starting
            return None, None
        if not self._seen or now >= self._seen[-1][0] + SECONDS_A_LOOK:
            self._seen.append((now, done))
        while self._seen[0][0] < now - LATELY_SECONDS:
            self._seen.popleft()
        then, before = self._seen[0]
        rate = (done - before) / (now - then) if now >= then + LEAST_SECONDS else 0.0
        return (rate, to_do / rate) if rate > 0.0 else (None, None)


class _Silent:
    """Nothing is shown but what went wrong."""

    def counted(self, counts: Counts) -> None:
        """Show nothing."""

    def told(self, text: str) -> None:
        """Say it."""
        say(text)


class _Lines:
    """A line on stderr every now and then, and, where there was one before, when the last run is done."""

    def __init__(self, beat: _Beat, line: Callable[[Counts, _Pace], str], message: Callable[[str], str]) -> None:
        self._beat = beat
        self._line = line
        self._message = message
        self._pace = _Pace()
        self._said: int | None = None

    def counted(self, counts: Counts) -> None:
        """Say it if it is time to."""
        self._pace.see(counts)
        over = counts.known == counts.runs
        first, told = self._said is None, counts.known == self._said
        if (over and not first and not told) or (self._beat.is_due and not (over and told)):
            self._beat.struck()
            self._said = counts.known
            say(self._line(counts, self._pace))

    def told(self, text: str) -> None:
        """Say it."""
        say(self._message(text))


def _line(counts: Counts, pace: _Pace) -> str:
    beside = f"{counts.failed:,} failed, {counts.cached:,} there already"
    return f"{counts.known:,} of {counts.runs:,} runs ({beside}){_going(*pace.see(counts))}"


def _going(rate: float | None, left: float | None) -> str:
    from trustsim.report.durations import duration

    return "" if rate is None or not left else f", {rate:.3g} a second, {duration(left)} left"


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


def _on_a_terminal() -> bool:
    return sys.stderr.isatty()
