"""Every figure of a summary, defined once; and the tables of an ensemble, which are made of them."""

from __future__ import annotations

from trustsim.records.columns import DAILY, KINDS_OF_EFFORT, Column
from trustsim.records.naming import word, words
from trustsim.records.stages import NUMBERED
from trustsim.vocabulary import Stage


def _share_of(effort: str) -> str:
    return effort.replace(" this day", "").replace("effort", "time")


_OF_REQUESTS: dict[str, Column] = {
    "trust.start": Column("float", "0-1", "trust of users in IT on the evening before day 1"),
    "trust.lowest": Column("float", "0-1", "lowest trust of users in IT on any evening, the start included"),
    "trust.lowest_day": Column("float", "day", "first day of lowest trust; 0: the start"),
    "trust.end": Column("float", "0-1", "trust of users in IT on the last evening"),
    "trust.by_dimension.ability.start": Column("float", "0-1", "opinion of IT's ability, before day 1"),
    "trust.by_dimension.ability.end": Column("float", "0-1", "opinion of IT's ability, last day"),
    "trust.by_dimension.benevolence.start": Column("float", "0-1", "opinion of IT's benevolence, before day 1"),
    "trust.by_dimension.benevolence.end": Column("float", "0-1", "opinion of IT's benevolence, last day"),
    "trust.by_dimension.integrity.start": Column("float", "0-1", "opinion of IT's integrity, before day 1"),
    "trust.by_dimension.integrity.end": Column("float", "0-1", "opinion of IT's integrity, last day"),
    "it_in_business.start": Column("float", "0-1", "trust of IT in the units, before day 1"),
    "it_in_business.end": Column("float", "0-1", "trust of IT in the units, last day"),
    "requests.arrived": Column("float", "requests", "requests put to IT, those in its hand at the start included"),
    "requests.delivered": Column("float", "requests", "of these, put into use from day 1 on"),
    "requests.open_at_end": Column("float", "requests", "of these, with IT and not yet in use on the last day"),
    "requests.refused": Column("float", "requests", "of these, refused from day 1 on"),
    "requests.agreed_away": Column(
        "float", "requests", "of these, let go by agreement from day 1 on, since they were not worth it"
    ),
    "requests.late": Column("float", "requests", "of those delivered, put into use after the day first promised"),
    "requests.late_share": Column("float", "share", "late over delivered with a promise; missing: none"),
    "requests.median_lead_time": Column("float", "days", "median time from need to use; missing: none delivered"),
    "requests.mean_slip": Column("float", "days late", "mean of go-live less first promised day; missing: none"),
    "requests.need_fit": Column("float", "0-1", "mean need-fit at go-live; missing: none delivered"),
    "requests.rework_share": Column("float", "share", "fixes in developers' build and fix effort; missing: no effort"),
    "requests.effort_overrun": Column(
        "float", "relative", "effort spent over effort promised on what was delivered, less one; missing: none"
    ),
    "requests.satisfaction": Column("float", "0-1", "mean outcome felt at go-live; missing: none delivered"),
    "requests.value_delivered": Column("float", "value", "business value put into use from day 1 on"),
    "requests.uat_bugs": Column("float", "tickets", "filed as bugs in user acceptance tests"),
    "requests.uat_bent_share": Column("float", "share", "of these, wishes that were no bugs; missing: no bugs filed"),
    "requests.rounds": Column(
        "float", "rounds", "mean rounds of tests and reviews of what was delivered; missing: none"
    ),
    "requests.workarounds": Column("float", "requests", "delivered, and worked around by its user"),
    "requests.dropped_attributes": Column("float", "attributes", "attributes dropped by agreement"),
}

_ACCOUNT: dict[str, Column] = {
    "needs.arose": Column("float", "needs", "needs that arose from day 1 on"),
    "needs.at_start": Column("float", "needs", "needs that were open on the evening before day 1, wherever taken"),
    "needs.delivered": Column("float", "needs", "of both, put into use by IT from day 1 on"),
    "needs.in_hand": Column("float", "needs", "of both, with IT and not yet in use on the last day"),
    "needs.shadow": Column("float", "needs", "of both, taken to own teams in the end, in use or waiting there"),
    "needs.vendor": Column("float", "needs", "of both, taken to the outside provider in the end, in use or not"),
    "needs.without": Column("float", "needs", "of both, given up in the end"),
    "needs.refused_shadow": Column("float", "needs", "of needs.shadow, refused by IT from day 1 on"),
    "needs.refused_vendor": Column("float", "needs", "of needs.vendor, refused by IT from day 1 on"),
    "needs.refused_without": Column("float", "needs", "of needs.without, refused by IT from day 1 on"),
}

