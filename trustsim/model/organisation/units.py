"""What a business unit has come to expect of its providers, and how near it is to building for itself."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Channel


@dataclass(slots=True)
class UnitMemory:
    """What the users of one unit tell each other of providers.

    ``wait`` is how long IT is expected to take, in days; ``fit`` the need-fit expected of each channel;
    ``score`` the usual outcome score of IT; ``lived`` how much of the hidden cost of own systems the unit
    has lived through, 0 to 1; ``longing`` the days on which somebody would rather have had an own team;
    ``blow`` the last event that spoke against IT; ``needs`` how many needs from day 1 on are with each channel by now.
    """

    wait: float
    fit: list[float]
    score: float
    lived: float = 0.0
    longing: deque[int] = field(default_factory=deque)
    blow: int = -1
    needs: list[int] = field(default_factory=lambda: [0] * len(Channel))

    def saw_it_deliver(self, lead_time: float, fit: float, score: float, learning: float) -> None:
        """IT delivered: expectations move a step towards what it was."""
        self.wait += learning * (lead_time - self.wait)
        self.score += learning * (score - self.score)
        self.saw(Channel.IT, fit, learning)

    def saw(self, channel: Channel, fit: float, learning: float) -> None:
        """A provider delivered."""
        self.fit[channel] += learning * (fit - self.fit[channel])

    def longs(self, day: int, since: int) -> int:
        """Somebody would rather have had an own team today; return how many did after day ``since``."""
        self.longing.append(day)
        while self.longing[0] <= since:
            self.longing.popleft()
        return len(self.longing)

    def learns_cost(self, lesson: float) -> None:
        """The unit lives through what its own systems cost."""
        self.lived += lesson * (1.0 - self.lived)


def new_memory(config: Scenario) -> UnitMemory:
    """What a unit expects before it has seen anything."""
    fit = config.channels.usual_fit
    return UnitMemory(
        wait=config.channels.usual_wait,
        fit=[fit, config.shadow.knowledge, config.vendor.knowledge, 0.0],
        score=fit,
    )
