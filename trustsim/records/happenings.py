"""What may happen, as a log tells it and as trust sees it: kinds, and the sentence of each.

``{actor}``, ``{subject}``, ``{a}`` and ``{b}`` are filled in when a run is written; ``a`` and
``b`` are the two figures recorded with the event.
"""

from __future__ import annotations

from enum import IntEnum

from trustsim.vocabulary import InterventionKind


class Actor(IntEnum):
    """Kinds of those who act; with a number they make a party such as ``user 3``."""

    USER = 0
    ANALYST = 1
    PRODUCT_MANAGER = 2
    DEVELOPER = 3
    TESTER = 4
    IT = 5
    UNIT = 6
    BUSINESS = 7
    DEVELOPERS = 8
    TESTERS = 9
    PRODUCT_MANAGERS = 10
    SHADOW_TEAM = 11
    VENDOR = 12
    LEADERSHIP = 13
    OWNERS = 14
    THIRD_PARTY = 15


ACTOR_NAMES = {
    Actor.USER: "user",
    Actor.ANALYST: "analyst",
    Actor.PRODUCT_MANAGER: "product manager",
    Actor.DEVELOPER: "developer",
    Actor.TESTER: "tester",
    Actor.IT: "IT",
    Actor.UNIT: "unit",
    Actor.BUSINESS: "business",
    Actor.DEVELOPERS: "developers",
    Actor.TESTERS: "testers",
    Actor.PRODUCT_MANAGERS: "product managers",
    Actor.SHADOW_TEAM: "shadow team",
    Actor.VENDOR: "vendor",
    Actor.LEADERSHIP: "leadership",
    Actor.OWNERS: "owners",
    Actor.THIRD_PARTY: "third party",
}

UNNUMBERED = {
    Actor.IT,
    Actor.BUSINESS,
    Actor.DEVELOPERS,
    Actor.TESTERS,
    Actor.PRODUCT_MANAGERS,
    Actor.VENDOR,
    Actor.LEADERSHIP,
    Actor.OWNERS,
    Actor.THIRD_PARTY,
}


class Hand(IntEnum):
    """Who or what held a reading, in the grapevine of a request."""

    NEED = 0
    USER = 1
    ANALYST = 2
    PRODUCT_MANAGER = 3
    JOINT = 4
    DEVELOPER = 5
    TESTER = 6
    BUILT = 7
    FIXED = 8
    LIVE = 9
    VISIT = 10


HAND_NAMES = {
    Hand.NEED: "need",
    Hand.USER: "user's specification",
    Hand.ANALYST: "analyst",
    Hand.PRODUCT_MANAGER: "product manager",
    Hand.JOINT: "joint definition",
    Hand.DEVELOPER: "developer's reading",
    Hand.TESTER: "tester's reading",
    Hand.BUILT: "built",
    Hand.FIXED: "tested and fixed",
    Hand.LIVE: "in use",
    Hand.VISIT: "visit to the workplace",
}


class Subject(IntEnum):
    """Kinds of things that an event is about."""

    REQUEST = 0
    RELEASE = 1
    SERVICES = 2
    PROCESS = 3
    EDICT = 4
    UNIT = 5
    DEPARTMENT = 6
    TIMELINE = 7
    SHADOW_TEAM = 8


SUBJECT_NAMES = {
    Subject.REQUEST: "request",
    Subject.RELEASE: "release",
    Subject.SERVICES: "core services",
    Subject.PROCESS: "process change",
    Subject.EDICT: "edict",
    Subject.UNIT: "unit",
    Subject.DEPARTMENT: "IT",
    Subject.TIMELINE: "entry of the timeline",
    Subject.SHADOW_TEAM: "shadow team",
}


def party(kind: Actor, number: int) -> str:
    """Name a party: ``user 3``, ``unit 0``, ``IT``."""
    return ACTOR_NAMES[kind] if kind in UNNUMBERED else f"{ACTOR_NAMES[kind]} {number}"


