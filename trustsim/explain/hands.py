"""What became of a need from hand to hand: what each hand kept, lost, broke and put right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trustsim.records.happenings import HAND_NAMES, Hand
from trustsim.rules.demand import drift_rate

if TYPE_CHECKING:
    import pandas as pd

NEED, BUILT, LIVE = (HAND_NAMES[hand] for hand in (Hand.NEED, Hand.BUILT, Hand.LIVE))
TESTER, MANAGER = HAND_NAMES[Hand.TESTER], HAND_NAMES[Hand.PRODUCT_MANAGER]
SLICED = "built, slice by slice"
FROM_THE_NEED = {HAND_NAMES[Hand.USER], HAND_NAMES[Hand.JOINT]}
WRITTEN = FROM_THE_NEED | {HAND_NAMES[hand] for hand in (Hand.ANALYST, Hand.PRODUCT_MANAGER, Hand.VISIT)}
MENDING = {HAND_NAMES[hand] for hand in (Hand.FIXED, Hand.LIVE, Hand.VISIT)} | {SLICED}
NOT_READING = {BUILT, LIVE}
"""Hands that take over a reading as it is, unless they have it straight from the need."""


@dataclass(frozen=True)
class Step:
    """One hand: what it held, as masks of attributes, and what it changed, as attributes numbered from 1.

    Attributes:
        kind: the hand as the table names it; ``hand`` tells apart those that come more than once.
        received_from: index of the step that it had the need from; -1 for the need itself.
        lost: right before, wrong now: by this hand, or by a change of the need where ``may_be_drift``.
        drifted: right before, wrong now, and not by this hand: the need changed.
        broke: right before, broken now.
        put_right: wrong or broken before, right now; ``on_purpose`` or as an own idea that happened to be right.
        yielded: those of ``lost`` that testers or the product manager read so: the build was made to follow them.
        drift_expected: how many of ``lost`` a changing need would explain by itself, on average.
    """

    hand: str
    kind: str
    day: int
    wrong: int
    broken: int
    dropped: int
    right: int
    received_from: int
    lost: tuple[int, ...] = ()
    drifted: tuple[int, ...] = ()
    broke: tuple[int, ...] = ()
    put_right: tuple[int, ...] = ()
    yielded: tuple[int, ...] = ()
    on_purpose: bool = False
    drift_expected: float = 0.0

    @property
    def is_aside(self) -> bool:
        """Whether what it held was not built from: the testers' reading, which the build is compared with."""
        return self.kind == TESTER

    @property
    def may_be_drift(self) -> bool:
        """Whether some of what was lost may be the need's own change."""
        return bool(self.lost) and self.drift_expected > 0.0

    @property
    def kept_back(self) -> bool:
        """Whether what was lost was never told by the one who needs it."""
        return self.kind == HAND_NAMES[Hand.USER]


@dataclass(frozen=True)
class _Held:
    hand: str
    kind: str
    day: int
    wrong: int
    broken: int
    dropped: int

    @property
    def unfit(self) -> int:
        return self.wrong | self.broken | self.dropped


def steps_of(handoffs: pd.DataFrame, attributes: int, dropped: int = 0, drift: float = 0.0) -> tuple[Step, ...]:
    """The hands of one request in order; of a build in slices only the whole.

    Args:
        handoffs: the rows of this request in the table ``handoffs``.
        attributes: how many attributes a need has.
        dropped: the mask of attributes dropped by agreement; it is known for the last hand, in use, alone.
        drift: share of attributes that change within a month of 21 days.
    """
    held = _told_apart(_held(handoffs, dropped))
    hazard = drift_rate(drift)
    return tuple(_step(held, index, attributes, hazard) for index in range(len(held)))


def _held(rows: pd.DataFrame, dropped: int) -> list[_Held]:
    rows = rows.sort_values("step", kind="stable")
    columns = (rows[name].tolist() for name in ("hand", "day", "wrong", "broken"))
    return [
        _Held(str(hand), str(hand), int(day), int(wrong), int(broken), dropped if hand == LIVE else 0)
        for hand, day, wrong, broken in zip(*columns, strict=True)
    ]


def _told_apart(held: list[_Held]) -> list[_Held]:
    """Number analysts and other hands that come more than once; of a build in slices keep the whole.

    An attribute that is not built yet counts as right in the table, so a part would look better than it was.
    """
    builds = [index for index, one in enumerate(held) if one.kind == BUILT]
    kinds = [one.kind for one in held]
    kept = []
    for index, one in enumerate(held):
        if index in builds[:-1]:
            continue
        name = f"{one.kind} {kinds[: index + 1].count(one.kind)}" if kinds.count(one.kind) > 1 else one.kind
        sliced = one.kind == BUILT and len(builds) > 1
        kept.append(replace(one, hand=SLICED, kind=SLICED) if sliced else replace(one, hand=name))
    return kept


def _step(held: Sequence[_Held], index: int, attributes: int, hazard: float) -> Step:
    now, source = held[index], _source(held, index)
    right = attributes - now.unfit.bit_count()
    bare = Step(now.hand, now.kind, now.day, now.wrong, now.broken, now.dropped, right, source)
    if source < 0:
        return bare
    before = held[source]
    fresh = now.kind in FROM_THE_NEED
    new = now.unfit & ~before.unfit & ~now.dropped
    lost = new & ~now.broken
    changed_meanwhile = 0 if fresh else _chance(hazard, now.day - before.day)
    is_drift = changed_meanwhile > 0 and now.kind in NOT_READING and before.kind != NEED
    return replace(
        bare,
        lost=() if is_drift else _numbers(lost),
        drifted=_numbers(lost) if is_drift else (),
        broke=_numbers(new & now.broken),
        put_right=_numbers(before.unfit & ~now.unfit),
        yielded=_numbers(lost & _read_by_others(held[:index])) if now.kind in MENDING and not is_drift else (),
        on_purpose=now.kind in MENDING,
        drift_expected=0.0 if is_drift else changed_meanwhile * (attributes - before.unfit.bit_count()),
    )


def _source(held: Sequence[_Held], index: int) -> int:
    """The hand that a hand has it from: the need, what was written, or whoever built on before; -1: none."""
    kind = held[index].kind
    if kind in FROM_THE_NEED:
        return 0 if index else -1
    earlier = [at for at in range(index) if held[at].kind != TESTER]
    if kind == TESTER:
        earlier = [at for at in earlier if held[at].kind in WRITTEN] or earlier
    return earlier[-1] if earlier else -1


def _read_by_others(earlier: Sequence[_Held]) -> int:
    """What testers and the product manager held wrongly when they last wrote or read."""
    last = {one.kind: one.wrong for one in earlier if one.kind in (TESTER, MANAGER)}
    return last.get(TESTER, 0) | last.get(MANAGER, 0)


def _chance(hazard: float, days: int) -> float:
    """Chance that an attribute changes within so many days; days begin with the changes of needs."""
    return -math.expm1(-hazard * max(days, 0))


def _numbers(mask: int) -> tuple[int, ...]:
    return tuple(bit + 1 for bit in range(mask.bit_length()) if mask >> bit & 1)
