"""Where causes began: the first event of a chain, and what kinds of beginnings are called."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.records.happenings import Happening, kind_words
from trustsim.records.naming import experience_words, word


class Beginning(NamedTuple):
    """A kind of beginning: a kind of event, or the experience itself where no event stands behind it.

    Attributes:
        kind: word of the ``Happening``, or of the ``Experience``.
        of_event: which of the two.
        detail: number of the intervention where it is one; else 0.
    """

    kind: str
    of_event: bool
    detail: int = 0


_TIMELINE = (word(Happening.INTERVENTION_BEGAN), word(Happening.INTERVENTION_ENDED))

BEGINNING_WORDS: dict[Happening, str] = {
    Happening.SPEC_WRITTEN: "needs as users wrote them down",
    Happening.ANALYST_PASSED_ON: "specifications passed on by analysts",
    Happening.SPEC_REWRITTEN: "rewritten specifications",
    Happening.DEFINED_JOINTLY: "joint definitions",
    Happening.ESTIMATED: "estimates",
    Happening.CONTRACT_SIGNED: "contracts",
    Happening.FORECAST_GIVEN: "forecasts",
    Happening.REFORECAST: "renewed forecasts",
    Happening.SCOPE_DROPPED: "scope dropped by agreement",
    Happening.DROP_REFUSED: "scope that nobody would drop",
    Happening.BUILT: "work that was built",
    Happening.CODE_FREEZE: "code freezes",
    Happening.TICKETS_FILED: "tickets",
    Happening.FIXED: "fixes",
    Happening.TESTS_PASSED: "work that passed its tests",
    Happening.REOPENED: "passed work re-opened",
    Happening.REFIXED: "fixes of re-opened work",
    Happening.RELENTED: "disputes that one side gave up",
    Happening.UAT_BEGAN: "acceptance tests",
    Happening.UAT_BUGS_FILED: "bugs filed in acceptance tests",
    Happening.UAT_FIX_PUSHED: "fixes pushed into acceptance tests",
    Happening.UAT_ENDED: "acceptance tests that ended",
    Happening.SLICE_BUILT: "slices built",
    Happening.DEMO: "demos",
    Happening.DEMO_MISFITS: "corrections asked for in demos",
    Happening.RELEASED: "deliveries",
    Happening.OUTAGE: "outages of releases",
    Happening.WORKAROUND: "workarounds",
    Happening.STATUS_REPORT: "status reports",
    Happening.SLIP_TOLD: "delays told in advance",
    Happening.SLIP_REVEALED: "promised days that passed",
    Happening.CONCEALED_SLIP_REVEALED: "delays that had been kept quiet",
    Happening.ESCALATED: "complaints over IT's head",
    Happening.INCIDENT: "failures of core services",
    Happening.PRODUCTION_FAULT: "faults found in use",
    Happening.PRODUCTION_FIX: "faults fixed in use",
    Happening.PROCESS_CHANGED: "changes of the process",
    Happening.EDICT_ISSUED: "edicts",
    Happening.EDICT_DONE: "edicts carried out",
    Happening.PUSHED_ASIDE: "work pushed aside",
    Happening.REPROMISED: "promises renewed",
    Happening.PRICED_OUT: "requests too dear to ask for",
    Happening.DEFERRED: "requests put off",
    Happening.REFUSED_WITH_REASON: "requests refused with a reason",
    Happening.REFUSED: "requests refused without a reason",
    Happening.LOW_VALUE_DROPPED: "requests not worth it",
    Happening.TAKEN_TO_SHADOW: "requests taken to the unit's own team",
    Happening.TAKEN_TO_VENDOR: "requests taken to an outside provider",
    Happening.DONE_WITHOUT: "needs done without",
    Happening.GAVE_UP_ON_IT: "users through with IT",
    Happening.SHADOW_BORN: "own teams set up by units",
    Happening.SHADOW_DELIVERED: "deliveries of own teams",
    Happening.SHADOW_BROKE_DOWN: "own teams' systems that broke down",
    Happening.SHADOW_GONE: "own teams dissolved",
    Happening.ORPHAN_TAKEN_IN: "orphaned systems taken in",
    Happening.ORPHAN_REFUSED: "orphaned systems refused",
    Happening.VENDOR_DELIVERED: "deliveries of an outside provider",
    Happening.STAGE_WORSE: "a relationship that got worse",
    Happening.STAGE_BETTER: "a relationship that got better",
    Happening.FINGER_POINTING: "finger-pointing",
    Happening.LATE_REQUIREMENTS: "wishes that came out late",
    Happening.LAYER_ADDED: "layers of analysts added",
    Happening.LAYER_REMOVED: "layers of analysts taken away",
    Happening.RED_TAPE_ADDED: "red tape added",
    Happening.RED_TAPE_CUT: "red tape cut",
    Happening.CONTACT_AVOIDED: "contact avoided",
    Happening.HIGH_PROFILE_FAILED: "failures in plain sight",
    Happening.CIO_REPLACED: "changes of the CIO",
    Happening.OUTSOURCED: "outsourcing",
    Happening.VISITED: "visits where the work is done",
    Happening.FOLLOWED_UP: "questions after delivery",
    Happening.IMPROVED: "improvements that IT proposed",
    Happening.COUNSELLED: "talks with a third party",
    Happening.TOUR_BEGAN: "tours on the business side",
    Happening.TOUR_ENDED: "tours that ended",
    Happening.HIRED: "hiring",
    Happening.LAID_OFF: "layoffs",
    Happening.SHOCK: "shocks from outside",
}
"""What the events of a kind are called where they are the beginning of something."""


def beginning(kind: str, a: float) -> Beginning:
    """The kind of beginning that an event is, from its kind and first figure; interventions differ by what they do."""
    return Beginning(kind, of_event=True, detail=int(a) if kind in _TIMELINE else 0)


def beginning_words(of: Beginning) -> str:
    """A kind of beginning as a plural noun: ``edicts``, ``the timeline: insight visits``."""
    if not of.of_event:
        return experience_words(of.kind)
    if of.kind in _TIMELINE:
        ended = " ended" if of.kind == _TIMELINE[1] else ""
        return f"the timeline: {kind_words(of.detail)}{ended}"
    return BEGINNING_WORDS.get(Happening[of.kind.upper()], of.kind.replace("_", " "))
