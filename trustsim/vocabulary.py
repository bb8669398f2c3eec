"""The words that everything shares: enumerations and time units.

Integer enumerations are used where a value lands in a table or in an inner loop;
string enumerations where a user writes the word in a scenario file.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

DAYS_PER_WEEK = 5
DAYS_PER_MONTH = 21
DAYS_PER_YEAR = 250


class Dimension(IntEnum):
    """What a trustor forms an opinion about (Mayer, Davis and Schoorman 1995)."""

    ABILITY = 0
    BENEVOLENCE = 1
    INTEGRITY = 2


class Batching(StrEnum):
    """How requests are grouped into what is built and released together."""

    RELEASE = "release"
    FLOW = "flow"


class Definition(StrEnum):
    """How a need becomes the reading that is built."""

    RELAY = "relay"
    JOINT = "joint"


class Commitment(StrEnum):
    """What is promised, and whether it may change."""

    CONTRACT = "contract"
    FORECAST = "forecast"


class Reporting(StrEnum):
    """What is told about a slip that has been perceived."""

    GREEN = "green"
    CANDID = "candid"


class Testing(StrEnum):
    """Which reading the testers hold a build to."""

    OWN_READING = "own-reading"
    SHARED_READING = "shared-reading"


class Acceptance(StrEnum):
    """How the business accepts what was built."""

    UAT = "uat"
    DEMO = "demo"


class Preset(StrEnum):
    """A named bundle of the six policies."""

    WATERFALL_CONTRACT = "waterfall-contract"
    PARTNERSHIP = "partnership"


class TrustRule(StrEnum):
    """How an opinion moves with evidence."""

    BETA = "beta"
    EWMA = "ewma"
    INERTIA = "inertia"
    FIRE = "fire"
    CUSP = "cusp"
    CONFIRMATORY = "confirmatory"


class Healing(StrEnum):
    """Whether the ceiling that deception leaves on integrity comes back."""

    OFF = "off"
    FIXED = "fixed"
    SLOW_HEAL = "slow_heal"


class FixCost(StrEnum):
    """How the cost of a fix grows with the phase in which the fault is found."""

    FLAT = "flat"
    MODERATE = "moderate"
    BOEHM = "boehm"


class NoiseLaw(StrEnum):
    """The distribution of actual over estimated effort."""

    LOGNORMAL = "lognormal"
    PARETO = "pareto"


class SizeLaw(StrEnum):
    """The distribution of the sizes of needs."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"


class FaultPhase(IntEnum):
    """The phase in which a fault is found; it sets the cost of the fix."""

    DEFINITION = 0
    BUILD = 1
    TEST = 2
    ACCEPTANCE = 3
    PRODUCTION = 4


class Function(IntEnum):
    """Those who hold a reading of a need and have ideas of their own about it."""

    ANALYST = 1
    PRODUCT_MANAGER = 2
    DEVELOPER = 3
    TESTER = 4


class RequestState(IntEnum):
    """Where a request is; it is in exactly one state at any time."""

    WAITING = 0
    DEFINING = 1
    DEFINED = 2
    IN_PROGRESS = 3
    IN_ACCEPTANCE = 4
    RELEASED = 5
    DEFERRED = 6
    WITH_SHADOW = 7
    WITH_VENDOR = 8
    SERVED_ELSEWHERE = 9
    WITHOUT = 10
    DROPPED = 11


class Channel(IntEnum):
    """Where a need is taken to."""

    IT = 0
    SHADOW = 1
    VENDOR = 2
    WITHOUT = 3


class Fate(IntEnum):
    """What became of a promised day."""

    KEPT = 0
    BROKEN = 1
    RENEWED = 2
    OPEN = 3


class TaskKind(IntEnum):
    """What a developer or tester spends a day on."""

    BUILD = 0
    FIX = 1
    PRODUCTION_FIX = 2
    INCIDENT = 3
    TEST = 4
    EDICT = 5
    IMPROVEMENT = 6


class InterventionKind(StrEnum):
    """What an entry of the timeline does; ``scenario.timeline.KINDS`` says what each kind needs."""

    PROCESS = "process"
    ADMIT_PROBLEM = "admit_problem"
    BEHIND_THE_CURTAIN = "behind_the_curtain"
    COUNSELLING = "counselling"
    TOUR_OF_DUTY = "tour_of_duty"
    INSIGHT_VISITS = "insight_visits"
    RELIABILITY_FIRST = "reliability_first"
    COMPETITIVE_MINDSET = "competitive_mindset"
    ADD_LAYERS = "add_layers"
    REMOVE_LAYERS = "remove_layers"
    CHARGEBACK = "chargeback"
    HIRE = "hire"
    LAYOFF = "layoff"
    EDICT = "edict"
    OUTAGE = "outage"
    BUDGET = "budget"
    NEW_LEADERSHIP = "new_leadership"
    OUTSOURCING = "outsourcing"
    METHODOLOGY = "methodology"
    TRUST_SHOCK = "trust_shock"
    DEMAND = "demand"


class Stage(IntEnum):
    """How ill a relationship is; each stage is worse than the one before."""

    HEALTHY = 0
    SNIFFLES = 1
    FLU = 2
    PNEUMONIA = 3
    END_STAGE = 4


CONDITION_MEASURES = (
    "stage",
    "trust",
    "trust_ability",
    "trust_benevolence",
    "trust_integrity",
    "trust_it_in_business",
    "satisfaction",
    "need_fit",
    "lead_time",
    "waiting",
    "work_in_progress",
    "motivation",
    "support_load",
    "shadow_share",
    "layers",
)
"""What a condition of the timeline may watch; the daily measures of the same names."""
