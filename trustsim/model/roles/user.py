"""Users have needs, brief those who will build, try out what was built, and remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import mesa

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.process.hands import makers
from trustsim.model.trust import ABILITY
from trustsim.model.work import Request
from trustsim.records.happenings import Actor, Experience, Hand, Happening
from trustsim.rules import demand as demand_rules
from trustsim.rules.dispute import bending
from trustsim.rules.effort import effort_ratio, padded
from trustsim.rules.experience import (
    BENEFIT,
    NEED_FIT,
    ON_BUDGET,
    ON_TIME,
    Delivery,
    felt,
    on_budget,
    on_time,
    openness,
    outcome_score,
)
from trustsim.rules.handoff import chosen
from trustsim.rules.illness import expected_score, gesture
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Release, Slice


# What people do for each other beside the work itself.
GESTURES = frozenset((Experience.ASKED, Experience.SHOWN, Experience.HEARD, Experience.VISITED, Experience.FOLLOWED_UP))


class Complaint(NamedTuple):
    """What a user files in a round of acceptance tests, as masks of attributes."""

    bugs: int
    bent: int
    changes: int


class User(mesa.Agent):  # type: ignore[misc]
    """Belongs to a business unit; trusts IT or does not."""

    model: TrustModel

    def __init__(self, model: TrustModel, number: int, unit: int) -> None:
        super().__init__(model)
        self.number = number
        self.unit = unit
        self.needs = 0
        self.exposure = 0.0
        self.awaits_since = model.day
        self.need_due: int | None = None
        self.open_requests = 0
        self.last_contact = model.day
        self.expects_silence_check = False
        self.last_silence = model.day
        self.last_missed = (model.day, model.day)
        self.last_report = model.day - model.config.contacts.report_days

    @property
    def trust(self) -> float:
        """Overall trust in IT today, in [0, 1]."""
        return self.model.relations.of_user(self.number)

    def raise_need(self) -> Request | None:
        """A need arises and becomes a request, padded the more the less IT is trusted; None for one that is left out.

        The next need is planned all the same.
        """
        model, demand = self.model, self.model.config.demand
        entity = (self.number, self.needs)
        k = demand.attributes
        u = model.draws.block(Purpose.NEED_ITSELF, entity, 0, k + 4)
        self.needs += 1
        self.plan_need(u[3])
        if entity == model.without.need:
            return None
        true_size = demand_rules.size(u[0], demand.size_law, demand.size_median, demand.size_spread)
        size = padded(true_size, model.config.reactions.padding, self.trust)
        planning = model.config.planning
        return Request(
            number=len(model.pipeline.requests),
            user=self.number,
            unit=self.unit,
            nth=entity[1],
            attributes=k,
            size=size,
            value=true_size * demand_rules.lognormal(u[1], 1.0, demand.value_spread),
            shares=demand_rules.value_shares(u[4:]),
            arose=model.day,
            actual_effort=size * effort_ratio(u[2], planning.noise_law, planning.optimism, planning.noise),
        )

    def plan_need(self, u: float) -> None:
        """Note when the next need will arise."""
        self.exposure = demand_rules.exposure(u)
        self._await_need(self.model.day)

    def demand_changed(self, before: float) -> None:
        """From today on needs arise at another rate, in place of ``before`` times the usual one.

        Memoryless as the gap is, the rest of it is stretched or shortened, and the same need comes with the same luck.
        """
        yesterday = self.model.day - 1
        self.exposure = demand_rules.exposure_left(self.exposure, self._hazard(before), yesterday - self.awaits_since)
        self._await_need(yesterday)

    def _await_need(self, since: int) -> None:
        """Note the day of the next need, awaited since the evening of day ``since``."""
        self.awaits_since = since
        gap = demand_rules.gap_to_next_need(self.exposure, self._hazard(self.model.terms.demand))
        self.need_due = since + gap if gap else None
        if self.need_due is not None:
            self.model.agenda.note(self.need_due, "needs", "need", self.number)

    def _hazard(self, demand: float) -> float:
        return demand_rules.need_hazard(self.model.config.demand.needs_per_user * demand)

    def stops_waiting(self) -> None:
        """A request is delivered, refused or dropped: one less to wait for."""
        self.open_requests -= 1

    def wait_for_it(self) -> None:
        """A request was put to IT; from now on silence is noticed."""
        if not self.open_requests:
            self.last_contact = self.model.day
        self.open_requests += 1
        if not self.expects_silence_check:
            self.expects_silence_check = True
            due = self.model.day + self.model.config.contacts.silence_days
            self.model.agenda.note(due, "contacts", "silence", self.number)

    def brief(self, request: Request, others: int = 0) -> list[float]:
        """Tell what is needed; what is held back for want of trust is left to others' ideas.

        The uniforms of ``others`` who listen, so many for each attribute, come from the same block.
        """
        model, reactions, k = self.model, self.model.config.reactions, request.attributes
        block = model.draws.block(Purpose.BRIEFING, request.entity, 0, (1 + others) * k)
        u = block[:k]
        tells = openness(reactions.openness, reactions.openness_distrust, self.trust)
        request.untold = request.all_attributes & ~chosen(u, tells, request.all_attributes)
        request.spec_wrong = request.untold  # told as the need is today, whatever it was before
        return block[k:]

    def write_specification(self, request: Request) -> None:
        """Write down what is needed, for others to read."""
        self.brief(request)
        self.model.pipeline.hand_over(request, Hand.USER, request.spec_wrong)
        event = self.model.log.request(Happening.SPEC_WRITTEN, request.number, Actor.USER, self.number, request.size)
        request.hold_to_account(event, request.spec_wrong)

    def feel(self, what: Experience, value: float, weight: float, request: int = -1) -> None:
        """Live through something with IT; a gesture of good will counts for less where it is paid for or distrusted."""
        if what in GESTURES and not self.model.warming_up:
            weight *= self.model.terms.good_will * self._belief()
        self.model.relations.user_feels(self.number, what, value, weight, request)

    def _belief(self) -> float:
        """What good will and good work count, 0 to 1: little below critical trust unless a third party is there.

        They meet the trust of the evening before; during the warm-up there is none, and nothing is felt.
        """
        section, trust = self.model.config.treatment, self.model.gauge.trust_of_users[self.number]
        return gesture(trust, section.critical, section.below_critical, self.model.terms.third_party)

    def notices_missed(self, promised: int) -> bool:
        """Whether a missed day is news: requests of one promise may have come apart since day ``promised``."""
        news = self.last_missed != (self.model.day, promised)
        self.last_missed = (self.model.day, promised)
        return news

    def read_report(self, request: int) -> None:
        """A status report, taken at its word; of several in a period, one counts."""
        if self.model.day - self.last_report >= self.model.config.contacts.report_days:
            self.last_report = self.model.day
            self.feel(Experience.REPORTED, 1.0, self.model.config.evidence.reported, request)

    def meet(self) -> None:
        """Somebody of IT came to ask or to show: no silence now."""
        self.last_contact = self.model.day

    def watch(self, request: Request, part: Slice) -> int:
        """Watch a demo of a slice; return the mask of attributes noticed not to fit."""
        model = self.model
        self.meet()
        unfit = (request.wrong | request.broken) & part.scope
        if not unfit:
            return 0
        u = model.draws.block(Purpose.DEMO, request.entity, part.demo_rounds, request.attributes)
        return chosen(u, model.config.acceptance.notice, unfit)

    def is_shown(self, request: Request, part: Slice) -> None:
        """Being shown a slice; many small demos weigh as much as one large."""
        share = part.scope.bit_count() / request.attributes
        self.feel(Experience.SHOWN, 1.0, self.model.config.evidence.shown * share, request.number)

    def try_out(self, request: Request, release: Release, notices: float) -> Complaint:
        """Try out a request in an acceptance test and file what does not fit, perhaps bent."""
        model, k = self.model, request.attributes
        acceptance = model.config.acceptance
        unfit = (request.wrong | request.broken) & request.scope
        if not unfit:
            return Complaint(0, 0, 0)
        u = model.draws.block(Purpose.UAT_ROUND, request.entity, release.uat_round, 2 * k)
        noticed = chosen(u[:k], notices, unfit)
        bends = bending(acceptance.bend, acceptance.bend_slope, self.trust)
        wishes = noticed & ~request.broken & ~request.refused
        bent = chosen(u[k:], bends, wishes) | (noticed & ~request.broken & request.filed)
        request.filed |= bent
        return Complaint(noticed & request.broken, bent, wishes & ~bent)

    def receive(self, request: Request) -> None:
        """What was asked for goes live; it is judged against what was last disclosed."""
        model = self.model
        self.stops_waiting()
        self.meet()
        seen = self._sees(request)
        score = outcome_score(seen)
        agreed = 1.0 - request.dropped.bit_count() / request.attributes
        worth = model.pipeline.value_share(request, request.scope)
        expected = outcome_score(Delivery(1.0, 1.0, 1.0, agreed, worth))
        memory = model.market.units[self.unit]
        expected = expected_score(expected, memory.score, model.terms.understanding)
        outcome = request.outcome = felt(score, expected, model.config.trust.disappointment)
        weight = 1.0
        released = model.log.now
        bond = model.relations.user_in_it[self.number]
        if outcome < model.trust.expectation(bond, ABILITY):
            model.log.under(_answers_for(seen, request, released))
        elif not model.warming_up:
            weight = self._belief()
        memory.saw_it_deliver(model.day - request.arose, seen.need_fit, score, model.config.channels.learning)
        model.relations.user_judges(bond, outcome, weight, request.number)
        self._answer(request, outcome)
        model.log.under(released)

    def _sees(self, request: Request) -> Delivery:
        # What goes live was promised and estimated, and its fit is known.
        assert request.promised_last is not None
        assert request.estimate is not None
        assert request.committed is not None
        assert request.value_got is not None
        assert request.need_fit is not None
        reactions = self.model.config.reactions
        late, planned = self.model.day - request.promised_last, request.promised_last - request.committed
        spent = request.effort_build + request.effort_fix
        off_spec = (request.wrong ^ request.manager_wrong) & request.scope | request.broken
        return Delivery(
            on_time=on_time(late, planned, reactions.tolerated_lateness),
            on_budget=on_budget(spent, request.estimate, reactions.tolerated_overrun),
            to_spec=1.0 - off_spec.bit_count() / request.attributes,
            need_fit=request.need_fit,
            benefit=request.value_got / request.value,
        )

    def _answer(self, request: Request, outcome: float) -> None:
        """Thank or blame those who made it."""
        model, reactions = self.model, self.model.config.reactions
        if outcome >= reactions.thanks_from:
            what, value, weight = Experience.THANKS, 1.0, model.config.evidence.thanks
        elif outcome < reactions.blame_below:
            what, value, weight = Experience.BLAME, 0.0, model.config.evidence.blame
            model.illness.symptom(Happening.FINGER_POINTING, Stage.SNIFFLES, request.number, self.number, model.log.now)
        else:
            return
        model.relations.it_feels(self.unit, what, value, weight, request.number)
        for maker in makers(model, request):
            maker.feel(value)

    def hear_colleague(self) -> None:
        """A colleague of the unit says what IT is like; it counts as much as the teller is sure and trusted."""
        model, evidence = self.model, self.model.config.evidence
        model.log.under(NO_EVENT)
        colleagues = model.colleagues[self.unit]
        u = model.draws.block(Purpose.HEARSAY, (self.number, 0), model.draw_day, 1)[0]
        teller = colleagues[int(u * len(colleagues))]
        if teller == self.number:
            return
        weight = evidence.hearsay * evidence.teller_trust
        model.trust.hear(model.relations.user_in_it[self.number], model.relations.user_in_it[teller], weight)

    def notice_silence(self) -> None:
        """While a request waits: has anybody come to ask or to show?"""
        model = self.model
        model.log.under(NO_EVENT)
        self.expects_silence_check = False
        if not self.open_requests:
            return
        patience = model.config.contacts.silence_days
        since = max(self.last_contact, self.last_silence)
        if model.day - since >= patience:
            self.feel(Experience.SILENCE, 0.0, model.config.evidence.silence)
            self.last_silence = since = model.day
        self.expects_silence_check = True
        model.agenda.note(since + patience, "contacts", "silence", self.number)


def _answers_for(seen: Delivery, request: Request, released: int) -> int:
    """The event that answers for a delivery that disappoints: a misreading where what is missing weighs most.

    Else the release itself, and through it whatever delayed it.
    """
    misfit = NEED_FIT * (1.0 - seen.need_fit) + BENEFIT * (1.0 - seen.benefit)
    lateness = ON_TIME * (1.0 - seen.on_time) + ON_BUDGET * (1.0 - seen.on_budget)
    misread = request.wrong.bit_count() > request.broken.bit_count()
    return request.blamed if misfit > lateness and misread and request.blamed >= 0 else released
