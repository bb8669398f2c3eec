"""The command ``trustsim`` in full: its verbs, loaded when they are asked for, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from trustsim import __version__
from trustsim.cli.exits import STOPPED, die_at_once, stop_on_signals
from trustsim.cli.verbs import ABOUT, BEGIN, SHOW_VERSION, VERBS
from trustsim.records.interrupts import heard_once
from trustsim.text import visible

_UsageError: Any = typer.BadParameter.__base__
"""What is raised where a command was typed wrongly; typer has no name of its own for it."""


@contextmanager
def _told_back() -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        error.message = visible(error.message, keep="\n")  # without words it is the whole help
        raise


_STYLE: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,  # plain help starts in half the time
    "pretty_exceptions_enable": False,
}


class _Commands(Mapping[str, Any]):
    """Typer's commands by name, of which each is imported when it is first looked at."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, verb: str) -> Any:
        if verb not in self._made:
            self._made[verb] = _command(verb, *VERBS[verb])
        return self._made[verb]

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


def _command(verb: str, place: str, short: str) -> Any:
    module, function = place.split(".")
    alone = typer.Typer(**_STYLE)
    alone.command(verb, short_help=short)(getattr(import_module(f"trustsim.cli.{module}"), function))
    return get_command(alone)


class _Group(TyperGroup):
    """A group that knows the names of its commands, and imports one only to run it or to show its help.

    What was typed wrongly is told back as text and nothing else.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = _Commands()

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read what stands before the verb."""
        with _told_back():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Read what stands behind the verb, and do it."""
        with _told_back():
            return super().invoke(ctx)


app = typer.Typer(
    **_STYLE,
    name="trustsim",
    cls=_Group,
    help=ABOUT,
    epilog=BEGIN,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"trustsim {__version__}")
        raise typer.Exit


@app.callback(help=ABOUT)
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=SHOW_VERSION)] = False,
) -> None:
    """What holds for all verbs."""


def main() -> None:
    """Run the command line; ``trustsim.__main__`` begins it."""
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
