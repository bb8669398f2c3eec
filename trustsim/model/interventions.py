"""What each kind of intervention does when it begins, on each of its days, and when it ends.

Kinds that are not listed only stand in force: the timeline works the terms out from them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from trustsim.records.happenings import Actor, Experience, Happening, Subject
from trustsim.vocabulary import Dimension, Function, InterventionKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.timeline import Standing

TIMELINE_EDICTS = 1  # first part of the address of draws; edicts that come by chance have 0

# --- the process


def _switch(model: TrustModel, standing: Standing) -> None:
    if model.timeline.set_process():
        model.log.other(Happening.PROCESS_CHANGED, Subject.PROCESS, standing.entry, cause=standing.event)


def _switch_back(model: TrustModel, _: Standing) -> None:
    model.timeline.set_process()


# --- what is asked for


def _demand(model: TrustModel, _: Standing) -> None:
    model.timeline.set_demand()


# --- between the two sides


def _curtain(model: TrustModel, standing: Standing) -> None:
    """A day behind the curtain: part of what is missing in understanding is learned, less where nobody admits."""
    section, terms = model.config.treatment, model.terms
    gain = section.curtain_gain * standing.strength
    gain *= section.unadmitted + (1.0 - section.unadmitted) * terms.admitted
    terms.understanding += gain * (1.0 - terms.understanding)


def _session(model: TrustModel, standing: Standing) -> None:
    """Now and then all sit at one table."""
    if (model.day - standing.began) % model.config.treatment.session_days:
        return
    weight = model.config.evidence.counselled * standing.strength
    if weight <= 0.0:
        return
    model.log.other(Happening.COUNSELLED, Subject.DEPARTMENT, actor=Actor.THIRD_PARTY, cause=standing.event)
    for user in model.users:
        user.feel(Experience.COUNSELLED, 1.0, weight)
    for unit in range(len(model.colleagues)):
        model.relations.it_feels(unit, Experience.COUNSELLED, 1.0, weight)


def _shock(model: TrustModel, standing: Standing) -> None:
    weight = standing.size * standing.strength
    if weight == 0.0:
        return
    model.log.other(Happening.SHOCK, Subject.DEPARTMENT, a=weight, actor=Actor.BUSINESS, cause=standing.event)
    value = 1.0 if weight > 0.0 else 0.0
    for bond in model.relations.user_in_it:
        for dimension in Dimension:
            model.trust.live_through(bond, Experience.SHOCK, dimension, value, abs(weight))


# --- people


def _tour_begins(model: TrustModel, standing: Standing) -> None:
    if standing.strength > 0.0:
        away = standing.size * standing.strength * len(model.present)
        model.log.other(Happening.TOUR_BEGAN, Subject.DEPARTMENT, a=away, cause=standing.event)


def _tour(model: TrustModel, standing: Standing) -> None:
    """A day on tour: people swap sides, so that each learns of the other, and a little of how it works."""
    section = model.config.treatment
    share = standing.size * standing.strength
    if share <= 0.0:
        return
    for unit in range(len(model.colleagues)):
        for function in Function:  # guests from the business teach whoever hands needs on
            model.knowledge.contact(function, unit, section.tour_gain * share)
    model.terms.understanding += section.curtain_gain * share * (1.0 - model.terms.understanding)


def _tour_ends(model: TrustModel, standing: Standing) -> None:
    if standing.strength > 0.0:
        away = standing.size * standing.strength * len(model.present)
        model.log.other(Happening.TOUR_ENDED, Subject.DEPARTMENT, a=away, cause=standing.event)


def _hire(model: TrustModel, standing: Standing) -> None:
    standing.count = model.hire(standing.whole, standing.event)


def _lay_off(model: TrustModel, standing: Standing) -> None:
    standing.count = model.lay_off(standing.whole, standing.event)


def _hired_leave(model: TrustModel, standing: Standing) -> None:
    model.lay_off(standing.count, standing.event)


def _laid_off_return(model: TrustModel, standing: Standing) -> None:
    model.hire(standing.count, standing.event)


# --- leadership and owners


def _method(model: TrustModel, standing: Standing) -> None:
    if standing.strength > 0.0:
        model.leadership.red_tape_event = standing.event


def _layers(sign: int) -> Callable[[TrustModel, Standing], None]:
    def begin(model: TrustModel, standing: Standing) -> None:
        before = model.terms.layers
        model.leadership.set_layers(before + sign * standing.whole, standing.event)
        standing.count = model.terms.layers - before

    return begin


def _layers_back(model: TrustModel, standing: Standing) -> None:
    """Back to what is usual without the entry, and whatever leadership has put in besides."""
    leadership = model.leadership
    besides = model.terms.layers - leadership.usual_layers(standing.count)
    leadership.set_layers(leadership.usual_layers() + besides, standing.event)


def _new_cio(model: TrustModel, standing: Standing) -> None:
    model.leadership.replaced(standing.event, strength=standing.strength)


def _outsource(model: TrustModel, standing: Standing) -> None:
    model.leadership.replaced(standing.event, outsourced=True, strength=standing.strength)


def _edict(model: TrustModel, standing: Standing) -> None:
    effort = standing.size * standing.strength
    if effort > 0.0:
        address = (TIMELINE_EDICTS, model.edicts.from_timeline)  # whatever else the timeline holds
        model.edicts.from_timeline += 1
        model.edicts.issue(effort, address, standing.event)


def _outage(model: TrustModel, standing: Standing) -> None:
    hours = standing.size * standing.strength
    if hours > 0.0:
        model.fail_services(hours, standing.event)


BEGIN: dict[InterventionKind, Callable[[TrustModel, Standing], None]] = {
    InterventionKind.PROCESS: _switch,
    InterventionKind.TOUR_OF_DUTY: _tour_begins,
    InterventionKind.ADD_LAYERS: _layers(1),
    InterventionKind.REMOVE_LAYERS: _layers(-1),
    InterventionKind.HIRE: _hire,
    InterventionKind.LAYOFF: _lay_off,
    InterventionKind.EDICT: _edict,
    InterventionKind.OUTAGE: _outage,
    InterventionKind.NEW_LEADERSHIP: _new_cio,
    InterventionKind.OUTSOURCING: _outsource,
    InterventionKind.METHODOLOGY: _method,
    InterventionKind.TRUST_SHOCK: _shock,
    InterventionKind.DEMAND: _demand,
}

DAILY: dict[InterventionKind, Callable[[TrustModel, Standing], None]] = {
    InterventionKind.BEHIND_THE_CURTAIN: _curtain,
    InterventionKind.COUNSELLING: _session,
    InterventionKind.TOUR_OF_DUTY: _tour,
}

END: dict[InterventionKind, Callable[[TrustModel, Standing], None]] = {
    InterventionKind.PROCESS: _switch_back,
    InterventionKind.TOUR_OF_DUTY: _tour_ends,
    InterventionKind.ADD_LAYERS: _layers_back,
    InterventionKind.REMOVE_LAYERS: _layers_back,
    InterventionKind.HIRE: _hired_leave,
    InterventionKind.LAYOFF: _laid_off_return,
    InterventionKind.DEMAND: _demand,
}
