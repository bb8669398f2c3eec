"""11: repair below critical trust."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Entry, Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

_TALKS: Entry = {"what": "counselling", "day": 63, "days": 252}
_OTHER_WAYS: Entry = {"what": "process", "day": 126, "preset": "partnership"}
_NOT_SO_LOW: Settings = {
    "start": {
        "business_in_it": {"experiences": 30.0, "good_share": 0.65},
        "it_in_business": {"experiences": 30.0, "good_share": 0.65},
    }
}


def _added_by_talks(runs: Worlds, where: str) -> float:
    return runs[f"{where}: talks and other ways"]["trust.end"] - runs[f"{where}: other ways"]["trust.end"]


def _quarter_less_alone(runs: Worlds) -> float:
    """A quarter of the whole repair, less what another way of working repairs alone."""
    whole = runs["low: talks and other ways"]["trust.end"] - runs["low: neither"]["trust.end"]
    alone = runs["low: other ways"]["trust.end"] - runs["low: neither"]["trust.end"]
    return whole / 4.0 - alone


PATTERN = Pattern(
    11,
    "Below a critical trust, repair needs a third party: without one it gains almost nothing.",
    "How to Fix Ailing IT-Client Relationships",
    {
        "low: talks and other ways": World("counselling", {}, (_TALKS, _OTHER_WAYS)),
        "low: other ways": World("counselling", {}, (_OTHER_WAYS,)),
        "low: neither": World("counselling", {}, ()),
        "not so low: talks and other ways": World("counselling", _NOT_SO_LOW, (_TALKS, _OTHER_WAYS)),
        "not so low: other ways": World("counselling", _NOT_SO_LOW, (_OTHER_WAYS,)),
    },
    (
        Criterion(
            "from very low trust, talks add more than .02 to what other ways repair",
            lambda runs: _added_by_talks(runs, "low"),
            0.02,
        ),
        Criterion(
            "and more than they add where trust is not so low, by .01",
            lambda runs: _added_by_talks(runs, "low") - _added_by_talks(runs, "not so low"),
            0.01,
        ),
        Criterion("other ways alone repair less than a quarter of what both do", _quarter_less_alone),
    ),
    assumed="Below critical trust good deeds count for a quarter without a third party: put in for this.",
)
