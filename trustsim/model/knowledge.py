"""What each function knows of each business unit: how often its own idea about a need is right."""

from __future__ import annotations

from trustsim.rules.handoff import learned, unlearned
from trustsim.scenario.organisation import Knowledge as KnowledgeSection
from trustsim.vocabulary import Function


class Knowledge:
    """Domain knowledge by function and unit, in [0, 1]; raised by contact, falling back without."""

    def __init__(self, section: KnowledgeSection) -> None:
        self._section = section
        self.base = section.it
        self._held: dict[tuple[Function, int], tuple[float, int]] = {}
        self.day = 0

    def of(self, function: Function, unit: int) -> float:
        """What a function knows of a unit today."""
        held = self._held.get((function, unit))
        if held is None:
            return self.base
        known, since = held
        return known if since == self.day else unlearned(known, self.base, self._section.decay, self.day - since)

    def contact(self, function: Function, unit: int, gain: float | None = None) -> None:
        """A function met a unit over its needs; ``gain`` is the part of the gap that this closes, if not the usual."""
        part = self._section.gain_per_contact if gain is None else gain
        now = learned(self.of(function, unit), part, self._section.ceiling)
        self._held[function, unit] = (now, self.day)

    def replaced(self, base: float) -> None:
        """Other people hold all functions now: what was learned is gone; they know ``base`` by themselves."""
        self._held.clear()
        self.base = base
