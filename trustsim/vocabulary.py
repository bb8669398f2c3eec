"""The words that everything shares: enumerations and time units.

Integer enumerations are used where a value lands in a table or in an inner loop;
string enumerations where a user writes the word in a scenario file.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

DAYS_PER_MONTH = 21


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


class TaskKind(IntEnum):
    """What a developer or tester spends a day on."""

    BUILD = 0
    FIX = 1
    PRODUCTION_FIX = 2
    INCIDENT = 3
    TEST = 4
