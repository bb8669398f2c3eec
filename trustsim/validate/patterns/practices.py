"""10: best practices with and without shared understanding."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Entry, World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

BEGIN, END, EARLY, LATE = 189, 1000, 125, 250

_PRACTICES: tuple[Entry, ...] = tuple(
    {"what": what, "day": BEGIN} for what in ("reliability_first", "insight_visits", "competitive_mindset")
)
_UNDERSTANDING: tuple[Entry, ...] = (
    {"what": "admit_problem", "day": 126},
    {"what": "behind_the_curtain", "day": 126, "days": 63},
)


def _fewer_outages(runs: Worlds, world: str, first: int, last: int) -> float:
    """Outages spared against no practices, a month."""
    spared = runs["neither"].gained("outages", first, last) - runs[world].gained("outages", first, last)
    return spared * 21.0 / (last - first + 1)


PATTERN = Pattern(
    10,
    "Best practices without shared understanding fade; with it they last.",
    "How to Fix Ailing IT-Client Relationships",
    {
        "both": World("behind-the-curtain", {}, (*_UNDERSTANDING, *_PRACTICES)),
        "practices": World("behind-the-curtain", {}, _PRACTICES),
        "understanding": World("behind-the-curtain", {}, _UNDERSTANDING),
        "neither": World("behind-the-curtain", {}, ()),
    },
    (
        Criterion(
            "practices alone: outages spared in the first half-year less in the last year are above .2 a month",
            lambda runs: (
                _fewer_outages(runs, "practices", BEGIN, BEGIN + EARLY - 1)
                - _fewer_outages(runs, "practices", END - LATE + 1, END)
            ),
            0.2,
        ),
        Criterion(
            "with understanding more outages are spared in the last year than without, by .2 a month",
            lambda runs: (
                _fewer_outages(runs, "both", END - LATE + 1, END)
                - _fewer_outages(runs, "practices", END - LATE + 1, END)
            ),
            0.2,
        ),
        Criterion(
            "what practices add to trust at the end is more with understanding than without, by .005",
            lambda runs: (
                (runs["both"]["trust.end"] - runs["understanding"]["trust.end"])
                - (runs["practices"]["trust.end"] - runs["neither"]["trust.end"])
            ),
            0.005,
        ),
    ),
    assumed="Practices fade without understanding: the first criterion is built in.",
)
