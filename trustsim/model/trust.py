"""Opinions and the ledger: who trusts whom, what moved it, and by how much.

Every change of an opinion passes through ``Trust.live_through``. Opinions decay lazily: a bond
keeps the day of its last experience, and forgetting is worked out on access.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from trustsim.records.happenings import Actor, Experience
from trustsim.records.recorder import Recorder
from trustsim.rules import experience, opinion
from trustsim.scenario.relationship import Side
from trustsim.scenario.relationship import Trust as TrustSection
from trustsim.vocabulary import Dimension, Healing

ABILITY, BENEVOLENCE, INTEGRITY = Dimension.ABILITY, Dimension.BENEVOLENCE, Dimension.INTEGRITY


class Party(NamedTuple):
    """One who trusts or is trusted: a kind and, where there are several, a number."""

    kind: Actor
    number: int = 0


@dataclass(slots=True)
class Bond:
    """What one party thinks of another: a state for each dimension, and the ceiling on integrity."""

    trustor: Party
    trustee: Party
    x: list[float]
    y: list[float]
    since: list[int]
    ceiling: float = 1.0
    ceiling_since: int = 0
    entered: list[float] = field(default_factory=list)


class Trust:
    """All bonds of a model, the law by which they move, and the ledger of every change."""

    def __init__(self, section: TrustSection, recorder: Recorder, longest: int) -> None:
        """``longest`` is the greatest number of days over which anything is remembered."""
        self.section = section
        self.law = opinion.OpinionLaw(*(getattr(section, name) for name in opinion.OpinionLaw._fields))
        total = section.weight_ability + section.weight_benevolence + section.weight_integrity
        self.weights = (
            section.weight_ability / total,
            section.weight_benevolence / total,
            section.weight_integrity / total,
        )
        self._kept = _powers(opinion.kept_a_day(self.law), longest)
        self._recorder = recorder
        self.day = 0
        self.frozen = False
        self.bonds: list[Bond] = []

    def bond(self, trustor: Party, trustee: Party, past: Side) -> Bond:
        """Make a bond that begins with the evidence of ``past``."""
        good = past.experiences * past.good_share
        x, y = opinion.begin(self.law, good, past.experiences - good)
        bond = Bond(trustor, trustee, [x] * 3, [y] * 3, [self.day] * 3)
        bond.entered = [opinion.expectation(self.law, x, y)] * 3
        self.bonds.append(bond)
        return bond

    def expectation(self, bond: Bond, dimension: int) -> float:
        """The opinion on one dimension today, integrity under its ceiling; in [0, 1]."""
        x, y = self._remembered(bond, dimension)
        value = opinion.expectation(self.law, x, y)
        if dimension == INTEGRITY and bond.ceiling < 1.0:
            return min(value, self.ceiling(bond))
        return value

    def overall(self, bond: Bond) -> float:
        """The three dimensions weighted: T = sum of w_d E_d, in [0, 1]."""
        ability, benevolence, integrity = self.weights
        return (
            ability * self.expectation(bond, ABILITY)
            + benevolence * self.expectation(bond, BENEVOLENCE)
            + integrity * self.expectation(bond, INTEGRITY)
        )

    def certainty(self, bond: Bond, dimension: int) -> float:
        """Belief plus disbelief today, in [0, 1]."""
        return 1.0 - opinion.triple(self.law, *self._remembered(bond, dimension)).uncertainty

    def ceiling(self, bond: Bond) -> float:
        """The ceiling on integrity today; 1 without deception."""
        if self.section.healing != Healing.SLOW_HEAL or bond.ceiling >= 1.0:
            return bond.ceiling
        return experience.ceiling_healed(bond.ceiling, self.section.healing_rate, self.day - bond.ceiling_since)

    def live_through(
        self, bond: Bond, what: Experience, dimension: int, value: float, weight: float, request: int = -1
    ) -> None:
        """One party lives through something with another: an experience of ``value`` and ``weight``."""
        if weight <= 0.0 or self.frozen:
            return
        before = self._enter_forgetting(bond, dimension)
        x, y = self._remembered(bond, dimension)
        bond.x[dimension], bond.y[dimension] = opinion.learn(self.law, x, y, value, weight)
        bond.since[dimension] = self.day
        self._enter(bond, what, dimension, before, request)

    def deceived(self, bond: Bond, what: Experience, request: int = -1) -> None:
        """A deception came to light: the ceiling on integrity comes down."""
        if self.frozen or self.section.healing == Healing.OFF:
            return
        before = self._enter_forgetting(bond, INTEGRITY)
        bond.ceiling = experience.ceiling_after(self.ceiling(bond), self.section.ceiling_drop)
        bond.ceiling_since = self.day
        self._enter(bond, what, INTEGRITY, before, request)

    def settle(self) -> None:
        """Enter what time alone has done into the ledger; no opinion is moved by it."""
        for bond in self.bonds:
            for dimension in Dimension:
                self._enter_forgetting(bond, dimension)

    def _remembered(self, bond: Bond, dimension: int) -> tuple[float, float]:
        days = self.day - bond.since[dimension]
        x, y = bond.x[dimension], bond.y[dimension]
        return opinion.forget(self.law, x, y, self._kept[days]) if days else (x, y)

    def _enter_forgetting(self, bond: Bond, dimension: int) -> float:
        """Enter the change that time has made since the last row; return the opinion today."""
        if not self._recorder.keeps_ledger:
            return 0.0
        now = self.expectation(bond, dimension)
        before = bond.entered[dimension]
        if now != before:
            healed = dimension == INTEGRITY and bond.ceiling < 1.0 and now > before
            self._row(bond, Experience.HEALING if healed else Experience.FORGETTING, dimension, before, now, -1)
        return now

    def _enter(self, bond: Bond, what: Experience, dimension: int, before: float, request: int) -> None:
        if self._recorder.keeps_ledger:
            self._row(bond, what, dimension, before, self.expectation(bond, dimension), request)

    def _row(self, bond: Bond, what: Experience, dimension: int, before: float, after: float, request: int) -> None:
        delta = after - before
        trustor, trustee = bond.trustor, bond.trustee
        self._recorder.ledger.append(
            (self.day, trustor.kind, trustor.number, trustee.kind, trustee.number, dimension, what, request,
             before, delta, after, self.weights[dimension] * delta)
        )  # fmt: skip
        bond.entered[dimension] = after

    def mean(self, bonds: list[Bond], dimension: int) -> float:
        """The mean opinion over bonds; summed exactly, so that the order of bonds does not matter."""
        return math.fsum(self.expectation(bond, dimension) for bond in bonds) / len(bonds)


def _powers(base: float, highest: int) -> list[float]:
    powers = [1.0]
    for _ in range(highest):
        powers.append(powers[-1] * base)
    return powers
