"""Who serves the needs: counts by channel, and a row a unit once a month."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.model.recent import WINDOW_DAYS, Row
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class Census:
    """Needs are counted where they are taken in the end: one that is refused is counted where it goes then."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self._recent_from = 0  # the first request that arose in the last quarter

    def row(self) -> Row:
        """The measures of the day."""
        by_unit = [unit.needs for unit in self.model.market.units]
        it, shadow, vendor, without = (sum(counts) for counts in zip(*by_unit, strict=True))
        recent = self._recent()
        return {
            "needs": self.model.needs,
            "needs_it": it,
            "needs_shadow": shadow,
            "needs_vendor": vendor,
            "needs_without": without,
            "shadow_share": recent.count(Channel.SHADOW) / len(recent) if recent else None,
            "vendor_share": recent.count(Channel.VENDOR) / len(recent) if recent else None,
        }

    def _recent(self) -> list[Channel]:
        """Where the needs that arose in the last quarter are taken to by now."""
        requests, since = self.model.pipeline.requests, self.model.day - WINDOW_DAYS
        while self._recent_from < len(requests) and requests[self._recent_from].arose <= since:
            self._recent_from += 1
        return [request.channel for request in requests[self._recent_from :]]

    def units(self) -> list[Row]:
        """A row a unit, as ``records.columns.UNITS`` says."""
        return [self._unit(number) for number in range(len(self.model.market.units))]

    def _unit(self, number: int) -> Row:
        model = self.model
        unit, team = model.market.units[number], model.market.teams.get(number)
        trust = [model.relations.of_user(user) for user in model.colleagues[number]]
        return {
            "day": model.day,
            "unit": number,
            "trust": math.fsum(trust) / len(trust),
            "trust_it_in_unit": model.relations.of_it(number),
            "needs": sum(unit.needs),
            "needs_shadow": unit.needs[Channel.SHADOW],
            "needs_vendor": unit.needs[Channel.VENDOR],
            "needs_without": unit.needs[Channel.WITHOUT],
            "wait_expected": unit.wait,
            "shadow_systems": len(team.systems) if team else 0,
            "shadow_queue": team.queued() if team else 0.0,
        }
