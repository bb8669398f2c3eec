"""The timeline: what happens on a day, or when something has come to pass."""

from __future__ import annotations

import math
from typing import NamedTuple

from pydantic import Field, field_validator

from trustsim.scenario.condition import FORM, LONGEST, Condition, parse_condition
from trustsim.scenario.keys import ASSUMPTION, Section, choice, number
from trustsim.scenario.process import PRESETS, Choices, Policies, departing
from trustsim.vocabulary import InterventionKind, Preset

BLEND_ORDER = ("reporting", "acceptance", "definition", "commitment", "batching", "testing")
"""The order in which policies change where only a share of them does."""


class Amount(NamedTuple):
    """What ``amount`` means for a kind: unit, range (both ends included) and default."""

    meaning: str
    unit: str
    low: float
    high: float
    default: float
    whole: bool = False


class Kind(NamedTuple):
    """One kind of entry.

    Attributes:
        sentence: what it does, without a full stop.
        amount: what ``amount`` means; None where the kind has none.
        days: how long it usually lasts; None where it stays.
        instant: whether it happens on one day and has no duration.
    """

    sentence: str
    amount: Amount | None = None
    days: int | None = None
    instant: bool = False

    @property
    def usually(self) -> str:
        """How long it lasts unless ``days`` says otherwise, in words."""
        if self.instant:
            return "on one day"
        return "lasting" if self.days is None else f"{self.days} days"


KINDS = {
    InterventionKind.PROCESS: Kind(
        "switches policies; with a strength below 1 that share of those that would change does, rounded to the "
        f"nearest, in the order {', '.join(BLEND_ORDER)}; with days they go back afterwards"
    ),
    InterventionKind.ADMIT_PROBLEM: Kind(
        "both sides admit that there is a problem; without it, what is learned behind the curtain fades soon"
    ),
    InterventionKind.BEHIND_THE_CURTAIN: Kind(
        "each side sees how the other works, and expects of it what is possible", days=42
    ),
    InterventionKind.COUNSELLING: Kind("an impartial third party brings both sides together", days=126),
    InterventionKind.TOUR_OF_DUTY: Kind(
        "developers work on the business side and come back; knowledge rises, their output is lost meanwhile",
        Amount("developers away", "share of developers", 0.0, 0.5, 0.15),
        days=63,
    ),
    InterventionKind.INSIGHT_VISITS: Kind(
        "builders look at needs where they arise, past the chain of analysts",
        Amount("requests visited", "share of requests", 0.0, 1.0, 1.0),
    ),
    InterventionKind.RELIABILITY_FIRST: Kind(
        "capacity is reserved for core services",
        Amount("capacity reserved", "share of developers' capacity", 0.0, 0.5, 0.1),
    ),
    InterventionKind.COMPETITIVE_MINDSET: Kind("IT lowers the friction of dealing with it"),
    InterventionKind.ADD_LAYERS: Kind(
        "analyst layers are added", Amount("layers added", "layers", 1, 7, 1, whole=True)
    ),
    InterventionKind.REMOVE_LAYERS: Kind(
        "analyst layers are removed", Amount("layers removed", "layers", 1, 7, 1, whole=True)
    ),
    InterventionKind.CHARGEBACK: Kind(
        "IT's work is invoiced", Amount("price of a person-day", "price per person-day", 0.0, 5.0, 0.5)
    ),
    InterventionKind.HIRE: Kind("developers come", Amount("developers hired", "people", 1, 500, 1, whole=True)),
    InterventionKind.LAYOFF: Kind("developers go", Amount("developers laid off", "people", 1, 500, 1, whole=True)),
    InterventionKind.EDICT: Kind(
        "the owners demand work at once", Amount("work demanded", "person-days", 0.1, 1000.0, 10.0), instant=True
    ),
    InterventionKind.OUTAGE: Kind(
        "core services fail for all", Amount("downtime", "hours", 0.1, 100.0, 8.0), instant=True
    ),
    InterventionKind.BUDGET: Kind(
        "IT's capacity changes by a share", Amount("change of capacity", "share of capacity", -0.9, 2.0, -0.2)
    ),
    InterventionKind.NEW_LEADERSHIP: Kind("the CIO is replaced", instant=True),
    InterventionKind.OUTSOURCING: Kind("IT is handed to an outside provider", instant=True),
    InterventionKind.METHODOLOGY: Kind(
        "red tape takes time", Amount("time taken", "share of developers' time", 0.0, 0.5, 0.1)
    ),
    InterventionKind.TRUST_SHOCK: Kind(
        "every user lives through something with IT, good (above 0) or bad (below 0)",
        Amount("weight of it", "experiences", -20.0, 20.0, -3.0),
        instant=True,
    ),
    InterventionKind.DEMAND: Kind(
        "users need more of IT, or less", Amount("change of demand", "share of needs", -0.9, 4.0, 0.5)
    ),
}
"""All kinds of entries; validation, the reference and the JSON Schema are made from this table."""

