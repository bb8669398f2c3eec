"""Every column of every table, defined once: type, unit, meaning."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.records.stages import NUMBERED
from trustsim.statistics.bounds import ANY, SHARE, Bounds

FRACTIONS = ("0-1", "share", "relative")
"""Units in which 0.01 is one in a hundred: they are written with the same decimals, and have the same margin."""

_BOUNDS = {
    "0-1": SHARE,
    "share": SHARE,
    "0 or 1": SHARE,
    "0-4": Bounds(0.0, 4.0),
    "relative": Bounds(-1.0),
    "days late": ANY,
    "as the measure": ANY,
}
"""Between which values what has a unit can lie. All else is counted, paid or waited for, and at least 0."""


class Column(NamedTuple):
    """One column. ``kind`` is ``int``, ``float``, ``text`` or ``mask`` (a 64-bit mask of attributes)."""

    kind: str
    unit: str
    meaning: str


def bounds_of(unit: str) -> Bounds:
    """Between which values a measure of this unit can lie, and so its mean."""
    return _BOUNDS.get(unit, Bounds(0.0))


DAILY: dict[str, Column] = {
    "day": Column("int", "day", "working day, from 1"),
    "trust": Column("float", "0-1", "mean over users of their trust in IT, the three dimensions weighted"),
    "trust_spread": Column("float", "0-1", "standard deviation of trust in IT over users"),
    "trust_ability": Column("float", "0-1", "mean over users of the opinion of IT's ability"),
    "trust_benevolence": Column("float", "0-1", "mean over users of the opinion of IT's benevolence"),
    "trust_integrity": Column("float", "0-1", "mean over users of the opinion of IT's integrity, under its ceiling"),
    "trust_it_in_business": Column("float", "0-1", "mean trust of product managers and developers in the units"),
    "trust_crafts": Column("float", "0-1", "mean trust of developers, testers and product managers in each other"),
    "trust_managers_in_business": Column("float", "0-1", "mean trust of product managers in the units"),
    "trust_developers_in_business": Column("float", "0-1", "mean trust of developers in the units"),
    "trust_in_shadow": Column(
        "float", "0-1", "mean over users of their trust in their unit's own team, real or imagined"
    ),
    "trust_in_vendor": Column("float", "0-1", "mean over users of their trust in the outside provider"),
    "trust_developers_in_testers": Column("float", "0-1", "trust of developers in testers"),
    "trust_developers_in_managers": Column("float", "0-1", "trust of developers in product managers"),
    "trust_testers_in_developers": Column("float", "0-1", "trust of testers in developers"),
    "trust_testers_in_managers": Column("float", "0-1", "trust of testers in product managers"),
    "trust_managers_in_developers": Column("float", "0-1", "trust of product managers in developers"),
    "trust_managers_in_testers": Column("float", "0-1", "trust of product managers in testers"),
    "stage": Column("int", "0-4", f"stage of the relationship; 0 healthy, {NUMBERED}"),
    "health": Column("float", "0-1", "smoothed mean of trust and trust_it_in_business, from which the stage follows"),
    "understanding": Column("float", "0-1", "how far each side expects of the other what is possible"),
    "satisfaction": Column("float", "0-1", "mean outcome felt of what went live in the last 63 days"),
    "need_fit": Column("float", "0-1", "mean need-fit of what went live in the last 63 days"),
    "lead_time": Column("float", "days", "mean time from need to use of what went live in the last 63 days"),
    "wait": Column("float", "days", "mean time from need to first work on it, of what was begun in the last 63 days"),
    "fidelity": Column("float", "0-1", "mean share of attributes that a hand passed on as received, last 63 days"),
    "promise_slip": Column("float", "days late", "mean of go-live less first promised day, last 63 days"),
    "slip_admitted": Column(
        "float",
        "share",
        "time until a delay was first told over time from promise to use, of what was late, last 63 days",
    ),
    "effort_overrun": Column("float", "relative", "effort spent over effort promised, less one, last 63 days"),
    "rework_share": Column("float", "share", "share of developers' effort spent on fixes, last 63 days"),
    "motivation": Column("float", "0-1", "mean motivation of developers and testers"),
    "energy": Column("float", "0-1", "mean energy left for disputes when a slice had passed its tests, last 63 days"),
    "work_in_progress": Column("int", "requests", "requests put to IT that are not yet in use"),
    "waiting": Column("int", "requests", "of these, waiting for definition or a release"),
    "defining": Column("int", "requests", "of these, being defined or defined and not yet started"),
    "building": Column("int", "requests", "of these, being built, tested and fixed"),
    "accepting": Column("int", "requests", "of these, in acceptance at the end"),
    "deferred": Column("int", "requests", "of these, put off for want of capacity"),
    "arrived": Column(
        "int",
        "requests",
        "requests put to IT so far, those in its hand at the start included, whatever became of them",
    ),
    "agreed_away": Column("int", "requests", "requests that IT and their users agreed to let go so far, from day 1 on"),
    "delivered": Column("int", "requests", "requests that IT put into use so far, from day 1 on"),
    "value_delivered": Column("float", "value", "business value that IT put into use so far, from day 1 on"),
    "tickets": Column("int", "tickets", "tickets of testers and product managers so far, from day 1 on"),
    "reopened": Column("int", "tickets", "of these, attributes that product managers re-opened"),
    "rounds": Column("float", "rounds", "mean rounds of tests and reviews of what went live in the last 63 days"),
    "uat_bugs": Column("int", "tickets", "filed as bugs in user acceptance tests so far, from day 1 on"),
    "uat_bent": Column("int", "tickets", "of these, wishes that were no bugs"),
    "promises_kept": Column("int", "promises", "promised days by which the work was in use so far, from day 1 on"),
    "promises_broken": Column("int", "promises", "promised days that passed without it so far, from day 1 on"),
    "promises_renewed": Column(
        "int", "promises", "promised days replaced before they had passed so far, from day 1 on"
    ),
    "promises_open": Column("int", "promises", "promised days still to come"),
    "needs": Column("int", "needs", "needs that arose so far, from day 1 on"),
    "needs_at_start": Column(
        "int", "needs", "needs that were open on the evening before day 1, wherever they were taken"
    ),
    "needs_it": Column("int", "needs", "of those that arose, taken to IT in the end, or waiting there"),
    "needs_shadow": Column("int", "needs", "of these, taken to the unit's own team"),
    "needs_vendor": Column("int", "needs", "of these, taken to the outside provider"),
    "needs_without": Column("int", "needs", "of these, given up: too dear, not worth it, or done without"),
    "needs_workaround": Column("int", "needs", "of those taken to IT, in use and worked around"),
    "taken_shadow": Column(
        "int", "needs", "needs, those open at the start included, that are taken to own teams by now"
    ),
    "taken_vendor": Column(
        "int", "needs", "needs, those open at the start included, taken to the outside provider by now"
    ),
    "taken_without": Column("int", "needs", "needs, those open at the start included, that are given up by now"),
    "refused_shadow": Column("int", "needs", "of taken_shadow, refused by IT from day 1 on"),
    "refused_vendor": Column("int", "needs", "of taken_vendor, refused by IT from day 1 on"),
    "refused_without": Column("int", "needs", "of taken_without, refused by IT from day 1 on"),
    "shadow_share": Column("float", "share", "of needs that arose in the last 63 days, taken to the unit's own team"),
    "vendor_share": Column("float", "share", "of needs that arose in the last 63 days, taken to the outside provider"),
    "refusals": Column("int", "requests", "requests that IT refused so far, from day 1 on"),
    "deferrals": Column("int", "times", "times that IT put a request off so far, from day 1 on"),
    "shadow_teams": Column("int", "teams", "units with a team of their own"),
    "orphans": Column("int", "systems", "orphaned systems that IT took in so far, from day 1 on"),
    "orphans_refused": Column("int", "systems", "orphaned systems that IT refused so far, from day 1 on"),
    "outages": Column("int", "times", "outages of releases and incidents of core services so far, from day 1 on"),
    "edicts": Column("int", "edicts", "edicts so far, from day 1 on"),
    "layers": Column("int", "layers", "analyst layers between business and developers"),
    "red_tape": Column("float", "share", "share of developers' time that forms and sign-offs take"),
    "price": Column("float", "price", "price of a person-day of IT; 0: not charged"),
    "cio_changes": Column("int", "times", "changes of leadership so far, outsourcing included"),
    "developers": Column("int", "people", "developers, those on tour included"),
    "support_load": Column("float", "share", "share of developers' time that support takes, orphans included"),
    "orphan_load": Column("float", "share", "share of developers' time that support of orphans takes"),
    "effort_available": Column(
        "float",
        "person-days",
        "what developers could do this day; the efforts below sum to it, but for effort_shadow and effort_vendor",
    ),
    "effort_build": Column("float", "person-days", "developers' effort spent on building this day"),
    "effort_fix": Column("float", "person-days", "developers' effort spent on fixes this day"),
    "effort_incident": Column("float", "person-days", "developers' effort spent on incidents this day"),
    "effort_edict": Column("float", "person-days", "developers' effort spent on edicts this day"),
    "effort_improvement": Column(
        "float", "person-days", "developers' effort spent on improvements of IT's own accord this day"
    ),
    "effort_support": Column("float", "person-days", "developers' effort spent on support this day, without orphans"),
    "effort_orphans": Column("float", "person-days", "developers' effort spent on support of orphans this day"),
    "effort_reserved": Column("float", "person-days", "developers' effort reserved for core services this day"),
    "effort_red_tape": Column("float", "person-days", "developers' effort lost to forms and sign-offs this day"),
    "effort_switching": Column("float", "person-days", "developers' effort lost by switching between tasks this day"),
    "effort_away": Column("float", "person-days", "developers' effort lost to tours on the business side this day"),
    "effort_idle": Column("float", "person-days", "developers' effort without work this day"),
    "effort_shadow": Column("float", "person-days", "effort of the units' own teams this day, support included"),
    "effort_vendor": Column("float", "person-days", "effort bought from the outside provider this day"),
    "cost": Column(
        "float",
        "person-days",
        "developers and testers paid, own teams' effort, and bought effort times its price, so far, from day 1 on",
    ),
}

_NOT_A_KIND = ("effort_available", "effort_shadow", "effort_vendor")
KINDS_OF_EFFORT = tuple(
    name.removeprefix("effort_")
    for name, column in DAILY.items()
    if name.startswith("effort_") and column.unit == "person-days" and name not in _NOT_A_KIND
)
"""What developers' time goes into; the daily efforts of these names sum to ``effort_available``."""