def kind_words(number: int) -> str:
    """An intervention by its number in the order of ``InterventionKind``, in words: ``insight visits``."""
    return list(InterventionKind)[number].value.replace("_", " ")


class Happening(IntEnum):
    """Kinds of events in the log."""

    SPEC_WRITTEN = 1
    ANALYST_PASSED_ON = 2
    SPEC_REWRITTEN = 3
    DEFINED_JOINTLY = 4
    ESTIMATED = 5
    CONTRACT_SIGNED = 6
    FORECAST_GIVEN = 7
    REFORECAST = 8
    SCOPE_DROPPED = 9
    DROP_REFUSED = 10
    BUILT = 11
    CODE_FREEZE = 12
    TICKETS_FILED = 13
    FIXED = 14
    TESTS_PASSED = 15
    REOPENED = 16
    REFIXED = 17
    RELENTED = 18
    UAT_BEGAN = 19
    UAT_BUGS_FILED = 20
    UAT_FIX_PUSHED = 21
    UAT_ENDED = 22
    SLICE_BUILT = 23
    DEMO = 24
    DEMO_MISFITS = 25
    RELEASED = 26
    OUTAGE = 27
    WORKAROUND = 28
    STATUS_REPORT = 29
    SLIP_TOLD = 30
    SLIP_REVEALED = 31
    CONCEALED_SLIP_REVEALED = 32
    ESCALATED = 33
    INCIDENT = 34
    PRODUCTION_FAULT = 35
    PRODUCTION_FIX = 36
    PROCESS_CHANGED = 37
    INTERVENTION_BEGAN = 38
    INTERVENTION_ENDED = 39
    EDICT_ISSUED = 40
    EDICT_DONE = 41
    PUSHED_ASIDE = 42
    REPROMISED = 43
    PRICED_OUT = 44
    DEFERRED = 45
    REFUSED_WITH_REASON = 46
    REFUSED = 47
    LOW_VALUE_DROPPED = 48
    TAKEN_TO_SHADOW = 49
    TAKEN_TO_VENDOR = 50
    DONE_WITHOUT = 51
    GAVE_UP_ON_IT = 52
    SHADOW_BORN = 53
    SHADOW_DELIVERED = 54
    SHADOW_BROKE_DOWN = 55
    SHADOW_GONE = 56
    ORPHAN_TAKEN_IN = 57
    ORPHAN_REFUSED = 58
    VENDOR_DELIVERED = 59
    STAGE_WORSE = 60
    STAGE_BETTER = 61
    FINGER_POINTING = 62
    LATE_REQUIREMENTS = 63
    LAYER_ADDED = 64
    LAYER_REMOVED = 65
    RED_TAPE_ADDED = 66
    RED_TAPE_CUT = 67
    CONTACT_AVOIDED = 68
    HIGH_PROFILE_FAILED = 69
    CIO_REPLACED = 70
    OUTSOURCED = 71
    VISITED = 72
    FOLLOWED_UP = 73
    IMPROVED = 74
    COUNSELLED = 75
    TOUR_BEGAN = 76
    TOUR_ENDED = 77
    HIRED = 78
    LAID_OFF = 79
    SHOCK = 80


