"""Reporting: what is told about a slip that IT perceives, and what happens when a day passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trustsim.draws import Purpose
from trustsim.model.process import planning, promises
from trustsim.model.trust import INTEGRITY
from trustsim.model.work import Promise, Release
from trustsim.records.happenings import Actor, Experience, Happening
from trustsim.rules.experience import disclosure, on_time
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class ReportingPolicy(Protocol):
    """What IT says when it meets those who wait."""

    def contact(self, model: TrustModel, release: Release) -> bool:
        """IT meets them; return whether a slip was told."""


class Green:
    """On track, until the date has passed."""

    def contact(self, model: TrustModel, release: Release) -> bool:
        """Nothing is told."""
        release.promise.kept_quiet |= release.promise.slip_is_known
        return False


class Candid:
    """What is perceived is told at each contact, as far as IT dares."""

    def contact(self, model: TrustModel, release: Release) -> bool:
        """A perceived slip is told, with a chance that rises with IT's trust in the unit."""
        if not release.promise.slip_is_known or release.promise.last < model.day:
            return False
        reactions = model.config.reactions
        first = model.pipeline.requests[release.requests[0]]
        dares = disclosure(reactions.disclosure, reactions.disclosure_slope, model.relations.of_it(first.unit))
        if model.draws.block(Purpose.DISCLOSURE, first.entity, model.draw_day, 1)[0] >= dares:
            release.promise.kept_quiet = True
            return False
        told, day = release.promise.last, model.policies.commitment.day_to_tell(model, release)
        model.log.release(Happening.SLIP_TOLD, release.number, a=told, b=day, cause=release.main_delay)
        _disclose(model, release, day)
        _all_feel(model, release, Experience.SLIP_TOLD, model.config.evidence.slip_told * _weighs(model, release, told))
        return True


def report(model: TrustModel, release: Release) -> None:
    """The regular status report: a slip if IT tells one, else on track; taken at its word either way.

    At the end stage both sides may avoid it.
    """
    if _avoided(model, release):
        model.log.release(Happening.CONTACT_AVOIDED, release.number, cause=model.illness.event)
        return
    if not model.policies.reporting.contact(model, release):
        model.log.release(Happening.STATUS_REPORT, release.number, a=release.promise.last)
    for user, request in _askers(model, release):
        model.users[user].read_report(request)


def _avoided(model: TrustModel, release: Release) -> bool:
    if model.illness.stage != Stage.END_STAGE:
        return False
    first = model.pipeline.requests[release.requests[0]]
    u = model.draws.block(Purpose.AVOIDANCE, first.entity, model.draw_day, 1)[0]
    return u < model.config.leadership.avoidance


def promise_anew(model: TrustModel, release: Release, days: int, cause: int) -> None:
    """Work was pushed aside: IT says so at once and names a day so much later, whatever it reports otherwise."""
    told, release.promise.perceived = release.promise.last, release.promise.after(days, model.day)
    day = model.policies.commitment.day_to_tell(model, release)
    model.log.release(Happening.REPROMISED, release.number, a=told, b=day, cause=cause)
    _disclose(model, release, day)
    _all_feel(model, release, Experience.SLIP_TOLD, model.config.evidence.slip_told * _weighs(model, release, told))


def day_passed(model: TrustModel, release: Release) -> None:
    """The day last told has passed without a delivery: it shows, and so does what IT had kept quiet."""
    promise, evidence = release.promise, model.config.evidence
    concealed = promise.slip_is_known and promise.kept_quiet
    left = planning.perceived_end(model, release) - model.day
    told, now = promise.last, model.day + max(left, 1) * 2 ** min(promise.reveals, model.config.planning.doublings)
    what = Happening.CONCEALED_SLIP_REVEALED if concealed else Happening.SLIP_REVEALED
    event = model.log.release(what, release.number, a=told, b=now, cause=release.main_delay)
    model.illness.blow = event
    for unit in {model.pipeline.requests[number].unit for number in release.requests}:
        model.market.units[unit].blow = event
    askers = [asker for asker in _askers(model, release) if model.users[asker[0]].notices_missed(promise.made)]
    weight = evidence.slip_revealed * _late(model, promise, now - told)
    for user, request in askers:
        model.users[user].feel(Experience.SLIP_REVEALED, 0.0, weight, request)
    if concealed and evidence.slip_concealed > 0.0:
        for user, request in askers:
            bond = model.relations.user_in_it[user]
            model.trust.live_through(bond, Experience.CONCEALED_SLIP, INTEGRITY, 0.0, evidence.slip_concealed, request)
            model.trust.deceived(bond, Experience.CONCEALED_SLIP, request)
    promise.reveals += 1
    _disclose(model, release, now)
    if not promise.escalated:
        promise.escalated = True
        due = max(model.day, promise.first + model.config.contacts.escalation_days)
        model.agenda.note(due + 1, "disclosure", "escalation_due", release.number)


def escalate(model: TrustModel, release: Release) -> None:
    """Late enough: one who waits complains over IT's head."""
    user, request = _askers(model, release)[0]
    late = model.day - release.promise.first
    model.log.release(Happening.ESCALATED, release.number, Actor.USER, user, late, cause=release.main_delay)
    unit = model.users[user].unit
    model.relations.it_feels(unit, Experience.ESCALATION, 0.0, model.config.evidence.escalation, request)


def _disclose(model: TrustModel, release: Release, day: int) -> None:
    """From now on another day counts as told."""
    promise = release.promise
    promises.another_day(model, release, day)
    if promise.first_slip_told is None:
        promise.first_slip_told = model.day
    promise.last = day
    promise.kept_quiet = False
    for number in release.requests:
        request = model.pipeline.requests[number]
        request.promised_last = day
        request.disclosures += 1
    model.agenda.note(day + 1, "disclosure", "promise_due", release.number)


def _askers(model: TrustModel, release: Release) -> list[tuple[int, int]]:
    """Each user who waits for a release, once, with the first request that is in it."""
    askers: dict[int, int] = {}
    for number in release.requests:
        askers.setdefault(model.pipeline.requests[number].user, number)
    return list(askers.items())


def _weighs(model: TrustModel, release: Release, told: int) -> float:
    """What a slip weighs that was just told, where day ``told`` had been promised before."""
    return _late(model, release.promise, release.promise.last - told)


def _late(model: TrustModel, promise: Promise, days: int) -> float:
    """How bad so many days are, 0 to 1, on the scale on which a delivery is late: against the time first promised."""
    return 1.0 - on_time(days, promise.first - promise.made, model.config.reactions.tolerated_lateness)


def _all_feel(model: TrustModel, release: Release, what: Experience, weight: float) -> None:
    for user, request in _askers(model, release):
        model.users[user].feel(what, 0.0, weight, request)