_OF_NEEDS: dict[str, Column] = {
    "channels.needs": Column("float", "needs", "needs that arose from day 1 on"),
    "channels.it": Column("float", "share", "of these, taken to IT in the end, or waiting there; missing: no needs"),
    "channels.shadow": Column("float", "share", "of these, taken to the unit's own team; missing: no needs"),
    "channels.vendor": Column("float", "share", "of these, taken to the outside provider; missing: no needs"),
    "channels.without": Column("float", "share", "of these, given up; missing: no needs"),
    "channels.workaround": Column("float", "share", "of these, in use from IT and worked around; missing: no needs"),
    "promises.kept": Column("float", "promises", "promised days by which the work was in use, from day 1 on"),
    "promises.broken": Column("float", "promises", "promised days that passed without it, from day 1 on"),
    "promises.renewed": Column("float", "promises", "promised days replaced before they had passed, from day 1 on"),
    "promises.open": Column("float", "promises", "promised days still to come on the last day"),
}

_OF_THE_ORGANISATION: dict[str, Column] = {
    "organisation.worst_stage": Column(
        "float", "0-4", f"worst stage of the relationship on any day; 0 healthy, {NUMBERED}"
    ),
    "organisation.last_stage": Column(
        "float", "0-4", "stage of the relationship on the last day; see organisation.worst_stage"
    ),
    **{
        f"organisation.stages.{word(stage)}.{name}": column
        for stage in Stage
        for name, column in {
            "days": Column("float", "days", f"days in stage {stage.value}, {words(stage)}"),
            "first_day": Column("float", "day", f"first day in stage {stage.value}, {words(stage)}; missing: never"),
        }.items()
    },
    "organisation.edicts": Column("float", "edicts", "edicts, from day 1 on"),
    "organisation.refusals": Column("float", "requests", "requests that IT refused, from day 1 on"),
    "organisation.deferrals": Column("float", "times", "times that IT put a request off, from day 1 on"),
    "organisation.orphans": Column("float", "systems", "orphaned systems that IT took in, from day 1 on"),
    "organisation.orphans_refused": Column("float", "systems", "orphaned systems that IT refused, from day 1 on"),
    "organisation.cio_changes": Column("float", "times", "changes of leadership, outsourcing included"),
    "organisation.cost": Column("float", "person-days", "cost, from day 1 on; see daily"),
    "organisation.shadow_teams_at_most": Column("float", "teams", "most units with a team of their own on any day"),
    "organisation.layers_at_most": Column("float", "layers", "most analyst layers on any day"),
    "organisation.red_tape_at_most": Column("float", "share", "most of developers' time that red tape took on any day"),
    "organisation.interventions": Column("float", "times", "entries of the timeline that began"),
}

_OF_LOAD: dict[str, Column] = {
    f"load.{name}": Column("float", "share", f"share of {_share_of(DAILY[f'effort_{name}'].meaning)}; missing: no time")
    for name in KINDS_OF_EFFORT
}

_OF_CAPACITY: dict[str, Column] = {
    "capacity.available": Column("float", "person-days a month", "what developers could do"),
    "capacity.for_requests": Column(
        "float", "person-days a month", "of this, what was left for requests: building, fixes and idle time"
    ),
    "capacity.asked": Column(
        "float",
        "person-days a month",
        "what requests put to IT from day 1 on take to build and fix, if they are like those delivered; refused ones "
        "count, those let go by agreement do not",
    ),
    "capacity.load": Column(
        "float", "relative", "capacity.asked over capacity.for_requests; missing: no time was left"
    ),
}

FIGURES: dict[str, Column] = _OF_REQUESTS | _ACCOUNT | _OF_NEEDS | _OF_THE_ORGANISATION | _OF_LOAD | _OF_CAPACITY

_REP = {
    "rep": Column("int", "count", "which run of the ensemble, from 0"),
    "seed": Column("int", "seed", "seed of this run"),
}

RUNS: dict[str, Column] = _REP | {name.replace(".", "_"): column for name, column in FIGURES.items()}

DAILY_OF_RUNS: dict[str, Column] = _REP | DAILY

BANDS: dict[str, Column] = {
    "day": Column("int", "day", "working day, from 1"),
    "measure": Column("text", "word", "column of the daily table"),
    "runs": Column("int", "runs", "runs that have a figure on this day"),
    "mean": Column("float", "as the measure", "mean over runs; missing: no run has a figure"),
    "p05": Column("float", "as the measure", "5 % of runs lie below"),
    "p25": Column("float", "as the measure", "25 % of runs lie below"),
    "p50": Column("float", "as the measure", "half of the runs lie below"),
    "p75": Column("float", "as the measure", "75 % of runs lie below"),
    "p95": Column("float", "as the measure", "95 % of runs lie below"),
}

ENSEMBLE_TABLES: dict[str, dict[str, Column]] = {"daily": DAILY_OF_RUNS, "runs": RUNS, "bands": BANDS}
