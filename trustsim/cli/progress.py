"""A progress bar on stderr, where there is somebody to look at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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


def _watched(quiet: bool) -> bool:
    return not quiet and sys.stderr.isatty()
