"""Requests as rows of the table of requests."""

from __future__ import annotations

from typing import Any

from trustsim.model.work import Request


def request_rows(requests: list[Request]) -> list[dict[str, Any]]:
    """One dictionary a request, keyed as ``records.columns.REQUESTS``."""
    return [_row(request) for request in requests]


def _row(request: Request) -> dict[str, Any]:
    return {
        "request": request.number,
        "user": request.user,
        "unit": request.unit,
        "nth": request.nth,
        "state": request.state.name.lower(),
        "release": request.release,
        "size": request.size,
        "value": request.value,
        "arose": request.arose,
        "definition_began": request.definition_began,
        "defined": request.defined,
        "committed": request.committed,
        "build_began": request.build_began,
        "built": request.built_day,
        "tested": request.tested,
        "accepted": request.accepted,
        "live": request.live,
        "promised_first": request.promised_first,
        "promised_last": request.promised_last,
        "disclosures": request.disclosures,
        "effort_estimated": request.estimate,
        "effort_build": request.effort_build,
        "effort_fix": request.effort_fix,
        "rounds": request.rounds,
        "tickets": request.tickets,
        "uat_bugs": request.uat_bugs,
        "uat_bent": request.uat_bent,
        "wrong": request.wrong,
        "broken": request.broken,
        "dropped": request.dropped,
        "need_fit": request.need_fit,
        "value_got": request.value_got,
        "outcome": request.outcome,
        "workaround": int(request.workaround),
        "channel": request.channel.name.lower(),
        "deferrals": request.deferrals,
        "refused": int(request.turned_away),
        "visited": int(request.visited),
    }
