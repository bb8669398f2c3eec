"""Measures of a day: state as it is, and means over the last quarter."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from trustsim.model.census import Census
from trustsim.model.recent import WINDOW_DAYS, Recent, RecentShare, Row
from trustsim.model.trust import Floats
from trustsim.model.work import Release, Request
from trustsim.records.happenings import Actor
from trustsim.vocabulary import DAYS_PER_MONTH, Fate, RequestState, TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

CRAFT_COLUMNS = {
    "trust_developers_in_testers": (Actor.DEVELOPERS, Actor.TESTERS),
    "trust_developers_in_managers": (Actor.DEVELOPERS, Actor.PRODUCT_MANAGERS),
    "trust_testers_in_developers": (Actor.TESTERS, Actor.DEVELOPERS),
    "trust_testers_in_managers": (Actor.TESTERS, Actor.PRODUCT_MANAGERS),
    "trust_managers_in_developers": (Actor.PRODUCT_MANAGERS, Actor.DEVELOPERS),
    "trust_managers_in_testers": (Actor.PRODUCT_MANAGERS, Actor.TESTERS),
}


class Gauge:
    """Watches one model; it changes nothing. Cumulative counts start anew with day 1."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.recent = Recent(
            "satisfaction", "need_fit", "lead_time", "promise_slip", "rounds", "slip_admitted", "spent", "promised"
        )
        self.begun = Recent("wait")
        self.fidelity = RecentShare()
        self.energy = RecentShare()
        self.trust_of_users: list[float] = []
        self.effort: deque[tuple[float, float]] = deque(maxlen=WINDOW_DAYS)
        self.census = Census(model)
        first, crafts = model.relations.craft_bonds.start, model.relations.crafts
        self._craft_places = [crafts[pair] - first for pair in CRAFT_COLUMNS.values()]
        self._evening: Row | None = None
        self._evening_of = (-1, -1)
        self._counts_before: dict[str, int] = {}
        self._reset()

    def begin(self) -> None:
        """Day 1 comes next: cumulative measures count from here."""
        self._reset()
        self._tickets_before = self.model.pipeline.tickets
        self._counts_before = self._counts()
        self._dropped_before = self.model.pipeline.counts[RequestState.DROPPED]
        self.census.begin()

    def _reset(self) -> None:
        self.delivered_count, self.value, self.cost = 0, 0.0, 0.0
        self.tickets = self.reopened = self.uat_bugs = self.uat_bent = 0
        self.workarounds = self.outages = 0
        self.promises = [0] * len(Fate)
        self._tickets_before = self._dropped_before = 0

    # --- what others tell

    def passed_on(self, kept: int, attributes: int) -> None:
        """A hand passed on so many of the attributes as it had received them."""
        self.fidelity.add(kept, attributes)

    def passed_tests(self, left: int, rounds: int) -> None:
        """A slice passed its tests with energy left for so many of the rounds that there are at most."""
        self.energy.add(left, rounds)

    def work_began(self, request: Request) -> None:
        """Somebody began to build a request."""
        self.begun.add(self.model.day, self.model.day - request.arose)

    def filed(self, bugs: int, bent: int) -> None:
        """So many bugs were filed in an acceptance test, some of them wishes."""
        self.uat_bugs += bugs
        self.uat_bent += bent

    def delivered(self, request: Request, release: Release) -> None:
        """A request went live."""
        # What went live was promised, estimated and judged.
        assert request.promised_first is not None
        assert request.committed is not None
        assert request.value_got is not None
        day = self.model.day
        spent = request.effort_build + request.effort_fix
        self.recent.add(
            day,
            request.outcome,
            request.need_fit,
            day - request.arose,
            day - request.promised_first,
            request.rounds,
            self._admitted(request, release),
            spent,
            request.estimate,
        )
        self.delivered_count += 1
        self.value += request.value_got

    def _admitted(self, request: Request, release: Release) -> float | None:
        """Of what was late: when it was first told, over the time from promise to use."""
        assert request.promised_first is not None
        day, made, told = self.model.day, release.promise.made, release.promise.first_slip_told
        if told is None or day <= request.promised_first:
            return None
        return (told - made) / (day - made)

    # --- the evening

    def trust(self) -> Row:
        """The measures of trust as they are now, worked out once an evening unless opinions are reset.

        Each user's trust in IT stays in ``trust_of_users`` until the next evening.
        """
        relations, trust = self.model.relations, self.model.trust
        if self._evening is not None and self._evening_of == (trust.day, trust.changes):
            return self._evening
        ability, benevolence, integrity, overall = trust.expectations()
        users, units = relations.users, relations.units
        self.trust_of_users = overall[users].tolist()
        mean = math.fsum(self.trust_of_users) / len(self.trust_of_users)
        spread = overall[users] - mean
        bonds = overall[relations.craft_bonds].tolist()
        crafts = {name: bonds[place] for name, place in zip(CRAFT_COLUMNS, self._craft_places, strict=True)}
        self._evening_of = (trust.day, trust.changes)
        self._evening = {
            "trust": mean,
            "trust_spread": math.sqrt(_mean(spread * spread)),
            "trust_ability": _mean(ability[users]),
            "trust_benevolence": _mean(benevolence[users]),
            "trust_integrity": _mean(integrity[users]),
            "trust_it_in_business": _mean(overall[units]),
            "trust_crafts": math.fsum(crafts.values()) / len(crafts),
            "trust_managers_in_business": _mean(overall[units][::2]),
            "trust_developers_in_business": _mean(overall[units][1::2]),
            "trust_in_shadow": _mean(overall[relations.in_shadow]),
            "trust_in_vendor": _mean(overall[relations.in_vendor]),
            **crafts,
        }
        return self._evening

    def end_of_day(self) -> None:
        """Record the day; days of the warm-up are not recorded, only what outlasts them."""
        model, effort = self.model, self.model.pipeline.effort_today
        self.effort.append((effort[TaskKind.BUILD], effort[TaskKind.FIX] + effort[TaskKind.PRODUCTION_FIX]))
        fidelity, energy = self.fidelity.end_day(), self.energy.end_day()
        if not model.warming_up:
            row: Row = {"day": model.day, **self.trust(), "fidelity": fidelity, "energy": energy}
            for part in (
                self._relationship(), self._recent(), self._requests(), self._promises(), self.census.row(),
                self._counts_since(), self._terms(), self._efforts(),
            ):  # fmt: skip
                row.update(part)
            model.recorder.daily.append(row)
            if model.day % DAYS_PER_MONTH == 0 or model.day == model.last_day:
                model.recorder.units.extend(self.census.units())
                model.trust.settle()
        model.pipeline.effort_today = [0.0] * len(TaskKind)
        model.vendor.sold_today = 0.0
        model.recorder.pack()

    def _relationship(self) -> Row:
        model = self.model
        return {
            "stage": int(model.illness.stage),
            "health": model.illness.health,
            "understanding": model.terms.understanding,
        }

    def _recent(self) -> Row:
        since = self.model.day - WINDOW_DAYS
        means = dict(self.recent.means(since))
        sums = self.recent.sums()
        spent, promised = sums["spent"], sums["promised"]
        del means["spent"], means["promised"]
        means["effort_overrun"] = spent / promised - 1.0 if promised > 0.0 else None
        means.update(self.begun.means(since))
        build, fixes = (math.fsum([day[place] for day in self.effort]) for place in (0, 1))
        means["rework_share"] = fixes / (build + fixes) if build + fixes > 0.0 else None
        return means

    def _requests(self) -> Row:
        model, counts = self.model, self.model.pipeline.counts
        waiting, deferred = counts[RequestState.WAITING], counts[RequestState.DEFERRED]
        defining = counts[RequestState.DEFINING] + counts[RequestState.DEFINED]
        building, accepting = counts[RequestState.IN_PROGRESS], counts[RequestState.IN_ACCEPTANCE]
        in_hand = waiting + deferred + defining + building + accepting
        refused = model.intake.refusals - self._counts_before["refusals"]
        agreed = counts[RequestState.DROPPED] - self._dropped_before
        staff = [*model.present, *model.testers]
        return {
            "waiting": waiting,
            "defining": defining,
            "building": building,
            "accepting": accepting,
            "deferred": deferred,
            "work_in_progress": in_hand,
            "arrived": self.delivered_count + in_hand + refused + agreed,
            "agreed_away": agreed,
            "delivered": self.delivered_count,
            "value_delivered": self.value,
            "tickets": model.pipeline.tickets - self._tickets_before,
            "reopened": self.reopened,
            "uat_bugs": self.uat_bugs,
            "uat_bent": self.uat_bent,
            "motivation": math.fsum([person.motivation for person in staff]) / len(staff),
        }

    def _promises(self) -> Row:
        return {
            "promises_kept": self.promises[Fate.KEPT],
            "promises_broken": self.promises[Fate.BROKEN],
            "promises_renewed": self.promises[Fate.RENEWED],
            "promises_open": len(self.model.pipeline.open_releases),
        }

    # --- counts

    def _counts(self) -> dict[str, int]:
        """What others count, from the first day of the warm-up."""
        model = self.model
        return {
            "refusals": model.intake.refusals,
            "deferrals": model.intake.deferrals,
            "orphans": model.orphans,
            "orphans_refused": model.orphans_refused,
            "edicts": model.edicts.count,
            "cio_changes": model.leadership.changes,
        }

    def _counts_since(self) -> Row:
        row: Row = {name: count - self._counts_before[name] for name, count in self._counts().items()}
        row["outages"] = self.outages
        row["needs_workaround"] = self.workarounds
        return row

    def _terms(self) -> Row:
        model, capacity = self.model, self.model.capacity
        return {
            "shadow_teams": len(model.market.teams),
            "layers": model.terms.layers,
            "red_tape": capacity.red_tape,
            "price": model.terms.price,
            "developers": len(model.present),
            "support_load": capacity.support_share,
            "orphan_load": capacity.orphan_share,
        }

    def _efforts(self) -> Row:
        model, effort, day = self.model, self.model.pipeline.effort_today, self.model.capacity.today
        shadow, sold = model.market.spent_today, model.vendor.sold_today
        paid = (len(model.present) + len(model.testers)) * model.terms.budget
        self.cost += paid + shadow + sold * model.config.vendor.price
        return {
            "effort_available": day.available,
            "effort_build": effort[TaskKind.BUILD],
            "effort_fix": effort[TaskKind.FIX] + effort[TaskKind.PRODUCTION_FIX],
            "effort_incident": effort[TaskKind.INCIDENT],
            "effort_edict": effort[TaskKind.EDICT],
            "effort_improvement": effort[TaskKind.IMPROVEMENT],
            "effort_support": day.support,
            "effort_orphans": day.orphans,
            "effort_reserved": day.reserved,
            "effort_red_tape": day.red_tape,
            "effort_switching": day.switching,
            "effort_away": day.away,
            "effort_idle": day.idle,
            "effort_shadow": shadow,
            "effort_vendor": sold,
            "cost": self.cost,
        }


def _mean(values: Floats) -> float:
    """Summed exactly, so that neither the order nor the machine matters."""
    return math.fsum(values.tolist()) / len(values)
