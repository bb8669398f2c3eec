"""Opinions and the ledger: who trusts whom, what moved it, and by how much.

Every change of an opinion passes through ``Trust.live_through`` or ``Trust.deceived``. Opinions
decay lazily: the day of the last experience is kept, and forgetting is worked out on access. States
stand in flat arrays, three numbers a bond, so that a whole department is measured at once.
"""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

import numpy as np

from trustsim.records.happenings import Actor, Experience
from trustsim.records.recorder import Recorder
from trustsim.rules import opinion
from trustsim.rules.experience import ceiling_after, ceiling_healed
from trustsim.scenario.relationship import Side
from trustsim.scenario.relationship import Trust as TrustSection
from trustsim.vocabulary import Dimension, Healing

ABILITY, BENEVOLENCE, INTEGRITY = (int(dimension) for dimension in Dimension)
FORGETTING, HEALING, HEARSAY = int(Experience.FORGETTING), int(Experience.HEALING), int(Experience.HEARSAY)

Floats = np.ndarray[Any, np.dtype[np.float64]]
Bond = int  # what one party thinks of another: its place in the list of bonds


class Party(NamedTuple):
    """One who trusts or is trusted: a kind and, where there are several, a number."""

    kind: Actor
    number: int = 0


class Trust:
    """All bonds of a model, the law by which they move, and the ledger of every change."""

    def __init__(self, section: TrustSection, recorder: Recorder, longest: int) -> None:
        """``longest`` is the greatest number of days over which anything is remembered."""
        self.section = section
        self.law = opinion.OpinionLaw(*(getattr(section, name) for name in opinion.OpinionLaw._fields))
        self._rule = opinion.RULES[section.rule]
        self.weights = weights_of(section)
        self._kept = _powers(opinion.kept_a_day(self.law), longest)
        heals = section.healing == Healing.SLOW_HEAL
        self._unhealed = _powers(1.0 - section.healing_rate if heals else 1.0, longest)
        self._kept_array, self._unhealed_array = np.array(self._kept), np.array(self._unhealed)
        self._recorder = recorder
        self._ledger = recorder.ledger if recorder.keeps_ledger else None
        self.day = 0
        self.frozen = False
        self.changes = 0  # so that whoever measures can tell whether anything has moved
        self._x, self._y, self._entered = array("d"), array("d"), array("d")
        self._since = array("q")
        self._ceiling, self._ceiling_since = array("d"), array("q")
        recorder.ledger.weights = self.weights
        self._parties = recorder.ledger.parties

    def bond(self, trustor: Party, trustee: Party, past: Side) -> Bond:
        """Make a bond that begins with the evidence of ``past``."""
        good = past.experiences * past.good_share
        x, y = opinion.begin(self.law, good, past.experiences - good)
        expected = self._rule.expectation(self.law, x, y)
        for values, value in ((self._x, x), (self._y, y), (self._entered, expected)):
            values.extend([value] * 3)
        self._since.extend([self.day] * 3)
        self._ceiling.append(1.0)
        self._ceiling_since.append(self.day)
        self._parties.append((trustor.kind, trustor.number, trustee.kind, trustee.number))
        return len(self._parties) - 1

    def expectation(self, bond: Bond, dimension: int) -> float:
        """The opinion on one dimension today, integrity under its ceiling; in [0, 1]."""
        value: float = self._rule.expectation(self.law, *self._remembered(bond, dimension))
        return min(value, self.ceiling(bond)) if dimension == INTEGRITY else value

    def overall(self, bond: Bond) -> float:
        """The three dimensions weighted: T = sum of w_d E_d, in [0, 1]."""
        at, day, law, kept, since = 3 * bond, self.day, self.law, self._kept, self._since
        x, y, forget, expects = self._x, self._y, self._rule.forget, self._rule.expectation
        ability = expects(law, *forget(law, x[at], y[at], kept[day - since[at]]))
        benevolence = expects(law, *forget(law, x[at + 1], y[at + 1], kept[day - since[at + 1]]))
        integrity = expects(law, *forget(law, x[at + 2], y[at + 2], kept[day - since[at + 2]]))
        ceiling = self._ceiling[bond]
        if ceiling < 1.0:
            integrity = min(integrity, self.ceiling(bond))
        a, b, c = self.weights
        return a * ability + b * benevolence + c * integrity  # type: ignore[no-any-return]

    def expectations(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Opinions of all bonds today: ability, benevolence, integrity and overall, an array each.

        The same bits as ``expectation`` and ``overall`` give one by one.
        """
        kept = self._kept_array[self.day - np.frombuffer(self._since, dtype=np.int64)]
        x, y = np.frombuffer(self._x), np.frombuffer(self._y)
        values = self._rule.expectation(self.law, *self._rule.forget(self.law, x, y, kept))
        ability, benevolence, integrity = values[ABILITY::3], values[BENEVOLENCE::3], values[INTEGRITY::3]
        integrity = np.minimum(integrity, self._ceilings())
        a, b, c = self.weights
        return ability, benevolence, integrity, a * ability + b * benevolence + c * integrity

    def _ceilings(self) -> Floats:
        """The ceilings of all bonds today; as ``ceiling`` one by one."""
        days = self.day - np.frombuffer(self._ceiling_since, dtype=np.int64)
        ceilings: Floats = ceiling_healed(np.frombuffer(self._ceiling), self._unhealed_array[days])
        return ceilings

    def certainty(self, bond: Bond, dimension: int) -> float:
        """Belief plus disbelief today, in [0, 1]."""
        return self._rule.certainty(self.law, *self._remembered(bond, dimension))

    def hear(self, own: Bond, theirs: Bond, weight: float) -> None:
        """One hears another's opinion, on each dimension; it weighs as much as the other is certain."""
        for dimension in range(3):
            x, y = self._remembered(theirs, dimension)
            said = self._rule.expectation(self.law, x, y)
            if dimension == INTEGRITY:
                said = min(said, self.ceiling(theirs))
            sure = self._rule.certainty(self.law, x, y)
            self.live_through(own, HEARSAY, dimension, said, weight * sure)

    def _remembered(self, bond: Bond, dimension: int) -> tuple[float, float]:
        at = 3 * bond + dimension
        return self._rule.forget(self.law, self._x[at], self._y[at], self._kept[self.day - self._since[at]])

    def ceiling(self, bond: Bond) -> float:
        """The ceiling on integrity today; 1 without deception."""
        ceiling = self._ceiling[bond]
        if ceiling == 1.0:
            return 1.0
        healed: float = ceiling_healed(ceiling, self._unhealed[self.day - self._ceiling_since[bond]])
        return healed

    def live_through(
        self, bond: Bond, what: int, dimension: int, value: float, weight: float, request: int = -1
    ) -> None:
        """One party lives through something with another: an experience of ``value`` and ``weight``.

        ``what`` is a kind of ``Experience``. Weight 0 is no experience; during the warm-up none counts.
        """
        if weight <= 0.0 or self.frozen:
            return
        self.changes += 1
        at, rule, law = 3 * bond + dimension, self._rule, self.law
        x, y = rule.forget(law, self._x[at], self._y[at], self._kept[self.day - self._since[at]])
        if self._ledger is not None:
            self._enter_time(bond, dimension, rule.expectation(law, x, y))
        self._x[at], self._y[at] = x, y = rule.learn(law, x, y, value, weight)
        self._since[at] = self.day
        if self._ledger is not None:
            self._enter(bond, what, dimension, rule.expectation(law, x, y), request)

    def deceived(self, bond: Bond, what: int, request: int = -1) -> None:
        """A deception came to light: the ceiling on integrity comes down."""
        if self.frozen or self.section.healing == Healing.OFF:
            return
        self.changes += 1
        now = self.expectation(bond, INTEGRITY)
        if self._ledger is not None:
            self._enter_time(bond, INTEGRITY, now)
        self._ceiling[bond] = ceiling_after(self.ceiling(bond), self.section.ceiling_drop)
        self._ceiling_since[bond] = self.day
        if self._ledger is not None:
            self._enter(bond, what, INTEGRITY, now, request)

    def start_afresh(self, bond: Bond, what: int, kept: float) -> None:
        """Only the share ``kept`` of the evidence counts from now on, on each dimension; ceilings stay.

        With ``kept`` of 1 nothing happens at all.
        """
        if self.frozen or kept >= 1.0:
            return
        self.changes += 1
        rule, law = self._rule, self.law
        for dimension in range(3):
            at = 3 * bond + dimension
            x, y = self._remembered(bond, dimension)
            if self._ledger is not None:
                self._enter_time(bond, dimension, rule.expectation(law, x, y))
            self._x[at], self._y[at] = x, y = rule.forget(law, x, y, kept)
            self._since[at] = self.day
            if self._ledger is not None:
                self._enter(bond, what, dimension, rule.expectation(law, x, y), -1)

    def settle(self) -> None:
        """Enter what time alone has done into the ledger; no opinion is moved by it."""
        if self._ledger is None:
            return
        now = np.stack(self.expectations()[:3], axis=1).ravel()
        before = np.frombuffer(self._entered)
        at = np.flatnonzero(now != before)
        held_down = (at % 3 == INTEGRITY) & (now[at] == self._ceilings()[at // 3])
        healed = held_down & (now[at] > before[at]) & (self.section.healing == Healing.SLOW_HEAL)
        what = np.where(healed, HEALING, FORGETTING)
        days, nothing = np.full(len(at), self.day), np.full(len(at), -1)
        rows = np.stack([days, at // 3, at % 3, what, nothing, nothing, before[at], now[at]], axis=1)
        self._ledger.flat.extend(rows.ravel().tolist())
        self._entered = array("d", now.tobytes())

    def _enter_time(self, bond: Bond, dimension: int, now: float) -> None:
        """Enter what has changed since the last row: time forgets and, under a ceiling, heals."""
        before, what = self._entered[3 * bond + dimension], FORGETTING
        if dimension == INTEGRITY:
            ceiling = self.ceiling(bond)
            heals = self.section.healing == Healing.SLOW_HEAL and self._ceiling[bond] < 1.0
            if heals and before < ceiling <= now:  # only the ceiling holds it down, and the ceiling has risen
                what = HEALING
            now = min(now, ceiling)
        if now != before:
            self._row(bond, what, dimension, now, -1, -1)

    def _enter(self, bond: Bond, what: int, dimension: int, now: float, request: int) -> None:
        """Enter what an experience has changed."""
        now = min(now, self.ceiling(bond)) if dimension == INTEGRITY else now
        self._row(bond, what, dimension, now, request, self._recorder.source)

    def _row(self, bond: Bond, what: int, dimension: int, after: float, request: int, source: int) -> None:
        assert self._ledger is not None
        at = 3 * bond + dimension
        self._ledger.flat.extend((self.day, bond, dimension, what, request, source, self._entered[at], after))
        self._entered[at] = after


def weights_of(section: TrustSection) -> tuple[float, float, float]:
    """The weights of the three dimensions, summing to 1."""
    total = section.weight_ability + section.weight_benevolence + section.weight_integrity
    return (
        section.weight_ability / total,
        section.weight_benevolence / total,
        section.weight_integrity / total,
    )


def _powers(base: float, highest: int) -> list[float]:
    powers = [1.0]
    for _ in range(highest):
        powers.append(powers[-1] * base)
    return powers