SENTENCES: dict[Happening, str] = {
    Happening.SPEC_WRITTEN: "{actor} wrote a specification for {subject}, {a:.0f} person-days of wishes.",
    Happening.ANALYST_PASSED_ON: "{actor} passed the specification of {subject} on; {a:.0f} attributes are wrong by now.",
    Happening.SPEC_REWRITTEN: "{actor} rewrote the specification of {subject}; {a:.0f} attributes are wrong by now.",
    Happening.DEFINED_JOINTLY: "{actor}, the product manager, a developer and a tester defined {subject} together; {a:.0f} attributes are wrong.",
    Happening.ESTIMATED: "IT estimated {subject} at {a:.0f} person-days and planned it for day {b:.0f}.",
    Happening.CONTRACT_SIGNED: "Everyone signed the contract for {subject}: {a:.0f} requests by day {b:.0f}, scope locked.",
    Happening.FORECAST_GIVEN: "IT forecast {subject} for day {a:.0f} to {b:.0f}.",
    Happening.REFORECAST: "IT re-forecast {subject}: day {b:.0f} instead of day {a:.0f}.",
    Happening.SCOPE_DROPPED: "{actor} and IT agreed to drop {a:.0f} low-value attributes of {subject}.",
    Happening.DROP_REFUSED: "{actor} did not agree to drop anything of {subject}.",
    Happening.BUILT: "All of {subject} was built, {a:.0f} requests.",
    Happening.CODE_FREEZE: "Code freeze for {subject}: {a:.0f} requests are unfinished, to be tested as broken.",
    Happening.TICKETS_FILED: "{actor} filed {a:.0f} tickets on {subject}, {b:.0f} of them over a different reading.",
    Happening.FIXED: "{actor} fixed {a:.0f} attributes of {subject}.",
    Happening.TESTS_PASSED: "{actor} passed {subject} on after {a:.0f} rounds.",
    Happening.REOPENED: "{actor} re-opened {a:.0f} attributes of {subject}, {b:.0f} with a new idea.",
    Happening.REFIXED: "{actor} fixed {a:.0f} re-opened attributes of {subject}.",
    Happening.RELENTED: "One side relented over {a:.0f} disputed attributes of {subject} after {b:.0f} rounds.",
    Happening.UAT_BEGAN: "The user acceptance test of {subject} began, {a:.0f} requests.",
    Happening.UAT_BUGS_FILED: "{actor} filed {a:.0f} bugs on {subject}, {b:.0f} of them wishes.",
    Happening.UAT_FIX_PUSHED: "{actor} pushed fixes of {a:.0f} attributes of {subject} into the acceptance test.",
    Happening.UAT_ENDED: "The user acceptance test of {subject} ended after {a:.0f} rounds.",
    Happening.SLICE_BUILT: "{actor} built slice {a:.0f} of {subject}.",
    Happening.DEMO: "IT showed slice {a:.0f} of {subject} to its user; {b:.0f} attributes did not fit.",
    Happening.DEMO_MISFITS: "{actor} asked for {a:.0f} corrections to {subject}, and they were taken in.",
    Happening.RELEASED: "{subject} went live with {a:.0f} requests, {b:+.0f} days against its first promise.",
    Happening.OUTAGE: "{subject} brought an outage of {a:.1f} hours.",
    Happening.WORKAROUND: "{actor} works around what does not fit in {subject}; need-fit {a:.2f}.",
    Happening.STATUS_REPORT: "IT reported on {subject}: on track for day {a:.0f}.",
    Happening.SLIP_TOLD: "IT told that {subject} will come on day {b:.0f}, not on day {a:.0f}.",
    Happening.SLIP_REVEALED: "Day {a:.0f} passed without {subject}; IT had not seen it coming and now says day {b:.0f}.",
    Happening.CONCEALED_SLIP_REVEALED: "Day {a:.0f} passed without {subject}; IT had known, and now says day {b:.0f}.",
    Happening.ESCALATED: "{actor} complained over IT's head about {subject}, {a:.0f} days late.",
    Happening.INCIDENT: "A core service failed for {a:.1f} hours.",
    Happening.PRODUCTION_FAULT: "{actor} found {a:.0f} broken attribute of {subject} in use.",
    Happening.PRODUCTION_FIX: "{actor} fixed a fault of {subject} in production.",
    Happening.PROCESS_CHANGED: "The process changed: {subject}.",
    Happening.INTERVENTION_BEGAN: "{subject} began: {kind}, at strength {b:.2g}.",
    Happening.INTERVENTION_ENDED: "{subject} ended: {kind}.",
    Happening.EDICT_ISSUED: "The owners issued {subject}: {a:.0f} person-days, ahead of everything else.",
    Happening.EDICT_DONE: "{actor} finished {subject} after {a:.0f} days.",
    Happening.PUSHED_ASIDE: "{subject} was pushed aside by an edict, for about {a:.0f} days.",
    Happening.REPROMISED: "IT promised {subject} anew, since it was pushed aside: day {b:.0f} instead of day {a:.0f}.",
    Happening.PRICED_OUT: "{actor} did not ask for {subject}: {a:.0f} person-days at a price of {b:.2f} each.",
    Happening.DEFERRED: "IT put {subject} off: {a:.0f} days of work were waiting already.",
    Happening.REFUSED_WITH_REASON: "IT refused {subject} and said why: {a:.0f} days of work were waiting already.",
    Happening.REFUSED: "IT just said no to {subject}.",
    Happening.LOW_VALUE_DROPPED: "{actor} and IT agreed that {subject} was not worth it: value {a:.1f} for {b:.0f} person-days.",
    Happening.TAKEN_TO_SHADOW: "{actor} took {subject} to the unit's own team.",
    Happening.TAKEN_TO_VENDOR: "{actor} took {subject} to an outside provider.",
    Happening.DONE_WITHOUT: "{actor} did without {subject}.",
    Happening.GAVE_UP_ON_IT: "{actor}, who is through with IT, took {subject} elsewhere.",
    Happening.SHADOW_BORN: "{subject} began to build for its unit: IT took {a:.0f} days for a request, and trust in it was {b:.2f}.",
    Happening.SHADOW_DELIVERED: "{actor} delivered {subject} after {b:.0f} days, with need-fit {a:.2f}.",
    Happening.SHADOW_BROKE_DOWN: "What {subject} had built broke down: it asks for {a:.1f} person-days a month, more than the team can give.",
    Happening.SHADOW_GONE: "{subject} dissolved and left {a:.0f} systems behind.",
    Happening.ORPHAN_TAKEN_IN: "IT took in an orphaned system of {subject}: {a:.1f} person-days of support a month.",
    Happening.ORPHAN_REFUSED: "IT refused to support a system of {subject}: it had no part in building it.",
    Happening.VENDOR_DELIVERED: "An outside provider delivered {subject} after {b:.0f} days, with need-fit {a:.2f}.",
    Happening.STAGE_WORSE: "The relationship got worse: {stage}.",
    Happening.STAGE_BETTER: "The relationship got better: {stage}.",
    Happening.FINGER_POINTING: "Business and IT each said that the other was to blame for {subject}.",
    Happening.LATE_REQUIREMENTS: "Only in the acceptance test of {subject} did it come out what {actor} had wanted all along.",
    Happening.LAYER_ADDED: "Leadership put one more layer of analysts between business and IT; there are {a:.0f} now.",
    Happening.LAYER_REMOVED: "Leadership took a layer of analysts away; there are {a:.0f} now.",
    Happening.RED_TAPE_ADDED: "Leadership brought in more method: forms and sign-offs now take {a:.0%} of developers' time.",
    Happening.RED_TAPE_CUT: "Leadership cut red tape: forms and sign-offs now take {a:.0%} of developers' time.",
    Happening.CONTACT_AVOIDED: "IT and those who wait for {subject} avoided each other: there was no report.",
    Happening.HIGH_PROFILE_FAILED: "{subject} failed in plain sight: {a:.0f} requests, {b:.0f} days late.",
    Happening.CIO_REPLACED: "The CIO was replaced; {a:.0%} of what people had lived through with IT counts no more.",
    Happening.OUTSOURCED: "IT was handed to an outside provider; {a:.0%} of what people had lived through with IT counts no more.",
    Happening.VISITED: "Builders looked at {subject} where the work is done; {a:.0f} attributes were put right.",
    Happening.FOLLOWED_UP: "IT asked {actor} how {subject} was doing in use.",
    Happening.IMPROVED: "IT proposed an improvement to {subject} of its own accord, worth {a:.1f}.",
    Happening.COUNSELLED: "A third party brought both sides to one table.",
    Happening.TOUR_BEGAN: "On tour: {a:.1f} developers, on average, work on the business side.",
    Happening.TOUR_ENDED: "The tour is over: {a:.1f} developers, on average, are back from the business side.",
    Happening.HIRED: "IT hired {a:.0f} developers; there are {b:.0f} now.",
    Happening.LAID_OFF: "IT laid off {a:.0f} developers; {b:.0f} are left.",
    Happening.SHOCK: "Something happened that every user puts down to IT, worth {a:+.1f} experiences.",
}


