"""13: first the trains and buses have to run."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Entry, World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

_ADMITTED: Entry = {"what": "admit_problem", "day": 126}
_TRAINS: Entry = {"what": "reliability_first", "day": 126, "amount": 0.15}
_VISITS: Entry = {"what": "insight_visits", "day": 251}


def _added_by_visits(runs: Worlds, trains: str) -> float:
    return runs[f"visits, {trains}"]["trust.end"] - runs[trains]["trust.end"]


PATTERN = Pattern(
    13,
    "Reliable core services are a precondition: other treatments fail while trains and buses are late.",
    "How to Fix Ailing IT-Client Relationships",
    {
        "visits, trains run": World("trains-and-buses", {}, (_ADMITTED, _TRAINS, _VISITS)),
        "trains run": World("trains-and-buses", {}, (_ADMITTED, _TRAINS)),
        "visits, trains late": World("trains-and-buses", {}, (_ADMITTED, _VISITS)),
        "trains late": World("trains-and-buses", {}, (_ADMITTED,)),
    },
    (
        Criterion(
            "visits add more than .005 to trust where trains run",
            lambda runs: _added_by_visits(runs, "trains run"),
            0.005,
        ),
        Criterion(
            "they add more there than where trains are late, by .005",
            lambda runs: _added_by_visits(runs, "trains run") - _added_by_visits(runs, "trains late"),
            0.005,
        ),
        Criterion(
            "where trains are late they add less than .005",
            lambda runs: 0.005 - _added_by_visits(runs, "trains late"),
        ),
    ),
)
