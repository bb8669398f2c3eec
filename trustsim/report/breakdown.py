"""A net change of trust taken apart so that the figures shown add up to it, to the last digit.

Trust is told as a level from 0 to 1 with two decimals, a change of it in points (hundredths) with one decimal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

EVERYTHING_ELSE = "everything else"
MINUS = "\N{MINUS SIGN}"


class Part(NamedTuple):
    """A part of a change: what it came through, and how much, in tenths of points."""

    words: str
    tenths: int

    @property
    def figure(self) -> str:
        """``-3.1``, ``+0.4``, ``0.0``."""
        return signed(self.tenths)

    @property
    def printed(self) -> str:
        """The same with a true minus sign, for pictures."""
        return printed(self.tenths)


def tenths(change: float) -> int:
    """A change of trust in tenths of points, rounded."""
    return round(change * 1000)


def signed(number: int) -> str:
    """Tenths of points with their sign: ``-3.1``; no sign before nought."""
    return f"{number / 10:+.1f}" if number else "0.0"


def printed(number: int) -> str:
    """The same as ``signed`` with a true minus sign, for pictures."""
    return signed(number).replace("-", MINUS)


def parts_of(
    change: float, told: Sequence[tuple[str, float]], rest: str = EVERYTHING_ELSE, *, keep: bool = False
) -> list[Part]:
    """The parts of a net change that are told one by one, and everything else as the last.

    The last takes up what rounding leaves over, so that the figures shown sum to the change shown. Where nothing is
    left it is left out, unless it is to be kept.

    Args:
        change: the net change of trust; 0.01 is a point.
        told: words and contribution of each part.
        rest: what the last part is called.
        keep: whether the last part stays if it comes to nothing.
    """
    parts = [Part(words, tenths(contribution)) for words, contribution in told]
    left = tenths(change) - sum(part.tenths for part in parts)
    return [*parts, Part(rest, left)] if left or keep else parts


def turn_parts(turn: Mapping[str, Any]) -> list[Part]:
    """What a turn of trust in a summary came through, on both sides, and everything else."""
    change = turn["change"]["mean"] if isinstance(turn["change"], Mapping) else turn["change"]
    return parts_of(change, [(cause["words"], cause["contribution"]) for cause in turn["causes"]])


def sentence(parts: Sequence[Part]) -> str:
    """Parts in a line: ``what was delivered +4.2, outages -0.8, everything else -0.3``."""
    return ", ".join(f"{part.words} {part.figure}" for part in parts)


class Column(NamedTuple):
    """What lost trust, or what gained it: the largest causes, everything else, and the sum."""

    parts: list[Part]
    total: int


def columns(causes: Mapping[str, Any]) -> tuple[Column, Column]:
    """The causes of a summary as two columns, losses and gains; with everything else, each sums to its total.

    The two totals sum to the net change of the run as it is shown.
    """
    sums = list(causes["all"].values())
    net = tenths(sum(sums))
    lost = tenths(sum(value for value in sums if value < 0))
    return _column(causes["lost"], lost, sums, -1), _column(causes["gained"], net - lost, sums, 1)


def _column(causes: Sequence[Mapping[str, Any]], total: int, sums: Sequence[float], sign: int) -> Column:
    told = [(cause["words"], _mean(cause["contribution"])) for cause in causes]
    others = sum(value * sign > 0 for value in sums) - len(told)
    rest = f"{EVERYTHING_ELSE}, {others} {'kind' if others == 1 else 'kinds'}" if others > 0 else "rounding"
    return Column(parts_of(total / 1000, told, rest, keep=others > 0), total)


def _mean(contribution: Any) -> float:
    return float(contribution["mean"] if isinstance(contribution, Mapping) else contribution)