REQUESTS: dict[str, Column] = {
    "request": Column("int", "id", "request, in order of arrival"),
    "user": Column("int", "id", "who asked"),
    "unit": Column("int", "id", "business unit of who asked"),
    "nth": Column("int", "count", "which need of this user, from 0"),
    "channel": Column("text", "word", "where it was taken to in the end: it, shadow, vendor or without"),
    "state": Column("text", "word", "state at the end of the run"),
    "release": Column("int", "id", "release it went into; -1: none yet"),
    "size": Column("float", "person-days", "size of the need, padding included"),
    "value": Column("float", "value", "business value if it fits"),
    "arose": Column("int", "day", "the need arose; 0 or less: before the start"),
    "definition_began": Column("int", "day", "definition began; missing: not yet"),
    "defined": Column("int", "day", "definition ended; missing: not yet"),
    "committed": Column("int", "day", "first promised; missing: not yet"),
    "build_began": Column("int", "day", "a developer began; missing: not yet"),
    "built": Column("int", "day", "all of it built, or code freeze; missing: not yet"),
    "tested": Column("int", "day", "tests and reviews passed; missing: not yet"),
    "accepted": Column("int", "day", "accepted by the business; missing: not yet"),
    "live": Column("int", "day", "put into use; missing: not yet"),
    "promised_first": Column("int", "day", "day first promised; missing: none yet"),
    "promised_last": Column("int", "day", "day last disclosed; missing: none yet"),
    "disclosures": Column("int", "count", "times that a new day was told"),
    "effort_estimated": Column(
        "float", "person-days", "effort promised for the scope that is still agreed; missing: none yet"
    ),
    "effort_build": Column("float", "person-days", "effort of building so far"),
    "effort_fix": Column("float", "person-days", "effort of fixes so far"),
    "rounds": Column("int", "rounds", "rounds of tests and reviews"),
    "tickets": Column("int", "tickets", "tickets of testers and product managers"),
    "uat_bugs": Column("int", "tickets", "filed as bugs in user acceptance tests"),
    "uat_bent": Column("int", "tickets", "of these, wishes that were no bugs"),
    "wrong": Column("mask", "attributes", "attributes wrong at go-live, or so far"),
    "broken": Column("mask", "attributes", "attributes broken at go-live, or so far"),
    "dropped": Column("mask", "attributes", "attributes dropped by agreement"),
    "need_fit": Column("float", "0-1", "share of attributes not wrong, broken or dropped, at go-live; else missing"),
    "value_got": Column("float", "value", "value of the attributes that fit, at go-live; else missing"),
    "outcome": Column("float", "0-1", "outcome felt at go-live: its score, less disappointment; else missing"),
    "workaround": Column("int", "0 or 1", "whether its user works around it"),
    "deferrals": Column("int", "times", "times that IT put it off"),
    "refused": Column("int", "0 or 1", "whether IT refused it"),
    "visited": Column("int", "0 or 1", "whether builders looked at it where the work is done"),
}

