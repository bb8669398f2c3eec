"""Who serves the needs: counts by channel, and a row a unit once a month."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from trustsim.model.recent import WINDOW_DAYS, Row
from trustsim.records.naming import word
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


ELSEWHERE = {channel: word(channel) for channel in Channel if channel != Channel.IT}


class Census:
    """Needs are counted where they are taken in the end: one that is refused is counted where it goes then."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self._recent_from = 0  # the first request that arose in the last quarter
        self._at_start = 0
        self._closed = [0] * len(Channel)  # by the evening before day 1

    def begin(self) -> None:
        """Day 1 comes next: what is over by now is nobody's account any more, what is open is."""
        requests = self.model.pipeline.requests
        self._at_start = sum(request.is_open for request in requests)
        closed = Counter(request.counted_under for request in requests if not request.is_open)
        self._closed = [closed[channel] for channel in Channel]

    def row(self) -> Row:
        """The measures of the day."""
        by_unit = [unit.needs for unit in self.model.market.units]
        it, shadow, vendor, without = (sum(counts) for counts in zip(*by_unit, strict=True))
        recent = self._recent()
        return {
            "needs_at_start": self._at_start,
            "needs": self.model.needs,
            "needs_it": it,
            "needs_shadow": shadow,
            "needs_vendor": vendor,
            "needs_without": without,
            **self._elsewhere(),
            "shadow_share": recent.count(Channel.SHADOW) / len(recent) if recent else None,
            "vendor_share": recent.count(Channel.VENDOR) / len(recent) if recent else None,
        }

    def _elsewhere(self) -> Row:
        """Of all needs, those open at the start included: what is not IT's, and what of it IT had refused."""
        market = self.model.market
        row: Row = {}
        for channel, name in ELSEWHERE.items():
            row[f"taken_{name}"] = market.taken[channel] - self._closed[channel]
            row[f"refused_{name}"] = market.refused[channel]
        return row

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
