"""Every column of every table, defined once: type, unit, meaning."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column. ``kind`` is ``int``, ``float``, ``text`` or ``mask`` (a 64-bit mask of attributes)."""

    kind: str
    unit: str
    meaning: str


DAILY: dict[str, Column] = {
    "day": Column("int", "day", "working day, from 1"),
    "trust": Column("float", "0-1", "mean over users of their trust in IT, the three dimensions weighted"),
    "trust_spread": Column("float", "0-1", "standard deviation of trust in IT over users"),
    "trust_ability": Column("float", "0-1", "mean over users of the opinion of IT's ability"),
    "trust_benevolence": Column("float", "0-1", "mean over users of the opinion of IT's benevolence"),
    "trust_integrity": Column("float", "0-1", "mean over users of the opinion of IT's integrity, under its ceiling"),
    "trust_it_in_business": Column("float", "0-1", "mean trust of product managers and developers in the units"),
    "trust_crafts": Column("float", "0-1", "mean trust of developers, testers and product managers in each other"),
    "satisfaction": Column("float", "0-1", "mean outcome score of what went live in the last 63 days"),
    "need_fit": Column("float", "0-1", "mean need-fit of what went live in the last 63 days"),
    "lead_time": Column("float", "days", "mean time from need to use of what went live in the last 63 days"),
    "promise_slip": Column("float", "days", "mean of go-live less first promised day, last 63 days"),
    "effort_overrun": Column("float", "share", "effort spent over effort promised, less one, last 63 days"),
    "rework_share": Column("float", "share", "share of developers' effort spent on fixes, last 63 days"),
    "motivation": Column("float", "0-1", "mean motivation of developers and testers"),
    "work_in_progress": Column("int", "requests", "requests that have arisen and are not yet in use"),
    "waiting": Column("int", "requests", "of these, waiting for definition or a release"),
    "defining": Column("int", "requests", "of these, being defined or defined and not yet started"),
    "building": Column("int", "requests", "of these, being built, tested and fixed"),
    "accepting": Column("int", "requests", "of these, in acceptance at the end"),
    "arrived": Column("int", "requests", "requests so far, work in flight at the start included"),
    "delivered": Column("int", "requests", "requests put into use so far, from day 1 on"),
    "value_delivered": Column("float", "value", "business value put into use so far, from day 1 on"),
    "tickets": Column("int", "tickets", "tickets of testers and product managers so far, from day 1 on"),
    "support_load": Column("float", "share", "share of developers' time that support asks for"),
    "effort_build": Column("float", "person-days", "developers' effort spent on building this day"),
    "effort_fix": Column("float", "person-days", "developers' effort spent on fixes this day"),
    "effort_incident": Column("float", "person-days", "developers' effort spent on incidents this day"),
}

REQUESTS: dict[str, Column] = {
    "request": Column("int", "id", "request, in order of arrival"),
    "user": Column("int", "id", "who asked"),
    "unit": Column("int", "id", "business unit of who asked"),
    "nth": Column("int", "count", "which need of this user, from 0"),
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
    "outcome": Column("float", "0-1", "outcome score felt at go-live; else missing"),
    "workaround": Column("int", "0 or 1", "whether its user works around it"),
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
    "before": Column("float", "0-1", "expectation before"),
    "delta": Column("float", "0-1", "change of the expectation"),
    "after": Column("float", "0-1", "expectation after"),
    "contribution": Column("float", "0-1", "change of the trustor's overall trust: weight of the dimension x delta"),
}

EVENTS: dict[str, Column] = {
    "day": Column("int", "day", "day it happened; 0 or less: before the start"),
    "kind": Column("text", "word", "kind of event"),
    "actor": Column("text", "party", "who did it"),
    "subject": Column("text", "thing", "to what, e.g. 'request 12', 'release 3'"),
    "sentence": Column("text", "sentence", "what happened, in words"),
}

TABLES: dict[str, dict[str, Column]] = {
    "daily": DAILY,
    "requests": REQUESTS,
    "handoffs": HANDOFFS,
    "ledger": LEDGER,
    "events": EVENTS,
}
