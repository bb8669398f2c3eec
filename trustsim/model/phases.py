"""What happens in each phase of a day; ``day.ORDER`` says when."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.process import acceptance as accepting
from trustsim.model.process import fixing, reporting
from trustsim.model.process.definition import Relay
from trustsim.model.work import ReleaseStage, Request, Task
from trustsim.records.happenings import Happening
from trustsim.rules.demand import days_to_drift, drift_rate
from trustsim.rules.use import incident_chance
from trustsim.vocabulary import TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

RELAY = Relay()
BY_CHANCE = 0  # first part of the address of an edict's draws; those of the timeline have 1


def timeline(model: TrustModel) -> None:
    """Begin, keep up and end interventions."""
    model.timeline.act()


def drift(model: TrustModel) -> None:
    """Let needs change whose time has come."""
    while due := model.agenda.take(model.day, "drift"):  # a need may change twice on a day
        for _, number, attribute in due:
            request = model.pipeline.requests[number]
            if request.is_open:
                request.truth_changed(1 << attribute)
                next_drift(model, request)


def next_drift(model: TrustModel, request: Request) -> None:
    """Note when a need will change next, and in which attribute."""
    u = model.draws.block(Purpose.DRIFT, request.entity, request.drifts, 2)
    request.drifts += 1
    request.drift_clock += days_to_drift(u[0], drift_rate(model.config.demand.drift), request.attributes)
    due = request.arose + request.drift_clock
    if due <= model.last_day:
        day = max(math.floor(due) + 1, model.day)
        model.agenda.note(day, "drift", "drift", request.number, int(u[1] * request.attributes))


def needs(model: TrustModel) -> None:
    """Let needs arise that are due, and be taken somewhere; look again at what was put off."""
    while due := model.agenda.take(model.day, "needs"):  # several improvements may be proposed on a day
        for what, number, _ in due:
            model.log.under(NO_EVENT)
            if what == "need":
                _need(model, number)
            elif what == "deferred":
                model.intake.consider(model.pipeline.requests[number])
            else:
                model.partnering.propose(number)
                model.partnering.plan_proposal(number)


def _need(model: TrustModel, number: int) -> None:
    user = model.users[number]
    if user.need_due != model.day:  # the day moved when demand changed
        return
    request = user.raise_need()
    if request is None:
        return
    model.pipeline.enter(request)
    model.needs += not model.warming_up
    if model.config.demand.drift > 0.0:
        next_drift(model, request)
    model.market.bring_up(request)


def definition(model: TrustModel) -> None:
    """Pass specifications on; begin what may begin."""
    model.log.under(NO_EVENT)
    for _, number, hand in model.agenda.take(model.day, "definition"):
        RELAY.step(model, model.pipeline.requests[number], hand)
    model.policies.batching.definitions(model)


def commitment(model: TrustModel) -> None:
    """Close the intake window if it is time; review plans."""
    model.policies.batching.close_window(model)
    for _, number, _ in model.agenda.take(model.day, "commitment"):
        release = model.pipeline.releases[number]
        if release.stage not in (ReleaseStage.LIVE, ReleaseStage.DISSOLVED):
            model.policies.commitment.review(model, release)
            model.agenda.note(model.day + model.config.planning.review_days, "commitment", "review_plan", number)


def work(model: TrustModel) -> None:
    """Take edicts, faults and incidents up, freeze code, and let developers work."""
    pipeline = model.pipeline
    while due := model.agenda.take(model.day, "edicts"):
        for _, nth, _ in due:
            model.edicts.issue(model.config.edicts.effort, (BY_CHANCE, nth))
            model.edicts.plan_next()
    for what, number, _ in model.agenda.take(model.day, "work"):
        if what == "production_fault":
            fixing.fault_in_use(model, number)
        else:
            _code_freeze(model, number)
    _incident(model)
    share = model.capacity.begin_day()
    for developer in model.present:
        if developer.tasks or pipeline.build_queue:
            developer.work(share)
        else:
            developer.idles(developer.output * share)


def _code_freeze(model: TrustModel, number: int) -> None:
    release = model.pipeline.releases[number]
    if release.stage != ReleaseStage.BUILDING or release.promise.freeze is None:
        return
    unfinished = model.pipeline.freeze(release)
    if unfinished:
        model.log.release(Happening.CODE_FREEZE, number, a=unfinished)


def _incident(model: TrustModel) -> None:
    services = model.config.services
    u = model.draws.block(Purpose.CORE_INCIDENT, (0, 0), model.draw_day, 2)
    if u[0] >= incident_chance(services.incident_rate, model.terms.reserved, services.reserve_effect):
        return
    event = model.fail_services(services.incident_hours)
    if services.incident_effort > 0.0:
        developer = model.present[int(u[1] * len(model.present))]
        developer.tasks.append(Task(TaskKind.INCIDENT, 0, services.incident_effort, event=event))


def tests(model: TrustModel) -> None:
    """Take disputes another round, review what passed, and let testers work."""
    pipeline = model.pipeline
    for what, number, _ in model.agenda.take(model.day, "tests"):
        part = pipeline.slices[number]
        if what == "review":
            model.policies.testing.review(model, part)
        else:
            pipeline.to_test(part)
    for tester in model.testers:
        if tester.tasks or pipeline.test_queue:
            tester.work(model.terms.budget)


def acceptance(model: TrustModel) -> None:
    """Show slices that are due; go another round of acceptance tests."""
    while due := model.agenda.take(model.day, "acceptance"):  # what is accepted may have to be shown first
        for what, number, _ in due:
            if what == "demo":
                accepting.show(model, model.pipeline.slices[number])
            else:
                accepting.uat_round(model, model.pipeline.releases[number])


def release(model: TrustModel) -> None:
    """Put into use what is accepted."""
    model.pipeline.go_live()


def disclosure(model: TrustModel) -> None:
    """Report, let promised days pass, complain."""
    for what, number, _ in model.agenda.take(model.day, "disclosure"):
        model.log.under(NO_EVENT)
        release = model.pipeline.releases[number]
        if release.stage in (ReleaseStage.LIVE, ReleaseStage.DISSOLVED):
            continue
        if what == "report":
            reporting.report(model, release)
            model.agenda.note(model.day + model.config.contacts.report_days, "disclosure", "report", number)
        elif what == "escalation_due":
            reporting.escalate(model, release)
        elif release.promise.last < model.day:
            reporting.day_passed(model, release)


def contacts(model: TrustModel) -> None:
    """Colleagues talk, each user on a day of their own; those who wait notice silence."""
    every = model.config.contacts.hearsay_days
    for number in range(-model.day % every, len(model.users), every):
        model.users[number].hear_colleague()
    for what, number, _ in model.agenda.take(model.day, "contacts"):
        if what == "silence":
            model.users[number].notice_silence()
        else:
            model.partnering.follow_up(model.pipeline.requests[number])


def providers(model: TrustModel) -> None:
    """Let the units' own teams and the outside provider work."""
    market = model.market
    market.spent_today = math.fsum([market.teams[unit].work() for unit in sorted(market.teams)])
    for _, number, _ in model.agenda.take(model.day, "providers"):
        model.vendor.deliver(model.pipeline.requests[number])


def leadership(model: TrustModel) -> None:
    """See how ill the relationship is; let leadership react, stay or go."""
    if model.warming_up:
        return
    evening = model.gauge.trust()
    trust, back = evening["trust"], evening["trust_it_in_business"]
    assert trust is not None  # an organisation has users
    assert back is not None
    model.illness.end_day(trust, back)
    model.leadership.end_day(trust)


def record(model: TrustModel) -> None:
    """Measure the day; once a month, enter into the ledger what time alone has done."""
    model.gauge.end_of_day()