_AMOUNTS = [kind.amount for kind in KINDS.values() if kind.amount is not None]


class Entry(Section):
    """What happens, when, for how long and how much of it; a policy that changes is said besides."""

    what: InterventionKind = choice(InterventionKind.PROCESS, "what happens; it decides what `amount` means")
    day: int | None = number(
        None,
        1,
        5000,
        "day",
        "day on which it begins, before anything else happens; with `when`, the first day on which it may",
        left_out="any day on which `when` holds",
    )
    when: str | None = Field(
        default=None,
        max_length=LONGEST,
        description="condition on a day's measures with which it begins; it begins once",
        json_schema_extra={
            "unit": "condition",
            "source": ASSUMPTION,
            "left_out": "its day alone decides",
            "form": FORM,
        },
    )
    days: int | None = number(None, 1, 5000, "days", "how long it lasts", left_out="as usual for the kind")
    strength: float = number(1.0, 0.0, 1.0, "share", "how thoroughly it is done; 0 changes nothing")
    amount: float | None = number(
        None,
        min(amount.low for amount in _AMOUNTS),
        max(amount.high for amount in _AMOUNTS),
        "as the kind says",
        "how much; meaning, unit and range are those of the kind",
        left_out="as usual for the kind",
    )
    preset: Preset | None = choice(
        None, "bundle of policies that a process changes to; left out: those in force go on", left_out="none"
    )

    @field_validator("when")
    @classmethod
    def _can_be_read(cls, text: str | None) -> str | None:
        if text is not None:
            parse_condition(text)
        return text

    @property
    def kind(self) -> Kind:
        """The row of ``KINDS`` for what happens."""
        return KINDS[self.what]

    @property
    def condition(self) -> Condition | None:
        """What ``when`` says; None where it is left out."""
        return None if self.when is None else parse_condition(self.when)

    @property
    def lasts(self) -> int | None:
        """For how many days it lasts, given or usual; None for what stays, and for what happens on one day."""
        return self.kind.days if self.days is None else self.days

    @property
    def size(self) -> float:
        """The amount, given or usual, in the unit of the kind; 0 for a kind that has none."""
        if self.kind.amount is None:
            return 0.0
        return self.kind.amount.default if self.amount is None else self.amount


class Intervention(Choices, Entry):
    """[[timeline]]: one thing that happens; entries may be in any order, and several on a day."""

    def after(self, before: Policies) -> Policies:
        """The policies in force after a change of process, blended with those before if the strength is below 1."""
        target = departing(before if self.preset is None else PRESETS[self.preset], self)
        changing = [name for name in BLEND_ORDER if getattr(target, name) != getattr(before, name)]
        first = changing[: math.floor(self.strength * len(changing) + 0.5)]
        return before._replace(**{name: getattr(target, name) for name in first})