PROMISES: dict[str, Column] = {
    "release": Column("int", "id", "release that a day was promised for"),
    "nth": Column("int", "count", "which day promised for it, from 0"),
    "told": Column("int", "day", "day on which it was told"),
    "due": Column("int", "day", "the day promised"),
    "fate": Column("text", "word", "kept, broken, renewed (another day was told before it had passed) or open"),
    "ended": Column("int", "day", "day on which its fate was sealed; missing: open"),
}

UNITS: dict[str, Column] = {
    "day": Column("int", "day", "last day of a month of 21 days, or of the run"),
    "unit": Column("int", "id", "business unit"),
    "trust": Column("float", "0-1", "mean over its users of their trust in IT"),
    "trust_it_in_unit": Column("float", "0-1", "mean trust of product managers and developers in it"),
    "needs": Column("int", "needs", "needs that arose in it so far, from day 1 on"),
    "needs_shadow": Column("int", "needs", "of these, taken to its own team"),
    "needs_vendor": Column("int", "needs", "of these, taken to the outside provider"),
    "needs_without": Column("int", "needs", "of these, given up"),
    "wait_expected": Column("float", "days", "how long its users expect IT to take"),
    "shadow_systems": Column("int", "systems", "systems that its own team looks after"),
    "shadow_queue": Column("float", "person-days", "work that waits for its own team"),
}

