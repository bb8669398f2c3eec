"""What is kept of one run in a store: its figures and curves, or why it failed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trustsim.measures.responses import CURVES, checkpoints, responses
from trustsim.scenario.wording import printable

if TYPE_CHECKING:
    from trustsim.run.outcome import Outcome

Numbers = np.ndarray[Any, np.dtype[np.float64]]

NOTHING: Numbers = np.empty(0)
LONGEST_ERROR = 300

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")
_PATH = re.compile(r"(?<![\w.:/])(?:[A-Za-z]:)?(?:[/\\][\w.+-]+)+[/\\](?=[\w.+-])")


class Row(NamedTuple):
    """One run.

    Attributes:
        key: from ``keys.run_key``.
        seed: of its draws.
        error: why it failed, in a line; empty where it did not.
        figures: a number a response, in the order of ``names()``; empty where it failed.
        curves: for each of ``CURVES`` its values on the checkpoints, one curve after the other; likewise.
    """

    key: str
    seed: int
    error: str
    figures: Numbers
    curves: Numbers


@cache
def names() -> tuple[str, ...]:
    """The responses in the order of a row's figures."""
    return tuple(responses())


def done(key: str, seed: int, outcome: Outcome) -> Row:
    """The row of a run that came to its end."""
    days = len(next(iter(outcome.curves.values())))
    kept = np.array(checkpoints(days)) - 1
    figures = np.array([outcome.figures[name] for name in names()])
    return Row(key, seed, "", figures, np.concatenate([outcome.curves[name][kept] for name in CURVES]))


def failed(key: str, seed: int, error: str) -> Row:
    """The row of a run that failed."""
    return Row(key, seed, error or "unknown error", NOTHING, NOTHING)


def in_a_line(error: BaseException) -> str:
    """``TypeName: message`` with nothing in it that differs from process to process or machine to machine."""
    text = " ".join(str(error).split())
    return plain(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def plain(text: str) -> str:
    """A text on one line, of bounded length, without addresses in memory and folders of this machine."""
    text = _PATH.sub("", _ADDRESS.sub("0x", " ".join(text.split())))
    return printable(text, LONGEST_ERROR)
