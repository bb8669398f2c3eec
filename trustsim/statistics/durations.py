"""Durations of which some were not over when the watching ended."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scipy.stats import CensoredData


class Durations(NamedTuple):
    """What was watched.

    Attributes:
        over: lengths of those that were seen to end.
        still: of the others, how long they had lasted when the watching ended.
    """

    over: Sequence[float]
    still: Sequence[float] = ()

    def median(self) -> float:
        """By Kaplan & Meier (1958); NaN where fewer than half are known to end."""
        days, lasting = self._curve()
        below = [day for day, share in zip(days, lasting, strict=True) if share <= 0.5]
        return below[0] if below else math.nan

    def variation(self) -> float:
        """Coefficient of variation by the same curve, cut off at the longest that was watched; NaN without any."""
        days, lasting = self._curve()
        if not days:
            return math.nan
        edges, shares = [0.0, *days], [1.0, *lasting]
        mean = math.fsum((late - early) * share for early, late, share in zip(edges, edges[1:], shares, strict=False))
        square = math.fsum(
            (late * late - early * early) * share for early, late, share in zip(edges, edges[1:], shares, strict=False)
        )
        return math.sqrt(max(0.0, square - mean * mean)) / mean if mean else math.nan

    def weibull_shape(self) -> float:
        """Shape of a Weibull distribution from 0 on, by maximum likelihood; NaN with fewer than three that ended."""
        from scipy.stats import weibull_min

        if len(self.over) < 3 or len(set(self.over)) == 1:
            return math.nan
        return float(weibull_min.fit(self._data(), floc=0.0)[0])

    def _curve(self) -> tuple[list[float], list[float]]:
        """At each length, the share that lasts longer."""
        from scipy.stats import ecdf

        if not self.over:
            return [], []
        lasting = ecdf(self._data()).sf
        return lasting.quantiles.tolist(), lasting.probabilities.tolist()

    def _data(self) -> CensoredData:
        from scipy.stats import CensoredData

        return CensoredData(uncensored=list(self.over), right=list(self.still))
