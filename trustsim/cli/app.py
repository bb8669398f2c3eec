"""The command ``trustsim``: its verbs, and what holds for all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from trustsim import __version__
from trustsim.cli import (
    analyse,
    check,
    compare,
    explain,
    list_scenarios,
    odd,
    report,
    run,
    schema,
    sweep,
    trace,
    validate,
)
from trustsim.cli.exits import STOPPED, die_at_once, stop_on_signals
from trustsim.records.interrupts import heard_once
from trustsim.text import visible

_UsageError: Any = typer.BadParameter.__base__
"""What is raised where a command was typed wrongly; typer has no name of its own for it."""


class _Verbs(TyperGroup):
    """The verbs; what was typed wrongly is told back as text and nothing else."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read what stands before the verb."""
        with _told_back():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Read what stands behind the verb, and do it."""
        with _told_back():
            return super().invoke(ctx)


@contextmanager
def _told_back() -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        error.message = visible(error.message)
        raise


app = typer.Typer(
    name="trustsim",
    cls=_Verbs,
    help="A laboratory for the trust between a business and its IT department.",
    epilog="Begin with: trustsim list, then: trustsim run partnership",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help starts in half the time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

app.command("list", short_help="List scenarios, or experiments, and what each is about.")(list_scenarios.list_scenarios)
app.command("check")(check.check)
app.command("run")(run.run)
app.command("compare", short_help="Compare worlds in pairs of runs: which is better, how sure.")(compare.compare)
app.command("sweep", short_help="Do all runs of an experiment, each once.")(sweep.sweep)
app.command("analyse", short_help="Say what the runs of a sweep say.")(analyse.analyse)
app.command("report", short_help="Write the report of a sweep, or check every figure of it.")(report.report)
app.command("explain", short_help="Say why trust of users in IT moved.")(explain.explain)
app.command("trace", short_help="Tell the life of one request.")(trace.trace)
app.command("validate", short_help="Hold the model against theory, data and claims.")(validate.validate)
app.command("schema", short_help="Print the JSON Schema of scenario files.")(schema.schema)
app.command("odd", short_help="Describe the model in the ODD format.")(odd.odd)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"trustsim {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A laboratory for the trust between a business and its IT department."""


def main() -> None:
    """Run the command line; ``trustsim.__main__`` begins it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that knows ASCII alone still gets an answer
            stream.reconfigure(errors="replace")
    try:
        stop_on_signals()
        with heard_once():
            _run()
    except KeyboardInterrupt:  # before a command has begun, or after
        raise SystemExit(STOPPED) from None


def _run() -> None:
    try:
        app()
    except SystemExit as end:
        if end.code == STOPPED:
            die_at_once()
        raise
