"""6: visits to where the work is done."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Entry, World
from trustsim.validate.patterns.pattern import Criterion, Pattern

_ADMITTED: Entry = {"what": "admit_problem", "day": 126}
VISITED = World("insight-visits", {})
NOT_VISITED = World("insight-visits", {}, (_ADMITTED,))
NOTHING_LEARNED = World("insight-visits", {"treatment": {"visit_teaches": 0.0}})

PATTERN = Pattern(
    6,
    "Insight visits raise need-fit, and raise trust even when they teach nothing.",
    "Customer insight therapy",
    {"visits": VISITED, "none": NOT_VISITED, "visits that teach nothing": NOTHING_LEARNED},
    (
        Criterion(
            "need-fit with visits less without is above .005",
            lambda runs: runs["visits"]["requests.need_fit"] - runs["none"]["requests.need_fit"],
            0.005,
        ),
        Criterion(
            "trust at the end with visits that teach nothing less without any is above .005",
            lambda runs: runs["visits that teach nothing"]["trust.end"] - runs["none"]["trust.end"],
            0.005,
        ),
    ),
    assumed="A visit counts as a contact, and is a reading of the need itself. Not that either shows in a whole run.",
)