class Experience(IntEnum):
    """What moves an opinion; every row of the ledger names one."""

    FORGETTING = 0
    HEALING = 1
    OUTCOME = 2
    ASKED = 3
    SHOWN = 4
    HEARD = 5
    UNHEARD = 6
    SILENCE = 7
    REPORTED = 8
    SLIP_TOLD = 9
    SLIP_REVEALED = 10
    CONCEALED_SLIP = 11
    OUTAGE = 12
    HEARSAY = 13
    THANKS = 14
    BLAME = 15
    LATE_CHANGE = 16
    BENT_BUG = 17
    ESCALATION = 18
    AGREEMENT = 19
    TICKET = 20
    CONCESSION = 21
    REOPENING = 22
    BAD_FIX = 23
    PASSED = 24
    DEFERRED = 25
    REFUSED_WITH_REASON = 26
    REFUSED = 27
    SUPPORT_REFUSED = 28
    RED_TAPE = 29
    VISITED = 30
    BYPASSED = 31
    FOLLOWED_UP = 32
    IMPROVED = 33
    COUNSELLED = 34
    SHOCK = 35
    NEW_LEADERSHIP = 36
    BREAKDOWN = 37
    TAKEN_ELSEWHERE = 38


EXPERIENCE_WORDS: dict[Experience, str] = {
    Experience.FORGETTING: "older experiences being forgotten",
    Experience.HEALING: "an old deception being slowly forgiven",
    Experience.OUTCOME: "what was delivered",
    Experience.ASKED: "being asked what was needed",
    Experience.SHOWN: "being shown what was built",
    Experience.HEARD: "corrections taken in",
    Experience.UNHEARD: "corrections refused",
    Experience.SILENCE: "silence while waiting",
    Experience.REPORTED: "status reports, taken at their word",
    Experience.SLIP_TOLD: "delays told in advance",
    Experience.SLIP_REVEALED: "promised days that passed without a delivery",
    Experience.CONCEALED_SLIP: "delays that IT had known and kept quiet",
    Experience.OUTAGE: "outages",
    Experience.HEARSAY: "what colleagues said",
    Experience.THANKS: "thanks",
    Experience.BLAME: "blame",
    Experience.LATE_CHANGE: "changes asked for late",
    Experience.BENT_BUG: "wishes filed as bugs",
    Experience.ESCALATION: "complaints over IT's head",
    Experience.AGREEMENT: "scope dropped by agreement",
    Experience.TICKET: "tickets",
    Experience.CONCESSION: "concessions in a dispute",
    Experience.REOPENING: "passed work re-opened",
    Experience.BAD_FIX: "fixes that did not hold",
    Experience.PASSED: "work that passed at once",
    Experience.DEFERRED: "requests put off",
    Experience.REFUSED_WITH_REASON: "requests refused with a reason",
    Experience.REFUSED: "requests refused without a reason",
    Experience.SUPPORT_REFUSED: "support refused for what IT did not build",
    Experience.RED_TAPE: "red tape",
    Experience.VISITED: "visits where the work is done",
    Experience.BYPASSED: "being passed over",
    Experience.FOLLOWED_UP: "being asked afterwards how it works",
    Experience.IMPROVED: "improvements that IT proposed",
    Experience.COUNSELLED: "talks with a third party",
    Experience.SHOCK: "a shock from outside",
    Experience.NEW_LEADERSHIP: "a fresh start under new leadership",
    Experience.BREAKDOWN: "self-made systems that broke down",
    Experience.TAKEN_ELSEWHERE: "work taken elsewhere",
}