HANDOFFS: dict[str, Column] = {
    "request": Column("int", "id", "request"),
    "step": Column("int", "count", "which hand, from 0, the need itself"),
    "hand": Column("text", "word", "who or what held it: need, user, analyst, product manager, developer, …"),
    "day": Column("int", "day", "day on which it was held so"),
    "wrong": Column("mask", "attributes", "attributes held wrongly against the need of that day"),
    "broken": Column("mask", "attributes", "attributes broken"),
}

LEDGER: dict[str, Column] = {
    "day": Column("int", "day", "day of the change"),
    "trustor": Column("text", "party", "whose opinion, e.g. 'user 3'"),
    "trustee": Column("text", "party", "of whom, e.g. 'IT'"),
    "dimension": Column("text", "word", "ability, benevolence or integrity"),
    "event": Column("text", "word", "what was lived through; see events of trust in the reference"),
    "rule": Column("text", "word", "rule that moved the opinion"),
    "request": Column("int", "id", "request that it came from; -1: none"),
    "source": Column("int", "id", "event that it came from, as numbered in the events; -1: none"),
    "before": Column("float", "0-1", "expectation before"),
    "delta": Column("float", "0-1", "change of the expectation"),
    "after": Column("float", "0-1", "expectation after"),
    "contribution": Column("float", "0-1", "change of the trustor's overall trust: weight of the dimension x delta"),
}

EVENTS: dict[str, Column] = {
    "event": Column("int", "id", "number of the event, from 0"),
    "day": Column("int", "day", "day it happened; 0 or less: before the start"),
    "kind": Column("text", "word", "kind of event"),
    "actor": Column("text", "party", "who did it"),
    "subject": Column("text", "thing", "to what, e.g. 'request 12', 'release 3'"),
    "a": Column("float", "as the sentence", "first figure of the event"),
    "b": Column("float", "as the sentence", "second figure of the event"),
    "cause": Column("int", "id", "event that this one came from; -1: chance, or the passing of time"),
    "sentence": Column("text", "sentence", "what happened, in words"),
}

TABLES: dict[str, dict[str, Column]] = {
    "daily": DAILY,
    "requests": REQUESTS,
    "handoffs": HANDOFFS,
    "ledger": LEDGER,
    "events": EVENTS,
    "promises": PROMISES,
    "units": UNITS,
}
