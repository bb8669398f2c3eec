"""The front desk: ``--version``, ``--help`` and ``list`` are answered here, with hardly anything imported.

Typer alone takes several times as long to import as Python takes to start. Whatever is asked in any other way goes on
to ``trustsim.cli.app``, which answers these three as well.
"""

from __future__ import annotations

import os
import sys

from trustsim import __version__
from trustsim.cli.verbs import ABOUT, BEGIN, SHOW_VERSION, VERBS

FAILED = 1
WRONG_INPUT = 2

WIDEST = 80
NARROWEST = 50

_HELP = ("--help", "-h")
_LIST_OPTIONS = {"--experiments": "experiments", "-e": "experiments", "--json": "json"}


def answered(words: list[str]) -> bool:
    """Answer the words after ``trustsim`` if that can be done at once; whether it was.

    Raises:
        SystemExit: the answer is no success: without any word the help goes to stderr and the code is 2.
    """
    if sys.stdout is None or sys.stderr is None:
        return False
    if not words:
        sys.stderr.write(overview())
        raise SystemExit(WRONG_INPUT)
    text = _answer(words)
    if text is not None:
        put(text)
    return text is not None


def _answer(words: list[str]) -> str | None:
    if words == ["--version"]:
        return f"trustsim {__version__}\n"
    if len(words) == 1 and words[0] in _HELP:
        return overview()
    if words[0] == "list" and all(word in _LIST_OPTIONS for word in words[1:]):
        return _list({_LIST_OPTIONS[word] for word in words[1:]})
    return None


def _list(asked: set[str]) -> str:
    from trustsim.cli.listing import listing

    return listing(experiments="experiments" in asked, as_json="json" in asked)


def put(text: str) -> None:
    """Print a whole answer to stdout.

    Raises:
        SystemExit: it cannot be written, which is told in a line; or its reader has enough, which is no failure.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python writes what is left when it ends
        if isinstance(error, BrokenPipeError):
            raise SystemExit(0) from None
        sys.stderr.write(f"Error: stdout: {error.strerror or error}; expected a place that can be written to\n")
        raise SystemExit(FAILED) from None


def overview() -> str:
    """The help of ``trustsim`` itself, as wide as the terminal but for at most 80 columns."""
    width = max(min(columns(), WIDEST) - 2, NARROWEST)
    options = {"--version": SHOW_VERSION, "-h, --help": "Show this message and exit."}
    parts = [
        f"Usage: {_program()} [OPTIONS] COMMAND [ARGS]...",
        _indented(ABOUT, width),
        "\n".join(["Options:", *_rows(options, width)]),
        "\n".join(["Commands:", *_rows({verb: short for verb, (_, short) in VERBS.items()}, width)]),
        _indented(BEGIN, width),
    ]
    return "\n\n".join(parts) + "\n"


def columns() -> int:
    """Columns of the terminal; ``COLUMNS`` in the environment goes before, and 80 is said where there is none."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDEST
    except (AttributeError, ValueError, OSError):  # no stream, or no terminal
        return WIDEST


def _program() -> str:
    return "python -m trustsim" if sys.argv[0].endswith("__main__.py") else "trustsim"


def _indented(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, width, initial_indent="  ", subsequent_indent="  ")


def _rows(meanings: dict[str, str], width: int) -> list[str]:
    """A line for each name with its meaning beside it, or as many as it takes."""
    from textwrap import wrap

    left = max(map(len, meanings)) + 2
    lines = []
    for name, meaning in meanings.items():
        first, *others = wrap(meaning, width - left - 2)
        lines += [f"  {name:<{left}}{first}", *(f"  {'':<{left}}{other}" for other in others)]
    return lines
