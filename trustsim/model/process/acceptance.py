"""Acceptance: a contested test at the end, or a demo after each slice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.process import fixing
from trustsim.model.roles.user import Complaint, User
from trustsim.model.work import Origin, Release, ReleaseStage, Request, Slice, Stage
from trustsim.records.happenings import Actor, Experience, Happening
from trustsim.rules.dispute import hearing
from trustsim.vocabulary import RequestState
from trustsim.vocabulary import Stage as IllnessStage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class AcceptancePolicy(Protocol):
    """How the business comes to accept what was built."""

    def slice_passed(self, model: TrustModel, part: Slice) -> None:
        """A slice has passed its tests."""

    def release_tested(self, model: TrustModel, release: Release) -> None:
        """All slices of a release are done."""


class Demo:
    """Each slice is shown to its user; what does not fit is raised openly."""

    def slice_passed(self, model: TrustModel, part: Slice) -> None:
        """It is shown today."""
        part.stage = Stage.DEMO
        model.agenda.note(model.day, "acceptance", "demo", part.number)

    def release_tested(self, model: TrustModel, release: Release) -> None:
        """All has been shown, it is accepted; what passed before there were demos is shown first."""
        unseen = [p for p in model.pipeline.parts_of(release) if p.scope and not p.demo_rounds]
        for part in unseen:
            model.pipeline.requests[part.request].tested = None
        if not unseen:
            model.pipeline.accept(release)
            return
        model.pipeline.count(release)
        for part in unseen:
            self.slice_passed(model, part)


class ContestedUat:
    """Users and representatives test at the end and file what does not fit, some wishes as bugs."""

    def slice_passed(self, model: TrustModel, part: Slice) -> None:
        """Nothing is shown before the end."""
        model.pipeline.slice_done(part)

    def release_tested(self, model: TrustModel, release: Release) -> None:
        """The acceptance test begins tomorrow."""
        release.stage = ReleaseStage.ACCEPTING
        release.accepting_since = model.day
        for number in release.requests:
            model.pipeline.move(model.pipeline.requests[number], RequestState.IN_ACCEPTANCE)
        model.log.release(Happening.UAT_BEGAN, release.number, Actor.BUSINESS, a=len(release.requests))
        model.agenda.note(model.day + 1, "acceptance", "uat_round", release.number)


def show(model: TrustModel, part: Slice) -> None:
    """A demo: IT says how things stand, the user says what does not fit, and corrections are taken in."""
    model.log.under(NO_EVENT)
    pipeline = model.pipeline
    request = pipeline.requests[part.request]
    model.policies.reporting.contact(model, pipeline.release_of(part))
    misfits = model.users[request.user].watch(request, part)
    shown = model.log.request(Happening.DEMO, request.number, Actor.IT, 0, part.ordinal + 1, misfits.bit_count())
    model.users[request.user].is_shown(request, part)
    model.meet_over_work(request)
    part.asked_by = shown
    accepted = _taken_in(model, request, misfits)
    part.demo_rounds += 1
    if accepted and part.demo_rounds < model.config.test.patience:
        part.found, part.redone = accepted & request.broken, accepted & ~request.broken
        fixing.send_back(model, part, Origin.DEMO)
    else:
        pipeline.slice_done(part)


def _taken_in(model: TrustModel, request: Request, misfits: int) -> int:
    """Defects always; wishes unless the scope is locked, and then they are refused once."""
    user, evidence = model.users[request.user], model.config.evidence
    if model.policies.commitment.takes_changes:
        accepted = misfits
    else:
        accepted = misfits & request.broken
        _refuse(model, request, misfits & ~request.broken & ~request.refused)
    if accepted:
        user.feel(Experience.HEARD, 1.0, evidence.heard, request.number)
        model.log.request(Happening.DEMO_MISFITS, request.number, Actor.USER, user.number, accepted.bit_count())
    return accepted


def _refuse(model: TrustModel, request: Request, wishes: int) -> None:
    if not wishes:
        return
    request.refused |= wishes
    model.users[request.user].feel(Experience.UNHEARD, 0.0, model.config.evidence.unheard, request.number)


def uat_round(model: TrustModel, release: Release) -> None:
    """One round of find, fix and push; without anything filed, the acceptance test ends."""
    insisting = False
    if release.uat_round < model.config.acceptance.rounds:
        for number in release.requests:
            insisting |= _try_out(model, release, model.pipeline.requests[number])
        release.uat_round += 1
    if release.uat_fixes_open:
        return
    if insisting and release.uat_round < model.config.acceptance.rounds:
        _next_round(model, release)
    else:
        model.log.release(Happening.UAT_ENDED, release.number, Actor.BUSINESS, a=release.uat_round)
        model.pipeline.accept(release)


def fix_pushed(model: TrustModel, release: Release) -> None:
    """A fix is pushed into the acceptance test; when all are, users look again."""
    release.uat_fixes_open -= 1
    if release.uat_fixes_open == 0:
        _next_round(model, release)


def _next_round(model: TrustModel, release: Release) -> None:
    due = model.day + model.config.acceptance.round_days
    model.agenda.note(due, "acceptance", "uat_round", release.number)


def _try_out(model: TrustModel, release: Release, request: Request) -> bool:
    """One request in one round; return whether the user will file something again."""
    model.log.under(NO_EVENT)
    tester, notices = _who_tries(model, request)
    for user in (tester, model.users[request.user]):
        user.meet()
    notices *= 1.0 - release.uat_round / model.config.acceptance.rounds  # they tire, as others do
    complaint = tester.try_out(request, release, notices)
    heard = _hear(model, release, request, complaint.bent)
    changes = complaint.changes
    _tell(model, request, complaint, tester.number)
    if model.policies.commitment.takes_changes:
        accepted = complaint.bugs | heard | changes
    else:
        accepted = complaint.bugs | heard
        _refuse(model, request, changes)
    if accepted:
        _send_to_fix(model, release, request, accepted)
    return bool(complaint.bent & ~heard)


def _who_tries(model: TrustModel, request: Request) -> tuple[User, float]:
    """A representative of the unit tries for a colleague and notices less; without one, who asked tries."""
    notice = model.config.acceptance.notice
    representatives = model.representatives[request.unit]
    if not representatives or request.user in representatives:
        return model.users[request.user], notice
    representative = representatives[request.nth % len(representatives)]
    return model.users[representative], notice * model.config.knowledge.representative


def _hear(model: TrustModel, release: Release, request: Request, bent: int) -> int:
    """The product manager hears bent bugs, the more readily the more often they were filed."""
    if not bent:
        return 0
    acceptance, k = model.config.acceptance, request.attributes
    u = model.draws.block(Purpose.UAT_HEARING, request.entity, release.uat_round, k)
    heard = 0
    for bit in range(k):
        if bent >> bit & 1:
            filings = release.filings.get((request.number, bit), 0)
            release.filings[request.number, bit] = filings + 1
            if u[bit] < hearing(acceptance.first_hearing, acceptance.persistence, filings):
                heard |= 1 << bit
    request.filed &= ~heard
    return heard


def _tell(model: TrustModel, request: Request, complaint: Complaint, tester: int) -> None:
    """What was filed: to the log, to the counts, and to how IT thinks of the unit."""
    evidence = model.config.evidence
    bugs, bent = complaint.bugs.bit_count(), complaint.bent.bit_count()
    # An IT that knows how needs come about takes a late one less amiss.
    expects_of_others = 1.0 - model.terms.understanding
    if bugs + bent:
        request.uat_bugs += bugs + bent
        request.uat_bent += bent
        model.gauge.filed(bugs + bent, bent)
        cause = request.blamed if bent > bugs else NO_EVENT
        event = model.log.request(
            Happening.UAT_BUGS_FILED, request.number, Actor.USER, tester, bugs + bent, bent, cause=cause
        )
        for number in request.slices:
            model.pipeline.slices[number].asked_by = event
    if bent:
        model.illness.symptom(
            Happening.LATE_REQUIREMENTS, IllnessStage.SNIFFLES, request.number, request.user, model.log.now
        )
        weight = evidence.bent_bug * expects_of_others
        model.relations.it_feels(request.unit, Experience.BENT_BUG, 0.0, weight, request.number)
    if complaint.changes:
        weight = evidence.late_change * expects_of_others
        model.relations.it_feels(request.unit, Experience.LATE_CHANGE, 0.0, weight, request.number)


def _send_to_fix(model: TrustModel, release: Release, request: Request, accepted: int) -> None:
    model.users[request.user].feel(Experience.HEARD, 1.0, model.config.evidence.heard, request.number)
    for number in request.slices:
        part = model.pipeline.slices[number]
        mine = accepted & part.scope
        if mine:
            part.found, part.redone = mine & request.broken, mine & ~request.broken
            release.uat_fixes_open += 1
            fixing.send_back(model, part, Origin.UAT)
